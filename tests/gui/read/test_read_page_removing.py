"""The Read page: what is taken out of the list, and how it comes back."""

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from lenet_app.gui.read import removals
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.helpers import SEVEN
from tests.gui.read.desk import LEFT, Key, ReadDesk, page_pixels, save_page
from tests.gui.read.test_read_page_writing import way


def open_files(desk: ReadDesk, folder: Path, *names: str) -> None:
    desk.page.read_files([save_page(folder / name, 2 + place) for place, name in enumerate(names)])
    desk.qtbot.waitUntil(lambda: len(desk.page.session.items) == len(names))
    desk.qtbot.waitUntil(lambda: not any(one.is_pending for one in desk.page.session.items))


def names(desk: ReadDesk) -> list[str]:
    return [line.name for line in desk.list.lines]


@pytest.mark.parametrize("way_out", ["key", "button", "menu"])
def test_a_picture_is_taken_out_at_once_and_comes_back_to_its_place(
    desk: ReadDesk, tmp_path: Path, way_out: str
) -> None:
    card = desk.page.controls.card
    open_files(desk, tmp_path, "a.png", "b.png", "c.png")
    desk.list.setCurrentRow(1)
    text = desk.checked.text
    desk.click_digit(0)
    desk.press(Key.Key_0)
    if way_out == "key":
        desk.press(Key.Key_Delete, desk.list)
    elif way_out == "button":
        QTest.mouseClick(card.remove_button, LEFT)
    else:
        (menu_action,) = [one for one in card.menu_button.menu().actions() if one is card.remove_action]
        menu_action.trigger()
    assert names(desk) == ["a.png", "c.png"]
    assert desk.item.name == "c.png"
    assert card.removed.text == "b.png taken out"
    assert desk.page.unsaved_corrections == 0
    if way_out == "key":
        desk.list.setFocus()
        QTest.keySequence(desk.list, QKeySequence(QKeySequence.StandardKey.Undo))
    else:
        QTest.mouseClick(card.removed.button, LEFT)
    assert names(desk) == ["a.png", "b.png", "c.png"]
    assert desk.item.name == "b.png"
    assert desk.checked.text == "0" + text[1:]
    assert desk.page.unsaved_corrections == 1
    assert not card.return_action.isEnabled()
    desk.result.undo_button.click()
    assert desk.checked.text == text


def test_the_list_is_emptied_and_filled_again_in_one_step(desk: ReadDesk, tmp_path: Path) -> None:
    card = desk.page.controls.card
    assert not card.remove_button.isEnabled()
    assert not card.empty_action.isEnabled()
    open_files(desk, tmp_path, "a.png", "b.png")
    card.empty_action.trigger()
    assert names(desk) == []
    assert desk.page.start_view.isVisible()
    assert card.removed.text == "2 pictures taken out"
    desk.qtbot.waitUntil(lambda: not desk.result.save_button.isEnabled())
    assert not card.remove_button.isEnabled()
    card.return_action.trigger()
    assert names(desk) == ["a.png", "b.png"]
    assert desk.checked.text == page_pixels(2)[1]


def test_what_was_to_be_read_is_read_when_it_comes_back(desk: ReadDesk, tmp_path: Path) -> None:
    desk.page.read_files([save_page(tmp_path / "a.png"), save_page(tmp_path / "b.png", 2)])
    desk.qtbot.waitUntil(lambda: len(desk.page.session.items) == 2)
    desk.page.controls.card.empty_action.trigger()
    desk.page.controls.card.return_action.trigger()
    desk.wait_for(page_pixels()[1])
    desk.list.setCurrentRow(1)
    desk.wait_for(page_pixels(2)[1])


def test_a_sheet_comes_back_as_it_was(desk: ReadDesk) -> None:
    desk.page.write_number()
    (panel,) = [one for one in desk.page.findChildren(WritingPanel) if one.isVisible()]
    draw(panel.canvas, *way(panel.canvas, SEVEN.strokes[0].points, 1))
    desk.wait_for("7")
    desk.press(Key.Key_Delete, desk.list)
    assert not panel.isVisible()
    desk.page.controls.card.return_action.trigger()
    assert panel.isVisible()
    desk.wait_for("7")
    draw(panel.canvas, *way(panel.canvas, SEVEN.strokes[0].points, 2))
    desk.wait_for("77")


def test_a_picture_takes_its_closer_looks_along(desk: ReadDesk) -> None:
    text = desk.open_page()
    desk.frame_digit(1)
    desk.wait_for(text[1])
    desk.list.setCurrentRow(0)
    desk.press(Key.Key_Delete, desk.list)
    assert names(desk) == []
    desk.page.controls.card.return_action.trigger()
    assert names(desk) == ["made.png", "made.png, part"]


def test_the_oldest_steps_are_forgotten(desk: ReadDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removals, "_MOST", 1)
    open_files(desk, tmp_path, "a.png", "b.png")
    with desk.qtbot.waitSignal(desk.page.session.forgotten) as forgotten:
        desk.press(Key.Key_Delete, desk.list)
        desk.press(Key.Key_Delete, desk.list)
    assert forgotten.args == [0]
    action = desk.page.controls.card.return_action
    action.trigger()
    assert names(desk) == ["b.png"]
    assert not action.isEnabled()
