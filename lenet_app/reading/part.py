"""A part of a picture, framed by hand: as fine as the file has it, with paper around, of which a frame shows little."""

from pathlib import Path

import numpy as np
from PIL import ExifTags

from lenet_app.ink.files.decoding import halve, upright_pixels
from lenet_app.ink.files.pixels import LONGEST_SIDE, Bytes, opened_picture

Region = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the upright picture, 0 to 1."""

_LONGEST_DECODED_SIDE = 4096
"""Pixels, where a format can be decoded smaller."""
_PAPER_MARGIN = 0.25
"""Of the longer side is added on each side: then most of what the page's ink is judged by is paper, as on a page."""


def cut(pixels: Bytes, region: Region) -> Bytes:
    """The part of a picture in memory, uint8 (height, width, channels), at least one pixel of it."""
    left, top, right, bottom = _edges(region, pixels.shape[1], pixels.shape[0])
    return pixels[top:bottom, left:right]


def read_part(path: Path, region: Region, page: int = 1) -> Bytes:
    """Read a part of a picture of a file in all its pixels, where `read_pixels` averages a large picture down.

    Args:
        path: the file.
        region: the part.
        page: which of the file's pictures, from 1 on.

    Returns:
        uint8 (height, width, 4), upright; the longer side is at most `LONGEST_SIDE`.

    Raises:
        UserError: see `read_pixels`.
    """
    with opened_picture(path, page) as image:
        if max(image.size) <= LONGEST_SIDE:
            return cut(upright_pixels(image, LONGEST_SIDE), region)
        halve(image, _LONGEST_DECODED_SIDE)
        image.load()
        turn = image.getexif().get(ExifTags.Base.Orientation, 1)
        return upright_pixels(image, LONGEST_SIDE, _edges(_as_stored(region, turn), *image.size))


def with_paper(shown: Bytes) -> tuple[Bytes, int]:
    """The part with paper of its edge's median colour on all sides.

    Args:
        shown: uint8 (height, width, 3).

    Returns:
        uint8 (height + 2 n, width + 2 n, 3), and n.
    """
    height, width = shown.shape[:2]
    margin = max(2, round(_PAPER_MARGIN * max(height, width)))
    edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    paper = np.empty((height + 2 * margin, width + 2 * margin, 3), np.uint8)
    paper[:] = np.median(edge, axis=0)
    paper[margin : margin + height, margin : margin + width] = shown
    return paper, margin


def _as_stored(region: Region, turn: int) -> Region:
    """A region of the upright picture as one of what is stored.

    Args:
        region: upright.
        turn: EXIF 2.3, tag 0x0112. From 5 on rows and columns are exchanged; then the stored picture is mirrored across
            for 2, 3, 7 and 8, and down for 3, 4, 6 and 7.
    """
    left, top, right, bottom = region
    if turn in (5, 6, 7, 8):
        left, top, right, bottom = top, left, bottom, right
    if turn in (2, 3, 7, 8):
        left, right = 1 - right, 1 - left
    if turn in (3, 4, 6, 7):
        top, bottom = 1 - bottom, 1 - top
    return left, top, right, bottom


def _edges(region: Region, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels, at least one pixel apart."""
    left, right = (round(share * width) for share in region[::2])
    top, bottom = (round(share * height) for share in region[1::2])
    left, top = min(left, width - 1), min(top, height - 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)
