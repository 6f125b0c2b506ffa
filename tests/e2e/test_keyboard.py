"""The keyboard alone leads through the program: a digit, a number, corrections, a training, the use of its model."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.subjects import OpenedPicture
from lenet_app.gui.draw.panels import FORWARD
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary
from tests.e2e.driver import run_program, wait_for_model
from tests.gui.helpers import seven
from tests.gui.read.desk import page_pixels
from tests.gui.window_pages import digits_page, draw_page, read_page, train_page

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


def look_at_a_picture(window: MainWindow, qtbot: QtBot) -> None:
    """A digit of the data set, and what it is said to be."""
    draw = draw_page(window)
    qtbot.waitUntil(draw.browser.isEnabled, timeout=LONG)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    keys("Ctrl+Right")
    qtbot.waitUntil(lambda: draw.answer_view.label != "", timeout=LONG)


def paste(pixels: npt.NDArray[np.uint8]) -> None:
    """Put a picture, uint8 (height, width, 4), on the clipboard and paste it."""
    height, width = pixels.shape[:2]
    QGuiApplication.clipboard().setImage(QImage(pixels.tobytes(), width, height, QImage.Format.Format_RGBA8888))
    keys("Ctrl+V")


def say_what_a_digit_is(window: MainWindow, qtbot: QtBot) -> None:
    """A pasted digit is kept as what it is, looked up on My digits, called otherwise there, and that is taken back."""
    draw = draw_page(window)
    paste(np.asarray(seven().convert("RGBA")))

    def is_answered() -> bool:
        answer = draw.latest_answer
        return answer is not None and isinstance(answer.request.subject, OpenedPicture)

    qtbot.waitUntil(is_answered, timeout=LONG)
    assert draw.answer_view.label == "7"
    with qtbot.waitSignal(window.people.samples_changed, timeout=LONG):
        keys("7")
    keys("Ctrl+3")
    page = digits_page(window)
    qtbot.waitUntil(lambda: page.samples.told == "1", timeout=LONG)
    tab_to(page.samples.grid)
    QTest.keyClick(page.samples.grid, Qt.Key.Key_Home)
    for sequence, label in (("1", 1), ("Ctrl+Z", 7)):
        with qtbot.waitSignal(window.people.samples_changed, timeout=LONG):
            keys(sequence)
        assert labels() == [label]


def labels() -> list[int]:
    store = SampleStore(Home.of_user().samples)
    found = [one.label for one in store.samples(store.ids())]
    store.close()
    return found


def look_at_a_unit(window: MainWindow, qtbot: QtBot) -> None:
    """Of the layers, by walking to it, and what the panel Forward says of it."""
    keys("Ctrl+1")
    draw = draw_page(window)
    tab_to(draw.layers_view)
    keys("Right")
    qtbot.waitUntil(lambda: draw.choice.unit is not None)
    press(draw.inspector.button(FORWARD))
    assert draw.inspector.shown == FORWARD
    keys("Esc")


def read_and_correct(window: MainWindow, qtbot: QtBot) -> None:
    """A number from the clipboard, its first digit corrected, and that taken back."""
    pixels, text = page_pixels()
    keys("Ctrl+2")
    paste(pixels)
    page = read_page(window)
    qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=LONG)
    tab_to(page.view)
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    QTest.keyClick(page.view, Qt.Key.Key_0 if text[0] != "0" else Qt.Key.Key_1)
    assert page.unsaved_corrections == 1
    keys("Ctrl+Z")
    assert page.unsaved_corrections == 0


def train_and_use(window: MainWindow, qtbot: QtBot) -> None:
    """A training of a few steps, and its model in place of the shipped one."""
    keys("Ctrl+T")
    train, strip = train_page(window), window.strip
    qtbot.waitUntil(train.choices.train_button.isEnabled, timeout=LONG)
    train.card.form.set_recipe(Recipe(steps=30, hold_out=1 / 12))
    press(train.choices.train_button)
    qtbot.waitUntil(lambda: strip.is_running, timeout=LONG)
    qtbot.waitUntil(lambda: bool(strip.outcome.buttons), timeout=LONG)
    press(strip.outcome.buttons[0])
    qtbot.waitUntil(lambda: in_use(window) != "LeNet-5", timeout=LONG)


def choose_the_shipped_one(window: MainWindow, qtbot: QtBot) -> None:
    """From the list below the chip."""
    keys("Ctrl+M")
    models = window.chip.panel.models.list
    for _ in range(models.count()):
        if models.title_of(models.current_key) != "LeNet-5":
            QTest.keyClick(models, Qt.Key.Key_Up)
    QTest.keyClick(models, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_use(window) == "LeNet-5", timeout=LONG)
    qtbot.waitUntil(lambda: window.isAncestorOf(focus()), timeout=LONG)


def in_use(window: MainWindow) -> str:
    assert window.model_in_use.finished is not None
    return window.model_in_use.finished.name


def test_the_keyboard_alone_draws_reads_corrects_trains_and_uses(qtbot: QtBot) -> None:
    def steps(window: MainWindow) -> None:
        wait_for_model(window, qtbot)
        look_at_a_picture(window, qtbot)
        say_what_a_digit_is(window, qtbot)
        look_at_a_unit(window, qtbot)
        read_and_correct(window, qtbot)
        train_and_use(window, qtbot)
        choose_the_shipped_one(window, qtbot)
        keys("Ctrl+1")
        assert draw_page(window).isVisible()

    assert run_program(steps) == 0
    own = [entry for entry in ModelLibrary(Home.of_user().models).entries() if not entry.shipped]
    assert len(own) == 1
    assert labels() == [7]
