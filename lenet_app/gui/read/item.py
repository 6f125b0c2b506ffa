"""One thing on the Read page, and how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.gui.read.worker import Source
from lenet_app.ink.files.tiff_pages import FilePage
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Box
from lenet_app.reading.part import Region
from lenet_app.reading.pictures import Part
from lenet_app.reading.turned import turned_box, turned_picture
from lenet_app.recognition.recognizer import Recognizer

Bytes = npt.NDArray[np.uint8]
Said = frozenset[tuple[Box, int | None, bool]]
"""What a person said of a page's digits: of each where it stands, which it is, and whether it was added."""


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
        region: the part that is meant, of the picture before it is turned; None for the whole.
        origin: the key of the item that it is a part of.
        whole_name: what that item is called.
        state: how far it has come.
        page: what was read, with what was corrected; None until it is read for the first time.
        shown: uint8 (height, width, 3), as long as it is kept, turned by `turn`; None of a drawing.
        turn: by how many degrees clockwise it is turned; None until it is read, if no person said so.
        part: of what was read, where it lies in its picture; None of the whole.
        recognizer: who answered.
        fault: why it could not be read.
        is_first_look: whether it is a part of something that was not read as a whole, such as a screenshot.
        is_wanted: of a part, whether somebody wants rows for it in a table, too.
        earlier: the page before each of the last corrections.
        saved: what a person had said of it when it was last saved in a table.
    """

    key: int
    name: str
    source: Source
    region: Region | None = None
    origin: int | None = None
    whole_name: str = ""
    state: State = State.WAITING
    page: CheckedPage | None = None
    shown: Bytes | None = None
    turn: int | None = None
    part: Part | None = None
    recognizer: Recognizer | None = None
    fault: str = ""
    is_first_look: bool = False
    is_wanted: bool = False
    earlier: list[CheckedPage] = field(default_factory=list)
    saved: Said = frozenset()

    @property
    def model(self) -> Model | None:
        """Who answered."""
        return None if self.recognizer is None else self.recognizer.model

    @property
    def is_drawing(self) -> bool:
        """Whether it was written on a sheet."""
        return isinstance(self.source, Drawing)

    @property
    def path(self) -> str:
        """What a table calls it: the file's path, else the picture's name; a part goes by its picture."""
        source = self.source
        if isinstance(source, FilePage):
            return str(source.path)
        return str(source) if isinstance(source, Path) else self.whole_name or self.name

    @property
    def file_page(self) -> int | None:
        """Which of several pages of its file it is, from 1 on; None where there is one."""
        return self.source.number if isinstance(self.source, FilePage) else None

    @property
    def has_corrections(self) -> bool:
        """Whether a person corrected, added or left out any of its digits."""
        return self.page is not None and self.page.is_changed

    @property
    def is_closer_look(self) -> bool:
        """Whether it is a part of a picture that is there as a whole, too."""
        return self.origin is not None and not self.is_first_look

    @property
    def in_table(self) -> bool:
        """Whether a table has rows for it: for a part that was framed to look closer only if somebody wants them."""
        return not self.is_closer_look or self.is_wanted

    @property
    def is_kept(self) -> bool:
        """Whether it stays when another part of the same picture is framed."""
        return self.has_corrections or self.is_wanted

    @property
    def said(self) -> Said:
        """What a person said of its digits."""
        digits = () if self.page is None else self.page.digits
        return frozenset((one.read.box, one.given, one.is_added) for one in digits if one.is_corrected or one.is_added)

    @property
    def is_unsaved(self) -> bool:
        """Whether it has corrections that no saved table has."""
        return self.in_table and self.has_corrections and self.said != self.saved

    def on_each_page(self, change: Callable[[CheckedPage], CheckedPage]) -> None:
        """Change the page, and those that may come back, too; what was saved of them stays so."""
        was_saved = self.said == self.saved
        self.page = None if self.page is None else change(self.page)
        self.earlier = [change(page) for page in self.earlier]
        if was_saved:
            self.saved = self.said  # another model's boxes are others

    def turn_further(self, degrees: int) -> None:
        """Turn what is shown clockwise by 90, 180 or 270 degrees, with all that was read and said of it."""
        assert self.shown is not None
        height, width = self.shown.shape[:2]
        self.turn = ((self.turn or 0) + degrees) % 360
        self.shown = turned_picture(self.shown, degrees)
        self.on_each_page(lambda page: page.placed(lambda box: turned_box(box, degrees, width, height)))

    def take_certainty(self, recognizer: Recognizer) -> None:
        """Be as sure of what was read as this one is, which has the model that read it."""
        self.recognizer = recognizer
        self.on_each_page(lambda page: page.with_certainty(recognizer.certainty))

    @property
    def can_be_added_to(self) -> bool:
        """Whether it was read and can be seen, so that what was not found can be shown."""
        return self.page is not None and (self.shown is not None or self.is_drawing)

    @property
    def can_be_turned(self) -> bool:
        """Whether it is a picture that is in sight."""
        return self.shown is not None and not self.is_drawing

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be read."""
        return self.state in (State.WAITING, State.READING)

    @property
    def is_out_of_sight(self) -> bool:
        """Whether its picture was let go after it was read."""
        return self.state is State.READ and self.shown is None and not self.is_drawing


def region_within(outer: Region, inner: Region) -> Region:
    """A region of a region as one of the whole."""
    left, top, right, bottom = outer
    width, height = right - left, bottom - top
    return left + inner[0] * width, top + inner[1] * height, left + inner[2] * width, top + inner[3] * height


def name_of(file: Path | FilePage) -> str:
    """What a file or a page of one is called in the list."""
    if isinstance(file, FilePage):
        return tr("{file}, page {page}").format(file=file.path.name, page=file.number)
    return file.name or str(file)
