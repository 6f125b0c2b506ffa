"""The rows of a page: which marks belong together, and how high their digits are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, typical_height
from lenet_app.ink.paper.pen_width import pen_width

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_MARKS = 500
"""The largest marks of a page that are looked at: more are noise, and take time."""


@dataclass(frozen=True)
class _Rules:
    """Which marks make a row. Heights are shares of the typical height of the page.

    Args:
        tall: from here on a mark may be a digit, and so be what a row is made of.
        too_tall: higher marks are shadows and frames.
        level: of the lower of two marks, that must overlap for them to stand in one row.
        near: of the row's height above and below it, where small marks still belong to it.
        low_row: lower rows are dirt.
        thinnest: times the usual stroke: what is thinner is a trace of a line, unless it may be a digit of another pen.
        thickest: times the usual stroke: what is thicker is a shadow, unless it may be such a digit.
        as_digits: the least and the largest height of such a digit.
        slender: of its longer side, that the strokes of such a digit are wide at most, a loop that ran full among them.
        filled: of its box that is ink at most; a shadow is fuller, unless it is a 1, or an 8 whose loops ran full:
        full: of such an 8's box that is ink at most, and of its height that it is wide;
        stem: of a 1's height wide at most.
        skipped: of the typical height, between the parts of a digit by a thin pen at most.
        around: marks beside which one that broke off may stand.
        over: of the narrower of two marks, that lies over the other where they are one.
        lone: of the typical height: what is lower, and stands alone or hangs from a row, belongs to another row.
        flat: times as wide as high: a line, if it is thin, too.
        thin: pen widths high: a line, if it is flat, too.
    """

    tall: float = 0.4
    too_tall: float = 3.0
    level: float = 0.3
    near: float = 0.35
    low_row: float = 0.4
    thinnest: float = 0.4
    thickest: float = 2.5
    as_digits: tuple[float, float] = (0.45, 2.0)
    slender: float = 0.45
    filled: float = 0.7
    full: tuple[float, float] = (0.78, 0.7)
    stem: float = 0.35
    skipped: float = 0.25
    around: int = 3
    over: float = 0.5
    lone: float = 0.6
    flat: float = 3.0
    thin: float = 2.5


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class RowMarks:
    """One row.

    Args:
        labels: the numbers of its marks in `Components.labels`, from the left to the right by their middles.
        height: pixels, the typical height of its digits.
    """

    labels: tuple[int, ...]
    height: float


def find_rows(page: Components, pen: float) -> list[RowMarks]:
    """Find the rows of a page, from the top to the bottom; `pen` is the width of the strokes in pixels."""
    boxes, areas = page.boxes, page.areas
    kept = np.argsort(-areas, kind="stable")[:MOST_MARKS]
    kept = kept[areas[kept] >= max(1.0, (0.5 * pen) ** 2)]
    kept = _of_the_pen(kept, page)
    typical = typical_height(boxes[kept], areas[kept])
    high = boxes[:, 3] - boxes[:, 1]
    flat = (boxes[:, 2] - boxes[:, 0] > _RULES.flat * high) & (high < _RULES.thin * pen)
    tall = [int(k) for k in kept if _RULES.tall * typical <= high[k] <= _RULES.too_tall * typical and not flat[k]]
    small = [int(k) for k in kept if high[k] < _RULES.tall * typical or (flat[k] and high[k] < typical)]
    rows = [row for row in _linked(tall, boxes) if _height(row, boxes, areas) >= _RULES.low_row * typical]
    low = {id(row) for row in rows if high[row].max() < _RULES.lone * typical}
    of_digits = [k for row in rows if id(row) not in low for k in row]
    commas = [row for row in rows if id(row) in low and (len(row) == 1 or _hang(row, of_digits, boxes))]
    if len(commas) < len(rows):
        rows = [row for row in rows if all(row is not other for other in commas)]
        left = _add_small(rows, [k for row in commas for k in row], boxes)
        rows += [[k] for k in left]
    _add_small(rows, small, boxes)
    rows.sort(key=lambda row: float(np.mean(boxes[row, 1] + boxes[row, 3])))
    return [_row(row, boxes, areas) for row in rows]


def _of_the_pen(marks: Ints, page: Components) -> Ints:
    """Those of `marks` that were drawn: neither traces of lines nor shadows.

    They are as wide as most of the strokes, or those of a digit by another pen.
    """
    if not len(marks):
        return marks
    boxes = page.boxes[marks]
    widths = np.array(
        [pen_width(page.labels[y0:y1, x0:x1] == k) for k, (x0, y0, x1, y1) in zip(marks, boxes, strict=True)]
    )
    order = np.argsort(widths, kind="stable")
    lengths = (page.areas[marks] / widths)[order].cumsum()
    usual = widths[order][np.searchsorted(lengths, lengths[-1] / 2)]
    is_usual = (widths >= _RULES.thinnest * usual) & (widths <= _RULES.thickest * usual)
    typical = typical_height(boxes[is_usual], page.areas[marks[is_usual]])
    sides = boxes[:, 2:] - boxes[:, :2]
    least, most = _RULES.as_digits
    high = np.where(is_usual, sides[:, 1], _heights_together(boxes, ~is_usual, typical))
    is_digit = (high >= least * typical) & (high <= most * typical)
    is_digit &= widths <= _RULES.slender * sides.max(axis=1)
    is_stem = sides[:, 0] <= _RULES.stem * sides[:, 1]
    filled = page.areas[marks] / sides.prod(axis=1)
    full, narrow = _RULES.full
    is_hollow = (filled <= _RULES.filled) | ((filled <= full) & (sides[:, 0] <= narrow * sides[:, 1]))
    is_digit &= is_hollow | (widths <= usual) | is_stem
    return np.asarray(marks[is_usual | is_digit])


def _heights_together(boxes: Ints, parts: npt.NDArray[np.bool_], typical: float) -> Ints:
    """The height of each box with those of `parts` that it is near to: a thin pen skips, and one part alone is low.

    What is wider together than digits are is a line in pieces, and stays as high as it is.
    """
    away = np.maximum(boxes[:, None, :2], boxes[None, :, :2]) - np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    near = (away <= _RULES.skipped * typical).all(axis=2) & parts[:, None] & parts[None]
    whole, own = boxes.copy(), np.arange(len(boxes))
    for one, other in np.argwhere(np.triu(near, 1)):
        own[own == own[other]] = own[one]
    for number in np.unique(own):
        group = boxes[own == number]
        whole[own == number] = *group[:, :2].min(axis=0), *group[:, 2:].max(axis=0)
    is_wide = whole[:, 2] - whole[:, 0] > _RULES.as_digits[1] * typical
    return np.asarray(np.where(is_wide[:, None], boxes, whole)[:, [1, 3]] @ [-1, 1])


def _linked(tall: list[int], boxes: Ints) -> list[list[int]]:
    """Marks in rows: each is tied to the nearest one on its right that stands beside it.

    Going from neighbour to neighbour, a row may climb or fall.
    """
    order = sorted(tall, key=lambda k: int(boxes[k, 0] + boxes[k, 2]))
    row_of: dict[int, list[int]] = {k: [k] for k in order}
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if _beside(boxes[one], boxes[other]):
                _join(row_of, one, other)
                break
    rows = sorted({id(row): row for row in row_of.values()}.values(), key=len, reverse=True)
    return _merged(rows, boxes)


def _merged(rows: list[list[int]], boxes: Ints) -> list[list[int]]:
    """Rows without those that lie within a longer one, such as a stem that broke off its digit."""
    kept: list[list[int]] = []
    for row in rows:
        host = next((longer for longer in kept if _lies_within(row, longer, boxes)), None)
        if host is None:
            kept.append(row)
        else:
            host += row
    return kept


def _lies_within(row: list[int], longer: list[int], boxes: Ints) -> bool:
    """Whether each mark of `row` stands beside one of the nearest marks of the longer row."""
    for mark in row:
        across = boxes[mark, 0] + boxes[mark, 2]
        nearest = _nearest(across, longer, boxes)
        if not any(_beside(boxes[k], boxes[mark]) for k in nearest):
            return False
    return True


def _join(row_of: dict[int, list[int]], one: int, other: int) -> None:
    if row_of[one] is row_of[other]:
        return
    joined = row_of[one]
    joined += row_of[other]
    for k in row_of[other]:
        row_of[k] = joined


def _nearest(across: int, row: list[int], boxes: Ints) -> list[int]:
    """The marks of `row` whose middles are nearest, `across` being twice the middle looked for."""
    return sorted(row, key=lambda k: abs(int(boxes[k, 0] + boxes[k, 2] - across)))[: _RULES.around]


def _beside(one: Ints, other: Ints) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return bool(overlap >= _RULES.level * min(one[3] - one[1], other[3] - other[1]))


def _hang(row: list[int], others: list[int], boxes: Ints) -> bool:
    """Whether all marks of a row are commas of another: each begins in the lower half of the nearest of `others`."""
    if not others:
        return False
    nearest = boxes[[_nearest(boxes[k, 0] + boxes[k, 2], others, boxes)[0] for k in row]]
    begins, middle, foot = boxes[row, 1], nearest[:, [1, 3]].mean(axis=1), nearest[:, 3]
    return bool(((middle < begins) & (begins < foot)).all())


def _height(row: list[int], boxes: Ints, areas: Ints) -> float:
    return typical_height(boxes[row], areas[row])


def _add_small(rows: list[list[int]], small: list[int], boxes: Ints) -> list[int]:
    """Give each small mark to the row that it lies in, by the row's nearest tall mark; those of no row are returned."""
    left_over = []
    tall = [(row, boxes[list(row)].astype(np.float64)) for row in rows]
    for k in small:
        across, down = float(boxes[k, 0] + boxes[k, 2]) / 2, float(boxes[k, 1] + boxes[k, 3]) / 2
        best: list[int] | None = None
        least = _RULES.near
        for row, own in tall:
            aside = np.maximum(np.maximum(own[:, 0] - across, across - own[:, 2]), 0)
            nearest = np.argsort(aside, kind="stable")[: _RULES.around]
            left, _, right, _ = own[nearest[0]]
            # The nearest may have lost what is looked at; those beside it tell how high they would be together.
            top, bottom = own[nearest, 1].min(), own[nearest, 3].max()
            height = bottom - top
            off = max(top - down, down - bottom, 0.0) / height
            if off < least and max(left - across, across - right) < 3 * height:
                best, least = row, off
        if best is not None:
            best.append(k)
        else:
            left_over.append(k)
    return left_over


def _row(row: list[int], boxes: Ints, areas: Ints) -> RowMarks:
    ordered = sorted(row, key=lambda k: int(boxes[k, 0] + boxes[k, 2]))
    return RowMarks(tuple(ordered), typical_height(*_stacked(boxes[row], areas[row])))


def _stacked(boxes: Ints, areas: Ints) -> tuple[Ints, Ints]:
    """Boxes and areas of marks, those that lie over each other as one: parts of a broken digit are lower than it is."""
    found: list[tuple[Ints, int]] = []
    for k in np.argsort(boxes[:, 0], kind="stable"):
        box, area = boxes[k], int(areas[k])
        if found:
            other, before = found[-1]
            shared = min(box[2], other[2]) - max(box[0], other[0])
            if shared >= _RULES.over * min(box[2] - box[0], other[2] - other[0]):
                low, high = np.minimum(box, other), np.maximum(box, other)
                found[-1] = np.array([*low[:2], *high[2:]]), before + area
                continue
        found.append((box, area))
    return np.array([box for box, _ in found]), np.array([area for _, area in found])
