from dataclasses import replace

import pytest

from lenet_app.data.catalogue import MNIST
from lenet_app.networks.recipe import Augmentation, Loss, Recipe
from lenet_app.training.settings import fine_tuning_recipe
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
    assert fine_tuning_recipe(asked, USUAL, LEARNED_MADE, MNIST) == asked


def test_who_never_saw_a_made_digit_sees_none() -> None:
    assert fine_tuning_recipe(USUAL, USUAL, LEARNED_MNIST, MNIST) == USUAL


def test_made_digits_join_no_other_data_set() -> None:
    assert fine_tuning_recipe(USUAL, USUAL, LEARNED_MADE, "cifar10") == USUAL


def test_a_loss_that_knows_no_rubbish_learns_none() -> None:
    usual = replace(USUAL, loss=Loss.SQUARED_ERROR)
    assert fine_tuning_recipe(usual, usual, LEARNED_MADE, MNIST) == usual
