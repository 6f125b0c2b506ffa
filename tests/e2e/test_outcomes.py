"""What the window says and does of its own, by the whole program: no digit, one confidence, names, ends."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.probability_bars import ProbabilityBars
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.panels import STEPS
from lenet_app.gui.draw.widgets.data_set_browser import DataSetBrowser
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.gui.helpers import SHIPPED, seven
from tests.gui.read.desk import page_pixels
from tests.gui.window_pages import draw_page, read_page

LONG = 60_000
LEFT, NONE, Key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key
X = [[[0, 0], [100, 110]], [[100, 0], [0, 110]]]
ONE_AND_SEVEN = [[[0, 0], [0, 60]], [[30, 0], [70, 0], [50, 30], [45, 60]]]


def choose(window: MainWindow, name: str, qtbot: QtBot) -> None:
    """From the list below the chip."""
    window.chip.show_models()
    models = window.chip.panel.models
    models.select(next(entry for entry in window.models.entries if entry.name == name))
    QTest.keyClick(models.list, Key.Key_Return)
    qtbot.waitUntil(lambda: window.model_in_use.model is not None and window.model_in_use.model.name == name)


def shares(page: QWidget) -> list[float]:
    """What the bars say, in percent."""
    (bars,) = page.findChildren(ProbabilityBars)
    return [float(share) for share in re.findall(r": ([\d.]+) %", bars.accessibleDescription())]


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Until what is on the canvas has the answer of the model in use."""
    page = draw_page(window)

    def is_answered() -> bool:
        answer = page.latest_answer
        return (
            answer is not None
            and answer.request.subject is page.canvas.content
            and answer.request.recognizer.model is window.model_in_use.model
        )

    qtbot.waitUntil(is_answered, timeout=LONG)


def test_what_is_no_digit_is_no_digit_for_every_network_and_no_bar_says_otherwise(qtbot: QtBot) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        qtbot.waitUntil(lambda: len(window.models.entries) > 2, timeout=LONG)
        page = draw_page(window)
        draw(page.canvas, X)
        for name in ("LeNet-5", "LeNet-5 of 1998 (handwriting)", "LeNet-5 of 1998"):
            choose(window, name, qtbot)
            settled(window, qtbot)
            assert page.answer_view.big_text == "No digit", name
            assert max(shares(page)) < 60, name
        draw(page.canvas, X[:1])  # whatever is on the canvas then: what opens beside the layers covers none of them
        page.fitting_line.click()
        assert page.inspector.shown == STEPS
        qtbot.waitUntil(lambda: page.inspector.is_open)
        boxes = [one.rect().translated(one.mapTo(window, QPoint())) for one in (page.layers_view, page.inspector)]
        assert not boxes[0].intersects(boxes[1])

    assert run_program(steps) == 0


def test_two_digits_are_offered_as_a_number_and_numbers_count_once_they_are_typed(qtbot: QtBot) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        page = draw_page(window)
        draw(page.canvas, ONE_AND_SEVEN)
        qtbot.waitUntil(lambda: bool(page.read_offer.text), timeout=LONG)
        assert page.read_offer.text.endswith(": 17")
        QTest.mouseClick(page.read_offer.button, LEFT)
        reading = read_page(window)
        assert reading.isVisible()
        qtbot.waitUntil(lambda: reading.result.text.page.text == "17", timeout=LONG)
        QTest.keySequence(window, "Ctrl+1")
        half_typed(page.browser, qtbot)
        settled_on(page.browser, qtbot)

    def half_typed(browser: DataSetBrowser, qtbot: QtBot) -> None:
        qtbot.waitUntil(browser.isEnabled, timeout=LONG)
        browser.index.setFocus()
        browser.index.selectAll()
        QTest.keyClicks(browser.index, "12")
        QApplication.processEvents()
        assert browser.truth == ""

    def settled_on(browser: DataSetBrowser, qtbot: QtBot) -> None:
        QTest.keyClick(browser.index, Key.Key_Return)
        qtbot.waitUntil(lambda: "9" in browser.truth, timeout=LONG)  # test picture 12

    assert run_program(steps) == 0


def test_a_copied_model_has_one_name_everywhere_and_corrections_can_be_saved_at_the_end(
    qtbot: QtBot, tmp_path: Path
) -> None:
    own, name = Home.of_user().models, "18.51 (2)"
    own.mkdir(parents=True)
    shutil.copy(SHIPPED, own / f"{name}.safetensors")
    pixels, text = page_pixels()
    table = tmp_path / "numbers.csv"

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        qtbot.waitUntil(lambda: any(entry.name == name for entry in window.models.entries), timeout=LONG)
        choose(window, name, qtbot)
        assert window.chip.whole_text.startswith(f"Answers: {name} ")
        refuse_a_name(window)
        QTest.keySequence(window, "Ctrl+2")
        page = read_page(window)
        page.read_picture(pixels, "made.png")
        qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=LONG)
        page.view.setFocus()
        QTest.keyClick(page.view, Key.Key_Right)
        QTest.keyClick(page.view, Key.Key_0 if text[0] != "0" else Key.Key_1)
        assert page.unsaved_corrections == 1
        window.close()
        (box,) = (one for one in window.findChildren(QMessageBox) if one.isVisible())
        save = next(button for button in box.buttons() if "Save" in button.text())
        QTest.mouseClick(save, LEFT)
        qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)), timeout=LONG)
        page.findChildren(QFileDialog)[-1].fileSelected.emit(str(table))
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)

    def refuse_a_name(window: MainWindow) -> None:
        window.chip.show_models()
        window.chip.panel.models.rename_button.click()
        dialog = window.chip.findChild(NameDialog)
        assert isinstance(dialog, NameDialog)
        dialog.field.clear()
        QTest.keyClicks(dialog.field, "a/b")
        QTest.keyClick(dialog.field, Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.fault.endswith("."), timeout=LONG)
        assert dialog.field.text() == "a/b", "what was typed stays"
        dialog.reject()

    assert run_program(steps) == 0
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert {row[-1] for row in rows[1:]} == {name}


@pytest.mark.parametrize("part", ["answer_view", "layers_view", "inspector"])
def test_a_drop_counts_anywhere_and_of_two_files_one_is_told(part: str, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("first.png", "second.png"):
        seven().save(tmp_path / name)

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        page, mime = draw_page(window), QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("first.png", "second.png")])
        where: QWidget | None = getattr(page, part)
        while where is not None and not where.acceptDrops():
            where = where.parentWidget()
        assert where is not None
        action = Qt.DropAction.CopyAction
        QApplication.sendEvent(where, QDragEnterEvent(QPoint(50, 50), action, mime, LEFT, NONE))
        QApplication.sendEvent(where, QDropEvent(QPointF(50, 50), action, mime, LEFT, NONE))
        qtbot.waitUntil(lambda: page.answer_view.label == "7", timeout=LONG)
        assert isinstance(page.canvas.content, ShownPicture)
        qtbot.waitUntil(lambda: "first.png is shown" in page.panel.notice.text, timeout=LONG)

    assert run_program(steps) == 0
