"""The counts of every network, from a description that is counted here and shares nothing with the program."""

from dataclasses import replace
from math import prod

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.kind import Shape
from lenet_app.networks.layers import C3_TABLE, Convolution, Dropout, FullyConnected, RadialBasis
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.networks.row_network import check_rows

# What each network is in the words of its source, its input and its parameters.
DESCRIBED: dict[str, tuple[Shape, str, int]] = {
    "lenet5": (
        (1, 32, 32),
        "conv 6, relu, max-pool, conv 16, relu, max-pool, fc 120, relu, fc 84, relu, fc 10",
        61_706,
    ),
    "lenet5-1998": (
        (1, 32, 32),
        "conv 6, scaled tanh, subsampling, scaled tanh, conv 16 table, scaled tanh, subsampling, scaled tanh, "
        "conv 120, scaled tanh, fc 84, scaled tanh, rbf 10",
        60_000,
    ),
    "lenet5-subsampling": (
        (1, 32, 32),
        "conv 6, scaled tanh, subsampling, scaled tanh, conv 16, scaled tanh, subsampling, scaled tanh, "
        "conv 120, scaled tanh, fc 84, scaled tanh, fc 10",
        61_750,
    ),
    "lenet5-conv3": (
        (1, 32, 32),
        "conv 6, relu, max-pool, conv 16, relu, max-pool, conv 120, relu, fc 84, relu, fc 10",
        61_706,
    ),
    "lenet5-dropout": (
        (1, 28, 28),
        "conv 6, relu, max-pool, conv 16, relu, max-pool, dropout 0.5, fc 120, relu, dropout 0.5, fc 84, relu, fc 10",
        44_426,
    ),
    "lenet5-sigmoid-same": (
        (1, 28, 28),
        "conv 6 same, sigmoid, max-pool, conv 16 same, sigmoid, max-pool, conv 120 same, sigmoid, fc 80, sigmoid, "
        "fc 10",
        521_982,
    ),
    "lenet5-relu-same": (
        (1, 28, 28),
        "conv 6 same, relu, max-pool, conv 16 same, relu, max-pool, fc 120, relu, fc 10",
        97_982,
    ),
    "lenet5-wide": (
        (1, 28, 28),
        "conv 32 same, relu, max-pool, conv 64 same, relu, max-pool, fc 1024, relu, fc 10",
        3_274_634,
    ),
    "lenet5-deep": (
        (1, 32, 32),
        "conv 6, relu, max-pool, conv 16, relu, max-pool, fc 400, relu, fc 120, relu, fc 84, relu, fc 10",
        222_106,
    ),
    "lenet-cifar": (
        (3, 32, 32),
        "conv 6, relu, max-pool, conv 16, relu, max-pool, fc 120, relu, fc 84, relu, fc 10",
        62_006,
    ),
    "lenet-rgb": (
        (3, 32, 32),
        "conv 16, relu, max-pool, conv 32, relu, max-pool, fc 120, relu, fc 84, relu, fc 10",
        121_182,
    ),
    "lenet-slim": (
        (1, 28, 28),
        "conv 32 same, relu, max-pool, conv 64 same, relu, max-pool, fc 1024, relu, dropout 0.5, fc 10",
        3_274_634,
    ),
    "lenet-pytorch": (
        (1, 28, 28),
        "conv3x3 32, relu, conv3x3 64, relu, max-pool, dropout 0.25, fc 128, relu, dropout 0.5, fc 10",
        1_199_882,
    ),
    "lenet-caffe": (
        (1, 28, 28),
        "conv 20, max-pool, conv 50, max-pool, fc 500, relu, fc 10",
        431_080,
    ),
    "lenet5-row": (
        (1, 32, 32),
        "conv 16, relu, max-pool, conv 32, relu, max-pool, fc 96, relu, fc 70, relu, fc 11",
        97_715,
    ),
}

# LeCun et al. (1998), section II-B: output, parameters and connections.
PAPER: list[tuple[str, Shape, int, int]] = [
    ("C1", (6, 28, 28), 156, 122_304),
    ("S2", (6, 14, 14), 12, 5_880),
    ("C3", (16, 10, 10), 1_516, 151_600),
    ("S4", (16, 5, 5), 32, 2_000),
    ("C5", (120, 1, 1), 48_120, 48_120),
    ("F6", (84,), 10_164, 10_164),
    ("output", (10,), 0, 840),
]

Counts = tuple[Shape, int, int]
C3_JOINS = 6 * 3 + 9 * 4 + 6


def counted(word: str, into: Shape) -> Counts:
    """Output shape, parameters and connections of one layer, by the rules of the family's list."""
    kind, *parts = word.split()
    channels, *sides = into
    match kind:
        case "conv" | "conv3x3":
            maps, side = int(parts[0]), 3 if kind == "conv3x3" else 5
            rows, columns = sides if "same" in parts else (size - side + 1 for size in sides)
            joins = C3_JOINS if "table" in parts else maps * channels
            weights = joins * side * side + maps
            return (maps, rows, columns), weights, weights * rows * columns
        case "fc":
            units = int(parts[0])
            wires = units * (prod(into) + 1)
            return (units,), wires, wires
        case "max-pool" | "subsampling":
            out = (channels, sides[0] // 2, sides[1] // 2)
            learns = kind == "subsampling"
            return out, 2 * channels if learns else 0, prod(out) * (5 if learns else 4)
        case "dropout":
            return into, 0, 0
    assert kind == "rbf"
    return (int(parts[0]),), 0, int(parts[0]) * 84


def described(architecture: Architecture) -> str:
    """The architecture in the words of `DESCRIBED`."""
    words = []
    for plan in architecture.plans:
        layer = plan.layer
        match layer:
            case Convolution():
                kind = "conv3x3" if layer.kernel == 3 else "conv"
                same = " same" if plan.output_shape[1:] == plan.input_shape[1:] else ""
                words.append(f"{kind} {layer.maps}{same}{' table' if layer.table else ''}")
                assert layer.kernel in (3, 5)
                assert layer.stride == 1
            case FullyConnected(units=units):
                words.append(f"fc {units}")
            case RadialBasis(units=units):
                words.append(f"rbf {units}")
            case Dropout(rate=rate):
                words.append(f"dropout {rate:g}")
            case _:
                assert layer.window == 2
                words.append(layer.kind)
        if layer.activation != "none":
            words.append(str(layer.activation))
    return ", ".join(words)


def test_all_fifteen_are_there_with_the_default_first() -> None:
    assert set(family.ids()) == set(DESCRIBED)
    assert len(family.ids()) == 15
    assert family.ids()[0] == family.DEFAULT_ID == "lenet5"
    assert all(family.member(name).architecture.id == name for name in family.ids())
    assert len({family.member(name).architecture.title for name in family.ids()}) == 15


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(UserError) as caught:
        family.member("resnet")
    assert str(caught.value) == f"There is no architecture resnet; known are {', '.join(family.ids())}."


@pytest.mark.parametrize("name", DESCRIBED)
def test_layers_are_those_of_the_source(name: str) -> None:
    shape, words, _ = DESCRIBED[name]
    architecture = family.member(name).architecture
    assert architecture.input_shape == shape
    assert described(architecture) == words
    assert architecture.classes == (11 if family.member(name).reads_rows else 10)


@pytest.mark.parametrize("name", DESCRIBED)
def test_counts_are_those_of_counting(name: str) -> None:
    shape, text, parameters = DESCRIBED[name]
    activations = ("relu", "sigmoid", "scaled tanh")
    architecture = family.member(name).architecture
    expected: list[Counts] = []
    for word in text.split(", "):
        if word not in activations:
            expected.append(counted(word, shape))
            shape = expected[-1][0]
    plans = architecture.plans
    assert [(plan.output_shape, plan.parameters, plan.connections) for plan in plans] == expected
    assert architecture.parameters == sum(one for _, one, _ in expected) == parameters
    assert architecture.connections == sum(one for _, _, one in expected)


@pytest.mark.parametrize("name", DESCRIBED)
def test_torch_has_as_many_parameters(name: str) -> None:
    network = Network(family.member(name).architecture)
    assert sum(parameter.numel() for parameter in network.parameters()) == DESCRIBED[name][2]
    assert all(parameter.requires_grad for parameter in network.parameters())


def test_the_table_of_the_paper() -> None:
    architecture = family.member("lenet5-1998").architecture
    rows = [(plan.name, plan.output_shape, plan.parameters, plan.connections) for plan in architecture.plans]
    assert rows == PAPER
    assert (architecture.parameters, architecture.connections) == (60_000, 340_908)
    assert architecture.answers_with_distances


def test_c3_sees_what_the_papers_table_says() -> None:
    """Table I, column by column: three next to each other, four next to each other, four with a gap, all."""
    near = [{first, (first + 1) % 6, (first + 2) % 6} for first in range(6)]
    four = [{(first + step) % 6 for step in range(4)} for first in range(6)]
    gaps = [{0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}]
    assert [set(row) for row in C3_TABLE] == [*near, *four, *gaps, set(range(6))]
    assert all(list(row) == sorted(set(row)) for row in C3_TABLE)


def test_only_the_joins_of_the_table_have_weights() -> None:
    architecture = family.member("lenet5-1998").architecture
    c3 = architecture.plans[2].layer
    assert isinstance(c3, Convolution)
    assert c3.table == C3_TABLE
    assert sum(map(len, C3_TABLE)) == C3_JOINS == 60
    assert architecture.parameter_shapes["C3.weight"] == (60, 5, 5)
    assert family.member("lenet5-subsampling").architecture.parameter_shapes["C3.weight"] == (16, 6, 5, 5)
    assert family.member("lenet5-subsampling").architecture.plans[2].parameters == 2_416


def test_one_reads_rows_and_is_not_held_against_published_results() -> None:
    assert [name for name in family.ids() if family.member(name).reads_rows] == ["lenet5-row"]
    assert family.reproducible_ids() == tuple(name for name in family.ids() if name != "lenet5-row")
    check_rows(family.member("lenet5-row").architecture)
    for name in family.reproducible_ids():
        with pytest.raises(UserError, match="cannot learn rows"):
            check_rows(family.member(name).architecture)


def test_only_the_network_of_1998_answers_with_distances() -> None:
    found = [name for name in family.ids() if family.member(name).architecture.answers_with_distances]
    assert found == ["lenet5-1998"]


def test_input_and_data_set_of_each() -> None:
    paper, by_255 = (-0.1, 1.175), (0.0, 1.0)
    others = {
        **dict.fromkeys(("lenet5", "lenet5-1998", "lenet5-subsampling", "lenet5-row"), paper),
        **dict.fromkeys(("lenet-cifar", "lenet-rgb"), (-1.0, 1.0)),
        "lenet-caffe": (0.0, 255 / 256),
        "lenet-pytorch": (-0.1307 / 0.3081, (1 - 0.1307) / 0.3081),
    }
    for name in family.ids():
        member = family.member(name)
        assert (member.normalisation.background, member.normalisation.ink) == others.get(name, by_255)
        assert member.data_set == ("cifar10" if name in ("lenet-cifar", "lenet-rgb") else "mnist")
        assert member.recipe == member.experiments[0].recipe


SUMMED_DESCENT = Recipe(
    batch_size=200,
    optimiser=Optimiser.SGD,
    schedule=Schedule.CONSTANT,
    augmentation=Augmentation.NONE,
    loss=Loss.SUMMED_CROSS_ENTROPY,
    initialisation=Initialisation.TRUNCATED_NORMAL,
)
ADAM = Recipe(learning_rate=0.001, schedule=Schedule.CONSTANT, augmentation=Augmentation.NONE)
PAPER_RECIPE = Recipe(
    epochs=20,
    batch_size=1,
    learning_rate=0.0005,
    optimiser=Optimiser.LEVENBERG_MARQUARDT,
    schedule=Schedule.LENET_1998,
    augmentation=Augmentation.NONE,
    loss=Loss.MAP,
    initialisation=Initialisation.LENET_1998,
    damping=0.02,
    curvature_pictures=500,
)
PUBLISHED: dict[str, Recipe] = {
    "lenet5-1998": PAPER_RECIPE,
    "lenet5-dropout": replace(
        ADAM, batch_size=50, steps=200, loss=Loss.SIGMOID_OF_SOFTMAX, initialisation=Initialisation.GLOROT
    ),
    "lenet5-sigmoid-same": replace(SUMMED_DESCENT, learning_rate=0.001, steps=20_000, deviation=1.0),
    "lenet5-relu-same": replace(SUMMED_DESCENT, learning_rate=1e-4, steps=300, deviation=0.1, first_bias=0.1),
    "lenet5-wide": replace(SUMMED_DESCENT, learning_rate=1e-4, steps=1000, deviation=0.1, first_bias=0.1),
    "lenet5-deep": replace(
        ADAM,
        batch_size=128,
        epochs=20,
        hold_out=0.2,
        initialisation=Initialisation.GLOROT,
        learning_rate=0.002,
        schedule=Schedule.COSINE,
    ),
    "lenet-pytorch": replace(
        ADAM,
        learning_rate=1.0,
        optimiser=Optimiser.ADADELTA,
        epochs=14,
        batch_size=64,
        schedule=Schedule.EXPONENTIAL,
        decay=0.7,
        initialisation=Initialisation.FAN_IN,
    ),
    "lenet-caffe": replace(
        ADAM,
        learning_rate=0.01,
        optimiser=Optimiser.MOMENTUM,
        momentum=0.9,
        weight_decay=0.0005,
        schedule=Schedule.INVERSE,
        decay=0.0001,
        batch_size=64,
        steps=10_000,
        bias_rate=2.0,
        initialisation=Initialisation.XAVIER,
    ),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_published_recipes(name: str) -> None:
    experiments = family.member(name).experiments
    assert [experiment.is_published for experiment in experiments] == [name in PUBLISHED] * len(experiments)
    if name in PUBLISHED:
        ours = experiments[0].recipe
        # The paper states neither the rubbish penalty nor the scale of the loss.
        assert replace(ours, rubbish=1.0, loss_divisor=1.0) == PUBLISHED[name]
        assert name == "lenet5-1998" or ours == PUBLISHED[name]


def test_published_results() -> None:
    published = {
        (name, experiment.name): (experiment.accuracy, experiment.about)
        for name in family.ids()
        for experiment in family.member(name).experiments
        if experiment.accuracy is not None
    }
    assert published == {
        ("lenet5-1998", ""): (0.9905, False),
        ("lenet5-1998", "distorted"): (0.992, False),
        ("lenet5-deep", ""): (0.9906, False),
        ("lenet5-deep", "constant"): (0.9906, False),
        ("lenet-cifar", ""): (0.6605, False),
        ("lenet-pytorch", ""): (0.992, True),
        ("lenet-caffe", ""): (0.991, True),
    }


def test_distorted_copies_are_the_only_change_of_the_second_experiment_of_1998() -> None:
    first, second = family.member("lenet5-1998").experiments
    assert replace(second.recipe, augmentation=Augmentation.NONE) == first.recipe
    assert second.recipe.augmentation is Augmentation.DISTORTED_COPIES
