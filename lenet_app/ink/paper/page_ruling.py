"""The lines of a ruled or squared page and of forms (ruling) are taken out of its ink; what crosses them stays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import components_of, holding, run_heights, typical_height
from lenet_app.ink.raster import Mask, dilated

Ints = npt.NDArray[np.int64]

_SLOPES = np.linspace(-0.08, 0.08, 9)  # level to five degrees either way


@dataclass(frozen=True)
class _Rules:
    """What the lines of a page are.

    Args:
        longer: times the typical height, than which level lines are longer.
        longest_stroke: pen widths, than which level lines are longer, too.
        thicker: times the line's thickness: where ink is higher, a stroke crosses it.
        across: of the page's side: so long are the lines of squared paper.
        several: lines either way, that make squared paper.
        solid: of a line's length that is ink.
        filled: pen widths: a "line" that is thicker is a row of thick strokes.
        wall: times the typical height: so high are the walls of a form's boxes.
        walls: that make a form.
        straight: of the typical height, over which a wall is straight.
    """

    longer: float = 1.5
    longest_stroke: float = 8.0
    thicker: float = 1.4
    across: float = 0.85
    several: int = 3
    solid: float = 0.9
    filled: float = 1.25
    wall: float = 1.15
    walls: int = 2
    straight: float = 0.7


_RULES = _Rules()


def without_ruling(mask: Mask, pen: float) -> Mask:
    """`mask`, bool (height, width), without its lines; `pen` is the width of the strokes in pixels.

    Level lines go wherever they are longer than a stroke can be. Upright ones look like a 1, so they go only where they
    cross the whole page, as several level ones do too: that is squared paper; or where several reach from one level
    line to another, higher than the digits and no thicker than these lines: those are the boxes of a form.
    """
    mask = _without_squares(mask, pen)
    level = _all_lines(mask, int(max(_RULES.longer * _typical(mask), _RULES.longest_stroke * pen)))
    return _without_walls(_without(mask, level, pen), level, pen, _thickness(mask, level))


def _typical(mask: Mask) -> float:
    marks = components_of(mask)
    return typical_height(marks.boxes[1:], marks.areas[1:])


def _without_squares(mask: Mask, pen: float) -> Mask:
    """`mask` without the lines of squared paper; the same where it is none."""
    level = _all_lines(mask, int(_RULES.across * mask.shape[1]))
    if _count(level.T) < _RULES.several:
        return mask
    upright = _all_lines(mask.T, int(_RULES.across * mask.shape[0])).T
    if _count(upright) < _RULES.several:
        return mask
    without = _without(mask, level, pen) & _without(mask.T, upright.T, pen).T
    # What crosses a line stays, also another line: a dot at every crossing, rounded a little by the camera.
    return holding(without, ~dilated(level | upright, 1.5))


def _without_walls(mask: Mask, level: Mask, pen: float, thickness: float) -> Mask:
    """`mask` without the upright lines of a form's boxes.

    Args:
        mask: without level lines.
        level: the level lines that were in it.
        pen: the width of the strokes.
        thickness: of the level lines.
    """
    if not level.any() or thickness > _RULES.filled * pen:
        return mask
    upright = _all_lines(mask.T, max(1, int(_RULES.straight * _typical(mask)))).T
    lines = components_of(upright)
    reach = int(np.ceil(thickness)) + 1
    ends = [k for k in range(1, len(lines.boxes)) if _meets_both(level, lines.boxes[k], reach)]
    without = _without(mask.T, np.isin(lines.labels, ends).T, thickness).T
    least = _RULES.wall * _typical(without)
    high = [k for k in ends if lines.boxes[k, 3] - lines.boxes[k, 1] >= least]
    if len(high) < _RULES.walls:
        return mask
    return np.asarray(_without(mask.T, np.isin(lines.labels, high).T, thickness).T)


def _meets_both(level: Mask, box: Ints, reach: int) -> bool:
    """Whether there is a level line at the upper and at the lower end of a box."""
    left, top, right, bottom = (int(side) for side in box)
    beside = level[:, max(0, left - reach) : right + reach]
    upper, lower = beside[max(0, top - reach) : top + reach], beside[max(0, bottom - reach) : bottom + reach]
    return bool(bottom - top > 4 * reach and upper.any() and lower.any())


def _count(upright: Mask) -> int:
    """How many upright lines cross the middle row."""
    middle = np.pad(upright[len(upright) // 2], 1)
    return int(np.count_nonzero(middle[1:] & ~middle[:-1]))


def _without(mask: Mask, lines: Mask, pen: float) -> Mask:
    """`mask` without level lines; where the ink is higher than they are thick, a stroke crosses or runs along."""
    if not lines.any():
        return mask
    thickness = _thickness(mask, lines)
    if thickness > _RULES.filled * pen:
        return mask
    return np.asarray(mask & ~(lines & (run_heights(mask) <= _RULES.thicker * min(thickness, pen))))


def _thickness(mask: Mask, lines: Mask) -> float:
    """How thick level lines mostly are, in pixels; 0 where there are none."""
    return float(np.median(run_heights(mask)[lines])) if lines.any() else 0.0


def _all_lines(mask: Mask, length: int) -> Mask:
    """The pixels of all nearly level lines of at least this length."""
    lines = np.zeros(mask.shape, np.bool_)
    if length <= mask.shape[1]:
        for slope in _SLOPES:
            lines |= _lines(mask, float(slope), length)
    return lines


def _lines(mask: Mask, slope: float, length: int) -> Mask:
    """The pixels of lines of one slope."""
    height, width = mask.shape
    shift = np.round(slope * (np.arange(width) - width / 2)).astype(np.int64)
    room = int(np.abs(shift).max(initial=0))
    rows = np.arange(height + 2 * room)[:, None] - room + shift
    columns = np.arange(width)[None, :]
    inside = (rows >= 0) & (rows < height)
    sheared = mask[rows.clip(0, height - 1), columns] & inside
    sums = np.zeros((len(sheared), width + 1), np.int64)
    np.cumsum(sheared, axis=1, out=sums[:, 1:])
    filled = sums[:, length:] - sums[:, :-length] >= _RULES.solid * length
    # Every window that is filled covers `length` pixels from its start.
    change = np.zeros((len(sheared), width + 1), np.int64)
    change[:, : filled.shape[1]] += filled
    change[:, length:] -= filled
    covered = sheared & (change.cumsum(axis=1)[:, :-1] > 0)
    lines = np.zeros(mask.shape, np.bool_)
    where = covered & inside
    lines[rows[where], np.broadcast_to(columns, rows.shape)[where]] = True
    return lines
