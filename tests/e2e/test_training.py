"""Training from the window: it goes on while one draws, is stopped, and leaves a model that answers."""

import json
import os
import signal
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.cli import main
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.gui.window_pages import draw_page

LONG = 120_000
ONE = [[[0.0, 0.0], [0.0, 25.0], [0.0, 50.0], [0.0, 100.0]]]
ZERO = [[[50.0, 0.0], [10.0, 20.0], [0.0, 60.0], [20.0, 95.0], [55.0, 100.0], [80.0, 60.0], [75.0, 15.0], [50.0, 0.0]]]


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_train_draw_meanwhile_stop_and_use_the_model(qtbot: QtBot) -> None:
    saved: list[str] = []

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        page, bar = draw_page(window), window.training_bar
        before = window.model_in_use.model
        press(bar.controls.train_button)
        assert bar.is_running
        qtbot.waitUntil(lambda: bar.progress.batch_bar.value() > 0, timeout=LONG)
        batch, epoch = bar.progress.batch_bar.value(), bar.progress.epoch_bar.value()
        qtbot.waitUntil(lambda: bar.progress.batch_bar.value() > batch, timeout=LONG)
        qtbot.waitUntil(lambda: bar.progress.epoch_bar.value() > epoch, timeout=LONG)
        assert window.training.is_running

        draw(page.canvas, ZERO)
        qtbot.waitUntil(lambda: page.answer_view.label == "0", timeout=LONG)
        assert window.model_in_use.model is before

        press(bar.progress.stop_button)
        assert "Stopping" in bar.progress.heading
        qtbot.waitUntil(lambda: not window.training.is_running, timeout=LONG)
        qtbot.waitUntil(lambda: window.model_in_use.model is not before, timeout=LONG)
        assert not bar.is_running
        assert window.model_in_use.model is not None
        saved.append(window.model_in_use.model.name)
        assert window.model_selector.current is not None
        assert window.model_selector.current.name == saved[0]
        assert saved[0] in bar.controls.summary
        page.canvas.clear()
        draw(page.canvas, ONE)
        qtbot.waitUntil(lambda: page.answer_view.label != "", timeout=LONG)

    assert run_program(steps) == 0
    entries = {entry.name: entry for entry in ModelLibrary(Home.of_user().models).entries()}
    model = ModelLibrary(Home.of_user().models).open(saved[0])
    assert model.making.stopped is True
    # A few batches only: better than nothing is not promised, only that what was measured is what is listed.
    assert entries[saved[0]].accuracy == model.metrics.test_accuracy


def test_an_epoch_is_answered_with_and_the_choice_of_another_model_is_kept(qtbot: QtBot) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        shipped = window.model_in_use.model
        bar, selector = window.training_bar, window.model_selector
        bar.controls.set_recipe(replace(bar.controls.recipe, epochs=2, batch_size=256))
        draw(draw_page(window).canvas, ZERO)
        press(bar.controls.fine_tune_button)
        qtbot.waitUntil(lambda: window.model_in_use.model is not shipped, timeout=LONG)
        assert "epoch 1" in selector.combo.currentText()
        qtbot.waitUntil(lambda: draw_page(window).answer_view.label == "0", timeout=LONG)
        assert window.training.is_running
        # Going back to the shipped model by hand: the training no longer takes over.
        shipped_index = next(i for i in range(selector.combo.count()) if "99." in selector.combo.itemText(i))
        selector.combo.setCurrentIndex(shipped_index)
        selector.combo.activated.emit(shipped_index)
        qtbot.waitUntil(
            lambda: window.model_in_use.model is not None and window.model_in_use.model.name == "LeNet-5", timeout=LONG
        )
        qtbot.waitUntil(lambda: not window.training.is_running, timeout=LONG)
        own = ModelLibrary(Home.of_user().models)
        qtbot.waitUntil(lambda: not all(entry.shipped for entry in own.entries()), timeout=LONG)
        assert window.model_in_use.model is not None
        assert window.model_in_use.model.name == "LeNet-5"

    assert run_program(steps) == 0
    (own,) = (entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped)
    assert own.accuracy is not None
    assert own.accuracy > 0.98
    assert ModelLibrary(Home.of_user().models).open(own.name).making.fine_tuned_from == "LeNet-5"


def test_closing_in_mid_training_asks_and_ends_cleanly(qtbot: QtBot) -> None:
    asked: list[str] = []

    def boxes(window: MainWindow) -> list[QMessageBox]:
        return [box for box in window.findChildren(QMessageBox) if box.isVisible()]

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        bar = window.training_bar
        press(bar.controls.train_button)
        qtbot.waitUntil(lambda: bar.progress.batch_bar.value() > 0, timeout=LONG)
        window.close()
        (box,) = boxes(window)
        asked.append(box.text())
        go_on = next(b for b in box.buttons() if "Go on" in b.text())
        QTest.mouseClick(go_on, Qt.MouseButton.LeftButton)
        assert window.isVisible()
        assert window.training.is_running
        window.close()
        (box,) = boxes(window)
        stop = next(b for b in box.buttons() if "Stop" in b.text())
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
        assert not window.training.is_running

    assert run_program(steps) == 0
    assert asked
    own = [entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped]
    assert len(own) == 1


def test_the_trained_model_is_the_command_lines_too(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        bar = window.training_bar
        press(bar.controls.train_button)
        qtbot.waitUntil(lambda: bar.progress.epoch_bar.value() > 10, timeout=LONG)
        press(bar.progress.pause_button)
        assert "paused" in bar.progress.heading
        press(bar.progress.stop_button)
        qtbot.waitUntil(lambda: not window.training.is_running, timeout=LONG)

    assert run_program(steps) == 0
    (own,) = (entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped)
    assert main(["evaluate", "--json", "--model", own.name]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == own.accuracy


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_systems_request_to_end_stops_the_training_and_saves(qtbot: QtBot, name: str) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        bar = window.training_bar
        press(bar.controls.train_button)
        qtbot.waitUntil(lambda: bar.progress.batch_bar.value() > 0, timeout=LONG)
        os.kill(os.getpid(), getattr(signal, name))
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
        assert not window.training.is_running

    assert run_program(steps) == 0
    assert len([entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped]) == 1
