from itertools import product

import numpy as np
import pytest

from lenet_app.reading.candidates import Candidate, candidates
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.path import OF_DRAWINGS, PENALTIES, best_path, penalty_of
from lenet_app.recognition.recognizer import Recognition
from tests.unit.samples import DIGITS


def row_of(boxes: list[tuple[int, int, int, int]], pen: float = 4, height: float = 40) -> RowPieces:
    """Pieces that are marks of their own, all ink."""
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    numbers = np.zeros((bottom, right), np.int64)
    pieces = []
    for number, (x0, y0, x1, y1) in enumerate(boxes, start=1):
        numbers[y0:y1, x0:x1] = number
        pieces.append(Piece((x0, y0, x1, y1), (x1 - x0) * (y1 - y0), number))
    return RowPieces(tuple(pieces), numbers, (0, 0, right, bottom), height, pen)


def answer(confidence: float) -> Recognition:
    probabilities = np.full(10, (1 - confidence) / 9, np.float32)
    probabilities[3] = confidence
    return Recognition(probabilities, DIGITS)


HALVES = row_of([(0, 0, 14, 40), (14, 0, 28, 40), (40, 0, 60, 40)])


@pytest.mark.parametrize("alone", [True, False])
def test_the_answers_tell_whether_pieces_are_one_digit(alone: bool) -> None:
    found = candidates(HALVES)
    sure = {(0, 1), (1, 2), (2, 3)} if alone else {(0, 2), (2, 3)}
    answers = [answer(0.999 if (c.first, c.beyond) in sure else 0.2) for c in found]
    path = best_path(HALVES, found, answers)
    assert {(found[k].first, found[k].beyond) for k in path} == sure


def test_dots_are_left_out() -> None:
    row = row_of([(0, 0, 20, 40), (26, 34, 32, 40), (38, 0, 58, 40)])
    found = candidates(row)
    path = best_path(row, found, [answer(0.99)] * len(found))
    assert [found[k].box for k in path] == [(0, 0, 20, 40), (38, 0, 58, 40)]


def test_no_path_is_better() -> None:
    """Against all ways through the graph, tried one by one."""
    random = np.random.default_rng(5)
    boxes = [(k * 12, int(random.integers(0, 12)), k * 12 + 10, 40) for k in range(6)]
    row = row_of(boxes)
    found = candidates(row)
    answers = [answer(float(random.uniform(0.1, 0.98))) for _ in found]
    path = best_path(row, found, answers)
    alone = [total(row, found, answers, [k]) - total(row, found, answers, []) for k in range(len(found))]
    best = min(
        sum((alone[k] for k, taken in zip(range(len(found)), choice, strict=True) if taken), 0.0)
        for choice in compatible(found, len(boxes))
    )
    assert sum(alone[k] for k in path) == pytest.approx(best)


def test_the_penalty_of_a_text_is_that_of_the_best_path_that_says_it() -> None:
    """Against all ways through the graph with as many digits, tried one by one."""
    random = np.random.default_rng(6)
    boxes = [(k * 12, int(random.integers(0, 12)), k * 12 + 10, 40) for k in range(6)]
    row = row_of(boxes)
    found = candidates(row)
    answers = [answer(float(random.uniform(0.1, 0.98))) for _ in found]
    for count in range(5):
        ways = [choice for choice in compatible(found, len(boxes)) if sum(choice) == count]
        sums = [total(row, found, answers, [k for k, taken in enumerate(choice) if taken]) for choice in ways]
        assert penalty_of(row, found, answers, (3,) * count) == pytest.approx(min(sums))


def test_another_text_costs_more_and_an_impossible_one_everything() -> None:
    row = row_of([(0, 0, 20, 40), (38, 0, 58, 40)])
    found = candidates(row)
    answers = [answer(0.99)] * len(found)
    assert penalty_of(row, found, answers, (3, 3)) < penalty_of(row, found, answers, (3, 5)) < np.inf
    assert penalty_of(row, found, answers, (3, 3, 3)) == np.inf


@pytest.mark.parametrize("stroke", [20, 32])
def test_ink_is_measured_against_what_is_usual_in_the_row(stroke: int) -> None:
    """Two digits of short strokes, and both in one, which is answered nearly as well and would cost less."""
    pieces = [Piece((24 * k, 0, 24 * k + 20, 40), 4 * stroke * 2, k + 1) for k in range(4)]
    numbers = np.repeat(np.arange(1, 5), 24)[None].repeat(40, 0)
    row = RowPieces(tuple(pieces), numbers, (0, 0, 96, 40), 40, 4)
    found = candidates(row)
    answers = [answer(0.999 if c.beyond - c.first == 1 else 0.97) for c in found]
    path = best_path(row, found, answers, OF_DRAWINGS)
    assert [(found[k].first, found[k].beyond) for k in path] == [(0, 1), (1, 2), (2, 3), (3, 4)]


def total(row: RowPieces, found: list[Candidate], answers: list[Recognition], path: list[int]) -> float:
    """The penalties of a path by their definition."""
    p = PENALTIES
    left = set(range(len(row.pieces)))
    sum_ = 0.0
    for k in path:
        c = found[k]
        left -= set(range(c.first, c.beyond)) - set(c.left_out)
        wide = c.aspect * c.relative_height
        sum_ -= max(1, wide / p.narrow) * np.log((answers[k].confidence + p.floor) / (1 + p.floor))
        sum_ += p.height * np.log(c.relative_height) ** 2 + p.wide * max(0, wide - p.usual)
        strokes = sum(row.pieces[j].area for j in range(c.first, c.beyond) if j not in c.left_out) / (
            row.pen * row.height
        )
        sum_ += p.ink * max(0, strokes / 2.25 - p.most_ink)  # every answer is a 3, and none of them certain
        sum_ += p.cut * c.cuts + p.gap * c.gap + p.small * c.small + p.digit
    for k in left:
        length = row.pieces[k].area / (row.pen * row.height)
        sum_ += p.any_left_out + p.left_out * (length if length > 1 else length**2)
    return float(sum_)


def compatible(found: list[Candidate], pieces: int) -> list[list[bool]]:
    """All choices of candidates that share no piece, by trying what each place between pieces may start."""
    starts = [[k for k, c in enumerate(found) if c.first == node] for node in range(pieces)]
    choices = []
    for taken in product(*([None, *of] for of in starts)):
        reach, good = 0, True
        for node, k in enumerate(taken):
            if k is not None:
                good = good and node >= reach
                reach = found[k].beyond
        if good:
            choices.append([k in taken for k in range(len(found))])
    return choices
