from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.help.overlay import Overlay
from lenet_app.gui.look.theme import Theme, ThemeSwitch

TIPS = {"Pen": "Draw with the pen.", "Eraser": "Erase what was drawn.", "Clear": "Clear the canvas."}


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """Three buttons with explanations and a slider without; the second button has the keyboard."""
    ThemeSwitch(qapp, Theme.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    for name, tip in TIPS.items():
        button = QPushButton(name)
        button.setToolTip(tip)
        layout.addWidget(button)
    layout.addWidget(QSlider())
    window.resize(900, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    buttons(window)[1].setFocus()
    return window


@pytest.fixture
def overlay(window: QWidget) -> Overlay:
    overlay = Overlay(window)
    overlay.open_it()
    return overlay


def buttons(window: QWidget) -> list[QPushButton]:
    return window.findChildren(QPushButton)


def rows(overlay: Overlay) -> list[str]:
    return [overlay.list.item(row).text() for row in range(overlay.list.count())]


def test_it_lists_what_has_an_explanation_and_begins_where_the_keyboard_was(overlay: Overlay) -> None:
    assert rows(overlay) == [f"{name}: {tip}" for name, tip in TIPS.items()]
    assert overlay.list.currentRow() == 1
    assert overlay.list.hasFocus()


def test_each_is_numbered_in_the_picture_where_it_is_in_the_window(window: QWidget, overlay: Overlay) -> None:
    shown = [overlay.picture.place_of(row) for row in range(3)]
    scale = shown[0].width() / buttons(window)[0].width()
    assert scale < 1
    for place, button in zip(shown, buttons(window), strict=True):
        assert place.x() - shown[0].x() == pytest.approx(scale * (button.x() - buttons(window)[0].x()))
        assert place.height() == pytest.approx(scale * button.height())


def test_the_list_does_not_lie_over_the_picture(overlay: Overlay) -> None:
    places = [QRect(part.mapTo(overlay, QPoint()), part.size()) for part in (overlay.picture, overlay.list)]
    assert not places[0].intersects(places[1])
    for row in range(3):
        assert overlay.picture.rect().contains(overlay.picture.place_of(row).toRect())


def test_pointing_at_the_picture_chooses_the_line(overlay: Overlay) -> None:
    QTest.mouseMove(overlay.picture, overlay.picture.place_of(2).center().toPoint())
    assert overlay.list.currentRow() == 2
    QTest.mouseClick(overlay.picture, Qt.MouseButton.LeftButton, pos=overlay.picture.place_of(0).center().toPoint())
    assert overlay.list.currentRow() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Question, Qt.Key.Key_F1])
def test_keys_close_it_and_the_keyboard_goes_back(window: QWidget, overlay: Overlay, key: Qt.Key) -> None:
    QTest.keyClick(overlay.list, key)
    assert overlay.isHidden()
    assert buttons(window)[1].hasFocus()


def test_the_keyboard_stays_in_it_and_the_windows_keys_rest(window: QWidget, overlay: Overlay) -> None:
    heard: list[bool] = []
    QShortcut(QKeySequence("P"), window).activated.connect(lambda: heard.append(True))
    QTest.keyClick(overlay.list, Qt.Key.Key_P)
    QTest.keyClick(overlay.list, Qt.Key.Key_Tab)
    assert overlay.close_button.hasFocus()
    QTest.keyClick(overlay.close_button, Qt.Key.Key_Tab)
    assert overlay.list.hasFocus()
    assert not heard
    QTest.keyClick(overlay.list, Qt.Key.Key_Escape)
    QTest.keyClick(buttons(window)[1], Qt.Key.Key_P)
    assert heard


def test_it_follows_the_windows_size(window: QWidget, overlay: Overlay, qtbot: QtBot) -> None:
    before = overlay.picture.place_of(2)
    QTest.keyClick(overlay.list, Qt.Key.Key_Down)
    window.resize(1200, 600)
    qtbot.waitUntil(lambda: overlay.picture.place_of(2).width() > before.width())
    assert overlay.geometry() == window.rect()
    assert overlay.list.currentRow() == 2


def test_what_appeared_meanwhile_is_there_the_next_time(window: QWidget, overlay: Overlay) -> None:
    overlay.close_button.click()
    buttons(window)[0].hide()
    overlay.open_it()
    assert rows(overlay) == [f"{name}: {tip}" for name, tip in list(TIPS.items())[1:]]


def test_no_texts_lie_over_each_other(overlay: Overlay) -> None:
    lines = [overlay.list.visualItemRect(overlay.list.item(row)) for row in range(3)]
    assert all(one.bottom() < other.top() for one, other in pairwise(lines))
    labels = [label for label in overlay.findChildren(QLabel) if label.isVisible()]
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels if label.wordWrap())
