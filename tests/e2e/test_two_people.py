"""Two people at one window: one drawing is two digits, each has a model of their own and their own answer."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing
from lenet_app.paths import Home
from lenet_app.samples.store import SampleStore
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.gui.window_pages import digits_page, draw_page, everyones_digits

LEFT = Qt.MouseButton.LeftButton
TIMEOUT = 200_000
# A 3 that lies on its back: what it is only whoever writes so knows.
LYING = [[[0, 40], [4, 8], [20, 34], [36, 8], [40, 40]]]


def content(folder: Path) -> dict[str, bytes]:
    """What lies there but for the samples, whose file is open meanwhile."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("samples.")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def is_clear(canvas: Canvas) -> bool:
    return isinstance(canvas.content, Drawing) and canvas.content.is_empty


def is_answered(page: DrawPage) -> bool:
    return page.latest_answer is not None and page.latest_answer.request.subject is page.canvas.content


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """Keys reach it again, as after a dialog on a screen."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=TIMEOUT)


def add_person(window: MainWindow, qtbot: QtBot, name: str) -> None:
    QTest.keySequence(window, "Ctrl+3")
    qtbot.waitUntil(digits_page(window).isVisible)
    digits_page(window).chooser.add_action.trigger()
    (dialog,) = everyones_digits(window).findChildren(NameDialog)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=TIMEOUT)
    QTest.keyClicks(dialog.field, name)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: digits_page(window).chooser.name == name, timeout=TIMEOUT)
    activate(window, qtbot)


def label_drawing(window: MainWindow, qtbot: QtBot, key: Qt.Key, count: int) -> None:
    """Draw it anew so many times, and say each time what it is."""
    QTest.keySequence(window, "Ctrl+1")
    page = draw_page(window)
    for number in range(count):
        draw(page.canvas, [[[x + number, y - number] for x, y in stroke] for stroke in LYING])
        qtbot.waitUntil(partial(is_answered, page), timeout=TIMEOUT)
        with qtbot.waitSignal(window.people.samples_changed, timeout=TIMEOUT):
            QTest.keyClick(page.canvas, key)
        QTest.keyClick(page.canvas, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: is_clear(page.canvas), timeout=TIMEOUT)


def learn(window: MainWindow, qtbot: QtBot, count: int) -> None:
    QTest.keySequence(window, "Ctrl+3")
    mine = digits_page(window)
    qtbot.waitUntil(lambda: mine.samples.told == str(count), timeout=TIMEOUT)
    QTest.mouseClick(mine.learn.begin_button, LEFT)


def use(window: MainWindow, qtbot: QtBot) -> None:
    mine = digits_page(window)
    qtbot.waitUntil(lambda: mine.learning.made is not None and not mine.learn.is_running, timeout=TIMEOUT)
    QTest.mouseClick(mine.result.use_button, LEFT)
    qtbot.waitUntil(lambda: window.model_in_use.remembered == "LeNet-5, mine", timeout=TIMEOUT)


def choose(window: MainWindow, qtbot: QtBot, name: str) -> None:
    QTest.keySequence(window, "Ctrl+3")
    (line,) = [action for action in digits_page(window).chooser.people if action.text() == name]
    line.trigger()
    qtbot.waitUntil(lambda: digits_page(window).chooser.name == name, timeout=TIMEOUT)


def answered_as(window: MainWindow, qtbot: QtBot, label: str) -> None:
    """The same drawing is answered so by whoever answers now."""
    QTest.keySequence(window, "Ctrl+1")
    page = draw_page(window)
    if is_clear(page.canvas):
        draw(page.canvas, LYING)
    qtbot.waitUntil(lambda: page.answer_view.label == label, timeout=TIMEOUT)


def whole_way(qtbot: QtBot, found: dict[str, object], window: MainWindow) -> None:
    people = Home.of_user().people
    wait_for_model(window, qtbot)
    add_person(window, qtbot, "Anna")
    label_drawing(window, qtbot, Qt.Key.Key_3, 3)
    learn(window, qtbot, 3)
    # While it learns somebody else begins; nothing of the two is mixed.
    add_person(window, qtbot, "Ben")
    assert digits_page(window).samples.notice.text.startswith("Anna’s digits are still being learned")
    label_drawing(window, qtbot, Qt.Key.Key_7, 3)
    learn(window, qtbot, 3)
    use(window, qtbot)
    # Both learn at once, and either may be ready first.
    to_decide = ("Anna: The model LeNet-5, mine is not saved.",)
    qtbot.waitUntil(lambda: everyones_digits(window).losses == to_decide, timeout=TIMEOUT)
    answered_as(window, qtbot, "7")
    choose(window, qtbot, "Anna")
    use(window, qtbot)
    answered_as(window, qtbot, "3")
    choose(window, qtbot, "Ben")
    answered_as(window, qtbot, "7")
    assert window.windowTitle() == "lenet-app – Ben"
    found["anna"] = content(people / "Anna")
    window.settings.write()
    QTest.keySequence(window, "Ctrl+3")
    QTest.mouseClick(digits_page(window).erase_button, LEFT)
    qtbot.waitUntil(lambda: bool(everyones_digits(window).findChildren(QMessageBox)), timeout=TIMEOUT)
    (box,) = everyones_digits(window).findChildren(QMessageBox)
    assert box.text() == "Delete everything of Ben?"
    assert box.informativeText().startswith("3 digits and 1 model will be lost for good.")
    (erase,) = [one for one in box.buttons() if one.text() == "Delete everything"]
    erase.click()
    qtbot.waitUntil(lambda: not (people / "Ben").exists(), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: digits_page(window).chooser.name == "Me", timeout=TIMEOUT)
    qtbot.waitUntil(lambda: "LeNet-5, mine" not in [one.name for one in window.models.entries], timeout=TIMEOUT)


def test_one_drawing_is_two_digits_and_each_gets_their_own_answer(qtbot: QtBot) -> None:
    found: dict[str, object] = {}
    assert run_program(partial(whole_way, qtbot, found)) == 0
    anna = Home.of_user().people / "Anna"
    assert content(anna) == found["anna"]
    assert Settings().person == ""
    store = SampleStore(anna / "samples.sqlite3")
    assert [one.label for one in store.all()] == [3, 3, 3]
    store.close()


@pytest.mark.parametrize("what", ["vanished", "a file in its place", "people are a file"])
def test_the_program_starts_whatever_became_of_who_was_chosen_last(qtbot: QtBot, what: str) -> None:
    home, settings = Home.of_user(), Settings()
    if what == "people are a file":
        home.people.write_bytes(b"")
    elif what == "a file in its place":
        home.people.mkdir()
        (home.people / "Anna").write_bytes(b"")
    settings.person = "Anna"
    settings.write()
    told: list[str] = []

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        qtbot.waitUntil(lambda: bool(window.notice.text), timeout=TIMEOUT)
        told.append(window.notice.text)
        assert digits_page(window).chooser.name == "Me"

    assert run_program(steps) == 0
    ends = {
        "vanished": "of this person is not there any more.",
        "a file in its place": "Anna is not a person's folder; it was left as it is.",
        "people are a file": "people cannot be read: Not a directory.",
    }
    assert told[0].endswith(ends[what])
    assert Settings().person == ""
