"""Trainings as the window runs them: begun, followed in the strip, paused and stopped."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.plan import Plan
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.reports import CPU, DeviceReport
from tests.gui.helpers import shipped_model
from tests.gui.train.desk import TIMEOUT, TrainingDesk

RECIPE = Recipe(epochs=2, batch_size=500, optimiser=Optimiser.MOMENTUM, hold_out=1 / 12)


def test_a_training_is_begun_followed_and_stopped(desk: TrainingDesk) -> None:
    assert desk.strip.isHidden()
    desk.begin(replace(RECIPE, batch_size=250))
    assert desk.control.is_running
    assert desk.strip.is_running
    assert desk.strip.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.strip.progress.batch_bar.value() > 0
    assert any(text.startswith("CPU · ") for text in desk.strip.progress.texts)
    desk.stop()
    assert not desk.control.is_running
    assert not desk.strip.is_running
    ((entry, model),) = desk.saved
    assert entry in desk.library.entries()
    assert entry.name.startswith("LeNet-5 ")
    assert model.making.hold_out == 5000
    assert model.recipe.batch_size == 250


def test_stop_says_so_at_once(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.begin()
    desk.control.stop()
    assert desk.strip.progress.heading == "Stopping…"
    assert not desk.strip.progress.stop_button.isEnabled()
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        pass


def test_fine_tuning_goes_on_from_its_model(desk: TrainingDesk) -> None:
    desk.begin(Recipe(epochs=5, batch_size=64, learning_rate=1e-6), shipped_model())
    assert desk.strip.progress.heading == "Fine-tuning LeNet-5 on MNIST"
    desk.stop()
    ((_, model),) = desk.saved
    assert model.metrics.test_accuracy is not None
    assert model.metrics.test_accuracy > 0.98
    assert model.making.fine_tuned_from == shipped_model().name


def test_pause_and_stop_by_the_buttons(desk: TrainingDesk) -> None:
    desk.begin()
    QTest.mouseClick(desk.strip.progress.pause_button, Qt.MouseButton.LeftButton)
    assert desk.strip.progress.heading == "Training LeNet-5 on MNIST, paused"
    desk.stop()
    assert len(desk.saved) == 1


def test_a_second_training_is_not_begun_beside_the_first(desk: TrainingDesk) -> None:
    desk.begin()
    value = desk.strip.progress.epoch_bar.value()
    desk.control.begin(Plan(family.member("lenet5"), RECIPE, shipped_model()))
    assert desk.strip.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.strip.progress.epoch_bar.value() >= value
    desk.stop()
    assert len(desk.saved) == 1


def test_after_a_training_another_can_be_begun(desk: TrainingDesk) -> None:
    for _ in range(2):
        desk.begin(RECIPE)
        desk.stop()
    names = [entry.name for entry, _ in desk.saved]
    assert len(set(names)) == 2


def test_a_model_that_cannot_be_saved_stays_at_hand(desk: TrainingDesk, tmp_path: Path) -> None:
    unsaved: list[Model] = []
    desk.control.model_unsaved.connect(unsaved.append)
    desk.begin()
    (tmp_path / "models").rmdir()
    (tmp_path / "models").write_text("not a folder")
    desk.stop()
    assert "cannot be written" in desk.notice.text
    assert not desk.saved
    assert len(unsaved) == 1


def test_a_folder_that_cannot_be_written_to_is_told_before_the_training(tmp_path: Path, qtbot: QtBot) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    desk = TrainingDesk(tmp_path, qtbot, in_the_way / "models")
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        desk.control.begin(Plan(family.member("lenet5"), RECIPE))
    desk.finish()
    assert "cannot be written" in desk.notice.text
    assert desk.strip.isHidden()
    assert not desk.saved


def test_an_unknown_device_is_told(desk: TrainingDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        desk.control.begin(Plan(family.member("lenet5"), RECIPE, device_id="cuda:99"))
    assert desk.notice.text.startswith("There is no device cuda:99")


def test_a_gpu_without_memory_is_told_and_the_training_goes_on(desk: TrainingDesk) -> None:
    desk.strip.begin("Training LeNet-5")
    reason = "CUDA: NVIDIA T4 ran out of memory; the training goes on upon the CPU."
    desk.control._on_device(DeviceReport(CPU, reason))
    assert desk.notice.text == reason
    assert "CPU" in desk.strip.progress.texts
    assert desk.strip.is_running
