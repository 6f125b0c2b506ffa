"""Every weight of a network in one long vector, so that a step is two or three operations for the whole network."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.forward import Weights, table_places
from lenet_app.networks.kind import Shape
from lenet_app.networks.recipe import Recipe

Floats = npt.NDArray[np.floating[Any]]

_ALIGNMENT = 16
"""Where a layer's matrix may begin, in numbers: 64 bytes of float32, a line of the processor's cache."""


@dataclass(frozen=True)
class _Place:
    """Where a layer's matrix lies in the vectors.

    It has a column for each map or unit, a row for each input and a last row for the bias.
    """

    plan: LayerPlan
    begin: int
    rows: int
    units: int

    @property
    def end(self) -> int:
        return self.begin + self.rows * self.units

    def matrix(self, vector: Floats) -> Floats:
        """This layer's part of a vector, (rows, units), as a view."""
        return vector[self.begin : self.end].reshape(self.rows, self.units)

    @property
    def joined(self) -> npt.NDArray[np.bool_] | None:
        """(maps, input maps): which maps each map sees by the layer's table; None where all weights exist."""
        layer = self.plan.layer
        if not layer.table:
            return None
        joined = np.zeros((self.units, self.plan.input_shape[0]), np.bool_)
        joined[table_places(layer.table)] = True
        return joined


class Parameters:
    """The weights of a network, with a gradient, a curvature h and a rate for each.

    A convolution with a table is kept as one that sees all maps; the weights that its table does not have are zero and
    have the rate zero, so they stay so.

    Args:
        architecture: the network's layers.
        weights: first values under the architecture's names.
        recipe: for the damping µ, the rate of biases and weight decay.
        dtype: what is computed in.
    """

    def __init__(self, architecture: Architecture, weights: Weights, recipe: Recipe, dtype: npt.DTypeLike) -> None:
        self._shapes = architecture.parameter_shapes
        self._places = _places(architecture)
        self._damping, self._decay = recipe.damping, recipe.weight_decay
        size = max((place.end for place in self._places.values()), default=0)
        self.values, self.gradient, self.curvature, self._rates, self._scale, self._decayed = (
            np.zeros(size, dtype) for _ in range(6)
        )
        for place in self._places.values():
            self._fill(place, weights, recipe.bias_rate)

    def _fill(self, place: _Place, weights: Weights, bias_rate: float) -> None:
        name, values, scale = place.plan.name, place.matrix(self.values), place.matrix(self._scale)
        values[-1] = weights[f"{name}.bias"]
        scale[-1] = bias_rate
        weight, joined = weights[f"{name}.weight"], place.joined
        if joined is None:
            values[:-1] = weight.reshape(place.units, -1).T
            scale[:-1] = 1
        else:
            kernels = np.zeros((*joined.shape, *weight.shape[1:]), values.dtype)
            kernels[table_places(place.plan.layer.table)] = weight
            values[:-1] = kernels.reshape(place.units, -1).T
            scale[:-1] = np.repeat(joined, weight[0].size, axis=1).T

    def matrices(self, name: str) -> tuple[Floats, Floats]:
        """Values and gradient of the layer `name`, as views.

        Each is (inputs of one + 1, maps or units): a column for each map or unit, its bias in the last row. A map of
        a subsampling layer has one input.
        """
        place = self._places[name]
        return place.matrix(self.values), place.matrix(self.gradient)

    def read(self, vector: Floats) -> dict[str, Floats]:
        """A copy of `vector` (values, gradient or curvature) under the architecture's names and shapes."""
        parts: dict[str, Floats] = {}
        for name, shape in self._shapes.items():
            layer, part = name.split(".")
            matrix = self._places[layer].matrix(vector)
            chosen = matrix[-1] if part == "bias" else self._weight(self._places[layer], matrix, shape)
            parts[name] = np.array(chosen.reshape(shape))
        return parts

    @staticmethod
    def _weight(place: _Place, matrix: Floats, shape: Shape) -> Floats:
        joined = place.joined
        weight = matrix[:-1].T
        return (
            weight
            if joined is None
            else weight.reshape(*joined.shape, *shape[1:])[table_places(place.plan.layer.table)]
        )

    def set_rate(self, rate: float) -> None:
        """Make each parameter's rate `rate` / (µ + h), times the recipe's factor for biases."""
        np.add(self.curvature, self._damping, out=self._rates)
        np.divide(self._scale, self._rates, out=self._rates)
        self._rates *= rate

    def step(self) -> None:
        """Take rate × (gradient + decay × value) off each value; the gradient is used up."""
        if self._decay:
            np.multiply(self.values, self._decay, out=self._decayed)
            np.add(self.gradient, self._decayed, out=self.gradient)
        np.multiply(self.gradient, self._rates, out=self.gradient)
        np.subtract(self.values, self.gradient, out=self.values)


def _places(architecture: Architecture) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    begin = 0
    for plan in architecture.plans:
        if plan.parameter_shapes:
            fan_in = plan.layer.fan_in(plan.input_shape)
            places[plan.name] = place = _Place(plan, begin, _inputs(plan) + 1, len(fan_in))
            begin = -(-place.end // _ALIGNMENT) * _ALIGNMENT
    return places


def _inputs(plan: LayerPlan) -> int:
    """How many weights a map or unit has that sees everything before it."""
    weight = plan.parameter_shapes[f"{plan.name}.weight"]
    each = prod(weight[1:])
    return each * plan.input_shape[0] if plan.layer.table else each
