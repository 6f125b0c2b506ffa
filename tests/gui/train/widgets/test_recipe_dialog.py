from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.recipe_dialog import RecipeDialog
from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.networks.recipe_text import recipe_text

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
)


@pytest.fixture
def dialog(qtbot: QtBot) -> RecipeDialog:
    return opened(qtbot, "lenet5")


def opened(qtbot: QtBot, id_: str, recipe: Recipe | None = None) -> RecipeDialog:
    member = family.member(id_)
    dialog = RecipeDialog(member, recipe or member.recipe)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(field: QComboBox, value: object) -> None:
    field.setCurrentIndex(field.findData(value))
    assert field.currentData() == value


@pytest.mark.parametrize("recipe", [Recipe(), EVERYTHING, *(family.member(id_).recipe for id_ in family.ids())])
def test_a_recipe_is_given_back_as_it_was_shown(dialog: RecipeDialog, recipe: Recipe) -> None:
    dialog.form.set_recipe(recipe)
    assert dialog.form.recipe == recipe
    assert dialog.recipe == recipe
    assert dialog.text == recipe_text(recipe)
    assert dialog.ok_button.isEnabled()


def test_the_words_follow_the_fields(dialog: RecipeDialog) -> None:
    dialog.form.batch_size.setValue(77)
    assert "batches of 77" in dialog.text
    choose(dialog.form.optimiser, Optimiser.ADADELTA)
    assert dialog.text.startswith("Adadelta, ")
    assert dialog.recipe.optimiser is Optimiser.ADADELTA


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
def test_what_is_impossible_is_refused_at_once_in_words(
    dialog: RecipeDialog, field: str, value: float, words: str
) -> None:
    box = cast("QAbstractSpinBox", getattr(dialog.form, field))
    before = dialog.recipe
    box.setValue(value)  # type: ignore[attr-defined]
    assert words in dialog.text
    assert not dialog.ok_button.isEnabled()
    assert dialog.recipe == before
    dialog.form.set_recipe(Recipe())
    assert dialog.text == recipe_text(Recipe())
    assert dialog.ok_button.isEnabled()


def test_levenberg_marquardt_takes_one_picture_at_a_time(dialog: RecipeDialog) -> None:
    choose(dialog.form.optimiser, Optimiser.LEVENBERG_MARQUARDT)
    assert not dialog.form.batch_size.isEnabled()
    assert dialog.form.damping.isEnabled()
    assert dialog.form.curvature_pictures.isEnabled()
    assert (dialog.recipe.optimiser, dialog.recipe.batch_size) == (Optimiser.LEVENBERG_MARQUARDT, 1)
    choose(dialog.form.optimiser, Optimiser.SGD)
    assert dialog.form.batch_size.isEnabled()
    assert not dialog.form.damping.isEnabled()


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
def test_what_does_not_apply_is_greyed_out(dialog: RecipeDialog, choice: str, value: object, fields: list[str]) -> None:
    size = dialog.size()
    for field in (*fields, "first_bias"):
        assert not cast("QWidget", getattr(dialog.form, field)).isEnabled()
    choose(getattr(dialog.form, choice), value)
    assert all(cast("QWidget", getattr(dialog.form, field)).isEnabled() for field in fields)
    dialog.grab()
    assert dialog.size() == size, "nothing jumps"


def test_biases_have_a_value_of_their_own_only_where_that_is_wanted(dialog: RecipeDialog) -> None:
    choose(dialog.form.initialisation, Initialisation.TRUNCATED_NORMAL)
    assert dialog.recipe.first_bias is None
    dialog.form.has_first_bias.setChecked(True)
    dialog.form.first_bias.setValue(0.1)
    assert dialog.recipe.first_bias == 0.1
    dialog.form.has_first_bias.setChecked(False)
    assert dialog.recipe.first_bias is None


def test_a_run_is_counted_in_epochs_or_in_steps(dialog: RecipeDialog) -> None:
    choose(dialog.form.unit, True)
    dialog.form.steps.setValue(50)
    assert (dialog.recipe.steps, dialog.recipe.epochs) == (50, 10)
    choose(dialog.form.unit, False)
    assert (dialog.recipe.steps, dialog.recipe.epochs) == (0, 10)


def test_the_published_recipe_and_the_networks_own_can_be_gone_back_to(qtbot: QtBot) -> None:
    published = family.member("lenet5-wide").recipe
    dialog = opened(qtbot, "lenet5-wide", Recipe())
    dialog.published_button.click()
    assert dialog.recipe == published
    dialog.form.set_recipe(Recipe())
    dialog.default_button.click()
    assert dialog.recipe == published


def test_a_network_that_was_published_without_a_recipe_has_only_its_own(dialog: RecipeDialog) -> None:
    assert not dialog.published_button.isEnabled()
    assert "without a recipe" in dialog.published_button.toolTip()
    dialog.form.set_recipe(Recipe(epochs=99))
    dialog.default_button.click()
    assert dialog.recipe == family.member("lenet5").recipe


def test_of_two_published_recipes_one_is_chosen(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "lenet5-1998", Recipe())
    actions = dialog.published_button.menu().actions()
    assert [action.text() for action in actions] == [
        "Plain: 99.05 % right on the test pictures",
        "Distorted: 99.2 % right on the test pictures",
    ]
    actions[1].trigger()
    assert dialog.recipe == family.member("lenet5-1998").experiments[1].recipe


def test_every_field_is_named_and_explained(dialog: RecipeDialog) -> None:
    fields = [*dialog.form.findChildren(QComboBox), *dialog.form.findChildren(QAbstractSpinBox)]
    assert len(fields) > 15
    assert all(field.accessibleName() and field.toolTip() for field in fields)
