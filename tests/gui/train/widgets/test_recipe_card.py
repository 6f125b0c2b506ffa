import re
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.recipe_card import RecipeCard
from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.training.presets import Preset
from lenet_app.training.settings import usual_recipe

EVERYTHING = Recipe(
    epochs=7,
    batch_size=3,
    learning_rate=1.25e-7,
    optimiser=Optimiser.MOMENTUM,
    schedule=Schedule.INVERSE,
    augmentation=Augmentation.DISTORTED_COPIES,
    loss=Loss.MAP,
    initialisation=Initialisation.TRUNCATED_NORMAL,
    steps=321,
    hold_out=1 / 12,
    decay=0.0001,
    momentum=0.95,
    weight_decay=0.0005,
    bias_rate=2.0,
    damping=0.5,
    curvature_pictures=77,
    rubbish=-1.5,
    loss_divisor=84.0,
    deviation=0.123456,
    first_bias=-0.1,
    average=0.999,
    variation=1.25,
    damage=0.35,
    made=0.27,
    no_digits=True,
)


@pytest.fixture
def card(qtbot: QtBot) -> RecipeCard:
    return opened(qtbot, "lenet5")


def opened(qtbot: QtBot, id_: str, recipe: Recipe | None = None) -> RecipeCard:
    member = family.member(id_)
    card = RecipeCard()
    card.set_recipe(member, recipe or member.recipe)
    qtbot.addWidget(card)
    card.show()
    return card


def choose(field: QComboBox, value: object) -> None:
    field.setCurrentIndex(field.findData(value))
    assert field.currentData() == value


@pytest.mark.parametrize("recipe", [Recipe(), EVERYTHING, *(family.member(id_).recipe for id_ in family.ids())])
def test_a_recipe_is_given_back_as_it_was_shown(card: RecipeCard, recipe: Recipe) -> None:
    card.form.set_recipe(recipe)
    assert card.form.recipe == recipe
    assert card.recipe == recipe
    assert card.text == recipe_text(recipe)
    assert card.fault == ""


def test_what_is_no_digit_is_learned_unless_it_is_left_out(card: RecipeCard) -> None:
    form = card.form
    assert not form.recipe.no_digits or form.no_digits.isChecked()
    form.set_recipe(Recipe())
    assert (form.no_digits.isEnabled(), form.no_digits.isChecked(), form.recipe.no_digits) == (True, False, False)
    form.no_digits.click()
    assert form.recipe.no_digits
    assert "with what is no digit among the pictures" in card.text
    assert re.fullmatch(r"Takes about \d s more an epoch", form.cost)
    form.set_digits(600_000)
    assert re.fullmatch(r"Takes about \d\d s more an epoch", form.cost)
    form.set_recipe(replace(form.recipe, hold_out=0.9))
    assert re.fullmatch(r"Takes about \d s more an epoch", form.cost), "what is held out costs nothing"


def test_what_cannot_be_learned_cannot_be_chosen_and_is_back_when_it_can(card: RecipeCard) -> None:
    form = card.form
    form.set_recipe(Recipe())
    form.no_digits.click()
    choose(form.loss, Loss.SQUARED_ERROR)
    assert (form.no_digits.isEnabled(), form.no_digits.isChecked(), form.recipe.no_digits) == (False, False, False)
    assert form.cost == "This loss cannot learn it"
    choose(form.loss, Loss.CROSS_ENTROPY)
    assert (form.no_digits.isEnabled(), form.no_digits.isChecked(), form.recipe.no_digits) == (True, True, True)
    choose(form.augmentation, Augmentation.HANDWRITING)
    assert (form.no_digits.isEnabled(), form.no_digits.isChecked()) == (False, True)
    assert form.recipe.teaches_refusing
    choose(form.augmentation, Augmentation.NONE)
    form.set_digits(0)
    assert (form.no_digits.isEnabled(), form.no_digits.isChecked(), form.recipe.no_digits) == (False, False, False)
    assert form.cost == "Only with the ten digits"


def test_as_published_is_without_and_the_default_with_what_is_no_digit(qtbot: QtBot) -> None:
    card = opened(qtbot, "lenet-pytorch")
    card.default_button.click()
    assert card.recipe == usual_recipe(family.member("lenet-pytorch"))
    assert card.recipe.no_digits
    card.published_button.click()
    assert card.recipe == family.member("lenet-pytorch").recipe
    assert not card.recipe.no_digits


def test_the_words_follow_the_fields(card: RecipeCard) -> None:
    card.form.batch_size.setValue(77)
    assert "batches of 77" in card.text
    choose(card.form.optimiser, Optimiser.ADADELTA)
    assert card.text.startswith("Adadelta, ")
    assert card.recipe.optimiser is Optimiser.ADADELTA


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("learning_rate", 0, "learning rate must be a number above 0"),
        ("hold_out", 100, "hold-out must be a share"),
        ("damping", 0, "damping"),
        ("loss_divisor", 0, "divided by a number above 0"),
        ("bias_rate", 0, "rate of biases"),
    ],
)
def test_what_is_impossible_is_refused_at_once_in_words(card: RecipeCard, field: str, value: float, words: str) -> None:
    box = cast("QAbstractSpinBox", getattr(card.form, field))
    before = card.recipe
    box.setValue(value)  # type: ignore[attr-defined]
    assert words in card.text
    assert words in card.fault
    assert card.recipe == before
    card.form.set_recipe(Recipe())
    assert card.text == recipe_text(Recipe())
    assert card.fault == ""


def test_levenberg_marquardt_takes_one_picture_at_a_time(card: RecipeCard) -> None:
    choose(card.form.optimiser, Optimiser.LEVENBERG_MARQUARDT)
    assert not card.form.batch_size.isEnabled()
    assert card.form.damping.isEnabled()
    assert card.form.curvature_pictures.isEnabled()
    assert (card.recipe.optimiser, card.recipe.batch_size) == (Optimiser.LEVENBERG_MARQUARDT, 1)
    choose(card.form.optimiser, Optimiser.SGD)
    assert card.form.batch_size.isEnabled()
    assert not card.form.damping.isEnabled()


@pytest.mark.parametrize(
    ("choice", "value", "fields"),
    [
        ("optimiser", Optimiser.MOMENTUM, ["momentum"]),
        ("schedule", Schedule.EXPONENTIAL, ["decay"]),
        ("schedule", Schedule.INVERSE, ["decay"]),
        ("loss", Loss.MAP, ["rubbish"]),
        ("initialisation", Initialisation.TRUNCATED_NORMAL, ["deviation", "has_first_bias"]),
    ],
)
def test_what_does_not_apply_is_greyed_out(card: RecipeCard, choice: str, value: object, fields: list[str]) -> None:
    size = card.size()
    for field in (*fields, "first_bias"):
        assert not cast("QWidget", getattr(card.form, field)).isEnabled()
    choose(getattr(card.form, choice), value)
    assert all(cast("QWidget", getattr(card.form, field)).isEnabled() for field in fields)
    card.grab()
    assert card.size() == size, "nothing jumps"


def test_biases_have_a_value_of_their_own_only_where_that_is_wanted(card: RecipeCard) -> None:
    choose(card.form.initialisation, Initialisation.TRUNCATED_NORMAL)
    assert card.recipe.first_bias is None
    card.form.has_first_bias.setChecked(True)
    card.form.first_bias.setValue(0.1)
    assert card.recipe.first_bias == 0.1
    card.form.has_first_bias.setChecked(False)
    assert card.recipe.first_bias is None


def test_a_run_is_counted_in_epochs_or_in_steps(card: RecipeCard) -> None:
    choose(card.form.unit, True)
    card.form.steps.setValue(50)
    assert (card.recipe.steps, card.recipe.epochs) == (50, 10)
    choose(card.form.unit, False)
    assert (card.recipe.steps, card.recipe.epochs) == (0, 10)


def test_the_published_recipe_and_the_networks_own_can_be_gone_back_to(qtbot: QtBot) -> None:
    published = family.member("lenet5-wide").recipe
    card = opened(qtbot, "lenet5-wide", Recipe())
    card.published_button.click()
    assert card.recipe == published
    card.form.set_recipe(Recipe())
    card.default_button.click()
    assert card.recipe == usual_recipe(family.member("lenet5-wide"))


def test_a_network_that_was_published_without_a_recipe_has_only_its_own(card: RecipeCard) -> None:
    assert not card.published_button.isEnabled()
    assert "without a recipe" in card.published_button.toolTip()
    card.form.set_recipe(Recipe(epochs=99))
    card.default_button.click()
    assert card.recipe == usual_recipe(family.member("lenet5"))


def test_presets_are_offered_where_they_suit(qtbot: QtBot) -> None:
    card = opened(qtbot, "lenet-pytorch")
    actions = card.preset_button.menu().actions()
    assert [action.text() for action in actions] == ["Quick", "Best"]
    actions[1].trigger()
    best = Preset.BEST.recipe(family.member("lenet-pytorch"))
    assert card.recipe == best
    assert card.form.epochs.value() == 12, "nothing of it is hidden"
    for name in ("lenet5-1998", "lenet-cifar"):
        assert not opened(qtbot, name).preset_button.isEnabled()


def test_of_two_published_recipes_one_is_chosen(qtbot: QtBot) -> None:
    card = opened(qtbot, "lenet5-1998", Recipe())
    actions = card.published_button.menu().actions()
    assert [action.text() for action in actions] == [
        "Plain: 99.05 % right on the test pictures",
        "Distorted: 99.2 % right on the test pictures",
    ]
    actions[1].trigger()
    assert card.recipe == family.member("lenet5-1998").experiments[1].recipe


def test_every_field_is_named_and_explained(card: RecipeCard) -> None:
    fields = [*card.form.findChildren(QComboBox), *card.form.findChildren(QAbstractSpinBox)]
    assert len(fields) > 15
    assert all(field.accessibleName() and field.toolTip() for field in fields)
