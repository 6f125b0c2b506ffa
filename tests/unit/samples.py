"""Small networks, models and pictures for the tests, and a forward pass that shares nothing with the program's."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import Array
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.tasks import CurvePoint, Result, Task
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary

LENET5 = family.member("lenet5").architecture
NORMALISATION = InputNormalisation(background=-0.1, ink=1.175)
DIGITS = tuple("0123456789")
Floats = npt.NDArray[np.float64]

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "none": lambda a: a,
    "relu": lambda a: a if a > 0 else 0.0,
    "tanh": math.tanh,
    "scaled tanh": lambda a: 1.7159 * math.tanh(2 / 3 * a),
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "leaky relu": lambda a: a if a > 0 else 0.01 * a,
    "elu": lambda a: a if a > 0 else math.exp(a) - 1,
    "gelu": lambda a: 0.5 * a * (1 + math.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3))),
    "silu": lambda a: a / (1 + math.exp(-a)),
}

# Two channels, a border of zeros, no activation in places, sides that a pool does not divide evenly, sides that differ.
ODD = Architecture(
    "odd",
    "Odd",
    (2, 11, 9),
    (
        Convolution("A", maps=3, kernel=3, padding=1, activation=Activation.NONE),
        MaxPooling("B", window=2),
        Convolution("C", maps=4, kernel=2),
        MaxPooling("D", window=3),
        FullyConnected("E", units=7),
        FullyConnected("F", units=5, activation=Activation.NONE),
    ),
)
TINY = Architecture(
    "tiny",
    "Tiny",
    (1, 28, 28),
    (MaxPooling("P", window=4), FullyConnected("H", units=16), FullyConnected("out", 10, Activation.NONE)),
)
# Units that are compared with the pictures of seven digits.
DISTANCES = Architecture(
    "distances",
    "Distances",
    (1, 28, 28),
    (MaxPooling("P", window=4), FullyConnected("F", 84, Activation.SCALED_TANH), RadialBasis("out", units=7)),
)


def odd_network(activation: Activation) -> Architecture:
    """Every kind of layer but two, with one activation: a table, a stride, blocks that leave rows and columns over."""
    table = ((0,), (0, 2), (1, 2), (0, 1, 2))
    return Architecture(
        f"odd {activation}",
        "Odd",
        (3, 14, 12),
        (
            Convolution("A", maps=4, kernel=3, padding=2, stride=2, activation=activation, table=table),
            Subsampling("B", window=2, activation=activation),
            Dropout("C", 0.4),
            Convolution("D", maps=3, kernel=2, activation=activation),
            AveragePooling("E", window=2),
            FullyConnected("F", 6, activation),
            Dropout("G", 0.7),
            FullyConnected("H", 4, Activation.NONE),
        ),
    )


def random_weights(architecture: Architecture, seed: int = 0) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    shapes = architecture.parameter_shapes
    return {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def model(architecture: Architecture = TINY, **changes: Any) -> Model:  # noqa: ANN401 - any of the model's parts
    classes = architecture.classes
    parts: dict[str, Any] = {
        "name": "A model",
        "architecture": architecture,
        "weights": random_weights(architecture),
        "normalisation": NORMALISATION,
        "recipe": Recipe(),
        "class_names": tuple(str(number) for number in range(classes)),
        "created": "2026-01-02T03:04:05+00:00",
    }
    return Model(**(parts | changes))


def result_of(task: Task, **changes: Any) -> Result:  # noqa: ANN401 - any of the result's parts
    """What might have come of a task."""
    parts: dict[str, Any] = {
        **{"id": task.member.architecture.id, "experiment": task.experiment.name, "seed": task.seed},
        **{"is_quick": task.is_quick, "accuracy": 0.75, "loss": 0.5, "pictures": 48_000, "test_pictures": 10_000},
        **{"epochs": 20, "steps": 7500, "seconds": 100.0, "device": "CPU", "data_set": "MNIST"},
        **{"program": "lenet-app 9", "recipe": task.recipe},
        "curve": tuple(CurvePoint(250 * n, 2.5 * n, n / 40) for n in range(1, 31)),
    }
    return Result(**(parts | changes))


def digits(count: int, first: int = 0) -> Pictures:
    """Real MNIST training pictures, in their order."""
    training = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    return training.take(np.arange(first, first + count, dtype=np.intp))


def shipped(name: str | None = None) -> Model:
    """A model that comes with the program, by its name; the one that answers first where there is none."""
    return ModelLibrary(Home.of_user().models).open(name)


def small_data_set(training: int = 300, test: int = 200) -> DataSet:
    return DataSet("mnist", "MNIST", DIGITS, digits(training), digits(test, first=30_000))


def naive_activations(
    architecture: Architecture, weights: Mapping[str, Array], picture: npt.NDArray[Any]
) -> dict[str, Floats]:
    """One picture through the network by the definition: loops over every output, in float64."""
    x = np.asarray(picture, np.float64)
    outputs = {}
    for layer in architecture.layers:
        own = {part: np.asarray(weights[f"{layer.name}.{part}"], np.float64) for part in _parts(weights, layer.name)}
        match layer:
            case Convolution():
                x = _naive_convolution(layer, own["weight"], own["bias"], x)
            case MaxPooling(window=window):
                x = _naive_blocks(window, x, max)
            case AveragePooling(window=window):
                x = _naive_blocks(window, x, lambda block: math.fsum(block) / len(block))
            case Subsampling(window=window):
                sums = _naive_blocks(window, x, math.fsum)
                x = np.stack([s * a + b for s, a, b in zip(sums, own["weight"], own["bias"], strict=True)])
            case FullyConnected():
                flat = np.array([value for one in x for value in np.ravel(one)])
                x = np.array([(row * flat).sum() + b for row, b in zip(own["weight"], own["bias"], strict=True)])
            case RadialBasis(units=units):
                x = np.array(
                    [math.fsum((a - b) ** 2 for a, b in zip(x, BITMAPS[d], strict=True)) for d in range(units)]
                )
        x = np.vectorize(ACTIVATIONS[layer.activation], otypes=[np.float64])(x)
        outputs[layer.name] = x
    return outputs


def _parts(weights: Mapping[str, Array], layer: str) -> list[str]:
    return [name.partition(".")[2] for name in weights if name.partition(".")[0] == layer]


def _naive_convolution(layer: Convolution, weight: Floats, bias: Floats, x: Floats) -> Floats:
    channels, height, width = x.shape
    edge, k, stride = layer.padding, layer.kernel, layer.stride
    framed = np.zeros((channels, height + 2 * edge, width + 2 * edge))
    framed[:, edge : edge + height, edge : edge + width] = x
    rows, columns = (len(range(0, size - k + 1, stride)) for size in framed.shape[1:])
    result = np.zeros((layer.maps, rows, columns))
    kernels = iter(weight)
    for each in range(layer.maps):
        seen = list(layer.table[each]) if layer.table else list(range(channels))
        own = [next(kernels) for _ in seen] if layer.table else weight[each]
        for row, column in np.ndindex(rows, columns):
            top, left = row * stride, column * stride
            window = framed[seen, top : top + k, left : left + k]
            result[each, row, column] = (window * own).sum() + bias[each]
    return result


def _naive_blocks(window: int, x: Floats, of: Callable[[list[float]], float]) -> Floats:
    result = np.zeros((x.shape[0], x.shape[1] // window, x.shape[2] // window))
    for each, row, column in np.ndindex(*result.shape):
        top, left = row * window, column * window
        result[each, row, column] = of(x[each, top : top + window, left : left + window].ravel().tolist())
    return result
