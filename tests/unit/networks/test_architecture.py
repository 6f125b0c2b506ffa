import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.architecture import (
    Activation,
    Architecture,
    Convolution,
    FullyConnected,
    Layer,
    MaxPooling,
    Shape,
    shape_text,
)
from tests.unit.samples import LENET5, ODD

Json = Any  # whatever a JSON parser makes
Place = tuple[Any, ...]  # keys and numbers, from the outside to the inside

OUTPUT = FullyConnected("output", 10, Activation.NONE)

# Name, output shape and parameters of each layer: LeCun et al. (1998), section II-B, but with C3 joined to all of S2's
# maps (16 · (6 · 25 + 1) = 2,416), max-pooling that learns nothing and a fully connected output (10 · 85 = 850).
LENET5_ROWS: list[tuple[str, Shape, int]] = [
    ("C1", (6, 28, 28), 156),
    ("S2", (6, 14, 14), 0),
    ("C3", (16, 10, 10), 2416),
    ("S4", (16, 5, 5), 0),
    ("C5", (120,), 48120),
    ("F6", (84,), 10164),
    ("output", (10,), 850),
]


def counted_connections(layer: Layer, into: Shape, out: Shape) -> int:
    """Every wire counted one by one: outputs × (fan-in + 1), a pool 4 per output."""
    match layer:
        case Convolution():
            fan_in = sum(1 for _ in itertools.product(range(into[0]), range(layer.kernel), range(layer.kernel))) + 1
        case MaxPooling():
            fan_in = layer.window * layer.window
        case FullyConnected():
            fan_in = sum(1 for _ in itertools.product(*map(range, into))) + 1
    return sum(fan_in for _ in itertools.product(*map(range, out)))


def with_layers(*layers: Layer, input_shape: Shape = (1, 32, 32)) -> Architecture:
    return Architecture("x", "X", input_shape, layers)


def test_lenet5_has_the_papers_counts() -> None:
    assert [(p.name, p.output_shape, p.parameters) for p in LENET5.plans] == LENET5_ROWS
    assert LENET5.parameters == 61_706
    assert LENET5.classes == 10
    assert LENET5.input_shape == (1, 32, 32)


def test_lenet5_has_the_connections_of_the_rule() -> None:
    connections = {plan.name: plan.connections for plan in LENET5.plans}
    assert connections == {
        "C1": 122_304,  # the paper's own count; so are C5 and F6
        "S2": 6 * 14 * 14 * 4,
        "C3": 16 * 10 * 10 * (6 * 25 + 1),
        "S4": 16 * 5 * 5 * 4,
        "C5": 48_120,
        "F6": 10_164,
        "output": 850,
    }
    assert LENET5.connections == sum(connections.values()) == 429_342


@pytest.mark.parametrize("architecture", [LENET5, ODD], ids=lambda a: a.id)
def test_counts_are_those_of_counting(architecture: Architecture) -> None:
    shape = architecture.input_shape
    for plan in architecture.plans:
        assert plan.input_shape == shape
        assert plan.connections == counted_connections(plan.layer, plan.input_shape, plan.output_shape)
        shape = plan.output_shape
    assert architecture.connections == sum(plan.connections for plan in architecture.plans)
    assert architecture.parameters == sum(plan.parameters for plan in architecture.plans)


def test_weights_have_names_and_shapes_in_the_order_of_the_data_flow() -> None:
    assert list(LENET5.parameter_shapes.items()) == [
        ("C1.weight", (6, 1, 5, 5)),
        ("C1.bias", (6,)),
        ("C3.weight", (16, 6, 5, 5)),
        ("C3.bias", (16,)),
        ("C5.weight", (120, 400)),
        ("C5.bias", (120,)),
        ("F6.weight", (84, 120)),
        ("F6.bias", (84,)),
        ("output.weight", (10, 84)),
        ("output.bias", (10,)),
    ]


def test_shapes_with_a_border_and_sides_that_do_not_divide() -> None:
    assert [plan.output_shape for plan in ODD.plans] == [(3, 11, 9), (3, 5, 4), (4, 4, 3), (4, 1, 1), (7,), (5,)]


def test_shape_text() -> None:
    assert shape_text((6, 28, 28)) == "6 × 28 × 28"
    assert shape_text((84,)) == "84"


def lenet_on(side: int) -> Architecture:
    return Architecture("x", "X", (1, side, side), LENET5.layers)


def test_the_smallest_input_that_lenet5_can_have() -> None:
    assert lenet_on(16).plans[3].output_shape == (16, 1, 1)
    with pytest.raises(UserError, match=r"^S4 would be 16 × 0 × 0\.$"):
        lenet_on(15)
    with pytest.raises(UserError, match=r"^C3 would be 16 × 0 × 0\.$"):
        lenet_on(11)
    with pytest.raises(UserError, match=r"^C1 would be 6 × 0 × 0\.$"):
        lenet_on(2)


IMPOSSIBLE: dict[str, tuple[tuple[Layer, ...], Shape, str]] = {
    "no layers": ((), (1, 8, 8), "An architecture needs layers, each with a name of its own that holds no dot."),
    "the same name twice": (
        (FullyConnected("F", 4), FullyConnected("F", 4)),
        (1, 8, 8),
        "An architecture needs layers, each with a name of its own that holds no dot.",
    ),
    "no name": (
        (FullyConnected("", 4),),
        (1, 8, 8),
        "An architecture needs layers, each with a name of its own that holds no dot.",
    ),
    "a dot in a name": (
        (FullyConnected("F.weight", 4),),
        (1, 8, 8),
        "An architecture needs layers, each with a name of its own that holds no dot.",
    ),
    "units before a convolution": (
        (FullyConnected("F", 4), Convolution("C", 2), OUTPUT),
        (1, 8, 8),
        "C needs feature maps and cannot follow units.",
    ),
    "units before a pool": (
        (FullyConnected("F", 4), MaxPooling("S"), OUTPUT),
        (1, 8, 8),
        "S needs feature maps and cannot follow units.",
    ),
    "maps at the end": (
        (Convolution("C", 10),),
        (1, 8, 8),
        "C would be 10 × 4 × 4, but the last layer must be fully connected.",
    ),
    "no window": ((MaxPooling("S", 0), OUTPUT), (1, 8, 8), "S: window must be at least 1, not 0."),
    "no kernel": ((Convolution("C", 2, 0), OUTPUT), (1, 8, 8), "C: kernel must be at least 1, not 0."),
    "a negative kernel": ((Convolution("C", 2, -3), OUTPUT), (1, 8, 8), "C: kernel must be at least 1, not -3."),
    "a negative border": (
        (Convolution("C", 2, 3, padding=-1), OUTPUT),
        (1, 8, 8),
        "C: padding must be at least 0, not -1.",
    ),
    "no maps": ((Convolution("C", 0), OUTPUT), (1, 8, 8), "C: maps must be at least 1, not 0."),
    "no units": ((FullyConnected("F", -1), OUTPUT), (1, 8, 8), "F: units must be at least 1, not -1."),
    "two sizes": ((OUTPUT,), (8, 8), "The network input must be channels × height × width, not 8 × 8."),
    "no channels": ((OUTPUT,), (0, 8, 8), "The network input must be channels × height × width, not 0 × 8 × 8."),
    "a kernel larger than a side": ((Convolution("C", 3), OUTPUT), (1, 8, 4), "C would be 3 × 4 × 0."),
}


@pytest.mark.parametrize(("layers", "shape", "sentence"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_cannot_be_built_is_refused_at_once(layers: tuple[Layer, ...], shape: Shape, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        with_layers(*layers, input_shape=shape)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("architecture", [LENET5, ODD], ids=lambda a: a.id)
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


def test_damaged_json_is_refused_or_means_what_it_says() -> None:
    original = LENET5.to_json()
    refused = 0
    for document in damaged_documents(original):
        try:
            again = Architecture.from_json(document)
        except UserError as error:
            refused += 1
            sentence = str(error)
            assert sentence.endswith(".")
            assert "\n" not in sentence
        else:
            # Never a silent repair: what was accepted says the same when it is written again.
            kept = {key: value for key, value in document.items() if key != "surprise"}
            assert again.to_json() == kept
    assert refused > 500


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"layers": None}, "The architecture cannot be read: “layers” is not a list."),
        ({"input": [1, 32]}, "The network input must be channels × height × width, not 1 × 32."),
        ({"input": [1, 32.5, 32]}, "The architecture cannot be read: “input” is not a whole number."),
        ({"layers": [{"kind": "dropout"}]}, "The architecture cannot be read: there is no kind of layer “dropout”."),
        (
            {"layers": [{"kind": "max-pool", "name": "S", "window": 2, "stride": 2}]},
            "The architecture cannot be read: “stride” is unknown.",
        ),
        (
            {"layers": [{"kind": "fully connected", "name": "F", "units": 10}]},
            "The architecture cannot be read: “activation” is missing.",
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


def test_family_lists_the_default_first_and_refuses_the_unknown() -> None:
    assert family.ids()[0] == family.DEFAULT_ID == "lenet5"
    assert all(family.member(name).architecture.id == name for name in family.ids())
    with pytest.raises(UserError, match=r"^There is no architecture resnet; known are .*lenet5.*\.$"):
        family.member("resnet")


def test_the_default_network_is_trained_and_fed_as_the_paper_says() -> None:
    member = family.member("lenet5")
    assert (member.normalisation.background, member.normalisation.ink) == (-0.1, 1.175)
