"""Buttons that open a menu look as others do once it is closed."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import lenet_app
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.helpers import shown_pixels


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
@pytest.mark.parametrize("stays", [False, True])
def test_a_button_is_lit_only_while_the_pointer_is_on_it(
    qtbot: QtBot, qapp: QApplication, kind: type[QPushButton | QToolButton], stays: bool
) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)
    place, button = QWidget(), kind()
    button.setText("More")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    QVBoxLayout(place).addWidget(button)
    qtbot.addWidget(place)
    menu = QMenu(button)
    menu.addAction("Something").setEnabled(False)
    give_menu(button, menu)
    place.resize(400, 300)
    place.show()
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow)
    QCursor.setPos(place.mapToGlobal(QPoint(2, 2)))
    plain = shown_pixels(button)
    middle = button.rect().center()

    def hovers() -> bool:
        """Come from outside, again and again: what an earlier test has left open takes the first moves for itself."""
        for popup in filter(None, [QApplication.activePopupWidget()]):
            popup.close()
        QTest.mouseMove(place, QPoint(2, 2))
        QCursor.setPos(button.mapToGlobal(middle))
        QTest.mouseMove(button, middle)
        return button.underMouse()

    qtbot.waitUntil(hovers)
    assert (shown_pixels(button) != plain).any()

    def close() -> None:
        if not stays:
            QCursor.setPos(place.mapToGlobal(QPoint(2, 2)))
            qapp.processEvents()
        # As X11 leaves it: only the platform of the tests tells a button below a menu where the pointer is.
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        menu.close()

    QTimer.singleShot(0, menu, lambda: QTimer.singleShot(0, menu, close))
    with qtbot.waitSignal(menu.aboutToHide):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: bool((shown_pixels(button) != plain).any()) is stays)
    assert not button.isDown()


def test_all_menus_of_buttons_are_given_so() -> None:
    givers: set[str] = set()
    for path in (Path(lenet_app.__file__).parent / "gui").rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        given = [call.args[0] for call in calls if ast.unparse(call.func).endswith(".setMenu")]
        givers |= {path.name for menu in given if ast.unparse(menu) != "None"}
    assert givers == {"menu_button.py"}
