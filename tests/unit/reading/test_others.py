"""What stands in a row and is no digit: told by its shape, marked on the page, and never a part of the number."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.others import Line, lean_of, line_of_digits, sign_of
from lenet_app.reading.page import Page
from lenet_app.reading.reader import Reader
from tests.unit.reading.pages import cut_to_ink, picture, put, shipped, shipped_sweep, well_read

FOOT, HIGH, PEN = 90, 40, 5
SHAPES: dict[str, list[list[tuple[float, float]]]] = {
    "/": [[(24, -46), (0, 6)]],
    "+": [[(0, -20), (28, -20)], [(14, -34), (14, -6)]],
    "(": [[(9, -46), (2, -32), (0, -20), (2, -8), (9, 6)]],
    ")": [[(0, -46), (7, -32), (9, -20), (7, -8), (0, 6)]],
    "1": [[(4, -40), (0, 0)]],
    "7": [[(0, -40), (22, -40), (8, 0)]],
    "4": [[(14, -40), (0, -14), (26, -14)], [(20, -26), (18, 0)]],
    "X": [[(0, -40), (30, 0)], [(30, -40), (0, 0)]],
    "M": [[(0, 0), (6, -40), (18, -12), (30, -40), (36, 0)]],
    "H": [[(0, -40), (0, 0)], [(28, -40), (28, 0)], [(0, -20), (28, -20)]],
    "V": [[(0, -40), (14, 0), (28, -40)]],
    "foot of a 2": [[(0, 0), (6, -12), (14, -2), (34, -4)]],
    "dash": [[(0, -20), (34, -20)]],
    "climbing dash": [[(0, -16), (34, -25)]],
    "=": [[(0, -26), (28, -26)], [(0, -15), (28, -15)]],
    "~": [[(0, -17), (8, -24), (16, -20), (24, -16), (32, -23)]],
    "x": [[(0, -28), (18, -10)], [(18, -28), (0, -10)]],
    "W": [[(0, -40), (8, 0), (18, -30), (28, 0), (36, -40)]],
}
"""Strokes, across and down from the line that digits stand on."""


def drawn(size: tuple[int, int], shape: str, left: float) -> npt.NDArray[np.float64]:
    ink = Image.new("L", size)
    pen = ImageDraw.Draw(ink)
    for line in SHAPES[shape]:
        pen.line([(left + x, FOOT + y) for x, y in line], fill=255, width=PEN, joint="curve")
    return np.asarray(ink, np.float64) / 255


@pytest.mark.parametrize("shape", SHAPES)
def test_signs_are_told_by_their_shape(shape: str) -> None:
    ink = drawn((100, 140), shape, 30) > 0.5
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    box = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    mask = ink[box[1] : box[3], box[0] : box[2]]
    wanted = shape if shape in "/+()" else ""
    assert sign_of(mask, box, PEN, Line(lean=0.05, foot=FOOT + 2, height=HIGH + PEN)) == wanted


def test_a_leaning_stroke_is_no_slash_where_all_digits_lean() -> None:
    ink = drawn((100, 140), "/", 30)[44:96, 28:60] > 0.5
    assert sign_of(ink, (28, 44, 60, 96), PEN, Line(lean=0.1, foot=FOOT, height=HIGH)) == "/"
    assert sign_of(ink, (28, 44, 60, 96), PEN, Line(lean=0.45, foot=FOOT, height=HIGH)) == ""


def test_the_line_is_that_of_most_digits() -> None:
    upright = np.zeros((40, 20), np.bool_)
    upright[:, 8:12] = True
    boxes = [(0, 50, 20, 90), (30, 51, 50, 91), (60, 20, 80, 120)]
    assert lean_of(upright) == pytest.approx(0, abs=1e-6)
    assert lean_of(np.zeros((4, 4), np.bool_)) == 0
    found = line_of_digits([0.1, 0.2, 0.9], boxes)
    assert found is not None
    assert (found.lean, found.foot, found.height) == (0.2, 91, 40)
    assert line_of_digits([], []) is None


@cache
def reader() -> Reader:
    return Reader(shipped(), shipped_sweep())


def read(shapes: dict[int, str], count: int = 4) -> tuple[Page, str]:
    """A row of digits with shapes before those of these numbers, as it is read, and its digits."""
    digits, text = well_read(count)
    page, left = np.zeros((150, 90 * (count + len(shapes)) + 60)), 40
    for place, digit in enumerate([*digits, None]):
        if place in shapes:
            page = np.maximum(page, drawn((page.shape[1], page.shape[0]), shapes[place], left))
            left += 60
        if digit is not None:
            cut = cut_to_ink(digit)
            put(page, cut, left, FOOT - cut.shape[0])
            left += cut.shape[1] + 14
    found = reader().read(picture(page[:, : left + 40]))
    assert found is not None
    return found, text


def test_a_plus_sign_parts_numbers_and_is_marked_as_no_digit() -> None:
    page, text = read({2: "+"})
    assert page.text == f"{text[:2]} {text[2:]}"
    assert page.best_text == text
    assert page.with_marks().text == f"{text[:2]}+{text[2:]}"
    (other,) = page.others
    assert other.is_no_digit
    assert not other.is_doubted
    before, after = page.rows[0].digits[1:3]
    assert before.box[0] + before.box[2] <= other.box[0]
    assert other.box[0] + other.box[2] <= after.box[0]
    checked = CheckedPage.of(page)
    assert checked.text == page.text
    assert [digit.is_left_out for digit in checked.digits] == [False, False, True, False, False]
    assert checked.count == 4
    assert checked.corrected(2, 4).lines[0][0].replace(" ", "") == text[:2] + "4" + text[2:]


@pytest.mark.parametrize("shape", ["/", "(", ")", "X", "H"])
def test_what_is_no_digit_is_never_a_sure_one(shape: str) -> None:
    page, text = read({2: shape})
    sure = [digit.best for row in page.rows for digit in row.digits if digit.sure]
    assert len(sure) <= len(text)
    assert page.others or not all(digit.sure for row in page.rows for digit in row.digits)
    assert len(page.rows) == 1
    assert page.others or not page.rows[0].sure


@pytest.mark.parametrize("sign", ["dash", "climbing dash", "=", "~", "x"])
def test_signs_make_no_number_doubtful(sign: str) -> None:
    page, text = read({2: sign})
    assert page.best_text == text
    assert page.rows[0].sure
    assert not any(other.is_doubted for other in page.others)


def test_what_is_left_of_a_digit_that_faded_makes_its_number_doubtful() -> None:
    page, text = read({2: "foot of a 2"})
    assert page.best_text == text
    assert not page.rows[0].sure
    (other,) = page.others
    assert other.is_doubted


@pytest.mark.parametrize("letter", ["V", "X"])
def test_a_roman_numeral_is_no_sure_number(letter: str) -> None:
    page = np.zeros((150, 260))
    for shape, left in ((letter, 60), ("1", 110), ("1", 132)):
        page = np.maximum(page, drawn((260, 150), shape, left))
    found = reader().read(picture(page), turn=0)
    assert found is not None
    assert not any(row.sure for row in found.rows)
