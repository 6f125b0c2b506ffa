"""A dialog asks for a name until it is given, and keeps what was typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.name_dialog import Answer, NameDialog


class Asked:
    """A dialog, and what was entered in it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.place = QWidget()
        qtbot.addWidget(self.place)
        self.place.show()
        self.entered: list[tuple[str, Answer]] = []
        self.dialog = NameDialog("Rename", "New name of <b>x</b>:", "mine", self._take, self.place)
        self.dialog.open()
        qtbot.waitUntil(self.dialog.isActiveWindow)

    def _take(self, name: str, answer: Answer) -> None:
        self.entered.append((name, answer))


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_a_refused_name_stays_with_the_reason_until_it_is_changed(asked: Asked, qtbot: QtBot) -> None:
    size = asked.dialog.size()
    QTest.keyClicks(asked.dialog.field, "a/b\r")
    assert [name for name, _ in asked.entered] == ["a/b"]
    assert not asked.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled(), "it waits for the answer"
    asked.entered[0][1]("A name has no /.")
    assert (asked.dialog.fault, asked.dialog.field.text()) == ("A name has no /.", "a/b")
    assert asked.dialog.isVisible()
    assert asked.dialog.size() == size
    QTest.keyClick(asked.dialog.field, Qt.Key.Key_End)
    QTest.keyClick(asked.dialog.field, Qt.Key.Key_Backspace)
    assert asked.dialog.fault == ""
    QTest.keyClick(asked.dialog.field, Qt.Key.Key_Return)
    assert asked.entered[1][0] == "a/"
    asked.entered[1][1]("")
    qtbot.waitUntil(lambda: not asked.place.findChildren(NameDialog))


def test_an_answer_that_comes_too_late_concerns_nobody(asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(asked.dialog.field, Qt.Key.Key_Return)
    QTest.keyClick(asked.dialog.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not asked.place.findChildren(NameDialog))
    asked.entered[0][1]("There is a model mine already.")
