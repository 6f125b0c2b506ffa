"""The Read page: pictures that lie on their side, turned by themselves or by hand, and files of several pages."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from lenet_app.gui.read.item import State
from lenet_app.gui.read.texts import status_of
from lenet_app.reading.turned import turned_picture
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels
from tests.unit.reading.test_upright import level

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def open_lying(desk: ReadDesk, turn: int = 270) -> str:
    """A page that has to be turned by 360 - `turn`; what it says."""
    pixels, text = level()
    desk.page.read_picture(turned_picture(pixels, turn), "lying.png")
    desk.wait_for(text)
    return text


def test_a_picture_on_its_side_is_shown_as_it_is_read(desk: ReadDesk) -> None:
    open_lying(desk)
    assert desk.item.turn == 90
    assert desk.view.shown is not None
    np.testing.assert_array_equal(desk.view.shown, level()[0])
    assert status_of(desk.item).startswith("Turned by 90°. ")
    left, top, width, height = desk.checked.digits[0].read.box
    assert 20 < left < left + width < 85
    assert 25 < top < top + height < 90


def test_a_button_and_a_key_turn_it_further(desk: ReadDesk) -> None:
    text = desk.open_page()
    assert desk.page.turn_button.isVisible()
    pixels = page_pixels()[0][..., :3]
    for turn in (90, 180, 270):
        QTest.mouseClick(desk.page.turn_button, LEFT)
        np.testing.assert_array_equal(desk.view.shown, turned_picture(pixels, turn))
        desk.qtbot.waitUntil(lambda: not desk.item.is_pending)
        assert desk.item.turn == turn
    QTest.keyClick(desk.view, Qt.Key.Key_R, CTRL | SHIFT)
    desk.wait_for(text)
    assert desk.item.turn == 0
    assert not status_of(desk.item).startswith("Turned")


def test_what_a_person_said_turns_along(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.press(Key.Key_Home)
    desk.press(Key.Key_7 if text[0] != "7" else Key.Key_8)
    said = desk.checked.text
    for _ in range(4):
        desk.page.turn_button.click()
    desk.wait_for(said)
    assert desk.checked.digits[0].is_corrected
    assert len(desk.checked.digits) == len(text)


def test_a_frame_on_a_turned_picture_reads_what_it_shows(desk: ReadDesk) -> None:
    text = open_lying(desk).replace("\n", "")
    desk.frame_digit(7)
    desk.wait_for(text[7])
    assert desk.item.turn == 90
    assert desk.item.part is not None
    left, top, width, height = desk.item.part  # in the picture as it lies
    assert 135 < left < 155
    assert width < 90
    assert height < 90
    assert 480 - (25 + 88 * 2 + 70) < top < top + height < 480 - (25 + 88 * 2 - 20)


def test_a_screenshot_is_turned_and_not_read(desk: ReadDesk) -> None:
    pixels, _ = page_pixels()
    desk.page.sources.screen_taken.emit(np.ascontiguousarray(np.rot90(pixels)))
    desk.page.turn_button.click()
    assert desk.item.state is State.UNREAD
    np.testing.assert_array_equal(desk.view.shown, pixels[..., :3])
    place = desk.view.picture_place
    desk.drag(place.topLeft() + QPointF(1, 1), QPointF(place.left() + place.width() * 175 / 260, place.bottom() - 1))
    desk.wait_for(page_pixels()[1][:2])


def test_a_sheet_that_is_written_on_is_not_turned(desk: ReadDesk) -> None:
    desk.page.write_number()
    assert not desk.page.turn_button.isVisible()


def test_the_pages_of_a_file_are_items(desk: ReadDesk, tmp_path: Path) -> None:
    pages = [Image.fromarray(page_pixels(count)[0][..., :3]) for count in (2, 3)]
    path = tmp_path / "scan.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    desk.page.read_files([path])
    desk.qtbot.waitUntil(lambda: [item.state for item in desk.page.session.items] == [State.READ] * 2)
    assert [line.name for line in desk.list.lines] == ["scan.tif, page 1", "scan.tif, page 2"]
    texts = [page_pixels(count)[1] for count in (2, 3)]
    rows = list(csv.DictReader(StringIO(desk.page.session.snapshot.as_csv().decode("utf-8-sig"))))
    assert [(row["path"], row["page"], row["text"]) for row in rows] == [
        (str(path), str(number), text) for number, text in enumerate(texts, start=1)
    ]
