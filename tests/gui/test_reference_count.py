"""PySide6 6.12.0 dropped a reference to None in every void call; on Python 3.11 that ends in an abort."""

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PAINTINGS = 2000


class _Scribble(QWidget):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(Qt.GlobalColor.black))
        painter.drawLine(QPoint(0, 0), QPoint(9, 9))
        painter.drawEllipse(0, 0, 9, 9)
        painter.end()
        self.painted += 1


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on.")
def test_void_calls_leave_none_alone(qtbot: QtBot) -> None:
    widget = _Scribble()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.repaint()

    painted, before = widget.painted, sys.getrefcount(None)
    for _ in range(PAINTINGS):
        widget.repaint()
    change = sys.getrefcount(None) - before

    assert widget.painted - painted == PAINTINGS
    assert abs(change) < PAINTINGS / 10, "PySide6 loses or keeps a reference to None in its void calls"
