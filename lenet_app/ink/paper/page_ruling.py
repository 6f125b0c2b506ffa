"""The lines of a ruled or squared page and of forms (ruling) are taken out of its ink; what crosses them stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import components_of, holding, run_heights, typical_height
from lenet_app.ink.paper.lines import Line, crosses, lines_of, near_lines
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """What the lines of a page are. Lengths are times the typical height of what is written.

    Args:
        shortest: pen widths, of anything that may be a line.
        surely: pen widths, of what no stroke is as long as.
        long: level lines that are longer than any stroke.
        longer: level lines that are longer than most strokes, and thinner than the pen or across all of the page.
        unlike: of the pen's width: thinner lines are of another pen.
        across: of the page's side, from edge to edge.
        slender: times as long as thick, of lines that are lines by their length.
        several: lines from edge to edge either way, that make squared paper.
        high: upright lines that are higher than any digit.
        wall: upright lines from one level line to another, higher than the digits.
        low_wall: upright lines beside others as high, at whose ends two level lines end.
        side: the sides of a box between two walls.
        teeth: upright lines on a level one, as many at least.
        tooth: the height of such a one.
        even: by which the heights of walls and teeth may differ, of their own.
        out_of_step: of the distance of walls: so far a part of one may be from its place.
        thicker: times the line's thickness: where ink is higher, a stroke crosses it.
        near: parts of a line, where nothing is between them.
        inked: of the way between two parts of a line.
        alike: times a line's thickness, where it goes on.
        side_by_side: times the level lines' thickness: the walls of two boxes as one.
        room: pixels beside a line that still belong to it.
    """

    shortest: float = 4.0
    surely: float = 24.0
    long: float = 3.0
    longer: float = 1.5
    unlike: float = 0.6
    across: float = 0.9
    slender: float = 10.0
    several: int = 3
    high: float = 2.3
    wall: float = 1.12
    low_wall: float = 0.9
    side: float = 0.8
    teeth: int = 3
    tooth: float = 0.3
    even: float = 0.12
    out_of_step: float = 0.1
    thicker: float = 1.4
    near: float = 0.25
    inked: float = 0.5
    alike: float = 1.6
    side_by_side: float = 2.3
    room: float = 1.5


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class Ruling:
    """The lines of a page.

    Args:
        level: from the left to the right.
        upright: from the top to the bottom; of these a "column" is a row, and a "row" a column.
    """

    level: Sequence[Line] = field(default_factory=tuple)
    upright: Sequence[Line] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether the page has no lines."""
        return not self.level and not self.upright

    def near(self, shape: tuple[int, ...], room: float) -> Mask:
        """The pixels of the lines, and `room` pixels on either side."""
        return np.asarray(near_lines(shape, self.level, room) | near_lines(shape[::-1], self.upright, room).T)

    def with_others(self, other: "Ruling", mask: Mask, dark: Mask) -> "Ruling":
        """These lines and those dark ones of `other` that are not among them, as thick as they mostly are in `mask`."""
        others = _dark_lines(other.level, mask, dark), _dark_lines(other.upright, mask.T, dark.T)
        near = near_lines(mask.shape, self.level, _RULES.room), near_lines(mask.shape[::-1], self.upright, _RULES.room)
        more = [[one for one in lines if 2 * np.count_nonzero(known[_places_of(one, known)]) < len(one.middles)]
                for lines, known in zip(others, near, strict=True)]  # fmt: skip
        return Ruling((*self.level, *more[0]), (*self.upright, *more[1]))

    def across(self, shape: tuple[int, ...]) -> int:
        """How many lines go from edge to edge of a page of this shape (height, width)."""
        return _count_across(self.level, shape[1]) + _count_across(self.upright, shape[0])

    def as_thick_as_in(self, mask: Mask) -> "Ruling":
        """The same lines no thicker than they mostly are in `mask`, in which something of them may be missing."""
        return Ruling(_as_thick(self.level, mask), _as_thick(self.upright, mask.T))


def ruling_of(mask: Mask, pen: float) -> Ruling:
    """Find the lines among the ink of a page.

    Level lines are those that are longer than a stroke can be, or the side of a box. Upright ones look like a 1, so
    they are lines only where they are higher than any digit, reach from one level line to another and are higher than
    the digits, or stand in a row on one line, all alike: a comb.

    Args:
        mask: bool (height, width).
        pen: pixels, the width of the strokes and lines.
    """
    least = max(_RULES.shortest * pen, 10.0)
    found = _Found(lines_of(mask, pen, least), lines_of(mask.T, pen, least), mask, pen)
    sure = found.among(0.0)
    rest = without_lines(mask, sure)
    # Lines may be of another pen than what is written.
    return replace(found, pen=pen_width(rest)).among(_typical(rest)) if rest.any() else sure


def without_ruling(mask: Mask, pen: float) -> Mask:
    """`mask`, bool (height, width), without its lines; `pen` is the width of the strokes in pixels."""
    return without_lines(mask, ruling_of(mask, pen))


def without_lines(mask: Mask, ruling: Ruling) -> Mask:
    """`mask` without these lines; where the ink is higher than a line is thick, a stroke crosses or runs along it."""
    if ruling.is_empty:
        return mask
    left = mask & ~_own(mask, ruling.level) & ~_own(mask.T, ruling.upright).T
    # What crosses a line stays, also another line: a dot at every crossing, rounded a little by the camera.
    thickest = max(line.thickness for line in (*ruling.level, *ruling.upright))
    return holding(left, ~ruling.near(mask.shape, _RULES.room + thickest / 2))


def _own(mask: Mask, lines: Sequence[Line]) -> Mask:
    """The pixels of level lines that no stroke crosses."""
    own = np.zeros(mask.shape, np.bool_)
    heights = run_heights(mask) if lines else own
    for thickness in sorted({line.thickness for line in lines}):
        alike = [line for line in lines if line.thickness == thickness]
        own |= near_lines(mask.shape, alike, _RULES.room) & (heights <= _RULES.thicker * thickness + 1)
    return np.asarray(own & mask)


def _dark_lines(lines: Sequence[Line], mask: Mask, dark: Mask) -> list[Line]:
    heights, found = run_heights(mask), []
    for line in lines:
        own = _places_of(line, mask)
        if 2 * np.count_nonzero(dark[own]) >= len(line.middles):
            found.append(replace(line, thickness=max(line.thickness, float(np.median(heights[own])))))
    return found


def _as_thick(lines: Sequence[Line], mask: Mask) -> list[Line]:
    heights = run_heights(mask)
    own = [heights[_places_of(one, mask)] for one in lines]
    return [replace(one, thickness=min(one.thickness, float(np.median(high[high > 0])) if high.any() else 1.0))
            for one, high in zip(lines, own, strict=True)]  # fmt: skip


def _places_of(line: Line, mask: Mask) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The rows and columns of a line's middle, within a mask."""
    return np.round(line.middles).astype(np.int64).clip(0, len(mask) - 1), np.arange(line.start, line.end)


def _typical(mask: Mask) -> float:
    marks = components_of(mask)
    return typical_height(marks.boxes[1:], marks.areas[1:])


@dataclass(frozen=True, eq=False)
class _Found:
    """What may be lines.

    Args:
        level: nearly level, of whatever length.
        upright: nearly upright.
        mask: the ink of the page.
        pen: the width of strokes in pixels.
    """

    level: Sequence[Line]
    upright: Sequence[Line]
    mask: Mask
    pen: float

    def among(self, height: float) -> Ruling:
        """The lines, where what is written is so high, in pixels; 0 where that is not known."""
        surely = _RULES.surely * self.pen
        level = [one for one in self.level if self._is_rule(one, height, self.mask.shape[1])]
        high = _RULES.high * height if height else surely
        crossing = [one for one in self.upright if crosses(one, self.mask.shape[0], _RULES.across)]
        # Across squared paper there are several either way.
        is_squared = min(len(crossing), _count_across(level, self.mask.shape[1])) >= _RULES.several
        least = 0.0 if is_squared else min(high, _RULES.longer * height if height else surely)
        upright = [one for one in self.upright if len(one.middles) >= (least if one in crossing else high)
                   and len(one.middles) >= _RULES.slender * one.thickness]  # fmt: skip
        walls = self._walls(height, [one for one in self.upright if one not in upright])
        sides = [one for one in self.level if one not in level and self._is_side(one, [*upright, *walls], height)]
        teeth = _teeth([one for one in self.upright if one not in [*upright, *walls]], level, height)
        walls += _in_step(self.upright, walls, [*level, *sides], height)
        across, down = [*level, *sides], [*upright, *walls, *teeth]
        if is_squared:
            across += _in_squares(
                self.level, across, [one for one in level if crosses(one, self.mask.shape[1], _RULES.across)]
            )
            down += _in_squares(self.upright, down, crossing)
        return Ruling(
            _mended([*across, *_going_on(self.level, across)], down, self.mask, _RULES.near * height),
            _mended([*down, *_going_on(self.upright, down)], across, self.mask.T, _RULES.near * height),
        )

    def _is_rule(self, line: Line, height: float, width: int) -> bool:
        """Whether a level line is longer than strokes are."""
        length = len(line.middles)
        if length < _RULES.slender * line.thickness:
            return False
        if length >= (_RULES.long * height if height else _RULES.surely * self.pen):
            return True
        is_unlike = line.thickness < _RULES.unlike * self.pen or length >= _RULES.across * width
        return height > 0 and is_unlike and length >= max(_RULES.longer * height, 2 * _RULES.shortest * self.pen)

    def _walls(self, height: float, upright: Sequence[Line]) -> list[Line]:
        """Upright lines from one level line to another: at the ends of both, as high as such, or higher than digits."""
        sides = [one for one in self.level if len(one.middles) >= _RULES.side * height]
        least, thin = max(_RULES.low_wall * height, _RULES.shortest * self.pen), _thin(sides, _RULES.side_by_side)
        high = [one for one in upright if len(one.middles) >= least and one.thickness <= thin]
        high = [one for one in high if _meets(one, one.start, sides) and _meets(one, one.end - 1, sides)]
        outer = [one for one in high if _is_corner(one, one.start, sides) and _is_corner(one, one.end - 1, sides)]
        least = _RULES.wall * height
        return [one for one in high if len(one.middles) >= least or _is_alike(one, outer, _RULES.even)]

    def _is_side(self, level: Line, walls: Sequence[Line], height: float) -> bool:
        """Whether a level line reaches from wall to wall, or to the page's edge, or across several walls."""
        if not walls or len(level.middles) < _RULES.side * height or level.thickness > _thin(walls):
            return False
        crossed = sum(wall.start <= level.row_at(wall.row_at(level.middles[0])) < wall.end
                      and level.start <= wall.row_at(level.middles[0]) < level.end for wall in walls)  # fmt: skip
        if crossed >= _RULES.several and len(level.middles) >= _RULES.longer * height:
            return True
        begins = level.start <= level.thickness or _meets(level, level.start, walls)
        return begins and (level.end >= self.mask.shape[1] - level.thickness or _meets(level, level.end - 1, walls))


def _going_on(pieces: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Those of `pieces` in which one of `lines` goes on, or came from."""
    return [one for one in pieces if one not in lines and any(_is_one(one, other) for other in lines)]


def _mended(lines: Sequence[Line], crossing: Sequence[Line], mask: Mask, near: float) -> list[Line]:
    """Lines of which the parts that go on in each other, near or with ink between them, are one.

    Where lines of the other direction end two parts, with paper between them, these are walls of two boxes.
    """
    found: list[Line] = []
    for line in sorted(lines, key=lambda one: one.start):
        before = next((one for one in found if line.start >= one.end and _is_one(line, one)), None)
        if before is None:
            found.append(line)
            continue
        between = np.linspace(before.middles[-1], line.middles[0], line.start - before.end + 2)[1:-1]
        columns = np.arange(before.end, line.start)
        is_inked = mask[np.round(between).astype(np.int64), columns].mean() >= _RULES.inked if len(columns) else True
        are_two = _meets(before, before.end - 1, crossing) and _meets(line, line.start, crossing)
        if not is_inked and (len(columns) > near or are_two):
            found.append(line)
            continue
        middles = np.concatenate([before.middles, between, line.middles])
        found[found.index(before)] = Line(before.start, middles, max(before.thickness, line.thickness))
    return found


def _is_one(piece: Line, line: Line) -> bool:
    if piece.thickness > _thin([line], _RULES.alike):
        return False
    if max(line.start - piece.end, piece.start - line.end) > max(len(line.middles), len(piece.middles)):
        return False
    ends = (piece.start, piece.end - 1)
    return all(abs(line.towards(end) - piece.row_at(end)) <= line.thickness / 2 + _RULES.room for end in ends)


def _thin(lines: Sequence[Line], thicker: float = _RULES.thicker) -> float:
    """How thick others of the same kind are at most."""
    return thicker * float(np.median([one.thickness for one in lines])) + 1 if lines else 0.0


def _count_across(lines: Sequence[Line], side: int) -> int:
    return sum(crosses(one, side, _RULES.across) for one in lines)


def _meets(upright: Line, row: int, sides: Sequence[Line]) -> bool:
    """Whether there is a level line at one end of an upright one."""
    column = upright.row_at(row)
    for side in sides:
        reach = side.thickness + upright.thickness + 2
        if side.start - reach <= column < side.end + reach and abs(side.row_at(column) - row) <= reach:
            return True
    return False


def _is_corner(upright: Line, row: int, sides: Sequence[Line]) -> bool:
    """Whether a level line ends at one end of an upright one."""
    column, reach = upright.row_at(row), 2 * upright.thickness + 2
    ending = [one for one in sides if min(abs(one.start - column), abs(one.end - 1 - column)) <= reach]
    return _meets(upright, row, ending)


def _in_step(upright: Sequence[Line], walls: Sequence[Line], level: Sequence[Line], height: float) -> list[Line]:
    """Parts of walls of which strokes cover the rest.

    They reach up or down to a level line, and stand over or under a wall of another row, or as far from others as these
    are from each other.
    """
    found: list[Line] = []
    for one in upright:
        ends = [end for end in (one.start, one.end - 1) if _meets(one, end, level)]
        if one in walls or not ends or len(one.middles) < _RULES.tooth * height or len(walls) < _RULES.several:
            continue
        if one.thickness > _thin(walls):
            continue
        off = np.sort([other.row_at(ends[0]) - one.row_at(ends[0]) for other in walls])
        steps = np.diff(off)[np.diff(off) > _RULES.side * height]
        if not len(steps):
            continue
        step = float(np.median(steps))
        near = float(np.abs(off).min()) / step
        if abs(near - round(near)) <= _RULES.out_of_step:
            found.append(one)
    return found


def _in_squares(pieces: Sequence[Line], lines: Sequence[Line], crossing: Sequence[Line]) -> list[Line]:
    """Parts of lines of squared paper that strokes hide: where one is missing between those from edge to edge."""
    found: list[Line] = []
    for one in pieces:
        if one in lines or one.thickness > _thin(crossing):
            continue
        middle = (one.start + one.end) / 2
        places, place = np.sort([other.row_at(middle) for other in crossing]), one.row_at(middle)
        after = int(np.searchsorted(places, place).clip(1, len(places) - 1))
        step, wide = float(np.median(np.diff(places))), max(float(places[after] - places[after - 1]), 1.0)
        squares = max(round(wide / max(step, 1.0)), 1)
        near = float(place - places[after - 1]) / wide * squares
        is_missing = round(near) not in (0, squares) and abs(near - round(near)) <= _RULES.out_of_step
        if step > 2 * one.thickness and is_missing:
            found.append(one)
    return found


def _teeth(upright: Sequence[Line], level: Sequence[Line], height: float) -> list[Line]:
    """Upright lines that stand on a level one, all alike and as far from each other: of a comb."""
    found: list[Line] = []
    for base in level:
        standing = [one for one in upright if len(one.middles) >= _RULES.tooth * height and _stands_on(one, base)]
        alike = [one for one in standing if _is_alike(one, standing, _RULES.even)]
        alike.sort(key=lambda one: one.row_at(one.end))
        in_step = _longest_in_step(np.array([one.row_at(one.end) for one in alike]), _RULES.side * height)
        if len(in_step) >= _RULES.teeth:
            found += [alike[k] for k in in_step]
    return found


def _longest_in_step(places: Floats, least: float) -> list[int]:
    """Which of the places, in their order, lie in even steps of at least this length: as many as there are."""
    best: list[int] = []
    for first, place in enumerate(places):
        for other in places[first + 1 :]:
            step = other - place
            if step < least:
                continue
            steps = (places - place) / step
            own = np.flatnonzero(np.abs(steps - np.round(steps)) <= _RULES.out_of_step)
            # A step of which most places are empty is none.
            if len(own) > max(len(best), np.ptp(np.round(steps[own])) / 2):
                best = own.tolist()
    return best


def _stands_on(upright: Line, base: Line) -> bool:
    foot = upright.row_at(upright.end)
    reach = base.thickness + upright.thickness + 1
    is_thin = upright.thickness <= 1.5 * base.thickness + 1
    return is_thin and base.start - reach <= foot <= base.end + reach and abs(base.row_at(foot) - upright.end) <= reach


def _is_alike(one: Line, others: Sequence[Line], even: float) -> bool:
    """Whether most of the lines beside it are about as long."""
    beside = [other for other in others if other.start < one.end and one.start < other.end]
    alike = sum(abs(len(one.middles) - len(other.middles)) <= even * len(one.middles) for other in beside)
    return 2 * alike > len(beside) and len(beside) > 1
