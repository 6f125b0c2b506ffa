"""The cells of a table: where its lines cross."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lenet_app.ink.paper.lines import Line
from lenet_app.ink.paper.page_ruling import Ruling


@dataclass(frozen=True)
class _Rules:
    """What a table is.

    Args:
        crossed: lines of the other direction, that each of its lines crosses at least: two rows, or two columns.
        least_cell: of the height of what is written; smaller cells are squared paper.
        double: of the same height: lines closer together are one.
        short: pixels, by which a line may fall short of another.
    """

    crossed: int = 3
    least_cell: float = 1.1
    double: float = 0.4
    short: float = 4.0


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class Grid:
    """A table.

    Args:
        level: its level lines, from the top to the bottom.
        upright: its upright lines, from the left to the right.
    """

    level: Sequence[Line]
    upright: Sequence[Line]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and the column of the cell at a pixel; None outside the table.

        Column 0 is what lies left of the first upright line, within the reach of the level ones: a table may be open at
        its sides, or its outermost lines pale.
        """
        row = sum(line.row_at(x) < y for line in self.level) - 1
        if not 0 <= row < len(self.level) - 1 or not self.level[row].start <= x < self.level[row].end:
            return None
        return row, sum(line.row_at(y) < x for line in self.upright)


def grid_of(ruling: Ruling, height: float) -> Grid | None:
    """The table that the lines of a page make; None where they make none.

    Args:
        ruling: the lines.
        height: pixels, of what is written.
    """
    level, upright = list(ruling.level), list(ruling.upright)
    before = -1
    while before != len(level) + len(upright):
        before = len(level) + len(upright)
        upright = [one for one in upright
                   if _places([other for other in level if _cross(other, one)], height) >= _RULES.crossed]  # fmt: skip
        level = [one for one in level
                 if _places([other for other in upright if _cross(one, other)], height) >= _RULES.crossed]  # fmt: skip
    level, upright = _apart(level, height), _apart(upright, height)
    if min(len(level), len(upright)) < _RULES.crossed:
        return None
    is_wide = all(np.median(np.diff([_middle(one) for one in lines])) >= _RULES.least_cell * height
                  for lines in (level, upright))  # fmt: skip
    return Grid(tuple(level), tuple(upright)) if is_wide else None


def _places(lines: Sequence[Line], height: float) -> int:
    """In how many places these lines are: parts and doubles of one are in the same."""
    middles = np.sort([_middle(line) for line in lines])
    return int(np.count_nonzero(np.diff(middles) > _RULES.double * height)) + 1 if len(lines) else 0


def _apart(lines: Sequence[Line], height: float) -> list[Line]:
    """Lines in their order, of double and broken ones the longest."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda one: -len(one.middles)):
        if all(abs(line.row_at(_half(line)) - other.row_at(_half(line))) > _RULES.double * height for other in kept):
            kept.append(line)
    return sorted(kept, key=_middle)


def _half(line: Line) -> float:
    return (line.start + line.end) / 2


def _middle(line: Line) -> float:
    return line.row_at(_half(line))


def _cross(level: Line, upright: Line) -> bool:
    """Whether two lines cross or meet."""
    x = upright.row_at(level.row_at(_half(level)))
    y = level.row_at(x)
    x = upright.row_at(y)
    short = _RULES.short + max(level.thickness, upright.thickness) / 2
    return level.start - short <= x <= level.end + short and upright.start - short <= y <= upright.end + short
