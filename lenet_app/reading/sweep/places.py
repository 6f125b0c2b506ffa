"""Where the digits of a swept row are: the frames of each on the likeliest path, then the ink around their middle."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.raster import Mask
from lenet_app.networks.row_network import STRIDE
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.sweep.decoding import Digits, alignment
from lenet_app.reading.sweep.swept import SweptRow

Floats = npt.NDArray[np.float64]

_REACH = 0.8  # of the row's height: how far from a digit's middle its pieces may have theirs
_LOW = 0.3  # of the row's height: lower marks are dots, commas and dashes, unless they lie over or under their digit


@dataclass(frozen=True, eq=False)
class PlacedDigit:
    """A digit and its ink.

    Args:
        digit: 0 to 9.
        frames: the first of its frames and the first beyond them.
        box: left, top, right, bottom of its ink in the page's pixels; without ink under its frames, where it would be.
        mask: bool, where in the box its ink is.
    """

    digit: int
    frames: tuple[int, int]
    box: tuple[int, int, int, int]
    mask: Mask


def placed_digits(swept: SweptRow, digits: Digits, row: RowPieces) -> list[PlacedDigit]:
    """The digits of a text with their ink; what is in none of them are marks, dirt and ruling.

    A piece goes to the digit whose middle is nearest, one that lies under the middles of several is parted between.

    Args:
        swept: the row under the sweep.
        digits: a text that its frames allow.
        row: its pieces.

    Raises:
        ValueError: there are fewer frames than the text needs.
    """
    spans = alignment(swept.frames, digits)
    if not spans:
        return []
    middles = np.array([_middle(swept, digit, span) for digit, span in zip(digits, spans, strict=True)])
    owners = _owners(row, middles)
    return [
        PlacedDigit(digit, span, *_cut_out(owners == number, row, middle))
        for number, (digit, span, middle) in enumerate(zip(digits, spans, middles.tolist(), strict=True), start=1)
    ]


def _middle(swept: SweptRow, digit: int, span: tuple[int, int]) -> float:
    """The column of the page, from the row's left side, that a digit's frames are around."""
    frames = np.arange(*span)
    weights = np.exp(swept.frames[frames, digit].astype(np.float64))
    return float(STRIDE * (weights @ frames) / max(weights.sum(), 1e-12) / swept.line.scale)


def _owners(row: RowPieces, middles: Floats) -> npt.NDArray[np.int64]:
    """The number of the digit, from 1 on, that each pixel of the row's box belongs to; 0 for none."""
    owners = np.zeros(row.numbers.shape, np.int64)
    columns = np.arange(row.numbers.shape[1]) + 0.5
    nearest = np.abs(columns[:, None] - middles).argmin(axis=1) + 1
    small = []
    for number, piece in enumerate(row.pieces, start=1):
        left, right = piece.box[0] - row.box[0], piece.box[2] - row.box[0]
        own = row.numbers == number
        if np.count_nonzero((middles >= left) & (middles < right)) > 1:
            owners[own] = np.broadcast_to(nearest, own.shape)[own]
            continue
        digit = int(np.abs(middles - (left + right) / 2).argmin())
        if abs(middles[digit] - (left + right) / 2) > _REACH * row.height:
            continue
        if piece.box[3] - piece.box[1] < _LOW * row.height:
            small.append((piece, own, digit))
        else:
            owners[own] = digit + 1
    for piece, own, digit in small:
        if _lies_over(piece, owners == digit + 1, row):
            owners[own] = digit + 1
    return owners


def _lies_over(piece: Piece, digit: Mask, row: RowPieces) -> bool:
    """Whether half of a piece lies over or under a digit's ink."""
    columns = np.flatnonzero(digit.any(axis=0))
    if not len(columns):
        return False
    left, right = piece.box[0] - row.box[0], piece.box[2] - row.box[0]
    return bool(min(right, columns[-1] + 1) - max(left, columns[0]) >= (right - left) / 2)


def _cut_out(mask: Mask, row: RowPieces, middle: float) -> tuple[tuple[int, int, int, int], Mask]:
    """The box of a digit's ink, and where it is in the box."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows):
        top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    else:
        half = row.height / 4
        top, bottom, left, right = 0, len(mask), max(0, round(middle - half)), max(1, round(middle + half))
    box = (row.box[0] + left, row.box[1] + top, row.box[0] + right, row.box[1] + bottom)
    return box, mask[top:bottom, left:right]
