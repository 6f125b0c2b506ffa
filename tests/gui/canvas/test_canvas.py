from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import ShownPicture, size_of
from lenet_app.gui.canvas.growing_stroke import UnfinishedStroke
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.ink.ink import Ink
from tests.gui.canvas.canvas_helpers import LEFT, LINE, PICTURE, darkness, draw, drawing, shown_canvas


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> Canvas:
    return shown_canvas(qtbot, qapp)


def test_undo_redo_and_clear(canvas: Canvas) -> None:
    draw(canvas, (30, 30), (60, 60))
    one = canvas.content
    draw(canvas, (90, 90), (120, 120))
    two = canvas.content
    canvas.undo_action.trigger()
    assert canvas.content is one
    canvas.redo_action.trigger()
    assert canvas.content is two
    canvas.clear_action.trigger()
    assert drawing(canvas).is_empty
    canvas.undo()
    assert canvas.content is two


def test_the_actions_are_enabled_where_they_do_something(canvas: Canvas, qtbot: QtBot) -> None:
    def enabled() -> tuple[bool, ...]:
        return tuple(one.isEnabled() for one in (canvas.undo_action, canvas.redo_action, canvas.clear_action))

    assert enabled() == (False, False, False)
    with qtbot.waitSignal(canvas.history_changed):
        draw(canvas, (30, 30), (60, 60))
    assert enabled() == (True, False, True)
    canvas.undo()
    assert enabled() == (False, True, False)
    canvas.redo()
    canvas.clear()
    assert enabled() == (True, False, False)


def test_nothing_happens_where_there_is_nothing_to_do(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.content_changed), qtbot.assertNotEmitted(canvas.history_changed):
        canvas.undo()
        canvas.redo()
        canvas.clear()
        canvas.set_content(canvas.content)


def test_content_that_replaces_a_step_is_no_step_of_its_own(canvas: Canvas, qtbot: QtBot) -> None:
    draw(canvas, (30, 30), (60, 60))
    drawn = canvas.content
    canvas.set_content(PICTURE)
    other = ShownPicture(PICTURE.pixels.copy())
    with qtbot.waitSignals([canvas.content_changed, canvas.history_changed]):
        canvas.set_content(other, replace=True)
    assert canvas.content is other
    canvas.undo()
    assert canvas.content is drawn
    canvas.redo()
    assert canvas.content is other


@pytest.mark.parametrize("tool", list(Tool))
def test_the_content_changes_when_a_stroke_begins(canvas: Canvas, qtbot: QtBot, tool: Tool) -> None:
    canvas.set_content(LINE)
    canvas.set_tool(tool)
    with qtbot.waitSignal(canvas.content_changed):
        QTest.mousePress(canvas, LEFT, pos=QPoint(30, 30))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(30, 30))


def test_many_large_pictures_are_not_all_remembered(canvas: Canvas) -> None:
    pixels = [np.zeros((4096, 4096, 3), np.uint8) for _ in range(8)]  # never written to: no memory is taken
    for one in pixels:
        canvas.set_content(ShownPicture(one))
    steps = 0
    while canvas.undo_action.isEnabled():
        canvas.undo()
        steps += 1
    assert steps == 4


def test_the_size_of_a_picture_counts_each_array_once() -> None:
    assert size_of(LINE) == 0
    assert size_of(PICTURE) == 28 * 28 * 3
    assert size_of(ShownPicture(PICTURE.pixels, source=PICTURE)) == 28 * 28 * 3
    assert size_of(ShownPicture(PICTURE.pixels, source=Ink(np.zeros((10, 10), np.float32)))) == 28 * 28 * 3 + 400


def test_small_moves_of_the_eraser_are_put_together(qapp: QApplication) -> None:
    stroke = UnfinishedStroke(LINE, 0.1, erasing=True)  # its radius is 0.1
    assert stroke.extend((0.5, 0.3))
    kept = stroke.kept
    assert not any(stroke.extend((0.5, 0.3 + 0.001 * k)) for k in range(1, 24))
    assert stroke.kept is kept
    assert stroke.extend((0.5, 0.33))


def test_the_eraser_goes_to_where_it_was_lifted() -> None:
    stroke = UnfinishedStroke(LINE, 0.1, erasing=True)
    assert stroke.extend((0.5, 0.36))
    assert not stroke.extend((0.5, 0.38))
    assert stroke.drawing is LINE
    stroke.finish()
    assert len(stroke.drawing.strokes) == 2


def test_undo_in_mid_stroke_ends_it_first(canvas: Canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(30, 30))
    canvas.undo()
    QTest.mouseMove(canvas, QPoint(90, 90))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(90, 90))
    assert drawing(canvas).is_empty
    assert canvas.redo_action.isEnabled()


def test_the_keys(canvas: Canvas) -> None:
    draw(canvas, (30, 30), (60, 60))
    drawn = canvas.content
    QTest.keySequence(canvas, "Ctrl+Z")
    assert drawing(canvas).is_empty
    QTest.keySequence(canvas, canvas.redo_action.shortcut())
    assert canvas.content is drawn
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert drawing(canvas).is_empty
    tools: list[Tool] = []
    canvas.tool_changed.connect(tools.append)
    for key in (Qt.Key.Key_E, Qt.Key.Key_P):
        QTest.keyClick(canvas, key)
    assert tools == [Tool.ERASER, Tool.PEN]


def test_every_action_has_words_a_key_and_an_icon(canvas: Canvas) -> None:
    actions = canvas.actions()
    assert [one.text() for one in actions] == ["Pen", "Eraser", "Undo", "Redo", "Clear"]
    assert all(one.shortcut().toString() in one.toolTip() for one in actions)
    assert not any(one.icon().isNull() for one in actions)


# Eraser and pen width


def test_the_eraser_takes_what_it_touches(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.set_content(LINE)
    with qtbot.waitSignal(canvas.tool_changed, check_params_cb=lambda tool: tool is Tool.ERASER):
        canvas.eraser_action.trigger()
    draw(canvas, (150, 120), (150, 180))
    left, right = drawing(canvas).strokes
    assert left.points[-1][0] < 0.5 < right.points[0][0]
    shown = darkness(canvas)
    assert shown[150, 150] < 10
    assert shown[150, 80] > 200
    canvas.undo()
    assert canvas.content is LINE, "one erasing is one step"


def test_an_eraser_that_misses_leaves_no_step(canvas: Canvas) -> None:
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (30, 30), (60, 60))
    assert not canvas.undo_action.isEnabled()


def test_the_pen_width_holds_for_the_next_strokes(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.pen_width_changed, check_params_cb=lambda width: width == 0.1):
        canvas.set_pen_width(0.1)
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    assert (darkness(canvas)[150, 20:280] > 128).sum() == pytest.approx(30, abs=1)
    canvas.set_pen_width(7)
    assert canvas.pen_width == 0.2
    canvas.set_pen_width(0)
    assert canvas.pen_width == 0.01


# Pictures


def test_a_picture_is_shown_and_brought_back_by_undo(canvas: Canvas) -> None:
    canvas.set_content(PICTURE)
    middle = canvas.grab().toImage().pixelColor(150, 120)
    assert (middle.red(), middle.green(), middle.blue()) == (200, 30, 30)
    draw(canvas, (30, 30), (60, 60))
    assert len(drawing(canvas).strokes) == 1
    assert darkness(canvas)[150, 150] < 10
    canvas.undo()
    assert canvas.content is PICTURE


def test_the_eraser_leaves_a_picture_alone_and_says_so(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.set_content(PICTURE)
    canvas.set_tool(Tool.ERASER)
    with qtbot.waitSignal(canvas.erasing_refused):
        draw(canvas, (30, 30), (200, 200))
    assert canvas.content is PICTURE


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
def test_what_cannot_be_painted_is_refused(pixels: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="uint8"):
        ShownPicture(pixels)


# Dropping


def drop(canvas: Canvas, mime: QMimeData) -> bool:
    """Whether the offer was taken; dropped then."""
    keys, action, at = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, QPoint(50, 50)
    enter = QDragEnterEvent(at, action, mime, LEFT, keys)
    enter.ignore()
    QApplication.sendEvent(canvas, enter)
    if enter.isAccepted():
        QApplication.sendEvent(canvas, QDropEvent(QPointF(at), action, mime, LEFT, keys))
    return enter.isAccepted()


def test_dropped_files_are_handed_on(canvas: Canvas, qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "7.png")), QUrl("https://example.org/8.png")])
    with qtbot.waitSignal(canvas.file_dropped) as signal:
        assert drop(canvas, mime)
    assert signal.args == [[tmp_path / "7.png"]]


def test_a_dropped_image_is_handed_on(canvas: Canvas, qtbot: QtBot) -> None:
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    with qtbot.waitSignal(canvas.image_dropped) as signal:
        assert drop(canvas, mime)
    assert signal.args == [image]


def test_other_things_are_not_taken(canvas: Canvas) -> None:
    mime = QMimeData()
    mime.setText("seven")
    assert not drop(canvas, mime)


def test_the_canvas_lights_up_under_a_file(canvas: Canvas, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    before = canvas.grab().toImage()
    keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(canvas, QDragEnterEvent(QPoint(50, 50), action, mime, LEFT, keys))
    assert canvas.grab().toImage() != before


def test_assistive_technology_hears_what_is_there(canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Canvas"
    assert "drop a picture" in canvas.accessibleDescription()
    assert canvas.toolTip() == canvas.accessibleDescription()
    draw(canvas, (30, 30), (60, 60))
    assert canvas.accessibleDescription() == "Drawing of 1 stroke"
    canvas.set_content(PICTURE)
    assert canvas.accessibleDescription() == "Picture: seven.png"
