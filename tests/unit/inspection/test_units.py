import pytest

from lenet_app.errors import UserError
from lenet_app.inspection.units import Unit, carried, shape_of, unit_of
from lenet_app.inspection.walking import Move, moved
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import Convolution, FullyConnected
from tests.unit.inspection.networks import NAMES, architecture_of, some_units
from tests.unit.samples import LENET5

LENET_1998 = family.member("lenet5-1998").architecture


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("C3/4/2,7", Unit("C3", (4, 2, 7))),
        ("C1/0/0,0", Unit("C1", (0, 0, 0))),
        ("F6/17", Unit("F6", (17,))),
        ("output/9", Unit("output", (9,))),
        ("input/0/31,5", Unit("input", (0, 31, 5))),
    ],
)
def test_names(name: str, unit: Unit) -> None:
    assert unit_of(name, LENET5) == unit
    assert str(unit) == name


@pytest.mark.parametrize("name", NAMES)
def test_names_lead_back_to_their_units(name: str) -> None:
    architecture = architecture_of(name)
    for plan in architecture.plans:
        for unit in some_units(plan.output_shape, plan.name):
            assert unit_of(str(unit), architecture) == unit


def test_a_map_of_one_pixel_needs_no_position() -> None:
    assert unit_of("C5/17", LENET_1998) == unit_of("C5/17/0,0", LENET_1998) == Unit("C5", (17, 0, 0))


def test_names_with_slashes() -> None:
    """The longest name of a layer that fits counts."""
    layers = (Convolution("a", 2, 3), Convolution("a/b", 3, 3), FullyConnected("output", 4, Activation.NONE))
    architecture = Architecture("slashes", "Slashes", (1, 9, 9), layers)
    for name, unit in (("a/1/2,3", Unit("a", (1, 2, 3))), ("a/b/2/1,0", Unit("a/b", (2, 1, 0)))):
        assert unit_of(name, architecture) == unit
        assert str(unit) == name


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("C9/1/2,3", "There is no layer C9; known are input, C1, S2, C3, S4, C5, F6, output."),
        ("", "There is no layer “”; known are input, C1, S2, C3, S4, C5, F6, output."),
        ("C3/16/0,0", "C3 has the maps 0 to 15, not 16."),
        ("C3/0/10,0", "The maps of C3 have the rows 0 to 9 and the columns 0 to 9, so not 10,0."),
        ("C3/0/0,10", "The maps of C3 have the rows 0 to 9 and the columns 0 to 9, so not 0,10."),
        ("F6/84", "F6 has the units 0 to 83, not 84."),
        ("F6/1/2,3", "A unit of F6 is named as F6/42 is, not F6/1/2,3."),
        ("C3/4", "A unit of C3 is named as C3/8/5,5 is, not C3/4."),
        ("C3", "A unit of C3 is named as C3/8/5,5 is, not C3."),
        ("C3/-1/0,0", "A unit of C3 is named as C3/8/5,5 is, not C3/-1/0,0."),
        ("C3/1/2,", "A unit of C3 is named as C3/8/5,5 is, not C3/1/2,."),
        ("F6/9999999999999999", "A unit of F6 is named as F6/42 is, not F6/9999999999999999."),
        ("F6/٣", "A unit of F6 is named as F6/42 is, not F6/٣."),
    ],
)
def test_faults(name: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        unit_of(name, LENET5)
    assert str(caught.value) == sentence


def test_carried_to_another_network() -> None:
    unit = Unit("C3", (4, 2, 7))
    assert carried(unit, LENET5) == unit
    assert carried(unit, LENET_1998) == unit
    assert carried(Unit("F7", (3,)), family.member("lenet5-deep").architecture) == Unit("F7", (3,))
    assert carried(Unit("F7", (3,)), LENET5) is None
    assert carried(Unit("C5", (130,)), LENET5) is None
    assert carried(Unit("C5", (13,)), LENET_1998) is None, "there it has maps"


def walked(unit: Unit, *moves: Move, across: int = 1) -> str:
    for move in moves:
        unit = moved(LENET5, unit, move, across=across)
    return str(unit)


def test_walking_within_a_map_and_from_map_to_map() -> None:
    start = Unit("C3", (4, 2, 7))
    steps = {
        Move.LEFT: "C3/4/2,6",
        Move.RIGHT: "C3/4/2,8",
        Move.UP: "C3/4/1,7",
        Move.DOWN: "C3/4/3,7",
        Move.MAP_BEFORE: "C3/3/2,7",
        Move.MAP_AFTER: "C3/5/2,7",
    }
    assert {move: walked(start, move) for move in steps} == steps


def test_nobody_walks_beyond_the_edge() -> None:
    first, last = Unit("S4", (0, 0, 0)), Unit("S4", (15, 4, 4))
    assert walked(first, Move.LEFT, Move.UP, Move.MAP_BEFORE) == "S4/0/0,0"
    assert walked(last, Move.RIGHT, Move.DOWN, Move.MAP_AFTER) == "S4/15/4,4"
    assert walked(Unit("F6", (0,)), Move.LEFT, Move.UP, across=7) == "F6/0"
    assert walked(Unit("F6", (83,)), Move.RIGHT, Move.DOWN, across=7) == "F6/83"


def test_walking_among_units_in_lines() -> None:
    unit = Unit("F6", (20,))
    assert walked(unit, Move.DOWN, across=7) == "F6/27"
    assert walked(unit, Move.UP, across=7) == "F6/13"
    assert walked(unit, Move.LEFT, across=7) == walked(unit, Move.MAP_BEFORE) == "F6/19"
    assert walked(Unit("F6", (80,)), Move.DOWN, across=7) == "F6/80", "there is no line below"


def test_walking_from_layer_to_layer() -> None:
    assert walked(Unit("C3", (4, 2, 7)), Move.LAYER_BEFORE) == "S2/4/4,9"
    assert walked(Unit("S2", (4, 4, 9)), Move.LAYER_BEFORE) == "C1/4/9,19"
    assert walked(Unit("S2", (4, 4, 9)), Move.LAYER_AFTER) == "C3/4/2,7"
    assert walked(Unit("C1", (0, 0, 0)), Move.LAYER_BEFORE, Move.LAYER_BEFORE) == "input/0/2,2"
    assert walked(Unit("output", (3,)), Move.LAYER_AFTER) == "output/3"
    dropping = family.member("lenet5-dropout").architecture
    assert moved(dropping, Unit("S4", (3, 2, 2)), Move.LAYER_AFTER).layer == "C5", "a dropout has no place of its own"
    assert moved(dropping, Unit("C5", (17,)), Move.LAYER_BEFORE).layer == "S4"


def test_shapes() -> None:
    assert shape_of("C3", LENET5) == (16, 10, 10)
    assert shape_of("input", LENET5) == (1, 32, 32)
    assert shape_of("nothing", LENET5) is None
