"""Numbers read beside the window's thread: pictures one after the other, a drawing as soon as possible."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QThread, Signal, Slot

from lenet_app.faults import sentence_for
from lenet_app.ink.strokes import Drawing
from lenet_app.reading.page import Box, Page, ReadDigit
from lenet_app.reading.part import Region
from lenet_app.reading.pictures import Part, PictureSource, part_of, picture_of, read_shown, turned_page
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.reading.turned import turned_picture
from lenet_app.recognition.recognizer import Recognizer

Bytes = npt.NDArray[np.uint8]

Source = PictureSource | Drawing
"""A picture, or a drawing."""

GiveSweep = Callable[[], Sweep | None]


def no_sweep() -> None:
    """Read by pieces alone."""


@dataclass(frozen=True, eq=False)
class Request:
    """One thing to read.

    Args:
        key: by which who asks knows it again.
        source: what to read.
        recognizer: who answers.
        region: the part of a picture to read, which is not yet turned; None for the whole.
        boxes: where a person said that digits are, beside those that are found; in the picture as it is turned.
        turn: by how many degrees clockwise a picture has to be turned; None to find that out.
        sweep: gives the sweep that reads rows besides, where there is one.
    """

    key: int
    source: Source
    recognizer: Recognizer
    region: Region | None = None
    boxes: tuple[Box, ...] = ()
    turn: int | None = None
    sweep: GiveSweep = no_sweep


@dataclass(frozen=True, eq=False)
class Reading:
    """What came of a request.

    Args:
        page: boxes are in pixels of `shown`, of a drawing in its unit.
        boxed: a digit for each of the request's boxes.
        shown: uint8 (height, width, 3), what was read, turned by `page.turn`; None of a drawing.
        part: where that lies in its picture, which is not turned; None of the whole.
    """

    request: Request
    page: Page
    boxed: tuple[ReadDigit, ...]
    shown: Bytes | None
    part: Part | None = None


def read(request: Request, stop: Event, tell: Callable[[Bytes], None] | None = None) -> Reading | None:
    """Do what is asked; None where `stop` was set meanwhile.

    Args:
        request: what.
        stop: set by whoever does not want it any more.
        tell: is given the picture, uint8 (height, width, 3), as soon as it is there: it can be shown at once.

    Raises:
        UserError: the picture cannot be read, or the model cannot read numbers.
    """
    reader, source = Reader(request.recognizer, request.sweep()), request.source
    if isinstance(source, Drawing):
        page = reader.read_drawing(source, stop.is_set)
        return None if page is None else Reading(request, page, reader.read_boxes(source, request.boxes), None)
    shown = picture_of(source, request.region)
    if tell is not None:
        tell(turned_picture(shown, request.turn or 0))
    part = None if request.region is None else part_of(source, request.region, shown)
    page = read_shown(reader, shown, request.turn, stop.is_set, is_part=part is not None)
    if page is None:
        return None
    page, shown = turned_page(page, shown)
    return Reading(request, page, reader.read_boxes(shown, request.boxes), shown, part)


@dataclass(frozen=True, eq=False)
class _Job:
    request: Request
    stop: Event


class _Worker(QObject):
    """Lives on the reading thread and reads one thing at a time."""

    pictured = Signal(object, object)
    """The _Job, and its picture, uint8 (height, width, 3)."""
    ended = Signal(object, object)
    """The _Job, and what came of it: a Reading, a sentence where it failed, None where it was stopped."""

    @Slot(object)
    def work(self, job: _Job) -> None:
        def tell(shown: Bytes) -> None:
            self.pictured.emit(job, shown)

        try:
            found: Reading | str | None = None if job.stop.is_set() else read(job.request, job.stop, tell)
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            found = sentence_for(error)
        self.ended.emit(job, found)


class NumberReading(QObject):
    """Asks the worker on behalf of the window, in the order of the requests. Of one key only the newest one waits."""

    began = Signal(int)
    """The key of what is read now."""
    pictured = Signal(object, object)
    """A Request, and its picture, uint8 (height, width, 3), while it is being read."""
    done = Signal(object)
    """A Reading."""
    failed = Signal(int, str)
    """A key, and in one sentence why it could not be read."""
    stopped = Signal(int)
    """The key of what is not read after all."""
    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[int, Request] = {}  # in their order
        self._job: _Job | None = None
        self._thread = QThread(self)
        self._thread.setObjectName("reading numbers")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._worker.pictured.connect(self._on_pictured)
        self._worker.ended.connect(self._on_ended)
        self._thread.start()

    def ask(self, request: Request, *, first: bool = False) -> None:
        """Have something read; one of the same key that still waits is dropped.

        Args:
            request: what.
            first: whether it goes before all that waits.
        """
        self._waiting.pop(request.key, None)
        if first:
            self._waiting = {request.key: request, **self._waiting}
        else:
            self._waiting[request.key] = request
        self._send()

    def waits(self, key: int) -> bool:
        """Whether what has this key is still to be read."""
        return key in self._waiting

    def drop(self, key: int) -> None:
        """Do not read what has this key; nobody is told."""
        self._waiting.pop(key, None)

    def stop(self) -> None:
        """Read nothing of what was asked for; the picture that is being read is given up within moments."""
        dropped, self._waiting = self._waiting, {}
        if self._job is not None:
            self._job.stop.set()
        for key in dropped:
            self.stopped.emit(key)

    def finish(self) -> None:
        """Stop without telling anybody, and end the thread."""
        self._waiting.clear()
        if self._job is not None:
            self._job.stop.set()
        self._thread.quit()
        self._thread.wait()

    @Slot(object, object)
    def _on_pictured(self, job: _Job, shown: Bytes) -> None:
        self.pictured.emit(job.request, shown)

    @Slot(object, object)
    def _on_ended(self, job: _Job, found: Reading | str | None) -> None:
        self._job = None
        if isinstance(found, Reading):
            self.done.emit(found)
        elif found is None:
            self.stopped.emit(job.request.key)
        else:
            self.failed.emit(job.request.key, found)
        self._send()

    def _send(self) -> None:
        if self._waiting and self._job is None:
            self._job = _Job(self._waiting.pop(next(iter(self._waiting))), Event())
            self.began.emit(self._job.request.key)
            self._asked.emit(self._job)
