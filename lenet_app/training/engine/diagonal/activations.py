"""The activation functions of all layers, on arrays that are made once and used again for every picture."""

from collections.abc import Iterable
from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.networks.activation import Activation
from lenet_app.networks.kind import Shape
from lenet_app.training.engine.diagonal.parameters import Floats


class LayerActivation:
    """f of one layer, and room for its f'.

    Args:
        sums: what will hold the layer's sums a. After `forward` the array `values` holds f(a); it is `sums` itself
            where f'(a) can be told from f(a).
        slopes: what will hold f'(a); see `Activations`.
    """

    def __init__(self, activation: Activation, sums: Floats, values: Floats, slopes: Floats) -> None:
        self._value = None if activation is Activation.NONE else activation.formula.value
        self.sums, self.values, self.slopes = sums, values, slopes

    def forward(self) -> None:
        """Put f(a) into `values`."""
        if self._value is not None:
            self._value(self.sums, self.values)


class Activations:
    """Makes the activation of each layer; the slopes of all layers with the same function are computed at once.

    That takes a fraction of the calls, which cost as much as the work for the small layers.

    Args:
        rooms: for each layer with weights its function and how many sums it has at most.
        dtype: what is computed in.
    """

    def __init__(self, rooms: Iterable[tuple[Activation, int]], dtype: npt.DTypeLike) -> None:
        total: dict[Activation, int] = {}
        for activation, room in rooms:
            total[activation] = total.get(activation, 0) + room
        self._groups = {activation: _Group(activation, size, dtype) for activation, size in total.items()}

    def make(self, activation: Activation, shape: Shape) -> LayerActivation:
        """The activation of one layer, whose sums are of `shape`."""
        return self._groups[activation].make(shape)

    def slope(self) -> None:
        """Put f'(a) into the `slopes` of all layers; `forward` of each came before."""
        for group in self._groups.values():
            group.slope()


class _Group:
    """The sums, values and slopes of all layers with one activation function, each in one long array."""

    def __init__(self, activation: Activation, room: int, dtype: npt.DTypeLike) -> None:
        self._activation, self._slope, self._used = activation, activation.formula.slope, 0
        sums = np.zeros(room, dtype)
        values = np.zeros(room, dtype) if activation.formula.slope_needs_sums else sums
        self._whole = (sums, values, np.ones(room, dtype))
        self._sums, self._values, self._slopes = self._whole

    def make(self, shape: Shape) -> LayerActivation:
        begin, self._used = self._used, self._used + prod(shape)
        self._sums, self._values, self._slopes = (array[: self._used] for array in self._whole)
        parts = (array[begin : self._used].reshape(shape) for array in self._whole)
        return LayerActivation(self._activation, *parts)

    def slope(self) -> None:
        self._slope(self._sums, self._values, self._slopes)
