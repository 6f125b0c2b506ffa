import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from lenet_app.gui.help.keys import KeyGroup, KeyLine, keys_of_window
from lenet_app.gui.help.keys_dialog import KeysDialog
from lenet_app.gui.kit.help import Key


class Map(QWidget):
    """Has keys of its own."""

    def told_keys(self) -> tuple[Key, ...]:
        return (Key("Home", "Go to the left end"), Key("End", "Go to the right end"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    return window


@pytest.fixture
def page(window: QWidget) -> QWidget:
    page = QWidget(window)
    QVBoxLayout(page)
    return page


def action(owner: QWidget, text: str, *keys: str) -> QAction:
    made = QAction(text, owner)
    made.setShortcuts([QKeySequence(key) for key in keys])
    owner.addAction(made)
    return made


def shortcut(owner: QObject, what: str, key: str) -> QShortcut:
    made = QShortcut(QKeySequence(key), owner)
    made.setWhatsThis(what)
    return made


def lines(groups: tuple[KeyGroup, ...], title: str) -> tuple[KeyLine, ...]:
    return next(group.lines for group in groups if group.title == title)


def test_what_holds_everywhere_comes_first_and_each_page_for_itself(window: QWidget, page: QWidget) -> None:
    action(window, "Train", "Ctrl+T")
    action(page, "&Open picture…", "Ctrl+O", "Ctrl+Shift+O")
    shortcut(page, "Put a notice away", "Esc")
    groups = keys_of_window(window, [("Draw", page)])
    assert [group.title for group in groups] == ["Everywhere", "Draw"]
    assert KeyLine("Ctrl+T", "Train") in lines(groups, "Everywhere")
    assert lines(groups, "Draw") == (
        KeyLine("Ctrl+O, Ctrl+Shift+O", "Open picture"),
        KeyLine("Esc", "Put a notice away"),
    )


def test_keys_of_widgets_are_told_with_the_widget_that_must_have_the_keyboard(window: QWidget, page: QWidget) -> None:
    chart = Map(page)
    chart.setAccessibleName("Layers")
    only_here = action(chart, "Copy", "Ctrl+C")
    only_here.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    told = lines(keys_of_window(window, [("Draw", page)]), "Draw")
    assert told == (
        KeyLine("Home", "Go to the left end", "Layers"),
        KeyLine("End", "Go to the right end", "Layers"),
        KeyLine("Ctrl+C", "Copy", "Layers"),
    )


def test_actions_without_keys_and_pages_without_any_are_left_out(window: QWidget, page: QWidget) -> None:
    action(page, "About")
    assert [group.title for group in keys_of_window(window, [("Draw", page)])] == ["Everywhere"]


def test_what_is_there_twice_is_told_once(window: QWidget, page: QWidget) -> None:
    for _ in range(2):
        shortcut(QWidget(page), "Put a notice away", "Esc")
    assert lines(keys_of_window(window, [("Draw", page)]), "Draw") == (KeyLine("Esc", "Put a notice away"),)


def test_the_dialog_can_be_read_scrolled_and_closed_by_keys(window: QWidget, qtbot: QtBot) -> None:
    many = tuple(KeyLine(f"F{n}", f"Do {n} < {n + 1}", "Layers") for n in range(100))
    dialog = KeysDialog(window, [KeyGroup("Draw", many)])
    window.show()
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.isModal()
    text = dialog.text.toPlainText()
    assert "Draw" in text
    assert all(line.keys in text and line.what in text for line in many)
    assert dialog.text.hasFocus()
    QTest.keyClick(dialog.text, Qt.Key.Key_PageDown)
    assert dialog.text.verticalScrollBar().value() > 0
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not Shiboken.isValid(dialog))
