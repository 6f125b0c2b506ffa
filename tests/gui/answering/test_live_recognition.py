from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.live_recognition import LiveRecognition
from lenet_app.gui.answering.pictures import opened_file, opened_pixels
from lenet_app.gui.answering.subjects import Answer, DataSetPicture, Request
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.pixels import LONGEST_SIDE
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.steps import Preparation, StepKind
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.ink.whole import FittedWhole
from lenet_app.networks.normalisation import InputNormalisation
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
        QCoreApplication.processEvents()
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
    for subject in (Drawing(), opened_pixels(np.full((40, 40, 4), 255, np.uint8))):
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
    picture = opened_pixels(np.asarray(seven().convert("RGBA")))
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
    QCoreApplication.processEvents()
    assert len(told.answers) <= 1, "what waited was dropped"


def test_finishing_twice_does_no_harm(recognition: LiveRecognition) -> None:
    recognition.finish()
    recognition.finish()


def test_models_for_whole_pictures_get_them_whole() -> None:
    """Whatever is asked: the model decides the way, and each answer tells what was made of it."""
    picture = opened_pixels(np.asarray(seven().convert("RGBA")))
    for subject in (SEVEN, picture):
        found = answer(Request(subject, Recognizer(primaries()), 0.0))
        assert isinstance(found.fitted, FittedWhole)
        assert found.insight is not None
        assert found.insight.network_input.shape == (3, 32, 32)
        assert np.allclose(found.insight.network_input, found.fitted.picture / 255)
        again = answer(Request(subject, shipped_recognizer(), 0.0))
        assert isinstance(again.fitted, FittedInk)


# Corrections and steps


def slanted() -> Drawing:
    """A 1 that leans to the right by 45°."""
    return Drawing((Stroke(((0.7, 0.3), (0.3, 0.7)), 0.06),))


def inverted_picture() -> npt.NDArray[np.uint8]:
    return 255 - np.asarray(seven().convert("RGB"))


def as_pixels(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.dstack([grey, np.full(grey.shape[:2], 255, np.uint8)])


def ask(subject: object, corrections: Corrections = AUTOMATIC, *, with_steps: bool = False) -> Answer:
    return answer(Request(subject, shipped_recognizer(), 0.0, corrections, with_steps))  # type: ignore[arg-type]


@pytest.mark.parametrize("with_steps", [False, True])
def test_corrections_hold_with_steps_and_without(with_steps: bool) -> None:
    picture = opened_pixels(as_pixels(inverted_picture()))
    plain = ask(picture, with_steps=with_steps)
    assert plain.inverted
    chosen = Corrections(threshold=0.6, inverted=True, deslant=True)
    found = ask(picture, chosen, with_steps=with_steps)
    assert isinstance(found.fitted, FittedInk)
    assert found.fitted.slant is not None
    expected = fit(picture_ink(picture.pixels, chosen).ink, deslant=True)
    assert expected is not None
    assert np.array_equal(found.fitted.picture, expected.picture)
    assert ask(picture, Corrections(inverted=False), with_steps=with_steps).inverted is False


@pytest.mark.parametrize("deslant", [False, True])
def test_a_drawing_is_set_upright_where_it_is_wanted(deslant: bool) -> None:
    plain, with_steps = (ask(slanted(), Corrections(deslant=deslant), with_steps=steps) for steps in (False, True))
    assert isinstance(plain.fitted, FittedInk)
    assert isinstance(with_steps.fitted, FittedInk)
    assert np.array_equal(plain.fitted.picture, with_steps.fitted.picture)
    columns = np.flatnonzero(plain.fitted.picture.any(axis=0))
    assert (len(columns) < 6) is deslant
    assert plain.preparation is None
    assert with_steps.preparation is not None
    kinds = [step.kind for step in with_steps.preparation.steps]
    assert (StepKind.UPRIGHT in kinds) is deslant


def test_the_steps_of_a_picture_end_with_what_the_network_gets() -> None:
    found = ask(opened_pixels(as_pixels(inverted_picture())), with_steps=True)
    assert isinstance(found.preparation, Preparation)
    assert found.preparation.steps[-1].kind is StepKind.CENTRED
    assert isinstance(found.fitted, FittedInk)
    assert found.preparation.made.fitted is found.fitted


def test_what_is_taken_whole_has_no_steps_and_no_corrections() -> None:
    recognizer = Recognizer(primaries())
    for subject in (SEVEN, opened_pixels(as_pixels(inverted_picture()))):
        plain = answer(Request(subject, recognizer, 0.0))
        found = answer(Request(subject, recognizer, 0.0, Corrections(0.9, False, True), with_steps=True))
        assert found.preparation is None
        assert found.fitted is not None
        assert plain.fitted is not None
        assert np.array_equal(found.fitted.planes, plain.fitted.planes)


def test_a_large_picture_is_kept_no_larger_than_its_file_would_be(tmp_path: Path) -> None:
    large = seven(2 * LONGEST_SIDE).convert("RGBA")
    large.save(tmp_path / "large.png")
    kept, read = opened_pixels(np.asarray(large)), opened_file(tmp_path / "large.png")
    assert kept.pixels.shape == read.pixels.shape == (LONGEST_SIDE, LONGEST_SIDE, 4)
    assert np.array_equal(kept.ink.ink.marks, read.ink.ink.marks)
