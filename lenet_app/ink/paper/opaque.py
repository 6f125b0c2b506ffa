"""A picture that is transparent somewhere, laid over a ground: the one that its ink is read on, or white."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import LONGEST_SIDE
from lenet_app.ink.ink import box_of
from lenet_app.ink.paper.contrast import LUMINANCE
from lenet_app.language import tr

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

OPAQUE = 255
WHITE = np.ones(3, np.float32)
_LEAST_FILL_OF_PAPER = 0.75
"""What is opaque and fills so much of its box is paper, not strokes."""
_WIDEST_RANGE_OF_A_PEN = 0.2
"""Of black to white: colours that differ more are a picture, not one pen's."""


def opaque_picture(pixels: Bytes) -> Bytes:
    """A picture as it is shown and read on a page: what is transparent lies over the ground that the ink is read on.

    Args:
        pixels: uint8 (height, width, 4), red, green, blue and opacity, not premultiplied.

    Returns:
        uint8 (height, width, 3), the longer side at most `LONGEST_SIDE`.

    Raises:
        UserError: it has no pixels.
    """
    return _laid(pixels, lambda colours: ground_under(colours)[0])


def over_white(pixels: Bytes) -> Bytes:
    """The same over white, for networks that take the whole picture.

    Raises:
        UserError: it has no pixels.
    """
    return _laid(pixels, lambda _: WHITE)


def _laid(pixels: Bytes, ground_of: Callable[[Floats], Floats]) -> Bytes:
    """A picture laid over a ground that its colours tell."""
    small = as_small(pixels)
    if small[..., 3].min() == OPAQUE:
        return np.ascontiguousarray(small[..., :3])
    colours = colours_of(small)
    return as_bytes(laid_over(colours, ground_of(colours)))


def as_small(pixels: Bytes) -> Bytes:
    """A picture, averaged down to `LONGEST_SIDE` where it is larger.

    Raises:
        UserError: it has no pixels.
    """
    if pixels.size == 0:
        raise UserError(tr("The picture has no pixels."))
    return np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), LONGEST_SIDE))


def colours_of(pixels: Bytes) -> Floats:
    """Bytes as shares, 0 to 1, of the same shape."""
    return np.asarray(pixels.astype(np.float32) / np.float32(OPAQUE), np.float32)


def ground_under(colours: Floats) -> tuple[Floats, bool | None]:
    """What a picture is laid over, and whether its opacity is dark ink (True) or light ink (False).

    None where it is no ink but the paper's outline: then the ground has the paper's colour.
    """
    if not _shape_is_in_opacity(colours):
        return _paper_colour(colours), None
    opacity = colours[..., 3]
    lightness = float((colours[..., :3] @ LUMINANCE * opacity).sum()) / max(float(opacity.sum()), 1.0)
    dark = lightness < 0.5
    return (WHITE if dark else 1 - WHITE), dark


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


def laid_over(colours: Floats, ground: Floats) -> Floats:
    """The picture laid over a ground of one colour."""
    opacity = colours[..., 3:]
    if opacity.min() == 1:
        return colours[..., :3]
    return np.asarray(colours[..., :3] * opacity + ground * (1 - opacity), np.float32)


def as_bytes(colours: Floats) -> Bytes:
    """Shares, 0 to 1, as bytes, of the same shape."""
    return (colours * 255 + 0.5).astype(np.uint8)
