"""Form boxes, squared paper and thick strokes; a written 1 stays whatever is around it."""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.page_ruling import without_ruling

Mask = npt.NDArray[np.bool_]
PEN = 8


def cells(width: int = 3) -> Mask:
    """A row of six cells, 90 wide and 120 high."""
    page = np.zeros((200, 620), np.bool_)
    page[30 : 30 + width, 30 : 570 + width] = page[150 : 150 + width, 30 : 570 + width] = True
    for left in range(30, 571, 90):
        page[30 : 150 + width, left : left + width] = True
    return page


def ones(height: int = 80) -> Mask:
    page = np.zeros((200, 620), np.bool_)
    for left in range(70, 600, 90):
        page[50 : 50 + height, left : left + PEN] = True
    return page


def test_the_boxes_of_a_form_go_and_what_is_written_in_them_stays() -> None:
    np.testing.assert_array_equal(without_ruling(cells() | ones(), PEN), ones())


def test_a_digit_that_touches_a_wall_stays() -> None:
    page = ones()
    page[80:88, 70:130] = True  # a bar from the first 1 across the next wall
    left = without_ruling(cells() | page, PEN)
    assert np.count_nonzero(page & ~left) == 0
    assert np.count_nonzero(left & ~page) < 4 * PEN


def test_a_one_from_line_to_line_stays() -> None:
    page = np.zeros((200, 620), np.bool_)
    page[30:33] = page[150:153] = True
    written = np.zeros_like(page)
    for left in range(70, 600, 90):
        written[30:153, left : left + PEN] = True
    kept = without_ruling(page | written, PEN)
    assert np.count_nonzero(written & ~kept) == 0


def test_ones_no_higher_than_the_other_digits_stay() -> None:
    """Written with a pen as thin as the lines, up to the line above and down to the line below."""
    page = np.zeros((200, 620), np.bool_)
    page[30:33] = page[150:153] = True
    down, across = np.mgrid[:200, :620]
    for middle in range(80, 600, 120):
        page |= abs(np.hypot((across - middle) * 2, down - 91) - 60) < 3
    page[33:150, 140:143] = page[33:150, 260:263] = True
    kept = without_ruling(page, 4)
    assert kept[40:140, 141].all()
    assert kept[40:140, 261].all()


def test_squares_leave_no_dots_where_they_cross() -> None:
    squares = np.zeros((200, 620), np.bool_)
    for offset in range(2):
        squares[12 + offset :: 40] = True
        squares[:, 15 + offset :: 40] = True
    kept = without_ruling(squares | ones(), PEN)
    assert np.count_nonzero(kept & ~ones()) <= 6 * 4 * PEN  # next to the strokes
    assert np.count_nonzero(ones() & ~kept) == 0


def test_thick_strokes_side_by_side_are_no_line() -> None:
    page = np.zeros((160, 620), np.bool_)
    for left in range(20, 560, 100):
        page[30:130, left : left + 96] = True
    np.testing.assert_array_equal(without_ruling(page, 30), page)
