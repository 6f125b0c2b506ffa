from functools import cache

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.ink.strokes import Drawing
from tests.gui.canvas.canvas_helpers import LEFT, LINE, NONE, SIDE, assert_near, darkness, draw, drawing, shown_canvas


@pytest.fixture
def canvas(qtbot: QtBot, qapp: QApplication) -> Canvas:
    return shown_canvas(qtbot, qapp)


# Mouse


def test_the_mouse_draws_through_every_point(canvas: Canvas) -> None:
    draw(canvas, (30, 150), (90, 120), (150, 150), (270, 150))
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 4
    assert_near(stroke.points[0], (0.1, 0.5))
    assert_near(stroke.points[-1], (0.9, 0.5))
    assert stroke.width == canvas.pen_width
    shown = darkness(canvas)
    assert shown[150, 32] > 200
    assert shown[150, 268] > 200
    assert shown[20:100, 20:280].max() < 10


def test_a_click_makes_a_dot(canvas: Canvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(60, 60))
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 1
    shown = darkness(canvas)
    assert shown[60, 60] > 200
    across = (shown[60, 20:280] > 128).sum()
    assert across == pytest.approx(canvas.pen_width * SIDE, abs=1)


def test_the_second_of_two_quick_strokes_is_drawn(canvas: Canvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(60, 60))
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(62, 60))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(62, 60))
    assert len(drawing(canvas).strokes) >= 2


def test_other_buttons_do_not_draw(canvas: Canvas) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(90, 90))
    assert drawing(canvas).is_empty


def test_points_are_held_to_the_sheet(canvas: Canvas) -> None:
    draw(canvas, (150, 150), (500, -40))
    assert drawing(canvas).strokes[0].points[-1] == (1.0, 0.0)


def test_the_content_is_told_at_every_move_and_at_the_end(canvas: Canvas) -> None:
    told: list[Drawing] = []
    canvas.content_changed.connect(told.append)
    draw(canvas, (30, 30), (60, 60), (90, 90))
    assert [len(one.strokes[0].points) for one in told] == [1, 2, 3, 3]
    assert told[-1] is canvas.content


def test_mouse_events_made_of_touches_do_not_draw(canvas: Canvas) -> None:
    at, source = QPointF(60, 60), Qt.MouseEventSource.MouseEventSynthesizedBySystem
    for kind, button, buttons in (
        (QEvent.Type.MouseButtonPress, LEFT, LEFT),
        (QEvent.Type.MouseMove, NONE, LEFT),
        (QEvent.Type.MouseButtonRelease, LEFT, NONE),
    ):
        modifiers = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, at, at, button, buttons, modifiers, source))
    assert drawing(canvas).is_empty


@pytest.mark.parametrize("kind", [QEvent.Type.UngrabMouse, QEvent.Type.WindowDeactivate])
def test_a_lost_grab_ends_the_stroke(canvas: Canvas, kind: QEvent.Type) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(30, 30))
    QTest.mouseMove(canvas, QPoint(60, 60))
    QApplication.sendEvent(canvas, QEvent(kind))
    assert canvas.undo_action.isEnabled()
    QTest.mouseMove(canvas, QPoint(200, 200))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 200))
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 2


def test_escape_ends_the_stroke(canvas: Canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(30, 30))
    QTest.mouseMove(canvas, QPoint(60, 60))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseMove(canvas, QPoint(200, 200))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 200))
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 2
    canvas.undo()
    assert drawing(canvas).is_empty


def test_hiding_the_canvas_ends_the_stroke(canvas: Canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(30, 30))
    canvas.hide()
    assert canvas.undo_action.isEnabled()
    canvas.show()
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(30, 30))


# Tablet and touch


@cache  # Qt keeps pointers to the devices of its events
def stylus(pointer: QPointingDevice.PointerType) -> QPointingDevice:
    kind, can = QInputDevice.DeviceType.Stylus, QInputDevice.Capability.Position
    return QPointingDevice("stylus", 7, kind, pointer, can, 1, 1)


def tablet_event(
    kind: QEvent.Type, x: float, y: float, *, pointer: QPointingDevice.PointerType, down: bool = True
) -> QTabletEvent:
    button = NONE if kind == QEvent.Type.TabletMove else LEFT
    buttons = LEFT if down else NONE
    at, keys = QPointF(x, y), Qt.KeyboardModifier.NoModifier
    return QTabletEvent(kind, stylus(pointer), at, at, 0.5, 0, 0, 0, 0, 0, keys, button, buttons)


def tablet(canvas: Canvas, *points: tuple[float, float], pointer: QPointingDevice.PointerType) -> None:
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(points) - 1)]
    for kind, (x, y) in zip(kinds, points, strict=True):
        QApplication.sendEvent(canvas, tablet_event(kind, x, y, pointer=pointer))
    release = tablet_event(QEvent.Type.TabletRelease, *points[-1], pointer=pointer, down=False)
    QApplication.sendEvent(canvas, release)


def test_the_pen_draws_finer_than_pixels(canvas: Canvas) -> None:
    tablet(canvas, (30.25, 30.5), (60.75, 60.5), pointer=QPointingDevice.PointerType.Pen)
    (stroke,) = drawing(canvas).strokes
    assert_near(stroke.points[0], (30.25 / SIDE, 30.5 / SIDE))
    assert len(stroke.points) == 2


def test_the_eraser_end_erases_whatever_the_tool(canvas: Canvas) -> None:
    canvas.set_content(LINE)
    tablet(canvas, (150, 100), (150, 200), pointer=QPointingDevice.PointerType.Eraser)
    assert canvas.tool is Tool.PEN
    assert len(drawing(canvas).strokes) == 2
    assert darkness(canvas)[150, 150] < 10


def test_a_hovering_pen_does_not_draw(canvas: Canvas) -> None:
    pen = QPointingDevice.PointerType.Pen
    QApplication.sendEvent(canvas, tablet_event(QEvent.Type.TabletMove, 60, 60, pointer=pen, down=False))
    assert drawing(canvas).is_empty


def test_the_mouse_does_not_disturb_the_pen(canvas: Canvas) -> None:
    pen = QPointingDevice.PointerType.Pen
    QApplication.sendEvent(canvas, tablet_event(QEvent.Type.TabletPress, 60, 60, pointer=pen))
    draw(canvas, (200, 200), (250, 250))
    QApplication.sendEvent(canvas, tablet_event(QEvent.Type.TabletMove, 90, 60, pointer=pen))
    QApplication.sendEvent(canvas, tablet_event(QEvent.Type.TabletRelease, 90, 60, pointer=pen, down=False))
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 2


@pytest.fixture(scope="module")
def touch_screen() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_one_finger_draws(canvas: Canvas, touch_screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, touch_screen).press(0, QPoint(30, 30), canvas)
    for x in (60, 90):
        QTest.touchEvent(canvas, touch_screen).move(0, QPoint(x, x), canvas)
    QTest.touchEvent(canvas, touch_screen).release(0, QPoint(90, 90), canvas)
    (stroke,) = drawing(canvas).strokes
    assert len(stroke.points) == 3
    assert_near(stroke.points[-1], (0.3, 0.3))


def test_a_second_finger_neither_draws_nor_disturbs(canvas: Canvas, touch_screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, touch_screen).press(0, QPoint(30, 30), canvas)
    QTest.touchEvent(canvas, touch_screen).stationary(0).press(1, QPoint(200, 200), canvas)
    QTest.touchEvent(canvas, touch_screen).move(0, QPoint(60, 30), canvas).move(1, QPoint(210, 200), canvas)
    QTest.touchEvent(canvas, touch_screen).stationary(0).release(1, QPoint(210, 200), canvas)
    QTest.touchEvent(canvas, touch_screen).move(0, QPoint(90, 30), canvas)
    QTest.touchEvent(canvas, touch_screen).release(0, QPoint(90, 30), canvas)
    (stroke,) = drawing(canvas).strokes
    assert [x for x, _ in stroke.points] == pytest.approx([0.1, 0.2, 0.3])
    assert {y for _, y in stroke.points} == {0.1}
