"""From what was answered for a row's candidates to its digits: by its pieces alone, or argued over with the sweep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from lenet_app.reading.agreed import not_agreed, others_of
from lenet_app.reading.answered import AnsweredRow, AnswersOf
from lenet_app.reading.cuts import Piece
from lenet_app.reading.doubt import left_over, with_too_much_ink
from lenet_app.reading.marks import Corners, Mark, marks_between
from lenet_app.reading.page import ReadDigit, Row, RowTrace, weighed_row
from lenet_app.reading.path import best_path
from lenet_app.reading.standing import box_of, pieces_of, standing_digits
from lenet_app.reading.sweep.decoding import Digits, alignment
from lenet_app.reading.sweep.swept import SweptRow
from lenet_app.reading.sweep.together import Verdict, verdicts
from lenet_app.recognition.recognizer import Recognition, Recognizer

_MOST_WITH_INK_LEFT = 0.5  # how likely a number is right at most where ink of a digit's size is in none of its digits
_OF_OTHERS = 1e-4  # the share of all texts that nobody proposed: nothing is certain


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
    used = frozenset[int]().union(*map(pieces_of, candidates))
    left = [piece for place, piece in enumerate(row.pieces.pieces) if place not in used]
    return Row(tuple(_marked(digits, row, [one.box for one in candidates], left)))


@dataclass(frozen=True, eq=False)
class NumberRead:
    """What a row of marks was read as.

    Args:
        row: the number; without digits where nothing is one.
        others: what is none, from the left to the right.
    """

    row: Row
    others: tuple[ReadDigit, ...] = ()


def by_both(row: AnsweredRow, swept: SweptRow, recognizer: Recognizer, answers_of: AnswersOf) -> NumberRead:
    """The digits of the text that is best by sweep and pieces together, each as likely as the texts that have it there.

    What is left of a digit's size is no digit; where the pieces find that it is one, it is doubted.
    """
    found = verdicts(swept, row.pieces, row.candidates, row.recognitions, row.penalties)
    best = found[0]
    model = recognizer.model
    shares = [Recognition(one, model.class_names, certainty=recognizer.certainty) for one in shares_of_digits(found)]
    standing, rest = standing_digits(row, swept, best.digits, shares)
    others = others_of(row, rest, standing, answers_of)
    digits = [one.read for one in standing]
    for place in not_agreed(standing, others, best.digits, row):
        digits[place] = replace(digits[place], is_doubted=True)
    whole = best.confidence()
    if any(other.is_contested for other in others):
        whole = min(whole, _MOST_WITH_INK_LEFT)
    if not Row(tuple(digits), whole).sure:
        digits = _doubted_alone(digits, recognizer)
    signs = [Mark(other.sign, (other.ink.box[0] + other.ink.box[2]) / 2) for other in others if other.sign]
    digits = _marked(digits, row, [one.box for one in standing], rest, signs)
    told = tuple(other.read(row.ink.scale) for other in others)
    return NumberRead(weighed_row(_traced(digits, swept, best.digits), whole), told)


def _doubted_alone(digits: Sequence[ReadDigit], recognizer: Recognizer) -> list[ReadDigit]:
    """The digits of a number that is not sure, those doubted that are not surely the same digit by themselves.

    What is doubtful in such a number may as well be somewhere else: of real digits that were sure here but not by
    themselves a third were wrong.
    """
    seen = [place for place, digit in enumerate(digits) if digit.fitted is not None]
    answers = recognizer.recognise_all([fitted[None] for digit in digits if (fitted := digit.fitted) is not None])
    found = list(digits)
    for place, answer in zip(seen, answers, strict=True):
        if not answer.sure or answer.best != digits[place].best:
            found[place] = replace(digits[place], is_doubted=True)
    return found


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


def _marked(
    digits: list[ReadDigit], row: AnsweredRow, boxes: list[Corners], rest: list[Piece], signs: Sequence[Mark] = ()
) -> list[ReadDigit]:
    """The digits with the marks that stand before each and behind the last, and with `signs` that were told apart."""
    middles = [(left + right) / 2 for left, _, right, _ in boxes]
    marks = [*marks_between(row.pieces, rest, boxes), *signs] if digits else []
    for mark in sorted(marks, key=lambda mark: mark.middle):
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
