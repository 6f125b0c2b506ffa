"""From which confidence on the page gives an answer as the answer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.subjects import Answer
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.making import Metrics
from tests.gui.draw.desk import Desk
from tests.gui.helpers import ONE, SEVEN, shipped_model

CROSS = Drawing(
    (Stroke(((0.25, 0.2), (0.5, 0.5), (0.75, 0.8)), 0.06), Stroke(((0.75, 0.2), (0.5, 0.5), (0.25, 0.8)), 0.06))
)


def confidence(desk: Desk) -> float:
    answer = desk.page.latest_answer
    assert answer is not None
    assert answer.insight is not None
    return answer.insight.recognition.confidence


def test_a_cross_is_not_sure_where_enough_is_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.in_use.set_threshold(0.999)
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(desk.answers))
    view = desk.page.answer_view
    assert not view.is_sure
    assert view.big_text == "No digit"
    assert view.note.startswith("Nearest are ")
    assert desk.page.layers_view.values("F6") is not None, "how it came is shown all the same"
    desk.canvas.clear()
    desk.assert_nothing_is_shown()
    assert view.big_text == ""


def test_another_threshold_holds_at_once_for_what_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(desk.answers))
    found, view = confidence(desk), desk.page.answer_view
    desk.in_use.set_threshold(min(1.0, found + 0.001))
    qtbot.waitUntil(lambda: not view.is_sure)
    desk.in_use.set_threshold(found - 0.001)
    qtbot.waitUntil(lambda: view.is_sure)
    assert confidence(desk) == found, "the network says what it said"


def test_a_threshold_is_chosen_by_the_keyboard_and_told(desk: Desk, qtbot: QtBot) -> None:
    desk.in_use.set_threshold(0.99)
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    told: list[float | None] = []
    desk.in_use.threshold_changed.connect(told.append)
    line = desk.page.answer_view.sureness_line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    panel = desk.certainty()
    assert panel.slider.hasFocus()
    with qtbot.waitSignal(desk.page.answered):
        QTest.keyClick(panel.slider, Qt.Key.Key_Home)
    assert told == [0.0]
    assert desk.page.answer_view.is_sure
    QTest.mouseClick(panel.reset_button, Qt.MouseButton.LeftButton)
    assert told == [0.0, None]
    QTest.keyClick(panel.slider, Qt.Key.Key_Escape)
    assert not desk.page.inspector.is_open
    assert line.hasFocus()


def test_the_answers_follow_while_the_slider_is_dragged(desk: Desk, qtbot: QtBot) -> None:
    """Each step asks anew; the answer under way is shown none the less, else none would come until the end."""
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    slider = desk.certainty().slider
    slider.setValue(0)
    behind: list[int] = []

    def note(answer: Answer) -> None:
        behind.append(slider.value() - round(100 * answer.request.recognizer.certainty.threshold))

    def drag_until_one_lags() -> bool:
        first = slider.value() % (slider.maximum() - 1)
        for step in (1, 2):  # with no event between them, the second comes while the first is asked
            slider.setValue(first + step)
        return any(behind)

    desk.page.answered.connect(note)
    qtbot.waitUntil(drag_until_one_lags)
    qtbot.waitUntil(lambda: behind[-1] == 0)


@pytest.mark.parametrize("own", [None, 0.75])
def test_a_choice_outlasts_the_model_and_a_suggestion_does_not(desk: Desk, qtbot: QtBot, own: float | None) -> None:
    desk.in_use.set_threshold(own)
    desk.use(replace(shipped_model(), certainty=Certainty(0.625)))
    desk.canvas.set_content(ONE)
    desk.wait_for("1")
    tip = desk.page.answer_view.sureness_line.toolTip()
    assert ("This model calls it sure from 62.5 % on" if own is None else "Sure from 75 % on, which you chose") in tip
    assert desk.answers[-1].request.recognizer.certainty.threshold == (own or 0.625)


def test_what_was_measured_of_the_model_is_told(desk: Desk) -> None:
    desk.use(replace(shipped_model(), metrics=Metrics(refused=0.02)))
    assert "was measured to refuse 2.0 % of what it knows" in desk.certainty().explanation
