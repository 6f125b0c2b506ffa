"""What stands between digits and is no dirt: points, commas, colons, dashes and equal signs, told by size and place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.reading.cuts import Piece, RowPieces, box_around

Corners = tuple[int, int, int, int]
"""Left, top, right and bottom in the page's pixels."""


@dataclass(frozen=True)
class _Rules:
    """Which mark is what. Sizes are shares of the row's height.

    Args:
        dot: wide and high at most, a point or a comma.
        low: above the line that digits stand on, where the middle of a point lies at most.
        tail: below that line, to where a comma reaches at least; or
        tall: it is so many times as high as wide.
        dash: wide at least, a dash; and
        flat: so many times as wide as high.
        above: the line and below the top, a dash lies at least.
        least_area: squares of the pen's width: what is smaller is dirt.
    """

    dot: float = 0.34
    low: float = 0.25
    tail: float = 0.14
    tall: float = 1.5
    dash: float = 0.22
    flat: float = 1.7
    above: float = 0.15
    least_area: float = 0.4


_RULES = _Rules()


@dataclass(frozen=True)
class Mark:
    """A mark.

    Args:
        text: one of `. , : - =`.
        middle: the column of the page that it stands at.
    """

    text: str
    middle: float


def marks_between(row: RowPieces, rest: Sequence[Piece], digits: Sequence[Corners]) -> list[Mark]:
    """The marks among a row's pieces that belong to no digit, from the left to the right.

    Args:
        row: the pieces.
        rest: those that are in no digit.
        digits: the boxes of the digits.
    """
    if not digits:
        return []
    boxes = np.array(digits, np.float64)
    # Of rows that climb or fall the nearest digits tell where the line is.
    found = [_Small(box, *_line_at(box, boxes)) for box in _whole_marks(row, rest)]
    kinds = [(one, _kind(one, row.height)) for one in found]
    marks = [Mark(kind, one.middle) for one, kind in kinds if kind in (",", ".", "-")]
    high_dots = [one for one, kind in kinds if kind == "·"]
    return list(_joined(sorted(marks, key=lambda mark: mark.middle), high_dots, row.height))


@dataclass(frozen=True)
class _Small:
    """A mark's box with the top and the foot of the digits around it."""

    box: Corners
    top: float
    foot: float

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


def _whole_marks(row: RowPieces, rest: Sequence[Piece]) -> Iterator[Corners]:
    """The boxes of the marks of which all pieces are left, without dirt."""
    used = {piece.mark for piece in row.pieces if all(piece is not other for other in rest)}
    for mark in dict.fromkeys(piece.mark for piece in rest if piece.mark not in used):
        own = [piece for piece in rest if piece.mark == mark]
        if sum(piece.area for piece in own) >= _RULES.least_area * row.pen**2:
            yield box_around(own)


def _line_at(box: Corners, digits: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The top and the foot of the two nearest digits."""
    middle = (box[0] + box[2]) / 2
    nearest = digits[np.argsort(np.abs(digits[:, [0, 2]].mean(axis=1) - middle), kind="stable")[:2]]
    return float(nearest[:, 1].mean()), float(nearest[:, 3].max())


def _kind(one: _Small, height: float) -> str:
    """`.`, `,`, `-`, or `·` for a dot that hangs high; empty where it is none of these."""
    left, top, right, bottom = one.box
    wide, high, down = (right - left) / height, (bottom - top) / height, (top + bottom) / 2
    if wide >= _RULES.dash and wide >= _RULES.flat * high:
        edge = _RULES.above * height
        return "-" if one.top + edge <= down <= one.foot - edge else ""
    if max(wide, high) > _RULES.dot and not (wide <= _RULES.dot and high <= 2 * _RULES.dot and bottom > one.foot):
        return ""
    if down < one.foot - _RULES.low * height:
        return "·"
    has_tail = bottom > one.foot + _RULES.tail * height and high > wide
    return "," if has_tail or high >= _RULES.tall * wide else "."


def _joined(marks: list[Mark], high_dots: list[_Small], height: float) -> Iterator[Mark]:
    """Two dashes over each other as an equal sign, a point under another dot as a colon."""
    near = _RULES.dash * height
    skipped = False
    for place, mark in enumerate(marks):
        if skipped:
            skipped = False
            continue
        following = marks[place + 1] if place + 1 < len(marks) else None
        if mark.text == "-" and following is not None and following.text == "-" and _near(mark, following, near):
            skipped = True
            yield Mark("=", mark.middle)
        elif mark.text == "." and any(abs(dot.middle - mark.middle) < near for dot in high_dots):
            yield Mark(":", mark.middle)
        else:
            yield mark


def _near(one: Mark, other: Mark, reach: float) -> bool:
    return abs(one.middle - other.middle) < reach
