"""Marks under a shadow: their contrast is as much less as there is less light, and it is given back to them.

The marks of one digit are known by then, and stay as they are in light that is nearly even. On a page every difference
from the paper is raised or lowered before marks are looked for.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_STRONG = 0.8  # of the marks' contrast: what has so much lies in the usual light
_SHADOW = 0.7  # of the usual light: where no mark has less, all stay as they are
_DARKEST = 0.25  # of the usual light: what has less is not raised further
_LARGEST_GAIN = 3.0
_FEW = 0.02  # of the marks may have less: their ends


def evenly_lit(ink: Floats, paper: Floats) -> Floats:
    """Raise marks in a shadow to the contrast that they would have beside it.

    Args:
        ink: (height, width) in [0, 1], 0 beside the marks.
        paper: (height, width), how light the paper is in every place.

    Returns:
        The same, divided by the light on the paper; `ink` itself where that is even.
    """
    strong = ink >= _STRONG
    if not strong.any():
        return ink
    usual = float(np.median(paper[strong]))
    if float(np.quantile(paper[ink > 0], _FEW)) >= _SHADOW * usual:
        return ink
    return np.asarray((ink / (paper / usual).clip(_DARKEST, 1)).clip(0, 1), np.float32)


def light_gain(paper: Floats) -> Floats:
    """By how much what is written in each place of a page has to be raised, or lowered where it lies in more light.

    Args:
        paper: (height, width), how light the paper is in every place.
    """
    least = np.float32(1 / 255)
    return np.asarray((np.median(paper) / np.maximum(paper, least)).clip(1 / _LARGEST_GAIN, _LARGEST_GAIN), np.float32)
