import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import (
    LAYER_KINDS,
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
    layer_from_json,
)
from tests.unit.samples import DISTANCES, LENET5, ODD, odd_network

Json = Any  # whatever a JSON parser makes
Place = tuple[Any, ...]  # keys and numbers, from the outside to the inside

FAMILY = [family.member(name).architecture for name in family.ids()]
ODDS = [ODD, DISTANCES, *map(odd_network, Activation)]


@pytest.mark.parametrize("architecture", [*FAMILY, *ODDS], ids=lambda a: a.id)
def test_json_round_trip(architecture: Architecture) -> None:
    text = json.dumps(architecture.to_json())
    again = Architecture.from_json(json.loads(text))
    assert again == architecture
    assert again.parameter_shapes == architecture.parameter_shapes
    assert Architecture.from_json(architecture.to_json()) == architecture


_JUNK: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1.5, 10**400, float("inf"), float("nan")),
    *("", "5", "no such thing", [], [[]], {}, {"kind": "convolution"}, b""),
)


def _places(value: Json, path: Place = ()) -> Iterator[Place]:
    """The way to every value of nested dicts and lists, the whole included."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(inner, (*path, key))


def _changed(value: Json, path: Place, junk: Json) -> Json:
    if not path:
        return junk
    whole = copy.deepcopy(value)
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = junk
    return whole


def damaged_documents(value: Json) -> Iterator[Json]:
    """`value` with each of its parts, in turn, replaced by junk, left out, or given an unknown neighbour."""
    for path in _places(value):
        for junk in _JUNK:
            yield _changed(value, path, junk)
        inner = value
        for key in path[:-1]:
            inner = inner[key]
        if path:
            less = copy.copy(inner)
            del less[path[-1]]
            yield _changed(value, path[:-1], less)
        if path and isinstance(inner, dict):
            yield _changed(value, path[:-1], {**inner, "surprise": 1})


# What a layer means that does not say it.
DEFAULTS: dict[str, dict[str, Any]] = {
    "convolution": {"kernel": 5, "padding": 0, "stride": 1, "activation": "relu"},
    "subsampling": {"window": 2, "activation": "scaled tanh"},
    "max-pool": {"window": 2},
    "average-pool": {"window": 2},
    "fully connected": {"activation": "relu"},
    "dropout": {"rate": 0.5},
    "rbf": {"units": 10},
}


def in_full(document: Json) -> Json:
    """The document with all that it left out, and without what it said in vain."""
    layers = [DEFAULTS[layer["kind"]] | layer for layer in document["layers"]]
    for layer in layers:
        if layer.get("table") == []:
            del layer["table"]
    kept = {key: value for key, value in document.items() if key != "surprise"}
    return kept | {"layers": layers}


@pytest.mark.parametrize(
    "architecture",
    [LENET5, DISTANCES, odd_network(Activation.SILU), family.member("lenet5-dropout").architecture],
    ids=lambda a: a.id,
)
def test_damaged_json_is_refused_or_means_what_it_says(architecture: Architecture) -> None:
    refused = 0
    for document in damaged_documents(architecture.to_json()):
        try:
            again = Architecture.from_json(document)
        except UserError as error:
            refused += 1
            sentence = str(error)
            assert sentence.endswith(".")
            assert "\n" not in sentence
        else:
            # Never a silent repair: what was accepted says the same when it is written again.
            assert again.to_json() == in_full(document)
    assert refused > 250


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"layers": None}, "The architecture cannot be read: “layers” is not a list."),
        ({"input": [1, 32]}, "The network input must be channels × height × width, not 1 × 32."),
        ({"input": [1, 32.5, 32]}, "The architecture cannot be read: “input” is not a whole number."),
        (
            {"layers": [{"kind": "attention"}]},
            "The architecture cannot be read: there is no kind of layer “attention”.",
        ),
        ({"layers": [{"kind": "dropout"}]}, "The architecture cannot be read: “name” is missing."),
        (
            {"layers": [{"kind": "convolution", "name": "C", "kernel": 3}]},
            "The architecture cannot be read: “maps” is missing.",
        ),
        (
            {"layers": [{"kind": "convolution", "name": "C", "maps": 1, "table": [0]}]},
            "The architecture cannot be read: “table” is not a list.",
        ),
        (
            {"layers": [{"kind": "convolution", "name": "C", "maps": 1, "table": [[0.5]]}]},
            "The architecture cannot be read: “table” is not a whole number.",
        ),
        (
            {"layers": [{"kind": "dropout", "name": "D", "rate": "half"}]},
            "The architecture cannot be read: “rate” is not a number.",
        ),
        (
            {"layers": [{"kind": "fully connected", "name": "F", "units": 10, "activation": "swish"}]},
            "The architecture cannot be read: “activation” cannot be “swish”.",
        ),
        (
            {"layers": [{"kind": "max-pool", "name": "S", "window": 2, "stride": 2}]},
            "The architecture cannot be read: “stride” is unknown.",
        ),
        (
            {"layers": [{"kind": "fully connected", "name": "F", "activation": "none"}]},
            "The architecture cannot be read: “units” is missing.",
        ),
        (
            {"layers": [{"kind": "fully connected", "name": "F", "units": True, "activation": "none"}]},
            "The architecture cannot be read: “units” is not a whole number.",
        ),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        Architecture.from_json(LENET5.to_json() | change)
    assert str(caught.value) == sentence


def test_a_missing_part_is_named() -> None:
    document = LENET5.to_json()
    del document["title"]
    with pytest.raises(UserError, match="“title” is missing"):
        Architecture.from_json(document)
    with pytest.raises(UserError, match="it is not an object with “layers”"):
        Architecture.from_json([document])


def test_lenet5_as_the_first_version_wrote_it() -> None:
    """Of a convolution it knew neither stride nor table."""
    relu = {"activation": "relu"}
    document = {
        "id": "lenet5",
        "title": "LeNet-5",
        "input": [1, 32, 32],
        "layers": [
            {"kind": "convolution", "name": "C1", "maps": 6, "kernel": 5, "padding": 0, **relu},
            {"kind": "max-pool", "name": "S2", "window": 2},
            {"kind": "convolution", "name": "C3", "maps": 16, "kernel": 5, "padding": 0, **relu},
            {"kind": "max-pool", "name": "S4", "window": 2},
            {"kind": "fully connected", "name": "C5", "units": 120, **relu},
            {"kind": "fully connected", "name": "F6", "units": 84, **relu},
            {"kind": "fully connected", "name": "output", "units": 10, "activation": "none"},
        ],
    }
    assert Architecture.from_json(document) == LENET5
    assert LENET5.to_json() == in_full(document)


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_a_layer_needs_only_what_has_no_default(kind: str) -> None:
    least: dict[str, Any] = {"kind": kind, "name": "L"}
    if kind == "convolution":
        least["maps"] = 3
    if kind == "fully connected":
        least["units"] = 3
    layer = layer_from_json(least, "{fault}")
    assert layer.kind == kind
    assert layer.to_json() == DEFAULTS[kind] | least


def test_every_part_of_a_layer_comes_back() -> None:
    layers = (
        Convolution("A", 2, 3, 1, 2, Activation.GELU, ((0, 1), (1,))),
        Subsampling("B", 3, Activation.TANH),
        MaxPooling("C", 4),
        AveragePooling("D", 5),
        FullyConnected("E", 6, Activation.LEAKY_RELU),
        Dropout("F", 0.125),
        RadialBasis("G", 9),
    )
    assert {layer.kind for layer in layers} == set(LAYER_KINDS)
    for layer in layers:
        written = layer.to_json()
        assert layer_from_json(json.loads(json.dumps(written)), "{fault}") == layer
    assert layers[0].to_json()["table"] == [[0, 1], [1]]
    assert "table" not in Convolution("A", 2).to_json()


def test_a_table_that_does_not_fit_is_told() -> None:
    document = family.member("lenet5-1998").architecture.to_json()
    document["layers"][2]["table"][3] = [0, 6]
    with pytest.raises(UserError, match=r"^C3: a row of its table must name some of the maps 0 to 5, each once"):
        Architecture.from_json(document)
