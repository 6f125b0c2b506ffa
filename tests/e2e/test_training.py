"""Training from the window: it goes on while one draws, is stopped, and leaves a model that answers."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.cli import main
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.train.page import TrainPage
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.gui.window_pages import draw_page, train_page
from tests.unit.data.sample_files import write_some_mnist

LONG = 120_000
ONE = [[[0.0, 0.0], [0.0, 25.0], [0.0, 50.0], [0.0, 100.0]]]
ZERO = [[[50.0, 0.0], [10.0, 20.0], [0.0, 60.0], [20.0, 95.0], [55.0, 100.0], [80.0, 60.0], [75.0, 15.0], [50.0, 0.0]]]


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def ready_to_train(window: MainWindow, qtbot: QtBot) -> TrainPage:
    """The page Train, as somebody sees it who has waited for the pictures."""
    wait_for_model(window, qtbot)
    QTest.keySequence(window, "Ctrl+T")
    page = train_page(window)
    assert page.isVisible()
    qtbot.waitUntil(page.choices.train_button.isEnabled, timeout=LONG)
    return page


def until_offered(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=LONG)
    qtbot.waitUntil(lambda: bool(window.strip.outcome.buttons), timeout=LONG)


def undecided() -> list[Entry]:
    return [entry for entry in ModelLibrary(Home.of_user().undecided).entries() if not entry.shipped]


def own() -> list[Entry]:
    return [entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped]


def test_train_draw_meanwhile_stop_and_use_the_model(qtbot: QtBot) -> None:
    saved: list[str] = []

    def steps(window: MainWindow) -> None:
        train, strip = ready_to_train(window, qtbot), window.strip
        before = window.model_in_use.model
        press(train.choices.train_button)
        assert strip.is_running
        qtbot.waitUntil(lambda: strip.progress.batch_bar.value() > 0, timeout=LONG)
        batch, epoch = strip.progress.batch_bar.value(), strip.progress.epoch_bar.value()
        qtbot.waitUntil(lambda: strip.progress.batch_bar.value() > batch, timeout=LONG)
        qtbot.waitUntil(lambda: strip.progress.epoch_bar.value() > epoch, timeout=LONG)
        assert window.training.is_running

        QTest.keySequence(window, "Ctrl+1")
        page = draw_page(window)
        draw(page.canvas, ZERO)
        qtbot.waitUntil(lambda: page.answer_view.label == "0", timeout=LONG)
        assert window.model_in_use.model is before

        press(strip.progress.stop_button)
        assert "Stopping" in strip.progress.heading
        until_offered(window, qtbot)
        assert window.model_in_use.finished is before
        press(strip.outcome.button("Use it"))
        qtbot.waitUntil(lambda: window.model_in_use.finished is not before, timeout=LONG)
        assert window.strip.isHidden()
        assert window.model_in_use.finished is not None
        saved.append(window.model_in_use.finished.name)
        assert saved[0] in window.chip.whole_text
        page.canvas.clear()
        draw(page.canvas, ONE)
        qtbot.waitUntil(lambda: page.answer_view.label != "", timeout=LONG)

    assert run_program(steps) == 0
    (entry,) = own()
    model = ModelLibrary(Home.of_user().models).open(saved[0])
    assert model.making.stopped is True
    # A few batches only: better than nothing is not promised, only that what was measured is what is listed.
    assert entry.accuracy == model.metrics.test_accuracy
    assert undecided() == []


def test_an_epoch_is_answered_with_on_draw_and_the_choice_of_another_model_is_kept(
    qtbot: QtBot, tmp_path: Path
) -> None:
    some = str(write_some_mnist(tmp_path / "some", 4000, 1000))

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        QTest.keySequence(window, "Ctrl+Shift+T")
        train = train_page(window)
        qtbot.waitUntil(lambda: train.plan.start is not None, timeout=LONG)
        window.training.data_sets.choose(some)
        qtbot.waitUntil(lambda: window.training.data_sets.name == some, timeout=LONG)
        qtbot.waitUntil(train.choices.train_button.isEnabled, timeout=LONG)
        shipped = window.model_in_use.model
        train.card.form.set_recipe(replace(train.card.recipe, epochs=12, batch_size=256))
        press(train.choices.train_button)
        QTest.keySequence(window, "Ctrl+1")
        draw(draw_page(window).canvas, ZERO)
        qtbot.waitUntil(lambda: window.model_in_use.model is not shipped, timeout=LONG)
        assert ", epoch " in window.chip.whole_text
        qtbot.waitUntil(lambda: draw_page(window).answer_view.label == "0", timeout=LONG)
        assert window.training.is_running
        QTest.keySequence(window, "Ctrl+2")
        assert ", epoch " not in window.chip.whole_text, "on Read the model before answers"
        # Going back to the shipped model by hand: the training is not followed any longer.
        window.chip.show_models()
        models = window.chip.panel.models
        models.select(models.entries[0])
        QTest.keyClick(models.list, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda: window.model_in_use.model is not None and window.model_in_use.model.name == "LeNet-5", timeout=LONG
        )
        until_offered(window, qtbot)
        assert window.model_in_use.model is not None
        assert window.model_in_use.model.name == "LeNet-5"
        press(window.strip.outcome.button("Keep LeNet-5"))
        qtbot.waitUntil(lambda: bool(own()), timeout=LONG)

    assert run_program(steps) == 0
    (kept,) = own()
    assert kept.accuracy is not None
    assert kept.accuracy > 0.98
    assert kept.parent == "LeNet-5"


def test_stop_after_a_moment_leaves_no_worse_model_in_use_at_the_next_start(qtbot: QtBot) -> None:
    """Nor a row of throw-away models in the list."""

    def stopped(window: MainWindow) -> None:
        train = ready_to_train(window, qtbot)
        press(train.choices.train_button)
        qtbot.waitUntil(lambda: window.strip.progress.batch_bar.value() > 0, timeout=LONG)
        press(window.strip.progress.stop_button)
        until_offered(window, qtbot)

    def again(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        assert window.model_in_use.model is not None
        assert window.model_in_use.model.name == "LeNet-5"
        assert [entry.name for entry in window.models.entries if not entry.shipped] == []
        qtbot.waitUntil(lambda: bool(window.strip.outcome.buttons), timeout=LONG)
        press(window.strip.outcome.button("Discard"))
        qtbot.waitUntil(lambda: not undecided(), timeout=LONG)

    assert run_program(stopped) == 0
    assert (len(undecided()), own()) == (1, [])
    assert run_program(again) == 0
    assert (undecided(), own()) == ([], [])


def test_closing_in_mid_training_asks_and_ends_cleanly(qtbot: QtBot) -> None:
    asked: list[str] = []

    def boxes(window: MainWindow) -> list[QMessageBox]:
        return [box for box in window.findChildren(QMessageBox) if box.isVisible()]

    def steps(window: MainWindow) -> None:
        bar = window.strip
        press(ready_to_train(window, qtbot).choices.train_button)
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
    assert (len(undecided()), own()) == (1, [])


def test_the_trained_model_is_the_command_lines_too(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    def steps(window: MainWindow) -> None:
        bar = window.strip
        press(ready_to_train(window, qtbot).choices.train_button)
        qtbot.waitUntil(lambda: bar.progress.epoch_bar.value() > 10, timeout=LONG)
        press(bar.progress.pause_button)
        assert "paused" in bar.progress.heading
        press(bar.progress.stop_button)
        until_offered(window, qtbot)
        press(bar.outcome.button("Keep LeNet-5"))
        qtbot.waitUntil(lambda: bool(own()), timeout=LONG)

    assert run_program(steps) == 0
    (kept,) = own()
    assert main(["evaluate", "--json", "--model", kept.name]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == kept.accuracy


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_systems_request_to_end_stops_the_training_and_saves(qtbot: QtBot, name: str) -> None:
    def steps(window: MainWindow) -> None:
        bar = window.strip
        press(ready_to_train(window, qtbot).choices.train_button)
        qtbot.waitUntil(lambda: bar.progress.batch_bar.value() > 0, timeout=LONG)
        os.kill(os.getpid(), getattr(signal, name))
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
        assert not window.training.is_running

    assert run_program(steps) == 0
    assert (len(undecided()), own()) == (1, [])
