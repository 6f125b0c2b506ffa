from dataclasses import replace

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.editing.draft import Draft, changed_kind
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
from lenet_app.networks.recipe import Loss


def draft(id_: str = "lenet5") -> Draft:
    return Draft.of(family.member(id_))


def names(of: Draft) -> list[str]:
    return [layer.name for layer in of.layers]


@pytest.mark.parametrize("id_", family.ids())
def test_a_draft_of_each_network_is_that_network(id_: str) -> None:
    member = family.member(id_)
    made = draft(id_).member(id_)
    assert made.architecture == member.architecture
    assert made.normalisation == member.normalisation
    assert made.recipe == member.recipe
    assert made.data_set == member.data_set
    assert not made.experiments[0].is_published


@pytest.mark.parametrize("id_", family.ids())
def test_names_of_each_network_stay_where_nothing_comes_or_goes(id_: str) -> None:
    assert names(draft(id_).moved(0, 0)) == names(draft(id_))


def test_names_follow_a_new_layer() -> None:
    longer = draft().inserted(2, Convolution)
    assert names(longer) == ["C1", "S2", "C3", "C4", "S5", "C6", "F7", "output"]
    assert longer.layers[2].activation is Activation.RELU


def test_names_follow_a_layer_that_goes_or_moves() -> None:
    assert names(draft().removed(1)) == ["C1", "C2", "S3", "C4", "F5", "output"]
    moved = draft().moved(1, 1)
    assert [layer.kind for layer in moved.layers[:3]] == ["convolution", "convolution", "max-pool"]
    assert names(moved) == ["C1", "C2", "S3", "S4", "C5", "F6", "output"]


def test_a_move_ends_at_the_ends() -> None:
    assert draft().moved(0, -1) == draft()
    assert draft().moved(6, 1) == draft()


def test_whatever_is_last_is_the_output() -> None:
    swapped = draft().moved(6, -1)
    assert names(swapped)[-2:] == ["F6", "output"]
    assert [layer.units for layer in swapped.layers[-2:] if isinstance(layer, FullyConnected)] == [10, 84]


def test_dropouts_have_numbers_of_their_own() -> None:
    twice = draft().inserted(4, Dropout).inserted(6, Dropout)
    assert names(twice) == ["C1", "S2", "C3", "S4", "drop1", "C5", "drop2", "F6", "output"]


def test_a_name_given_by_hand_stays_and_no_other_layer_gets_it() -> None:
    named = draft().with_layer(0, replace(draft().layers[0], name="edges"))
    named = named.with_layer(2, replace(named.layers[2], name="C4"))
    assert names(named.inserted(3, Convolution)) == ["edges", "S2", "C4", "C4b", "S5", "C6", "F7", "output"]


def test_a_new_kind_has_its_letter() -> None:
    changed = draft().with_layer(4, changed_kind(draft().layers[4], Convolution))
    assert names(changed)[4] == "C5"
    pooled = draft().with_layer(2, changed_kind(draft().layers[2], MaxPooling))
    assert names(pooled)[2] == "S3"


@pytest.mark.parametrize(
    "kind", [Convolution, Subsampling, MaxPooling, AveragePooling, FullyConnected, Dropout, RadialBasis]
)
def test_a_layer_can_become_every_kind(kind: type[Layer]) -> None:
    changed = changed_kind(FullyConnected("F6", 7, Activation.TANH), kind)
    assert type(changed) is kind
    assert changed.name == "F6"
    if isinstance(changed, RadialBasis | FullyConnected):
        assert changed.units == 7
    if isinstance(changed, Convolution | Subsampling):
        assert changed.activation is Activation.TANH


def test_the_only_layer_stays() -> None:
    one = replace(draft(), layers=draft().layers[-1:])
    assert one.removed(0) is one


def test_what_cannot_be_built_is_said_when_it_is_to_be_built() -> None:
    impossible = draft().with_layer(3, MaxPooling("S4", 20))
    with pytest.raises(UserError, match=r"^S4 would be 16 × 0 × 0: its input of 16 × 10 × 10 is too small"):
        impossible.member("mine")


def test_the_classes_are_those_of_the_last_layer() -> None:
    assert draft().with_classes(26).classes == 26
    assert draft().with_classes(26).member("mine").architecture.classes == 26
    without = replace(draft(), layers=draft().layers[:2])
    assert without.classes == 0
    assert without.with_classes(3) is without


def test_colour_brings_its_data_set() -> None:
    coloured = replace(draft(), input_shape=(3, 32, 32)).member("mine")
    assert coloured.data_set == "cifar10"
    assert coloured.normalisation == family.member("lenet-cifar").normalisation
    grey = replace(draft("lenet-cifar"), input_shape=(1, 32, 32)).member("mine")
    assert grey.data_set == "mnist"


def test_another_kind_of_answer_brings_a_loss_that_goes_with_it() -> None:
    original = draft("lenet5-1998")
    softmax = original.with_layer(6, changed_kind(original.layers[6], FullyConnected)).member("mine")
    assert softmax.recipe.loss is Loss.CROSS_ENTROPY
    assert softmax.recipe.loss_divisor == 1
    modern = draft()
    distances = modern.with_layer(6, changed_kind(modern.layers[6], RadialBasis)).member("mine")
    assert distances.recipe == family.member("lenet5-1998").recipe
