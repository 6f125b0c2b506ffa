"""The matrix at any size: every cell can be reached, and says what stands in it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.evaluate.widgets.confusion_view import Confusion, ConfusionView
from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.helpers import shown_pixels


def made(classes: int) -> Confusion:
    counts = np.random.default_rng(classes).integers(1, 9, (classes, classes))
    return Confusion(counts.astype(np.int64), tuple(f"class {number}" for number in range(classes)))


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ConfusionView:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = ConfusionView("Confusion matrix")
    qtbot.addWidget(view)
    view.resize(380, 300)
    view.show()
    return view


@pytest.mark.parametrize("classes", [2, 10, 62])
def test_every_cell_can_be_reached_by_keys_and_pointer(view: ConfusionView, qtbot: QtBot, classes: int) -> None:
    confusion = made(classes)
    view.set_confusion(confusion)
    view.setFocus()
    for _ in range(classes):
        QTest.keyClick(view, Qt.Key.Key_Right)
        QTest.keyClick(view, Qt.Key.Key_Down)
    last = classes - 1
    expected = f"true class {last}, said class {last}: {confusion.counts[-1, -1]} picture"
    assert view.accessibleDescription().startswith(expected)
    cell = view.cell(last, last)
    assert view.viewport().rect().contains(cell.center().toPoint())
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [last, last]
    before = view.cell(last, last - 1).center().toPoint()
    assert view.explanation_at(before).startswith(f"true class {last}, said class {last - 1}: ")
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=before)
    assert chosen.args == [last, last - 1]


def test_more_mistakes_are_darker_and_right_answers_are_grey(view: ConfusionView) -> None:
    view.set_confusion(Confusion(np.array([[900, 1, 9], [4, 800, 0], [0, 0, 0]]), ("0", "1", "2")))
    pixels = shown_pixels(view)

    def ground(row: int, column: int) -> list[int]:
        corner = view.cell(row, column).topLeft().toPoint()
        return [int(part) for part in pixels[corner.y() + 4, corner.x() + 4]]

    def rgb(colour: QColor) -> list[int]:
        return [colour.red(), colour.green(), colour.blue()]

    assert ground(0, 2) == rgb(LIGHT.accent)
    assert ground(0, 1)[0] > ground(1, 0)[0] > ground(0, 2)[0]
    assert ground(0, 0) == ground(1, 1) == rgb(LIGHT.track)
    assert ground(2, 2) == ground(2, 0) == rgb(LIGHT.hover)


def test_all_of_it_is_printed_whatever_is_in_sight(view: ConfusionView) -> None:
    view.set_confusion(made(62))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    size = view.printed().size
    cell = view.cell(0, 0)
    assert size.width() > cell.left() + 62 * cell.width() > view.viewport().width()
    assert size.height() > 62 * cell.height() > view.viewport().height()
