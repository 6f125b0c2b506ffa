"""Runs the whole program through `main()` and lets a test use its window as a person would."""

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.cli import main
from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing

Strokes = Sequence[Sequence[Sequence[float]]]


def run_program(steps: Callable[[MainWindow], None]) -> int:
    """Start the program, do `steps` with its window, close it unless they did, and return the exit status."""
    failures: list[BaseException] = []

    def drive() -> None:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())
        try:
            steps(window)
        except BaseException as failure:  # noqa: BLE001 - told again outside Qt's event loop
            failures.append(failure)
            window.stop_and_close()
        else:
            close(window)

    QTimer.singleShot(0, drive)
    status = main([])
    if failures:
        raise failures[0]
    return status


def close(window: MainWindow) -> None:
    """Close the window, after its training where one is being stopped."""
    if window.training.is_running:
        window.training.ended.connect(window.close)
    elif window.isVisible():
        window.close()


def wait_for_model(window: MainWindow, qtbot: QtBot) -> None:
    """Until the program can answer."""
    qtbot.waitUntil(lambda: window.model_in_use.model is not None, timeout=30_000)


def draw(canvas: Canvas, strokes: Strokes) -> None:
    """Draw with the mouse, fitted into the middle three fifths of the canvas; a real press, moves and release each."""
    for stroke in on_canvas(canvas, strokes):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=stroke[0])
        for point in stroke[1:]:
            QTest.mouseMove(canvas, point)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=stroke[-1])


def on_canvas(canvas: Canvas, strokes: Strokes) -> list[list[QPoint]]:
    """The strokes in pixels of the canvas."""
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    sheet = canvas.sheet()
    scale = 0.6 * sheet.width() / max(max(xs) - min(xs), max(ys) - min(ys), 1e-6)
    left = sheet.center().x() - scale * (min(xs) + max(xs)) / 2
    top = sheet.center().y() - scale * (min(ys) + max(ys)) / 2
    return [[QPoint(round(left + scale * x), round(top + scale * y)) for x, y, *_ in stroke] for stroke in strokes]


def as_json_line(canvas: Canvas) -> str:
    """What lies on the canvas, as the command line takes it."""
    assert isinstance(canvas.content, Drawing)
    return json.dumps({"strokes": [[list(point) for point in stroke.points] for stroke in canvas.content.strokes]})
