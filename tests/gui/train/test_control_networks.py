"""Which network is trained, on which data set, and with which recipe."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.data.pictures import DataSet
from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.architectures import write_architecture
from tests.gui.helpers import shipped_model
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.data.sample_files import random_images, write_set, write_small_set
from tests.unit.samples import NORMALISATION, TINY

FAST = Recipe(epochs=1, batch_size=1000)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TrainingDesk]:
    desk = TrainingDesk(tmp_path, qtbot)
    yield desk
    desk.finish()


def own_network(title: str = "Mine / tiny", name: str = "mine") -> Path:
    """A network of the user's own, saved."""
    architecture = Architecture("mine", title, TINY.input_shape, TINY.layers)
    path = Home.of_user().architectures / f"{name}.json"
    write_architecture(Member(architecture, NORMALISATION, (Experiment(FAST, is_published=False),)), path)
    return path


def test_lenet5_comes_first_with_its_own_recipe(desk: TrainingDesk) -> None:
    assert desk.controls.member == family.member("lenet5")
    assert desk.controls.recipe == family.member("lenet5").recipe
    assert desk.controls.data_set.currentText() == "MNIST"


def test_each_network_has_the_recipe_it_was_last_trained_with_or_its_own(tmp_path: Path, desk: TrainingDesk) -> None:
    changed = Recipe(epochs=3, batch_size=77)
    desk.settings.set_recipe("lenet5-wide", changed)
    desk.controls.set_network(family.member("lenet5-deep"))
    assert desk.controls.recipe == family.member("lenet5-deep").recipe
    desk.controls.set_network(family.member("lenet5-wide"))
    assert desk.controls.recipe == changed
    desk.controls.epochs.setValue(9)
    desk.controls.set_network(family.member("lenet5"))
    desk.controls.set_network(family.member("lenet5-wide"))
    assert desk.controls.recipe == replace(changed, epochs=9), "as it was left in this session"


@pytest.mark.parametrize("id_", ["lenet5-deep", "lenet5-1998+relu+softmax"])
def test_the_chosen_network_is_remembered(desk: TrainingDesk, tmp_path: Path, qtbot: QtBot, id_: str) -> None:
    desk.controls.set_network(family.member(id_))
    desk.settings.write()
    again = TrainingDesk(tmp_path, qtbot)
    assert again.controls.member == family.member(id_)
    assert again.controls.recipe == family.member(id_).recipe
    again.finish()


def test_a_network_that_is_not_known_any_more_gives_way_to_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    TrainingDesk(tmp_path, qtbot).finish()
    desk = TrainingDesk(tmp_path, qtbot)
    desk.settings.network = "lenet6"
    desk.finish()
    desk.settings.write()
    again = TrainingDesk(tmp_path, qtbot)
    assert again.controls.member == family.member("lenet5")
    again.finish()


def test_the_users_own_networks_are_listed_and_remembered(desk: TrainingDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = own_network()
    (path.parent / "broken.json").write_text("{")
    desk.control.start()
    qtbot.waitUntil(lambda: "Mine / tiny" in desk.controls.network.titles, timeout=TIMEOUT)
    assert desk.controls.member == family.member("lenet5")
    desk.controls.network.show_key(str(path))
    desk.controls.network.activated.emit(desk.controls.network.currentIndex())
    assert desk.controls.recipe == FAST
    assert desk.settings.network == str(path)
    desk.settle()
    desk.settings.write()
    again = TrainingDesk(tmp_path, qtbot)
    again.control.start()
    qtbot.waitUntil(lambda: again.controls.member.architecture.id == "mine", timeout=TIMEOUT)
    assert again.controls.recipe == FAST
    again.settle()
    again.finish()
    own_network("Another", "another")
    desk.control.list_networks()
    qtbot.waitUntil(lambda: "Another" in desk.controls.network.titles, timeout=TIMEOUT)


def test_another_network_is_trained_to_a_model_named_after_it(desk: TrainingDesk, qtbot: QtBot) -> None:
    path = own_network()
    desk.control.start()
    qtbot.waitUntil(lambda: desk.controls.network.show_key(str(path)), timeout=TIMEOUT)
    desk.controls.network.activated.emit(desk.controls.network.currentIndex())
    desk.control.begin(None)
    assert desk.bar.progress.heading == "Training Mine / tiny on MNIST"
    assert (desk.running, desk.begun) == ([True], 1)
    desk.until_ended()
    assert desk.running == [True, False]
    ((entry, model),) = desk.saved
    assert entry.name.startswith("Mine - tiny 20")
    assert model.architecture.id == "mine"
    assert model.making.hold_out == 0
    assert model.making.epoch == 1
    assert desk.settings.recipe("mine") == FAST


def test_an_opened_data_set_is_trained_on(desk: TrainingDesk, tmp_path: Path, qtbot: QtBot) -> None:
    write_small_set(tmp_path / "letters", labels=3)
    told: list[DataSet] = []
    desk.control.data_set_changed.connect(told.append)
    desk.control.data_sets.open_path(tmp_path / "letters")
    desk.controls.set_recipe(Recipe(epochs=2, batch_size=5))
    desk.control.begin(None)
    desk.until_ended()
    desk.settle()
    assert told[-1].title == "letters"
    ((_, model),) = desk.saved
    assert model.architecture.classes == 3
    assert model.making.data_set == str(tmp_path / "letters")


def test_fine_tuning_on_other_classes_is_refused(desk: TrainingDesk, tmp_path: Path) -> None:
    write_small_set(tmp_path / "letters", labels=3)
    desk.control.data_sets.open_path(tmp_path / "letters")
    desk.settle()
    desk.control.begin(shipped_model())
    desk.until_ended()
    assert desk.bar.notice.text == "LeNet-5 tells 10 classes apart, but letters has 3."
    assert not desk.saved


def test_pictures_that_are_too_large_are_refused(desk: TrainingDesk, tmp_path: Path) -> None:
    large = random_images(20, 40, 40)
    write_set(tmp_path / "large", (large, [n % 4 for n in range(20)]), (large, [n % 4 for n in range(20)]))
    desk.control.data_sets.open_path(tmp_path / "large")
    desk.control.begin(None)
    desk.until_ended()
    assert "do not fit a network input" in desk.bar.notice.text


def test_a_missing_data_set_is_told_when_its_network_is_chosen(desk: TrainingDesk) -> None:
    desk.control.start()
    desk.settle()
    desk.controls.set_network(family.member("lenet-cifar"))
    assert desk.bar.notice.text.startswith("LeNet for CIFAR-10 is meant for CIFAR-10, which is not on this computer:")
    assert desk.controls.data_set.currentText() == "MNIST"
    desk.controls.set_network(family.member("lenet5"))
    assert desk.bar.notice.text == ""


def test_a_network_is_chosen_and_trained_at_once(desk: TrainingDesk, tmp_path: Path) -> None:
    write_small_set(tmp_path / "letters", labels=3)
    desk.control.data_sets.open_path(tmp_path / "letters")
    desk.settle()
    member = family.member("lenet5-dropout")
    desk.settings.set_recipe("lenet5-dropout", FAST)
    desk.control.begin_member(member)
    assert desk.bar.progress.heading == "Training LeNet-5 with dropout on MNIST"
    assert desk.controls.member == member
    assert desk.begun == 1
    desk.until_ended()
    ((_, model),) = desk.saved
    assert model.recipe == member.recipe, "as published"
    assert model.making.data_set == "mnist"
    assert desk.bar.progress.epoch_bar.value() == desk.bar.progress.epoch_bar.maximum()
    assert desk.controls.data_set.currentText() == "MNIST"


def test_a_network_without_its_data_set_is_chosen_but_not_trained(desk: TrainingDesk) -> None:
    desk.control.begin_member(family.member("lenet-rgb"))
    assert not desk.control.is_running
    assert desk.controls.member == family.member("lenet-rgb")
    assert "is meant for CIFAR-10" in desk.bar.notice.text
    assert (desk.begun, desk.running) == (0, [])


def test_of_several_recipes_the_one_in_front_is_trained_with(desk: TrainingDesk) -> None:
    member = family.member("lenet5-dropout")
    other = Experiment(replace(member.recipe, steps=20), "short")
    desk.control.begin_member(replace(member, experiments=(other, *member.experiments)))
    assert desk.controls.member == member
    desk.until_ended()
    ((_, model),) = desk.saved
    assert model.recipe.steps == 20
