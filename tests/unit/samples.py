"""Small networks, models and pictures for the tests, and a forward pass that shares nothing with the program's."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.networks import family
from lenet_app.networks.architecture import Activation, Architecture, Convolution, FullyConnected, MaxPooling
from lenet_app.networks.forward import Array
from lenet_app.networks.model import Model
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Recipe

LENET5 = family.member("lenet5").architecture
NORMALISATION = InputNormalisation(background=-0.1, ink=1.175)
DIGITS = tuple("0123456789")

# Two channels, a border of zeros, no squashing in places, sides that a pool does not divide evenly, sides that differ.
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


def digits(count: int, first: int = 0) -> Pictures:
    """Real MNIST training pictures, in their order."""
    training = catalogue.load(catalogue.MNIST).training
    return training.take(np.arange(first, first + count, dtype=np.intp))


def small_data_set(training: int = 300, test: int = 200) -> DataSet:
    return DataSet("mnist", "MNIST", DIGITS, digits(training), digits(test, first=30_000))


def naive_activations(
    architecture: Architecture, weights: Mapping[str, Array], picture: npt.NDArray[Any]
) -> dict[str, npt.NDArray[np.float64]]:
    """One picture through the network by the definition: loops over every output, in float64."""
    x = np.asarray(picture, np.float64)
    outputs = {}
    for layer in architecture.layers:
        match layer:
            case Convolution():
                x = _naive_convolution(layer, weights, x)
            case MaxPooling():
                x = _naive_pool(layer.window, x)
            case FullyConnected():
                rows = np.asarray(weights[f"{layer.name}.weight"], np.float64)
                bias = weights[f"{layer.name}.bias"]
                flat = [value for one in x for value in np.ravel(one)]
                sums = [
                    sum(a * b for a, b in zip(row, flat, strict=True)) + float(c)
                    for row, c in zip(rows, bias, strict=True)
                ]
                x = np.array(sums)
        if not isinstance(layer, MaxPooling) and layer.activation is Activation.RELU:
            x = np.where(x > 0, x, 0.0)
        outputs[layer.name] = x
    return outputs


def _naive_convolution(
    layer: Convolution, weights: Mapping[str, Array], x: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    weight = np.asarray(weights[f"{layer.name}.weight"], np.float64)
    bias = np.asarray(weights[f"{layer.name}.bias"], np.float64)
    channels, height, width = x.shape
    edge = layer.padding
    framed = np.zeros((channels, height + 2 * edge, width + 2 * edge))
    framed[:, edge : edge + height, edge : edge + width] = x
    k = layer.kernel
    result = np.zeros((layer.maps, framed.shape[1] - k + 1, framed.shape[2] - k + 1))
    for each, row, column in np.ndindex(*result.shape):
        result[each, row, column] = (framed[:, row : row + k, column : column + k] * weight[each]).sum() + bias[each]
    return result


def _naive_pool(window: int, x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    result = np.zeros((x.shape[0], x.shape[1] // window, x.shape[2] // window))
    for each, row, column in np.ndindex(*result.shape):
        top, left = row * window, column * window
        result[each, row, column] = x[each, top : top + window, left : left + window].max()
    return result
