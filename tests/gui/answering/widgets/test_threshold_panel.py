"""The panel in which a user chooses from which confidence on an answer is sure."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.answer_view import AnswerView
from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks.certainty import Certainty


class Shown:
    """The panel, and what it has told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = ThresholdPanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(616, 140)
        self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)
        self.told: list[float | None] = []
        self.panel.threshold_changed.connect(self.told.append)
        self.panel.set_certainty(Certainty(0.62), None)


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Shown:
    ThemeSwitch(qapp, Theme.LIGHT)
    return Shown(qtbot)


def test_the_slider_chooses_and_the_number_follows(shown: Shown) -> None:
    panel = shown.panel
    panel.setFocus()
    assert panel.slider.hasFocus()
    QTest.keyClick(panel.slider, Qt.Key.Key_Right)
    assert shown.told == [0.63]
    assert panel.number.value() == 63
    QTest.keyClick(panel.slider, Qt.Key.Key_PageUp)
    assert shown.told == [0.63, 0.73]
    QTest.keyClick(panel.slider, Qt.Key.Key_End)
    QTest.keyClick(panel.slider, Qt.Key.Key_Home)
    assert shown.told[2:] == [1.0, 0.0]


def test_a_number_is_taken_when_it_is_complete(shown: Shown) -> None:
    number = shown.panel.number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "99.5")
    assert shown.told == []
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert shown.told == [0.995]
    QTest.keyClick(number, Qt.Key.Key_Down)
    assert shown.told == [0.995, 0.985]


def test_the_way_back_to_what_the_model_suggests(shown: Shown) -> None:
    panel = shown.panel
    assert not panel.reset_button.isEnabled()
    QTest.keyClick(panel.slider, Qt.Key.Key_Right)
    QTest.mouseClick(panel.reset_button, Qt.MouseButton.LeftButton)
    assert shown.told == [0.63, None]
    assert panel.slider.value() == 62
    assert not panel.reset_button.isEnabled()
    assert panel.slider.hasFocus(), "the keyboard stays within"


def test_another_model_changes_the_suggestion_alone(shown: Shown) -> None:
    shown.panel.set_certainty(Certainty(0.62), 0.8)
    shown.panel.set_certainty(Certainty(0.55), 0.8)
    assert shown.panel.slider.value() == 80
    assert "The model suggests 55 %." in shown.panel.explanation
    assert shown.told == [], "nobody chose anything"
    shown.panel.set_certainty(Certainty(0.55), None)
    assert shown.panel.slider.value() == 55


def test_the_panel_explains_itself(shown: Shown) -> None:
    panel = shown.panel
    assert panel.explanation.startswith("Answers below this confidence are marked not sure: ")
    assert "j =" not in panel.explanation
    panel.set_certainty(Certainty(0.62), None, 0.01)
    assert "was measured to refuse 1.0 % of what it knows at 62 %" in panel.explanation
    panel.set_certainty(Certainty(0.5, rubbish=5.0), None)
    assert "j = 5, the penalty of no digit" in panel.explanation


def test_the_whole_explanation_can_be_read_where_there_is_least_room(shown: Shown) -> None:
    shown.panel.set_certainty(Certainty(0.5, rubbish=5.0), None, 0.01)
    QApplication.processEvents()
    (label,) = [one for one in shown.panel.findChildren(QLabel) if one.text() == shown.panel.explanation]
    assert label.height() >= label.heightForWidth(label.width())
    assert shown.panel.rect().contains(shown.panel.childrenRect())


def test_the_line_below_the_answer_tells_from_where_on_it_is_sure(qtbot: QtBot, shown: Shown) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    view.set_certainty(Certainty(0.62))
    assert "This model calls it sure from 62 % on." in view.sureness_line.toolTip()
    view.set_certainty(Certainty(0.62), 0.999)
    assert "Sure from 99.9 % on, which you chose." in view.sureness_line.toolTip()
    with qtbot.waitSignal(view.certainty_requested):
        QTest.mouseClick(view.sureness_line, Qt.MouseButton.LeftButton)
