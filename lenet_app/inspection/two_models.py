"""Two networks on one picture, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import prod

import numpy as np

from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Array
from lenet_app.networks.kind import Shape

Names = tuple[str | None, str | None]
"""Of a layer in the first network and of one in the second; None where there is none that fits."""


@dataclass(frozen=True, eq=False)
class LayerPair:
    """A layer of the first network beside one of the second, or a layer that only one of them has.

    Args:
        layers: their names; the network inputs come first.
        shapes: of their outputs; None where there is no such layer.
        difference: the second network's activations less the first's, in the first's shape; None where the shapes are
            not alike. 120 units are like 120 maps of one unit.
    """

    layers: Names
    shapes: tuple[Shape | None, Shape | None]
    difference: Array | None

    @property
    def largest(self) -> float | None:
        """The largest difference, of either sign; None without one."""
        return None if self.difference is None else float(np.abs(self.difference).max())

    @property
    def mean(self) -> float | None:
        """The mean of the differences' absolute values; None without one."""
        return None if self.difference is None else float(np.abs(self.difference).mean(dtype=np.float64))


class _Role(Enum):
    MAPS = auto()
    POOL = auto()
    UNITS = auto()


def matched(first: Architecture, second: Architecture) -> tuple[Names, ...]:
    """The layers of both networks beside each other, in the order of the data flow; dropout is left out.

    The last ones belong together. Of those before, as many as can be are matched without changing their order: layers
    with maps with such, pooling with pooling, units with units; among several ways the one that matches the earliest.
    """
    mine, other = (_working(architecture) for architecture in (first, second))
    roles = [[_role(plan) for plan in plans[:-1]] for plans in (mine, other)]
    found: list[Names] = []
    one = two = 0
    for i, j in [*_common(roles[0], roles[1]), (len(mine) - 1, len(other) - 1)]:
        found += [(plan.name, None) for plan in mine[one:i]]
        found += [(None, plan.name) for plan in other[two:j]]
        found.append((mine[i].name, other[j].name))
        one, two = i + 1, j + 1
    return tuple(found)


def pairs(first: Passage, second: Passage) -> tuple[LayerPair, ...]:
    """The network inputs, then the layers as `matched` puts them.

    Args:
        first: the picture's way through one network.
        second: the same picture's way through the other.
    """
    names = ((NETWORK_INPUT, NETWORK_INPUT), *matched(first.architecture, second.architecture))
    return tuple(_pair(first, second, layers) for layers in names)


def _pair(first: Passage, second: Passage, layers: Names) -> LayerPair:
    a, b = (
        None if name is None else passage.values(name) for passage, name in zip((first, second), layers, strict=True)
    )
    shapes = (None if a is None else a.shape, None if b is None else b.shape)
    are_alike = a is not None and b is not None and _without_ones(a.shape) == _without_ones(b.shape)
    difference = b.reshape(a.shape) - a if are_alike and a is not None and b is not None else None
    return LayerPair(layers, shapes, difference)


def _without_ones(shape: Shape) -> Shape:
    return shape[:1] if prod(shape[1:]) == 1 else shape


def _working(architecture: Architecture) -> list[LayerPlan]:
    return [plan for plan in architecture.plans if not plan.layer.only_in_training]


def _role(plan: LayerPlan) -> _Role:
    if prod(plan.output_shape[1:]) == 1:
        return _Role.UNITS
    return _Role.POOL if plan.layer.is_pool else _Role.MAPS


def _common(first: Sequence[_Role], second: Sequence[_Role]) -> list[tuple[int, int]]:
    """The places of the longest sequence that both have (Wagner and Fischer 1974), as early as it can be."""
    longest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        for j in reversed(range(len(second))):
            is_alike = first[i] == second[j]
            longest[i][j] = 1 + longest[i + 1][j + 1] if is_alike else max(longest[i + 1][j], longest[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
