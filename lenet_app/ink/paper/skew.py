"""How far the rows of a page climb or fall, told by its ink alone."""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import typical_height
from lenet_app.ink.paper.page_extraction import PageInk

Floats = npt.NDArray[np.float64]

_COARSE = np.arange(-36.0, 36.1, 2.0)
_FINE = np.arange(-2.0, 2.1, 0.5)
_MOST_POINTS = 5000
_BANDS = 6.0
"""To a digit's height: as fine the profile across the rows is."""
_FEWEST_MARKS = 5
_LARGEST_MARK = 3.0
"""Times the typical height: what is larger is no digit and tells nothing of rows."""
_LEAST_MARK = 0.3
_LEAST = 7.0
"""Degrees; rows may climb less and are read as they are."""
_SHARPER = 1.15
"""Times as sharp as it is the profile has to be along the rows."""


def skew_of(ink: PageInk) -> float:
    """By how many degrees the rows fall to the right, from -35 to 35; 0 where they are level, or too little is there.

    Where the page is looked at along its rows, the profile of its ink is sharpest (Postl, 1986).
    """
    boxes, areas = ink.components.boxes, ink.components.areas
    high = boxes[:, 3] - boxes[:, 1]
    typical = typical_height(boxes[1:], areas[1:])
    is_digit = (high >= _LEAST_MARK * typical) & (np.ptp(boxes[:, [0, 2]], axis=1) <= _LARGEST_MARK * typical)
    is_digit[0] = False
    if np.count_nonzero(is_digit) < _FEWEST_MARKS:
        return 0.0
    rows, columns = np.nonzero(is_digit[ink.components.labels])
    step = max(1, len(rows) // _MOST_POINTS)
    places = np.stack([columns[::step], rows[::step]], axis=1).astype(np.float64)
    band = max(typical / _BANDS, 1.0)
    sharpness = np.array([_sharpness(places, angle, band) for angle in _COARSE])
    best = float(_COARSE[sharpness.argmax()])
    is_sharp = sharpness.max() >= _SHARPER * _sharpness(places, 0.0, band)
    if not is_sharp or abs(best) == _COARSE[-1]:  # at the end nothing tells that it is a maximum
        return 0.0
    fine = best + _FINE
    best = float(fine[np.argmax([_sharpness(places, angle, band) for angle in fine])])
    return best if abs(best) >= _LEAST else 0.0


def _sharpness(places: Floats, degrees: float, band: float) -> float:
    """The sum of the squared profile of points (n, 2) along rows that fall so much, in bands across them."""
    angle = np.radians(degrees)
    across = places @ (-np.sin(angle), np.cos(angle)) / band
    # Two profiles, half a band apart, so that it does not matter where bands begin.
    counts = [np.bincount(np.floor(across - across.min() + shift).astype(np.int64)) for shift in (0.0, 0.5)]
    return float(sum((count.astype(np.float64) ** 2).sum() for count in counts))
