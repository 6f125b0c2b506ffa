"""A network's answer in NumPy: every layer's activations for a batch, with nothing to load first.

The window answers with these functions, so a first answer does not wait for torch and later ones never compete with
a training for torch's threads. `build.py` makes the same network in torch, for training; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lenet_app.networks.activation import activate
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.kind import Table
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
)

Array = npt.NDArray[np.float32]
Weights = Mapping[str, Array]
"""All parameters by their full names (`C1.weight`, `C1.bias`, …), float32."""


def activations(architecture: Architecture, weights: Weights, network_input: Array) -> dict[str, Array]:
    """Every layer's output, after its activation function, by the layer's name in the order of the data flow.

    Args:
        architecture: the network's layers.
        weights: the network's parameters.
        network_input: float32 (n, channels, height, width).

    Returns:
        float32 (n, maps, height, width) or (n, units) for each layer; the last holds the classes' scores, or of an RBF
        layer their distances. Where input and weights are float64, so is all of it.
    """
    return outputs_of(architecture.layers, weights, network_input)


def outputs_of(layers: Sequence[Layer], weights: Weights, network_input: Array) -> dict[str, Array]:
    """The same of layers that follow each other, whether they are a whole network or not."""
    outputs: dict[str, Array] = {}
    current = network_input
    for layer in layers:
        current = np.asarray(activate(layer.activation, layer_sums(layer, weights, current)), network_input.dtype)
        outputs[layer.name] = current
    return outputs


def scores(architecture: Architecture, output: Array) -> Array:
    """What the classes are ranked by, the best highest: the last layer's output, or minus the distances it gives."""
    return -output if architecture.answers_with_distances else output


def probabilities(scores: Array) -> Array:
    """The softmax of `scores` (n, classes), row by row; of minus the distances y it is exp(-y), normalised."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def dense_kernels(layer: Convolution, weight: Array, input_maps: int) -> Array:
    """A convolution's kernels as (maps, input maps, kernel, kernel), zero where its table joins nothing."""
    if not layer.table:
        return weight
    dense = np.zeros((layer.maps, input_maps, layer.kernel, layer.kernel), weight.dtype)
    dense[table_places(layer.table)] = weight
    return dense


def table_places(table: Table) -> tuple[list[int], list[int]]:
    """Of each connection of a table, in its order, the map that sees and the map that is seen."""
    joins = [(map_, seen) for map_, row in enumerate(table) for seen in row]
    return [map_ for map_, _ in joins], [seen for _, seen in joins]


def layer_sums(layer: Layer, weights: Weights, x: Array) -> Array:  # noqa: PLR0911 - one for each
    """The layer's sums, before its activation function; `x` is the output of the layer before, (n, …)."""
    match layer:
        case Convolution():
            weight = dense_kernels(layer, weights[f"{layer.name}.weight"], x.shape[1])
            return _convolution(x, weight, weights[f"{layer.name}.bias"], layer.padding, layer.stride)
        case Subsampling(window=window):
            coefficient, bias = (weights[f"{layer.name}.{part}"][:, None, None] for part in ("weight", "bias"))
            return _over_blocks(np.add, x, window) * coefficient + bias
        case MaxPooling(window=window):
            return _over_blocks(np.maximum, x, window)
        case AveragePooling(window=window):
            return _over_blocks(np.add, x, window) / x.dtype.type(window**2)
        case FullyConnected():
            flat = x.reshape(len(x), -1)
            return flat @ weights[f"{layer.name}.weight"].T + weights[f"{layer.name}.bias"]
        case Dropout():
            return x
        case RadialBasis(units=units):
            return np.asarray(np.square(x[:, None, :] - BITMAPS[:units]).sum(axis=2))


def _convolution(x: Array, weight: Array, bias: Array, padding: int, stride: int) -> Array:
    if padding:
        x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    maps, _, kernel, _ = weight.shape
    windows = sliding_window_view(x, (kernel, kernel), axis=(2, 3))[:, :, ::stride, ::stride]
    n, _, height, width, _, _ = windows.shape
    # A row for each weight of a map, so that what is copied stands in whole lines of a map.
    columns = windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, -1, height * width)
    sums = weight.reshape(maps, -1) @ columns
    sums += bias[:, None]
    return sums.reshape(n, maps, height, width)


def _over_blocks(operation: np.ufunc, x: Array, window: int) -> Array:
    """The operation over the pixels of each block, (n, maps, rows, columns).

    Whole maps are taken together, pixel by pixel of their blocks: a reduction over axes as short as a block's sides
    takes many times as long.
    """
    parts = blocks(x, window)
    lines = reduce(operation, (parts[:, :, :, row] for row in range(window)))
    return np.asarray(reduce(operation, (lines[..., column] for column in range(window))))


def blocks(x: Array, window: int) -> Array:
    """(n, maps, height, width) as (n, maps, rows, window, columns, window); what is left at the edges is dropped."""
    n, maps, height, width = x.shape
    rows, columns = height // window, width // window
    return x[:, :, : rows * window, : columns * window].reshape(n, maps, rows, window, columns, window)
