"""Variants of a network that differ in one thing: the activation, the number of kernels, the number of hidden units."""

from collections.abc import Sequence
from dataclasses import replace

from lenet_app.errors import UserError
from lenet_app.language import trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import Convolution, FullyConnected, Layer


def with_activation(architecture: Architecture, activation: Activation) -> Architecture:
    """The same network with this activation wherever it has one; a layer without stays so."""
    parts = {"activation": activation}
    has_one = (layer.has("activation") and layer.activation is not Activation.NONE for layer in architecture.layers)
    pairs = zip(architecture.layers, has_one, strict=True)
    layers = [replace(layer, **parts) if chosen else layer for layer, chosen in pairs]  # type: ignore[arg-type]
    return replace(architecture, layers=tuple(layers))


def with_kernels(architecture: Architecture, kernels: Sequence[int]) -> Architecture:
    """The same network with so many kernels in its convolutions, from the first on; a table that no longer fits goes.

    Raises:
        UserError: it has more or fewer convolutions, or a number is impossible.
    """
    places = [number for number, layer in enumerate(architecture.layers) if isinstance(layer, Convolution)]
    sentence = trn(
        "{network} has {count} convolution, not {given}.",
        "{network} has {count} convolutions, not {given}.",
        len(places),
    )
    _check(architecture, len(places), kernels, sentence)
    layers: list[Layer] = list(architecture.layers)
    changed = False
    for place, count in zip(places, kernels, strict=True):
        layer = layers[place]
        assert isinstance(layer, Convolution)
        table = () if changed or count != layer.maps else layer.table
        changed = changed or count != layer.maps
        layers[place] = replace(layer, maps=count, table=table)
    return replace(architecture, layers=tuple(layers))


def with_hidden(architecture: Architecture, units: Sequence[int]) -> Architecture:
    """The same network with so many units in its fully connected layers but the last.

    Raises:
        UserError: it has more or fewer of them, or a number is impossible.
    """
    hidden = architecture.layers[:-1]
    places = [number for number, layer in enumerate(hidden) if isinstance(layer, FullyConnected)]
    sentence = trn(
        "{network} has {count} hidden fully connected layer, not {given}.",
        "{network} has {count} hidden fully connected layers, not {given}.",
        len(places),
    )
    _check(architecture, len(places), units, sentence)
    layers: list[Layer] = list(architecture.layers)
    for place, count in zip(places, units, strict=True):
        layer = layers[place]
        assert isinstance(layer, FullyConnected)
        layers[place] = replace(layer, units=count)
    return replace(architecture, layers=tuple(layers))


def _check(architecture: Architecture, count: int, given: Sequence[int], sentence: str) -> None:
    if len(given) != count:
        raise UserError(sentence.format(network=architecture.title, count=count, given=len(given)))
