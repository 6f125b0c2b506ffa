"""The page Train: which network is trained, on which data set, from where and with which recipe."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from lenet_app.data.pictures import DataSet
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home
from lenet_app.storage.architectures import write_architecture
from lenet_app.training.presets import Preset
from lenet_app.training.reports import CPU
from lenet_app.training.settings import usual_recipe
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.data.sample_files import (
    cifar_files,
    random_images,
    write_files,
    write_set,
    write_small_set,
    write_some_mnist,
)
from tests.unit.samples import NORMALISATION, TINY

FAST = Recipe(epochs=1, batch_size=1000)
BEGUN_WITH = replace(FAST, hold_out=1 / 12, no_digits=True)
"""What a training of a network with this recipe begins with."""


def own_network(title: str = "Mine / tiny", name: str = "mine") -> Path:
    """A network of the user's own, saved."""
    architecture = Architecture("mine", title, TINY.input_shape, TINY.layers)
    path = Home.of_user().architectures / f"{name}.json"
    write_architecture(Member(architecture, NORMALISATION, (Experiment(FAST, is_published=False),)), path)
    return path


def click(desk: TrainingDesk) -> None:
    assert desk.choices.train_button.isEnabled(), desk.choices.train_button.toolTip()
    QTest.mouseClick(desk.choices.train_button, Qt.MouseButton.LeftButton)


def shipped(desk: TrainingDesk, qtbot: QtBot, architecture_id: str = "lenet5") -> None:
    """Start from the shipped model of this network."""
    desk.page.set_models(desk.library.entries())
    entry = next(one for one in desk.library.entries() if one.architecture_id == architecture_id)
    desk.page.fine_tune(entry)
    qtbot.waitUntil(lambda: desk.page.plan.start is not None, timeout=TIMEOUT)


def test_lenet5_comes_first_with_its_own_recipe(desk: TrainingDesk) -> None:
    plan = desk.page.plan
    assert plan.member == family.member("lenet5")
    assert plan.recipe == Preset.QUICK.recipe(family.member("lenet5"))
    assert plan.start is None
    assert desk.choices.data_set.currentText() == "MNIST"


def test_what_is_visible_is_what_runs(desk: TrainingDesk, tmp_path: Path) -> None:
    desk.settings.data_set = str(write_some_mnist(tmp_path / "some", 5000, 500))
    desk.open_page()
    desk.card.form.epochs.setValue(1)
    desk.card.form.batch_size.setValue(1000)
    shown = desk.page.plan
    click(desk)
    assert desk.strip.progress.heading == "Training LeNet-5 on some"
    assert not desk.choices.train_button.isEnabled()
    assert "A training runs" in desk.choices.train_button.toolTip()
    desk.until_ended()
    ((_, model),) = desk.saved
    assert (model.recipe.epochs, model.recipe.batch_size) == (1, 1000)
    assert model.recipe == shown.recipe
    assert desk.choices.train_button.isEnabled()
    assert desk.settings.recipe("lenet5") == shown.recipe


def test_each_network_has_the_recipe_it_was_last_trained_with_or_its_own(tmp_path: Path, desk: TrainingDesk) -> None:
    changed = Recipe(epochs=3, batch_size=77)
    desk.settings.set_recipe("lenet5-wide", changed)
    desk.choose_network("lenet5-deep")
    assert desk.page.plan.recipe == usual_recipe(family.member("lenet5-deep"))
    desk.choose_network("lenet5-wide")
    assert desk.page.plan.recipe == changed
    desk.card.form.epochs.setValue(9)
    desk.choose_network("lenet5")
    desk.choose_network("lenet5-wide")
    assert desk.page.plan.recipe == replace(changed, epochs=9), "as it was left in this session"


@pytest.mark.parametrize("id_", ["lenet5-deep", "lenet5-1998+relu+softmax"])
def test_the_chosen_network_is_remembered(desk: TrainingDesk, tmp_path: Path, qtbot: QtBot, id_: str) -> None:
    desk.page.show_member(family.member(id_))
    desk.settings.write()
    again = TrainingDesk(tmp_path, qtbot)
    assert again.page.plan.member == family.member(id_)
    assert again.page.plan.recipe == usual_recipe(family.member(id_))
    again.finish()


def test_a_network_that_is_not_known_any_more_gives_way_to_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    desk = TrainingDesk(tmp_path, qtbot)
    desk.settings.network = "lenet6"
    desk.settings.write()
    desk.finish()
    again = TrainingDesk(tmp_path, qtbot)
    assert again.page.plan.member == family.member("lenet5")
    again.finish()


def test_the_users_own_networks_are_listed_and_remembered(desk: TrainingDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = own_network()
    (path.parent / "broken.json").write_text("{")
    desk.page.list_networks()
    qtbot.waitUntil(lambda: "Mine / tiny" in desk.choices.network.titles, timeout=TIMEOUT)
    assert desk.page.plan.member == family.member("lenet5")
    desk.choose_network(str(path))
    assert desk.page.plan.recipe == BEGUN_WITH
    assert desk.settings.network == str(path)
    desk.settings.write()
    again = TrainingDesk(tmp_path, qtbot)
    qtbot.waitUntil(lambda: again.page.plan.member.architecture.id == "mine", timeout=TIMEOUT)
    assert again.page.plan.recipe == BEGUN_WITH
    again.finish()
    own_network("Another", "another")
    desk.page.list_networks()
    qtbot.waitUntil(lambda: "Another" in desk.choices.network.titles, timeout=TIMEOUT)


def test_another_network_is_trained_to_a_model_named_after_it(desk: TrainingDesk, qtbot: QtBot) -> None:
    path = own_network()
    desk.page.list_networks()
    desk.open_page()
    qtbot.waitUntil(lambda: "Mine / tiny" in desk.choices.network.titles, timeout=TIMEOUT)
    desk.choose_network(str(path))
    click(desk)
    assert desk.strip.progress.heading == "Training Mine / tiny on MNIST"
    assert (desk.running, desk.begun) == ([True], 1)
    desk.until_ended()
    assert desk.running == [True, False]
    ((entry, model),) = desk.saved
    assert entry.name.startswith("Mine - tiny 20")
    assert model.architecture.id == "mine"
    assert model.making.hold_out == 5000
    assert model.making.epoch == 1


def test_an_opened_data_set_is_trained_on(desk: TrainingDesk, tmp_path: Path) -> None:
    write_small_set(tmp_path / "letters", labels=3)
    told: list[DataSet] = []
    desk.control.data_set_changed.connect(told.append)
    desk.control.data_sets.open_path(tmp_path / "letters")
    assert not desk.choices.train_button.isEnabled()
    assert "is being read" in desk.choices.train_button.toolTip()
    desk.settle()
    desk.card.set_recipe(family.member("lenet5"), Recipe(epochs=2, batch_size=5))
    click(desk)
    desk.until_ended()
    assert told[-1].title == "letters"
    ((_, model),) = desk.saved
    assert model.architecture.classes == 3
    assert model.making.data_set == str(tmp_path / "letters")


# Starting from a model


def test_a_model_to_go_on_from_brings_its_network_and_what_it_learned(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    desk.choose_network("lenet5-deep")
    shipped(desk, qtbot)
    plan = desk.page.plan
    assert plan.member == family.member("lenet5")
    assert plan.start is not None
    assert plan.start.name == "LeNet-5"
    assert desk.choices.train_button.text() == "Fine-tune"
    assert desk.choices.chosen_start is not None
    # It learned made digits, and goes on seeing them: the page shows it.
    assert plan.recipe.augmentation is Augmentation.HANDWRITING
    assert desk.card.form.augmentation.currentData() == Augmentation.HANDWRITING


def test_new_weights_bring_the_networks_recipe_back(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    shipped(desk, qtbot)
    desk.choices.start.setCurrentIndex(0)
    desk.choices.start.activated.emit(0)
    assert desk.page.plan.start is None
    assert desk.page.plan.recipe == Preset.QUICK.recipe(family.member("lenet5"))
    assert desk.choices.train_button.text() == "Train"


def test_another_network_begins_with_new_weights(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    shipped(desk, qtbot)
    desk.choose_network("lenet5-deep")
    assert desk.page.plan.start is None
    assert desk.choices.chosen_start is None


def test_a_model_that_cannot_be_read_is_told(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    entries = desk.library.entries()
    gone = replace(entries[0], name="gone", path=Path("gone.safetensors"))
    desk.page.set_models([*entries, gone])
    desk.page.fine_tune(gone)
    qtbot.waitUntil(lambda: "gone.safetensors" in desk.page.notice.text, timeout=TIMEOUT)
    assert desk.page.plan.start is None
    assert desk.choices.train_button.isEnabled()


def test_fine_tuning_on_other_classes_is_refused(desk: TrainingDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.open_page()
    shipped(desk, qtbot)
    write_small_set(tmp_path / "letters", labels=3)
    desk.control.data_sets.open_path(tmp_path / "letters")
    desk.settle()
    desk.card.form.batch_size.setValue(6)
    click(desk)
    desk.until_ended()
    assert "10 classes" in desk.notice.text
    assert not desk.saved


# What does not belong together


def test_a_missing_data_set_is_told_when_its_network_is_chosen(desk: TrainingDesk) -> None:
    desk.open_page()
    desk.choose_network("lenet-cifar")
    assert desk.notice.text.startswith("LeNet for CIFAR-10 is meant for CIFAR-10, which is not here")
    assert desk.choices.data_set.currentText() == "MNIST"
    assert desk.choices.note == "LeNet for CIFAR-10 is made for colour pictures; those of MNIST are grey."
    desk.choose_network("lenet5")
    assert desk.choices.note == ""


@pytest.mark.parametrize("answer", ["Train all the same", "Cancel"])
def test_a_network_and_pictures_of_another_kind_are_asked_about(desk: TrainingDesk, answer: str) -> None:
    desk.open_page()
    desk.choose_network("lenet-cifar")
    desk.card.set_recipe(family.member("lenet-cifar"), FAST)
    click(desk)
    assert not desk.control.is_running
    (box,) = desk.page.findChildren(QMessageBox)
    assert "made for colour pictures" in box.text()
    next(button for button in box.buttons() if button.text().replace("&", "") == answer).click()
    assert desk.control.is_running is (answer != "Cancel")


def test_choosing_the_colour_network_proposes_its_pictures(desk: TrainingDesk, tmp_path: Path) -> None:
    desk.open_page()
    desk.control.data_sets.open_path(write_files(tmp_path / "colours", cifar_files(40)))
    desk.settle()
    desk.choices.data_set.chosen.emit("mnist")
    desk.settle()
    assert desk.choices.data_set.currentText() == "MNIST"
    desk.choose_network("lenet-cifar")
    desk.settle()
    assert desk.control.data_sets.title == "CIFAR-10"
    assert desk.choices.note == ""


def test_pictures_that_are_too_large_are_refused(desk: TrainingDesk, tmp_path: Path) -> None:
    large = random_images(20, 40, 40)
    write_set(tmp_path / "large", (large, [n % 4 for n in range(20)]), (large, [n % 4 for n in range(20)]))
    desk.control.data_sets.open_path(tmp_path / "large")
    desk.settle()
    desk.card.form.batch_size.setValue(6)
    click(desk)
    desk.until_ended()
    assert "do not fit a network input" in desk.notice.text


# Coming from Networks


def test_a_network_is_filled_in_with_the_first_of_its_recipes_and_its_data_set(
    desk: TrainingDesk, tmp_path: Path
) -> None:
    write_small_set(tmp_path / "letters", labels=3)
    desk.control.data_sets.open_path(tmp_path / "letters")
    desk.settle()
    member = family.member("lenet5-dropout")
    desk.settings.set_recipe("lenet5-dropout", FAST)
    other = Experiment(replace(member.recipe, steps=20), "short")
    desk.page.show_member(replace(member, experiments=(other, *member.experiments)))
    assert not desk.control.is_running, "nothing begins by itself"
    assert desk.page.plan.member.architecture == member.architecture
    assert desk.page.plan.recipe.steps == 20
    desk.settle()
    assert desk.choices.data_set.currentText() == "MNIST"
    click(desk)
    desk.until_ended()
    ((_, model),) = desk.saved
    assert model.recipe.steps == 20
    assert model.making.data_set == "mnist"


def test_a_network_without_its_data_set_is_told(desk: TrainingDesk) -> None:
    desk.page.show_member(family.member("lenet-rgb"))
    assert desk.page.plan.member == family.member("lenet-rgb")
    assert "is meant for CIFAR-10" in desk.notice.text
    assert (desk.begun, desk.running) == (0, [])


# The fields


@pytest.mark.parametrize("size", [(952, 592), (1208, 672), (1848, 1032)])
def test_everything_fits(desk: TrainingDesk, size: tuple[int, int]) -> None:
    desk.page.setParent(None)
    desk.page.resize(*size)
    desk.page.show()
    desk.page.grab()
    assert desk.page.minimumSizeHint().width() <= size[0]
    for widget in (desk.choices, desk.card):
        assert desk.page.rect().contains(widget.geometry())
    form = desk.card.form
    assert form.width() <= desk.card.width()
    desk.page.setParent(desk.window)


def test_an_impossible_recipe_cannot_be_trained(desk: TrainingDesk) -> None:
    desk.open_page()
    desk.card.form.learning_rate.setValue(0)
    assert not desk.choices.train_button.isEnabled()
    assert "learning rate must be a number above 0" in desk.choices.train_button.toolTip()


def test_the_keys_lead_through_every_field(desk: TrainingDesk) -> None:
    named: list[Callable[[], str]] = [
        field.accessibleName
        for field in (desk.choices.network, desk.choices.data_set, desk.choices.start, desk.choices.device)
    ]
    assert [name() for name in named] == ["Network", "Data set", "Start from", "Device"]
    fields = (desk.choices.network, desk.choices.data_set, desk.choices.start, desk.choices.device)
    assert all(field.toolTip() for field in fields)


def test_devices_are_listed_when_they_are_known(desk: TrainingDesk) -> None:
    assert [desk.choices.device.itemText(n) for n in range(desk.choices.device.count())] == ["Automatic (CPU)", "CPU"]
    assert desk.page.plan.device_id == ""
    desk.settings.device = "cpu"
    desk.control.set_devices((CPU,))
    assert desk.page.plan.device_id == "cpu"
