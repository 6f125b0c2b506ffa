"""The Read page: a number is read as it is written."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.read import removals
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from lenet_app.ink.strokes import Drawing, Point
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.helpers import ONE, SEVEN, shown_pixels
from tests.gui.read.desk import LEFT, Key, ReadDesk


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[ReadDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = ReadDesk(qtbot)
    desk.page.controls.write_action.trigger()
    yield desk
    desk.finish()


def panel(desk: ReadDesk) -> WritingPanel:
    (shown,) = [one for one in desk.page.findChildren(WritingPanel) if one.isVisible()]
    return shown


def way(canvas: Canvas, points: tuple[Point, ...], place: int) -> list[tuple[int, int]]:
    """A digit's line in pixels of the canvas, in its place from the left."""
    sheet = canvas.sheet()
    side = sheet.height()
    left = sheet.left() + 10 + int(place * side * 0.5)
    return [(left + int((x - 0.2) * side * 0.8), sheet.top() + int((y * 0.6 + 0.2) * side)) for x, y in points]


def write(desk: ReadDesk, drawing: Drawing, place: int) -> None:
    canvas = panel(desk).canvas
    draw(canvas, *way(canvas, drawing.strokes[0].points, place))


def test_the_sheet_is_wide_and_empty(desk: ReadDesk) -> None:
    canvas = panel(desk).canvas
    sheet = canvas.sheet()
    assert sheet.width() == pytest.approx(1.8 * sheet.height(), abs=3)
    assert canvas.rect().contains(sheet)
    assert canvas.hasFocus()
    assert not desk.list.lines  # there is nothing to list yet


def test_a_number_is_read_as_it_is_written(desk: ReadDesk) -> None:
    write(desk, SEVEN, 0)
    desk.wait_for("7")
    write(desk, ONE, 1)
    desk.wait_for("71")
    assert [(line.name, line.note) for line in desk.list.lines] == [("Written number", "71")]


def test_what_was_drawn_elsewhere_has_a_sheet_of_its_own(desk: ReadDesk) -> None:
    """Beside the empty one that is laid out, and beside others."""
    empty = panel(desk)
    desk.page.sheets.take(ONE)
    desk.wait_for("1")
    first = panel(desk)
    desk.page.sheets.take(SEVEN)
    desk.wait_for("7")
    assert panel(desk) not in (first, empty)
    assert [(line.name, line.note) for line in desk.list.lines] == [("Written number", "1"), ("Written number 2", "7")]
    desk.page.controls.write_action.trigger()
    assert panel(desk) is empty
    assert empty.drawing.is_empty


def test_what_was_drawn_elsewhere_lies_in_the_middle_and_has_its_shape(desk: ReadDesk) -> None:
    desk.page.sheets.take(SEVEN)
    (stroke,), (drawn,) = panel(desk).drawing.strokes, SEVEN.strokes
    height = 1 / 1.8
    expected = [((1 - height) / 2 + height * x, height * y) for x, y in drawn.points]
    assert np.allclose(stroke.points, expected)
    assert stroke.width == pytest.approx(height * drawn.width)
    assert panel(desk).canvas.pen_width == pytest.approx(stroke.width), "it is gone on with the same pen"


def test_it_is_read_while_the_pen_moves(desk: ReadDesk) -> None:
    canvas = panel(desk).canvas
    points = way(canvas, SEVEN.strokes[0].points, 0)
    QTest.mousePress(canvas, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, QPoint(*point))
    desk.wait_for("7")
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(*points[-1]))


def test_strokes_stay_on_the_sheet(desk: ReadDesk) -> None:
    canvas = panel(desk).canvas
    sheet = canvas.sheet()
    middle = sheet.center()
    draw(canvas, (middle.x(), middle.y()), (middle.x(), sheet.bottom() + 300), (sheet.right() + 300, middle.y()))
    ((_, low), (right, _)) = panel(desk).drawing.strokes[0].points[1:]
    assert low == pytest.approx(sheet.height() / sheet.width())
    assert right == 1


def test_boxes_show_on_the_sheet_where_the_digits_are(desk: ReadDesk) -> None:
    write(desk, SEVEN, 0)
    canvas = panel(desk).canvas
    canvas.hover(None)
    desk.wait_for("7")
    shown = shown_pixels(canvas)
    panel(desk).boxes.hide()
    changed = (shown != shown_pixels(canvas)).any(axis=2)
    xs = [x for x, _ in way(canvas, SEVEN.strokes[0].points, 0)]
    columns = changed.any(axis=0).nonzero()[0]
    assert min(xs) - 20 < columns.min() < columns.max() < max(xs) + 20


def test_corrections_stay_while_it_is_written_on(desk: ReadDesk) -> None:
    write(desk, SEVEN, 0)
    desk.wait_for("7")
    text = desk.result.text
    text.setFocus()
    desk.press(Key.Key_Home, text)
    desk.press(Key.Key_4, text)
    assert desk.checked.text == "4"
    write(desk, ONE, 1)
    desk.wait_for("41")
    panel(desk).canvas.undo()
    desk.wait_for("4")


def test_each_number_has_a_sheet_of_its_own(desk: ReadDesk) -> None:
    write(desk, SEVEN, 0)
    desk.wait_for("7")
    desk.page.controls.write_action.trigger()
    assert panel(desk).drawing.is_empty
    assert desk.result.text.page.text == ""
    write(desk, ONE, 0)
    desk.wait_for("1")
    assert [line.name for line in desk.list.lines] == ["Written number", "Written number 2"]
    panel(desk).canvas.undo()
    assert not panel(desk).canvas.undo_action.isEnabled()  # there the other sheet's steps would be
    desk.list.setCurrentRow(0)
    desk.wait_for("7")
    assert len(panel(desk).drawing.strokes) == 1


def test_a_sheet_goes_once_its_line_cannot_come_back(
    desk: ReadDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removals, "_MOST", 1)
    write(desk, SEVEN, 0)
    desk.wait_for("7")
    desk.press(Key.Key_Delete, desk.list)
    assert desk.page.start_view.isVisible()
    assert desk.page.findChildren(WritingPanel)
    for _ in range(removals._MOST):
        desk.open_page()
        desk.press(Key.Key_Delete, desk.list)
    qtbot.waitUntil(lambda: not desk.page.findChildren(WritingPanel))
