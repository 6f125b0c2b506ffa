from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lenet_app.gui.settings import Settings
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.bar import TrainingBar
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import CPU, DeviceReport
from tests.gui.helpers import shipped_model

TIMEOUT = 200_000
RECIPE = Recipe(epochs=2, batch_size=500, optimiser=Optimiser.MOMENTUM, hold_out=1 / 12)


class Desk:
    """A training bar under control, with a library and settings of its own."""

    def __init__(self, folder: Path, qtbot: QtBot, own: Path) -> None:
        self.bar = TrainingBar()
        self.bar.resize(1024, 80)
        self.bar.show()
        self.library = ModelLibrary(own=own)
        self.settings = Settings(folder / "settings.json")
        self.settings.set_recipe("lenet5", RECIPE)
        self._parent = QObject()
        self.control = TrainingControl(self.bar, Home.of_user(), self.library, self.settings, self._parent)
        self.bar.controls.set_devices((CPU,), "cpu")
        self.saved: list[tuple[Entry, Model]] = []
        self.control.model_saved.connect(self._on_saved)
        self._qtbot = qtbot

    def _on_saved(self, entry: Entry, model: Model) -> None:
        self.saved.append((entry, model))

    def begin(self, start: Model | None = None) -> None:
        """Begin and wait until both bars have moved."""
        self.control.begin(start)
        bar = self.bar.progress.epoch_bar
        self._qtbot.waitUntil(lambda: bar.value() > 0, timeout=TIMEOUT)

    def stop(self) -> None:
        with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
            QTest.mouseClick(self.bar.progress.stop_button, Qt.MouseButton.LeftButton)

    def finish(self) -> None:
        """End the training before the bar that it reports to."""
        if self.control.is_running:
            with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
                self.control.stop()
        self.control.finish()
        self.bar.close()
        self.bar.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot, tmp_path / "models")
    yield desk
    desk.finish()


def test_the_last_recipe_is_offered_again(desk: Desk) -> None:
    assert desk.bar.controls.recipe == RECIPE


def test_a_training_is_begun_followed_and_stopped(desk: Desk) -> None:
    desk.bar.controls.set_recipe(replace(RECIPE, batch_size=250))
    desk.begin()
    assert desk.control.is_running
    assert desk.bar.is_running
    assert desk.bar.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.bar.progress.batch_bar.value() > 0
    assert any(text.startswith("CPU · ") for text in desk.bar.progress.texts)
    desk.stop()
    assert not desk.control.is_running
    assert not desk.bar.is_running
    ((entry, model),) = desk.saved
    assert entry in desk.library.entries()
    assert entry.name.startswith("LeNet-5 ")
    assert desk.bar.controls.summary.startswith(f"{entry.name}: ")
    assert desk.bar.controls.summary.endswith(" % right on the test pictures")
    shown = next(one.text() for one in desk.bar.controls.findChildren(QLabel) if "test pictures" in one.text())
    assert shown.startswith("Saved, ")
    assert model.making.hold_out == 5000
    assert (desk.settings.device, desk.settings.recipe("lenet5")) == ("cpu", desk.bar.controls.recipe)
    assert model.recipe.batch_size == 250


def test_stop_says_so_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.begin()
    desk.control.stop()
    assert desk.bar.progress.heading == "Stopping…"
    assert not desk.bar.progress.stop_button.isEnabled()
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        pass


def test_fine_tuning_goes_on_from_the_model_in_use(desk: Desk) -> None:
    desk.bar.controls.set_recipe(Recipe(epochs=5, batch_size=64, learning_rate=1e-6))
    desk.begin(shipped_model())
    assert desk.bar.progress.heading == "Fine-tuning LeNet-5 on MNIST"
    desk.stop()
    ((_, model),) = desk.saved
    assert model.metrics.test_accuracy is not None
    assert model.metrics.test_accuracy > 0.98
    assert model.making.fine_tuned_from == shipped_model().name
    # It learned made digits, and goes on seeing them.
    assert model.recipe.augmentation is Augmentation.HANDWRITING


def test_pause_and_stop_by_the_buttons(desk: Desk) -> None:
    desk.begin()
    QTest.mouseClick(desk.bar.progress.pause_button, Qt.MouseButton.LeftButton)
    assert desk.bar.progress.heading == "Training LeNet-5 on MNIST, paused"
    desk.stop()
    assert len(desk.saved) == 1


def test_a_second_training_is_not_begun_beside_the_first(desk: Desk) -> None:
    desk.begin()
    value = desk.bar.progress.epoch_bar.value()
    desk.control.begin(shipped_model())
    assert desk.bar.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.bar.progress.epoch_bar.value() >= value
    desk.stop()
    assert len(desk.saved) == 1


def test_after_a_training_another_can_be_begun(desk: Desk) -> None:
    for _ in range(2):
        desk.begin()
        desk.stop()
    names = [entry.name for entry, _ in desk.saved]
    assert len(set(names)) == 2


def test_a_model_that_cannot_be_saved_stays_at_hand(desk: Desk, tmp_path: Path) -> None:
    unsaved: list[tuple[Model, str]] = []
    desk.control.model_unsaved.connect(lambda model, text: unsaved.append((model, text)))
    desk.begin()
    (tmp_path / "models").rmdir()
    (tmp_path / "models").write_text("not a folder")
    desk.stop()
    assert "cannot be written" in desk.bar.notice.text
    assert not desk.saved
    ((model, text),) = unsaved
    assert text == f"{model.name}, not saved"
    assert desk.bar.controls.summary == f"{model.name} is not saved"


def test_a_folder_that_cannot_be_written_to_is_told_before_the_training(tmp_path: Path, qtbot: QtBot) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    desk = Desk(tmp_path, qtbot, in_the_way / "models")
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        desk.control.begin(None)
    desk.finish()
    assert "cannot be written" in desk.bar.notice.text
    assert not desk.bar.is_running
    assert desk.bar.controls.summary == ""
    assert not desk.saved


def test_an_unknown_device_is_told(desk: Desk, qtbot: QtBot) -> None:
    desk.bar.controls.device.addItem("CUDA: gone", "cuda:99")
    desk.bar.controls.device.setCurrentIndex(desk.bar.controls.device.count() - 1)
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        desk.control.begin(None)
    assert desk.bar.notice.text.startswith("There is no device cuda:99")


def test_a_gpu_without_memory_is_told_and_the_training_goes_on(desk: Desk) -> None:
    desk.bar.begin("Training LeNet-5")
    reason = "CUDA: NVIDIA T4 ran out of memory; the training goes on upon the CPU."
    desk.control._on_device(DeviceReport(CPU, reason))
    assert desk.bar.notice.text == reason
    assert "CPU" in desk.bar.progress.texts
    assert desk.bar.is_running
