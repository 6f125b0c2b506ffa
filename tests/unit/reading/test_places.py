"""Numbers of tables and columns, each for itself and in its place."""

import numpy as np
import pytest

from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Page, Place
from lenet_app.reading.places import in_lines
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import SIDE, Grey, picture, put, shipped, well_read


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(shipped())


def page_of(columns: list[int], *, ruled: bool = False) -> tuple[Grey, list[list[str]]]:
    """Three lines, in each column a number of so many digits; and what they are."""
    digits, labels = well_read(3 * sum(columns))
    wide = SIDE * max(columns) + 90
    page = np.zeros((3 * 90 + 60, len(columns) * wide + 60))
    told: list[list[str]] = []
    place = 0
    for line in range(3):
        told.append([])
        for column, length in enumerate(columns):
            for k in range(length):
                put(page, digits[place + k], 60 + column * wide + k * SIDE, 45 + line * 90)
            told[-1].append(labels[place : place + length])
            place += length
    if ruled:
        for line in range(4):
            page[28 + line * 90 : 30 + line * 90, 30 : len(columns) * wide + 32] = 1
        for column in range(len(columns) + 1):
            page[28:300, 30 + column * wide : 32 + column * wide] = 1
    return page, told


def read(reader: Reader, page: Grey) -> Page:
    found = reader.read(picture(page))
    assert found is not None
    return found


@pytest.mark.parametrize("ruled", [False, True], ids=["columns", "table"])
def test_numbers_beside_each_other_are_several(reader: Reader, ruled: bool) -> None:
    grey, told = page_of([2, 3, 1], ruled=ruled)
    page = read(reader, grey)
    assert page.best_text.split("\n") == [number for line in told for number in line]
    assert [row.place for row in page.rows] == [Place(line, column) for line in range(3) for column in range(3)]
    checked = CheckedPage.of(page)
    assert [texts for texts, _ in checked.cells] == [tuple(line) for line in told]
    assert len(checked.lines) == 9


def test_a_single_row_stays_one_number(reader: Reader) -> None:
    grey, told = page_of([2, 3])
    page = read(reader, grey[:125])
    assert page.best_text == "".join(told[0])
    assert page.rows[0].place is None


def test_cells_of_a_line_stand_beside_each_other() -> None:
    numbers = [
        ("7", 0.5, None),
        ("1", 0.9, Place(1, 0)),
        ("2", 0.8, Place(1, 2)),
        ("3", 1.0, Place(2, 1)),
        ("4", 1.0, None),
    ]
    assert in_lines(numbers) == [(("7",), 0.5), (("1", "", "2"), 0.8), (("", "3"), 1.0), (("4",), 1.0)]
    assert in_lines([]) == []
