"""The Read page: parts of pictures, framed to look closer or to be read alone."""

import csv
from io import StringIO
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.read.item import State
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels, save_page
from tests.gui.read.test_read_page import open_doubtful


def test_a_frame_reads_a_part_and_a_button_goes_back(desk: ReadDesk) -> None:
    text = desk.open_page()
    assert not desk.page.whole_button.isVisible()
    desk.frame_digit(1)
    desk.wait_for(text[1])
    assert desk.item.name == "made.png, part"
    QTest.mouseClick(desk.page.whole_button, LEFT)
    assert desk.item.name == "made.png"
    assert desk.checked.text == text
    desk.frame_digit(2)
    desk.wait_for(text[2])
    assert [line.name for line in desk.list.lines] == ["made.png", "made.png, part"]


def test_a_part_of_a_part_is_one_of_the_picture(desk: ReadDesk) -> None:
    text = desk.open_page()
    first, last = desk.view.place_of(0), desk.view.place_of(1)
    desk.drag(first.topLeft() - QPointF(8, 8), last.bottomRight() + QPointF(8, 8))
    desk.wait_for(text[:2])
    desk.press(Key.Key_Home)
    desk.press(Key.Key_0)
    desk.frame_digit(1)
    desk.wait_for(text[1])
    assert desk.list.lines[1].note == "0" + text[1]  # corrected, so it stays


def test_the_table_tells_parts_from_whole_pictures(desk: ReadDesk, tmp_path: Path) -> None:
    path, (_, text) = save_page(tmp_path / "made.png"), page_pixels()
    desk.page.read_files([path])
    desk.qtbot.waitUntil(lambda: desk.page.current is not None and not desk.item.is_pending)
    desk.frame_digit(1)
    desk.wait_for(text[1])
    QTest.mouseClick(desk.page.rows_box, LEFT, pos=QPoint(8, desk.page.rows_box.height() // 2))
    desk.open_page()
    desk.frame_digit(2)
    desk.wait_for(text[2])
    desk.page.rows_box.click()
    rows = list(csv.DictReader(StringIO(desk.page.session.snapshot.as_csv().decode("utf-8-sig"))))
    assert list(rows[0]) == ["path", "part", "row", "text", "confidence", "model"]
    assert [(row["path"], row["text"]) for row in rows] == [
        (str(path), text),
        (str(path), text[1]),
        ("made.png 2", text),
        ("made.png 2", text[2]),
    ]
    whole = desk.page.session.items[0].page
    assert whole is not None
    parts = [[int(number) for number in row["part"].split()] for row in rows]
    assert parts[0] == parts[2] == []
    left, top, width, height = whole.digits[1].read.box
    x, y, w, h = parts[1]
    assert left - 10 < x < left
    assert top - 10 < y < top
    assert left + width < x + w < left + width + 10
    assert top + height < y + h < top + height + 10


def table_of(desk: ReadDesk) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(desk.page.session.snapshot.as_csv().decode("utf-8-sig"))))


def test_a_closer_look_adds_no_row_until_somebody_wants_it(desk: ReadDesk) -> None:
    text, box = desk.open_page(), desk.page.rows_box
    assert not box.isVisible()
    desk.frame_digit(1)
    desk.wait_for(text[1])
    assert box.isVisible()
    assert not box.isChecked()
    assert desk.list.lines[1].note == f"{text[1]} · not in the table"
    assert [row["text"] for row in table_of(desk)] == [text]
    box.click()
    assert desk.list.lines[1].note == text[1]
    assert [row["text"] for row in table_of(desk)] == [text, text[1]]
    QTest.mouseClick(desk.page.whole_button, LEFT)
    desk.frame_digit(2)
    desk.wait_for(text[2])
    assert [row["text"] for row in table_of(desk)] == [text, text[1]], "the part that was wanted stays"


def test_what_is_corrected_in_a_closer_look_is_not_left_out(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.frame_digit(1)
    desk.wait_for(text[1])
    desk.press(Key.Key_Home)
    desk.press(Key.Key_0)
    assert desk.page.rows_box.isChecked()
    assert [row["text"] for row in table_of(desk)] == [text, "0"]
    assert desk.page.unsaved_corrections == 1
    desk.page.rows_box.click()  # somebody wants it left out all the same, so nothing is lost without it
    assert [row["text"] for row in table_of(desk)] == [text]
    assert desk.page.unsaved_corrections == 0


def test_doubts_of_a_closer_look_are_counted_once(desk: ReadDesk, qtbot: QtBot) -> None:
    open_doubtful(desk)
    desk.frame_digit(1)
    desk.wait_for("?")
    counts = desk.page.session.progress.counts
    assert (counts.listed, counts.read, counts.doubtful, counts.digits) == (1, 1, 1, 3)


def test_a_slip_of_the_hand_is_no_frame(desk: ReadDesk) -> None:
    desk.open_page()
    at = desk.view.picture_place.topLeft() + QPointF(4, 4)
    desk.drag(at, at + QPointF(3, 30))
    assert len(desk.list.lines) == 1


def test_of_a_screenshot_a_part_is_chosen_first(desk: ReadDesk) -> None:
    pixels, text = page_pixels()
    desk.page.sources.screen_taken.emit(pixels)
    assert desk.item.state is State.UNREAD
    assert desk.list.lines[0].note == "Drag a frame over the number to read."
    place = desk.view.picture_place
    desk.drag(place.topLeft() + QPointF(1, 1), QPointF(place.left() + place.width() * 175 / 260, place.bottom() - 1))
    desk.wait_for(text[:2])
    QTest.mouseClick(desk.page.whole_button, LEFT)
    assert desk.page.whole_button.text() == "Read the whole"
    QTest.mouseClick(desk.page.whole_button, LEFT)
    desk.wait_for(text)


def test_where_no_screen_can_be_taken_the_button_says_why(desk: ReadDesk) -> None:
    button = desk.page.controls.screenshot_button
    assert not button.isEnabled()
    assert "paste it here" in button.toolTip()
