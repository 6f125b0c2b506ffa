"""The keyboard alone leads through the program: a digit, a number, a correction, a training, the use of its model."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from tests.e2e.driver import run_program, wait_for_model
from tests.gui.read.desk import page_pixels
from tests.gui.window_pages import draw_page, read_page, train_page

LONG = 120_000
MOST_TABS = 200


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(sequence: str) -> None:
    QTest.keySequence(focus(), sequence)


def tab_to(wanted: QWidget) -> None:
    """As somebody who cannot see where a pointer is."""
    for _ in range(MOST_TABS):
        if focus() is wanted:
            return
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted.accessibleName() or type(wanted).__name__}")


def press(button: QAbstractButton) -> None:
    tab_to(button)
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_the_keyboard_alone_draws_reads_corrects_trains_and_uses(qtbot: QtBot) -> None:
    pixels, text = page_pixels()
    wrong = "0" if text[0] != "0" else "1"

    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        draw, train, strip = draw_page(window), train_page(window), window.strip
        qtbot.waitUntil(draw.browser.isEnabled, timeout=LONG)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        # A digit of the data set, and what it is said to be.
        keys("Ctrl+Right")
        qtbot.waitUntil(lambda: draw.answer_view.label != "", timeout=LONG)

        # A number from the clipboard, its first digit corrected.
        height, width = pixels.shape[:2]
        QGuiApplication.clipboard().setImage(QImage(pixels.tobytes(), width, height, QImage.Format.Format_RGBA8888))
        keys("Ctrl+2")
        keys("Ctrl+V")
        page = read_page(window)
        qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=LONG)
        tab_to(page.view)
        QTest.keyClick(page.view, Qt.Key.Key_Right)
        QTest.keyClick(page.view, Qt.Key(ord(wrong)))
        assert page.unsaved_corrections == 1
        keys("Ctrl+Z")
        assert page.unsaved_corrections == 0

        # A training, of a few steps, and its model.
        keys("Ctrl+T")
        qtbot.waitUntil(train.choices.train_button.isEnabled, timeout=LONG)
        train.card.form.set_recipe(Recipe(steps=30, hold_out=1 / 12))
        press(train.choices.train_button)
        qtbot.waitUntil(lambda: strip.is_running, timeout=LONG)
        qtbot.waitUntil(lambda: bool(strip.outcome.buttons), timeout=LONG)
        press(strip.outcome.buttons[0])
        qtbot.waitUntil(
            lambda: (
                window.model_in_use.finished is not None
                and window.model_in_use.finished.making.seconds is not None
                and window.model_in_use.finished.name != "LeNet-5"
            ),
            timeout=LONG,
        )
        # Back to the shipped one, from the list.
        keys("Ctrl+M")
        models = window.chip.panel.models.list
        QTest.keyClick(models, Qt.Key.Key_Home)
        while models.title_of(models.current_key) != "LeNet-5":
            QTest.keyClick(models, Qt.Key.Key_Down)
        QTest.keyClick(models, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda: window.model_in_use.finished is not None and window.model_in_use.finished.name == "LeNet-5",
            timeout=LONG,
        )
        keys("Ctrl+1")
        assert draw.isVisible()

    assert run_program(steps) == 0
    own = [entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped]
    assert len(own) == 1
