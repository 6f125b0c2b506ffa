"""The squashing functions of all layers, on arrays that are made once and used again for every picture."""

from collections.abc import Iterable
from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.networks.activation import AMPLITUDE, SLOPE, Activation, slope, squash
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.layers import Convolution, Shape
from lenet_app.training.engine.diagonal.parameters import Floats

_NEED_SUMS = (Activation.GELU, Activation.SILU)


class Squashing:
    """f of one layer, and room for its f'.

    Args:
        sums: what will hold the layer's sums a. After `forward` the array `values` holds f(a); it is `sums` itself
            where f'(a) can be told from f(a).
        slopes: what will hold f'(a); see `Squashings`.
    """

    def __init__(self, activation: Activation, sums: Floats, values: Floats, slopes: Floats) -> None:
        self._activation = activation
        self.sums, self.values, self.slopes = sums, values, slopes

    def forward(self) -> None:
        """Put f(a) into `values`."""
        sums, values = self.sums, self.values
        match self._activation:
            case Activation.NONE:
                pass
            case Activation.SCALED_TANH:
                np.multiply(sums, SLOPE, out=values)
                np.tanh(values, out=values)
                np.multiply(values, AMPLITUDE, out=values)
            case Activation.TANH:
                np.tanh(sums, out=values)
            case Activation.RELU:
                np.maximum(sums, 0, out=values)
            case _:
                values[...] = squash(self._activation, sums)


class Squashings:
    """Makes the squashing of each layer; the slopes of all layers with the same function are computed at once.

    That takes a fraction of the calls, which cost as much as the work for the small layers.

    Args:
        plans: all layers of the network.
        dtype: what is computed in.
    """

    def __init__(self, plans: Iterable[LayerPlan], dtype: npt.DTypeLike) -> None:
        room: dict[Activation, int] = {}
        for plan in filter(_is_squashed, plans):
            room[plan.layer.activation] = room.get(plan.layer.activation, 0) + _room(plan)
        self._groups = {activation: _Group(activation, size, dtype) for activation, size in room.items()}

    def make(self, activation: Activation, shape: Shape) -> Squashing:
        """The squashing of one layer, whose sums are of `shape`."""
        return self._groups[activation].make(shape)

    def slope(self) -> None:
        """Put f'(a) into the `slopes` of all layers; `forward` of each came before."""
        for group in self._groups.values():
            group.slope()


class _Group:
    """The sums, values and slopes of all layers with one squashing function, each in one long array."""

    def __init__(self, activation: Activation, room: int, dtype: npt.DTypeLike) -> None:
        self._activation, self._used = activation, 0
        sums = np.zeros(room, dtype)
        self._whole = (sums, np.zeros(room, dtype) if activation in _NEED_SUMS else sums, np.ones(room, dtype))
        self._sums, self._values, self._slopes = self._whole

    def make(self, shape: Shape) -> Squashing:
        begin, self._used = self._used, self._used + prod(shape)
        self._sums, self._values, self._slopes = (array[: self._used] for array in self._whole)
        parts = (array[begin : self._used].reshape(shape) for array in self._whole)
        return Squashing(self._activation, *parts)

    def slope(self) -> None:
        values, slopes = self._values, self._slopes
        match self._activation:
            case Activation.NONE:
                pass
            case Activation.SCALED_TANH:
                np.multiply(values, values, out=slopes)
                np.multiply(slopes, -SLOPE / AMPLITUDE, out=slopes)
                np.add(slopes, SLOPE * AMPLITUDE, out=slopes)
            case Activation.TANH:
                np.multiply(values, values, out=slopes)
                np.subtract(1, slopes, out=slopes)
            case Activation.RELU:
                np.sign(values, out=slopes)
            case _:
                slopes[...] = slope(self._activation, self._sums, values)


def _is_squashed(plan: LayerPlan) -> bool:
    return bool(plan.parameter_shapes)


def _room(plan: LayerPlan) -> int:
    """At most as many sums as the layer has; those of a convolution are kept in rows as long as its input's."""
    layer = plan.layer
    if isinstance(layer, Convolution):
        return layer.maps * prod(side + 2 * layer.padding for side in plan.input_shape[1:])
    return prod(plan.output_shape)
