"""That a doubtful digit was read again, as Draw tells it."""

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.confidence import confidence_text
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.recognition.recognizer import READINGS, Recognition
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN

CROSS = Drawing(
    (Stroke(((0.25, 0.2), (0.5, 0.5), (0.75, 0.8)), 0.06), Stroke(((0.75, 0.2), (0.5, 0.5), (0.25, 0.8)), 0.06))
)


def shown(desk: Desk) -> Recognition:
    answer = desk.page.latest_answer
    assert answer is not None
    assert answer.insight is not None
    return answer.insight.recognition


def test_the_line_comes_and_goes(desk: Desk, qtbot: QtBot) -> None:
    view = desk.page.answer_view
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    assert shown(desk).readings == 1
    assert view.again_note == view.again_line.toolTip() == ""
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(view.again_note))
    found = shown(desk)
    assert found.readings == READINGS
    assert found.first is not None
    first = confidence_text(found.first.confidence)
    at_first = found.first.label if found.first.best != found.best else f"{first} %"
    assert view.again_note == f"Read again; at first {at_first}"
    assert f"At first it was {found.first.label}, {first} % sure." in view.again_line.toolTip()
    assert view.again_line.toolTip() in view.sureness_line.toolTip(), "the keyboard gets there"
    assert view.accessibleDescription().endswith(view.again_note)
    desk.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: view.again_note == "")
    assert view.again_line.toolTip() == ""
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(view.again_note))
    desk.canvas.clear()
    assert view.again_note == ""


def test_bars_and_headline_show_the_mean_and_the_layers_the_first_reading(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(desk.page.answer_view.again_note))
    found, view = shown(desk), desk.page.answer_view
    best = f"{found.label}: {confidence_text(found.confidence)} %"
    assert best in view._bars.accessibleDescription()
    values = desk.page.layers_view.values("output")
    assert values is not None
    assert int(values.argmax()) == found.alone.best


@pytest.mark.parametrize("size", [QSize(1024, 510), QSize(1280, 590)], ids=["1024", "1280"])
def test_nothing_moves_and_nothing_is_cut(desk: Desk, qtbot: QtBot, size: QSize) -> None:
    desk.page.resize(size)
    desk.page.show()
    view = desk.page.answer_view
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    parts = (view.sureness_line, view.again_line, view._area, view._answer)
    before = [part.geometry() for part in parts]
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(view.again_note))
    assert [part.geometry() for part in parts] == before
    assert view.again_line.shown_text == view.again_note
    assert view.again_line.height() >= view.again_line.fontMetrics().height()
    assert view._area.geometry().bottom() < view.height()


def test_how_sure_is_sure_tells_the_rule(desk: Desk) -> None:
    told = desk.certainty().explanation
    assert "less than 90 % sure at first is read twice more" in told
    assert desk.page.answer_view.again_line.whatsThis() in told
