"""A network's answer in NumPy: every layer's activations for a batch, with nothing to load first.

The window answers with these functions, so a first answer does not wait for torch and later ones never compete with
a training for torch's threads. `build.py` makes the same network in torch, for training; a test holds the two together.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lenet_app.networks.architecture import Activation, Architecture, Convolution, FullyConnected, Layer, MaxPooling

Array = npt.NDArray[np.float32]
Weights = Mapping[str, Array]
"""All parameters by their full names (`C1.weight`, `C1.bias`, …), float32."""


def activations(architecture: Architecture, weights: Weights, network_input: Array) -> dict[str, Array]:
    """Every layer's output, after its squashing function, by the layer's name in the order of the data flow.

    Args:
        architecture: the network's layers.
        weights: the network's parameters.
        network_input: float32 (n, channels, height, width).

    Returns:
        float32 (n, maps, height, width) or (n, units) for each layer; the last holds the classes' scores.
    """
    outputs: dict[str, Array] = {}
    current = network_input
    for layer in architecture.layers:
        current = _squash(_layer_output(layer, weights, current), layer)
        outputs[layer.name] = current
    return outputs


def probabilities(scores: Array) -> Array:
    """The softmax of `scores` (n, classes), row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _layer_output(layer: Layer, weights: Weights, x: Array) -> Array:
    match layer:
        case Convolution():
            return _convolution(x, weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"], layer.padding)
        case MaxPooling():
            return _max_pooling(x, layer.window)
        case FullyConnected():
            flat = x.reshape(len(x), -1)
            return flat @ weights[f"{layer.name}.weight"].T + weights[f"{layer.name}.bias"]


def _squash(x: Array, layer: Layer) -> Array:
    if isinstance(layer, MaxPooling) or layer.activation is Activation.NONE:
        return x
    return np.maximum(x, 0)


def _convolution(x: Array, weight: Array, bias: Array, padding: int) -> Array:
    if padding:
        x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    maps, _, kernel, _ = weight.shape
    windows = sliding_window_view(x, (kernel, kernel), axis=(2, 3))  # n, c, height, width, k, k
    n, _, height, width, _, _ = windows.shape
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * height * width, -1)
    sums = columns @ weight.reshape(maps, -1).T + bias
    return sums.reshape(n, height, width, maps).transpose(0, 3, 1, 2)


def _max_pooling(x: Array, window: int) -> Array:
    n, maps, height, width = x.shape
    rows, columns = height // window, width // window
    blocks = x[:, :, : rows * window, : columns * window].reshape(n, maps, rows, window, columns, window)
    return np.asarray(blocks.max(axis=(3, 5)))
