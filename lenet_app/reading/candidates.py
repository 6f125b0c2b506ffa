"""Candidates: neighbouring pieces of a row that might be one digit, and how likely their sizes make that."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import Ink
from lenet_app.ink.raster import Mask
from lenet_app.reading.cuts import Piece, RowPieces, box_around

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Sizes:
    """Which sizes a digit may have; heights, widths and gaps are shares of the row's height.

    Args:
        most_pieces: in one digit.
        widest: width of a digit.
        lowest: height of a digit.
        highest: height of a digit.
        widest_gap: of paper between the marks of a digit.
        small: height: lower pieces may lie within a digit's reach without being part of it.
        small_area: pen widths squared, of the same pieces.
        tie: pen widths of ink, that parting two marks which belong together counts as on either side.
    """

    most_pieces: int = 7
    widest: float = 2.0
    lowest: float = 0.25
    highest: float = 2.5
    widest_gap: float = 0.25
    small: float = 0.3
    small_area: float = 6.0
    tie: float = 0.4


_SIZES = _Sizes()

_STROKES = (2.4, 1.6, 2.35, 2.25, 2.0, 2.25, 2.15, 1.95, 2.75, 2.3)
"""How long the strokes of the digits 0 to 9 are over their height, in numbers of real handwriting (medians)."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """Pieces that might be one digit.

    Args:
        first: the index of the first piece.
        beyond: of the first piece after it.
        left_out: indices of small pieces between them that are not part of it, such as dots.
        box: left, top, right, bottom in the page's pixels.
        relative_height: its height over that of the row's digits.
        aspect: its width over its height.
        cuts: pen widths of ink that its cuts crossed; each cut counts half, for it has two sides. Marks that belong
            together and are not both in it count as cut.
        gap: the paper between its marks where they do not overlap across, over the row's height.
        small: how many of its pieces are small, of others beside.
        hanging: how many of its marks stand low beside the others and reach lower than they, as commas do.
        length: how long its strokes are, over the row's height.
    """

    first: int
    beyond: int
    left_out: tuple[int, ...]
    box: tuple[int, int, int, int]
    relative_height: float
    aspect: float
    cuts: float
    gap: float
    small: int
    hanging: int = 0
    length: float = 0.0

    def share_of(self, digit: int) -> float:
        """How long its strokes are over what is usual for a digit, 0 to 9."""
        return self.length / _STROKES[digit]


def candidates(row: RowPieces) -> list[Candidate]:
    """All that might be digits, by their first piece and then their last."""
    found: list[Candidate] = []
    for first in range(len(row.pieces)):
        for beyond in range(first + 1, min(first + _SIZES.most_pieces, len(row.pieces)) + 1):
            span = range(first, beyond)
            small = tuple(k for k in span if _is_small(row.pieces[k], row))
            whole = _candidate(row, first, beyond, ())
            if whole is not None:
                found.append(whole)
            # Without what is small, where that is between or under the others.
            if small and first not in small and beyond - 1 not in small:
                rest = _candidate(row, first, beyond, small)
                if rest is not None:
                    found.append(rest)
    return found


def run_of_pieces(row: RowPieces, first: int, beyond: int) -> Candidate | None:
    """Neighbouring pieces as if they were one digit, whatever their size, without what is small; None of small ones."""
    small = tuple(k for k in range(first, beyond) if _is_small(row.pieces[k], row))
    return measured(row, first, beyond, small) if len(small) < beyond - first else None


def candidate_ink(row: RowPieces, marks: Floats, candidate: Candidate) -> Ink:
    """The marks of a candidate alone; `marks` are the page's, float32 (height, width) in [0, 1]."""
    left, top, right, bottom = candidate.box
    own = candidate_mask(row, candidate)
    return Ink(np.where(own, marks[top:bottom, left:right], 0).astype(np.float32))


def candidate_mask(row: RowPieces, candidate: Candidate) -> Mask:
    """Where a candidate has ink, bool, over its box."""
    left, top, right, bottom = candidate.box
    numbers = row.numbers[top - row.box[1] : bottom - row.box[1], left - row.box[0] : right - row.box[0]]
    own = (numbers > candidate.first) & (numbers <= candidate.beyond)
    for k in candidate.left_out:
        own &= numbers != k + 1
    return np.asarray(own)


def _is_small(piece: Piece, row: RowPieces) -> bool:
    _, top, _, bottom = piece.box
    uncut = piece.left_cut == 0 and piece.right_cut == 0
    return uncut and bottom - top < _SIZES.small * row.height and piece.area < _SIZES.small_area * row.pen**2


def _candidate(row: RowPieces, first: int, beyond: int, left_out: tuple[int, ...]) -> Candidate | None:
    """Pieces as a candidate, or None where no digit has such a size."""
    found = measured(row, first, beyond, left_out)
    wide = found.aspect * found.relative_height
    is_high_enough = _SIZES.lowest <= found.relative_height <= _SIZES.highest
    return found if is_high_enough and wide <= _SIZES.widest and found.gap <= _SIZES.widest_gap else None


def measured(row: RowPieces, first: int, beyond: int, left_out: tuple[int, ...]) -> Candidate:
    """The pieces from `first` to before `beyond`, but for those left out, as one candidate, whatever its size."""
    pieces = [row.pieces[k] for k in range(first, beyond) if k not in left_out]
    left, top, right, bottom = box_around(pieces)
    tall, wide, gap = (bottom - top) / row.height, (right - left) / row.height, _gap(pieces) / row.height
    small = sum(_is_small(piece, row) for piece in pieces)
    box, cuts = (left, top, right, bottom), _cuts(pieces, row)
    length = sum(row.stroke_length(piece) for piece in pieces)
    return Candidate(first, beyond, left_out, box, tall, wide / tall, cuts, gap, small, _hanging(pieces), length)


def _cuts(pieces: list[Piece], row: RowPieces) -> float:
    """Half of what the cuts at either end of each mark crossed, and what parts it from marks that it is tied to."""
    marks = {piece.mark for piece in pieces}
    total = _SIZES.tie * sum((one in marks) != (other in marks) for one, other in row.tied)
    for mark in marks:
        own = [piece for piece in pieces if piece.mark == mark]
        total += (own[0].left_cut + own[-1].right_cut) / 2
    return total


def _gap(pieces: list[Piece]) -> float:
    """The sum of the gaps across between neighbouring pieces."""
    ordered = sorted(piece.box for piece in pieces)
    total, reach = 0.0, ordered[0][2]
    for box in ordered[1:]:
        total += max(0, box[0] - reach)
        reach = max(reach, box[2])
    return total


def _hanging(pieces: list[Piece]) -> int:
    """How many marks begin below the middle of the others, end below them, and stand beside them."""
    marks = {piece.mark for piece in pieces}
    if len(marks) == 1:
        return 0
    count = 0
    for mark in marks:
        left, top, right, bottom = box_around([piece for piece in pieces if piece.mark == mark])
        first, highest, last, lowest = box_around([piece for piece in pieces if piece.mark != mark])
        count += bottom > lowest and top > (highest + lowest) / 2 and (right <= first or left >= last)
    return count
