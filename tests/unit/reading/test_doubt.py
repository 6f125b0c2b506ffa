"""What is doubted: ink of a digit's size that no digit was found in, and digits with the ink of two."""

import numpy as np
import pytest

from lenet_app.networks.certainty import Certainty
from lenet_app.reading.candidates import Candidate, candidates
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.doubt import left_over, with_too_much_ink
from lenet_app.reading.page import Page, ReadDigit, Row
from tests.unit.reading.test_path import answer, row_of

Box = tuple[int, int, int, int]
STEM: Box = (0, 0, 4, 40)


def moved(box: Box, right: int) -> Box:
    return box[0] + right, box[1], box[2] + right, box[3]


def single(row: RowPieces, *numbers: int) -> list[Candidate]:
    """The candidates that are one piece, of these numbers."""
    return [one for one in candidates(row) if one.first in numbers and one.beyond == one.first + 1]


def test_tall_ink_that_was_left_out_is_a_doubtful_digit() -> None:
    row = row_of([STEM, moved(STEM, 20), moved(STEM, 40)])
    (found,) = left_over(row, single(row, 0, 2))
    assert found.box == moved(STEM, 20)
    assert (found.first, found.beyond) == (1, 2)


def test_what_lies_apart_is_told_apart_and_dots_stay_out() -> None:
    row = row_of([STEM, moved(STEM, 8), (13, 36, 16, 39), moved(STEM, 60)])
    found = left_over(row, [])
    assert [one.box for one in found] == [(0, 0, 12, 40), moved(STEM, 60)]
    assert left_over(row, single(row, 0, 1, 3)) == []


@pytest.mark.parametrize(
    "box",
    [(20, 34, 26, 40), (20, 34, 23, 48), (20, 18, 44, 22), (20, 10, 60, 40)],
    ids=["dot", "comma", "dash", "shadow"],
)
def test_other_marks_are_no_digits(box: Box) -> None:
    row = row_of([STEM, box, moved(STEM, 70)])
    assert left_over(row, single(row, 0, 2)) == []


def test_a_line_that_leans_is_no_digit() -> None:
    """From one corner of its box to the other, without more ink than that."""
    down, across = np.mgrid[:30, :200]
    ink = abs(down - across * 0.15) < 2
    piece = Piece((0, 0, 200, 30), int(ink.sum()), 1)
    row = RowPieces((piece,), ink.astype(np.int64), (0, 0, 200, 30), 40, 4)
    assert left_over(row, []) == []


def inked(*areas: int, cut: float = 0.0) -> RowPieces:
    """Pieces of so much ink each, 20 wide and 40 high; a pen of 4."""
    pieces = [Piece((30 * k, 0, 30 * k + 20, 40), area, k + 1, 0, cut) for k, area in enumerate(areas)]
    shape = (40, 30 * len(areas))
    return RowPieces(tuple(pieces), np.zeros(shape, np.int64), (0, 0, shape[1], 40), 40, 4)


def test_a_digit_with_the_ink_of_two_is_doubted() -> None:
    usual, two = 4 * 40 * 2, 4 * 40 * 4
    digits = [3, 4, 5]
    assert with_too_much_ink(single(inked(usual, two, usual), 0, 1, 2), digits) == {1}
    # Where all digits have much of it, that is how they are written.
    assert with_too_much_ink(single(inked(two, two, two), 0, 1, 2), digits) == set()
    assert with_too_much_ink(single(inked(usual, usual, usual), 0, 1, 2), digits) == set()


def test_a_digit_torn_out_of_other_ink_is_doubted() -> None:
    row = inked(4 * 40 * 2, cut=8.0)
    assert with_too_much_ink(single(row, 0), [2]) == {0}


def test_doubt_stays_whatever_counts_as_sure() -> None:
    read = ReadDigit(answer(0.99), (0, 0, 20, 40), is_doubted=True)
    page = Page((Row((read,)),))
    assert page.text == "?"
    assert page.best_text == "3"
    assert page.rows[0].confidence == 0.5
    moved_page = page.placed(5, 5, 2)
    assert moved_page.text == "?"
    checked = CheckedPage.of(page).with_certainty(Certainty(threshold=0))
    assert checked.doubtful == (0,)
    assert checked.corrected(0, 8).text == "8"
