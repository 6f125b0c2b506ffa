"""How fast the window answers the pen while a training runs, and how long its event loop is ever held up.

Run `make benchmark`, or `python tests/benchmarks/responsiveness.py [--seconds S]`. Pen events come at 125 a second, as
a tablet sends them. The time of one event is from its arrival at the canvas to the moment an answer that was asked for
at that event or a later one has been shown and painted. The event loop is watched by a timer of 4 ms.
"""

import argparse
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
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.gui.train.page import TrainPage
from lenet_app.paths import Home
from tests.gui.window_pages import draw_page

PEN_INTERVAL = 8  # ms
WATCH_INTERVAL = 4  # ms


@dataclass
class Measurement:
    """Times in seconds."""

    answers: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)

    def line(self, title: str) -> str:
        answers, gaps = np.array(self.answers) * 1000, np.array(self.gaps) * 1000
        cells = [f"{np.median(answers):.1f}", f"{np.percentile(answers, 99):.1f}", f"{answers.max():.1f}"]
        return f"| {title} | {len(answers)} | {' | '.join(cells)} | {gaps.max():.1f} |"


class Pen:
    """Draws a spiral without end, a new stroke every 120 points, and notes when each point was answered."""

    def __init__(self, window: MainWindow, measurement: Measurement) -> None:
        self._canvas = draw_page(window).canvas
        self._measurement = measurement
        self._waiting: list[float] = []
        self._points: Iterator[int] = itertools.count()
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

    def _note(self, asked: float) -> None:
        now = time.perf_counter()
        self._measurement.answers += [now - arrived for arrived in self._waiting if arrived <= asked]
        self._waiting = [arrived for arrived in self._waiting if arrived > asked]


def spin(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def measure(window: MainWindow, seconds: float, *, draw: bool) -> Measurement:
    """Draw (or only watch) for so long."""
    measurement, ticks = Measurement(), [time.perf_counter()]
    watch, pen_timer, pen = QTimer(), QTimer(), Pen(window, measurement)
    for timer, interval in ((watch, WATCH_INTERVAL), (pen_timer, PEN_INTERVAL)):
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval)
    watch.timeout.connect(lambda: ticks.append(time.perf_counter()))
    pen_timer.timeout.connect(pen.move)
    watch.start()
    if draw:
        pen_timer.start()
    spin(seconds)
    pen_timer.stop()
    watch.stop()
    spin(0.2)
    measurement.gaps = list(np.diff(ticks))
    return measurement


def _while_training(window: MainWindow, threads: int, seconds: float) -> str:
    """The table's line for drawing while a training runs upon so many of torch's threads."""
    from lenet_app.training.engine import crew, learners  # as in the program, not before the window is there

    assert vars(learners)["usual_threads"] is crew.usual_threads
    vars(learners)["usual_threads"] = lambda _processes=1: threads
    page = window.page("train", TrainPage)
    page.card.form.epochs.setValue(100)
    page.choices.train_button.click()
    while window.strip.progress.batch_bar.value() == 0:
        spin(0.1)
    title = f"drawing while training with {threads} thread{'s' if threads > 1 else ''}"
    line = measure(window, seconds, draw=True).line(title)
    window.training.stop()
    while window.training.is_running:
        spin(0.1)
    return line


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="for each row (default: 10)")
    seconds = parser.parse_args().seconds
    home = Home(Path(tempfile.mkdtemp()))
    application = QApplication(sys.argv[:1])
    settings = Settings.of(home)
    window = MainWindow(home, settings, ThemeSwitch(application, settings.theme))
    window.show()
    print("| | pen events | median ms | p99 ms | longest ms | largest gap of the event loop, ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    loading = measure(window, 4 * seconds / 5, draw=False)
    print(f"| opening, torch loading | | | | | {max(loading.gaps) * 1000:.1f} |")
    print(f"| at rest | | | | | {max(measure(window, seconds, draw=False).gaps) * 1000:.1f} |")
    print(measure(window, seconds, draw=True).line("drawing"), flush=True)
    for threads in (1, 2):
        print(_while_training(window, threads, seconds), flush=True)
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
