"""LeNet-5 swept over a line: a network of single pictures answers for every window of a line of any width.

LeCun, Bottou, Bengio and Haffner (1998), section VII, call that a space displacement neural network: what neighbouring
windows have in common is computed once, as the fully connected layers become convolutions, too. The network's classes
are the ten digits and a blank, which stands between digits and where there are none, as connectionist temporal
classification has it (Graves et al. 2006).
"""

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, Weights, outputs_of
from lenet_app.networks.layers import Convolution, FullyConnected, Layer, MaxPooling
from lenet_app.networks.normalisation import InputNormalisation

BLANK = 10
"""The class of windows that show no digit in their middle, behind the ten digits."""
CLASS_NAMES = (*"0123456789", "–")
STRIDE = 4
"""Pixels of the line from one frame, the answer for a window, to the next: the network's two poolings leave as many."""
WINDOW = 32
"""Pixels of the line that a frame sees, and that the line is high."""
PAPER = 16
"""Pixels of paper that a line has at both ends at least, so that its first and last digit are seen whole."""

NORMALISATION = InputNormalisation(background=-0.1, ink=1.175)


def row_network(first: int = 16, second: int = 32, third: int = 96, fourth: int = 70) -> Architecture:
    """LeNet-5 with so many maps in C1 and C3 and units in C5 and F6, and a blank among its classes."""
    layers = (
        Convolution("C1", first),
        MaxPooling("S2"),
        Convolution("C3", second),
        MaxPooling("S4"),
        FullyConnected("C5", third),
        FullyConnected("F6", fourth),
        FullyConnected("output", BLANK + 1, Activation.NONE),
    )
    return Architecture("lenet5-row", "LeNet-5 along the line", (1, WINDOW, WINDOW), layers)


def check_rows(architecture: Architecture) -> None:
    """Find out whether a network can be swept along a line and learn rows.

    Raises:
        UserError: it cannot.
    """
    steps = prod(layer.window for layer in architecture.layers if isinstance(layer, MaxPooling))
    layers_fit = all(
        isinstance(layer, MaxPooling | FullyConnected)
        or (isinstance(layer, Convolution) and not layer.table and (layer.padding, layer.stride) == (0, 1))
        for layer in architecture.layers
    )
    rectified = all(layer.activation in (Activation.RELU, Activation.NONE) for layer in architecture.layers)
    shape, classes = (1, WINDOW, WINDOW), len(CLASS_NAMES)
    if (architecture.input_shape, architecture.classes, steps) == (shape, classes, STRIDE) and layers_fit and rectified:
        return
    sentence = tr(
        "{network} cannot learn rows: that takes an input of 1 × 32 × 32, convolutions without padding, two halvings by"
        " max-pooling, ReLU, and 11 classes."
    )
    raise UserError(sentence.format(network=architecture.title))


class SweptArchitecture(Architecture):
    """A network along a line: its last layer gives scores for every frame, where an `Architecture` answers once."""

    def __post_init__(self) -> None:
        """What the network is made of was looked at before; a line only makes its layers wider."""


def swept(architecture: Architecture, weights: Weights) -> tuple[tuple[Layer, ...], dict[str, Array]]:
    """The layers and weights of the same network along a line: its fully connected layers as convolutions.

    Args:
        architecture: of convolutions, poolings and fully connected layers, its maps as wide as they are high.
        weights: its parameters.
    """
    layers: list[Layer] = []
    shaped = dict(weights)
    for plan in architecture.plans:
        layer = plan.layer
        if isinstance(layer, FullyConnected):
            # What was seen as a whole is a window now; behind it each window's units are maps one pixel high.
            maps, side = kernel_shape(plan.input_shape)
            name = f"{layer.name}.weight"
            shaped[name] = weights[name].reshape(layer.units, maps, side, side)
            layer = Convolution(layer.name, layer.units, kernel=side, activation=layer.activation)
        layers.append(layer)
    return tuple(layers), shaped


def kernel_shape(input_shape: tuple[int, ...]) -> tuple[int, int]:
    """Maps and side of the window that a fully connected layer sees as a whole, of maps or of units."""
    side = input_shape[1] if len(input_shape) > 1 else 1
    assert prod(input_shape[1:]) == side * side, "maps that are no square"
    return input_shape[0], side


def line_activations(architecture: Architecture, weights: Weights, lines: Array) -> dict[str, Array]:
    """Every layer's output for lines, by the layer's name in the order of the data flow.

    Args:
        architecture: the network's layers.
        weights: its parameters.
        lines: float32 (n, 1, 32, width), of any width from 32 on.

    Returns:
        float32 (n, maps, height, width) for each layer; of the last the classes' scores, (n, classes, 1, frames).
    """
    layers, shaped = swept(architecture, weights)
    return outputs_of(layers, shaped, lines)


def lines_of(pictures: Sequence[npt.NDArray[np.uint8]], before: Sequence[int] | None = None) -> Array:
    """Pictures of lines as one network input with paper around them.

    Args:
        pictures: uint8 (32, width) each, of any width.
        before: pixels of paper before each; without it `PAPER`.

    Returns:
        float32 (n, 1, 32, width), wide enough for the widest.
    """
    starts = [PAPER] * len(pictures) if before is None else before
    ends = [start + picture.shape[1] for start, picture in zip(starts, pictures, strict=True)]
    wide = -(-(max(ends) + PAPER) // STRIDE) * STRIDE
    framed = np.zeros((len(pictures), 1, WINDOW, wide), np.uint8)
    for line, picture, start, end in zip(framed, pictures, starts, ends, strict=True):
        line[0, :, start:end] = picture
    return NORMALISATION.network_input(framed, (1, WINDOW, wide))


def frame_scores(architecture: Architecture, weights: Weights, picture: npt.NDArray[np.uint8]) -> Array:
    """The logarithms of the classes' probabilities in every frame of a line, float32 (frames, classes).

    Frame t has its middle at pixel `STRIDE` × t of the picture.
    """
    outputs = line_activations(architecture, weights, lines_of([picture]))
    return np.asarray(logarithms(outputs[architecture.layers[-1].name])[0])


def logarithms(scores: Array) -> Array:
    """The logarithms of the classes' probabilities, float32 (n, frames, classes), of scores (n, classes, 1, frames)."""
    turned = np.asarray(scores[:, :, 0].transpose(0, 2, 1), np.float32)
    shifted = turned - turned.max(axis=2, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True)), np.float32)
