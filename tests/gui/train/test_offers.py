"""What came of trainings is offered, not imposed; what nobody decided about is asked again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.train.offers import Offers
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.gui.workers.background import Background
from lenet_app.networks.making import Metrics
from lenet_app.networks.model import Model
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.gui.helpers import one_shipped_model, shipped_accuracy, shipped_model


class Desk:
    """A strip that asks, with libraries of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.strip, self.notice = Strip(), Notice(self.window)
        QVBoxLayout(self.window).addWidget(self.strip)
        self.window.show()
        self.background = Background(self.window)
        shipped = folder / "shipped" if (folder / "shipped").is_dir() else one_shipped_model(folder)
        self.library, self.made = ModelLibrary(folder / "models", shipped), ModelLibrary(folder / "undecided", shipped)
        self.settings = Settings()
        self.in_use = ModelInUse(self.settings)
        self.switch = ModelSwitch(self.library, self.in_use, self.background, self.notice, self.window)
        self.offers = Offers(
            strip=self.strip,
            notice=self.notice,
            made=self.made,
            switch=self.switch,
            background=self.background,
            folders=self.settings,
            parent=self.window,
        )
        self.switch.start()
        self.offers.start()
        self.settle()

    def settle(self) -> None:
        """All work asked for so far is done and told; so is what was asked for on the way."""
        for _ in range(3):
            done: list[None] = []
            self.background.run(lambda: None, done.append, lambda _sentence: None)
            self.qtbot.waitUntil(lambda: bool(done))  # noqa: B023

    def train(self, name: str, accuracy: float = 0.9829) -> Model:
        """A training that ends with this model."""
        model = replace(shipped_model(), name=name, metrics=Metrics(test_accuracy=accuracy))
        self.strip.begin(name)
        self.offers.begin()
        self.offers.show_epoch(replace(model, name="epoch 1"), "in training, epoch 1")
        self.offers.add(self.made.save(model), model)
        self.strip.end(None)
        self.offers.take_end()
        return model

    def decide(self, text: str) -> None:
        self.strip.outcome.button(text).click()
        self.settle()

    @property
    def answering(self) -> tuple[str, str]:
        """Who answers on Draw, and who everywhere else."""
        assert self.in_use.model is not None
        assert self.in_use.finished is not None
        return self.in_use.model.name, self.in_use.finished.name

    @property
    def own(self) -> list[str]:
        return [entry.name for entry in self.library.entries() if not entry.shipped]

    @property
    def undecided(self) -> list[str]:
        return [entry.name for entry in self.made.entries() if not entry.shipped]

    def close(self) -> None:
        self.settings.write()
        self.background.finish()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.close()


def unsaved(desk: Desk) -> Model:
    """A training that ends with a model that cannot be saved."""
    model = replace(shipped_model(), name="mine")
    desk.offers.begin()
    desk.offers.add_unsaved(model)
    desk.offers.take_end()
    return model


def test_the_end_is_offered_beside_the_model_in_use_which_stays(desk: Desk) -> None:
    assert desk.strip.isHidden()
    desk.train("mine")
    assert desk.strip.text == f"mine: 98.29 % right · before: LeNet-5, {shipped_accuracy()} % right"
    assert [button.text() for button in desk.strip.outcome.buttons] == ["Use it", "Keep LeNet-5", "Discard"]
    assert not desk.strip.outcome.close_button.isVisible()
    assert desk.answering == ("mine", "LeNet-5"), "on Draw it can be tried"
    assert desk.settings.model == "LeNet-5"
    assert desk.own == []


def test_used_it_answers_and_is_listed(desk: Desk) -> None:
    desk.train("mine")
    desk.decide("Use it")
    assert desk.answering == ("mine", "mine")
    assert (desk.own, desk.undecided) == (["mine"], [])
    assert desk.settings.model == "mine"
    assert desk.strip.isHidden()


def test_kept_it_is_listed_and_the_other_answers(desk: Desk) -> None:
    desk.train("mine")
    desk.decide("Keep LeNet-5")
    assert desk.answering == ("LeNet-5", "LeNet-5")
    assert (desk.own, desk.undecided) == (["mine"], [])
    assert [entry.name for entry in desk.switch.entries if not entry.shipped] == ["mine"]
    assert desk.settings.model == "LeNet-5"


def test_discarded_it_is_gone_and_can_be_brought_back(desk: Desk) -> None:
    model = desk.train("mine")
    desk.decide("Discard")
    assert desk.answering == ("LeNet-5", "LeNet-5")
    assert (desk.own, desk.undecided) == ([], [])
    assert desk.strip.text == "mine is discarded"
    desk.decide("Undo")
    assert desk.undecided == ["mine"]
    assert desk.strip.text.startswith("mine: 98.29 %")
    desk.decide("Keep LeNet-5")
    (kept,) = (entry for entry in desk.library.entries() if not entry.shipped)
    weights = read_model(kept.path).weights
    assert all((weights[name] == model.weights[name]).all() for name in model.weights)


def test_what_nobody_decided_about_is_asked_at_the_next_start(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.train("mine")
    again = Desk(tmp_path, qtbot)
    assert again.answering == ("LeNet-5", "LeNet-5")
    assert again.strip.text.startswith("mine: 98.29 % right")
    again.decide("Use it")
    assert again.answering == ("mine", "mine")
    again.close()


def test_of_several_the_latest_is_asked_about_first(desk: Desk) -> None:
    desk.train("first")
    desk.train("second", 0.99)
    assert desk.strip.text.startswith("second: 99.00 % right")
    assert desk.strip.text.endswith("1 more waits")
    assert desk.offers.names == ("second", "first")
    desk.decide("Keep LeNet-5")
    assert desk.strip.text.startswith("first: 98.29 % right")
    desk.decide("Discard")
    assert desk.own == ["second"]


def test_what_waits_is_asked_about_once_the_decision_before_is_dismissed(desk: Desk) -> None:
    unsaved(desk)
    desk.train("second")
    desk.decide("Discard")
    desk.strip.outcome.close_button.click()
    assert desk.strip.isVisible()
    assert desk.strip.text == "mine is not saved"
    desk.decide("Discard")
    desk.strip.outcome.close_button.click()
    assert desk.strip.isHidden()


def test_a_training_that_leaves_nothing_leaves_the_model_in_use(desk: Desk) -> None:
    desk.offers.begin()
    desk.offers.show_epoch(replace(shipped_model(), name="epoch 1"), "in training, epoch 1")
    assert desk.answering == ("epoch 1", "LeNet-5")
    desk.offers.take_end()
    assert desk.answering == ("LeNet-5", "LeNet-5")


def asked_for_a_place(desk: Desk) -> QFileDialog:
    desk.strip.outcome.button("Save again…").click()
    return desk.window.findChildren(QFileDialog)[-1]


def test_a_model_that_could_not_be_saved_is_saved_again_elsewhere(desk: Desk, tmp_path: Path) -> None:
    model = unsaved(desk)
    assert desk.strip.text == "mine is not saved"
    assert desk.offers.losses == ("The model mine is not saved.",)
    assert [button.text() for button in desk.strip.outcome.buttons] == ["Save again…", "Discard"]
    (tmp_path / "file").write_text("in the way")
    asked_for_a_place(desk).fileSelected.emit(str(tmp_path / "file" / "mine.safetensors"))
    desk.settle()
    assert desk.notice.text == f"{tmp_path / 'file' / 'mine.safetensors'} cannot be written: Not a directory."
    assert desk.strip.text == "mine is not saved"
    dialog = asked_for_a_place(desk)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["mine.safetensors"]
    place = tmp_path / "elsewhere.safetensors"
    dialog.fileSelected.emit(str(place))
    desk.settle()
    weights = read_model(place).weights
    assert all((weights[name] == model.weights[name]).all() for name in model.weights)
    assert not desk.offers.losses
    assert desk.strip.text == f"mine is saved in {place}"
    assert desk.answering == ("LeNet-5", "LeNet-5")


def test_whoever_leaves_the_dialog_is_asked_again(desk: Desk) -> None:
    unsaved(desk)
    asked_for_a_place(desk).reject()
    assert [button.isEnabled() for button in desk.strip.outcome.buttons] == [True, True]
    assert desk.offers.losses


def test_a_model_that_could_not_be_saved_is_discarded_and_brought_back(desk: Desk) -> None:
    unsaved(desk)
    desk.decide("Discard")
    assert (desk.strip.text, desk.offers.losses) == ("mine is discarded", ())
    desk.decide("Undo")
    assert desk.strip.text == "mine is not saved"
    assert desk.offers.losses


def test_a_model_that_cannot_be_taken_over_stays_undecided(desk: Desk, tmp_path: Path) -> None:
    desk.train("mine")
    (tmp_path / "models").write_text("not a folder")
    desk.decide("Use it")
    assert desk.notice.text
    assert desk.undecided == ["mine"]
    assert desk.answering[1] == "LeNet-5"
    assert desk.strip.outcome.button("Use it").isEnabled()


def others(desk: Desk, tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "theirs", tmp_path / "shipped")


def test_each_person_decides_about_their_own(desk: Desk, tmp_path: Path) -> None:
    theirs = others(desk, tmp_path)
    desk.train("mine")
    theirs.save(replace(shipped_model(), name="theirs"))
    desk.offers.turn_to(theirs)
    assert not desk.strip.text
    desk.settle()
    assert desk.offers.names == ("theirs",)
    assert desk.strip.text.startswith("theirs: ")
    desk.offers.turn_to(desk.made)
    desk.settle()
    assert desk.offers.names == ("mine",)
    desk.decide("Use it")
    assert (desk.own, desk.undecided, desk.answering) == (["mine"], [], ("mine", "mine"))
    desk.offers.turn_to(theirs)
    desk.settle()
    assert desk.offers.names == ("theirs",)


def test_what_ends_while_somebody_else_is_chosen_waits_for_who_began_it(desk: Desk, tmp_path: Path) -> None:
    model = replace(shipped_model(), name="mine")
    desk.strip.begin("mine")
    desk.offers.begin()
    desk.offers.turn_to(others(desk, tmp_path))
    assert desk.strip.is_running
    desk.offers.add(desk.made.save(model), model)
    desk.strip.end(None)
    desk.offers.take_end()
    desk.settle()
    assert desk.notice.text == "mine is trained: it waits for the person who began it."
    assert (desk.offers.names, desk.strip.text) == ((), "")
    assert desk.answering == (shipped_model().name, shipped_model().name)
    desk.offers.turn_to(desk.made)
    desk.settle()
    assert desk.offers.names == ("mine",)


def test_a_discarded_model_comes_back_to_its_person_whoever_is_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.train("mine")
    desk.decide("Discard")
    desk.offers.turn_to(others(desk, tmp_path))
    desk.settle()
    assert desk.strip.text == "mine is discarded"
    desk.decide("Undo")
    assert (desk.undecided, desk.offers.names) == (["mine"], ())
    desk.offers.turn_to(desk.made)
    desk.settle()
    assert desk.offers.names == ("mine",)


def test_an_unsaved_model_of_somebody_else_is_still_a_loss(desk: Desk, tmp_path: Path) -> None:
    unsaved(desk)
    desk.offers.turn_to(others(desk, tmp_path))
    desk.settle()
    assert desk.offers.losses == ("The model mine is not saved.",)
    assert not desk.offers.names
    desk.offers.turn_to(desk.made)
    desk.settle()
    assert desk.offers.names == ("mine",)
