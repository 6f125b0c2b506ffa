"""How far rows climb or fall."""

import numpy as np
import pytest
from PIL import Image

from lenet_app.ink.paper.page_extraction import page_ink
from lenet_app.ink.paper.skew import skew_of
from tests.unit.reading.pages import picture, put, well_read


def skew_of_rows(degrees: float, rows: int, count: int = 6) -> float:
    """What is found of rows of digits that fall to the right by so much."""
    digits, _ = well_read(rows * count)
    page = np.zeros((90 * rows + 60, 70 * count + 60))
    for number, digit in enumerate(digits):
        put(page, digit, 30 + 70 * (number % count), 30 + 90 * (number // count))
    turned = Image.fromarray(page.astype(np.float32)).rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    ink = page_ink(picture(np.asarray(turned, np.float64).clip(0, 1)))
    assert ink is not None
    return skew_of(ink)


@pytest.mark.parametrize("rows", [1, 2, 4])
@pytest.mark.parametrize("degrees", [-30, -18, -9, 10, 21, 29])
def test_rows_that_fall_or_climb(degrees: float, rows: int) -> None:
    assert skew_of_rows(degrees, rows) == pytest.approx(degrees, abs=2)


@pytest.mark.parametrize("degrees", [-4, 0, 3])
def test_nearly_level_rows_are_left_as_they_are(degrees: float) -> None:
    assert [skew_of_rows(degrees, rows) for rows in (1, 2, 4)] == [0, 0, 0]


def test_of_few_digits_nothing_is_told() -> None:
    assert skew_of_rows(20, 1, 3) == 0
