"""Size normalisation and centring: from ink to a picture as MNIST's were made.

LeCun, Bottou, Bengio and Haffner (1998), section III-A: the digits were "size normalized to fit in a 20×20 pixel box
while preserving their aspect ratio", with grey levels "as a result of the anti-aliasing technique used by the
normalization algorithm", and centred in 28×28 "by computing the center of mass of the pixels, and translating the image
so as to position this point at the center". The border to 32×32 and the scale of the values belong to the network.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.ink.deslant import deslanted_marks
from lenet_app.ink.ink import Box, Ink, box_of, cut_to_box
from lenet_app.ink.paper.pen_width import evened

Floats = npt.NDArray[np.float32]
Picture = npt.NDArray[np.float32]
"""float32 (28, 28) in [0, 1], ink 1: as a data set has them."""

SIDE = 28
BOX_SIDE = 20
CENTRE = 14.5
"""Where MNIST's own centres of mass lie, in pixels from the picture's edge: the middle of pixel 14."""
PEN_RANGE = (1.9, 3.6)
"""The pen widths, in pixels of the fitted picture, that MNIST's digits mostly have; ink outside it is brought to it."""


@dataclass(frozen=True, eq=False)
class FittedInk:
    """Ink as a data set's picture, and what was done to it.

    Args:
        picture: the fitted picture, its brightest pixel 1.
        box: where the marks lay in the ink.
        scale: pixels of the picture per pixel of the ink.
        pen_width: the pen's mean width before it was evened, in pixels of the picture; None where it was left alone.
        slant: the shear that was taken off, of x per y (y down); None where nobody asked for it.
        upright: float32 (height, width), the marks in their box without that slant; None where nobody asked for it.
    """

    picture: Picture
    box: Box
    scale: float
    pen_width: float | None = None
    slant: float | None = None
    upright: Floats | None = None

    @property
    def planes(self) -> Picture:
        """The picture with its one channel, (1, 28, 28)."""
        return self.picture[None]


def fit(ink: Ink, *, deslant: bool = False) -> FittedInk | None:
    """Fit the ink's box into 20×20 pixels, its aspect kept, and place it in 28×28 by its centre of mass.

    Args:
        ink: the marks.
        deslant: whether slanted ink is set upright first. The ink of a drawing is as the pen was then; its strokes
            are better set upright themselves, see `deslant_drawing.py`.

    Returns:
        The fitted ink, its brightest pixel 1, or None where there is no ink.
    """
    box = box_of(ink.marks)
    if box is None:
        return None
    left, top, right, bottom = box
    scale, slant, upright = ink.scale, None, None
    marks = ink.marks[top:bottom, left:right] if scale is None or deslant else ink.marks
    if deslant:
        upright, slant = deslanted_marks(marks)
        marks = cut_to_box(upright)
    if scale is not None:
        scale = BOX_SIDE / max(marks.shape) if deslant else scale
        return FittedInk(_placed(_resized(marks, scale)), box, scale, None, slant, upright)
    scale = BOX_SIDE / max(marks.shape)
    even, width = evened(marks, BOX_SIDE, PEN_RANGE, ink.level)
    return FittedInk(_placed(_resized(even, BOX_SIDE / max(even.shape))), box, scale, width, slant, upright)


def _resized(marks: Floats, scale: float) -> Floats:
    """`marks` scaled: area-averaged where it gets smaller, cubic where it grows, and its peak brought back to 1."""
    height, width = (min(SIDE, max(1, round(side * scale))) for side in marks.shape)
    method = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BICUBIC
    resized = np.asarray(Image.fromarray(marks).resize((width, height), method)).clip(0, None)
    return np.asarray(resized / max(float(resized.max()), np.finfo(np.float32).tiny), np.float32)


def _placed(marks: Floats) -> Floats:
    """`marks` in the middle of 28×28 by their centre of mass, in whole pixels, none of them cut off."""
    picture = np.zeros((SIDE, SIDE), np.float32)
    corner = []
    for axis, size in enumerate(marks.shape):
        profile = marks.sum(axis=1 - axis, dtype=np.float64)
        centre = float(profile @ (np.arange(size) + 0.5) / profile.sum())
        corner.append(min(max(round(CENTRE - centre), 0), SIDE - size))
    top, left = corner
    picture[top : top + marks.shape[0], left : left + marks.shape[1]] = marks
    return picture
