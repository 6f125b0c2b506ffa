"""What the tests of this room look into: every network of the family on a real digit, and small ones of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.kind import Shape
from lenet_app.networks.layers import Layer
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import bundled
from lenet_app.storage.models import read_model
from tests.unit.samples import DISTANCES, ODD, digits, model, odd_network
from tests.unit.training.engine.diagonal import networks

FAMILY = family.reproducible_ids()
"""Those of single pictures; a reader of rows has an answer in every frame."""
SMALL = {
    architecture.id: architecture
    for architecture in (
        *(ODD, DISTANCES, networks.MIXED, networks.STRIDED, networks.CUT_1998),
        *(odd_network(activation) for activation in Activation),
    )
}
NAMES = (*SMALL, *FAMILY)
DIGIT = 7
"""The number of the training picture that is looked into: a 3."""


def architecture_of(name: str) -> Architecture:
    return SMALL.get(name) or family.member(name).architecture


def recipe_of(name: str) -> Recipe:
    return networks.recipe() if name in SMALL else family.member(name).recipe


def picture_of(architecture: Architecture, number: int = DIGIT) -> Array:
    """A training digit in [0, 1], as often as there are channels, and no larger than the network's input."""
    channels, height, width = architecture.input_shape
    ink = digits(1, first=number).images[0, 0].astype(np.float32) / 255
    if height < 28 or width < 28:
        ink = ink[4:24, 4:24][np.ix_(np.arange(height) * 20 // height, np.arange(width) * 20 // width)]
    return np.repeat(ink[None], channels, axis=0)


@cache
def model_of(name: str) -> Model:
    """The model as it comes with the program, or one with first weights."""
    path = bundled("models") / f"{name}.safetensors"
    if path.exists():
        return read_model(path)
    architecture = architecture_of(name)
    changes: dict[str, Any] = {"recipe": recipe_of(name), "weights": first_weights(name)}
    if name in FAMILY:
        changes["normalisation"] = family.member(name).normalisation
    return model(architecture, **changes)


def first_weights(name: str) -> dict[str, Array]:
    recipe = replace(recipe_of(name), initialisation=Recipe.initialisation)
    return initial_weights(architecture_of(name), recipe, seed=3)


@cache
def passage_of(name: str) -> Passage:
    """The digit's way through the model, in single precision as the program answers."""
    made = model_of(name)
    shape = made.architecture.input_shape
    network_input = made.normalisation.network_input(picture_of(made.architecture)[None], shape)[0]
    return Passage.through(made.architecture, made.weights, network_input)


@cache
def double_passage_of(name: str) -> Passage:
    """The digit's way through the network with first weights, in double precision: nothing is saturated."""
    weights: dict[str, Any] = {key: weight.astype(np.float64) for key, weight in first_weights(name).items()}
    network_input: Any = passage_of(name).network_input.astype(np.float64)
    return Passage.through(architecture_of(name), weights, network_input)


@cache
def noisy_passage_of(name: str) -> Passage:
    """The same where no two pixels are equal, so that the largest of a block is no matter of order or of rounding."""
    passage = double_passage_of(name)
    noise: Any = np.random.default_rng(6).normal(0, 0.05, passage.network_input.shape)
    return Passage.through(passage.architecture, passage.weights, passage.network_input + noise)


def some_units(shape: Shape, layer: str, count: int = 4) -> Iterator[Unit]:
    """The first and the last unit of a layer, and others in between."""
    random = np.random.default_rng(11)
    yield Unit(layer, (0,) * len(shape))
    yield Unit(layer, tuple(size - 1 for size in shape))
    for _ in range(count - 2):
        yield Unit(layer, tuple(int(random.integers(size)) for size in shape))


class InTorch:
    """The same way in torch, layer by layer, whose automatic derivatives are kept for every number."""

    def __init__(self, passage: Passage) -> None:
        self.parameters = {
            name: torch.tensor(np.asarray(weight), dtype=torch.float64, requires_grad=True)
            for name, weight in passage.weights.items()
        }
        x = torch.tensor(passage.network_input[None], dtype=torch.float64, requires_grad=True)
        self.network_input = x
        self.sums: dict[str, Tensor] = {}
        self.values: dict[str, Tensor] = {}
        for layer in passage.architecture.layers:
            a = networks.in_torch(_alone(layer), self.parameters, x)
            x = networks.ACTIVATIONS[layer.activation](a)
            for kept, tensor in ((self.sums, a), (self.values, x)):
                tensor.retain_grad()
                kept[layer.name] = tensor
        self.output = x


def _alone(layer: Layer) -> Any:  # noqa: ANN401 - what has layers
    return _Layers((without_activation(layer),))


def without_activation(layer: Any) -> Layer:  # noqa: ANN401 - a layer, some of which have none
    """The same layer with nothing behind its sums."""
    changed: Layer = replace(layer, activation=Activation.NONE) if layer.has("activation") else layer
    return changed


class _Layers:
    """As much of an architecture as `in_torch` looks at."""

    def __init__(self, layers: tuple[Any, ...]) -> None:
        self.layers = layers
