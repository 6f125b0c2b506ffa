"""Stroke width (the pen's): how it is measured on ink, and how ink is brought to a usual one.

Without this a fine pen in a large picture would be averaged away, and a felt pen would close the loops of an 8.
"""

from math import pi, sqrt

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import cut_to_box
from lenet_app.ink.paper.resampling import enlarged
from lenet_app.ink.raster import Mask, dilated, eroded

Floats = npt.NDArray[np.float32]

_FINEST_GRID = 160
"""Pixels along the longer side that ink has at least while its pen is changed."""


def pen_width(mask: Mask) -> float:
    """The mean width of the strokes of `mask` in pixels, 0 where it is empty.

    A long stroke has the area width × length and the perimeter 2 × length, so the width is twice the area over the
    perimeter. The perimeter comes from Cauchy and Crofton's formula with four directions: the number of times that
    lines of a direction cross the outline, over the distance of these lines, times π / 2, averaged over directions.
    """
    framed = np.pad(mask, 1)
    straight = np.count_nonzero(framed[1:] ^ framed[:-1]) + np.count_nonzero(framed[:, 1:] ^ framed[:, :-1])
    diagonal = np.count_nonzero(framed[1:, 1:] ^ framed[:-1, :-1]) + np.count_nonzero(framed[1:, :-1] ^ framed[:-1, 1:])
    perimeter = pi / 2 * (straight + diagonal / sqrt(2)) / 4
    return float(2 * np.count_nonzero(mask) / perimeter) if straight else 0.0


def evened(marks: Floats, target: int, usual: tuple[float, float], level: float = 0.5) -> tuple[Floats, float | None]:
    """Bring the pen's width into the usual range.

    Args:
        marks: (height, width) in [0, 1], cut to the ink's box.
        target: to how many pixels the longer side will be fitted.
        usual: the smallest and the largest width that is left alone, in those pixels.
        level: the least mark that counts as ink.

    Returns:
        The marks, cut to their box, and the width they had before, in those pixels. Where it was usual, the marks are
        the same and the width is None.
    """
    fine = enlarged(marks, _FINEST_GRID / max(marks.shape))
    mask = fine >= level
    if not mask.any():
        return marks, None
    longer = max(fine.shape)
    drawn = pen_width(mask)
    width = drawn * target / longer
    wanted = min(max(width, usual[0]), usual[1])
    if wanted == width:
        return marks, None
    # The box grows with the strokes, by twice the radius: (drawn + 2 r) / (longer + 2 r) = wanted / target.
    radius = (wanted * longer - target * drawn) / (2 * (target - wanted))
    even = _grown(mask, radius) if radius > 0 else _shrunk(mask, -radius)
    return cut_to_box(even).astype(np.float32), width


def _grown(mask: Mask, radius: float) -> Mask:
    return dilated(np.pad(mask, int(np.ceil(radius))), radius)


def _shrunk(mask: Mask, radius: float) -> Mask:
    """`mask` with its strokes made narrower; ink that is nowhere wide enough stays as it is rather than vanish."""
    smaller = eroded(mask, radius)
    return smaller if smaller.any() else mask
