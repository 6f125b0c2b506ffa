"""One thing on the Read page, and how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.gui.workers.reading import Source
from lenet_app.ink.strokes import Drawing
from lenet_app.networks.model import Model
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.part import Region
from lenet_app.recognition.recognizer import Recognizer

Bytes = npt.NDArray[np.uint8]


class State(StrEnum):
    """How far an item has come."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"
    STOPPED = "stopped"
    UNREAD = "unread"
    """A part of it has to be chosen first."""


@dataclass(eq=False)
class Item:
    """One picture, part of a picture, or drawing; changed by the session only.

    Args:
        key: by which it is known.
        name: what people call it.
        source: where it comes from.
        region: the part that is meant; None for the whole.
        origin: the key of the item that it is a part of.
        state: how far it has come.
        page: what was read, with what was corrected; None until it is read for the first time.
        shown: uint8 (height, width, 3), as long as it is kept; None of a drawing.
        recognizer: who answered.
        fault: why it could not be read.
        earlier: the page before each of the last corrections.
    """

    key: int
    name: str
    source: Source
    region: Region | None = None
    origin: int | None = None
    state: State = State.WAITING
    page: CheckedPage | None = None
    shown: Bytes | None = None
    recognizer: Recognizer | None = None
    fault: str = ""
    earlier: list[CheckedPage] = field(default_factory=list)

    @property
    def model(self) -> Model | None:
        """Who answered."""
        return None if self.recognizer is None else self.recognizer.model

    @property
    def path(self) -> str:
        """What a table calls it: the file's path, else its name."""
        return str(self.source) if isinstance(self.source, Path) and self.region is None else self.name

    def on_each_page(self, change: Callable[[CheckedPage], CheckedPage]) -> None:
        """Change the page, and those that may come back, too."""
        self.page = None if self.page is None else change(self.page)
        self.earlier = [change(page) for page in self.earlier]

    def be_sure_from(self, threshold: float | None) -> None:
        """Be sure from this confidence on, 0 to 1; None leaves it to the model that answered."""
        if self.model is not None:
            recognizer = self.recognizer = Recognizer(self.model, threshold)
            self.on_each_page(lambda page: page.with_certainty(recognizer.certainty))

    @property
    def can_be_added_to(self) -> bool:
        """Whether it was read and can be seen, so that what was not found can be shown."""
        return self.page is not None and (self.shown is not None or isinstance(self.source, Drawing))

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be read."""
        return self.state in (State.WAITING, State.READING)
