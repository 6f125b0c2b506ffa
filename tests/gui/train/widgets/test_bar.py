import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.train.widgets.bar import HEIGHT, TrainingBar
from lenet_app.networks import family
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
    """The bar below a field that has the focus, as the canvas would."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(QLineEdit())
    layout.addWidget(TrainingBar())
    page.resize(1024, 200)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def bar(page: QWidget) -> TrainingBar:
    bar = page.findChild(TrainingBar)
    assert isinstance(bar, TrainingBar)
    return bar


@pytest.fixture
def field(page: QWidget, qtbot: QtBot) -> QLineEdit:
    field = page.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_the_bar_turns_from_controls_to_progress_and_back(bar: TrainingBar) -> None:
    assert not bar.is_running
    assert bar.controls.isVisible()
    bar.begin("Training LeNet-5")
    assert bar.is_running
    assert bar.progress.isVisible()
    assert bar.progress.heading == "Training LeNet-5"
    assert "Starting…" in bar.progress.texts
    bar.end("Done: 99.10 % right")
    assert not bar.is_running
    assert bar.controls.summary == "Done: 99.10 % right"
    assert bar.height() == HEIGHT


def test_the_focus_moves_within_the_bar_only(bar: TrainingBar, field: QLineEdit, qtbot: QtBot) -> None:
    bar.begin("Training LeNet-5")
    assert field.hasFocus(), "who draws or types is left alone"
    bar.end("")
    assert field.hasFocus()
    bar.controls.train_button.setFocus()
    bar.begin("Training LeNet-5")
    qtbot.waitUntil(bar.progress.hasFocus)  # on Stop a space would end what was just begun
    QTest.keyClick(bar.progress, Qt.Key.Key_Tab)
    assert bar.progress.pause_button.hasFocus()
    bar.end("")
    qtbot.waitUntil(bar.controls.train_button.hasFocus)


def test_the_second_click_of_a_double_one_stops_nothing(bar: TrainingBar, qtbot: QtBot) -> None:
    """Stop stands where Fine-tune was."""
    bar.begin("Training LeNet-5")
    progress = bar.progress
    for button, signal in ((progress.stop_button, bar.stop_requested), (progress.pause_button, bar.pause_toggled)):
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


def test_the_figures_of_a_batch(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    bar.progress.show_device(CPU)
    assert "CPU" in bar.progress.texts
    bar.progress.show_batch(batch())
    bar.progress.show_epoch(epoch(0.9876))
    assert bar.progress.texts == [
        "Training LeNet-5",
        "CPU · 5,432 pictures/s",
        "Batch 215 of 860",
        "loss 0.123 · 96.3 % right",
        "Epoch 2 of 4",
        "hold-out 98.76 % right",
        "1 min 09 s left",
        "31 s so far",
    ]


def test_both_bars_move(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    batches, epochs = bar.progress.batch_bar, bar.progress.epoch_bar
    assert (batches.value(), epochs.value()) == (0, 0)
    bar.progress.show_batch(batch())
    assert (batches.value(), epochs.value()) == (250, 312)
    bar.progress.show_batch(batch(epoch=4, batch=860, seconds=99.0, seconds_left=0.0))
    assert (batches.value(), epochs.value()) == (batches.maximum(), epochs.maximum())
    assert (batches.accessibleName(), epochs.accessibleName()) == ("Batch", "Epoch")


def test_without_a_hold_out_nothing_is_said_of_it(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    bar.progress.show_epoch(epoch(None))
    assert not [text for text in bar.progress.texts if "hold-out" in text]


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
def test_durations(bar: TrainingBar, seconds: float, text: str) -> None:
    bar.progress.show_batch(batch(seconds_left=seconds))
    assert text in bar.progress.texts


def test_pause_and_go_on(bar: TrainingBar, qtbot: QtBot) -> None:
    bar.begin("Training LeNet-5")
    button = bar.progress.pause_button
    assert button.text() == "Pause"
    for paused, text, heading in ((True, "Go on", "Training LeNet-5, paused"), (False, "Pause", "Training LeNet-5")):
        width = button.width()
        with qtbot.waitSignal(bar.pause_toggled) as signal:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert signal.args == [paused]
        assert (button.text(), bar.progress.heading) == (text, heading)
        assert button.toolTip()
        assert button.width() == width, "nothing jumps"


def test_stop_is_asked_for_once(bar: TrainingBar, qtbot: QtBot) -> None:
    bar.begin("Training LeNet-5")
    with qtbot.waitSignal(bar.stop_requested):
        QTest.mouseClick(bar.progress.stop_button, Qt.MouseButton.LeftButton)
    bar.progress.show_stopping()
    assert bar.progress.heading == "Stopping…"
    bar.progress.show_batch(batch())
    assert bar.progress.heading == "Stopping…", "a late report does not change it"
    with qtbot.assertNotEmitted(bar.stop_requested), qtbot.assertNotEmitted(bar.pause_toggled):
        for button in (bar.progress.stop_button, bar.progress.pause_button):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    bar.progress.show_measuring()
    assert bar.progress.heading == "Measuring and saving…"


def test_a_training_that_ended_while_paused_leaves_nothing_of_it(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    QTest.mouseClick(bar.progress.pause_button, Qt.MouseButton.LeftButton)
    bar.progress.show_batch(batch())
    bar.progress.show_stopping()
    bar.end("")
    bar.begin("Fine-tuning LeNet-5")
    assert bar.progress.heading == "Fine-tuning LeNet-5"
    assert bar.progress.pause_button.text() == "Pause"
    assert bar.progress.pause_button.isEnabled()
    assert bar.progress.stop_button.isEnabled()
    assert bar.progress.texts[1:] == ["Starting…", "", "", "", "", "", ""]
    assert bar.progress.batch_bar.value() == 0


def test_the_bars_stay_where_they_are_while_the_figures_grow(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    bar.progress.show_device(Device("cuda:0", "CUDA: NVIDIA T4"))
    places = set()
    for speed, seconds in ((7.0, 0.0), (99_999.0, 3000.0), (450_000.0, 350_000.0)):
        bar.progress.show_batch(batch(images_per_second=speed, seconds=seconds, seconds_left=seconds))
        bar.grab()  # lays it out
        places.add((bar.progress.batch_bar.x(), bar.progress.batch_bar.width()))
    assert len(places) == 1


def test_a_notice_leaves_stop_in_reach(bar: TrainingBar) -> None:
    bar.begin("Training LeNet-5")
    bar.notice.say("The GPU ran out of memory; the training goes on upon the CPU.")
    assert bar.notice.isVisible()
    assert bar.notice.geometry().bottom() < bar.geometry().top()
    bar.end("")
    assert bar.notice.isVisible(), "it stands until it is dismissed"
    bar.begin("Training LeNet-5")
    assert not bar.notice.isVisible(), "or until the next training"


def test_a_long_title_and_a_long_device_are_cut_and_told_whole(bar: TrainingBar) -> None:
    title = "Reproducing lenet5-1998-distorted, seed 2 of 3 (5 of 42), and what else there is to say of it"
    bar.begin(title)
    device = Device("cuda:0", "CUDA: NVIDIA GeForce RTX 4090 Laptop GPU with a very long name")
    bar.progress.show_device(device)
    bar.progress.show_batch(batch())
    bar.grab()
    heading, speed = bar.progress.findChildren(ElidedLabel)
    assert bar.progress.heading == title == heading.toolTip()
    assert heading.shown_text.endswith("…")
    assert "…" in speed.shown_text
    assert speed.shown_text.endswith("pictures/s")
    assert device.title in speed.toolTip()


def test_one_training_after_another_keeps_the_pause(bar: TrainingBar) -> None:
    bar.begin("Reproducing")
    bar.progress.show_batch(batch())
    bar.progress.pause_button.click()
    bar.progress.go_on_with("Reproducing lenet5, seed 2 of 3 (2 of 3)")
    assert bar.progress.heading == "Reproducing lenet5, seed 2 of 3 (2 of 3), paused"
    assert (bar.progress.batch_bar.value(), bar.progress.epoch_bar.value()) == (0, 0)
    bar.progress.show_stopping()
    bar.progress.go_on_with("Reproducing lenet5, seed 3 of 3 (3 of 3)")
    assert bar.progress.heading == "Stopping…"


@pytest.mark.parametrize("width", [1024, 1280])
def test_everything_fits(page: QWidget, bar: TrainingBar, width: int) -> None:
    page.resize(width, 200)
    bar.controls.set_devices((Device("cuda:0", "CUDA: NVIDIA GeForce RTX 4090 Laptop GPU"), CPU), "")
    bar.controls.set_network(family.member("lenet5-1998+relu+max-pool+full+softmax"))
    bar.end("LeNet-5 2026-01-01 10.00: 99.21 % right on the test pictures", "file:///report.md", "report.md")
    bar.grab()
    assert page.minimumSizeHint().width() <= 1024 + 2 * 9, "the page of this test has margins"
    inside = bar.rect()
    for one in bar.controls.findChildren(QWidget):
        if one.isVisible() and one.parent() is bar.controls:
            assert inside.contains(one.rect().translated(one.mapTo(bar, one.rect().topLeft()))), one
