"""What stands between digits: points, commas, colons, dashes and equal signs, told from dirt."""

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Page
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import cut_to_ink, picture, put, shipped, well_read

FOOT = 90
"""The line that the digits stand on."""
STEP = 70


@cache
def reader() -> Reader:
    return Reader(shipped())


def number(marks: dict[int, str], count: int = 4) -> tuple[Page, str]:
    """A row of digits with marks before those of these numbers, as it is read, and its digits."""
    digits, text = well_read(count)
    ink = Image.new("L", (STEP * count + 120, 160))
    pen = ImageDraw.Draw(ink)
    for place, mark in marks.items():
        x = 60 + STEP * place - 12
        {
            ".": lambda x: pen.ellipse((x - 4, FOOT - 6, x + 4, FOOT + 2), fill=255),
            ",": lambda x: pen.line((x + 2, FOOT - 5, x - 3, FOOT + 11), fill=255, width=5),
            "-": lambda x: pen.line((x - 9, FOOT - 20, x + 9, FOOT - 20), fill=255, width=5),
            ":": lambda x: [pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=255) for y in (FOOT - 4, FOOT - 26)],
            "=": lambda x: [pen.line((x - 10, y, x + 10, y), fill=255, width=5) for y in (FOOT - 28, FOOT - 14)],
            "dirt": lambda x: pen.point((x, FOOT - 2), fill=255),
        }[mark](x)
    page = np.asarray(ink, np.float64) / 255
    for place, digit in enumerate(digits):
        cut = cut_to_ink(digit)
        put(page, cut, 60 + STEP * place, FOOT - cut.shape[0])
    found = reader().read(picture(page))
    assert found is not None
    return found, text


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({2: "."}, "{0}{1}.{2}{3}"),
        ({1: ","}, "{0},{1}{2}{3}"),
        ({2: ":"}, "{0}{1}:{2}{3}"),
        ({0: "-"}, "-{0}{1}{2}{3}"),
        ({4: "="}, "{0}{1}{2}{3}="),
        ({1: ".", 3: ","}, "{0}.{1}{2},{3}"),
        ({2: "dirt"}, "{0}{1}{2}{3}"),
        ({}, "{0}{1}{2}{3}"),
    ],
)
def test_marks_are_told_and_kept_on_demand(marks: dict[int, str], expected: str) -> None:
    page, text = number(marks)
    assert page.best_text == text
    assert page.text == text
    assert page.with_marks().text == expected.format(*text)


def test_corrections_leave_the_marks_where_they_are() -> None:
    page, text = number({2: "."})
    checked = CheckedPage.of(page, shows_marks=True)
    assert checked.text == f"{text[:2]}.{text[2:]}"
    assert checked.corrected(1, None).text == f"{text[0]}.{text[2:]}"
    assert checked.corrected(2, 7).text == f"{text[:2]}.7{text[3]}"
    assert CheckedPage.of(page).text == text
