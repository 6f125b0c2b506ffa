"""The Read page: pictures are read, checked and corrected."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.read.item import State
from lenet_app.gui.read.widgets.digits_view import DigitsView
from lenet_app.gui.read.widgets.item_list import ItemList
from lenet_app.networks.certainty import Certainty
from tests.gui.helpers import shipped_model, shown_pixels
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels
from tests.unit.samples import ODD, model

NOTHING = ("Nothing chosen", "", "Click a digit to see it closely and to correct it.")


def open_doubtful(desk: ReadDesk) -> str:
    """A made picture, of which no answer is sure enough; what it says."""
    desk.use(replace(shipped_model(), certainty=Certainty(0.5, temperature=3)))
    text = desk.open_page()
    desk.in_use.set_threshold(1.0)
    assert desk.checked.text == "???"
    return text


# Reading


def test_an_empty_page_says_what_it_is_for(desk: ReadDesk) -> None:
    assert desk.page.start_view.isVisible()
    buttons = desk.page.start_view.findChildren(QAbstractButton)
    assert [one.text() for one in buttons] == ["Open pictures…"]
    assert not desk.result.copy_button.isEnabled()
    assert not desk.result.save_button.isEnabled()
    QTest.mouseClick(buttons[0], LEFT)
    (dialog,) = desk.page.findChildren(QFileDialog)
    dialog.reject()


def test_a_picture_is_read_and_listed(desk: ReadDesk) -> None:
    text = desk.open_page(3, rows=2)
    assert desk.view.isVisible()
    assert desk.result.count == "6 digits, all sure"
    (line,) = desk.list.lines
    assert (line.name, line.note, line.warns) == ("made.png", text.replace("\n", " "), False)


def test_boxes_lie_around_the_digits_on_the_picture(desk: ReadDesk) -> None:
    desk.open_page()
    picture = desk.view.picture_place
    scale = picture.width() / 260
    for place in range(3):
        box = desk.view.place_of(place)
        left, right = ((x - picture.left()) / scale for x in (box.left(), box.right()))
        assert 15 + 80 * place - 3 < left < right < 15 + 80 * place + 59


def test_a_blank_picture_has_no_digits(desk: ReadDesk, qtbot: QtBot) -> None:
    blank = page_pixels()[0].copy()
    blank[:] = 255
    desk.page.read_picture(blank[..., :3], "blank.png")
    qtbot.waitUntil(lambda: desk.item.state is State.READ)
    assert desk.list.lines[0].note == "No digits"
    assert desk.result.count == ""
    assert not desk.result.copy_button.isEnabled()


@pytest.mark.data
@pytest.mark.parametrize("name", ["numbers/04.jpg", "numbers/20.jpg"])
def test_real_numbers_are_read(desk: ReadDesk, handwriting: Path, qtbot: QtBot, name: str) -> None:
    with (handwriting / "numbers.csv").open(encoding="utf-8") as file:
        label = next(row["label"] for row in csv.DictReader(file) if row["file"] == name)
    desk.page.read_files([handwriting / name])
    qtbot.waitUntil(lambda: desk.page.current is not None and desk.item.state is State.READ, timeout=20_000)
    assert desk.item.page is not None
    rows = ["".join(str(desk.item.page.digits[n].best) for n in row) for row in desk.item.page.rows]
    assert rows == label.split("|")


# Checking


def test_a_click_and_a_key_correct_a_digit(desk: ReadDesk) -> None:
    text = desk.open_page()
    other = "3" if text[1] != "3" else "8"
    desk.click_digit(1)
    assert desk.view.current == desk.result.text.current == 1
    assert desk.result.card.texts[0] == "Sure"
    QTest.keyClicks(desk.view, other)
    assert desk.checked.text == text[0] + other + text[2]
    assert desk.result.card.texts[0] == "Corrected by you"
    assert desk.list.lines[0].note == desk.checked.text
    desk.press(Key.Key_Backspace)
    assert desk.checked.text == text


def test_delete_leaves_out_what_is_no_digit_and_escape_brings_it_back(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_Delete)
    assert desk.checked.text == text[1:]
    assert desk.result.count == "2 digits, all sure"
    assert desk.result.card.texts[0] == "Left out: no digit"
    desk.press(Key.Key_Escape)
    assert desk.checked.text == text


@pytest.mark.parametrize("where", ["picture", "text"])
def test_arrow_keys_walk_over_the_digits(desk: ReadDesk, where: str) -> None:
    desk.open_page(3, rows=2)
    view: DigitsView = desk.view if where == "picture" else desk.result.text
    view.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [view.current]
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_Up, Key.Key_Home, Key.Key_End):
        desk.press(key, view)
        seen.append(view.current)
    assert seen == [0, 1, 4, 5, 5, 2, 0, 5]
    assert desk.view.current == desk.result.text.current == 5
    assert "Digit 6 of 6" in view.accessibleDescription()


def test_tab_walks_over_the_picture_and_leaves_it(desk: ReadDesk) -> None:
    desk.open_page()
    desk.view.setFocus(Qt.FocusReason.TabFocusReason)
    for expected in (1, 2):
        desk.press(Key.Key_Tab)
        assert desk.view.current == expected
    desk.press(Key.Key_Tab)
    assert not desk.view.hasFocus()


def test_what_is_doubtful_is_marked_counted_and_found(desk: ReadDesk) -> None:
    desk.settings.goes_on = False
    text = open_doubtful(desk)
    doubtful = shown_pixels(desk.view)
    assert desk.result.count == "3 of 3 digits not sure"
    assert desk.list.lines[0].warns
    for index in range(3):
        QTest.keyClick(desk.page, Key.Key_F8)
        assert desk.view.current == desk.result.text.current == index
        desk.press(Key.Key_Return, desk.result.text)
    assert desk.checked.text == text
    assert desk.result.count == "3 digits, all sure"
    assert not desk.result.next_button.isEnabled()
    assert (shown_pixels(desk.view) != doubtful).any()


def test_a_digit_under_the_pointer_is_shown_in_detail(desk: ReadDesk) -> None:
    text = desk.open_page()
    assert desk.result.card.texts == NOTHING
    desk.view.hovered.emit(2)
    assert desk.result.card.texts[1].startswith(f"{text[2]}: ")
    assert not desk.result.card.digit_buttons[0].isEnabled()  # it is looked at, not chosen
    desk.view.hovered.emit(None)
    assert desk.result.card.texts == NOTHING


def test_buttons_correct_for_those_without_a_keyboard(desk: ReadDesk) -> None:
    text = desk.open_page()
    QTest.mouseClick(desk.result.text, LEFT, pos=desk.result.text.place_of(2).center().toPoint())
    card = desk.result.card
    QTest.mouseClick(card.digit_buttons[4], LEFT)
    assert desk.checked.text == text[:2] + "4"
    QTest.mouseClick(card.leave_button, LEFT)
    assert desk.checked.text == text[:2]
    QTest.mouseClick(card.restore_button, LEFT)
    assert desk.checked.text == text


def test_corrections_stay_with_their_picture(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_0)
    desk.open_page(2)
    desk.page.hide()
    desk.page.show()
    desk.list.setCurrentRow(0)
    desk.wait_for("0" + text[1:])


# Taking along


def test_the_text_is_copied(desk: ReadDesk) -> None:
    text = desk.open_page(3, rows=2)
    QTest.keySequence(desk.page, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == text
    assert desk.result.note.text() == "Copied"


def test_all_that_was_read_is_saved_with_its_corrections(desk: ReadDesk, qtbot: QtBot, tmp_path: Path) -> None:
    text = desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_0)
    upper, lower = desk.open_page(2, rows=2).split("\n")
    QTest.keySequence(desk.page, "Ctrl+S")
    (dialog,) = desk.page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "numbers.csv"))
    dialog.close()
    qtbot.waitUntil(lambda: desk.result.note.text() == "Saved 2 pictures, 3 rows as numbers.csv")
    rows = list(csv.DictReader(StringIO((tmp_path / "numbers.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["path"], row["row"], row["text"]) for row in rows] == [
        ("made.png", "1", "0" + text[1:]),
        ("made.png 2", "1", upper),
        ("made.png 2", "2", lower),
    ]


def test_a_table_that_cannot_be_written_is_told(desk: ReadDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.open_page()
    desk.page.save_table(tmp_path)
    qtbot.waitUntil(lambda: "cannot be written" in desk.notice.text)
    assert desk.result.note.text() == ""


# Models


def test_a_model_that_cannot_read_is_told_and_another_is_offered(desk: ReadDesk, qtbot: QtBot) -> None:
    text = desk.open_page()
    desk.use(model(ODD, name="Five"))
    assert desk.page.banner.text.startswith("Five does not answer with the ten digits")
    assert desk.checked.text == text  # what was read stays
    pixels, more = page_pixels(2)
    desk.page.read_picture(pixels, "later.png")
    assert desk.list.lines[1].note == "Waits to be read."
    with qtbot.waitSignal(desk.page.default_model_requested):
        QTest.mouseClick(desk.page.banner.button, LEFT)
    desk.use(shipped_model())
    assert desk.page.banner.text == ""
    desk.wait_for(more)


# The page as a whole


def controls_of(desk: ReadDesk) -> list[QWidget]:
    kinds = (QAbstractButton, DigitsView, ItemList)
    return [one for one in desk.page.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]


def test_every_control_has_a_name_an_explanation_and_its_turn(desk: ReadDesk) -> None:
    open_doubtful(desk)
    desk.click_digit(0)
    desk.press(Key.Key_5)
    controls = controls_of(desk)
    assert len(controls) > 20
    for one in controls:
        name = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
        assert name
        # Over the digits a tooltip would be in the way.
        assert one.toolTip() or (isinstance(one, DigitsView) and one.accessibleDescription()), name
    desk.page.controls.findChildren(QAbstractButton)[0].setFocus()
    reached: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus)
        QTest.keyClick(focus, Key.Key_Tab)
    missed = [one for one in controls if one.isEnabled() and one not in reached]
    assert not missed


SIZES = {(1848, 1032): (320, 416), (1208, 672): (264, 320), (952, 592): (224, 280), (800, 560): (200, 232)}
"""Of the page, and how wide its outer columns are then."""


def test_the_page_fits_its_sizes_and_gives_way_when_the_window_shrinks(desk: ReadDesk, qtbot: QtBot) -> None:
    desk.open_page()
    desk.frame_digit(1)
    qtbot.waitUntil(lambda: not desk.item.is_pending)

    def columns() -> tuple[int, int]:
        return desk.page.controls.width(), desk.result.width()

    for size in [*SIZES, *reversed(SIZES)]:
        desk.page.resize(*size)
        assert (desk.page.width(), desk.page.height()) == size
        qtbot.waitUntil(lambda size=size: columns() == SIZES[size])  # type: ignore[misc]
        for one in controls_of(desk):
            if one is not desk.result.text:  # which scrolls
                box = one.rect().translated(one.mapTo(desk.page, one.rect().topLeft()))
                assert desk.page.rect().contains(box), one.accessibleName()
