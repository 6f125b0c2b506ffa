"""What a row must not hide: a digit that no candidate fits, and two digits that were taken for one.

The model is asked what a candidate is, never whether it is one digit, and some pairs of digits look like a third. The
ink tells: a digit is made of so much stroke and no more, and what is as tall as a digit is hardly a comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from lenet_app.reading.candidates import Candidate, candidate_mask, run_of_pieces
from lenet_app.reading.cuts import RowPieces


@dataclass(frozen=True)
class _Rules:
    """When ink speaks against an answer. Heights, lengths and gaps are shares of the row's height.

    Args:
        tall: from here on what was left out may be a digit.
        least_length: of strokes: less is a speck.
        narrow: wide over high: what is narrower may be a stem, however full.
        filled: of its box that is ink: what is wide and fuller is a shadow.
        bent: times as long as from its one end to the other: what is less bent is a line.
        gap: what lies further apart is not one digit.
        too_much: times a digit's usual length of strokes: of digits that were rightly read 0.5 % have more.
        too_deep: pen widths of ink that a digit's cuts cross: it was torn out of others.
        several: digits of a row that tell what is usual in it.
    """

    tall: float = 0.5
    least_length: float = 0.8
    narrow: float = 0.5
    filled: float = 0.7
    bent: float = 1.3
    gap: float = 0.25
    too_much: float = 1.55
    too_deep: float = 3.0
    several: int = 3


_RULES = _Rules()


def left_over(row: RowPieces, chosen: Sequence[Candidate]) -> list[Candidate]:
    """What is in none of the chosen candidates and may yet be a digit, from the left to the right.

    Args:
        row: the pieces.
        chosen: the best path, from the left to the right.
    """
    found, start = list[Candidate](), 0
    for first, beyond in [*((one.first, one.beyond) for one in chosen), (len(row.pieces), 0)]:
        runs = (run_of_pieces(row, *run) for run in _runs(row, start, first))
        found += [run for run in runs if run is not None and _may_be_digit(row, run)]
        start = beyond
    return found


def with_too_much_ink(chosen: Sequence[Candidate], digits: Sequence[int]) -> set[int]:
    """Which of the chosen candidates hold more ink than their digit has, or are torn out of other ink.

    Args:
        chosen: the best path.
        digits: what each of them was taken for, 0 to 9.

    Returns:
        Places in `chosen`.
    """
    shares = [one.share_of(digit) for one, digit in zip(chosen, digits, strict=True)]
    # Where all digits have much ink, the pen was thick or the writer likes loops.
    usual = max(1.0, float(np.median(shares))) if len(shares) >= _RULES.several else 1.0
    return {k for k, one in enumerate(chosen) if shares[k] > _RULES.too_much * usual or one.cuts > _RULES.too_deep}


def _runs(row: RowPieces, first: int, beyond: int) -> list[tuple[int, int]]:
    """The pieces from `first` on, parted where much paper lies between them."""
    runs, start, reach = list[tuple[int, int]](), first, 0
    for k in range(first, beyond):
        left, _, right, _ = row.pieces[k].box
        if k > start and left - reach > _RULES.gap * row.height:
            runs.append((start, k))
            start = k
        reach = right if k == start else max(reach, right)
    return [*runs, (start, beyond)] if start < beyond else runs


def _may_be_digit(row: RowPieces, run: Candidate) -> bool:
    if run.relative_height < _RULES.tall or run.length < _RULES.least_length or _is_line(run):
        return False
    return run.aspect < _RULES.narrow or float(candidate_mask(row, run).mean()) < _RULES.filled


def _is_line(run: Candidate) -> bool:
    """Whether it is a stroke from one side to the other, with no more ink than a straight one has."""
    straight = hypot(1, run.aspect) * run.relative_height
    return run.aspect > 1 and run.length < _RULES.bent * straight
