from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.train.widgets.outcome import Decision, Outcome
from lenet_app.gui.train.widgets.strip import HEIGHT, Strip
from lenet_app.training.reports import CPU, BatchReport, Device, EpochReport


def batch(**changes: float) -> BatchReport:
    figures: dict[str, float] = {
        "epoch": 2,
        "epochs": 4,
        "batch": 215,
        "batches": 860,
        "loss": 0.12345,
        "accuracy": 0.9631,
        "images_per_second": 5432.1,
        "images": 68_750,
        "seconds": 31.2,
        "seconds_left": 68.8,
    }
    return BatchReport(**{**figures, **changes})  # type: ignore[arg-type]


def epoch(validation_accuracy: float | None) -> EpochReport:
    weights = {"output.bias": np.zeros(10, np.float32)}
    return EpochReport(1, 4, 0.2, 0.94, None, validation_accuracy, 12.0, 5000.0, weights)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """The strip below a field that has the focus, as the canvas would."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(QLineEdit())
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(Strip())
    page.resize(1024, 200)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def strip(page: QWidget) -> Strip:
    strip = page.findChild(Strip)
    assert isinstance(strip, Strip)
    return strip


@pytest.fixture
def field(page: QWidget, qtbot: QtBot) -> QLineEdit:
    field = page.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_the_strip_is_there_while_something_runs_or_has_just_ended(strip: Strip) -> None:
    assert strip.isHidden()
    strip.begin("Training LeNet-5")
    assert strip.isVisible()
    assert strip.is_running
    assert strip.progress.heading == "Training LeNet-5"
    assert "Starting…" in strip.progress.texts[-1]
    assert strip.height() == HEIGHT
    strip.end(Outcome("Stopped before anything was learned"))
    assert not strip.is_running
    assert strip.text == "Stopped before anything was learned"
    assert strip.height() == HEIGHT
    strip.outcome.close_button.click()
    assert strip.isHidden()
    strip.begin("Training LeNet-5")
    strip.end(None)
    assert strip.isHidden()


def decisions(told: list[str]) -> tuple[Decision, ...]:
    return tuple(Decision(name, f"{name}, please", partial(told.append, name)) for name in ("Use it", "Keep"))


def test_a_decision_is_heard_once(strip: Strip) -> None:
    told: list[str] = []
    strip.end(Outcome("mine: 98 % right", decisions(told)))
    assert not strip.outcome.close_button.isVisible(), "it is to be decided"
    button = strip.outcome.button("Use it")
    assert button.toolTip() == "Use it, please"
    for _ in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(strip.outcome.button("Keep"), Qt.MouseButton.LeftButton)
    assert told == ["Use it"]


@pytest.mark.parametrize("width", [952, 1208, 1848])
def test_where_stop_was_nothing_comes(page: QWidget, strip: Strip, width: int) -> None:
    """A second click there must never start anything."""
    page.resize(width, 200)
    strip.begin("Training LeNet-5")
    strip.grab()
    places = [box_of(strip, button) for button in (strip.progress.pause_button, strip.progress.stop_button)]
    told: list[str] = []
    strip.end(Outcome("LeNet-5 2026-01-01 10.00: 98.29 % right · before: LeNet-5, 99.55 % right" * 2, decisions(told)))
    strip.grab()
    for place in places:
        QTest.mouseClick(strip.childAt(place.center()) or strip, Qt.MouseButton.LeftButton)
        assert not any(box_of(strip, button).intersects(place) for button in strip.outcome.buttons)
    assert told == []
    assert places[1].right() >= strip.width() - 17, "at the right end"


def box_of(strip: Strip, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(strip, QPoint()), widget.size())


def test_the_focus_moves_within_the_strip_only(strip: Strip, field: QLineEdit, qtbot: QtBot) -> None:
    strip.begin("Training LeNet-5")
    assert field.hasFocus(), "who draws or types is left alone"
    told: list[str] = []
    strip.end(Outcome("mine", decisions(told)))
    assert field.hasFocus()
    strip.outcome.button("Use it").setFocus()
    strip.begin("Training LeNet-5")
    qtbot.waitUntil(strip.progress.hasFocus)  # on Stop a space would end what was just begun
    QTest.keyClick(strip.progress, Qt.Key.Key_Tab)
    assert strip.progress.pause_button.hasFocus()
    strip.end(Outcome("mine", decisions(told)))
    qtbot.waitUntil(strip.outcome.hasFocus)  # on a button a space would decide what nobody has read
    QTest.keyClick(strip.outcome, Qt.Key.Key_Tab)
    assert strip.outcome.button("Use it").hasFocus()


def test_the_second_click_of_a_double_one_stops_nothing(strip: Strip, qtbot: QtBot) -> None:
    strip.begin("Training LeNet-5")
    progress = strip.progress
    for button, signal in ((progress.stop_button, strip.stop_requested), (progress.pause_button, strip.pause_toggled)):
        with qtbot.assertNotEmitted(signal):
            for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
                send(button, kind)
        assert not button.hasFocus()
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def send(button: QPushButton, kind: QEvent.Type) -> None:
    """What the left button of a mouse over its middle tells it."""
    middle, left = QPointF(button.rect().center()), Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, middle, button.mapToGlobal(middle), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(button, event)


def test_the_figures_of_a_batch(strip: Strip) -> None:
    strip.begin("Training LeNet-5")
    strip.progress.show_device(CPU)
    assert "CPU" in strip.progress.texts[-1]
    strip.progress.show_batch(batch())
    strip.progress.show_epoch(epoch(0.9876))
    assert strip.progress.texts == [
        "Training LeNet-5",
        "215 / 860",
        "2 / 4",
        "loss 0.123",
        "96.3 % right",
        "hold-out 98.76 %",
        "1 min 09 s left",
        "CPU · 5,432 pictures/s",
    ]
    assert strip.progress.batch_bar.toolTip() == "Batch 215 of 860"


def test_both_bars_move(strip: Strip) -> None:
    strip.begin("Training LeNet-5")
    batches, epochs = strip.progress.batch_bar, strip.progress.epoch_bar
    assert (batches.value(), epochs.value()) == (0, 0)
    strip.progress.show_batch(batch())
    assert (batches.value(), epochs.value()) == (250, 312)
    strip.progress.show_batch(batch(epoch=4, batch=860, seconds=99.0, seconds_left=0.0))
    assert (batches.value(), epochs.value()) == (batches.maximum(), epochs.maximum())
    assert (batches.accessibleName(), epochs.accessibleName()) == ("Batch", "Epoch")


def test_without_a_hold_out_nothing_is_said_of_it(strip: Strip) -> None:
    strip.begin("Training LeNet-5")
    strip.progress.show_epoch(epoch(None))
    assert not [text for text in strip.progress.texts if "hold-out" in text]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0 s left"),
        (59.4, "59 s left"),
        (59.6, "1 min 00 s left"),
        (725.0, "12 min 05 s left"),
        (3599.6, "1 h 00 min left"),
        (7384.0, "2 h 03 min left"),
        (360_000.0, "100 h 00 min left"),
    ],
)
def test_durations(strip: Strip, seconds: float, text: str) -> None:
    strip.progress.show_batch(batch(seconds_left=seconds))
    assert text in strip.progress.texts


def test_pause_and_go_on(strip: Strip, qtbot: QtBot) -> None:
    strip.begin("Training LeNet-5")
    button = strip.progress.pause_button
    assert button.text() == "Pause"
    for paused, text, heading in ((True, "Go on", "Training LeNet-5, paused"), (False, "Pause", "Training LeNet-5")):
        width = button.width()
        with qtbot.waitSignal(strip.pause_toggled) as signal:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert signal.args == [paused]
        assert (button.text(), strip.progress.heading) == (text, heading)
        assert button.toolTip()
        assert button.width() == width, "nothing jumps"


def test_stop_is_asked_for_once(strip: Strip, qtbot: QtBot) -> None:
    strip.begin("Training LeNet-5")
    with qtbot.waitSignal(strip.stop_requested):
        QTest.mouseClick(strip.progress.stop_button, Qt.MouseButton.LeftButton)
    strip.progress.show_stopping()
    assert strip.progress.heading == "Stopping…"
    strip.progress.show_batch(batch())
    assert strip.progress.heading == "Stopping…", "a late report does not change it"
    with qtbot.assertNotEmitted(strip.stop_requested), qtbot.assertNotEmitted(strip.pause_toggled):
        for button in (strip.progress.stop_button, strip.progress.pause_button):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    strip.progress.show_measuring()
    assert strip.progress.heading == "Measuring and saving…"


def test_a_training_that_ended_while_paused_leaves_nothing_of_it(strip: Strip) -> None:
    strip.begin("Training LeNet-5")
    QTest.mouseClick(strip.progress.pause_button, Qt.MouseButton.LeftButton)
    strip.progress.show_batch(batch())
    strip.progress.show_stopping()
    strip.end(None)
    strip.begin("Fine-tuning LeNet-5")
    assert strip.progress.heading == "Fine-tuning LeNet-5"
    assert strip.progress.pause_button.text() == "Pause"
    assert strip.progress.pause_button.isEnabled()
    assert strip.progress.stop_button.isEnabled()
    assert strip.progress.texts[1:] == ["", "", "", "", "", "", "Starting…"]
    assert strip.progress.batch_bar.value() == 0


def test_the_bars_stay_where_they_are_while_the_figures_grow(strip: Strip) -> None:
    strip.begin("Training LeNet-5")
    strip.progress.show_device(Device("cuda:0", "CUDA: NVIDIA T4"))
    places = set()
    for speed, seconds in ((7.0, 0.0), (99_999.0, 3000.0), (450_000.0, 350_000.0)):
        strip.progress.show_batch(batch(images_per_second=speed, seconds=seconds, seconds_left=seconds))
        strip.grab()  # lays it out
        places.add((strip.progress.batch_bar.x(), strip.progress.batch_bar.width()))
    assert len(places) == 1


def test_a_long_title_is_cut_and_told_whole_with_device_and_speed(strip: Strip) -> None:
    title = "Reproducing lenet5-1998-distorted, seed 2 of 3 (5 of 42), and what else there is to say of it"
    strip.begin(title)
    device = Device("cuda:0", "CUDA: NVIDIA GeForce RTX 4090 Laptop GPU with a very long name")
    strip.progress.show_device(device)
    strip.progress.show_batch(batch())
    strip.grab()
    (heading,) = strip.progress.findChildren(ElidedLabel)
    assert strip.progress.heading == title
    assert heading.shown_text.endswith("…")
    for told in (title, device.title, "pictures/s"):
        assert told in heading.toolTip()


def test_one_training_after_another_keeps_the_pause(strip: Strip) -> None:
    strip.begin("Reproducing")
    strip.progress.show_batch(batch())
    strip.progress.pause_button.click()
    strip.progress.go_on_with("Reproducing lenet5, seed 2 of 3 (2 of 3)")
    assert strip.progress.heading == "Reproducing lenet5, seed 2 of 3 (2 of 3), paused"
    assert (strip.progress.batch_bar.value(), strip.progress.epoch_bar.value()) == (0, 0)
    strip.progress.show_stopping()
    strip.progress.go_on_with("Reproducing lenet5, seed 3 of 3 (3 of 3)")
    assert strip.progress.heading == "Stopping…"


@pytest.mark.parametrize("width", [952, 1208, 1848])
def test_everything_fits(page: QWidget, strip: Strip, width: int) -> None:
    page.resize(width, 200)
    strip.begin("Reproducing lenet5-1998-distorted, seed 2 of 3 (5 of 42)")
    strip.progress.show_batch(batch(epoch=100, epochs=100, batch=60_000, batches=60_000, seconds_left=99 * 3600.0))
    strip.progress.show_epoch(epoch(0.9876))
    strip.grab()
    assert page.width() == width
    boxes = [box_of(strip, one) for one in strip.progress.findChildren(QWidget) if one.isVisible()]
    assert len(boxes) >= 9
    assert all(strip.rect().contains(box) for box in boxes)
    for number, box in enumerate(boxes):
        assert not [other for other in boxes[number + 1 :] if box.intersects(other)]
