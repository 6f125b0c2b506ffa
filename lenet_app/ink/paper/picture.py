"""The ink of a whole picture, opaque or not, with the picture as it is shown."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import LONGEST_SIDE
from lenet_app.ink.ink import Ink, box_of
from lenet_app.ink.paper.contrast import LUMINANCE
from lenet_app.ink.paper.digit_extraction import Marks, marks_of, marks_of_coverage
from lenet_app.language import tr

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

OPAQUE = 255
_WHITE = np.ones(3, np.float32)
_LEAST_FILL_OF_PAPER = 0.75
"""What is opaque and fills so much of its box is paper, not strokes."""
_WIDEST_RANGE_OF_A_PEN = 0.2
"""Of black to white: colours that differ more are a picture, not one pen's."""


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
    colours = _colours(_reduced(pixels))
    ground, dark = _ground(colours)
    opaque = _over(colours, ground)
    if dark is None or corrections.inverted not in (None, dark):  # then what was left transparent has to be the ink
        marks = marks_of(opaque, corrections)
    else:
        marks = marks_of_coverage(np.ascontiguousarray(colours[..., 3]), corrections, dark=dark)
    shown = _as_bytes(opaque)
    is_white = colours[..., 3].min() == 1 or np.array_equal(ground, _WHITE)
    whole = shown if is_white else _as_bytes(_over(colours, _WHITE))
    return PictureInk(Ink(marks.ink, level=corrections.level), marks, shown, whole)


def opaque_picture(pixels: Bytes) -> Bytes:
    """`PictureInk.shown` alone, of pixels as `picture_ink` takes them.

    Raises:
        UserError: there are none.
    """
    return _laid(pixels, lambda colours: _ground(colours)[0])


def over_white(pixels: Bytes) -> Bytes:
    """`PictureInk.whole` alone, of pixels as `picture_ink` takes them.

    Raises:
        UserError: there are none.
    """
    return _laid(pixels, lambda _: _WHITE)


def _laid(pixels: Bytes, ground_of: Callable[[Floats], Floats]) -> Bytes:
    """A picture laid over a ground that its colours tell."""
    small = _reduced(pixels)
    if small[..., 3].min() == OPAQUE:
        return np.ascontiguousarray(small[..., :3])
    colours = _colours(small)
    return _as_bytes(_over(colours, ground_of(colours)))


def _reduced(pixels: Bytes) -> Bytes:
    if pixels.size == 0:
        raise UserError(tr("The picture has no pixels."))
    return np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE))


def _colours(pixels: Bytes) -> Floats:
    return np.asarray(pixels.astype(np.float32) / np.float32(OPAQUE), np.float32)


def _ground(colours: Floats) -> tuple[Floats, bool | None]:
    """What a picture is laid over, and whether its opacity is dark ink (True) or light ink (False).

    None where it is no ink but the paper's outline: then the ground has the paper's colour.
    """
    if not _shape_is_in_opacity(colours):
        return _paper_colour(colours), None
    opacity = colours[..., 3]
    lightness = float((colours[..., :3] @ LUMINANCE * opacity).sum()) / max(float(opacity.sum()), 1.0)
    dark = lightness < 0.5
    return (_WHITE if dark else 1 - _WHITE), dark


def _shape_is_in_opacity(colours: Floats) -> bool:
    """Whether strokes were drawn on nothing, so that the opacity is the ink; otherwise it is the paper's outline."""
    opacity = colours[..., 3]
    solid = opacity > 0.5 * float(opacity.max())
    if solid.all() or not solid.any():
        return False
    left, top, right, bottom = box_of(solid) or (0, 0, 0, 0)
    low, high = np.quantile(colours[solid][:, :3] @ LUMINANCE, (0.005, 0.995))
    return bool(
        np.count_nonzero(solid) < _LEAST_FILL_OF_PAPER * (right - left) * (bottom - top)
        or high - low < _WIDEST_RANGE_OF_A_PEN
    )


def _paper_colour(colours: Floats) -> Floats:
    """The colour of most of what is opaque; black where that does not matter."""
    opacity = colours[..., 3]
    solid = opacity > 0.5 * float(opacity.max())
    if opacity.min() == 1 or not solid.any():
        return np.zeros(3, np.float32)
    return np.asarray(np.median(colours[solid][:, :3], axis=0), np.float32)


def _over(colours: Floats, ground: Floats) -> Floats:
    """The picture laid over a ground of one colour."""
    opacity = colours[..., 3:]
    if opacity.min() == 1:
        return colours[..., :3]
    return np.asarray(colours[..., :3] * opacity + ground * (1 - opacity), np.float32)


def _as_bytes(colours: Floats) -> Bytes:
    return (colours * 255 + 0.5).astype(np.uint8)
