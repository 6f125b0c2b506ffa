"""Two networks on one picture, layer by layer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import NETWORK_INPUT
from lenet_app.networks.forward import Array
from lenet_app.networks.kind import Shape


@dataclass(frozen=True, eq=False)
class LayerPair:
    """A layer that one of the networks has, or both.

    Args:
        layer: its name; the network input comes first.
        shapes: of its output in each network; None where it has no such layer.
        difference: the second network's activations less the first's, where the shapes are alike; else None.
    """

    layer: str
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


def pairs(first: Passage, second: Passage) -> tuple[LayerPair, ...]:
    """The layers of both networks by their names, in the order of the first one's data flow; the second's own follow.

    Args:
        first: the picture's way through one network.
        second: the same picture's way through the other.
    """
    mine, other = (dict(_outputs(passage)) for passage in (first, second))
    found = []
    for name in [*mine, *(name for name in other if name not in mine)]:
        a, b = mine.get(name), other.get(name)
        is_alike = a is not None and b is not None and a.shape == b.shape
        shapes = (None if a is None else a.shape, None if b is None else b.shape)
        found.append(LayerPair(name, shapes, b - a if is_alike and a is not None and b is not None else None))
    return tuple(found)


def _outputs(passage: Passage) -> Iterator[tuple[str, Array]]:
    """What is compared: not dropout, which does nothing here."""
    yield NETWORK_INPUT, passage.network_input
    for plan in passage.architecture.plans:
        if not plan.layer.only_in_training:
            yield plan.name, passage.activations[plan.name]
