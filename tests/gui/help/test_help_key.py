from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.help.help_key import HelpKey
from lenet_app.gui.help.popover import Popover
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Theme, ThemeSwitch

TRAIN, RATE = "Begin a training.", "How large each step is."


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """A button, a field and a text; the button has the keyboard, and the pointer is outside."""
    ThemeSwitch(qapp, Theme.LIGHT)
    QCursor.setPos(700, 500)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for widget, name, text in ((QPushButton("Train"), "train", TRAIN), (QLineEdit(), "rate", RATE)):
        widget.setObjectName(name)
        widget.setAccessibleName(name.capitalize())
        explain(widget, text)
        layout.addWidget(widget)
    layout.addWidget(QLabel("Nothing to say"))
    layout.addStretch(1)
    window.resize(400, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    part(window, "train").setFocus()
    return window


@pytest.fixture
def key(window: QWidget) -> HelpKey:
    return HelpKey(window)


def part(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def press(key: Qt.Key = Qt.Key.Key_F1) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def point_at(widget: QWidget) -> None:
    QCursor.setPos(widget.mapToGlobal(widget.rect().center()))


def test_f1_explains_what_has_the_keyboard(window: QWidget, key: HelpKey) -> None:
    assert key.subject is None
    press()
    assert key.subject is part(window, "train")
    assert key.text == f"Train\n{TRAIN}"
    assert QApplication.focusWidget() is part(window, "train"), "the keyboard stays where it is"


def test_f1_explains_what_the_pointer_was_moved_onto(window: QWidget, key: HelpKey) -> None:
    point_at(part(window, "rate"))
    press()
    assert key.subject is part(window, "rate")
    press(Qt.Key.Key_Escape)
    QTest.keyClick(part(window, "train"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is part(window, "rate")
    point_at(part(window, "train"))
    press()
    assert key.subject is part(window, "rate"), "who types into a field asks about the field"


def test_the_pointer_does_not_count_once_the_keyboard_went_elsewhere(window: QWidget, key: HelpKey) -> None:
    point_at(part(window, "rate"))
    part(window, "rate").setFocus()
    part(window, "train").setFocus()
    press()
    assert key.subject is part(window, "train")


def test_where_nothing_is_explained_f1_says_how_to_ask(window: QWidget, key: HelpKey) -> None:
    part(window, "train").clearFocus()
    window.setFocus()
    point_at(window.findChildren(QLabel)[0])
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert key.subject is window
    assert "press F1" in key.text


@pytest.mark.parametrize("close", [Qt.Key.Key_F1, Qt.Key.Key_Escape])
def test_keys_close_it_and_are_meant_for_nobody_else(window: QWidget, key: HelpKey, close: Qt.Key) -> None:
    heard: list[str] = []
    QShortcut(QKeySequence("Esc"), window).activated.connect(lambda: heard.append("Esc"))
    press()
    press(close)
    assert key.subject is None
    assert not heard
    press(Qt.Key.Key_Escape)
    assert heard == ["Esc"]


def test_a_click_closes_it_and_does_what_it_does(window: QWidget, key: HelpKey) -> None:
    clicked: list[bool] = []
    button = part(window, "train")
    assert isinstance(button, QPushButton)
    button.clicked.connect(lambda: clicked.append(True))
    press()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert key.subject is None
    assert clicked


def test_typing_goes_on_beneath_it(window: QWidget, key: HelpKey) -> None:
    field = part(window, "rate")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    press()
    QTest.keyClicks(field, "0.01")
    assert field.text() == "0.01"
    assert key.subject is field


@pytest.mark.parametrize(
    "change",
    [
        lambda window: part(window, "rate").setFocus(),
        lambda window: window.resize(500, 400),
        lambda window: part(window, "train").hide(),
    ],
)
def test_it_goes_when_it_is_about_something_else(
    window: QWidget, key: HelpKey, change: Callable[[QWidget], None]
) -> None:
    press()
    change(window)
    assert key.subject is None


def test_it_stands_beside_its_subject_within_the_window(window: QWidget, key: HelpKey) -> None:
    for name in ("train", "rate"):
        subject = part(window, name)
        subject.setFocus()
        press()
        popover = window.findChild(Popover)
        assert isinstance(popover, Popover)
        assert window.rect().contains(popover.geometry())
        assert not popover.geometry().intersects(QRect(subject.mapTo(window, QPoint()), subject.size()))
        press()


def test_assistive_technology_can_read_it(window: QWidget, key: HelpKey) -> None:
    part(window, "train").setToolTip("Train (Ctrl+T)")
    press()
    popover = window.findChild(Popover)
    assert isinstance(popover, Popover)
    assert popover.accessibleName() == "Train"
    assert popover.accessibleDescription() == f"{TRAIN}\nKey: Ctrl+T"
