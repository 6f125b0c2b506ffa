"""Quarter turns of pictures, of boxes in them and of parts of them, all clockwise by 0, 90, 180 or 270 degrees."""

import numpy as np

from lenet_app.ink.files.pixels import Bytes
from lenet_app.reading.page import Box
from lenet_app.reading.part import Region

TURNS = (0, 90, 180, 270)
_QUARTER = 90


def turned_picture(pixels: Bytes, turn: int) -> Bytes:
    """A picture, uint8 (height, width, channels), turned; the same where it need not be."""
    return np.ascontiguousarray(np.rot90(pixels, -turn // _QUARTER)) if turn else pixels


def turned_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Where a box lies once its picture of `width` and `height` is turned."""
    for _ in range(turn // _QUARTER):
        left, top, wide, high = box
        box, width, height = (height - top - high, left, high, wide), height, width
    return box


def unturned_region(region: Region, turn: int) -> Region:
    """A part of a turned picture as one of the picture before it was turned."""
    for _ in range(turn // _QUARTER):
        left, top, right, bottom = region
        region = top, 1 - right, bottom, 1 - left
    return region
