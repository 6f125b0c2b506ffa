"""Where the readers do not agree that something is a digit, or its shape speaks against it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lenet_app.reading.answered import Answer, AnsweredRow, AnswersOf
from lenet_app.reading.candidates import Candidate, candidate_mask
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.marks import Corners
from lenet_app.reading.others import is_broad, is_left_of_digit, lean_of, line_of_digits, others_in, sign_of
from lenet_app.reading.page import ReadDigit
from lenet_app.reading.standing import StandingDigit, box_of, pieces_of
from lenet_app.reading.sweep.decoding import Digits

_NARROWEST = 0.43  # of a mark's height: the width that each of several digits in it has at least
_WORDS_APART = 0.45  # of what follows: its height, by which words and numbers stand apart
_TOO = 0.5  # the probability from which on the pieces, too, have a digit


@dataclass(frozen=True, eq=False)
class Other:
    """Ink of about a digit's size that is in no digit.

    Args:
        ink: which.
        answer: the model's for it.
        sign: what it is, where that is known.
    """

    ink: Candidate
    answer: Answer
    sign: str

    @property
    def is_contested(self) -> bool:
        """Whether the model takes it for a digit, or it may be left of one."""
        return not self.sign and (is_broad(self.ink) or not self.answer[0].is_of_no_class)

    def read(self, scale: float) -> ReadDigit:
        """As a part of a page, `scale` pixels of the ink per pixel of the picture."""
        recognition, fitted = self.answer
        return ReadDigit(recognition, box_of(self.ink.box, scale), fitted, self.is_contested, is_no_digit=True)


def others_of(
    row: AnsweredRow, rest: Sequence[Piece], standing: Sequence[StandingDigit], answers_of: AnswersOf
) -> list[Other]:
    """What is no digit, mark by mark, from the left to the right.

    Args:
        row: the pieces.
        rest: those that are in no digit.
        standing: the digits, which tell where their line is and how it leans.
        answers_of: answers for what no candidate is.
    """
    runs = others_in(row.pieces, rest)
    line = line_of_digits([lean_of(one.mask) for one in standing], [one.box for one in standing]) if runs else None
    runs = [run for run in runs if not is_broad(run) or (line is not None and is_left_of_digit(run, line))]
    pen = row.pieces.pen
    signs = ["" if line is None else sign_of(candidate_mask(row.pieces, run), run.box, pen, line) for run in runs]
    return [Other(*one) for one in zip(runs, answers_of(runs), signs, strict=True)]


def not_agreed(standing: Sequence[StandingDigit], others: Sequence[Other], text: Digits, row: AnsweredRow) -> set[int]:
    """The places of digits that one of the readers, or their shape, does not take for digits.

    In a row where something is no digit, a digit has to be one for both readers.
    """
    alone = {pieces_of(one): answer for one, answer in zip(row.candidates, row.recognitions, strict=True)}
    answers = [alone.get(one.pieces) for one in standing]
    taken = {
        place
        for place, (answer, digit) in enumerate(zip(answers, text, strict=True))
        if answer is not None and answer.probabilities[digit] >= _TOO
    }
    found = _crowded(standing, row.pieces) | _like_signs(standing, taken, row.pieces.pen)
    left = {row.pieces.pieces[k].mark for other in others for k in pieces_of(other.ink)}
    for place, whole in _whole_marks(standing, row.pieces).items():
        # What was cut off other digits tells nothing; here no other digit is there to be cut off.
        part, every = answers[place], alone.get(whole)
        is_torn = place not in taken or any(row.pieces.pieces[k].mark in left for k in whole)
        if (part is not None and part.is_of_no_class) or (every is not None and every.is_of_no_class and is_torn):
            found.add(place)
    if found or others:
        found |= set(range(len(standing))) - taken
        found |= _ones_of_words(standing, others, text)
    return found


def _whole_marks(standing: Sequence[StandingDigit], row: RowPieces) -> dict[int, frozenset[int]]:
    """The places of digits that share their marks with no other digit, with all pieces of these marks."""
    marks = [frozenset(row.pieces[k].mark for k in one.pieces) for one in standing]
    shared = Counter(mark for own in marks for mark in own)
    return {
        place: frozenset(k for k, piece in enumerate(row.pieces) if piece.mark in own)
        for place, own in enumerate(marks)
        if all(shared[mark] == 1 for mark in own)
    }


def _crowded(standing: Sequence[StandingDigit], row: RowPieces) -> set[int]:
    """The places of digits that share a mark which is too narrow for so many: an H is no 11."""
    boxes: dict[int, Corners] = {}
    for piece in row.pieces:
        left, top, right, bottom = boxes.get(piece.mark, piece.box)
        x0, y0, x1, y1 = piece.box
        boxes[piece.mark] = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)
    found = set[int]()
    for left, top, right, bottom in boxes.values():
        own = {k for k, one in enumerate(standing) if left <= one.box[0] and one.box[2] <= right
               and top <= one.box[1] and one.box[3] <= bottom}  # fmt: skip
        if len(own) > 1 and right - left < _NARROWEST * len(own) * (bottom - top):
            found |= own
    return found


def _ones_of_words(standing: Sequence[StandingDigit], others: Sequence[Other], text: Digits) -> set[int]:
    """The places of ones that stand among letters with no other digit: a Roman numeral's, or an l."""
    digits = [(one.box, place) for place, one in enumerate(standing)]
    letters = [(other.ink.box, -1) for other in others if not other.sign]
    found, word = set[int](), list[int]()
    reach = -np.inf
    for box, place in [*sorted([*digits, *letters]), ((np.inf,) * 4, -1)]:
        if box[0] - reach > _WORDS_APART * (box[3] - box[1]) or box[0] == np.inf:
            ones = [k for k in word if k >= 0]
            if len(ones) < len(word) and all(text[k] == 1 for k in ones):
                found.update(ones)
            word = []
        word.append(place)
        reach = max(reach, box[2])
    return found


def _like_signs(standing: Sequence[StandingDigit], taken: set[int], pen: float) -> set[int]:
    """The places of digits that look more like a slash, a bracket or a plus sign, beside the others of their row.

    The model of single digits knows plus signs, so what it has `taken` for a digit is none; a slash is a one to it.
    """
    found, last = set[int](), len(standing) - 1
    leans, boxes = [lean_of(one.mask) for one in standing], [one.box for one in standing]
    for place, one in enumerate(standing):
        line = line_of_digits(leans[:place] + leans[place + 1 :], boxes[:place] + boxes[place + 1 :])
        sign = "" if line is None else sign_of(one.mask, one.box, pen, line)
        # A slash has digits on both sides, and brackets open before and close behind some.
        can_be = {"/": 0 < place < last, "+": place not in taken, "(": place < last, ")": place > 0}
        if can_be.get(sign, False):
            found.add(place)
    return found
