"""Ink: the marks of a drawing or a picture, light on dark."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are the first beyond."""
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Ink:
    """The marks of a drawing or a picture.

    Args:
        marks: float32 (height, width) in [0, 1], ink 1.
        scale: pixels of the fitted picture per pixel of the ink, where whoever made the ink knows it, as of strokes
            drawn with the pen of `strokes.py`; None has `fit` find it and even the pen's width.
        level: the least mark that counts as ink while the pen's width is evened, above 0.
    """

    marks: Floats
    scale: float | None = None
    level: float = 0.5


def box_of(marks: npt.NDArray[Any]) -> Box | None:
    """The smallest box that holds all of `marks` (height, width) that is not 0; None where nothing is."""
    rows, columns = np.nonzero(marks.any(axis=1))[0], np.nonzero(marks.any(axis=0))[0]
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def cut_to_box(marks: npt.NDArray[_T]) -> npt.NDArray[_T]:
    """`marks` (height, width) without what is 0 around them; the same where all is."""
    box = box_of(marks)
    return marks if box is None else marks[box[1] : box[3], box[0] : box[2]]
