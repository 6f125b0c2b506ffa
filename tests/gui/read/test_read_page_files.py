"""The Read page: many pictures at once, from wherever they come."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.read import session as sessions
from lenet_app.gui.read.item import State
from tests.gui.helpers import shipped_model, shown_pixels
from tests.gui.read.desk import LEFT, NO_KEYS, ReadDesk, page_pixels, save_page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, a broken one between them, and something else."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    save_page(folder / "a.png", 2)
    save_page(folder / "c.png", 3)
    (folder / "b.png").write_bytes((folder / "a.png").read_bytes()[:200])
    (folder / "notes.txt").touch()
    return folder


def wait_until_read(desk: ReadDesk, count: int) -> None:
    desk.qtbot.waitUntil(
        lambda: len(desk.page.session.items) == count and not any(one.is_pending for one in desk.page.session.items)
    )


def test_a_folder_is_read_with_a_sentence_for_what_cannot_be(desk: ReadDesk, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    desk.page.session.progress.progressed.connect(lambda done, total: told.append((done, total)))
    desk.page.controls.folder_action.trigger()
    (dialog,) = desk.page.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(folder)])
    dialog.close()
    wait_until_read(desk, 3)
    lines = desk.list.lines
    assert [line.name for line in lines] == ["a.png", "b.png", "c.png"]
    assert [lines[0].note, lines[2].note] == [page_pixels(2)[1], page_pixels(3)[1]]
    assert (lines[1].note, lines[1].warns) == ("cannot be read", True)
    assert desk.item.name == "a.png"
    desk.qtbot.waitUntil(lambda: told[-1] == (0, 0))
    assert (2, 3) in told
    assert not desk.page.controls.card.progress.isVisible()
    assert desk.page.controls.card.summary == "2 pictures read, all digits sure, 1 picture cannot be read"
    table = desk.page.session.snapshot.as_csv().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in table[1:]] == [str(folder / "a.png"), str(folder / "c.png")]


def test_what_cannot_be_read_says_so_in_its_place_and_once(desk: ReadDesk, folder: Path) -> None:
    desk.drop(desk.page, folder / "b.png")
    wait_until_read(desk, 1)
    sentence = "b.png is damaged: its picture cannot be decoded."
    assert desk.item.state is State.FAILED
    assert desk.view.isVisible()
    assert desk.view.hint == desk.item.fault == sentence
    assert (desk.list.lines[0].name, desk.list.lines[0].note) == ("b.png", "cannot be read")
    assert not [one.text() for one in desk.page.findChildren(QLabel) if "b.png" in one.text() and one.isVisible()]
    assert not desk.result.copy_button.isEnabled()


def test_a_picture_that_went_away_keeps_what_was_read(
    desk: ReadDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST_SHOWN", 1)
    desk.drop(desk.page, folder / "a.png", folder / "c.png", save_page(folder / "d.png", 2))
    wait_until_read(desk, 3)
    (folder / "c.png").unlink()
    desk.list.setCurrentRow(1)
    desk.qtbot.waitUntil(lambda: desk.view.hint.startswith("c.png cannot be read"))
    assert desk.checked.text == desk.list.lines[1].note == page_pixels(3)[1]


def test_dialogs_begin_where_the_last_one_for_the_same_ended(desk: ReadDesk, folder: Path, tmp_path: Path) -> None:
    controls = desk.page.controls

    def directory(ask: Callable[[], object]) -> Path:
        ask()
        dialog = desk.page.findChildren(QFileDialog)[-1]
        place = Path(dialog.directory().absolutePath())
        dialog.reject()
        return place

    desk.drop(desk.page, folder / "a.png")
    wait_until_read(desk, 1)
    desk.qtbot.waitUntil(desk.result.save_button.isEnabled)
    tables = directory(desk.result.save_button.click)
    for ask in (controls.open_action.trigger, controls.folder_action.trigger):
        assert directory(ask) == folder
    assert directory(desk.result.save_button.click) == tables != folder
    desk.result.save_button.click()
    dialog = desk.page.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / "out.csv"))
    dialog.reject()
    assert directory(desk.result.save_button.click) == tmp_path
    assert directory(controls.open_action.trigger) == folder


def test_stop_keeps_what_was_read_and_a_choice_reads_on(desk: ReadDesk, folder: Path, qtbot: QtBot) -> None:
    stop = desk.page.controls.card.progress.stop_button
    desk.page.session.changed.connect(lambda _key: stop.click() if stop.isVisible() and done() else None)

    def done() -> bool:
        return any(one.state is State.READ for one in desk.page.session.items)

    desk.drop(desk.page, folder, save_page(folder.parent / "last.png"))
    wait_until_read(desk, 4)
    states = [one.state for one in desk.page.session.items]
    assert states[0] is State.READ
    assert states[-1] is State.STOPPED
    assert desk.list.lines[-1].note == "Stopped before it was read."
    desk.list.setCurrentRow(3)
    desk.wait_for(page_pixels(3)[1])


def test_folders_without_pictures_are_told_and_the_rest_is_read(desk: ReadDesk, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.drop(desk.page, tmp_path / "empty", folder / "a.png")
    wait_until_read(desk, 1)
    assert desk.notice.text == "empty is a folder without pictures."


@pytest.mark.parametrize("what", ["image", "file"])
def test_a_picture_is_pasted(desk: ReadDesk, folder: Path, what: str) -> None:
    pixels, text = page_pixels(3)
    if what == "image":
        height, width = pixels.shape[:2]
        QGuiApplication.clipboard().setImage(QImage(pixels.tobytes(), width, height, QImage.Format.Format_RGBA8888))
    else:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(folder / "c.png"))])
        QGuiApplication.clipboard().setMimeData(mime)
    QTest.keySequence(desk.page, "Ctrl+V")
    wait_until_read(desk, 1)
    assert desk.checked.text == text
    assert desk.item.name == {"image": "Pasted picture", "file": "c.png"}[what]


def test_pasting_something_else_is_told_until_a_picture_comes(desk: ReadDesk) -> None:
    QGuiApplication.clipboard().setText("1234")
    desk.page.sources.paste()
    assert desk.notice.text == "There is no picture to paste."
    desk.open_page()
    assert desk.notice.text == ""


def test_what_is_brought_before_the_model_is_read_once_it_is_there(qtbot: QtBot, folder: Path) -> None:
    desk = ReadDesk(qtbot, has_model=False)
    desk.page.read_files([folder / "a.png", folder / "c.png"])
    qtbot.waitUntil(lambda: len(desk.list.lines) == 2)
    assert [line.note for line in desk.list.lines] == ["Waits to be read."] * 2
    desk.use(shipped_model())
    wait_until_read(desk, 2)
    assert desk.checked.text == page_pixels(2)[1]
    desk.finish()


def test_a_picture_that_was_let_go_comes_back_when_it_is_shown(
    desk: ReadDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST_SHOWN", 1)
    desk.drop(desk.page, folder / "a.png", folder / "c.png", save_page(folder / "d.png", 2))
    wait_until_read(desk, 3)
    items = desk.page.session.items
    assert [one.shown is not None for one in items] == [True, False, True]  # the first one is looked at
    desk.list.setCurrentRow(1)
    assert desk.checked.text == page_pixels(3)[1]
    desk.qtbot.waitUntil(lambda: desk.view.shown is not None)
    desk.qtbot.waitUntil(lambda: all(one.read.fitted is not None for one in desk.checked.digits))
    assert desk.view.page is desk.checked
    assert desk.checked.text == page_pixels(3)[1]


def test_looking_at_what_was_read_is_no_more_work(
    desk: ReadDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST_SHOWN", 1)
    told: list[tuple[int, int]] = []
    states: set[State] = set()
    session = desk.page.session

    def look(_key: int) -> None:
        second = session.items[1] if len(session.items) > 1 else None
        if second is not None and second.state is State.READ and second.shown is None and not states:
            states.add(second.state)
            desk.list.setCurrentRow(1)
        elif second is not None and states:
            states.add(second.state)

    session.changed.connect(look)
    session.progress.progressed.connect(lambda done, total: told.append((done, total)))
    desk.drop(desk.page, *(save_page(folder.parent / f"{number}.png") for number in range(6)))
    wait_until_read(desk, 6)
    desk.qtbot.waitUntil(lambda: session.items[1].shown is not None)
    assert states == {State.READ}
    assert {total for _, total in told} <= {0, 6}


def test_stop_does_not_concern_the_picture_that_is_looked_at(
    desk: ReadDesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST_SHOWN", 1)
    desk.drop(desk.page, *(save_page(folder.parent / f"{number}.png") for number in range(4)))
    wait_until_read(desk, 4)
    desk.list.setCurrentRow(1)
    desk.page.session.stop()
    desk.qtbot.waitUntil(lambda: all(one.read.fitted is not None for one in desk.checked.digits))
    assert desk.view.shown is not None


def test_what_is_held_over_the_page_can_be_dropped(desk: ReadDesk, folder: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    held = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(desk.page, held)
    assert held.isAccepted()
    assert desk.view.isVisible()
    shown = shown_pixels(desk.view)
    QApplication.sendEvent(desk.page, QDragLeaveEvent())
    assert desk.page.start_view.isVisible()
    desk.view.set_dropping(False)
    assert (shown != shown_pixels(desk.view)).any()


def drop_target(desk: ReadDesk, at: QPoint) -> QWidget | None:
    """Whom Qt gives what is dropped there: the lowest that takes drops."""
    found: QWidget | None = desk.page.childAt(at) or desk.page
    while found is not None and not found.acceptDrops():
        found = found.parentWidget()
    return found


@pytest.mark.parametrize("state", ["empty", "read", "sheet", "notice"])
def test_pictures_are_dropped_anywhere(desk: ReadDesk, folder: Path, state: str) -> None:
    if state == "read":
        desk.open_page()
    elif state == "sheet":
        desk.page.write_number()
    elif state == "notice":
        desk.notice.say("Something.")
    spots = [QPoint(x, y) for x in range(0, desk.page.width(), 20) for y in range(0, desk.page.height(), 20)]
    assert {drop_target(desk, spot) for spot in spots} == {desk.page}
    desk.drop(desk.page, folder / "a.png", folder / "c.png")
    desk.qtbot.waitUntil(lambda: [line.name for line in desk.list.lines][-2:] == ["a.png", "c.png"])
    desk.wait_for(page_pixels(2)[1])


@pytest.mark.parametrize("what", ["text", "address"])
def test_what_is_nothing_to_read_is_told_in_a_sentence(desk: ReadDesk, what: str) -> None:
    mime = QMimeData()
    if what == "text":
        mime.setText("1234")
    else:
        mime.setUrls([QUrl("https://example.org/picture.png")])
    action, at = Qt.DropAction.CopyAction, QPoint(50, 50)
    held = QDragEnterEvent(at, action, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(desk.page, held)
    assert held.isAccepted()
    assert desk.page.start_view.isVisible(), "nothing is promised"
    QApplication.sendEvent(desk.page, QDropEvent(QPointF(at), action, mime, LEFT, NO_KEYS))
    assert desk.notice.text == "Only pictures, and files and folders of this computer, can be read."
    assert not desk.list.lines
