"""Ruling: the lines of ruled and squared paper are taken out of the ink, what crosses them stays."""

import numpy as np

from lenet_app.ink.components import run_heights
from lenet_app.ink.raster import Mask
from lenet_app.reading.marks import measured, typical_height

_SLOPES = np.linspace(-0.08, 0.08, 9)  # level to five degrees either way
_LONGER, _LONGEST_STROKE = 1.5, 8.0  # than the typical height, and than the pen is wide: shorter lines are strokes
_THICKER = 1.4  # how far a line's thickness varies
_ACROSS, _SEVERAL = 0.85, 3  # of the page's side, and how many: squared paper
_SOLID = 0.9  # of a line's length that is ink, at least


def without_ruling(mask: Mask, pen: float) -> Mask:
    """`mask`, bool (height, width), without its lines; `pen` is the width of the strokes in pixels.

    Level lines go wherever they are longer than a stroke can be. Upright ones look like a 1, so they go only where they
    cross the whole page, as several level ones do too: that is squared paper.
    """
    mask = _without_squares(mask, pen)
    page = measured(mask)
    height = typical_height(page.boxes[1:], page.areas[1:])
    return _without(mask, _all_lines(mask, int(max(_LONGER * height, _LONGEST_STROKE * pen))), pen)


def _without_squares(mask: Mask, pen: float) -> Mask:
    """`mask` without the lines of squared paper; the same where it is none."""
    level = _all_lines(mask, int(_ACROSS * mask.shape[1]))
    if _count(level.T) < _SEVERAL:
        return mask
    upright = _all_lines(mask.T, int(_ACROSS * mask.shape[0])).T
    if _count(upright) < _SEVERAL:
        return mask
    without = _without(mask.T, upright.T, pen).T
    return np.asarray(_without(mask, level, pen) & without)


def _count(upright: Mask) -> int:
    """How many upright lines cross the middle row."""
    middle = np.pad(upright[len(upright) // 2], 1)
    return int(np.count_nonzero(middle[1:] & ~middle[:-1]))


def _without(mask: Mask, lines: Mask, pen: float) -> Mask:
    """`mask` without level lines; where the ink is higher than they are thick, a stroke crosses or runs along."""
    if not lines.any():
        return mask
    heights = run_heights(mask)
    thickness = _THICKER * min(float(np.median(heights[lines])), pen)
    return np.asarray(mask & ~(lines & (heights <= thickness)))


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
    filled = sums[:, length:] - sums[:, :-length] >= _SOLID * length
    # Every window that is filled covers `length` pixels from its start.
    change = np.zeros((len(sheared), width + 1), np.int64)
    change[:, : filled.shape[1]] += filled
    change[:, length:] -= filled
    covered = sheared & (change.cumsum(axis=1)[:, :-1] > 0)
    lines = np.zeros(mask.shape, np.bool_)
    where = covered & inside
    lines[rows[where], np.broadcast_to(columns, rows.shape)[where]] = True
    return lines
