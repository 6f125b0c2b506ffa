from dataclasses import replace

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.editing.comparison import Difference, differences
from lenet_app.networks.editing.draft import Draft
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
        ("A / X", "name", "A", "X"),
        ("B / Y", "name", "B", "Y"),
    ]


def test_a_layer_that_was_removed_is_told_with_what_follows_from_it_whatever_the_others_are_called() -> None:
    draft = Draft.of(family.member("lenet5"))
    without = draft.removed(0).member("without").architecture
    found = differences(LENET5, without)
    assert found[0] == Difference("C1", "kind", "convolution", "")
    assert found[0].is_whole_layer
    assert [(d.where, d.what) for d in found[1:]] == [
        ("S2 / S1", "output"),
        ("C3 / C2", "output"),
        ("C3 / C2", "parameters"),
        ("S4 / S3", "output"),
        ("C5 / C4", "parameters"),
        ("network", "parameters"),
        ("network", "connections"),
    ]
    assert not any(d.is_whole_layer for d in found[1:])
    back = differences(without, LENET5)
    assert back[0] == Difference("C1", "kind", "", "convolution")
    assert [(d.one, d.other) for d in back] == [(d.other, d.one) for d in found]


def test_every_removed_and_every_added_layer_is_found_among_others_of_its_kind() -> None:
    draft = Draft.of(family.member("lenet5-deep"))
    layers = draft.member("deep").architecture.plans
    removable = 0
    for index, plan in enumerate(layers):
        try:
            without = draft.removed(index).member("without").architecture
        except UserError:
            continue
        removable += 1
        for one, other, is_first in ((layers, without.plans, True), (without.plans, layers, False)):
            first, second = (replace_layers(draft, plans) for plans in (one, other))
            whole = [d for d in differences(first, second) if d.is_whole_layer]
            assert [(d.where, d.one if is_first else d.other) for d in whole] == [(plan.name, plan.layer.kind)]
    assert removable > 4


def replace_layers(draft: Draft, plans: tuple[LayerPlan, ...]) -> Architecture:
    return replace(draft, layers=tuple(plan.layer for plan in plans)).member("x").architecture


def test_a_layer_stands_for_one_that_does_the_same_work() -> None:
    one, other = (family.member(id_).architecture for id_ in ("lenet5-1998", "lenet5-1998+max-pool+softmax"))
    kinds = [(d.where, d.one, d.other) for d in differences(one, other) if d.what == "kind"]
    assert kinds == [
        ("S2", "subsampling", "max-pool"),
        ("S4", "subsampling", "max-pool"),
        ("output", "rbf", "fully connected"),
    ]


def test_names_given_by_hand_are_told_and_names_by_place_are_not() -> None:
    renamed = replace(LENET5, layers=(replace(LENET5.layers[0], name="edges"), *LENET5.layers[1:]))
    assert differences(LENET5, renamed) == (Difference("C1 / edges", "name", "C1", "edges"),)
    numbered = replace(LENET5, layers=(replace(LENET5.layers[0], name="C9"), *LENET5.layers[1:]))
    assert differences(LENET5, numbered) == ()
