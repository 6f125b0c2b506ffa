"""Whether a drawing or an opened picture shows a number, found out beside the window, so that it can be read as one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from lenet_app.gui.answering.subjects import OpenedPicture
from lenet_app.gui.draw.widgets.read_offer import ReadOffer
from lenet_app.gui.workers.background import Background
from lenet_app.ink.strokes import Drawing
from lenet_app.recognition.recognizer import Recognizer

if TYPE_CHECKING:
    from lenet_app.reading.page import Page
    from lenet_app.reading.reader import Reader
    from lenet_app.reading.sweep.swept import Sweep

GiveSweep = Callable[[], "Sweep | None"]
"""Gives the sweep that reads rows besides, where there is one."""

_PAUSE = 700
"""Milliseconds without a move of the pen, after which a drawing may be finished."""
_LEAST_STROKES = 2
"""Nobody writes two digits with one stroke, or hardly anybody."""


@dataclass(eq=False)
class _Reading:
    """What waits for its answer, or is being read; whoever sets `stopped` ends it."""

    subject: OpenedPicture | Drawing
    name: str = ""
    begun: bool = False
    stopped: bool = False


@dataclass(frozen=True, eq=False)
class _Found:
    """A number, and what of it is to be read: a drawing, a file, or uint8 (height, width, 4)."""

    text: str
    source: Drawing | Path | npt.NDArray[np.uint8]


class NumberOffer(QObject):
    """Reads each opened picture once, after its answer was given, and each drawing once the pen rests.

    It offers a number where there clearly is one, as the page for numbers would read it.

    Args:
        notice: shows the offer.
        background: where it is read.
        sweep: asked there.
        parent: the owner.
    """

    read_requested = Signal(object, str)
    """The drawing, or the picture's file or, where it has none, its pixels, uint8 (height, width, 4), red, green, blue
    and opacity; and what a picture is called."""
    ended = Signal(bool)
    """Something was read: whether it is offered as a number."""

    def __init__(self, notice: ReadOffer, background: Background, sweep: GiveSweep, parent: QObject) -> None:
        super().__init__(parent)
        self._notice, self._sweep = notice, sweep
        self._background = background
        self._reading: _Reading | None = None
        self._recognizer: Recognizer | None = None
        self._found: _Found | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._begin)
        notice.accepted.connect(self._accept)

    def expect(self, picture: OpenedPicture, name: str) -> None:
        """Read this picture as soon as it has its answer."""
        self.withdraw()
        self._reading = _Reading(picture, name)

    def withdraw(self) -> None:
        """Neither read nor offer anything any more."""
        self.stop()
        self._reading = self._found = None
        self._notice.dismiss()

    def stop(self) -> None:
        """End a reading that is under way, in a tenth of a second; what is offered already stays."""
        self._pause.stop()
        if self._reading is not None:
            self._reading.stopped = True

    def on_answered(self, subject: object, recognizer: Recognizer) -> None:
        """Begin to read the picture that waits for this answer; a drawing is read after a pause."""
        self._recognizer = recognizer
        if isinstance(subject, Drawing) and len(subject.strokes) >= _LEAST_STROKES:
            if self._reading is None or self._reading.subject is not subject:
                self._reading = _Reading(subject)
                self._pause.start()
        elif self._reading is not None and self._reading.subject is subject:
            self._begin()

    def _begin(self) -> None:
        reading, recognizer = self._reading, self._recognizer
        if reading is None or recognizer is None or reading.begun or reading.stopped:
            return
        reading.begun = True
        # What goes wrong is logged; nobody asked for the offer, so nobody is told.
        self._background.run(
            lambda: _read(reading, recognizer, self._sweep),
            lambda found: self._on_read(reading, found),
            lambda _sentence: None,
        )

    def _on_read(self, reading: _Reading, found: _Found | None) -> None:
        is_offered = found is not None and reading is self._reading and not reading.stopped
        if found is not None and is_offered:
            self._found = found
            self._notice.offer(found.text)
        self.ended.emit(is_offered)

    def _accept(self) -> None:
        reading, found = self._reading, self._found
        self._notice.dismiss()
        if reading is not None and found is not None:
            self.read_requested.emit(found.source, reading.name)


def _read(reading: _Reading, recognizer: Recognizer, sweep: GiveSweep) -> _Found | None:
    """The number, where there clearly is one.

    Whether it is one is told by its pieces, so that a single digit costs no more; what it says is read by both readers.
    """
    from lenet_app.reading.clear_number import is_clear_number  # noqa: PLC0415 - not on the window's thread
    from lenet_app.reading.reader import Reader, reads  # noqa: PLC0415

    if reading.stopped or not reads(recognizer):
        return None
    page = _page(Reader(recognizer), reading)
    if page is None or not is_clear_number(page):
        return None
    page = _page(Reader(recognizer, sweep()), reading)
    if page is None:
        return None
    subject = reading.subject
    if isinstance(subject, Drawing):
        return _Found(page.text, subject)
    return _Found(page.text, subject.pixels if subject.path is None else subject.path)


def _page(reader: "Reader", reading: _Reading) -> "Page | None":
    if isinstance(reading.subject, Drawing):
        return reader.read_drawing(reading.subject, lambda: reading.stopped)
    return reader.read(reading.subject.ink.shown, lambda: reading.stopped)
