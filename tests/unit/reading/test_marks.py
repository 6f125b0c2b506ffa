"""What stands between digits: points, commas, colons, dashes and equal signs, told from dirt."""

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.page import Page
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import cut_to_ink, picture, put, shipped, shipped_sweep, well_read

FOOT = 90
"""The line that the digits stand on."""
STEP = 70
LINES: dict[str, tuple[tuple[tuple[int, int], ...], ...]] = {
    **dict.fromkeys(".:", ()),
    ",": (((2, -5), (-3, 11)),),
    "-": (((-9, -20), (9, -20)),),
    "=": (((-10, -28), (10, -28)), ((-10, -14), (10, -14))),
    "dirt": (),
}
"""The strokes of each mark, across and down from the line."""
DOTS: dict[str, tuple[tuple[int, int, float], ...]] = {
    ".": ((0, -2, 4),),
    ":": ((0, -4, 4), (0, -26, 4)),
    "dirt": ((0, -2, 0.5),),
    **dict.fromkeys(",-=", ()),
}
"""Its dots, with their radius."""


@cache
def reader() -> Reader:
    return Reader(shipped(), shipped_sweep())


def number(marks: dict[int, str], count: int = 4) -> tuple[Page, str]:
    """A row of digits with marks before those of these numbers, as it is read, and its digits."""
    digits, text = well_read(count)
    ink = Image.new("L", (STEP * count + 120, 160))
    pen = ImageDraw.Draw(ink)
    for place, mark in marks.items():
        x = 60 + STEP * place - 12
        for line in LINES[mark]:
            pen.line([(x + across, FOOT + down) for across, down in line], fill=255, width=5)
        for across, down, radius in DOTS[mark]:
            y = FOOT + down
            pen.ellipse((x + across - radius, y - radius, x + across + radius, y + radius), fill=255)
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
        ({1: ",", 2: ",", 3: ","}, "{0},{1},{2},{3}"),
        ({2: "dirt"}, "{0}{1}{2}{3}"),
        ({}, "{0}{1}{2}{3}"),
    ],
)
def test_marks_are_told_and_kept_on_demand(marks: dict[int, str], expected: str) -> None:
    page, text = number(marks)
    assert page.best_text == text
    assert not page.others
    assert page.text == text
    assert page.with_marks().text == expected.format(*text)


def test_corrections_leave_the_marks_where_they_are() -> None:
    page, text = number({2: "."})
    checked = CheckedPage.of(page, shows_marks=True)
    assert checked.text == f"{text[:2]}.{text[2:]}"
    assert checked.corrected(1, None).text == f"{text[0]}.{text[2:]}"
    assert checked.corrected(2, 7).text == f"{text[:2]}.7{text[3]}"
    assert CheckedPage.of(page).text == text
