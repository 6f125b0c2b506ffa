"""From what was answered for a row's candidates to its digits: by its pieces alone, or argued over with the sweep."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.reading.candidates import Candidate
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.doubt import left_over, with_too_much_ink
from lenet_app.reading.marks import Corners, marks_between
from lenet_app.reading.page import Box, ReadDigit, Row, RowTrace, weighed_row
from lenet_app.reading.path import Penalties, best_path, path_saying
from lenet_app.reading.sweep.decoding import Digits, alignment
from lenet_app.reading.sweep.places import PlacedDigit, placed_digits
from lenet_app.reading.sweep.swept import SweptRow
from lenet_app.reading.sweep.together import Verdict, verdicts
from lenet_app.recognition.recognizer import Recognition, Recognizer

Answer = tuple[Recognition, Picture]

_MOST_WITH_INK_LEFT = 0.5  # how likely a number is right at most where ink of a digit's size is in none of its digits
_OF_OTHERS = 1e-4  # the share of all texts that nobody proposed: nothing is certain
_MAY_BE = 0.1  # the probability from which on a candidate may be a digit
_AGREED = 0.9  # the share from which on both readers are of one mind, whatever the ink of a digit


@dataclass(frozen=True, eq=False)
class AnsweredRow:
    """A row with all that may be a digit.

    Args:
        ink: of the page.
        pieces: of the row.
        candidates: of the row.
        answers: for each of them, with what was answered for.
        penalties: what counts how much on a path.
    """

    ink: PageInk
    pieces: RowPieces
    candidates: Sequence[Candidate]
    answers: Sequence[Answer]
    penalties: Penalties

    @property
    def recognitions(self) -> list[Recognition]:
        """The answers alone."""
        return [recognition for recognition, _ in self.answers]


AnswersOf = Callable[[Sequence[Candidate]], list[Answer]]
"""Gives the answers for more candidates of the row."""


def by_pieces(row: AnsweredRow, answers_of: AnswersOf) -> Row:
    """The digits of the best path, and a doubted one for all ink of a digit's size that is in none of them."""
    path = best_path(row.pieces, row.candidates, row.recognitions, row.penalties)
    chosen = [row.candidates[n] for n in path]
    overfull = with_too_much_ink(chosen, [row.answers[n][0].best for n in path])
    found = [(one, row.answers[n], place in overfull) for place, (one, n) in enumerate(zip(chosen, path, strict=True))]
    rest = left_over(row.pieces, chosen)
    found += [(one, answer, True) for one, answer in zip(rest, answers_of(rest), strict=True)]
    found.sort(key=lambda item: item[0].first)
    digits = [
        ReadDigit(answer[0], box_of(one.box, row.ink.scale), answer[1], doubted) for one, answer, doubted in found
    ]
    candidates = [one for one, _, _ in found]
    return Row(tuple(_marked(digits, row, [one.box for one in candidates], _unused(row.pieces, candidates))))


def by_both(row: AnsweredRow, swept: SweptRow, recognizer: Recognizer) -> Row:
    """The digits of the text that is best by sweep and pieces together, each as likely as the texts that have it there.

    They stand where the pieces have them, or, where no path of pieces rightly says that text, around their frames.
    """
    found = verdicts(swept, row.pieces, row.candidates, row.recognitions, row.penalties)
    best = found[0]
    if not best.digits:
        return Row(())
    model = recognizer.model
    shares = [Recognition(one, model.class_names, certainty=recognizer.certainty) for one in shares_of_digits(found)]
    path = path_saying(row.pieces, row.candidates, row.recognitions, best.digits, row.penalties)
    if path is None or not _is_believed(row, path, best.digits):
        placed = placed_digits(swept, best.digits, row.pieces)
        digits = [_placed(row, one, share) for one, share in zip(placed, shares, strict=True)]
        digits = _marked(digits, row, [one.box for one in placed], _uncovered(row.pieces, placed))
        return weighed_row(_traced(digits, swept, best.digits), best.confidence())
    chosen = [row.candidates[n] for n in path]
    overfull = with_too_much_ink(chosen, best.digits)
    read = []
    for place, (one, n, share) in enumerate(zip(chosen, path, shares, strict=True)):
        doubted = place in overfull and share.confidence < _AGREED
        read.append(ReadDigit(share, box_of(one.box, row.ink.scale), row.answers[n][1], doubted))
    read = _marked(read, row, [one.box for one in chosen], _unused(row.pieces, chosen))
    whole = best.confidence()
    if left_over(row.pieces, chosen):
        whole = min(whole, _MOST_WITH_INK_LEFT)
    return weighed_row(_traced(read, swept, best.digits), whole)


def _is_believed(row: AnsweredRow, path: Sequence[int], digits: Digits) -> bool:
    """Whether every candidate on a path may be its digit; else that is somewhere else."""
    answers = (row.answers[n][0].probabilities for n in path)
    return all(shares[digit] >= _MAY_BE for shares, digit in zip(answers, digits, strict=True))


def shares_of_digits(found: Sequence[Verdict]) -> npt.NDArray[np.float32]:
    """How likely each digit is at each place of the best text, float32 (places, 10), each row summing to 1.

    Where a text has nothing at a place, for it has fewer digits there or more, its share is spread over all digits.
    """
    best = found[0].digits
    shares = np.zeros((len(best), 10))
    for one in found:
        for place, digit in _side_by_side(best, one.digits):
            shares[place, digit] += one.share
    shares += (1 - shares.sum(axis=1, keepdims=True)).clip(0) / 10 + _OF_OTHERS / 10
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)


def _side_by_side(best: Digits, other: Digits) -> Iterator[tuple[int, int]]:
    """The places of `best` that stand opposite a digit of another text, each with that digit."""
    for _, first, beyond, start, end in SequenceMatcher(None, best, other, autojunk=False).get_opcodes():
        if beyond - first == end - start:
            yield from zip(range(first, beyond), other[start:end], strict=True)


def _unused(row: RowPieces, chosen: Sequence[Candidate]) -> list[Piece]:
    """The pieces that are in none of the candidates."""
    used = {k for one in chosen for k in range(one.first, one.beyond) if k not in one.left_out}
    return [piece for k, piece in enumerate(row.pieces) if k not in used]


def _uncovered(row: RowPieces, placed: Sequence[PlacedDigit]) -> list[Piece]:
    """The pieces of which nothing is in a digit."""
    used: set[int] = set()
    for one in placed:
        left, top, right, bottom = one.box
        part = row.numbers[top - row.box[1] : bottom - row.box[1], left - row.box[0] : right - row.box[0]]
        used.update(np.unique(part[one.mask[: part.shape[0], : part.shape[1]]]).tolist())
    return [piece for number, piece in enumerate(row.pieces, start=1) if number not in used]


def _marked(digits: list[ReadDigit], row: AnsweredRow, boxes: list[Corners], rest: list[Piece]) -> list[ReadDigit]:
    """The digits with the marks that stand before each and behind the last."""
    middles = [(left + right) / 2 for left, _, right, _ in boxes]
    for mark in marks_between(row.pieces, rest, boxes):
        place = sum(middle < mark.middle for middle in middles)
        if place < len(digits):
            digits[place] = replace(digits[place], before=digits[place].before + mark.text)
        else:
            digits[-1] = replace(digits[-1], after=digits[-1].after + mark.text)
    return digits


def _traced(digits: Sequence[ReadDigit], swept: SweptRow, text: Digits) -> list[ReadDigit]:
    """The digits with what the sweep saw; without it where its frames are too few for them."""
    try:
        spans = tuple(alignment(swept.frames, text))
    except ValueError:
        return list(digits)
    trace = RowTrace(swept.line.picture, swept.frames, text, spans)
    return [replace(digit, trace=trace, place=place) for place, digit in enumerate(digits)]


def box_of(box: Corners, scale: float) -> Box:
    """Left, top, right and bottom in pixels of the ink as a box in the picture's."""
    left, top, right, bottom = box
    return left / scale, top / scale, (right - left) / scale, (bottom - top) / scale


def _placed(row: AnsweredRow, placed: PlacedDigit, share: Recognition) -> ReadDigit:
    """A digit around its frames, with the ink that is there."""
    left, top, right, bottom = placed.box
    marks = row.ink.marks[top:bottom, left:right]
    fitted = fit(Ink(np.where(placed.mask, marks, 0).astype(np.float32))) if placed.mask.any() else None
    return ReadDigit(share, box_of(placed.box, row.ink.scale), None if fitted is None else fitted.picture)
