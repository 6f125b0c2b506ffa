"""Where the digits of a row's text stand: as its pieces have them, or around the frames of the sweep."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import fit
from lenet_app.ink.raster import Mask
from lenet_app.reading.answered import AnsweredRow
from lenet_app.reading.candidates import Candidate, candidate_mask
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.doubt import with_too_much_ink
from lenet_app.reading.marks import Corners
from lenet_app.reading.page import Box, ReadDigit
from lenet_app.reading.path import path_saying
from lenet_app.reading.sweep.decoding import Digits
from lenet_app.reading.sweep.places import PlacedDigit, placed_digits
from lenet_app.reading.sweep.swept import SweptRow
from lenet_app.recognition.recognizer import Recognition

_MAY_BE = 0.1  # the probability from which on a candidate may be a digit
_AGREED = 0.9  # the share from which on both readers are of one mind, whatever the ink of a digit


@dataclass(frozen=True, eq=False)
class StandingDigit:
    """A digit of the best text where it stands.

    Args:
        read: the digit.
        box: of its ink, in pixels of the page.
        mask: where in the box its ink is.
        pieces: the places of the pieces of which something is its ink.
    """

    read: ReadDigit
    box: Corners
    mask: Mask
    pieces: frozenset[int]


def standing_digits(
    row: AnsweredRow, swept: SweptRow, text: Digits, shares: Sequence[Recognition]
) -> tuple[list[StandingDigit], list[Piece]]:
    """The digits of a text, and the pieces that are in none of them.

    They stand where the pieces have them, or around their frames where no path of pieces rightly says the text.

    Args:
        row: the pieces.
        swept: the sweep along the same row.
        text: the digits.
        shares: for each of them, how likely each digit is in its place.
    """
    path = path_saying(row.pieces, row.candidates, row.recognitions, text, row.penalties)
    if path is None or not _is_believed(row, path, text):
        found = _by_frames(row, swept, text, shares)
    else:
        found = _by_path(row, path, text, shares)
    used = frozenset[int]().union(*(one.pieces for one in found))
    return found, [piece for place, piece in enumerate(row.pieces.pieces) if place not in used]


def _by_path(row: AnsweredRow, path: Sequence[int], text: Digits, shares: Sequence[Recognition]) -> list[StandingDigit]:
    """The digits as the pieces have them."""
    chosen = [row.candidates[n] for n in path]
    overfull = with_too_much_ink(chosen, text)
    found = []
    for place, (one, n, share) in enumerate(zip(chosen, path, shares, strict=True)):
        doubted = place in overfull and share.confidence < _AGREED
        read = ReadDigit(share, box_of(one.box, row.ink.scale), row.answers[n][1], doubted)
        found.append(StandingDigit(read, one.box, candidate_mask(row.pieces, one), pieces_of(one)))
    return found


def _by_frames(row: AnsweredRow, swept: SweptRow, text: Digits, shares: Sequence[Recognition]) -> list[StandingDigit]:
    """The digits around their frames."""
    return [
        StandingDigit(_placed(row, one, share), one.box, one.mask, _pieces_under(row.pieces, one))
        for one, share in zip(placed_digits(swept, text, row.pieces), shares, strict=True)
    ]


def _is_believed(row: AnsweredRow, path: Sequence[int], digits: Digits) -> bool:
    """Whether every candidate on a path may be its digit; else that is somewhere else."""
    answers = (row.answers[n][0].probabilities for n in path)
    return all(shares[digit] >= _MAY_BE for shares, digit in zip(answers, digits, strict=True))


def _placed(row: AnsweredRow, placed: PlacedDigit, share: Recognition) -> ReadDigit:
    """A digit around its frames, with the ink that is there."""
    left, top, right, bottom = placed.box
    marks = row.ink.marks[top:bottom, left:right]
    fitted = fit(Ink(np.where(placed.mask, marks, 0).astype(np.float32))) if placed.mask.any() else None
    picture = None if fitted is None else fitted.picture
    return ReadDigit(share, box_of(placed.box, row.ink.scale), picture)


def box_of(box: Corners, scale: float) -> Box:
    """Left, top, right and bottom in pixels of the ink as a box in the picture's."""
    left, top, right, bottom = box
    return left / scale, top / scale, (right - left) / scale, (bottom - top) / scale


def pieces_of(candidate: Candidate) -> frozenset[int]:
    """The places of its pieces."""
    return frozenset(range(candidate.first, candidate.beyond)) - frozenset(candidate.left_out)


def _pieces_under(row: RowPieces, placed: PlacedDigit) -> frozenset[int]:
    """The places of the pieces of which something is in a digit."""
    left, top, right, bottom = placed.box
    part = row.numbers[top - row.box[1] : bottom - row.box[1], left - row.box[0] : right - row.box[0]]
    numbers = np.unique(part[placed.mask[: part.shape[0], : part.shape[1]]]).tolist()
    return frozenset(number - 1 for number in numbers if number)
