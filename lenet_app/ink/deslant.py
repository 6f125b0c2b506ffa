"""Deslanting: slanted ink set upright by a shear. How slanted points or marks are (their skew), and both without it.

LeCun, Bottou, Bengio and Haffner (1998), section III-A, had one of their data sets deslanted: "by computing the second
moments of inertia of the pixels [...], and shearing the image by horizontally shifting the lines so that the principal
axis is vertical". Here the shift is the one after which x and y no longer vary together.
"""

from math import atan, degrees

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

STEEPEST = 1.0
"""The largest shear, of x per y: 45°. More slant than that is no slant."""


def slant_of(points: Points, weights: Points | None = None) -> float:
    """By how much x grows with y where y points down, at most `STEEPEST` either way.

    Args:
        points: (n, 2), x and y.
        weights: (n,), not negative; without them all points weigh the same.

    Returns:
        The covariance of x and y over the variance of y; 0 where there is no height.
    """
    if not len(points):
        return 0.0
    even = np.ones(len(points)) if weights is None else weights
    x, y = (points - np.average(points, axis=0, weights=even)).T
    spread = float(even @ (y * y))
    slant = float(even @ (x * y)) / spread if spread > 0 else 0.0
    return float(np.clip(slant, -STEEPEST, STEEPEST)) if np.isfinite(slant) else 0.0


def upright(points: Points, slant: float) -> Points:
    """`points` (n, 2) shifted along x until `slant` is gone, turned about y = 0."""
    return np.asarray(points - np.stack([slant * points[:, 1], np.zeros(len(points))], axis=1))


def slant_degrees(slant: float) -> float:
    """A slant as people measure it: how far the ink leans to the right of upright, in degrees from -45 to 45."""
    return -degrees(atan(slant))


def deslanted_marks(marks: Floats) -> tuple[Floats, float]:
    """Marks set upright, and the slant they had.

    Args:
        marks: (height, width) in [0, 1].

    Returns:
        The marks on a canvas wide enough for all of them, of the same height, and `slant_of` their pixels.
    """
    rows, columns = np.nonzero(marks)
    slant = slant_of(np.stack([columns, rows], axis=1).astype(np.float64), marks[rows, columns].astype(np.float64))
    height, width = marks.shape
    shift = slant * (height - 1)
    wide = width + int(np.ceil(abs(shift)))
    if slant == 0 or wide == width:
        return marks, slant
    # Pillow asks where a place of the result comes from; a shift of the lower lines to the left starts at 0 below.
    start = -max(shift, 0.0) - slant / 2
    matrix = (1, slant, start, 0, 1, 0)
    image = Image.fromarray(np.ascontiguousarray(marks, np.float32))
    sheared = image.transform((wide, height), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return np.asarray(sheared, np.float32).clip(0, 1), slant
