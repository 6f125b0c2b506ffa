"""All parameters of a network in one vector, so that a step of an optimiser is a few operations."""

from itertools import accumulate
from math import prod

import numpy as np
import torch
from torch import Tensor

from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import has_channels_innermost
from lenet_app.networks.forward import Array, Weights
from lenet_app.networks.kind import Shape
from lenet_app.training.engine.passes.stage import Tensors

_ALIGNED = 16
"""Numbers that fill a line of a processor's cache; each parameter begins a new one."""


class Parameters:
    """Parameters, or as many numbers that belong to them, such as their gradients.

    `vector` has them all, one after the other, with zeros between; `named` has each in its shape, where a change is one
    of the vector.

    Args:
        architecture: whose they are.
        device: torch's id of where they lie.
    """

    def __init__(self, architecture: Architecture, device: str = "cpu") -> None:
        shapes = architecture.parameter_shapes
        rooms = [-(-prod(shape) // _ALIGNED) * _ALIGNED for shape in shapes.values()]
        starts = [0, *accumulate(rooms)]
        self.vector = torch.zeros(starts[-1], device=device)
        innermost = has_channels_innermost(architecture)
        self.named: Tensors = {
            name: _shaped(self.vector[start : start + prod(shape)], shape, innermost=innermost)
            for (name, shape), start in zip(shapes.items(), starts, strict=False)
        }

    def of_layer(self, layer: str) -> Tensors:
        """Those of a layer by their short names, such as "weight"."""
        head = f"{layer}."
        return {name.removeprefix(head): part for name, part in self.named.items() if name.startswith(head)}

    def load(self, weights: Weights) -> None:
        """Take over `weights`.

        Raises:
            KeyError: one is missing.
        """
        for name, part in self.named.items():
            part.copy_(torch.from_numpy(np.array(weights[name])))

    def weights(self) -> dict[str, Array]:
        """A snapshot on the CPU, which later steps do not change."""
        return {name: part.cpu().numpy().copy() for name, part in self.named.items()}

    def fill_where(self, value: float, *, end: str) -> None:
        """Write a number into all parameters whose names end so."""
        for name, part in self.named.items():
            if name.endswith(end):
                part.fill_(value)


def _shaped(part: Tensor, shape: Shape, *, innermost: bool) -> Tensor:
    """A part of the vector in its shape; kernels with the maps that they see innermost, if so wanted."""
    if innermost and len(shape) == 4:
        maps, seen, height, width = shape
        return part.view(maps, height, width, seen).permute(0, 3, 1, 2)
    return part.view(shape)


def sum_of(vectors: list[Tensor], out: Tensor) -> Tensor:
    """The sum of several vectors, always in the same order."""
    first, *others = vectors
    if not others:
        return out.copy_(first)
    torch.add(first, others[0], out=out)
    for vector in others[1:]:
        out.add_(vector)
    return out
