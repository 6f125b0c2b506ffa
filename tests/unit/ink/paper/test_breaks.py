import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.breaks import breaks
from lenet_app.ink.paper.components import components_of

Mask = npt.NDArray[np.bool_]
Place = tuple[float, float]
"""x and y"""

PEN = 8


def stroke(page: Mask, start: Place, end: Place) -> None:
    """A line of a round pen."""
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    (x0, y0), (x1, y1) = start, end
    along = (((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)).clip(0, 1)
    page |= np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)) <= PEN / 2


def marks_in(page: Mask) -> tuple[int, int]:
    """How many marks there are, as they are and with what is missing."""
    marks = components_of(page)
    return len(marks.areas) - 1, len(components_of(page | breaks(marks, PEN)).areas) - 1


def with_a_digit(page: Mask) -> Mask:
    """Beside what is looked at, a digit that is whole and tells how high digits are."""
    stroke(page, (150, 20), (150, 100))
    return page


def test_a_slanted_stroke_that_is_interrupted_is_one_again() -> None:
    page = with_a_digit(np.zeros((140, 200), np.bool_))
    stroke(page, (60, 20), (48, 50))
    stroke(page, (42, 65), (30, 98))
    assert marks_in(page) == (3, 2)


def test_a_stem_that_points_at_a_loop_below_it_belongs_to_it() -> None:
    page = with_a_digit(np.zeros((140, 200), np.bool_))
    y, x = np.mgrid[:140, :200]
    page |= abs(np.hypot(x - 50, y - 82) - 18) <= PEN / 2  # the loop of a 6
    stroke(page, (44, 20), (38, 50))
    assert marks_in(page) == (3, 2)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(((30, 52), (70, 52)), id="the other bar of an equal sign"),
        pytest.param(((84, 36), (120, 36)), id="the bar of the next digit"),
        pytest.param(((30, 62), (70, 62)), id="what is further away"),
        pytest.param(((50, 51), (50, 52)), id="a dot"),
    ],
)
def test_what_else_is_near_a_stroke_stays_apart(other: tuple[Place, Place]) -> None:
    page = with_a_digit(np.zeros((140, 200), np.bool_))
    stroke(page, (30, 36), (70, 36))
    stroke(page, *other)
    assert marks_in(page) == (3, 3)


def test_digits_of_two_rows_stay_apart() -> None:
    page = with_a_digit(np.zeros((220, 200), np.bool_))
    stroke(page, (50, 20), (50, 98))
    stroke(page, (50, 115), (50, 195))
    assert marks_in(page) == (3, 3)


def test_a_blank_page_misses_nothing() -> None:
    page = np.zeros((30, 40), np.bool_)
    assert not breaks(components_of(page), 0).any()
