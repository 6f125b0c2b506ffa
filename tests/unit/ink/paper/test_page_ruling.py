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


def digits(height: int = 60, pen: int = 7) -> Mask:
    """Six rings, as high as digits."""
    page = np.zeros((200, 620), np.bool_)
    down, across = np.mgrid[:200, :620]
    for middle in range(70, 600, 90):
        off = abs(np.hypot((across - middle) * 1.6, down - 90) - height / 2)
        page |= off < pen / 2
    return page


def test_a_long_flag_over_the_next_digits_stays() -> None:
    """As of a 5 before zeros: as thick as the strokes, and no longer than two digits."""
    page = digits()
    page[52:59, 50:160] = True
    np.testing.assert_array_equal(without_ruling(page, 7), page)


def test_lines_that_bend_go() -> None:
    down, across = np.mgrid[:200, :620]
    rules = np.asarray(abs(down - 130 - 25 * np.sin(across / 150)) < 1.5)
    kept = without_ruling(digits() | rules, 6)
    assert np.count_nonzero(kept & ~digits()) < 0.05 * np.count_nonzero(rules)
    assert np.count_nonzero(digits() & ~kept) == 0


def test_separate_boxes_go() -> None:
    boxes = np.zeros((200, 620), np.bool_)
    for left in range(32, 520, 90):
        for width in range(3):
            boxes[40 + width, left : left + 78] = boxes[140 + width, left : left + 78] = True
            boxes[40:143, left + width] = boxes[40:143, left + 75 + width] = True
    np.testing.assert_array_equal(without_ruling(digits() | boxes, 6), digits())


def test_the_teeth_of_a_comb_go_and_a_one_between_them_stays() -> None:
    comb = np.zeros((200, 620), np.bool_)
    comb[140:143, 25:568] = True
    for left in range(25, 570, 90):
        comb[100:143, left : left + 3] = True
    written = digits()
    written[:, 30:110] = False
    written[55:135, 66:73] = True
    np.testing.assert_array_equal(without_ruling(comb | written, 6), written)


def test_a_streak_from_edge_to_edge_goes() -> None:
    page = digits()
    page[:, 300:302] = True
    np.testing.assert_array_equal(without_ruling(page, 6), digits())


def test_a_line_of_squared_paper_goes_also_where_strokes_hide_most_of_it() -> None:
    page = np.zeros((300, 620), np.bool_)
    page[10::48] = page[11::48] = True
    page[:, 10::48] = page[:, 11::48] = True
    hidden = page.copy()
    hidden[20:250, 298:300] = False  # as if something thicker stood there
    for left in range(60, 560, 60):
        hidden[100:170, left : left + PEN] = True
    rest = without_ruling(hidden, PEN)
    assert not rest[260:].any()
    assert rest[105:165, 60:560:60].all()


def test_squares_of_double_lines_go_too() -> None:
    page = np.zeros((300, 620), np.bool_)
    for first in (10, 15):
        page[first::48] = page[first + 1 :: 48] = True
        page[:, first::48] = page[:, first + 1 :: 48] = True
    page[20:250, 293:305] = False
    assert without_ruling(page, PEN).sum() < 0.02 * page.sum()
