"""The ink of a whole picture, opaque or not, with the picture as it is shown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.ink import Ink
from lenet_app.ink.paper.digit_extraction import Marks, marks_of, marks_of_coverage
from lenet_app.ink.paper.opaque import WHITE, as_bytes, as_small, colours_of, ground_under, laid_over

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PictureInk:
    """The ink of a picture and the picture itself.

    Args:
        ink: its marks, of the shape of `shown`; all 0 where the picture is blank.
        marks: the same marks with all that was found on the way to them.
        shown: uint8 (height, width, 3), upright, at most `LONGEST_SIDE` pixels on the longer side; what is transparent
            lies over the ground that the ink was read on.
        whole: the same over white, for networks that take the whole picture; where nothing is transparent it is `shown`
            itself.
    """

    ink: Ink
    marks: Marks
    shown: Bytes
    whole: Bytes

    @property
    def inverted(self) -> bool:
        """Whether the marks were dark on light."""
        return self.marks.dark_on_light

    @property
    def threshold(self) -> float:
        """The least part of the marks' contrast that counted as ink, chosen or found, from 0 to 1."""
        return self.marks.threshold


def picture_ink(pixels: Bytes, corrections: Corrections = AUTOMATIC) -> PictureInk:
    """The ink of a picture, taken for that of one digit.

    Args:
        pixels: uint8 (height, width, 4), red, green, blue and opacity, not premultiplied.
        corrections: what a person chose; `deslant` is for `normalise.fit` to heed.

    Raises:
        UserError: it has no pixels.
    """
    colours = colours_of(as_small(pixels))
    ground, dark = ground_under(colours)
    opaque = laid_over(colours, ground)
    if dark is None or corrections.inverted not in (None, dark):  # then what was left transparent has to be the ink
        marks = marks_of(opaque, corrections)
    else:
        marks = marks_of_coverage(np.ascontiguousarray(colours[..., 3]), corrections, dark=dark)
    shown = as_bytes(opaque)
    is_white = colours[..., 3].min() == 1 or np.array_equal(ground, WHITE)
    whole = shown if is_white else as_bytes(laid_over(colours, WHITE))
    return PictureInk(Ink(marks.ink, level=corrections.level), marks, shown, whole)
