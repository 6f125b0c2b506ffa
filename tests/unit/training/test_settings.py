from dataclasses import replace

import pytest

from lenet_app.data.catalogue import MNIST
from lenet_app.networks import family
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.making import Making
from lenet_app.networks.recipe import KNOW_RUBBISH, Augmentation, Loss, Recipe
from lenet_app.training.settings import TrainingSettings, fine_tuning_recipe, seed_of, usual_recipe
from tests.unit.samples import TINY, model

USUAL = Recipe(hold_out=0.1)
LEARNED_MADE = model(TINY, recipe=Recipe(augmentation=Augmentation.HANDWRITING))
LEARNED_MNIST = model(TINY, recipe=Recipe())


def test_who_learned_made_digits_goes_on_seeing_them() -> None:
    asked = replace(USUAL, epochs=3)
    assert fine_tuning_recipe(asked, USUAL, LEARNED_MADE, MNIST) == replace(
        asked, augmentation=Augmentation.HANDWRITING
    )


@pytest.mark.parametrize("augmentation", [Augmentation.NONE, Augmentation.DISTORTED_COPIES])
def test_what_was_asked_for_stays(augmentation: Augmentation) -> None:
    asked = replace(USUAL, augmentation=augmentation)
    assert fine_tuning_recipe(asked, USUAL, LEARNED_MADE, MNIST) == replace(asked, no_digits=True), "it refuses"


def test_who_never_saw_a_made_digit_sees_none() -> None:
    assert fine_tuning_recipe(USUAL, USUAL, LEARNED_MNIST, MNIST) == USUAL


def test_made_digits_join_no_other_data_set() -> None:
    assert fine_tuning_recipe(USUAL, USUAL, LEARNED_MADE, "cifar10").augmentation is USUAL.augmentation


def test_a_loss_that_knows_no_rubbish_learns_none() -> None:
    usual = replace(USUAL, loss=Loss.SQUARED_ERROR)
    assert fine_tuning_recipe(usual, usual, LEARNED_MADE, MNIST) == usual


def test_who_refuses_goes_on_seeing_what_is_no_digit() -> None:
    refusing_model = model(TINY, recipe=replace(USUAL, no_digits=True))
    asked = replace(USUAL, epochs=3)
    assert fine_tuning_recipe(asked, USUAL, refusing_model, MNIST) == replace(asked, no_digits=True)
    of_1998 = model(TINY, certainty=Certainty(rubbish=5.0))
    assert fine_tuning_recipe(asked, USUAL, of_1998, MNIST).no_digits
    squared = replace(USUAL, loss=Loss.SQUARED_ERROR)
    assert fine_tuning_recipe(squared, squared, refusing_model, MNIST) == squared, "the loss cannot learn it"


@pytest.mark.parametrize("name", family.ids())
def test_a_training_begins_with_what_the_program_adds_to_a_recipe_of_digits(name: str) -> None:
    member = family.member(name)
    usual, own = usual_recipe(member), member.recipe
    if member.data_set != MNIST:
        assert usual == own
        return
    assert usual == replace(own, no_digits=own.loss in KNOW_RUBBISH, hold_out=own.hold_out or 1 / 12)


def test_fine_tuning_holds_out_what_the_model_never_learned() -> None:
    assert seed_of(None) == seed_of(model(TINY)) == TrainingSettings.seed
    assert seed_of(model(TINY, making=Making(seed=7))) == 7
