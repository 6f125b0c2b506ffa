"""How a printed sheet is laid out: a value that whoever paints it and whoever reads it share.

Lengths are millimetres from the paper's upper left corner, x to the right and y down. What is read is placed by the
corner marks alone, so a sheet may be printed at any scale.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lenet_app.samples.sample import CLASSES
from lenet_app.samples.sheets.layout_code import COUNT, squares_of

Floats = npt.NDArray[np.float64]

MARK, MARK_GAP, MARK_CENTRE, MARK_HOLE = 10.0, 7.0, 4.0, 2.0
"""Sides of the squares that a corner mark is made of: black, white, black; in the upper left one white again."""
SQUARE = 3.6
"""Side of a square of the code."""
LINE = 0.35
"""Width of the lines around the cells."""
_MARK_INSET = 13.0
"""Of a mark's centre from the paper's edges, which printers leave blank."""
_HEAD, _FOOT = 20.0, 8.0
"""From the marks' centres to the cells: the title stands in the one, a hint in the other."""
_CODE_FIRST, _CODE_STEP = 0.07, 0.036
CODE_PLACES = tuple(_CODE_FIRST + number * _CODE_STEP for number in range(COUNT))
"""Where the squares of the code lie: shares of the way from the upper left mark to the upper right one."""


class Paper(StrEnum):
    """What is printed on."""

    A4 = "a4"
    LETTER = "letter"


_SIZES = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}

EACH = (10, 5)
"""How many cells there may be for a digit: ten beside each other, or five large ones below each other."""


class Area(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float


class Cell(NamedTuple):
    """Where one digit is to be written.

    Args:
        digit: that is wanted, 0 to 9.
        number: of the cell among those of this digit, from 1.
        area: within its lines.
        caption: above it, where the digit stands.
    """

    digit: int
    number: int
    area: Area
    caption: Area


@dataclass(frozen=True)
class Layout:
    """One kind of sheet.

    Args:
        number: which its code tells, 0 to 63; it stays what it is for ever, for sheets lie in drawers.
        paper: what it is printed on.
        each: cells for a digit.
    """

    number: int
    paper: Paper
    each: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper; large cells want it on its side."""
        width, height = _SIZES[self.paper]
        return (width, height) if self.each > 5 else (height, width)

    @property
    def marks(self) -> Floats:
        """Centres of the corner marks (4, 2), clockwise from the upper left one."""
        (width, height), inset = self.size, _MARK_INSET
        right, bottom = width - inset, height - inset
        return np.array([(inset, inset), (right, inset), (right, bottom), (inset, bottom)])

    @property
    def squares(self) -> tuple[Area, ...]:
        """The black squares of the code, which lie between the upper marks."""
        inset, span = _MARK_INSET, self.size[0] - 2 * _MARK_INSET
        black = zip(CODE_PLACES, squares_of(self.number), strict=True)
        centres = (inset + span * place for place, is_black in black if is_black)
        return tuple(Area(x - SQUARE / 2, inset - SQUARE / 2, SQUARE, SQUARE) for x in centres)

    @property
    def name_line(self) -> Area:
        """Where a name may be written, which nobody reads."""
        left = _MARK_INSET + (self.size[0] - 2 * _MARK_INSET) * (CODE_PLACES[-1] + _CODE_STEP)
        return Area(left, _MARK_INSET - MARK / 2, self.size[0] - _MARK_INSET - MARK - left, MARK)

    @property
    def title(self) -> Area:
        """Where it says what is to be done."""
        return Area(_MARK_INSET, _MARK_INSET + MARK / 2 + 2, self.size[0] - 2 * _MARK_INSET, _HEAD - MARK / 2 - 3)

    @property
    def hint(self) -> Area:
        """Where it says how the sheet gets back, between the lower marks."""
        left = _MARK_INSET + MARK
        return Area(left, self.size[1] - _MARK_INSET - MARK / 2, self.size[0] - 2 * left, MARK)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, those of one digit together."""
        return tuple(self._cell(digit, number) for digit in range(CLASSES) for number in range(self.each))

    def _cell(self, digit: int, number: int) -> Cell:
        width, height = self.size
        is_row = self.each > 5
        column, row = (number, digit) if is_row else (digit, number)
        columns, rows = (self.each, CLASSES) if is_row else (CLASSES, self.each)
        across = (width - 2 * _MARK_INSET) / columns
        down = (height - 2 * _MARK_INSET - _HEAD - _FOOT) / rows
        gap, caption = (3.0, 5.0) if is_row else (4.0, 6.0)
        left, top = _MARK_INSET + column * across + gap / 2, _MARK_INSET + _HEAD + row * down
        area = Area(left, top + caption, across - gap, down - caption)
        return Cell(digit, number + 1, area, Area(left, top, across - gap, caption))


LAYOUTS = tuple(
    Layout(number, paper, each)
    for number, (paper, each) in enumerate([(paper, each) for paper in Paper for each in EACH], 1)
)


def layout_for(paper: Paper, each: int) -> Layout:
    """The sheet for a paper with so many cells for a digit, one of `EACH`."""
    return next(one for one in LAYOUTS if (one.paper, one.each) == (paper, each))
