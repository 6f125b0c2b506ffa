"""Help through the window: its keys, its dialogs, and that nothing of it is loaded before it is asked for."""

import subprocess
import sys
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from lenet_app.gui.help.about_dialog import AboutDialog
from lenet_app.gui.help.help_key import HelpKey
from lenet_app.gui.help.keys_dialog import KeysDialog
from lenet_app.gui.help.licences_dialog import LicencesDialog
from lenet_app.gui.kit.explanations import own_explanation
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing
from tests.gui.window_pages import draw_page

TIMEOUT = 100_000
Dialog = TypeVar("Dialog", bound=QDialog)

_SHOWN = """
import sys
from PySide6.QtWidgets import QApplication
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
application, home = QApplication([]), Home.of_user()
window = MainWindow(home, Settings.of(home), ThemeSwitch(application))
print([name for name in sys.modules if name.startswith(("lenet_app.gui.help", "importlib.metadata"))])
window.close()
"""


def press(keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, keys, modifiers)


def test_f1_explains_and_drawing_goes_on(window: MainWindow) -> None:
    button = window.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.setFocus()
    press(Qt.Key.Key_F1)
    assert window.help.key.subject is button
    canvas = draw_page(window).canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    assert window.help.key.subject is None
    assert isinstance(canvas.content, Drawing)
    assert not canvas.content.is_empty


def test_a_question_mark_explains_the_page_but_is_typed_into_fields(window: MainWindow) -> None:
    draw_page(window).canvas.setFocus()
    press(Qt.Key.Key_Question)
    overlay = window.help.overlay
    assert overlay is not None
    assert overlay.isVisible()
    assert overlay.list.count() > 10
    press(Qt.Key.Key_Escape)
    assert overlay.isHidden()
    assert draw_page(window).canvas.hasFocus()
    draw_page(window).browser.index.setFocus()
    press(Qt.Key.Key_Question)
    assert overlay.isHidden()
    press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert overlay.isVisible()


def test_the_keys_are_shown_beside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(window, KeysDialog)
    assert not dialog.isModal()
    text = dialog.text.toPlainText()
    for title in (entry.title for entry in window.pages.entries):
        assert title in text
    assert "Draw with the pen" in text
    window.help.show_keys()
    assert len(window.findChildren(KeysDialog)) == 1, "it is there once"
    dialog.reject()
    qtbot.waitUntil(lambda: not Shiboken.isValid(dialog))


def test_about_leads_to_the_licences(window: MainWindow, qtbot: QtBot) -> None:
    window.help.about_action.trigger()
    about = opened(window, AboutDialog)
    about.licences_button.click()
    dialog = opened(window, LicencesDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 5, timeout=TIMEOUT)


def test_f1_works_in_the_windows_dialogs(window: MainWindow, qtbot: QtBot) -> None:
    dialog, button = QDialog(window), QPushButton("Go on")
    button.setToolTip("Go on with what was begun.")
    QVBoxLayout(dialog).addWidget(button)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    button.setFocus()
    press(Qt.Key.Key_F1)
    key = dialog.findChild(HelpKey)
    assert isinstance(key, HelpKey)
    assert key.subject is button
    dialog.close()


def test_the_actions_have_names_tips_and_icons(window: MainWindow) -> None:
    for action in window.help.actions:
        assert action.text()
        assert action.toolTip() not in ("", action.text())
        assert not action.icon().isNull()
    assert own_explanation(window) is None


def test_nothing_of_it_but_the_key_is_loaded_with_the_window() -> None:
    run = subprocess.run([sys.executable, "-c", _SHOWN], capture_output=True, text=True, timeout=100, check=True)
    loaded = run.stdout.strip().splitlines()[-1]
    assert loaded == str([f"lenet_app.gui.help{name}" for name in ("", ".help_key")])


def opened(window: MainWindow, kind: type[Dialog]) -> Dialog:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    assert found.isVisible()
    return found
