import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.line import DIGIT, HEIGHT, line_of

Floats = npt.NDArray[np.float32]


def bars(tops: list[int], *, height: int, apart: int, page: int) -> Floats:
    """Upright bars a fifth as wide as high, from the left to the right."""
    marks = np.zeros((page, apart * len(tops)), np.float32)
    for number, top in enumerate(tops):
        marks[top : top + height, apart * number : apart * number + height // 5] = 1
    return marks


def ink_rows(picture: npt.NDArray[np.uint8], columns: slice = slice(None)) -> tuple[int, int]:
    rows = np.flatnonzero((picture[:, columns] >= 128).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


@pytest.mark.parametrize("height", [10, 20, 50, 100])
def test_digits_of_any_size_become_20_pixels_high_in_the_middle_of_32(height: int) -> None:
    line = line_of(bars([0] * 5, height=height, apart=height, page=height), height)
    assert line.picture.shape == (HEIGHT, round(5 * height * DIGIT / height))
    assert line.picture.dtype == np.uint8
    assert line.scale == pytest.approx(DIGIT / height)
    top, bottom = ink_rows(line.picture)
    assert bottom - top == pytest.approx(DIGIT, abs=1)
    assert (top + bottom) / 2 == pytest.approx(HEIGHT / 2, abs=1)


def test_a_row_that_climbs_is_levelled() -> None:
    climbing = [40 * (11 - number) // 10 for number in range(12)]
    line = line_of(bars(climbing, height=50, apart=60, page=100), 50)
    middles = [sum(ink_rows(line.picture, slice(24 * k, 24 * k + 4))) / 2 for k in range(12)]
    assert max(middles) - min(middles) < 6  # 17.6 where nothing is done


def test_a_row_higher_than_the_picture_is_made_smaller() -> None:
    line = line_of(bars([0, 60, 0, 60], height=60, apart=60, page=120), 60)
    assert line.scale < DIGIT / 60
    top, bottom = ink_rows(line.picture)
    assert bottom - top <= HEIGHT


def test_no_ink_is_no_error() -> None:
    assert not line_of(np.zeros((20, 30), np.float32), 20).picture.any()
