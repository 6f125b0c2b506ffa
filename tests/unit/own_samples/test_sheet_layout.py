"""Printed sheets as values: what their codes tell, and where everything lies."""

from itertools import combinations

import numpy as np
import pytest

from lenet_app.samples.sheets.layout import EACH, LAYOUTS, MARK, SQUARE, Area, Layout, Paper, layout_for
from lenet_app.samples.sheets.layout_code import COUNT, number_of, squares_of


def test_every_number_is_told_and_no_code_is_nearly_another() -> None:
    codes = [squares_of(number) for number in range(64)]
    assert [number_of(code) for code in codes] == list(range(64))
    assert {len(code) for code in codes} == {COUNT}
    assert min(sum(a != b for a, b in zip(one, other, strict=True)) for one, other in combinations(codes, 2)) == 3


def test_one_or_two_squares_that_are_read_wrongly_are_noticed() -> None:
    code = np.array(squares_of(3))
    for few in (1, 2):
        for places in combinations(range(COUNT), few):
            wrong = code.copy()
            wrong[list(places)] ^= True
            assert number_of(tuple(wrong.tolist())) is None
    assert number_of((False,) * COUNT) is None
    assert number_of((True,) * COUNT) is None


def test_numbers_stay_what_they_are_for_printed_sheets_lie_in_drawers() -> None:
    told = {(one.paper, one.each): one.number for one in LAYOUTS}
    assert told == {(Paper.A4, 10): 1, (Paper.A4, 5): 2, (Paper.LETTER, 10): 3, (Paper.LETTER, 5): 4}
    first, last = layout_for(Paper.A4, 10).cells[0], layout_for(Paper.LETTER, 5).cells[-1]
    assert np.round(first.area, 2).tolist() == [14.5, 38.0, 15.4, 19.3]
    assert np.round(last.area, 2).tolist() == [243.06, 168.52, 21.34, 26.38]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: f"{one.paper}-{one.each}")
def test_nothing_lies_over_anything_else_and_all_of_it_on_the_paper(layout: Layout) -> None:
    assert [(cell.digit, cell.number) for cell in layout.cells] == [
        (digit, number) for digit in range(10) for number in range(1, layout.each + 1)
    ]
    marks = [Area(x - MARK / 2, y - MARK / 2, MARK, MARK) for x, y in layout.marks]
    texts = [layout.title, layout.hint, layout.name_line]
    areas = [*marks, *layout.squares, *texts, *(part for cell in layout.cells for part in cell[2:])]
    width, height = layout.size
    assert (width > height) == (layout.each == 5)
    assert all(a.left >= 5 and a.left + a.width <= width - 5 for a in areas)
    assert all(a.top >= 5 and a.top + a.height <= height - 5 for a in areas)
    assert not any(_overlap(one, other) for one, other in combinations(areas, 2))
    assert min(square.width for square in layout.squares) == SQUARE
    assert all(cell.area.width >= 15 and cell.area.height >= 17 for cell in layout.cells)


def test_what_may_be_chosen_has_a_layout() -> None:
    assert {layout_for(paper, each).number for paper in Paper for each in EACH} == {one.number for one in LAYOUTS}


def _overlap(one: Area, other: Area) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > 1e-6 and down > 1e-6
