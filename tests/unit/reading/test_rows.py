import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.page_ruling import without_ruling
from lenet_app.reading.rows import find_rows

Mask = npt.NDArray[np.bool_]


def bars(page: Mask, places: list[tuple[int, int]], height: int = 40, width: int = 8) -> Mask:
    for left, top in places:
        page[top : top + height, left : left + width] = True
    return page


def rows_of(page: Mask) -> list[list[tuple[int, int]]]:
    """The left upper corners of the marks of each row."""
    marks = components_of(page)
    return [[(int(marks.boxes[k][0]), int(marks.boxes[k][1])) for k in row.labels] for row in find_rows(marks, 8)]


def test_rows_that_climb() -> None:
    upper = [(20 + 50 * k, 60 - 6 * k) for k in range(8)]
    lower = [(20 + 50 * k, 140 - 6 * k) for k in range(8)]
    assert rows_of(bars(np.zeros((200, 450), np.bool_), lower + upper)) == [upper, lower]


def test_a_wide_gap_does_not_end_a_row() -> None:
    places = [(10, 20), (40, 22), (400, 25), (430, 19)]
    assert rows_of(bars(np.zeros((90, 460), np.bool_), places)) == [places]


def test_the_height_is_that_of_most_of_the_ink() -> None:
    page = bars(np.zeros((120, 400), np.bool_), [(20, 20), (60, 20), (100, 20)])
    page[55:60, 140:145] = True
    (row,) = find_rows(components_of(page), 8)
    assert row.height == 40


def test_a_part_that_broke_off_stays_in_its_row() -> None:
    page = bars(np.zeros((100, 300), np.bool_), [(20, 20), (80, 20)])
    page[20:38, 140:170] = True  # the loop of a 9 and below it its stem
    page[42:62, 160:168] = True
    assert len(rows_of(page)) == 1


def test_parts_of_a_broken_digit_are_as_high_together_as_it_was() -> None:
    page = bars(np.zeros((100, 300), np.bool_), [(20, 20), (20, 42), (80, 20), (80, 42)], height=18)
    page[20:60, 140:148] = True
    (row,) = find_rows(components_of(page), 8)
    assert len(row.labels) == 5
    assert row.height == 40


def test_a_low_part_stays_in_the_row_whose_other_digits_reach_as_far() -> None:
    whole = [(80 + 50 * k, 20) for k in range(4)]
    page = bars(np.zeros((100, 300), np.bool_), whole)
    page[20:44, 20:40] = True
    page[48:60, 18:40] = True  # the foot of a 2, below its head
    assert rows_of(page) == [[(18, 48), (20, 20), *whole]]


def test_parts_of_a_thin_digit_beside_thick_ones_are_no_traces() -> None:
    thick = [(20 + 60 * k, 20) for k in range(6)]
    page = bars(np.zeros((80, 400), np.bool_), thick, width=10)
    page[20:36, 45:47] = True
    page[40:56, 45:47] = True
    page[62:64, 220:360] = True  # a line of the paper
    assert [sorted(row) for row in rows_of(page)] == [sorted([*thick, (45, 20), (45, 40)])]


def test_a_thick_one_among_thin_digits_is_no_shadow() -> None:
    page = bars(np.zeros((80, 400), np.bool_), [(80 + 60 * k, 20) for k in range(5)], width=3)
    page[20:60, 40:52] = True
    assert rows_of(page)[0][0] == (40, 20)


def test_an_8_one_of_whose_loops_ran_full_is_no_shadow() -> None:
    page = bars(np.zeros((80, 400), np.bool_), [(80 + 60 * k, 20) for k in range(5)], width=3)
    down, across = np.mgrid[:80, :400]
    from_lower = np.hypot(across - 40, down - 46)
    page |= ((from_lower < 12) & (from_lower >= 4)) | (np.hypot(across - 40, down - 25) < 10)
    assert rows_of(page)[0][0] == (29, 16)


def test_dust_and_shadows_make_no_rows() -> None:
    places = [(20 + 30 * k, 20) for k in range(12)]
    page = bars(np.zeros((400, 400), np.bool_), places)
    page[390:394, 20:24] = True
    page[150:400, 300:400] = True
    assert rows_of(page) == [places]


def test_no_marks() -> None:
    assert find_rows(components_of(np.zeros((20, 30), np.bool_)), 0) == []


def test_lines_go_and_what_crosses_them_stays() -> None:
    page = bars(np.zeros((100, 400), np.bool_), [(20, 20), (120, 20), (220, 20), (320, 20)], width=6)
    lined = page.copy()
    for column in range(400):  # falls by a pixel every hundred
        lined[50 + column // 100 : 52 + column // 100, column] = True
    left = without_ruling(lined, 6)
    assert np.count_nonzero(left & ~page) < 60
    assert np.count_nonzero(page & ~left) == 0


def test_dashes_are_shorter_than_lines() -> None:
    page = bars(np.zeros((100, 400), np.bool_), [(20, 20), (80, 20), (140, 20)])
    page[38:43, 200:240] = True
    np.testing.assert_array_equal(without_ruling(page, 8), page)


def test_digits_of_a_thin_and_of_a_thick_pen_stand_in_one_row() -> None:
    thick = [(20 + 60 * k, 20) for k in range(6)]
    thin = [(45, 24), (165, 24)]
    page = bars(np.zeros((80, 400), np.bool_), thick, width=10)
    page = bars(page, thin, height=34, width=2)
    page[22:26, 230:231] = True  # a trace of a line
    assert rows_of(page) == [sorted(thick + thin)]
    page = bars(np.zeros((80, 400), np.bool_), thick, width=2)
    page[20:60, 40:70] = True  # an open 0 of a thick pen
    page[30:50, 50:70] = False
    assert rows_of(page) == [sorted([*thick, (40, 20)])]
