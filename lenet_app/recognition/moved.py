"""Pictures turned, shifted and scaled: each pixel is taken from between the four that are nearest to where it was."""

from functools import lru_cache
from math import cos, radians, sin
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Matrix = tuple[tuple[float, float], tuple[float, float]]

STILL: Matrix = ((1.0, 0.0), (0.0, 1.0))
"""What changes nothing."""


def turned(pictures: npt.NDArray[Any], degrees: float) -> Floats:
    """Pictures turned about their centre, counter-clockwise; the arguments and what is returned are as in `moved`."""
    angle = radians(degrees)
    return moved(pictures, ((cos(angle), -sin(angle)), (sin(angle), cos(angle))))


def moved(pictures: npt.NDArray[Any], inverse: Matrix, by: tuple[float, float] = (0.0, 0.0)) -> Floats:
    """Pictures with every pixel taken from somewhere else.

    Args:
        pictures: (n, channels, height, width), of any unit.
        inverse: from (x, y) about the centre, y downwards, to where that is taken from.
        by: how far to the right and down all of it is moved, in pixels.

    Returns:
        float32 of the same shape and unit; 0 where nothing was.
    """
    height, width = pictures.shape[2:]
    flat = pictures.reshape(*pictures.shape[:2], -1)
    found = np.zeros(flat.shape, np.float32)
    for places, weights in _neighbours(height, width, inverse, by):
        found += weights * flat[:, :, places]
    return found.reshape(pictures.shape)


@lru_cache(maxsize=16)
def _neighbours(
    height: int, width: int, inverse: Matrix, by: tuple[float, float]
) -> list[tuple[npt.NDArray[np.intp], Floats]]:
    """Of every pixel the places of its four neighbours, flat, and their weights; a weight is 0 outside the picture."""
    y, x = np.mgrid[:height, :width].reshape(2, -1)
    centre = np.array([[(width - 1) / 2], [(height - 1) / 2]])
    from_x, from_y = np.array(inverse) @ (np.stack([x, y]) - centre - np.array(by)[:, None]) + centre
    # A rounding error beside a whole number would take in a neighbour of weight nothing.
    from_x, from_y = np.round(from_x, 9), np.round(from_y, 9)
    left, top = np.floor(from_x).astype(np.intp), np.floor(from_y).astype(np.intp)
    found = []
    for row, down in ((top, 1 - (from_y - top)), (top + 1, from_y - top)):
        for column, across in ((left, 1 - (from_x - left)), (left + 1, from_x - left)):
            inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
            weight = np.where(inside, down * across, 0).astype(np.float32)
            found.append((np.where(inside, row * width + column, 0), weight))
    return found
