import itertools
from dataclasses import replace

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kind import Shape, shape_text
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
from tests.unit.samples import DISTANCES, LENET5, ODD, odd_network

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
    """Every wire counted one by one: outputs × (fan-in + 1), a pool 4 per output, an RBF 84."""
    match layer:
        case Convolution():
            square = sum(1 for _ in itertools.product(range(layer.kernel), range(layer.kernel)))
            seen = layer.table or [tuple(range(into[0]))] * layer.maps
            return sum(len(seen[map_]) * square + 1 for map_, _, _ in itertools.product(*map(range, out)))
        case MaxPooling() | AveragePooling():
            fan_in = layer.window * layer.window
        case Subsampling():
            fan_in = layer.window * layer.window + 1
        case RadialBasis():
            fan_in = 84
        case Dropout():
            fan_in = 0
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


@pytest.mark.parametrize(
    "architecture",
    [LENET5, ODD, DISTANCES, odd_network(Activation.TANH), family.member("lenet5-1998").architecture],
    ids=lambda a: a.id,
)
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


def test_weights_of_every_kind() -> None:
    architecture = odd_network(Activation.ELU)
    assert architecture.parameter_shapes == {
        "A.weight": (8, 3, 3),  # the table's connections
        "A.bias": (4,),
        "B.weight": (4,),
        "B.bias": (4,),
        "D.weight": (3, 4, 2, 2),
        "D.bias": (3,),
        "F.weight": (6, 3),
        "F.bias": (6,),
        "H.weight": (4, 6),
        "H.bias": (4,),
    }
    assert architecture.parameters == 72 + 4 + 8 + 48 + 3 + 18 + 6 + 24 + 4
    assert list(DISTANCES.parameter_shapes) == ["F.weight", "F.bias"]


def test_strides() -> None:
    shapes = [plan.output_shape for plan in odd_network(Activation.ELU).plans]
    assert shapes == [(4, 8, 7), (4, 4, 3), (4, 4, 3), (3, 3, 2), (3, 1, 1), (6,), (6,), (4,)]


@pytest.mark.parametrize("stride", [1, 2, 3, 5])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("kernel", [1, 2, 5])
def test_output_size_is_that_of_sliding(kernel: int, padding: int, stride: int) -> None:
    layer = Convolution("C", 2, kernel, padding, stride)
    for height, width in ((5, 8), (9, 6)):
        sides = [len(range(-padding, size + padding - kernel + 1, stride)) for size in (height, width)]
        assert layer.output_shape((3, height, width)) == (2, *sides)
    assert Convolution("C", 2, 9).output_shape((3, 2, 9)) == (2, 0, 1), "never less than nothing"


def test_fan_in_of_each_map_of_a_table() -> None:
    layer = Convolution("C", 3, 5, table=((0,), (0, 1, 3), (1, 2)))
    assert layer.fan_in((4, 9, 9)) == (25, 75, 50)
    assert Subsampling("S", 3).fan_in((2, 9, 9)) == (9, 9)
    assert FullyConnected("F", 2).fan_in((2, 3, 4)) == (24, 24)


def test_shapes_with_a_border_and_sides_that_do_not_divide() -> None:
    assert [plan.output_shape for plan in ODD.plans] == [(3, 11, 9), (3, 5, 4), (4, 4, 3), (4, 1, 1), (7,), (5,)]


def test_shape_text() -> None:
    assert shape_text((6, 28, 28)) == "6 × 28 × 28"
    assert shape_text((84,)) == "84"


def lenet_on(side: int) -> Architecture:
    return Architecture("x", "X", (1, side, side), LENET5.layers)


def test_the_smallest_input_that_lenet5_can_have() -> None:
    assert lenet_on(16).plans[3].output_shape == (16, 1, 1)
    for side, sentence in (
        (15, "S4 would be 16 × 0 × 0: its input of 16 × 1 × 1 is too small for it."),
        (11, "C3 would be 16 × 0 × 0: its input of 6 × 3 × 3 is too small for it."),
        (2, "C1 would be 6 × 0 × 0: its input of 1 × 2 × 2 is too small for it."),
    ):
        with pytest.raises(UserError) as caught:
            lenet_on(side)
        assert str(caught.value) == sentence


ROW = "C: a row of its table must name some of the maps 0 to 1, each once and in order."
IMPOSSIBLE: dict[str, tuple[tuple[Layer, ...], Shape, str]] = {
    "no layers": ((), (1, 8, 8), "An architecture needs layers."),
    "the same name twice": (
        (FullyConnected("F", 4), FullyConnected("F", 4)),
        (1, 8, 8),
        "Two layers are called F.",
    ),
    "no name": (
        (FullyConnected("", 4),),
        (1, 8, 8),
        "Every layer needs a name without a dot.",
    ),
    "half a character in a name": (
        (FullyConnected("F\ud800", 4),),
        (1, 8, 8),
        "The layer's name F\ufffd holds half a character.",
    ),
    "a dot in a name": (
        (FullyConnected("F.weight", 4),),
        (1, 8, 8),
        "Every layer needs a name without a dot.",
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
        "C would be 10 × 4 × 4, but the last layer must be fully connected or an RBF layer.",
    ),
    "dropout at the end": (
        (OUTPUT, Dropout("D")),
        (1, 8, 8),
        "D would be 10, but the last layer must be fully connected or an RBF layer.",
    ),
    "units before a subsampling": (
        (FullyConnected("F", 4), Subsampling("S"), OUTPUT),
        (1, 8, 8),
        "S needs feature maps and cannot follow units.",
    ),
    "no stride": ((Convolution("C", 2, stride=0), OUTPUT), (1, 8, 8), "C: stride must be at least 1, not 0."),
    "no blocks": ((Subsampling("S", 0), OUTPUT), (1, 8, 8), "S: window must be at least 1, not 0."),
    "a block larger than a side": (
        (AveragePooling("S", 9), OUTPUT),
        (1, 8, 9),
        "S would be 1 × 0 × 1: its input of 1 × 8 × 9 is too small for it.",
    ),
    "everything dropped": (
        (Dropout("D", 1.0), OUTPUT),
        (1, 8, 8),
        "D: the rate must be at least 0 and below 1, not 1.0.",
    ),
    "less than nothing dropped": (
        (Dropout("D", -0.1), OUTPUT),
        (1, 8, 8),
        "D: the rate must be at least 0 and below 1, not -0.1.",
    ),
    "a rate that is no number": (
        (Dropout("D", float("nan")), OUTPUT),
        (1, 8, 8),
        "D: the rate must be at least 0 and below 1, not nan.",
    ),
    "a table with too few rows": (
        (Convolution("C", 3, table=((0,), (1,))), OUTPUT),
        (2, 8, 8),
        "C: its table has rows for 2 maps, but there are 3.",
    ),
    "a table of maps that are not there": ((Convolution("C", 1, table=((0, 2),)), OUTPUT), (2, 8, 8), ROW),
    "a table of maps below 0": ((Convolution("C", 1, table=((-1, 0),)), OUTPUT), (2, 8, 8), ROW),
    "a table with an empty row": ((Convolution("C", 2, table=((0,), ())), OUTPUT), (2, 8, 8), ROW),
    "a table that names a map twice": ((Convolution("C", 1, table=((0, 0),)), OUTPUT), (2, 8, 8), ROW),
    "a table out of order": ((Convolution("C", 1, table=((1, 0),)), OUTPUT), (2, 8, 8), ROW),
    "distances of 83 units": (
        (FullyConnected("F", 83), RadialBasis("R")),
        (1, 8, 8),
        "R compares 84 units with its bitmaps, so it cannot follow 83.",
    ),
    "distances of maps": (
        (RadialBasis("R"),),
        (1, 7, 12),
        "R compares 84 units with its bitmaps, so it cannot follow 1 × 7 × 12.",
    ),
    "distances to eleven digits": (
        (FullyConnected("F", 84), RadialBasis("R", 11)),
        (1, 8, 8),
        "R has bitmaps for 10 classes, not for 11: use a softmax output.",
    ),
    "distances to nothing": (
        (FullyConnected("F", 84), RadialBasis("R", 0)),
        (1, 8, 8),
        "R: units must be at least 1, not 0.",
    ),
    "distances in the middle": (
        (FullyConnected("F", 84), RadialBasis("R"), OUTPUT),
        (1, 8, 8),
        "R can only be the last layer.",
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
    "more parameters than memory": (
        (FullyConnected("F", 1_000_000), OUTPUT),
        (1, 16, 16),
        "The network would have 267,000,010 parameters, more than 100,000,000.",
    ),
    "more values than memory": (
        (Convolution("C", 999_999, kernel=1), MaxPooling("S", window=8), FullyConnected("output", 10)),
        (1, 8, 8),
        "The layers would hold 65,000,009 values for each picture, more than 5,000,000.",
    ),
    "a kernel larger than a side": (
        (Convolution("C", 3), OUTPUT),
        (1, 8, 4),
        "C would be 3 × 4 × 0: its input of 1 × 8 × 4 is too small for it.",
    ),
}


@pytest.mark.parametrize(("layers", "shape", "sentence"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_cannot_be_built_is_refused_at_once(layers: tuple[Layer, ...], shape: Shape, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        with_layers(*layers, input_shape=shape)
    assert str(caught.value) == sentence


def test_sizes_at_their_least_are_possible() -> None:
    layers = (
        Convolution("C", 1, 1, 0, 1, table=((0,),)),
        Subsampling("S", 1),
        AveragePooling("A", 1),
        Dropout("D", 0.0),
        FullyConnected("F", 84),
        RadialBasis("R", 1),
    )
    assert with_layers(*layers, input_shape=(1, 1, 1)).classes == 1


@pytest.mark.parametrize("name", family.ids())
def test_other_data_change_the_input_and_the_last_layer_only(name: str) -> None:
    architecture = family.member(name).architecture
    assert architecture.for_data(architecture.input_shape[0], architecture.classes) is architecture
    other = architecture.for_data(2, 7)
    assert other.input_shape == (2, *architecture.input_shape[1:])
    assert other.classes == 7
    assert other.layers[:-1] == architecture.layers[:-1]
    last = other.layers[-1]
    assert isinstance(last, FullyConnected | RadialBasis)
    assert replace(last, units=architecture.classes) == architecture.layers[-1]
    assert (other.id, other.title) == (architecture.id, architecture.title)
    assert other.for_data(architecture.input_shape[0], architecture.classes) == architecture


def test_more_classes_than_bitmaps_are_told() -> None:
    paper = family.member("lenet5-1998").architecture
    with pytest.raises(UserError, match=r"^output has bitmaps for 10 classes, not for 62: use a softmax output\.$"):
        paper.for_data(1, 62)
    assert LENET5.for_data(1, 62).classes == 62
