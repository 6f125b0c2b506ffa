"""The button that says from which confidence on an answer is sure, and its panel."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.answer_view import AnswerView
from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks.certainty import Certainty


class Place:
    """An answer at the right of a window, as on the page."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.view = AnswerView()
        layout = QHBoxLayout(self.window)
        layout.addStretch(1)
        layout.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        qtbot.addWidget(self.window)
        self.window.resize(900, 560)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.button, self.panel = self.view.threshold_control, self.view.threshold_control.panel
        self.told: list[float | None] = []
        self.view.threshold_changed.connect(self.told.append)
        self.view.set_certainty(Certainty(0.62))

    def open(self) -> None:
        QTest.mouseClick(self.button, Qt.MouseButton.LeftButton)
        assert self.panel.isVisible()

    def box(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.window, QPoint()), widget.size())


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication) -> Place:
    ThemeSwitch(qapp, Theme.LIGHT)
    return Place(qtbot)


def test_the_button_says_what_is_asked_and_whose_wish_it_is(place: Place) -> None:
    assert place.button.text() == place.button.accessibleName() == "Sure from 62 %"
    assert "The model suggests 62 %" in place.button.toolTip()
    size = place.button.sizeHint()
    place.view.set_certainty(Certainty(0.62), 0.999)
    assert place.button.text() == "Sure from 99.9 %"
    assert "You chose this; the model suggests 62 %" in place.button.toolTip()
    assert place.button.sizeHint() == size


def test_the_panel_opens_beside_the_answer_and_keeps_there(place: Place) -> None:
    place.open()
    for width in (900, 1300, 700):
        place.window.resize(width, 560)
        QApplication.processEvents()
        assert not place.box(place.panel).intersects(place.box(place.view))
        assert place.window.rect().contains(place.box(place.panel))


def test_in_a_narrow_window_the_panel_lies_below_its_button(place: Place) -> None:
    place.window.resize(320, 560)
    QApplication.processEvents()
    place.open()
    assert place.window.rect().contains(place.box(place.panel))
    assert not place.box(place.panel).intersects(place.box(place.button))


def test_the_slider_chooses_and_the_number_follows(place: Place) -> None:
    place.open()
    assert place.panel.slider.hasFocus()
    QTest.keyClick(place.panel.slider, Qt.Key.Key_Right)
    assert place.told == [0.63]
    assert (place.panel.number.value(), place.button.text()) == (63, "Sure from 63 %")
    QTest.keyClick(place.panel.slider, Qt.Key.Key_PageUp)
    assert place.told == [0.63, 0.73]
    QTest.keyClick(place.panel.slider, Qt.Key.Key_End)
    QTest.keyClick(place.panel.slider, Qt.Key.Key_Home)
    assert place.told[2:] == [1.0, 0.0]


def test_a_number_is_taken_when_it_is_complete(place: Place) -> None:
    place.open()
    place.panel.number.setFocus()
    place.panel.number.selectAll()
    QTest.keyClicks(place.panel.number, "99.5")
    assert place.told == []
    QTest.keyClick(place.panel.number, Qt.Key.Key_Return)
    assert place.told == [0.995]
    assert place.button.text() == "Sure from 99.5 %"
    QTest.keyClick(place.panel.number, Qt.Key.Key_Down)
    assert place.told == [0.995, 0.985]


def test_the_way_back_to_what_the_model_suggests(place: Place) -> None:
    place.open()
    assert not place.panel.reset_button.isEnabled()
    QTest.keyClick(place.panel.slider, Qt.Key.Key_Right)
    QTest.mouseClick(place.panel.reset_button, Qt.MouseButton.LeftButton)
    assert place.told == [0.63, None]
    assert (place.panel.slider.value(), place.button.text()) == (62, "Sure from 62 %")
    assert not place.panel.reset_button.isEnabled()
    assert place.panel.has_focus, "the keyboard stays within"


def test_another_model_changes_the_suggestion_alone(place: Place) -> None:
    place.view.set_certainty(Certainty(0.62), 0.8)
    place.view.set_certainty(Certainty(0.55), 0.8)
    assert place.button.text() == "Sure from 80 %"
    assert "The model suggests 55 %." in place.panel.explanation
    assert place.told == [], "nobody chose anything"
    place.view.set_certainty(Certainty(0.55), None)
    assert place.panel.slider.value() == 55


def test_the_panel_explains_itself(place: Place) -> None:
    panel: ThresholdPanel = place.panel
    assert panel.explanation.startswith("Answers below this confidence are marked not sure.")
    assert "j =" not in panel.explanation
    place.view.set_certainty(Certainty(0.62), None, 0.01)
    assert "was measured to refuse 1.0 % of what it knows at 62 %" in panel.explanation
    place.view.set_certainty(Certainty(0.5, rubbish=5.0))
    assert "j = 5, the penalty of no digit" in panel.explanation


@pytest.mark.parametrize("is_open_before", [True, False])
def test_the_whole_explanation_can_be_read(place: Place, is_open_before: bool) -> None:
    if is_open_before:
        place.open()
    place.view.set_certainty(Certainty(0.5, rubbish=5.0), None, 0.01)
    if not is_open_before:
        place.open()
    QApplication.processEvents()
    (label,) = [one for one in place.panel.findChildren(QLabel) if one.text() == place.panel.explanation]
    assert label.height() >= label.heightForWidth(label.width())
    assert place.panel.rect().contains(place.panel.childrenRect())


def test_escape_and_the_button_close_the_panel_and_the_keyboard_goes_back(place: Place) -> None:
    place.open()
    QTest.keyClick(place.panel.slider, Qt.Key.Key_Escape)
    assert not place.panel.isVisible()
    assert place.button.hasFocus()
    QTest.keyClick(place.button, Qt.Key.Key_Space)
    assert place.panel.isVisible()
    QTest.mouseClick(place.panel.close_button, Qt.MouseButton.LeftButton)
    assert not place.panel.isVisible()
    assert not place.button.isChecked()


def test_the_panel_goes_with_the_answer(place: Place) -> None:
    """As when another page is shown."""
    place.open()
    place.view.hide()
    assert not place.panel.isVisible()
    place.view.show()
    assert not place.panel.isVisible()
    assert not place.button.isChecked()
