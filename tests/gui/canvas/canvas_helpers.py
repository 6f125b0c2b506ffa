"""What the tests of the canvas share."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.ink.strokes import Drawing, Stroke

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
SIDE = 300
LINE = Drawing((Stroke(((0.25, 0.5), (0.75, 0.5)), 0.06),))
PICTURE = ShownPicture(np.full((28, 28, 3), (200, 30, 30), np.uint8), "seven.png")


def shown_canvas(qtbot: QtBot, qapp: QApplication) -> Canvas:
    """A light canvas in a window of its own that has the focus."""
    ThemeSwitch(qapp, Theme.LIGHT)
    widget = Canvas()
    qtbot.addWidget(widget)
    widget.resize(SIDE, SIDE)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return widget


def draw(canvas: Canvas, *points: tuple[int, int]) -> None:
    """Draw through `points`, in pixels, with the mouse."""
    QTest.mousePress(canvas, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, QPoint(*point))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(*points[-1]))


def hover(canvas: Canvas, x: float, y: float) -> None:
    """Move the mouse without a button."""
    at, keys = QPointF(x, y), Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(canvas, QMouseEvent(QEvent.Type.MouseMove, at, at, NONE, NONE, keys))


def drawing(canvas: Canvas) -> Drawing:
    assert isinstance(canvas.content, Drawing)
    return canvas.content


def darkness(canvas: Canvas) -> npt.NDArray[np.int_]:
    """What the canvas shows, 0 (white) to 255 (black), (height, width) in device pixels; without ring and edge."""
    canvas.hover(None)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return 255 - rows[:, : image.width()].astype(int)


def assert_near(point: tuple[float, float], expected: tuple[float, float]) -> None:
    assert point == pytest.approx(expected, abs=1e-9)
