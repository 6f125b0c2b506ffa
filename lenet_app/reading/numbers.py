"""From what was answered for a row's candidates to its digits: by its pieces alone, or argued over with the sweep."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.ink.raster import Mask
from lenet_app.reading.candidates import Candidate, candidate_mask
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.doubt import left_over, with_too_much_ink
from lenet_app.reading.marks import Corners, Mark, marks_between
from lenet_app.reading.others import lean_of, line_of_digits, others_in, sign_of
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
_NARROWEST = 0.43  # of a mark's height: the width that each of several digits in it has at least
_WORDS_APART = 0.45  # of what follows: its height, by which words and numbers stand apart
_TOO = 0.5  # the probability from which on the pieces, too, have a digit
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
    used = frozenset[int]().union(*map(_pieces_of, candidates))
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

    They stand where the pieces have them, or, where no path of pieces rightly says that text, around their frames. What
    is left of a digit's size is no digit; where the pieces find that it is one, it is doubted.
    """
    found = verdicts(swept, row.pieces, row.candidates, row.recognitions, row.penalties)
    best = found[0]
    model = recognizer.model
    shares = [Recognition(one, model.class_names, certainty=recognizer.certainty) for one in shares_of_digits(found)]
    path = path_saying(row.pieces, row.candidates, row.recognitions, best.digits, row.penalties)
    if path is None or not _is_believed(row, path, best.digits):
        standing, rest = _by_frames(row, swept, best.digits, shares)
    else:
        standing, rest = _by_path(row, path, best.digits, shares)
    others = _others(row, rest, standing, answers_of)
    digits = [one.read for one in standing]
    for place in _not_agreed(standing, others, best.digits, row):
        digits[place] = replace(digits[place], is_doubted=True)
    whole = best.confidence()
    if any(other.is_contested for other in others):
        whole = min(whole, _MOST_WITH_INK_LEFT)
    signs = [Mark(other.sign, (other.ink.box[0] + other.ink.box[2]) / 2) for other in others if other.sign]
    digits = _marked(digits, row, [one.box for one in standing], rest, signs)
    told = tuple(other.read(row.ink.scale) for other in others)
    return NumberRead(weighed_row(_traced(digits, swept, best.digits), whole), told)


@dataclass(frozen=True, eq=False)
class _Standing:
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


Standing = tuple[list[_Standing], list[Piece]]
"""Digits, and the pieces that are in none of them."""


def _by_path(row: AnsweredRow, path: Sequence[int], text: Digits, shares: Sequence[Recognition]) -> Standing:
    """The digits as the pieces have them."""
    chosen = [row.candidates[n] for n in path]
    overfull = with_too_much_ink(chosen, text)
    found = []
    for place, (one, n, share) in enumerate(zip(chosen, path, shares, strict=True)):
        doubted = place in overfull and share.confidence < _AGREED
        read = ReadDigit(share, box_of(one.box, row.ink.scale), row.answers[n][1], doubted)
        found.append(_Standing(read, one.box, candidate_mask(row.pieces, one), _pieces_of(one)))
    return found, _unused(row.pieces, found)


def _by_frames(row: AnsweredRow, swept: SweptRow, text: Digits, shares: Sequence[Recognition]) -> Standing:
    """The digits around their frames."""
    found = [
        _Standing(_placed(row, one, share), one.box, one.mask, _pieces_under(row.pieces, one))
        for one, share in zip(placed_digits(swept, text, row.pieces), shares, strict=True)
    ]
    return found, _unused(row.pieces, found)


def _not_agreed(standing: Sequence[_Standing], others: "Sequence[_Other]", text: Digits, row: AnsweredRow) -> set[int]:
    """The places of digits that one of the readers, or their shape, does not take for digits.

    In a row where something is no digit, a digit has to be one for both readers.
    """
    alone = {_pieces_of(one): answer for one, answer in zip(row.candidates, row.recognitions, strict=True)}
    answers = [alone.get(one.pieces) for one in standing]
    taken = {
        place
        for place, (answer, digit) in enumerate(zip(answers, text, strict=True))
        if answer is not None and answer.probabilities[digit] >= _TOO
    }
    found = _crowded(standing, row.pieces) | _like_signs(standing, taken, row.pieces.pen)
    left = {row.pieces.pieces[k].mark for other in others for k in _pieces_of(other.ink)}
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


def _whole_marks(standing: Sequence[_Standing], row: RowPieces) -> dict[int, frozenset[int]]:
    """The places of digits that share their marks with no other digit, with all pieces of these marks."""
    marks = [frozenset(row.pieces[k].mark for k in one.pieces) for one in standing]
    shared = Counter(mark for own in marks for mark in own)
    return {
        place: frozenset(k for k, piece in enumerate(row.pieces) if piece.mark in own)
        for place, own in enumerate(marks)
        if all(shared[mark] == 1 for mark in own)
    }


def _crowded(standing: Sequence[_Standing], row: RowPieces) -> set[int]:
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


def _ones_of_words(standing: Sequence[_Standing], others: "Sequence[_Other]", text: Digits) -> set[int]:
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


@dataclass(frozen=True, eq=False)
class _Other:
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
        """Whether the model takes it for a digit."""
        return not self.sign and not self.answer[0].is_of_no_class

    def read(self, scale: float) -> ReadDigit:
        """As a part of a page, `scale` pixels of the ink per pixel of the picture."""
        recognition, fitted = self.answer
        return ReadDigit(recognition, box_of(self.ink.box, scale), fitted, self.is_contested, is_no_digit=True)


def _others(
    row: AnsweredRow, rest: Sequence[Piece], standing: Sequence[_Standing], answers_of: AnswersOf
) -> list[_Other]:
    runs = others_in(row.pieces, rest)
    line = line_of_digits([lean_of(one.mask) for one in standing], [one.box for one in standing]) if runs else None
    pen = row.pieces.pen
    signs = ["" if line is None else sign_of(candidate_mask(row.pieces, run), run.box, pen, line) for run in runs]
    return [_Other(*one) for one in zip(runs, answers_of(runs), signs, strict=True)]


def _like_signs(standing: Sequence[_Standing], taken: set[int], pen: float) -> set[int]:
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


def _pieces_of(candidate: Candidate) -> frozenset[int]:
    """The places of its pieces."""
    return frozenset(range(candidate.first, candidate.beyond)) - frozenset(candidate.left_out)


def _unused(row: RowPieces, standing: "Sequence[_Standing]") -> list[Piece]:
    """The pieces that are in none of the digits."""
    used = frozenset[int]().union(*(one.pieces for one in standing))
    return [piece for place, piece in enumerate(row.pieces) if place not in used]


def _pieces_under(row: RowPieces, placed: PlacedDigit) -> frozenset[int]:
    """The places of the pieces of which something is in a digit."""
    left, top, right, bottom = placed.box
    part = row.numbers[top - row.box[1] : bottom - row.box[1], left - row.box[0] : right - row.box[0]]
    numbers = np.unique(part[placed.mask[: part.shape[0], : part.shape[1]]]).tolist()
    return frozenset(number - 1 for number in numbers if number)


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


def box_of(box: Corners, scale: float) -> Box:
    """Left, top, right and bottom in pixels of the ink as a box in the picture's."""
    left, top, right, bottom = box
    return left / scale, top / scale, (right - left) / scale, (bottom - top) / scale


def _placed(row: AnsweredRow, placed: PlacedDigit, share: Recognition) -> ReadDigit:
    """A digit around its frames, with the ink that is there."""
    left, top, right, bottom = placed.box
    marks = row.ink.marks[top:bottom, left:right]
    fitted = fit(Ink(np.where(placed.mask, marks, 0).astype(np.float32))) if placed.mask.any() else None
    picture = None if fitted is None else fitted.picture
    return ReadDigit(share, box_of(placed.box, row.ink.scale), picture)
