"""A picture of a page as it has to be looked at: the sheet found, straightened, rotated and turned, then read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.paper.page_extraction import PageInk, page_ink
from lenet_app.ink.paper.sheet import Sheet, find_sheet
from lenet_app.ink.paper.skew import skew_of
from lenet_app.ink.paper.tiles import without_tiles
from lenet_app.ink.paper.view import View
from lenet_app.reading.page import Page
from lenet_app.reading.turning import legibility, likeliest_turn
from lenet_app.recognition.recognizer import Recognizer

ReadInk = Callable[[PageInk | None], Page | None]
"""Reads the ink of a page; None where it was stopped."""


@dataclass(frozen=True)
class _Rules:
    """When something else is tried, and when it is better.

    Args:
        line: of the height of what may be a sheet; where digits are higher, it is their line rather than their sheet.
        less_legible: by which the mean logarithm of the confidence may be lower once rows are level.
        as_many: of the sure digits, that a turned page has to have; on its side there are pieces among them.
    """

    line: float = 0.33
    less_legible: float = 0.15
    as_many: float = 0.5


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class _Attempt:
    """What was read in a view."""

    view: View
    ink: PageInk | None
    page: Page
    turn: int

    @property
    def sure(self) -> int:
        """How many of its digits are sure."""
        return sum(digit.sure for row in self.page.rows for digit in row.digits)

    @property
    def doubtful(self) -> int:
        """How many are not."""
        return sum(len(row.digits) for row in self.page.rows) - self.sure

    @property
    def confidence(self) -> float:
        """The mean confidence of its digits; 0 where there are none."""
        found = [digit.confidence for row in self.page.rows for digit in row.digits]
        return float(np.mean(found)) if found else 0.0

    @property
    def in_picture(self) -> Page:
        """The page with its boxes in pixels of the picture."""
        if self.view.is_whole:
            return replace(self.page, turn=self.turn)
        page = self.page.changed(lambda digit: replace(digit, box=self.view.in_picture(digit.box)))
        return replace(page, turn=self.turn)


class UprightReading:
    """Reads pictures in the view that they are read best in.

    Args:
        read: reads what is level and fills its picture.
        recognizer: answers for single marks.
    """

    def __init__(self, read: ReadInk, recognizer: Recognizer) -> None:
        self._read, self._recognizer = read, recognizer

    def read(self, pixels: Bytes, turn: int | None) -> Page | None:
        """Read a picture.

        Args:
            pixels: uint8 (height, width, 3).
            turn: by how many degrees clockwise it has to be turned, one of `TURNS`; None to find that out.

        Returns:
            The page with its boxes in `pixels`, and the turn in which it was read; None where it was stopped.
        """
        whole, sheet = _whole_and_sheet(pixels)
        if sheet is None:
            found = self._turned(whole, turn)
        elif sheet.is_certain:
            found = self._turned(whole.between(sheet.corners, sheet.size), turn)
            if found is not None and not found.page.rows:
                found = self._turned(whole, turn)
        else:
            found = self._with_or_without(sheet, whole, turn)
        return None if found is None else found.in_picture

    def _with_or_without(self, sheet: Sheet, whole: View, turn: int | None) -> _Attempt | None:
        """Read the whole picture, and what may be its sheet where that leaves something to be wished."""
        found = self._turned(whole, turn)
        if found is None:
            return None
        digits = [digit for row in found.in_picture.rows for digit in row.digits]
        on_edge = [digit for digit in digits if sheet.has_edge_in(digit.box)]
        if digits and not found.doubtful and not on_edge:
            return found
        other = self._turned(whole.between(sheet.corners, sheet.size), turn)
        if other is None:
            return None
        heights = [digit.box[3] for row in other.page.rows for digit in row.digits]
        if not heights or np.median(heights) > _RULES.line * min(sheet.size):
            return found
        gain = other.sure - (found.sure - sum(digit.sure for digit in on_edge))  # a sheet's edge is often a sure 1
        return other if gain > 0 or (gain == 0 and on_edge) else found

    def view(self, pixels: Bytes) -> View:
        """What is looked at of a picture whose turn is known: the sheet in it, its rows level."""
        view, sheet = _whole_and_sheet(pixels)
        if sheet is not None and sheet.is_certain:
            view = view.between(sheet.corners, sheet.size)
        return self._levelled(view)[0]

    def _turned(self, view: View, turn: int | None) -> _Attempt | None:
        """Read a view in the turn that is given, or in the best one."""
        found = self._level(view.turned(turn or 0), turn or 0)
        if found is None or turn is not None or found.ink is None:
            return found
        likeliest = likeliest_turn(found.ink, self._recognizer)
        if not likeliest:
            return found
        other = self._level(view.turned(likeliest), likeliest)
        if other is None:
            return None
        is_better = other.confidence > found.confidence and other.sure >= _RULES.as_many * found.sure
        return other if is_better else found

    def _level(self, view: View, turn: int) -> _Attempt | None:
        """Read a view, with its rows level."""
        level, ink = self._levelled(view)
        page = self._read(ink)
        return None if page is None else _Attempt(level, ink, page, turn)

    def _levelled(self, view: View) -> tuple[View, PageInk | None]:
        """A view with its rows level, and its ink."""
        ink = page_ink(view.pixels if view.is_whole else without_tiles(view.pixels))
        angle = 0.0 if ink is None else skew_of(ink)
        if ink is not None and angle:
            level = view.rotated(-angle)
            other = page_ink(level.pixels)
            if other is not None and self._legible(other) > self._legible(ink) - _RULES.less_legible:
                return level, other
        return view, ink

    def _legible(self, ink: PageInk) -> float:
        legible = legibility(ink, self._recognizer)
        return float(legible.max(axis=1).mean()) if len(legible) else -np.inf


def _whole_and_sheet(pixels: Bytes) -> tuple[View, Sheet | None]:
    """All of a picture, and the sheet in it; one of several tiles would be taken for a sheet."""
    even = without_tiles(pixels)
    return View.of(even), find_sheet(even)
