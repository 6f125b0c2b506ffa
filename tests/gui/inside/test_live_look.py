"""Looks into the newest answer: what is wanted is computed beside the window, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.subjects import Answer, Request
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.ink.strokes import Drawing
from lenet_app.inspection.looking import Part
from lenet_app.inspection.units import Unit
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.helpers import ONE, SEVEN, shipped_model, shipped_recognizer

C3 = Unit("C3", (4, 2, 7))
ALL = frozenset(Part)


class _Desk:
    def __init__(self) -> None:
        self._parent = QObject()
        self.choice = UnitChoice()
        self.live = LiveLook(self.choice, self._parent)
        self.told: list[Looked | None] = []
        self.live.looked.connect(self.told.append)
        self.choice.follow(shipped_model())


@pytest.fixture
def desk() -> Iterator[_Desk]:
    desk = _Desk()
    yield desk
    desk.live.finish()


def answered(drawing: Drawing = SEVEN, recognizer: Recognizer | None = None) -> Answer:
    return answer(Request(drawing, recognizer or shipped_recognizer(), 0.0))


def newest(desk: _Desk) -> Looked:
    looked = desk.told[-1]
    assert looked is not None
    return looked


def test_a_look_holds_what_is_wanted_and_its_passage(desk: _Desk, qtbot: QtBot) -> None:
    found = answered()
    desk.live.want("panel", {Part.ARITHMETIC})
    desk.choice.choose(C3)
    desk.live.show(found)
    with qtbot.waitSignal(desk.live.looked):
        pass
    looked = newest(desk)
    assert looked.request.answer is found
    assert looked.look.unit == C3
    assert looked.look.arithmetic is not None
    assert found.insight is not None
    assert looked.look.arithmetic.value == pytest.approx(float(found.insight.activations["C3"][4, 2, 7]), rel=1e-5)
    assert looked.passage.value(C3) == float(found.insight.activations["C3"][4, 2, 7])
    assert looked.look.gradients is None, "nobody wanted them"


def test_each_choice_and_label_is_looked_at(desk: _Desk, qtbot: QtBot) -> None:
    desk.live.show(answered())
    desk.live.want("panel", ALL)
    qtbot.waitUntil(lambda: len(desk.told) == 1)
    assert newest(desk).look.unit is None
    desk.choice.choose(C3)
    qtbot.waitUntil(lambda: len(desk.told) == 2)
    of_answer = newest(desk).look.gradients
    desk.choice.set_label(3)
    qtbot.waitUntil(lambda: len(desk.told) == 3)
    of_three = newest(desk).look.gradients
    assert of_answer is not None
    assert of_three is not None
    assert of_three.loss > of_answer.loss, "it is a 7"
    assert newest(desk).look.receptive_field


def test_nothing_is_computed_while_nobody_wants_anything(desk: _Desk, qtbot: QtBot) -> None:
    desk.live.show(answered())
    desk.choice.choose(C3)
    desk.live.want("one", {Part.FIELDS})
    qtbot.waitUntil(lambda: len(desk.told) == 1)
    desk.live.want("one", {Part.FIELDS})
    desk.live.forget("one")
    desk.choice.choose(Unit("C3", (4, 2, 8)))
    desk.live.show(answered(ONE))
    desk.live.want("two", {Part.ARITHMETIC})
    qtbot.waitUntil(lambda: len(desk.told) == 2)
    looked = newest(desk)
    assert (looked.request.answer.request.subject, looked.look.unit) == (ONE, Unit("C3", (4, 2, 8)))
    assert not looked.look.receptive_field, "it was for somebody who forgot it"


def test_what_several_want_is_put_together(desk: _Desk, qtbot: QtBot) -> None:
    desk.live.want("one", {Part.FIELDS})
    desk.live.want("two", {Part.ARITHMETIC})
    desk.choice.choose(C3)
    desk.live.show(answered())
    qtbot.waitUntil(lambda: len(desk.told) == 1)
    assert newest(desk).request.parts == {Part.FIELDS, Part.ARITHMETIC}


def test_of_many_answers_the_newest_is_looked_into(desk: _Desk, qtbot: QtBot) -> None:
    desk.live.want("panel", ALL)
    found = [answered(drawing) for drawing in (SEVEN, ONE) * 10]
    for one in found:
        desk.live.show(one)
    qtbot.waitUntil(lambda: bool(desk.told) and newest(desk).request.answer is found[-1])
    assert len(desk.told) == 2, "the first was at work, of the others the newest was kept"


def test_without_a_drawing_there_is_nothing_to_look_into(desk: _Desk, qtbot: QtBot) -> None:
    desk.live.want("panel", ALL)
    desk.live.show(answered())
    qtbot.waitUntil(lambda: len(desk.told) == 1)
    desk.live.show(answered(Drawing()))
    assert desk.told[-1] is None
    desk.choice.choose(C3)
    desk.live.show(answered())
    qtbot.waitUntil(lambda: desk.told[-1] is not None)


def test_a_curvature_counts_for_its_model_alone(desk: _Desk, qtbot: QtBot) -> None:
    other = replace(shipped_model(), name="other")
    curvature = {name: np.ones_like(weight) for name, weight in other.weights.items()}
    desk.live.want("panel", ALL)
    desk.live.show(answered())
    desk.live.set_curvature(other, curvature)
    desk.live.show(answered(recognizer=Recognizer(other)))
    qtbot.waitUntil(lambda: bool(desk.told) and newest(desk).request.curvature is curvature)
    assert all(
        looked is None or looked.request.answer.request.recognizer.model is other
        for looked in desk.told
        if looked is not None and looked.request.curvature is not None
    )


def test_a_unit_that_only_the_next_model_has_is_no_failure(desk: _Desk, qtbot: QtBot) -> None:
    failures: list[str] = []
    desk.live.failed.connect(failures.append)
    desk.live.want("panel", ALL)
    desk.live.show(answered())
    desk.choice.choose(Unit("C9", (1, 1, 1)))
    qtbot.waitUntil(lambda: bool(desk.told))
    assert newest(desk).look.unit is None
    assert not failures
