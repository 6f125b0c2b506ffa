"""From paper: a sheet is saved, photographs are read beside the window, looked through, and kept; or nothing is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.digits.widgets.paper_dialog import PaperDialog
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.samples.sample import Source
from tests.gui.digits.sheets import sheet, taken
from tests.gui.digits.test_digits_page import DigitsDesk

TIMEOUT = 120_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[DigitsDesk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = DigitsDesk(qtbot)
    desk.press(desk.page.capture.paper_button)
    yield desk
    desk.page.paper.dialog.close()
    desk.finish()


def dialog_of(desk: DigitsDesk) -> PaperDialog:
    return desk.page.paper.dialog


def read(desk: DigitsDesk, *files: Path) -> None:
    """Read them, and wait until all are read or refused."""
    desk.page.paper.read(list(files))
    desk.qtbot.waitUntil(lambda: not dialog_of(desk).progress.text(), timeout=TIMEOUT)


def test_a_sheet_is_looked_through_before_anything_is_kept(desk: DigitsDesk, tmp_path: Path, qtbot: QtBot) -> None:
    dialog, count = dialog_of(desk), len(sheet().inks)
    assert dialog.isVisible()
    assert not dialog.keep_button.isEnabled()
    read(desk, taken(tmp_path / "a.jpg"))
    assert len(dialog.grid.ids) == count
    assert desk.labels() == []
    assert desk.page.losses == (f"{count} digits from paper are not kept.",)
    first, second, third = dialog.grid.ids[:3].tolist()
    dialog.grid.choose([first, second])
    QTest.keyClick(dialog.grid, Qt.Key.Key_Delete)
    assert len(dialog.grid.ids) == count - 2
    desk.press(dialog.undo_button)
    assert len(dialog.grid.ids) == count
    dialog.grid.choose([first])
    desk.press(dialog.leave_out_button)
    dialog.grid.choose([third])
    QTest.keyClick(dialog.grid, Qt.Key.Key_9)
    assert desk.labels() == []
    assert dialog.keep_button.text() == f"Keep {count - 1} samples"
    desk.press(dialog.keep_button)
    desk.wait_for(count - 1)
    assert not dialog.isVisible()
    assert not desk.page.losses
    assert desk.labels().count(0) == sum(cell.digit == 0 for cell in sheet().inks) - 2
    store = desk.store()
    kept = store.samples(store.ids())
    store.close()
    assert {(one.source, one.model) for one in kept} == {(Source.CAPTURE, "LeNet-5")}
    assert all(one.ink is not None and one.answer is not None for one in kept)
    desk.press(desk.card.undo_button)
    desk.wait_for(0)


def test_what_the_model_doubts_comes_first_until_a_person_says_what_it_is(desk: DigitsDesk, tmp_path: Path) -> None:
    dialog = dialog_of(desk)
    read(desk, taken(tmp_path / "a.jpg"))
    gathered = desk.page.paper.gathered
    by_digit = [gathered.written[number].sample.label for number in dialog.grid.ids.tolist()]
    assert by_digit == sorted(by_digit)
    some = dialog.grid.ids[:2].tolist()
    dialog.grid.choose(some)
    wrong = 5  # which the model does not see in a 0
    QTest.keyClick(dialog.grid, Qt.Key.Key_5)
    assert {desk.page.paper.gathered.written[number].sample.label for number in some} == {wrong}
    dialog.doubted_box.click()
    order = [desk.page.paper.gathered.written[number] for number in dialog.grid.ids.tolist()]
    assert [one.doubted for one in order] == sorted((one.doubted for one in order), reverse=True)
    if order[0].doubted:
        dialog.grid.choose([int(dialog.grid.ids[0])])
        before = desk.page.paper.gathered.doubted
        QTest.keyClick(dialog.grid, Qt.Key.Key_Return)
        assert desk.page.paper.gathered.doubted == before - 1


def test_what_cannot_be_read_is_told_and_the_rest_is_there(desk: DigitsDesk, tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(b"nothing")
    photo = taken(tmp_path / "a.jpg")
    read(desk, tmp_path / "b.jpg", photo, photo)
    notice = dialog_of(desk).notice.text.splitlines()
    assert sorted(notice) == ["a.jpg was read already.", "b.jpg is not a picture this program can read."]
    assert len(dialog_of(desk).grid.ids) == len(sheet().inks)


def test_closing_the_dialog_loses_nothing(desk: DigitsDesk, tmp_path: Path) -> None:
    read(desk, taken(tmp_path / "a.jpg"))
    dialog_of(desk).close_button.click()
    assert not dialog_of(desk).isVisible()
    desk.press(desk.page.capture.paper_button)
    assert len(dialog_of(desk).grid.ids) == len(sheet().inks)


def test_photographs_are_dropped(desk: DigitsDesk, tmp_path: Path) -> None:
    dialog, data = dialog_of(desk), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(taken(tmp_path / "a.jpg")))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    (target,) = dialog.findChildren(DropTarget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), copy, data, buttons, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, buttons, keys))
    desk.qtbot.waitUntil(lambda: len(dialog.grid.ids) == len(sheet().inks), timeout=TIMEOUT)


def test_the_sheet_is_saved_as_it_is_chosen(desk: DigitsDesk, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = dialog_of(desk)
    dialog.sheet.each_box.setCurrentIndex(1)
    desk.press(dialog.sheet.save_button)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QFileDialog)))
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    chooser.close()
    qtbot.waitUntil((tmp_path / "sheet.pdf").exists)
    qtbot.waitUntil(lambda: dialog.sheet.note.text().startswith("Saved as sheet.pdf"))
    assert b"/MediaBox [0 0 84" in (tmp_path / "sheet.pdf").read_bytes()
    desk.page.paper.save(tmp_path / "no" / "such" / "folder" / "\0", dialog.sheet.sheet)
    qtbot.waitUntil(lambda: bool(dialog.notice.text))
