from dataclasses import replace

from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.comparison import Difference, differences
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected

LENET5 = family.member("lenet5").architecture


def test_the_same_layers_differ_in_nothing_whatever_they_are_called() -> None:
    assert differences(LENET5, LENET5) == ()
    assert differences(LENET5, replace(LENET5, id="mine", title="Mine")) == ()


def test_a_changed_part_shows_with_what_follows_from_it() -> None:
    layers = (Convolution("C1", maps=8), *LENET5.layers[1:])
    wider = Architecture("wider", "Wider", LENET5.input_shape, layers)
    assert differences(LENET5, wider) == (
        Difference("C1", "maps", "6", "8"),
        Difference("C1", "output", "6 × 28 × 28", "8 × 28 × 28"),
        Difference("C1", "parameters", "156", "208"),
        Difference("S2", "output", "6 × 14 × 14", "8 × 14 × 14"),
        Difference("C3", "parameters", "2,416", "3,216"),
        Difference("network", "parameters", "61,706", "62,558"),
        Difference("network", "connections", "429,342", f"{wider.connections:,}"),
    )


def test_a_layer_that_only_one_has() -> None:
    layers = (*LENET5.layers[:-1], Dropout("drop1", 0.25), LENET5.layers[-1])
    other = replace(LENET5, layers=layers)
    assert differences(LENET5, other) == (Difference("drop1", "kind", "", "dropout"),)
    assert differences(other, LENET5) == (Difference("drop1", "kind", "dropout", ""),)


def test_tables_are_told_by_their_connections() -> None:
    found = differences(family.member("lenet5-1998").architecture, family.member("lenet5-1998+full").architecture)
    assert [(one.where, one.what, one.one, one.other) for one in found] == [
        ("C3", "table", "60", ""),
        ("C3", "parameters", "1,516", "2,416"),
        ("network", "parameters", "60,000", "60,900"),
        ("network", "connections", "340,908", "430,908"),
    ]


def test_layers_without_a_common_name_are_held_together_by_their_places() -> None:
    renamed = (FullyConnected("A", 3), FullyConnected("B", 2))
    one = Architecture("one", "One", (1, 2, 2), renamed)
    other = Architecture("other", "Other", (1, 2, 2), (FullyConnected("X", 3), FullyConnected("Y", 2)))
    assert [(d.where, d.what, d.one, d.other) for d in differences(one, other)] == [
        ("A", "name", "A", "X"),
        ("B", "name", "B", "Y"),
    ]
