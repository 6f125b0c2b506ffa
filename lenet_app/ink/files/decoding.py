"""From an opened picture file to upright pixels, as many as are needed, without several copies of a large picture."""

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from lenet_app.ink.files.markers import halvings_in

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Edges = tuple[int, int, int, int]

_DEEP_GREY = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
_CONVERTIBLE = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")  # to RGBA at once; others only by way of RGB
_AVERAGED = ("L", "RGB")  # without a palette, and without an opacity that weighs the colours
_LEAST_DECODED_SHARE = 0.75
"""Of the longest side that is wanted: JPEG 2000 is decoded no smaller."""
_BAND_ROWS = 64
"""Of the reduced picture, that are converted at a time."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # EXIF 2.3, tag 0x0112: how the stored picture has to be turned


def upright_pixels(image: Image.Image, longest_side: int, box: Edges | None = None) -> Bytes:
    """Decode an opened picture, as small as it is needed, turn it as its EXIF says, and convert it to RGBA.

    Args:
        image: the frame that it stands at is taken.
        longest_side: of the result, in pixels.
        box: left, top, right and bottom of the part that is wanted, of a picture that is decoded already.

    Returns:
        uint8 (height, width, 4).

    Raises:
        Exception: whatever a decoder raises on a damaged file.
    """
    if box is None:
        image.draft(image.mode, (longest_side, longest_side))  # JPEG's own reduction, nothing for other formats
        halve(image, longest_side)
    image.load()
    turn = _turn(image)
    edges = (0, 0, *image.size) if box is None else box
    longer = max(edges[2] - edges[0], edges[3] - edges[1])
    small = _converted(image, edges, max(1, longer // (2 * longest_side)))
    if small.mode == "F":
        small = Image.fromarray(_stretched(np.asarray(small))).convert("RGBA")
    small = reduced(small, longest_side)
    return np.asarray(small if turn is None else small.transpose(turn))


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the picture has to be turned; not at all where its EXIF is damaged, for its pixels are not."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - Pillow raises what comes, of each format something else
        return None


def halvings_of(image: Image.Image) -> int:
    """How often an opened picture, not yet decoded, can be halved before it is decoded, by `upright_pixels`.

    0 for all formats but JPEG 2000, which has smaller versions of itself within.
    """
    if not isinstance(image, Jpeg2KImageFile) or image.fp is None or image.mode in ("P", "PA"):
        return 0  # the numbers of a palette's colours have no means
    return halvings_in(image.fp)


def reduced(image: Image.Image, longest_side: int) -> Image.Image:
    """`image`, averaged down to `longest_side` where it is larger."""
    longer = max(image.size)
    if longer <= longest_side:
        return image
    width, height = (max(1, round(side * longest_side / longer)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def halve(image: Image.Image, longest_side: int) -> None:
    """Have JPEG 2000 decoded no larger than it is needed: its decoder is slow, and holds Python's lock throughout.

    Args:
        image: opened and not yet decoded; of another format it stays as it is.
        longest_side: in pixels; what is decoded may have three quarters of it.
    """
    if not isinstance(image, Jpeg2KImageFile):
        return
    halvings, available = 0, halvings_of(image)
    while halvings < available and max(image.size) >> (halvings + 1) >= _LEAST_DECODED_SHARE * longest_side:
        halvings += 1
    if not halvings or not image.tile or not isinstance(arguments := image.tile[0].args, tuple):
        return
    # Not by `image.reduce`: that rounds the sides where the format rounds up, and then decoding fails.
    width, height = (-(-side >> halvings) for side in image.size)
    image._size = width, height
    image.tile = [image.tile[0]._replace(extents=(0, 0, width, height), args=(arguments[0], halvings, *arguments[2:]))]


def _converted(image: Image.Image, edges: Edges, factor: int) -> Image.Image:
    """A part of `image` as RGBA, or as F where it is deep grey, its sides divided by `factor`, a band at a time."""
    left, top, right, bottom = edges
    if factor == 1:
        return _plain(image if edges == (0, 0, *image.size) else image.crop(edges))
    width, height = (-(-side // factor) for side in (right - left, bottom - top))
    whole = Image.new("F" if image.mode in _DEEP_GREY else "RGBA", (width, height))
    for row in range(0, height, _BAND_ROWS):
        below = min(top + (row + _BAND_ROWS) * factor, bottom)
        band = image.crop((left, top + row * factor, right, below))
        whole.paste(_small(band, factor), (0, row))
    return whole


def _small(band: Image.Image, factor: int) -> Image.Image:
    """A band, averaged before it is converted where that gives the same."""
    if band.mode in _AVERAGED:
        return _plain(band.reduce(factor))
    return _plain(band).reduce(factor)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP_GREY:
        return Image.fromarray(np.asarray(image, np.float32))
    return (image if image.mode in _CONVERTIBLE else image.convert("RGB")).convert("RGBA")


def _stretched(grey: Floats) -> Bytes:
    """Deep grey as bytes, from the smallest to the largest value: files use very different parts of the range."""
    finite = np.isfinite(grey)
    low, high = (float(grey[finite].min()), float(grey[finite].max())) if finite.any() else (0.0, 0.0)
    span = high - low if high > low else 1.0
    return (np.where(finite, grey - low, 0) / span * 255 + 0.5).astype(np.uint8)
