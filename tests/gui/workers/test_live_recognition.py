from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from lenet_app.gui.workers.recognition import Answer, DataSetPicture, LiveRecognition, Request, answer
from lenet_app.ink.normalise import FittedInk
from lenet_app.ink.picture import picture_ink
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.ink.whole import FittedWhole
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.helpers import ONE, SEVEN, seven, shipped_model, shipped_recognizer
from tests.unit.whole_models import primaries


class _Told:
    """What a LiveRecognition has told so far."""

    def __init__(self, recognition: LiveRecognition) -> None:
        self.answers: list[Answer] = []
        self.failures: list[str] = []
        self.threads: set[bool] = set()
        recognition.answered.connect(self._take)
        recognition.failed.connect(self.failures.append)

    def _take(self, found: Answer) -> None:
        self.answers.append(found)
        self.threads.add(QThread.currentThread().isMainThread())

    @property
    def subjects(self) -> list[object]:
        return [one.request.subject for one in self.answers]


@pytest.fixture
def recognition(qtbot: QtBot) -> Iterator[LiveRecognition]:
    parent = QObject()
    recognition = LiveRecognition(parent)
    yield recognition
    recognition.finish()


@pytest.fixture
def told(recognition: LiveRecognition) -> _Told:
    return _Told(recognition)


def growing_seven(count: int) -> list[Drawing]:
    points = SEVEN.strokes[0].points
    ends = np.linspace(0.05, 1, count)
    return [Drawing((Stroke((*points[:3], (0.5 - 0.08 * float(end), 0.5 + 0.3 * float(end))), 0.06),)) for end in ends]


def test_a_drawing_is_answered_on_the_main_thread(recognition: LiveRecognition, told: _Told, qtbot: QtBot) -> None:
    recognition.ask(SEVEN, shipped_recognizer())
    qtbot.waitUntil(lambda: bool(told.answers))
    (found,) = told.answers
    assert found.request.subject is SEVEN
    assert found.fitted is not None
    assert found.insight is not None
    assert found.insight.recognition.label == "7"
    assert told.threads == {True}


def test_the_newest_is_answered_and_no_more_than_one_waits(
    recognition: LiveRecognition, told: _Told, qtbot: QtBot
) -> None:
    """All asked within one turn of the event loop: the first is at work, of the others only the newest is kept."""
    drawings = growing_seven(50)
    for drawing in drawings:
        recognition.ask(drawing, shipped_recognizer())
    qtbot.waitUntil(lambda: drawings[-1] in told.subjects)
    assert told.subjects == [drawings[0], drawings[-1]]


def test_every_request_is_answered_or_superseded_by_a_later_one(
    recognition: LiveRecognition, told: _Told, qtbot: QtBot
) -> None:
    """Asked as a pen asks, with the event loop running between."""
    drawings = growing_seven(60)
    for drawing in drawings:
        recognition.ask(drawing, shipped_recognizer())
        qtbot.wait(0)
    qtbot.waitUntil(lambda: drawings[-1] in told.subjects)
    answered = [drawings.index(subject) for subject in told.subjects]  # type: ignore[arg-type]
    assert answered == sorted(set(answered)), "in their order, none twice"
    assert answered[0] == 0
    assert not told.failures


def test_when_idle_every_request_is_answered(recognition: LiveRecognition, told: _Told, qtbot: QtBot) -> None:
    for count, drawing in enumerate(growing_seven(10), start=1):
        recognition.ask(drawing, shipped_recognizer())
        qtbot.waitUntil(lambda count=count: len(told.answers) == count)  # type: ignore[misc]
        assert told.subjects[-1] is drawing


def test_each_answer_comes_from_the_model_it_was_asked_of(
    recognition: LiveRecognition, told: _Told, qtbot: QtBot
) -> None:
    other = Recognizer(replace(shipped_model(), name="other"))
    recognition.ask(SEVEN, shipped_recognizer())
    recognition.ask(SEVEN, other)
    qtbot.waitUntil(lambda: len(told.answers) == 2)
    assert [one.request.recognizer for one in told.answers] == [shipped_recognizer(), other]


def test_without_ink_there_is_no_insight() -> None:
    recognizer = shipped_recognizer()
    for subject in (Drawing(), picture_ink(np.full((40, 40, 4), 255, np.uint8))):
        found = answer(Request(subject, recognizer, 0.0))
        assert found.insight is None
        assert found.fitted is None


def test_a_failing_subject_becomes_a_sentence_and_the_next_is_answered(
    recognition: LiveRecognition, told: _Told, qtbot: QtBot
) -> None:
    too_large = DataSetPicture(np.zeros((1, 40, 40), np.uint8), "0")
    recognition.ask(too_large, shipped_recognizer())
    recognition.ask(SEVEN, shipped_recognizer())
    qtbot.waitUntil(lambda: bool(told.answers))
    assert told.failures == ["Pictures of 1 × 40 × 40 do not fit a network input of 1 × 32 × 32."]
    assert told.subjects == [SEVEN]


def test_a_picture_of_a_data_set_is_not_fitted() -> None:
    """Away from the middle and small, it stays so; fitted it would be centred and enlarged."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 2:8, 3:5] = 200
    found = answer(Request(DataSetPicture(image, "1"), shipped_recognizer(), 0.0))
    assert found.fitted is None
    assert found.insight is not None
    expected = np.full((32, 32), -0.1)
    expected[4:10, 5:7] = -0.1 + 1.275 * 200 / 255
    assert np.allclose(found.insight.network_input[0], expected, atol=1e-6)


def test_a_drawing_a_picture_and_their_fitted_form_agree() -> None:
    picture = picture_ink(np.asarray(seven().convert("RGBA")))
    labels = []
    for subject in (SEVEN, picture):
        found = answer(Request(subject, shipped_recognizer(), 0.0))
        assert found.insight is not None
        labels.append(found.insight.recognition.label)
    assert labels == ["7", "7"]


def test_the_models_own_normalisation_is_used() -> None:
    model = replace(shipped_model(), normalisation=InputNormalisation(0.0, 1.0))
    found = answer(Request(ONE, Recognizer(model), 0.0))
    assert found.insight is not None
    assert found.insight.network_input.min() == 0.0


def test_finishing_ends_the_thread_in_mid_work(qtbot: QtBot) -> None:
    """The fixture `no_thread_left_running` sees that nothing is left."""
    parent = QObject()
    recognition = LiveRecognition(parent)
    told = _Told(recognition)
    for drawing in growing_seven(5):
        recognition.ask(drawing, shipped_recognizer())
    recognition.finish()
    assert not told.answers
    qtbot.wait(0)
    assert len(told.answers) <= 1, "what waited was dropped"


def test_finishing_twice_does_no_harm(recognition: LiveRecognition) -> None:
    recognition.finish()
    recognition.finish()


def test_models_for_whole_pictures_get_them_whole() -> None:
    """Whatever is asked: the model decides the way, and each answer tells what was made of it."""
    picture = picture_ink(np.asarray(seven().convert("RGBA")))
    for subject in (SEVEN, picture):
        found = answer(Request(subject, Recognizer(primaries()), 0.0))
        assert isinstance(found.fitted, FittedWhole)
        assert found.insight is not None
        assert found.insight.network_input.shape == (3, 32, 32)
        assert np.allclose(found.insight.network_input, found.fitted.picture / 255)
        again = answer(Request(subject, shipped_recognizer(), 0.0))
        assert isinstance(again.fitted, FittedInk)
