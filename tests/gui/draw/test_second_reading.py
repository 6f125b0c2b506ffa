"""That a doubtful digit was read again, as Draw tells it."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.confidence import again_text, confidence_text
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.recognition.fitting import fitted_drawing
from lenet_app.recognition.recognizer import DOUBTFUL, READINGS, Recognition
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, shipped_recognizer

CROSS = Drawing(
    (Stroke(((0.25, 0.2), (0.5, 0.5), (0.75, 0.8)), 0.06), Stroke(((0.75, 0.2), (0.5, 0.5), (0.25, 0.8)), 0.06))
)


def hooked_sevens() -> Iterator[tuple[Drawing, Recognition]]:
    """Sevens with a hook below, which makes some of them look like 2 or 3, and what is answered."""
    recognizer = shipped_recognizer()
    for down in np.arange(0.7, 0.9, 0.02):
        for right in (-0.3, -0.2, -0.1, 0.2):
            for lean in (0.0, 0.1, 0.2):
                end = (0.45 + right, float(down))
                drawing = Drawing((Stroke(((0.3, 0.2), (0.7, 0.2 + lean), (0.45, 0.8), end), 0.06),))
                fitted = fitted_drawing(drawing, recognizer.model)
                assert fitted is not None
                yield drawing, recognizer.look_into(fitted.planes).recognition


def doubtful(*, turns: bool) -> Drawing:
    """One that was read again, and whose answer this changed, or did not."""
    for drawing, found in hooked_sevens():
        if found.first is not None and (found.first.best != found.best) == turns and not found.is_of_no_class:
            return drawing
    raise AssertionError("the model has no doubts about any of them")


def shown(desk: Desk) -> Recognition:
    answer = desk.page.latest_answer
    assert answer is not None
    assert answer.insight is not None
    return answer.insight.recognition


@pytest.mark.parametrize("turns", [False, True])
def test_the_line_comes_and_goes(desk: Desk, qtbot: QtBot, turns: bool) -> None:
    view = desk.page.answer_view
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    assert shown(desk).readings == 1
    assert view.again_note == view.again_line.toolTip() == ""
    drawing = doubtful(turns=turns)
    desk.canvas.set_content(drawing)
    qtbot.waitUntil(lambda: bool(view.again_note))
    found = shown(desk)
    assert found.readings == READINGS
    assert found.first is not None
    first = confidence_text(found.first.confidence)
    assert view.again_note == f"Read again; at first {found.first.label if turns else f'{first} %'}"
    assert f"At first it was {found.first.label}, {first} % sure." in view.again_line.toolTip()
    assert view.again_line.toolTip() in view.sureness_line.toolTip(), "the keyboard gets there"
    assert view.accessibleDescription().endswith(view.again_note)
    desk.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: view.again_note == "")
    assert view.again_line.toolTip() == ""
    desk.canvas.set_content(drawing)
    qtbot.waitUntil(lambda: bool(view.again_note))
    desk.canvas.clear()
    assert view.again_note == ""


def test_while_the_pen_is_down_everything_is_read_once(desk: Desk, qtbot: QtBot) -> None:
    canvas, view = desk.canvas, desk.page.answer_view
    sheet = canvas.sheet()
    (stroke,) = doubtful(turns=False).strokes
    first, *others = (QPointF(sheet.x() + x * sheet.width(), sheet.y() + y * sheet.width()) for x, y in stroke.points)
    assert canvas.begin_stroke(first, with_eraser_end=False)
    for position in others:
        with qtbot.waitSignal(desk.page.answered):
            canvas.extend_stroke(position)
        assert shown(desk).readings == 1
        assert view.again_note == ""
    assert shown(desk).confidence < DOUBTFUL
    canvas.end_stroke()
    qtbot.waitUntil(lambda: bool(view.again_note))
    assert shown(desk).readings == READINGS


def test_what_is_no_digit_either_way_was_read_again_in_two_words(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(CROSS)
    qtbot.waitUntil(lambda: bool(desk.answers))
    assert shown(desk).readings == READINGS
    assert desk.page.answer_view.big_text == "No digit"
    assert desk.page.answer_view.again_note == again_text(shown(desk)) == "Read again"


def test_bars_and_headline_show_the_mean_and_the_layers_the_first_reading(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.set_content(doubtful(turns=True))
    qtbot.waitUntil(lambda: bool(desk.answers))
    found, view = shown(desk), desk.page.answer_view
    assert view.label == found.label
    assert confidence_text(found.confidence) in view.note
    assert f"{found.label}: {confidence_text(found.confidence)} %" in view._bars.accessibleDescription()
    values = desk.page.layers_view.values("output")
    assert values is not None
    assert int(values.argmax()) == found.alone.best != found.best


@pytest.mark.parametrize("size", [QSize(1024, 510), QSize(1280, 590)], ids=["1024", "1280"])
def test_nothing_moves_and_nothing_is_cut(desk: Desk, qtbot: QtBot, size: QSize) -> None:
    desk.page.resize(size)
    view = desk.page.answer_view
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    parts = (view._answer, view.sureness_line, view.again_line, view._area)
    before = [part.geometry() for part in parts]
    for turns in (False, True):
        desk.canvas.set_content(doubtful(turns=turns))
        qtbot.waitUntil(lambda: shown(desk).readings > 1)
        assert [part.geometry() for part in parts] == before
        assert view.again_line.shown_text == view.again_note != ""
        assert view.again_line.height() >= view.again_line.fontMetrics().height()
        assert view._area.geometry().bottom() < view.height()


def test_how_sure_is_sure_tells_the_rule(desk: Desk) -> None:
    told = desk.certainty().explanation
    assert "Below 90 % a digit is read again, turned by ±6°; the mean counts." in told
    assert desk.page.answer_view.again_line.whatsThis() in told
