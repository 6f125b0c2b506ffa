"""How fast the window answers the pen, alone and while it trains, and how long its event loop is ever held up.

Run `make bench`, or `python -m tests.benchmarks.responsiveness [--seconds S]`. Pen events come at 125 a second, as a
tablet sends them. The time of one event is from its arrival at the canvas to the moment an answer that was asked for at
that event or a later one has been shown and painted, the pipeline with it. The event loop is watched by a timer.
"""

import itertools
import math
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.draw.panels import FORWARD, WHY
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.self_test.gaps import Gaps
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.train.page import TrainPage
from lenet_app.gui.train.worker import TrainingThread
from lenet_app.inspection.units import Unit
from lenet_app.paths import Home
from lenet_app.training.reports import BatchReport
from tests.benchmarks.report import Row, parser, tell
from tests.gui.window_pages import draw_page
from tests.unit.inspection.networks import model_of

PEN_INTERVAL = 8  # ms
MNIST = 60_000
"""Pictures of an epoch."""
WIDE = "lenet5-wide"
_LONGEST_WAIT = 60.0  # seconds


@dataclass
class Measurement:
    """Times in seconds."""

    answers: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)

    def rows(self, meanwhile: str) -> list[Row]:
        """What is told of it."""
        rows = [Row(f"largest gap of the event loop, {meanwhile}", 1000 * max(self.gaps), "ms")]
        if self.answers:
            times, name = 1000 * np.array(self.answers), f"pen to answer and pipeline painted, {meanwhile}"
            p50, p99 = np.percentile(times, (50, 99))
            rows[:0] = [Row(f"{name}: p50", p50, "ms"), Row(f"{name}: p99", p99, "ms")]
            rows.insert(2, Row(f"{name}: largest of {len(times)}", times.max(), "ms"))
        return rows


class Pen:
    """Draws a spiral without end, a new stroke every 120 points, and notes when each point was answered."""

    def __init__(self, window: MainWindow, measurement: Measurement, *, looks: bool) -> None:
        self._canvas = draw_page(window).canvas
        self._measurement = measurement
        self._waiting: list[float] = []
        self._points: Iterator[int] = itertools.count()
        if looks:  # what is looked at inside is shown last
            draw_page(window).live_look.looked.connect(self._on_looked)
        else:
            draw_page(window).answered.connect(self._on_answered)

    def move(self) -> None:
        """The next event."""
        index = next(self._points) % 120
        sheet = self._canvas.sheet()
        radius = sheet.width() * (0.1 + 0.3 * index / 120)
        angle = index / 12
        position = sheet.center() + QPoint(int(radius * math.cos(angle)), int(radius * math.sin(angle)))
        self._waiting.append(time.perf_counter())
        if index == 0:
            self._canvas.clear()
            QTest.mousePress(self._canvas, Qt.MouseButton.LeftButton, pos=position)
        elif index == 119:
            QTest.mouseRelease(self._canvas, Qt.MouseButton.LeftButton, pos=position)
        else:
            QTest.mouseMove(self._canvas, position)

    def _on_answered(self, answer: Answer) -> None:
        # What the answer changed is painted before a timer that is due at once fires.
        QTimer.singleShot(0, lambda: self._note(answer.request.asked))

    def _on_looked(self, looked: Looked | None) -> None:
        if looked is not None:
            self._on_answered(looked.request.answer)

    def _note(self, asked: float) -> None:
        now = time.perf_counter()
        self._measurement.answers += [now - arrived for arrived in self._waiting if arrived <= asked]
        self._waiting = [arrived for arrived in self._waiting if arrived > asked]


def spin(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def measure(window: MainWindow, seconds: float, *, draw: bool, looks: bool = False) -> Measurement:
    """Draw (or only watch) for so long; `looks` waits for what is looked at inside, too."""
    measurement = Measurement()
    pen_timer, pen, gaps = QTimer(), Pen(window, measurement, looks=looks), Gaps()
    pen_timer.setTimerType(Qt.TimerType.PreciseTimer)
    pen_timer.timeout.connect(pen.move)
    if draw:
        pen_timer.start(PEN_INTERVAL)
    spin(seconds)
    pen_timer.stop()
    measurement.gaps = gaps.taken()
    spin(0.2)
    return measurement


def _look_inside(window: MainWindow, panel: str) -> None:
    """Choose a unit and open a panel."""
    draw_page(window).inspector.open(panel)
    draw_page(window).choice.choose(Unit("C3", (4, 2, 7)))
    spin(1)


def _while_training(window: MainWindow, seconds: float) -> list[Row]:
    """Drawing while a training runs, as the program trains."""
    page = window.page("train", TrainPage)
    page.card.form.epochs.setValue(100)
    page.choices.train_button.click()
    waited = time.perf_counter()
    while window.strip.progress.batch_bar.value() == 0:
        spin(0.1)
        if time.perf_counter() - waited > _LONGEST_WAIT:
            sys.exit("No training began.")
    thread = window.findChild(TrainingThread)
    assert thread is not None
    reports: list[BatchReport] = []
    thread.batch_done.connect(reports.append)
    rows = []
    for draw, looks, meanwhile in (
        (False, False, "training, nobody draws"),
        (True, False, "training"),
        (True, True, "training, forward open"),
    ):
        if looks:
            _look_inside(window, FORWARD)
        reports.clear()
        rows += measure(window, seconds, draw=draw, looks=looks).rows(meanwhile)
        first, last = reports[0], reports[-1]
        speed = (last.images - first.images) / (last.seconds - first.seconds)
        rows += [
            Row(f"{meanwhile}: pictures learned a second", speed, "/s"),
            Row(f"{meanwhile}: an epoch of MNIST", MNIST / speed, "s"),
        ]
    window.training.stop()
    while window.training.is_running:
        spin(0.1)
    return rows


def rows(seconds: float = 10.0) -> list[Row]:
    """The window's figures, each measured for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)
        settings = Settings.of(home)
        window = MainWindow(home, settings, ThemeSwitch(application, settings.theme))
        loaded: list[bool] = []
        window.ready.connect(lambda: loaded.append(True))
        window.show()
        began = time.perf_counter()
        while not loaded and time.perf_counter() - began < _LONGEST_WAIT:
            spin(0.1)
        spin(1)
        found = measure(window, seconds, draw=False).rows("at rest")
        found += measure(window, seconds, draw=True).rows("drawing")
        for key in (FORWARD, WHY):
            _look_inside(window, key)
            found += measure(window, seconds, draw=True, looks=True).rows(f"drawing, {key} open")
        draw_page(window).inspector.caret.click()
        draw_page(window).choice.clear()
        found += _while_training(window, seconds)
        window.model_in_use.try_out(model_of(WIDE), WIDE)
        found += measure(window, seconds, draw=True).rows(f"drawing, {WIDE}")
        _look_inside(window, FORWARD)
        found += measure(window, seconds, draw=True, looks=True).rows(f"drawing, {WIDE}, forward open")
        window.close()
    return found


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--seconds", type=float, default=10.0, help="for each figure (default: 10)")
    options = takes.parse_args()
    return tell("responsiveness", rows(options.seconds), options.json)


if __name__ == "__main__":
    sys.exit(main())
