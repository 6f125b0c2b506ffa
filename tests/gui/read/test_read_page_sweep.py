"""The sweep along a row on the page Read, and what stands between digits."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from lenet_app.networks.row_network import STRIDE
from tests.gui.read.desk import ReadDesk, save_page
from tests.unit.reading.pages import cut_to_ink, picture, put, well_read


def _wait_until_read(desk: ReadDesk) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.current is not None and desk.page.current.page is not None, timeout=20_000)


def test_the_sweep_is_shown_on_demand_for_the_row_of_the_chosen_digit(desk: ReadDesk, tmp_path: Path) -> None:
    page = desk.page
    assert not page.sweep_button.isEnabled()
    page.read_files([save_page(tmp_path / "rows.png", count=3, rows=2)])
    _wait_until_read(desk)
    assert page.sweep_button.isEnabled()
    assert not page.sweep_view.isVisible()
    page.sweep_button.click()
    assert page.sweep_view.isVisible()
    item = page.current
    assert item is not None
    assert item.page is not None
    for index in (1, 4):
        desk.result.text.chosen.emit(index)
        digits = item.page.digits[3 * (index // 3) : 3 * (index // 3) + 3]
        described = page.sweep_view.accessibleDescription()
        assert [part.split()[0] for part in described.split(", ")] == [str(digit.read.best) for digit in digits]


def test_frames_are_walked_by_keys_and_told(desk: ReadDesk, tmp_path: Path) -> None:
    page = desk.page
    page.read_files([save_page(tmp_path / "row.png")])
    _wait_until_read(desk)
    page.sweep_button.setChecked(True)
    view, item = page.sweep_view, page.current
    assert item is not None
    assert item.page is not None
    trace = item.page.digits[0].read.trace
    assert trace is not None
    assert len(trace.frames) * STRIDE >= trace.picture.shape[1]
    view.setFocus()
    desk.press(Qt.Key.Key_Right, view)
    assert view.frame == 0
    first, beyond = trace.spans[0]
    best = first + int(np.argmax(trace.frames[first:beyond, trace.digits[0]]))
    for _ in range(best):
        desk.press(Qt.Key.Key_Right, view)
    assert view.frame == best
    assert f": {trace.digits[0]} " in view.said
    desk.press(Qt.Key.Key_Left, view)
    assert view.frame == best - 1


def test_points_and_dashes_are_in_the_text_on_demand(qtbot: QtBot, desk: ReadDesk) -> None:
    digits, text = well_read(4)
    ink = np.zeros((120, 360))
    for place, digit in enumerate(digits):
        cut = cut_to_ink(digit)
        put(ink, cut, 30 + 70 * place, 90 - cut.shape[0])
    ink[84:92, 155:163] = 1  # a point before the third
    desk.page.read_picture(picture(ink), "amount")
    _wait_until_read(desk)
    desk.page.copy()
    assert QGuiApplication.clipboard().text() == text
    desk.page.controls.card.marks_action.trigger()
    desk.page.copy()
    assert QGuiApplication.clipboard().text() == f"{text[:2]}.{text[2:]}"
    assert desk.settings.shows_marks
