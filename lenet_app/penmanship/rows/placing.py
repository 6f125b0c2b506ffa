"""Where the digits of made rows stand, by the gaps that their hands leave, and the rows put together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows.glyphs import HEIGHT, WIDTH

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_INK = 0.35
_FAR = 10_000  # pixels: of lines of a tile without ink
_DEEPEST = 5  # pixels, by which the ink of neighbours overlaps at most


@dataclass(frozen=True, eq=False)
class Profiles:
    """From where to where each tile has ink in each of its lines, intp (n, HEIGHT); `_FAR` away where it has none."""

    left: Integers
    right: Integers


def profiles(tiles: Floats) -> Profiles:
    """The first column with ink and the first beyond it."""
    ink = tiles >= _INK
    some = ink.any(axis=2)
    left = np.where(some, ink.argmax(axis=2), _FAR)
    right = np.where(some, WIDTH - ink[:, :, ::-1].argmax(axis=2), -_FAR)
    return Profiles(left, right)


def places(outlines: Profiles, lengths: Integers, gaps: Integers, by_box: npt.NDArray[np.bool_]) -> Integers:
    """The column of each tile's left side in its row, the first ink of every row at 0.

    Args:
        outlines: of all tiles, row after row.
        lengths: how many tiles each row has.
        gaps: (n,) pixels before each tile; of the first in a row nothing.
        by_box: of each row, whether gaps are between boxes rather than between ink of about the same height.
    """
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    left, right = outlines.left, outlines.right
    box_left, box_right = left.min(axis=1), right.max(axis=1)
    found = np.zeros(len(left), np.intp)
    found[starts] = -box_left[starts]
    for place in range(1, int(lengths.max(initial=1))):
        rows = np.flatnonzero(lengths > place)
        now = starts[rows] + place
        before = now - 1
        near = (_widened(right[before]) - left[now]).max(axis=1)
        boxes = box_right[before] - box_left[now]
        apart = np.where(by_box[rows], boxes + gaps[now], near + gaps[now])
        # Ink never overlaps too far, nor does a digit stand before the one on its left.
        apart = np.maximum(apart, np.maximum(near - _DEEPEST, box_left[before] - box_left[now] + 3))
        found[now] = found[before] + apart
    return found


def _widened(right: Integers) -> Integers:
    """The outlines with those of the lines above and below, so that ink that touches at a corner counts, too."""
    framed = np.pad(right, ((0, 0), (1, 1)), constant_values=-_FAR)
    return np.asarray(np.maximum(np.maximum(framed[:, :-2], framed[:, 2:]), right))


def put_together(tiles: Floats, places: Integers, lengths: Integers, room: int) -> Floats:
    """The rows, float32 (rows, HEIGHT, width), their first ink `room` pixels from the left and as much room at the end.

    Where tiles overlap the darker ink stays.
    """
    width = int(places.max(initial=0)) + WIDTH + 2 * room
    row = np.repeat(np.arange(len(lengths)), lengths)
    canvas = np.zeros((len(lengths), HEIGHT, width + WIDTH), np.float32)
    for tile, place, number in zip(tiles, (places + room).tolist(), row.tolist(), strict=True):
        cut = max(0, -place)  # of paper on the left of the first digit
        window = canvas[number, :, place + cut : place + WIDTH]
        np.maximum(window, tile[:, cut:], out=window)
    return canvas[:, :, :width]
