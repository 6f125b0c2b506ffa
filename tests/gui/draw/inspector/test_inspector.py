from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.draw.inspector.grip import Grip
from lenet_app.gui.draw.inspector.inspector import Inspector
from lenet_app.gui.draw.inspector.panel import InspectorPanel
from lenet_app.gui.draw.inspector.tab_row import TabRow
from lenet_app.gui.look.theme import Theme, ThemeSwitch


class Place:
    """An inspector of three panels, below a button that opens one of them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.made: list[str] = []
        keys = ("one", "two", "three")
        self.inspector = Inspector([InspectorPanel(key, f"Panel {key}", "A tip", self._maker(key)) for key in keys])
        self.button = QPushButton("Open")
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.button)
        layout.addWidget(self.inspector)
        self.shown: list[str] = []
        self.wished: list[bool] = []
        self.inspector.shown_changed.connect(self.shown.append)
        self.inspector.opened_by_user.connect(self.wished.append)
        qtbot.addWidget(self.window)
        self.window.resize(600, 400)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def _maker(self, key: str) -> Callable[[], QWidget]:
        def make() -> QWidget:
            self.made.append(key)
            panel, field = QWidget(), QLineEdit()
            QVBoxLayout(panel).addWidget(field)
            panel.setFocusProxy(field)
            return panel

        return make


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication) -> Place:
    ThemeSwitch(qapp, Theme.LIGHT)
    return Place(qtbot)


def test_it_is_its_title_line_until_it_is_opened(place: Place) -> None:
    inspector = place.inspector
    assert (inspector.shown, inspector.is_open, place.made) == ("", False, [])
    assert [inspector.button(key).isChecked() for key in ("one", "two", "three")] == [False] * 3
    assert inspector.head_height < 60
    assert inspector.caret.accessibleName() == "Open the inspector"


def test_a_name_opens_its_panel_which_is_made_once(place: Place) -> None:
    inspector = place.inspector
    for key in ("two", "one", "two"):
        QTest.mouseClick(inspector.button(key), Qt.MouseButton.LeftButton)
        assert inspector.shown == key
        assert inspector.panel(key).isVisible()
        assert [inspector.button(one).isChecked() for one in ("one", "two", "three")] == [
            key == "one",
            key == "two",
            False,
        ]
    assert place.made == ["two", "one"]
    assert place.shown == ["two", "one", "two"]


def test_the_caret_collapses_it_and_opens_the_same_panel_again(place: Place) -> None:
    inspector = place.inspector
    inspector.button("three").click()
    inspector.caret.setFocus()
    QTest.keyClick(inspector.caret, Qt.Key.Key_Space)
    assert not inspector.panel("three").isVisible()
    assert inspector.shown == ""
    inspector.caret.click()
    assert inspector.shown == "three"
    assert place.wished == [True, False, True]


def test_what_was_pressed_gets_the_keyboard_back_on_escape(place: Place) -> None:
    inspector = place.inspector
    inspector.open("two", place.button)
    assert inspector.panel("two").hasFocus()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not inspector.is_open
    assert place.button.hasFocus()


def test_escape_elsewhere_leaves_it_open(place: Place) -> None:
    place.inspector.open("two")
    place.button.setFocus()
    QTest.keyClick(place.button, Qt.Key.Key_Escape)
    assert place.inspector.is_open


def test_what_is_open_from_the_beginning_is_made_after_it_was_painted(qtbot: QtBot) -> None:
    made: list[bool] = []

    def make() -> QWidget:
        made.append(inspector.isVisible())
        return QWidget()

    inspector = Inspector([InspectorPanel("one", "One", "", make)])
    qtbot.addWidget(inspector)
    inspector.set_open(True)
    assert made == []
    inspector.show()
    qtbot.waitUntil(lambda: made == [True])


def test_the_grip_tells_how_far_it_is_moved(qtbot: QtBot) -> None:
    grip, moved = Grip(16), list[int]()
    qtbot.addWidget(grip)
    grip.moved.connect(moved.append)
    grip.resize(200, 16)
    grip.show()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(grip, left, pos=QPoint(100, 8))
    QTest.mouseMove(grip, QPoint(100, -12))
    QTest.mouseRelease(grip, left, pos=QPoint(100, -12))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_A):
        QTest.keyClick(grip, key)
    assert moved == [20, 16, -16]


def test_names_that_do_not_fit_stand_in_a_menu(place: Place, qtbot: QtBot) -> None:
    inspector = place.inspector
    buttons = [inspector.button(key) for key in ("one", "two", "three")]
    tabs = inspector.findChild(TabRow)
    assert tabs is not None
    more = tabs.more_button
    assert all(button.isVisible() for button in buttons)
    assert not more.isVisible()
    inspector.open("three")
    place.window.resize(300, 400)
    qtbot.waitUntil(lambda: not buttons[1].isVisible())
    assert buttons[2].isVisible(), "the panel that is seen is named"
    assert more.isVisible()
    menu = more.menu()
    menu.aboutToShow.emit()
    hidden = [button.text() for button in buttons if not button.isVisible()]
    assert [action.text() for action in menu.actions()] == hidden
    menu.actions()[-1].trigger()
    assert (inspector.shown, buttons[1].isVisible(), buttons[1].isChecked()) == ("two", True, True)
    place.window.resize(700, 400)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    assert not more.isVisible()


def test_names_are_all_there_again_once_their_letters_are_small_again(place: Place, qtbot: QtBot) -> None:
    buttons = [place.inspector.button(key) for key in ("one", "two", "three")]
    tabs = place.inspector.findChild(TabRow)
    assert tabs is not None
    place.window.resize(sum(button.sizeHint().width() for button in buttons) + 120, 400)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    place.window.setStyleSheet("QPushButton { font-size: 60px; }")
    qtbot.waitUntil(tabs.more_button.isVisible)
    place.window.setStyleSheet("")
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    assert not tabs.more_button.isVisible()
