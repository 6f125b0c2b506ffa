"""Short breaks in strokes: where a stroke ends and points at another one close by, the pen skipped.

Digits stand beside each other and their strokes may point at each other too, as the bars of a 5 and a 7 do. So two
ends alone are not enough: one mark has to lie over the other, or the way between them to be steep.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask, discs

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_MARKS = 500
"""The largest marks of a page that are looked at: more are noise, and take time."""


@dataclass(frozen=True)
class _Rules:
    """What is a break. Lengths are widths of the thinner of two pens, unless told otherwise.

    Args:
        longest: of a break.
        least_length: of the longer side of a stroke; what is shorter is a dot.
        level: by which places on an edge may be further away and still face the other one.
        around: a break, where the strokes are looked at.
        slender: times the square of its width, that of a stroke's length there at least.
        straight: the cosine of the angle between a stroke and the way across the break, at least.
        over: of the narrower of two marks, that lies over or under the other.
        signs: that both are ends, that one lies over the other and that the way is steep: of these four, at least.
        high: of the ink, that is in marks which are no higher than most digits, for some are broken.
        largest: times as high, what was broken is at most, and as wide.
        bridge: the width of what is added, in widths of the page's pen.
    """

    longest: float = 1.6
    least_length: float = 2.5
    level: float = 0.25
    around: float = 2.0
    slender: float = 2.0
    straight: float = 0.75
    over: float = 0.5
    signs: int = 3
    high: float = 0.8
    largest: float = 1.5
    bridge: float = 0.9


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class _Break:
    """Two marks, by their numbers, and the way from one to the other: places x and y in pixels."""

    marks: tuple[int, int]
    start: Floats
    end: Floats

    @property
    def length(self) -> float:
        return float(np.hypot(*(self.end - self.start)))


def breaks(marks: Components, pen: float) -> Mask:
    """What is missing of strokes that are interrupted.

    Args:
        marks: of a page.
        pen: pixels, the width of the strokes.

    Returns:
        bool (height, width), what is to be added to them; it lies over the ink on both sides.
    """
    boxes, most, whole_of = marks.boxes.copy(), _RULES.largest * _high(marks), np.arange(len(marks.boxes))
    ways = [np.zeros((0, 2))]
    for one in sorted(_breaks(marks, pen), key=lambda one: one.length):
        first, second = whole_of[list(one.marks)]
        low, high = np.minimum(boxes[first], boxes[second]), np.maximum(boxes[first], boxes[second])
        if (high[2:] - low[:2]).max() <= most:
            boxes[first] = *low[:2], *high[2:]
            whole_of[whole_of == second] = first
            ways.append(np.linspace(one.start, one.end, int(2 * one.length) + 2) + 0.5)
    return discs(np.concatenate(ways), max(1.0, _RULES.bridge * pen / 2), marks.labels.shape)


def _high(marks: Components) -> float:
    """How high most digits are, those that are whole at least."""
    heights = marks.boxes[1:, 3] - marks.boxes[1:, 1]
    order = np.argsort(heights, kind="stable")
    inked = marks.areas[1:][order].cumsum()
    return float(heights[order][np.searchsorted(inked, _RULES.high * inked[-1])]) if len(inked) else 0.0


def _breaks(marks: Components, pen: float) -> Iterator[_Break]:
    """All that may be breaks, whatever size their marks have together."""
    large = np.argsort(-marks.areas[1:], kind="stable")[:MOST_MARKS] + 1
    pens = np.array([_pen_of(marks, mark) for mark in large.tolist()])
    is_stroke = (marks.boxes[large, 2:] - marks.boxes[large, :2]).max(axis=1) >= _RULES.least_length * pens
    large, pens = large[is_stroke], pens[is_stroke].clip(None, pen)
    low, high = marks.boxes[large, :2], marks.boxes[large, 2:]
    away = np.maximum(low[:, None], low[None]) - np.minimum(high[:, None], high[None])
    thinner = np.minimum(pens[:, None], pens[None])
    near = (away <= _RULES.longest * thinner[..., None]).all(axis=2)
    for one, other in np.argwhere(np.triu(near, 1)).tolist():
        found = _break_between(marks, (int(large[one]), int(large[other])), float(thinner[one, other]))
        if found is not None:
            yield found


def _pen_of(marks: Components, mark: int) -> float:
    left, top, right, bottom = marks.boxes[mark].tolist()
    return pen_width(marks.labels[top:bottom, left:right] == mark)


def _break_between(marks: Components, pair: tuple[int, int], pen: float) -> _Break | None:
    """The break between two marks, if there is one."""
    boxes = marks.boxes[list(pair)]
    room = int((_RULES.longest + _RULES.around) * pen) + 1
    corner = (boxes[:, :2].max(axis=0) - room).clip(0)
    (left, top), (right, bottom) = corner.tolist(), (boxes[:, 2:].min(axis=0) + room).tolist()
    inks = [marks.labels[top:bottom, left:right] == mark for mark in pair]
    edges = [_places(_edge(ink)) for ink in inks]
    if not len(edges[0]) or not len(edges[1]):
        return None
    away = np.hypot(*(edges[0][:, None] - edges[1][None]).transpose(2, 0, 1))
    if away.min() > _RULES.longest * pen:
        return None
    facing = away.min() + _RULES.level * pen
    start = edges[0][away.min(axis=1) <= facing].mean(axis=0)
    end = edges[1][away.min(axis=0) <= facing].mean(axis=0)
    way = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    shared = boxes[:, 2].min() - boxes[:, 0].max()
    signs = [_ends(_places(ink) - side, way, pen) for ink, side in zip(inks, (start, end), strict=True)]
    signs += [shared >= _RULES.over * (boxes[:, 2] - boxes[:, 0]).min(), abs(way[1]) >= abs(way[0])]
    return _Break(pair, start + corner, end + corner) if sum(map(bool, signs)) >= _RULES.signs else None


def _edge(mask: Mask) -> Mask:
    """The pixels of `mask` with a neighbour outside of it."""
    framed = np.pad(mask, 1)
    return np.asarray(mask & ~(framed[:-2, 1:-1] & framed[2:, 1:-1] & framed[1:-1, :-2] & framed[1:-1, 2:]))


def _places(mask: Mask) -> Ints:
    """Where `mask` is, (n, 2), x and y."""
    return np.argwhere(mask)[:, ::-1]


def _ends(ink: Floats, way: Floats, pen: float) -> bool:
    """Whether there is one stroke around the origin, which leads along a way there."""
    near = ink[np.hypot(*ink.T) <= _RULES.around * pen]
    if len(near) < 3:
        return False
    spread, axes = np.linalg.eigh(np.cov(near.T))
    return bool(spread[1] >= _RULES.slender * spread[0] and abs(axes[:, 1] @ way) >= _RULES.straight)
