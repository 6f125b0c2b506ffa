"""The Read page: digits that were not found are added, and corrections taken back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from lenet_app.gui.read.widgets.digit_frame import DigitFrame
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.helpers import SEVEN, shown_pixels
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels
from tests.gui.read.test_read_page_writing import way


def open_missed(desk: ReadDesk) -> tuple[str, QRectF]:
    """A picture whose second digit is so faint that it is not found; what it says, and where that one stands.

    The place is in pixels of the picture.
    """
    pixels, text = page_pixels(3)
    faint = pixels.astype(np.float64)
    place = QRectF(95, 25, 56, 56)
    faint[:, 90:165] = 235 + (faint[:, 90:165] - 235) * 0.12
    desk.page.read_picture(faint.round().astype(np.uint8), "made.png")
    desk.wait_for(text[0] + text[2])
    return text, place


def frame(desk: ReadDesk) -> DigitFrame:
    return desk.page.adding.frame


def begin(desk: ReadDesk) -> DigitFrame:
    QTest.mouseClick(desk.result.add_button, LEFT)
    assert frame(desk).isVisible()
    assert frame(desk).hasFocus()
    return frame(desk)


def drag(over: DigitFrame, place: QRectF) -> None:
    points = [place.topLeft(), place.center(), place.bottomRight()]
    QTest.mousePress(over, LEFT, pos=points[0].toPoint())
    for point in points[1:]:
        QTest.mouseMove(over, point.toPoint())
    QTest.mouseRelease(over, LEFT, pos=points[-1].toPoint())


def on_screen(desk: ReadDesk, place: QRectF) -> QRectF:
    """A place of the picture in pixels of the frame's widget."""
    picture = desk.view.picture_place
    scale = picture.width() / 260
    box = QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)
    return box.translated(picture.topLeft()).translated(frame(desk).mapFromGlobal(desk.view.mapToGlobal(QPoint())))


def test_a_frame_around_a_digit_adds_it_and_the_network_answers(desk: ReadDesk) -> None:
    text, place = open_missed(desk)
    drag(begin(desk), on_screen(desk, place))
    desk.wait_for(text)
    assert desk.view.current == desk.result.text.current == 1
    assert desk.view.hasFocus()
    assert desk.checked.digits[1].read.box == pytest.approx(place.getRect(), abs=1)
    assert desk.result.count == "3 digits, all sure"
    assert f",1,{text}," in desk.page.session.snapshot.as_csv().decode("utf-8-sig")
    QTest.keyClick(desk.view, Key.Key_9)
    desk.wait_for(text[0] + "9" + text[2])
    assert desk.result.card.texts[0] == "Added by you"


def test_delete_and_undo(desk: ReadDesk) -> None:
    text, place = open_missed(desk)
    assert not desk.result.undo_button.isEnabled()
    drag(begin(desk), on_screen(desk, place))
    desk.wait_for(text)
    desk.press(Key.Key_Delete)
    desk.wait_for(text[0] + text[2])
    assert len(desk.checked.digits) == 2
    QTest.keySequence(desk.view, "Ctrl+Z")
    desk.wait_for(text)
    QTest.mouseClick(desk.result.undo_button, LEFT)
    desk.wait_for(text[0] + text[2])
    assert not desk.result.undo_button.isEnabled()
    desk.click_digit(0)
    for key in (Key.Key_8, Key.Key_9, Key.Key_9):
        desk.press(key)
    QTest.keySequence(desk.result.text, "Ctrl+Z")
    desk.wait_for("9" + text[2])
    QTest.keySequence(desk.result.text, "Ctrl+Z")
    desk.wait_for("8" + text[2])
    QTest.keySequence(desk.result.text, "Ctrl+Z")
    desk.wait_for(text[0] + text[2])


def test_a_digit_is_added_by_keys_alone(desk: ReadDesk) -> None:
    text, place = open_missed(desk)
    desk.click_digit(0)
    desk.press(Key.Key_Insert)
    over = frame(desk)
    first = over.frame
    assert first.size() == desk.view.place_of(0).size()  # beside the chosen one
    wanted = on_screen(desk, place)
    for _ in range(300):
        if over.frame.left() < wanted.left() - 4:
            QTest.keyClick(over, Key.Key_Right)
        elif over.frame.top() > wanted.top() + 4:
            QTest.keyClick(over, Key.Key_Up)
        elif over.frame.bottom() < wanted.bottom() - 4:
            QTest.keyClick(over, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        elif over.frame.right() < wanted.right() - 4:
            QTest.keyClick(over, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        else:
            break
    assert "Enter" in over.accessibleDescription()
    QTest.keyClick(over, Key.Key_Return)
    desk.wait_for(text)


def test_a_digit_that_is_typed_is_taken_as_it_is(desk: ReadDesk) -> None:
    text, _ = open_missed(desk)
    desk.click_digit(0)
    desk.press(Key.Key_Plus)
    QTest.keyClick(frame(desk), Key.Key_6)
    desk.wait_for(text[0] + "6" + text[2])
    assert desk.result.card.texts[0] == "Added by you"


def test_a_click_moves_the_frame_and_escape_gives_it_up(desk: ReadDesk) -> None:
    text, place = open_missed(desk)
    over = begin(desk)
    target = on_screen(desk, place).center()
    QTest.mouseClick(over, LEFT, pos=target.toPoint())
    assert (over.frame.center() - target).manhattanLength() < 3
    shown = shown_pixels(desk.page)
    QTest.keyClick(over, Key.Key_Escape)
    assert not over.isVisible()
    assert (shown != shown_pixels(desk.page)).any()
    assert desk.checked.text == text[0] + text[2]
    drag(begin(desk), QRectF(target, target + QPointF(4, 30)))  # a slip of the hand
    assert not over.isVisible()
    assert len(desk.checked.digits) == 2


def test_going_elsewhere_gives_the_frame_up(desk: ReadDesk) -> None:
    open_missed(desk)
    over = begin(desk)
    desk.result.text.setFocus()
    assert not over.isVisible()
    begin(desk)
    desk.open_page(2)
    assert not over.isVisible()
    begin(desk)
    desk.page.resize(1100, 560)
    desk.qtbot.waitUntil(lambda: not over.isVisible())


def test_the_frame_stays_on_the_picture(desk: ReadDesk) -> None:
    open_missed(desk)
    over = begin(desk)
    bounds = on_screen(desk, QRectF(0, 0, 260, 100)).adjusted(-1, -1, 1, 1)
    for key in (Key.Key_Left, Key.Key_Up, Key.Key_Right, Key.Key_Down):
        for _ in range(250):
            QTest.keyClick(over, key)
        assert bounds.contains(over.frame)
    for key in (Key.Key_Left, Key.Key_Down):
        for _ in range(100):
            QTest.keyClick(over, key, Qt.KeyboardModifier.ShiftModifier)
        assert bounds.contains(over.frame)
        assert min(over.frame.width(), over.frame.height()) >= 8


def test_there_has_to_be_something_to_add_to(desk: ReadDesk) -> None:
    assert not desk.result.add_button.isEnabled()
    desk.press(Key.Key_Insert, desk.page.start_view.open_button)
    assert not frame(desk).isVisible()
    desk.page.write_number()
    assert not desk.result.add_button.isEnabled()


def test_a_digit_is_added_on_a_sheet(desk: ReadDesk) -> None:
    desk.page.write_number()
    (panel,) = [one for one in desk.page.findChildren(WritingPanel) if one.isVisible()]
    points = way(panel.canvas, SEVEN.strokes[0].points, 1)
    draw(panel.canvas, *points)
    desk.wait_for("7")
    desk.result.text.setFocus()
    desk.press(Key.Key_Home, desk.result.text)
    desk.press(Key.Key_Delete, desk.result.text)
    over = begin(desk)
    offset = over.mapFromGlobal(panel.canvas.mapToGlobal(QPoint()))
    xs, ys = zip(*points, strict=True)
    place = QRectF(QPointF(min(xs) - 9, min(ys) - 9), QPointF(max(xs) + 9, max(ys) + 9)).translated(offset)
    drag(over, place)
    desk.wait_for("7")
    kinds = {(digit.is_added, digit.is_left_out) for digit in desk.checked.digits}
    assert kinds == {(False, True), (True, False)}
    assert desk.result.text.hasFocus()
    assert len(panel.drawing.strokes) == 1  # nothing was drawn meanwhile
    other = way(panel.canvas, SEVEN.strokes[0].points, 2)
    draw(panel.canvas, *other)
    desk.wait_for("77")
    panel.canvas.clear()
    desk.wait_for("")
