"""Circles that somebody drew around a number: they are no digits, and what they enclose is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, Labels, typical_height
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Rules:
    """What a drawn circle is.

    Args:
        hollow: of its box that is ink, at most.
        enclosed: of the circle's height at that place: what it was drawn around is as high, at least.
        beside: of the usual height of what is enclosed, from where on a mark beside may be a digit.
        as_large: of the usual height of circles, from where on a hollow mark is as high and as wide as one.
        larger: times the height of what is enclosed, and of the digits beside, that a circle is high.
        wider: times the width of what is enclosed.
        along: of each side of what is enclosed, from where the circle is to be seen.
        slash: of its height: a straight stroke that leans farther is the slash of a 0.
        straight: pen widths, the standard deviation of a straight stroke across it, at most; 0.29 is that of a bar.
        round: times the radius of the ellipse in its box, to where a circle reaches with
        within: of its ink.
        most: that are looked for, the largest first, to bound the time.
        most_enclosed: in each that are looked at, the highest first.
    """

    hollow: float = 0.5
    enclosed: float = 0.35
    beside: float = 0.5
    as_large: float = 0.8
    larger: float = 1.2
    wider: float = 1.15
    along: float = 0.6
    slash: float = 0.6
    straight: float = 0.4
    round: float = 1.12
    within: float = 0.97
    most: int = 64
    most_enclosed: int = 12


_RULES = _Rules()


def rings(parts: Components, marks: Bools | None = None) -> Bools:
    """Which of the parts are circles, or other closed lines, around other parts; circles may touch each other.

    A 0 with a dot or a stroke in it is as high as the digits beside it, or hardly higher than what it holds; or what it
    holds is a slash.

    Args:
        parts: connected components.
        marks: bool (n + 1,), which of them may be marks; None where all may.

    Returns:
        bool (n + 1,).
    """
    boxes, found = parts.boxes, np.zeros(len(parts.areas), np.bool_)
    may_be = parts.areas > 0 if marks is None else marks & (parts.areas > 0)
    sides = boxes[:, 2:] - boxes[:, :2]
    hollow = may_be & (parts.areas < _RULES.hollow * sides.prod(axis=1))
    order = np.argsort(np.where(hollow, -sides[:, 1], 0), kind="stable")[: min(int(hollow.sum()), _RULES.most)]
    heights = np.zeros(len(boxes))
    enclosed = np.zeros(len(boxes), np.bool_)
    for ring in order.tolist():
        inside = _within(parts, ring, may_be)
        if inside.any():
            heights[ring] = _height_around(parts, ring, np.flatnonzero(inside))
            enclosed |= inside & bool(heights[ring])
    if not heights.any():
        return found
    usual = typical_height(boxes[enclosed], parts.areas[enclosed])
    beside = may_be & (heights == 0) & ~enclosed & (sides[:, 1] >= _RULES.beside * usual)
    if np.count_nonzero(heights) >= np.count_nonzero(beside):
        # Where most is circled, what is hollow and as large as the circles may be one that was not found.
        least = _RULES.as_large * np.median(heights[heights > 0])
        beside &= ~(hollow & (sides >= least).all(axis=1))
    if beside.any():
        usual = typical_height(boxes[beside], parts.areas[beside])
    return np.asarray((heights > 0) & (heights >= _RULES.larger * usual))


def circles_in(parts: Components) -> Bools:
    """Those of the rings that are round, bool (n + 1,): a box or a table goes around numbers, too."""
    found = rings(parts)
    for number in np.flatnonzero(found).tolist():
        left, top, right, bottom = parts.boxes[number].tolist()
        rows, columns = np.nonzero(parts.labels[top:bottom, left:right] == number)
        down, across = 2 * (rows + 0.5) / (bottom - top) - 1, 2 * (columns + 0.5) / (right - left) - 1
        found[number] = (np.hypot(down, across) < _RULES.round).mean() >= _RULES.within
    return found


def _within(parts: Components, ring: int, may_be: Bools) -> Bools:
    """The parts whose boxes lie within that of one of them."""
    left, top, right, bottom = parts.boxes[ring]
    inside = (parts.boxes[:, :2] > (left, top)).all(axis=1) & (parts.boxes[:, 2:] < (right, bottom)).all(axis=1)
    return np.asarray(inside & may_be)


def _height_around(parts: Components, ring: int, inside: Labels) -> float:
    """How high a part is where it leads all around one of those inside of its box; 0 where it does not."""
    left, top, right, bottom = parts.boxes[ring].tolist()
    mask: Mask = parts.labels[top:bottom, left:right] == ring
    boxes = parts.boxes[inside] - (left, top, left, top)
    highest = np.argsort(boxes[:, 1] - boxes[:, 3], kind="stable")[: _RULES.most_enclosed]
    for number, (x0, y0, x1, y1) in zip(inside[highest].tolist(), boxes[highest].tolist(), strict=True):
        wide, high = _room(mask, (x0 + x1) // 2, (y0 + y1) // 2)
        fits = _RULES.enclosed * high <= y1 - y0 and _RULES.larger * (y1 - y0) <= high
        fits = fits and _RULES.wider * (x1 - x0) <= wide and not _is_slash(parts, number)
        if fits and encloses(mask, np.array([x0, y0, x1, y1]), _RULES.along):
            return high
    return 0.0


def _is_slash(parts: Components, part: int) -> bool:
    """Whether it is a straight stroke that leans, as the one in a slashed 0."""
    left, top, right, bottom = parts.boxes[part].tolist()
    mask: Mask = parts.labels[top:bottom, left:right] == part
    rows, columns = np.nonzero(mask)
    if len(rows) < 2:
        return False
    spread, axes = np.linalg.eigh(np.cov(np.stack([columns, rows])))
    across, down = np.abs(axes[:, 1])
    is_straight = bool(np.sqrt(max(spread[0], 0)) <= _RULES.straight * pen_width(mask))
    return is_straight and bool(across >= _RULES.slash * down)


def _room(mask: Mask, x: int, y: int) -> tuple[float, float]:
    """The width and height of what lies between the nearest ink on either side of a place, and above and below it."""
    sides = []
    for line, place in ((mask[y], x), (mask[:, x], y)):
        before, behind = np.flatnonzero(line[:place]), np.flatnonzero(line[place:])
        if not len(before) or not len(behind):
            return 0.0, 0.0
        sides.append(float(place + behind[0] - before[-1]))
    return sides[0], sides[1]


def encloses(mask: Mask, box: Labels, along: float) -> bool:
    """Whether `mask` has ink on all four sides of a box (left, top, right, bottom), along so much of each side.

    The box around a crossed 7 holds also what lies beside its stem.
    """
    left, top, right, bottom = box
    rows, columns = mask[top:bottom], mask[:, left:right]
    beside = rows[:, :left].any(axis=1), rows[:, right:].any(axis=1)
    across = columns[:top].any(axis=0), columns[bottom:].any(axis=0)
    return all(float(side.mean()) >= along for side in (*beside, *across))
