"""Who looks at another window is told that a long training has ended; who waits for it is not."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.end_notice import LONG, EndNotice
from lenet_app.gui.system.notification import notify
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.outcome import Outcome
from lenet_app.gui.train.widgets.strip import Strip


class Trainings(QObject):
    """The two signals of a TrainingControl that count here."""

    running_changed = Signal(bool)
    ended = Signal()


@pytest.mark.parametrize("seconds", [LONG - 1, LONG + 1])
@pytest.mark.parametrize("is_active", [True, False])
def test_a_long_training_behind_other_windows(seconds: float, is_active: bool, qtbot: QtBot) -> None:
    window, strip, trainings = QWidget(), Strip(), Trainings()
    told: list[str] = []
    times = iter([0.0, 5.0, 5.0 + seconds])
    control: TrainingControl = trainings  # type: ignore[assignment]
    EndNotice(control, strip, window, tell=lambda _window, _title, text: told.append(text), clock=lambda: next(times))
    if is_active:
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    trainings.running_changed.emit(True)
    strip.end(Outcome("LeNet-5: 99 % right"))
    trainings.ended.emit()
    assert told == (["LeNet-5: 99 % right"] if seconds > LONG and not is_active else [])
    for widget in (window, strip):  # now: each is in a circle of references
        widget.close()
        widget.deleteLater()


def test_where_the_system_has_no_notifications_nothing_happens(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert notify(window, "The training has ended", "99 %") is False
