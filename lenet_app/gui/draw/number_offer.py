"""Whether an opened picture shows a number, found out beside the window, so that it can be offered to be read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.subjects import OpenedPicture
from lenet_app.gui.draw.widgets.read_offer import ReadOffer
from lenet_app.gui.workers.background import Background
from lenet_app.recognition.recognizer import Recognizer

if TYPE_CHECKING:
    from lenet_app.reading.page import Page


@dataclass(eq=False)
class _Reading:
    """A picture that waits for its answer, or is being read; whoever sets `stopped` ends it."""

    picture: OpenedPicture
    name: str
    begun: bool = False
    stopped: bool = False


class NumberOffer(QObject):
    """Reads each opened picture once, after its answer was given, and offers a number where it clearly is one."""

    read_requested = Signal(object, str)
    """The picture's file or, where there is none, its pixels, uint8 (height, width, 4), red, green, blue and opacity;
    and what it is called."""

    def __init__(self, notice: ReadOffer, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._notice = notice
        self._background = background
        self._reading: _Reading | None = None
        notice.accepted.connect(self._accept)

    def expect(self, picture: OpenedPicture, name: str) -> None:
        """Read this picture as soon as it has its answer."""
        self.withdraw()
        self._reading = _Reading(picture, name)

    def withdraw(self) -> None:
        """Neither read nor offer anything any more."""
        self.stop()
        self._reading = None
        self._notice.dismiss()

    def stop(self) -> None:
        """End a reading that is under way, in a tenth of a second; what is offered already stays."""
        if self._reading is not None:
            self._reading.stopped = True

    def on_answered(self, subject: object, recognizer: Recognizer) -> None:
        """Begin to read where this answer is that of the picture which waits for it."""
        reading = self._reading
        if reading is None or reading.begun or reading.stopped or subject is not reading.picture:
            return
        reading.begun = True

        def read() -> "Page | None":
            from lenet_app.reading.clear_number import is_clear_number  # noqa: PLC0415 - not on the window's thread
            from lenet_app.reading.reader import Reader, reads  # noqa: PLC0415

            if reading.stopped or not reads(recognizer):
                return None
            page = Reader(recognizer).read(reading.picture.ink.shown, lambda: reading.stopped)
            return page if page is not None and is_clear_number(page) else None

        # What goes wrong is logged; nobody asked for the offer, so nobody is told.
        self._background.run(read, lambda page: self._on_read(reading, page), lambda _sentence: None)

    def _on_read(self, reading: _Reading, page: "Page | None") -> None:
        if page is not None and reading is self._reading:
            self._notice.offer(page.text)

    def _accept(self) -> None:
        reading = self._reading
        self._notice.dismiss()
        if reading is not None:
            picture = reading.picture
            self.read_requested.emit(picture.pixels if picture.path is None else picture.path, reading.name)
