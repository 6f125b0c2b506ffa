"""The grid of samples: it asks for what is in sight alone, however many there are."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.digits.widgets.sample_grid import SampleGrid
from lenet_app.samples.store import Faces
from tests.gui.helpers import shown_pixels

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


class Shown:
    """A grid whose questions are answered at once; which samples were asked for is noted."""

    def __init__(self, qtbot: QtBot, count: int) -> None:
        self.grid, self.asked = SampleGrid(), list[int]()
        qtbot.addWidget(self.grid)
        self.grid.wanted.connect(self.answer)
        self.grid.resize(430, 300)
        self.grid.show()
        self.grid.activateWindow()
        self.grid.setFocus()
        qtbot.waitUntil(self.grid.hasFocus)
        self.grid.set_ids(np.arange(1, count + 1))
        qtbot.waitUntil(lambda: count == 0 or self.grid.is_shown(1))

    def answer(self, numbers: list[int]) -> None:
        self.asked += numbers
        pictures = np.full((len(numbers), 28, 28), 255, np.uint8)
        labels = np.array(numbers, np.int64).astype(np.uint8) % 10
        self.grid.show_faces(Faces(np.array(numbers), pictures, labels, np.zeros(len(numbers), np.bool_)))

    def click(self, place: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.grid.viewport(), LEFT, keys, self.grid.cell(place).center())


@pytest.fixture
def many(qtbot: QtBot, qapp: QApplication) -> Shown:
    return Shown(qtbot, 100_000)


def test_of_many_only_those_in_sight_are_asked_for(many: Shown, qtbot: QtBot) -> None:
    screen = many.grid.columns * (300 // 52 + 2)
    assert len(many.asked) <= 2 * screen
    many.grid.verticalScrollBar().setValue(many.grid.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: many.grid.is_shown(100_000))
    assert len(many.asked) <= 5 * screen
    assert shown_pixels(many.grid).min() < 60  # ink


def test_samples_are_chosen_by_mouse_and_keyboard(many: Shown) -> None:
    many.click(2)
    assert many.grid.chosen == [3]
    many.click(5, Qt.KeyboardModifier.ControlModifier)
    assert many.grid.chosen == [3, 6]
    many.click(7, Qt.KeyboardModifier.ShiftModifier)
    assert many.grid.chosen == [6, 7, 8]
    many.click(5, Qt.KeyboardModifier.ControlModifier)
    assert many.grid.chosen == [7, 8]
    QTest.keyClick(many.grid, Key.Key_Right)
    assert many.grid.chosen == [7]
    QTest.keyClick(many.grid, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert many.grid.chosen == list(range(7, 8 + many.grid.columns))
    QTest.keyClick(many.grid, Key.Key_End)
    assert many.grid.chosen == [100_000]
    assert many.grid.rect().contains(many.grid.cell(99_999))
    QTest.keyClick(many.grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(many.grid.chosen) == 100_000
    QTest.mouseClick(many.grid.viewport(), LEFT, pos=QPoint(425, 5))  # beside all


def test_keys_say_what_the_chosen_ones_are(many: Shown, qtbot: QtBot) -> None:
    many.click(0)
    with qtbot.waitSignal(many.grid.relabel_wanted) as told:
        QTest.keyClick(many.grid, Key.Key_4)
    assert told.args == [4]
    with qtbot.waitSignal(many.grid.delete_wanted):
        QTest.keyClick(many.grid, Key.Key_Delete)


def test_what_is_listed_no_more_is_chosen_no_more(many: Shown) -> None:
    many.click(0)
    many.click(1, Qt.KeyboardModifier.ControlModifier)
    many.grid.set_ids(np.arange(2, 50))
    assert many.grid.chosen == [2]


def test_an_empty_grid_takes_keys_and_clicks(qtbot: QtBot) -> None:
    none = Shown(qtbot, 0)
    QTest.keyClick(none.grid, Key.Key_Down)
    QTest.mouseClick(none.grid.viewport(), LEFT, pos=QPoint(10, 10))
    assert (none.grid.chosen, none.asked) == ([], [])
