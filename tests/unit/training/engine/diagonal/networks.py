"""Small networks that hold every kind of layer, weights, pictures, and the same networks in torch, written apart."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS
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
from lenet_app.networks.recipe import Loss, Recipe

Singles = npt.NDArray[np.float32]
Labels = npt.NDArray[np.uint8]

NONE, TANH = Activation.NONE, Activation.TANH

# Two channels, a border, a table, sides that differ and that no pool divides evenly, two convolutions in a row.
MIXED = Architecture(
    "mixed",
    "Mixed",
    (2, 13, 10),
    (
        Convolution("A", 3, kernel=3, padding=1, activation=TANH),
        Subsampling("B"),
        Convolution("C", 4, kernel=2, activation=Activation.SIGMOID, table=((0,), (1, 2), (0, 2), (0, 1, 2))),
        Convolution("D", 2, kernel=2, padding=2, activation=TANH),
        AveragePooling("E", window=3),
        Dropout("F"),
        FullyConnected("G", 6, TANH),
        FullyConnected("H", 4, NONE),
    ),
)
# Strides, with and without a border; a max-pool in front and one whose blocks leave a rest.
STRIDED = Architecture(
    "strided",
    "Strided",
    (1, 19, 22),
    (
        MaxPooling("P", window=1),
        Convolution("A", 3, kernel=3, stride=2, padding=1, activation=Activation.SCALED_TANH),
        MaxPooling("B", window=2),
        Convolution("C", 4, kernel=2, stride=3, activation=TANH),
        FullyConnected("D", 3, NONE),
    ),
)
# The layers of 1998 with smaller maps; C5 has a table although its kernel covers all of S4.
CUT_1998 = Architecture(
    "cut",
    "Cut",
    (1, 18, 18),
    (
        Convolution("C1", 2, activation=Activation.SCALED_TANH),
        Subsampling("S2"),
        Convolution("C3", 4, kernel=4, activation=Activation.SCALED_TANH, table=((0,), (1,), (0, 1), (0, 1))),
        Subsampling("S4"),
        Convolution("C5", 5, kernel=2, activation=Activation.SCALED_TANH, table=((0,), (1, 2), (3,), (0, 3), (2,))),
        FullyConnected("F6", 84, Activation.SCALED_TANH),
        RadialBasis("output"),
    ),
)
# The least that gives distances: without an activation, so that they are quadratic in the weights.
DISTANCES = Architecture(
    "distances", "Distances", (1, 3, 3), (FullyConnected("F6", 84, NONE), RadialBasis("output", 5))
)
SCORES = Architecture("scores", "Scores", (1, 3, 3), (FullyConnected("F6", 6, TANH), FullyConnected("out", 5, NONE)))


def with_activation(activation: Activation) -> Architecture:
    """A network whose convolution, subsampling and fully connected layer have one activation function."""
    layers: tuple[Layer, ...] = (
        Convolution("A", 3, kernel=3, activation=activation),
        Subsampling("B", activation=activation),
        FullyConnected("C", 5, activation),
        FullyConnected("D", 4, NONE),
    )
    return Architecture("one", "One", (1, 8, 8), layers)


def weights(architecture: Architecture, seed: int = 0, deviation: float = 0.4) -> dict[str, npt.NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    shapes = architecture.parameter_shapes
    return {name: random.normal(0, deviation, shape).astype(np.float32) for name, shape in shapes.items()}


def pictures(
    architecture: Architecture, count: int, seed: int = 1
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    random = np.random.default_rng(seed)
    network_input = random.normal(0, 1, (count, *architecture.input_shape)).astype(np.float32)
    return network_input, random.integers(0, architecture.classes, count).astype(np.uint8)


def recipe(loss: Loss = Loss.CROSS_ENTROPY, **changes: float) -> Recipe:
    return replace(Recipe(loss=loss, loss_divisor=3.0, rubbish=1.5), **changes)  # type: ignore[arg-type]


def in_torch(architecture: Architecture, parameters: Mapping[str, Tensor], x: Tensor) -> Tensor:
    """The network's outputs (n, classes) in torch; dropout is off."""
    for layer in architecture.layers:
        weight, bias = parameters.get(f"{layer.name}.weight"), parameters.get(f"{layer.name}.bias")
        match layer:
            case Convolution():
                assert weight is not None
                kernels = _dense(layer, weight, x.shape[1]) if layer.table else weight
                x = functional.conv2d(x, kernels, bias, stride=layer.stride, padding=layer.padding)
            case Subsampling():
                assert weight is not None
                assert bias is not None
                sums = functional.avg_pool2d(x, layer.window) * layer.window**2
                x = sums * weight[:, None, None] + bias[:, None, None]
            case MaxPooling():
                x = functional.max_pool2d(x, layer.window)
            case AveragePooling():
                x = functional.avg_pool2d(x, layer.window)
            case FullyConnected():
                assert weight is not None
                x = functional.linear(x.flatten(1), weight, bias)
            case RadialBasis():
                x = (x[:, None, :] - torch.tensor(BITMAPS[: layer.units]).double()).square().sum(2)
        x = ACTIVATIONS[layer.activation](x)
    return x


def _dense(layer: Convolution, weight: Tensor, maps: int) -> Tensor:
    rows = []
    numbers = iter(range(len(weight)))
    for seen in layer.table:
        kernels = {each: weight[next(numbers)] for each in seen}
        rows.append(torch.stack([kernels.get(each, torch.zeros_like(weight[0])) for each in range(maps)]))
    return torch.stack(rows)


ACTIVATIONS: dict[Activation, Callable[[Tensor], Tensor]] = {
    Activation.NONE: lambda x: x,
    Activation.RELU: functional.relu,
    Activation.TANH: torch.tanh,
    Activation.SCALED_TANH: lambda x: 1.7159 * torch.tanh(2 / 3 * x),
    Activation.SIGMOID: torch.sigmoid,
    Activation.LEAKY_RELU: lambda x: functional.leaky_relu(x, 0.01),
    Activation.ELU: functional.elu,
    Activation.GELU: lambda x: functional.gelu(x, approximate="tanh"),
    Activation.SILU: functional.silu,
}


def loss_in_torch(recipe: Recipe, outputs: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    """The sum of the pictures' losses, divided by the recipe's divisor."""
    scores = -outputs if distances else outputs
    right = scores.gather(1, labels[:, None])[:, 0]
    targets = functional.one_hot(labels, scores.shape[1]).double()
    match recipe.loss:
        case Loss.CROSS_ENTROPY | Loss.SUMMED_CROSS_ENTROPY:
            losses = -torch.log_softmax(scores, 1).gather(1, labels[:, None])
        case Loss.CTC:
            losses = one_frame_in_torch(scores, labels)
        case Loss.MAP:
            losses = -right + torch.log(np.exp(-recipe.rubbish) + scores.exp().sum(1))
        case Loss.SQUARED_ERROR if distances:
            losses = outputs.gather(1, labels[:, None])
        case Loss.SQUARED_ERROR:
            losses = (scores - targets).square().sum(1)
        case Loss.SIGMOID_OF_SOFTMAX:
            shares = torch.softmax(scores, 1)
            losses = functional.binary_cross_entropy_with_logits(shares, targets, reduction="none").mean(1)
    return losses.sum() / recipe.loss_divisor


def one_frame_in_torch(scores: Tensor, labels: Tensor) -> Tensor:
    """torch's connectionist temporal classification of each picture as a line of one frame that shows one digit."""
    classes, logs = scores.shape[1], torch.log_softmax(scores, 1)
    one = torch.ones(1, dtype=torch.int64)
    pairs = [
        functional.ctc_loss(row[None, None], label[None, None], one, one, blank=(int(label) + 1) % classes)
        for row, label in zip(logs, labels, strict=True)
    ]
    return torch.stack(pairs)


def doubles(parameters: Mapping[str, npt.NDArray[np.float32]]) -> dict[str, Tensor]:
    return {name: torch.tensor(value).double().requires_grad_() for name, value in parameters.items()}


def tensor(values: Singles) -> Tensor:
    return torch.tensor(values).double()
