"""Live answers: recognition beside the window's thread, where the latest request wins and nothing queues up."""

import sys
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from lenet_app.gui.workers.background import sentence_for
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.decoding import reduced
from lenet_app.ink.drawing_steps import DrawingPreparation, drawing_steps
from lenet_app.ink.picture import LONGEST_SIDE, PictureInk, picture_ink, read_pixels
from lenet_app.ink.steps import Preparation, preparation_steps
from lenet_app.ink.strokes import Drawing
from lenet_app.recognition.fitting import Fitted, fitted_drawing, fitted_picture, takes_whole_pictures
from lenet_app.recognition.recognizer import Insight, Recognizer

_TURN = 0.001
"""Seconds that a thread may keep Python's lock while others wait; Python's own 5 ms were seen to add up."""

_FRAME = 1 / 60
"""Seconds between two requests at least: more answers than the screen can show would only hold each other up."""


@dataclass(frozen=True, eq=False)
class DataSetPicture:
    """A picture of a data set, which is answered as it is, never fitted.

    Args:
        image: uint8 (channels, height, width).
        label: the name of its true class.
        title: of the data set.
    """

    image: npt.NDArray[Any]
    label: str
    title: str = ""


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """A picture that was opened, pasted or dropped, from which its ink can be taken anew.

    Args:
        pixels: uint8 (height, width, 4), red, green, blue and opacity, the longer side at most `LONGEST_SIDE`.
        ink: what was found in it while nobody corrected anything.
        path: the file that it comes from, which may have more pixels; None where it comes from memory.
    """

    pixels: npt.NDArray[np.uint8]
    ink: PictureInk
    path: Path | None = None


def opened_file(path: Path) -> OpenedPicture:
    """The first picture of a file.

    Raises:
        UserError: it cannot be read as a picture.
    """
    pixels = read_pixels(path)
    return OpenedPicture(pixels, picture_ink(pixels), path)


def opened_pixels(pixels: npt.NDArray[np.uint8]) -> OpenedPicture:
    """A picture in memory, uint8 (height, width, 4); a large one is kept no larger than a file's would be.

    Raises:
        UserError: it has no pixels.
    """
    if max(pixels.shape[:2]) > LONGEST_SIDE:
        pixels = np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE))
    return OpenedPicture(pixels, picture_ink(pixels))


Subject = Drawing | OpenedPicture | DataSetPicture
"""What can be recognised."""


@dataclass(frozen=True, eq=False)
class Request:
    """One question: what to recognise, and who answers.

    Args:
        asked: from time.perf_counter.
        corrections: what a person chose; of them a drawing knows `deslant` alone.
        with_steps: whether what was done to the ink is to be told step by step.
    """

    subject: Subject
    recognizer: Recognizer
    asked: float
    corrections: Corrections = AUTOMATIC
    with_steps: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a request.

    Args:
        fitted: the drawing or picture as the model takes it; None for a data set's picture, and where nothing is drawn.
        insight: None where nothing is drawn.
        inverted: whether the ink of a picture was darker than its ground.
        preparation: the steps, where they were asked for and the model takes ink.
    """

    request: Request
    fitted: Fitted | None
    insight: Insight | None
    inverted: bool = False
    preparation: Preparation | DrawingPreparation | None = None


def answer(request: Request) -> Answer:
    """Make the network's picture from the subject and look into the model's answer for it."""
    subject = request.subject
    if isinstance(subject, DataSetPicture):
        return Answer(request, None, request.recognizer.look_into(subject.image))
    fitted, inverted, preparation = _prepared(request, subject)
    insight = None if fitted is None else request.recognizer.look_into(fitted.planes)
    return Answer(request, fitted, insight, inverted, preparation)


def _prepared(
    request: Request, subject: Drawing | OpenedPicture
) -> tuple[Fitted | None, bool, Preparation | DrawingPreparation | None]:
    """The fitted picture, whether the ink was dark on light, and the steps that were asked for."""
    model = request.recognizer.model
    takes_ink = not takes_whole_pictures(model)
    with_steps, chosen = request.with_steps and takes_ink, request.corrections if takes_ink else AUTOMATIC
    if isinstance(subject, Drawing):
        steps = drawing_steps(subject, deslant=chosen.deslant) if with_steps else None
        fitted = fitted_drawing(subject, model, deslant=chosen.deslant) if steps is None else steps.fitted
        return fitted, False, steps
    if with_steps:
        found = _steps_of(subject, chosen)
        return found.fitted, found.inverted, found
    ink = _ink_of(subject, replace(chosen, deslant=False))
    return fitted_picture(ink, model, deslant=chosen.deslant), ink.inverted, None


# The same picture is asked for again whenever the model or what is sure changes, and both take a while.
@lru_cache(maxsize=1)
def _ink_of(picture: OpenedPicture, corrections: Corrections) -> PictureInk:
    return picture.ink if corrections == AUTOMATIC else picture_ink(picture.pixels, corrections)


@lru_cache(maxsize=1)
def _steps_of(picture: OpenedPicture, corrections: Corrections) -> Preparation:
    return preparation_steps(picture.pixels, corrections)


class _Worker(QObject):
    """Lives on the recognition thread and answers one request at a time."""

    answered = Signal(object)
    failed = Signal(str)

    @Slot(object)
    def work(self, request: Request) -> None:
        try:
            self.answered.emit(answer(request))
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            self.failed.emit(sentence_for(error))


class LiveRecognition(QObject):
    """Asks the worker on behalf of the window. While it works only the newest request is kept waiting."""

    answered = Signal(object)
    """An `Answer`, on the main thread."""
    failed = Signal(str)
    """One sentence."""
    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # A training, a window and answers share Python's lock: short turns keep the pen's answers prompt.
        sys.setswitchinterval(_TURN)
        self._busy = False
        self._waiting: Request | None = None
        self._sent = 0.0
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setTimerType(Qt.TimerType.PreciseTimer)
        self._pace.timeout.connect(self._send)
        self._thread = QThread(self)
        self._thread.setObjectName("recognition")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._worker.answered.connect(self._on_answered)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()

    def ask(
        self,
        subject: Subject,
        recognizer: Recognizer,
        corrections: Corrections = AUTOMATIC,
        *,
        with_steps: bool = False,
    ) -> None:
        """Have `subject` recognised, see `Request`; an earlier request that still waits is dropped."""
        self._waiting = Request(subject, recognizer, time.perf_counter(), corrections, with_steps)
        if not self._busy:
            self._send()

    def finish(self) -> None:
        """Let the worker end the request it is at, drop the waiting one, and end its thread."""
        self._waiting = None
        self._pace.stop()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_answered(self, found: Answer) -> None:
        self._next()
        self.answered.emit(found)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._next()
        self.failed.emit(sentence)

    def _next(self) -> None:
        """Be free for the next request as soon as the screen could show another answer."""
        self._pace.start(max(0, round(1000 * (self._sent + _FRAME - time.perf_counter()))))

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._busy = waiting is not None
        if waiting is not None:
            self._sent = time.perf_counter()
            self._asked.emit(waiting)
