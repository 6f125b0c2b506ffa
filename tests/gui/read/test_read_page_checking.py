"""The Read page: from doubtful digit to doubtful digit, and what is kept of the corrections."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.colours import LIGHT
from lenet_app.gui.read import session as sessions
from lenet_app.networks.certainty import Certainty
from tests.gui.helpers import shipped_model, shown_pixels
from tests.gui.read.desk import LEFT, Key, ReadDesk, save_page


def open_doubtful(desk: ReadDesk, *counts: int) -> None:
    """Made pictures of so many digits, of which the model is not sure; the last one is shown."""
    desk.use(replace(shipped_model(), certainty=Certainty(0.0, temperature=3)))
    for count in counts:
        desk.open_page(count)
    desk.in_use.set_threshold(1.0)


def row(desk: ReadDesk) -> int:
    return desk.list.currentRow()


def next_to_check(desk: ReadDesk) -> tuple[int, int | None]:
    """Where F8 leads: the line in the list, and the digit."""
    QTest.keyClick(desk.page, Key.Key_F8)
    assert desk.view.current == desk.result.text.current
    return row(desk), desk.result.text.current


def test_next_to_check_goes_through_all_pictures_and_round(desk: ReadDesk) -> None:
    open_doubtful(desk, 2, 1, 2)
    assert row(desk) == 2
    assert [next_to_check(desk) for _ in range(6)] == [(2, 0), (2, 1), (0, 0), (0, 1), (1, 0), (2, 0)]


def test_it_is_there_until_nothing_is_to_be_checked_anywhere(desk: ReadDesk) -> None:
    desk.settings.goes_on = False
    open_doubtful(desk, 1, 1, 1)
    button = desk.result.next_button
    for place in (2, 0, 1):
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)
        assert (row(desk), desk.result.text.current) == (place, 0)
        desk.press(Key.Key_Return, desk.result.text)
    assert not button.isEnabled()
    desk.press(Key.Key_Backspace, desk.result.text)
    desk.list.setCurrentRow(0)
    assert not desk.item.page or not desk.item.page.doubtful
    assert button.isEnabled()  # for another picture


def test_the_digit_is_marked_as_soon_as_its_picture_is_back(
    desk: ReadDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST_SHOWN", 1)
    desk.use(replace(shipped_model(), certainty=Certainty(1.0, temperature=3)))
    desk.page.read_files([save_page(tmp_path / f"{name}.png", 2) for name in "abc"])
    desk.qtbot.waitUntil(lambda: len(desk.page.session.items) == 3 and not desk.page.session.items[2].is_pending)
    items = desk.page.session.items
    assert items[1].shown is None
    for _ in range(3):
        QTest.keyClick(desk.page, Key.Key_F8)
    assert (row(desk), desk.result.text.current) == (1, 0)
    desk.qtbot.waitUntil(lambda: items[1].shown is not None)
    assert desk.view.current == 0


def test_what_is_left_to_do_is_summed_up_below_the_list(desk: ReadDesk, qtbot: QtBot) -> None:
    controls = desk.page.controls
    desk.open_page()
    assert controls.card.summary == ""  # of one picture there is nothing to sum up
    desk.press(Key.Key_Delete, desk.list)
    open_doubtful(desk, 1, 2)
    qtbot.waitUntil(lambda: controls.card.summary == "2 pictures read, 3 digits not sure in 2 pictures")
    next_to_check(desk)
    desk.press(Key.Key_Return)
    next_to_check(desk)
    desk.press(Key.Key_Return)
    qtbot.waitUntil(lambda: controls.card.summary == "2 pictures read, 1 digit not sure in 1 picture")
    desk.press(Key.Key_Delete, desk.list)
    qtbot.waitUntil(controls.card.removed.isVisible)
    desk.list.setCurrentRow(0)
    assert controls.card.removed.text == "made.png 2 taken out"


def test_a_digit_under_the_pointer_is_marked_less_than_a_chosen_one(desk: ReadDesk) -> None:
    desk.open_page()
    place = desk.view.place_of(1).center().toPoint()

    def accent() -> int:
        """How many pixels have the full colour of the marks."""
        colour = np.array([LIGHT.accent.red(), LIGHT.accent.green(), LIGHT.accent.blue()])
        return int((abs(shown_pixels(desk.view).astype(int) - colour).max(axis=2) < 8).sum())

    plain, plain_pixels = accent(), shown_pixels(desk.view)
    QTest.mouseMove(desk.view, place)
    hovered, hovered_pixels = accent(), shown_pixels(desk.view)
    desk.click_digit(1)
    assert (hovered_pixels != plain_pixels).any()
    assert abs(hovered - plain) < 0.05 * plain
    assert accent() > 1.2 * plain


# What is kept


def test_corrections_count_as_unsaved_until_a_table_has_them(desk: ReadDesk, qtbot: QtBot, tmp_path: Path) -> None:
    page = desk.page
    desk.open_page()
    desk.open_page(2)
    assert page.unsaved_corrections == 0
    desk.click_digit(0)
    desk.press(Key.Key_0)
    desk.press(Key.Key_1)
    assert page.unsaved_corrections == 1
    desk.list.setCurrentRow(0)
    desk.click_digit(1)
    desk.press(Key.Key_Delete)
    assert page.unsaved_corrections == 2
    page.save_table(tmp_path)  # which is a folder
    qtbot.waitUntil(lambda: bool(desk.notice.text))
    assert page.unsaved_corrections == 2
    page.save_table(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: desk.result.note.text() == "Saved 2 pictures, 2 rows as out.csv")
    assert page.unsaved_corrections == 0
    desk.press(Key.Key_Left)
    desk.press(Key.Key_9)
    assert page.unsaved_corrections == 1
    desk.result.undo_button.click()
    assert page.unsaved_corrections == 0  # the table has it so


def test_corrections_that_are_taken_back_do_not_count(desk: ReadDesk) -> None:
    desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_0)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Delete)
    assert desk.page.unsaved_corrections == 1
    desk.press(Key.Key_Backspace)
    assert desk.page.unsaved_corrections == 1
    desk.result.undo_button.click()
    desk.result.undo_button.click()
    assert desk.page.unsaved_corrections == 1
    desk.result.undo_button.click()
    assert desk.page.unsaved_corrections == 0


def test_an_added_digit_counts_and_so_does_what_is_corrected_while_saving(
    desk: ReadDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.open_page()
    QTest.mouseClick(desk.result.add_button, LEFT)
    QTest.keyClick(desk.page.adding.frame, Key.Key_6)
    assert desk.page.unsaved_corrections == 1
    desk.page.save_table(tmp_path / "out.csv")
    desk.click_digit(0)
    desk.press(Key.Key_0)
    qtbot.waitUntil(lambda: (tmp_path / "out.csv").is_file() and desk.result.note.text() != "")
    assert desk.page.unsaved_corrections == 1


def test_what_was_saved_stays_so_when_it_is_read_again(desk: ReadDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.open_page()
    desk.click_digit(0)
    desk.press(Key.Key_0)
    desk.page.save_table(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: desk.page.unsaved_corrections == 0)
    desk.use(replace(shipped_model(), name="Another"))
    qtbot.waitUntil(desk.page.again_offer.isVisible)
    QTest.mouseClick(desk.page.again_offer.button, LEFT)
    qtbot.waitUntil(lambda: desk.item.model is not None and desk.item.model.name == "Another")
    assert desk.checked.text.startswith("0")
    assert desk.page.unsaved_corrections == 0


def test_tooltips_say_what_is_taken_along(desk: ReadDesk) -> None:
    assert desk.result.copy_button.toolTip().startswith("Copy the text of this picture (")
    assert desk.result.save_button.toolTip().startswith("Save all pictures of the list as a table (")
    first = desk.open_page()
    second = desk.open_page(2)
    desk.result.copy_button.click()
    assert QGuiApplication.clipboard().text() == second != first
