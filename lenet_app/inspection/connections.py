"""The connections of single units, for every kind of layer: what comes in, what goes out, what is learned of them."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.fields import Doubles, fed
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import Weights, dense_kernels
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)


class Operation(Enum):
    """How a unit's sum comes about."""

    WEIGHTED = auto()
    """Of inputs times weights, and a bias: convolutions and fully connected layers."""
    SUBSAMPLED = auto()
    """Of a block's pixels times one coefficient, and a bias."""
    LARGEST = auto()
    MEAN = auto()
    DISTANCE = auto()
    """Of the squared differences to a bitmap."""
    PASSED_ON = auto()
    """Nothing happens: dropout while the network answers."""


@dataclass(frozen=True, eq=False)
class Incoming:
    """What a unit's sum is made of, in double precision.

    Args:
        operation: how.
        maps: the numbers of the maps, or units, that it sees.
        corner: row and column of the first pixel that it sees of each; negative in a border of zeros.
        inputs: float64 (maps, height, width), what it sees; zero in a border. Of units height and width are 1.
        factors: what each input is multiplied by: a kernel, a weight, 1 / n² of a mean, 1 for the largest and 0 for
            the others; for a distance the bitmap, which is subtracted.
        products: what each input adds to the sum: input × factor, or the squared difference.
        coefficient: of subsampling, what the block's sum is multiplied by; its `factors` hold it, too.
        bias: None where there is none.
        winner: row and column, within the block, of the largest pixel; else None.
    """

    operation: Operation
    maps: tuple[int, ...]
    corner: tuple[int, int]
    inputs: Doubles
    factors: Doubles
    products: Doubles
    coefficient: float | None = None
    bias: float | None = None
    winner: tuple[int, int] | None = None

    @property
    def sums(self) -> Doubles:
        """What each map adds to the sum, float64 (maps,)."""
        return np.asarray(self.products.sum(axis=(1, 2)))

    @property
    def sum(self) -> float:
        """All of it: the number before the activation function."""
        return float(self.products.sum()) + (self.bias or 0.0)


def incoming(passage: Passage, unit: Unit) -> Incoming:
    """What a unit of a layer is computed from."""
    plan = passage.plan(unit.layer)
    x = passage.before(unit.layer)[1].astype(np.float64)
    match plan.layer:
        case Convolution() as layer:
            return _of_convolution(plan, layer, passage.weights, x, unit)
        case FullyConnected():
            factors, bias = parameters_of(plan, passage.weights, unit)
            inputs = _as_maps(x)
            maps = tuple(range(len(inputs)))
            return Incoming(Operation.WEIGHTED, maps, (0, 0), inputs, factors, inputs * factors, bias=bias)
        case RadialBasis():
            inputs, factors = _as_maps(x), _as_maps(BITMAPS[unit.map].astype(np.float64))
            apart = np.square(inputs - factors)
            return Incoming(Operation.DISTANCE, tuple(range(len(inputs))), (0, 0), inputs, factors, apart)
    if plan.layer.sliding is not None:
        return _of_block(plan, passage.weights, x, unit)
    alone = x[unit.index].reshape(1, 1, 1)
    corner = (unit.index[1], unit.index[2]) if len(unit.index) > 1 else (0, 0)
    return Incoming(Operation.PASSED_ON, (unit.map,), corner, alone, np.ones_like(alone), alone)


def _as_maps(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Units as maps of one pixel; maps as they are."""
    return x if x.ndim == 3 else x.reshape(-1, 1, 1)


def parameters_of(plan: LayerPlan, parameters: Weights, unit: Unit) -> tuple[Doubles, float]:
    """A unit's own part of a layer's weights, or of what is kept of each weight under the same names.

    Args:
        plan: the layer in its place; one that learns.
        parameters: by the weights' full names, in their shapes.
        unit: of the layer.

    Returns:
        Of a convolution the kernels of the unit's map, (maps that it sees, kernel, kernel), of a fully connected layer
        the weights as (maps, height, width) of its input, of subsampling the coefficient as (1, 1, 1); and the bias.
    """
    weight, layer = parameters[f"{plan.name}.weight"], plan.layer
    if layer.table:
        start = sum(map(len, layer.table[: unit.map]))
        own = weight[start : start + len(layer.table[unit.map])]
    else:
        own = weight[unit.map]
    if layer.flattens:
        own = _as_maps(own.reshape(plan.input_shape))
    own = own if own.ndim else own.reshape(1, 1, 1)
    return np.asarray(own, np.float64), float(parameters[f"{plan.name}.bias"][unit.map])


def _of_convolution(plan: LayerPlan, layer: Convolution, weights: Weights, x: Doubles, unit: Unit) -> Incoming:
    seen = layer.seen(plan.input_shape)[unit.map]
    kernels, bias = parameters_of(plan, weights, unit)
    row, column = (place * layer.stride - layer.padding for place in unit.index[1:])
    patch = _patch(x, seen, row, column, layer.kernel)
    return Incoming(Operation.WEIGHTED, seen, (row, column), patch, kernels, patch * kernels, bias=bias)


def _patch(x: Doubles, maps: tuple[int, ...], row: int, column: int, side: int) -> Doubles:
    """A square of these maps, whose corner may lie outside; zeros there."""
    patch = np.zeros((len(maps), side, side))
    rows, columns = (_inside(start, side, size) for start, size in zip((row, column), x.shape[1:], strict=True))
    inside = patch[:, rows.start - row : rows.stop - row, columns.start - column : columns.stop - column]
    inside[...] = x[list(maps), rows, columns]
    return patch


def _inside(start: int, side: int, size: int) -> slice:
    """What of a side that begins at `start` lies within 0 to `size`."""
    first = max(start, 0)
    return slice(first, max(first, min(start + side, size)))


def _of_block(plan: LayerPlan, weights: Weights, x: Doubles, unit: Unit) -> Incoming:
    """Of the layers that make maps smaller."""
    map_, row, column = unit.index
    window = plan.layer.sliding
    assert window is not None
    side = window.kernel
    corner = (row * side, column * side)
    block = _patch(x, (map_,), *corner, side)
    match plan.layer:
        case MaxPooling():
            winner = divmod(int(block.argmax()), side)
            factors = np.zeros_like(block)
            factors[0, *winner] = 1
            return Incoming(Operation.LARGEST, (map_,), corner, block, factors, block * factors, winner=winner)
        case Subsampling():
            weight, bias = parameters_of(plan, weights, unit)
            factors, coefficient = np.broadcast_to(weight, block.shape), weight.item()
            parts = (block, factors, block * factors, coefficient, bias)
            return Incoming(Operation.SUBSAMPLED, (map_,), corner, *parts)
        case _:
            factors = np.full_like(block, 1 / side**2)
            return Incoming(Operation.MEAN, (map_,), corner, block, factors, block * factors)


@dataclass(frozen=True, eq=False)
class Outgoing:
    """The connections of a unit to the layer after it.

    Args:
        layer: that layer's name.
        units: int (n, 3) or (n, 1): the index of each unit there that it is connected to.
        factors: float64 (n,), how much each one's sum changes with the unit's number: a weight, a coefficient, 1 / n²
            of a mean, 1 or 0 for the largest; of a distance twice the difference to the bitmap.
    """

    layer: str
    units: npt.NDArray[np.intp]
    factors: Doubles


def outgoing(passage: Passage, unit: Unit) -> Outgoing | None:
    """Where a unit's number goes next, its own layer being a layer or the network input; None from the last layer."""
    plan = passage.after(unit.layer)
    if plan is None:
        return None
    region = next(region for region in fed(passage.architecture, unit) if region.layer == plan.name)
    places = np.argwhere(region.mask(plan.output_shape))
    return Outgoing(plan.name, places, _factors(passage, plan, places, unit))


def _factors(  # noqa: PLR0911 - one for each
    passage: Passage, plan: LayerPlan, places: npt.NDArray[np.intp], unit: Unit
) -> Doubles:
    """∂a/∂x of each of these units of a layer, x the number of a unit before."""
    weights = passage.weights
    match plan.layer:
        case Convolution() as layer:
            kernels = dense_kernels(layer, weights[f"{plan.name}.weight"], plan.input_shape[0])[:, unit.map]
            offsets = np.array(unit.index[1:]) - (places[:, 1:] * layer.stride - layer.padding)
            return np.asarray(kernels[places[:, 0], *offsets.T], np.float64)
        case FullyConnected():
            flat = int(np.ravel_multi_index(unit.index, plan.input_shape))
            return np.asarray(weights[f"{plan.name}.weight"][:, flat], np.float64)
        case RadialBasis(units=units):
            return np.asarray(2 * (passage.value(unit) - BITMAPS[:units, unit.map].astype(np.float64)))
        case Subsampling():
            return np.full(len(places), float(weights[f"{plan.name}.weight"][unit.map]))
        case MaxPooling(window=window):
            place = (unit.index[1] % window, unit.index[2] % window)
            blocks = [incoming(passage, Unit(plan.name, tuple(block))) for block in places.tolist()]
            return np.array([block.winner == place for block in blocks], np.float64)
        case AveragePooling(window=window):
            return np.full(len(places), 1 / window**2)
    return np.ones(len(places))


@dataclass(frozen=True, eq=False)
class Learned:
    """What is learned of a unit's own weights, which in a map are those of all of its positions.

    Args:
        weight: ∂E/∂w of the unit's kernels, weights or coefficient, shaped as `parameters_of` tells.
        bias: ∂E/∂b.
        own_weight: how much of it is this position's; of a unit without maps all of it.
        own_bias: likewise.
    """

    weight: Doubles
    bias: float
    own_weight: Doubles
    own_bias: float


def learned(passage: Passage, unit: Unit, of_sums: Doubles) -> Learned | None:
    """The gradients of a unit's weights; None where the layer learns nothing.

    Args:
        passage: the picture's way through the network.
        unit: of a layer.
        of_sums: ∂E/∂a of the whole layer's sums, shaped as its output.
    """
    plan = passage.plan(unit.layer)
    x = passage.before(unit.layer)[1].astype(np.float64)
    delta = float(of_sums[unit.index])
    came = incoming(passage, unit)
    match plan.layer:
        case Convolution() as layer:
            of_map = of_sums[unit.map].astype(np.float64)
            windows = _windows(x[list(came.maps)], layer)
            weight = np.tensordot(windows, of_map, axes=((1, 2), (0, 1)))
            return Learned(weight, float(of_map.sum()), delta * came.inputs, delta)
        case FullyConnected():
            return Learned(delta * came.inputs, delta, delta * came.inputs, delta)
        case Subsampling(window=window):
            of_map = of_sums[unit.map].astype(np.float64)
            _, rows, columns = plan.output_shape
            block_sums = x[unit.map, : rows * window, : columns * window].reshape(rows, window, columns, window)
            whole = (block_sums.sum(axis=(1, 3)) * of_map).sum().reshape(1, 1, 1)
            return Learned(whole, float(of_map.sum()), (delta * came.inputs.sum()).reshape(1, 1, 1), delta)
    return None


def _windows(x: Doubles, layer: Convolution) -> Doubles:
    """What each position of a convolution sees, (maps, rows, columns, kernel, kernel)."""
    edge, stride, k = layer.padding, layer.stride, layer.kernel
    framed = np.pad(x, ((0, 0), (edge, edge), (edge, edge)))
    return np.lib.stride_tricks.sliding_window_view(framed, (k, k), axis=(1, 2))[:, ::stride, ::stride]
