"""Marks under a shadow: their contrast is as much less as there is less light, and it is given back to them.

The marks of one digit are known by then, and stay as they are in light that is nearly even. On a page every difference
from dataclasses import dataclass

from the paper is raised or lowered before marks are looked for.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Light:
    """What is taken for a shadow.

    Args:
        strong: of the marks' contrast: what has so much lies in the usual light.
        shadow: of the usual light: where no mark has less, all stay as they are.
        darkest: of the usual light: marks in less are raised no further.
        largest_gain: by which a page's contrast is raised or lowered at most.
        few: of the marks, their ends, that may lie in less light than a shadow's.
    """

    strong: float = 0.8
    shadow: float = 0.7
    darkest: float = 0.25
    largest_gain: float = 3.0
    few: float = 0.02


_LIGHT = _Light()


def evenly_lit(ink: Floats, paper: Floats) -> Floats:
    """Raise marks in a shadow to the contrast that they would have beside it.

    Args:
        ink: (height, width) in [0, 1], 0 beside the marks.
        paper: (height, width), how light the paper is in every place.

    Returns:
        The same, divided by the light on the paper; `ink` itself where that is even.
    """
    strong = ink >= _LIGHT.strong
    if not strong.any():
        return ink
    usual = float(np.median(paper[strong]))
    if float(np.quantile(paper[ink > 0], _LIGHT.few)) >= _LIGHT.shadow * usual:
        return ink
    return np.asarray((ink / (paper / usual).clip(_LIGHT.darkest, 1)).clip(0, 1), np.float32)


def light_gain(paper: Floats) -> Floats:
    """By how much what is written in each place of a page has to be raised, or lowered where it lies in more light.

    Args:
        paper: (height, width), how light the paper is in every place.
    """
    gain = np.median(paper) / np.maximum(paper, np.float32(1 / 255))
    return np.asarray(gain.clip(1 / _LIGHT.largest_gain, _LIGHT.largest_gain), np.float32)
