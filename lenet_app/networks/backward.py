"""A network's gradients in NumPy, from the values of its forward pass: what `forward.py` is for answers.

They are there before torch is loaded, and belong to the very numbers that are shown. `build.py` and torch's automatic
derivatives are for training; a test holds the two together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.networks.activation import slope
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import Array, Weights, blocks, dense_kernels, layer_sums
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)


@dataclass(frozen=True, eq=False)
class Gradients:
    """The derivatives of one number E of each picture, or of several numbers of one picture.

    Args:
        network_input: ∂E/∂x of the network input, (n, channels, height, width).
        values: ∂E/∂y of each layer's output after its activation function, by the layer's name; shapes as the output's.
        sums: ∂E/∂a of the sums before it.
    """

    network_input: Array
    values: Mapping[str, Array]
    sums: Mapping[str, Array]


def gradients(
    architecture: Architecture,
    weights: Weights,
    network_input: Array,
    outputs: Mapping[str, Array],
    of_output: Array,
    still: Mapping[str, npt.NDArray[np.bool_]] | None = None,
) -> Gradients:
    """The way back through all layers, dropout left out.

    Args:
        architecture: the network's layers.
        weights: the network's parameters.
        network_input: (n, channels, height, width), or of one picture, whose E are several.
        outputs: every layer's output for it, as `forward.activations` gives them.
        of_output: ∂E/∂y of the last layer's output, (n, classes); of scores, or of an RBF layer's distances.
        still: which numbers of a layer, by its name, do not depend on anything, so that nothing goes back over them.

    Returns:
        Arrays of the type of `of_output` and the inputs, float32 or float64.
    """
    values: dict[str, Array] = {}
    sums: dict[str, Array] = {}
    inputs = [network_input, *outputs.values()]
    back = of_output
    for plan, x in zip(reversed(architecture.plans), reversed(inputs[:-1]), strict=True):
        values[plan.name] = back
        back = back * _slopes(plan, weights, x, outputs[plan.name])
        if still and plan.name in still:
            back = np.where(still[plan.name], back.dtype.type(0), back)
        sums[plan.name] = back
        back = _pulled(plan, weights, x, outputs[plan.name], back).reshape(-1, *plan.input_shape)
    return Gradients(back, values, sums)


def _slopes(plan: LayerPlan, weights: Weights, x: Array, y: Array) -> Array:
    """f'(a) of a layer; the sums a are computed again only where the function asks for them."""
    activation = plan.layer.activation
    sums = layer_sums(plan.layer, weights, x) if activation.formula.slope_needs_sums else y
    slopes: Array = slope(activation, sums, y)
    return slopes


def _pulled(  # noqa: PLR0911 - one for each
    plan: LayerPlan, weights: Weights, x: Array, y: Array, delta: Array
) -> Array:
    """∂E/∂x from ∂E/∂a, (n, …) each; y is what the layer makes of x."""
    match plan.layer:
        case Convolution() as layer:
            kernels = dense_kernels(layer, weights[f"{layer.name}.weight"], plan.input_shape[0])
            return _pulled_convolution(layer, kernels, delta, plan.input_shape)
        case Subsampling(window=window) as layer:
            return _spread(delta * weights[f"{layer.name}.weight"][:, None, None], window, plan)
        case AveragePooling(window=window):
            return _spread(delta / delta.dtype.type(window**2), window, plan)
        case MaxPooling(window=window):
            return _to_winners(x, y, delta, window, plan)
        case FullyConnected() as layer:
            return delta @ weights[f"{layer.name}.weight"]
        case Dropout():
            return delta
        case RadialBasis(units=units):
            bitmaps = BITMAPS[:units]
            return np.asarray(2 * (delta.sum(axis=1, keepdims=True) * x - delta @ bitmaps))


def _pulled_convolution(layer: Convolution, kernels: Array, delta: Array, input_shape: tuple[int, ...]) -> Array:
    """Each weight of a kernel carries the gradients of all positions back to the pixels that it saw there."""
    n, maps, rows, columns = delta.shape
    channels, height, width = input_shape
    edge, stride, k = layer.padding, layer.stride, layer.kernel
    flat = np.ascontiguousarray(delta.transpose(0, 2, 3, 1)).reshape(-1, maps)
    carried = np.matmul(flat, np.ascontiguousarray(kernels.transpose(2, 3, 0, 1)))  # k × k × (n · positions) × channels
    framed = np.zeros((n, height + 2 * edge, width + 2 * edge, channels), delta.dtype)
    for y, x in np.ndindex(k, k):
        seen = framed[:, y : y + stride * rows : stride, x : x + stride * columns : stride]
        seen += carried[y, x].reshape(n, rows, columns, channels)
    return framed[:, edge : edge + height, edge : edge + width].transpose(0, 3, 1, 2)


def _spread(delta: Array, window: int, plan: LayerPlan) -> Array:
    """Each block's gradient for all of its pixels; what no block holds gets none."""
    back = np.zeros((len(delta), *plan.input_shape), delta.dtype)
    parts = blocks(back, window)
    for row, column in np.ndindex(window, window):
        parts[:, :, :, row, :, column] = delta
    return back


def winners(x: Array, largest: Array, window: int) -> Iterator[tuple[int, int, npt.NDArray[np.bool_]]]:
    """Which pixel of each block is the largest; of equal ones the first, row by row.

    Args:
        x: (n, maps, height, width).
        largest: (n, maps, rows, columns), the largest of each block.
        window: the side of a block.

    Yields:
        Row and column within a block, and for each block, (n, maps, rows, columns), whether that pixel is it.
    """
    parts, is_open = blocks(x, window), np.ones(largest.shape, np.bool_)
    for row, column in np.ndindex(window, window):
        is_winner = (parts[:, :, :, row, :, column] == largest) & is_open
        is_open &= ~is_winner
        yield row, column, is_winner


def _to_winners(x: Array, largest: Array, delta: Array, window: int, plan: LayerPlan) -> Array:
    back = np.zeros((len(delta), *plan.input_shape), delta.dtype)
    parts = blocks(back, window)
    for row, column, is_winner in winners(x, largest, window):
        np.multiply(delta, is_winner, out=parts[:, :, :, row, :, column])
    return back
