"""Printed lines of known places, straight, tilted and bent, with and without strokes across."""

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.digit_ruling import digit_ruling
from tests.unit.ink.paper.photos import DIGITS, HEIGHT, WIDTH, Floats, X, Y, drawn, ink_of, stripes

Mask = npt.NDArray[np.bool_]
PALE = 0.4  # the signal of a printed line, of ink's


def lines_in(ink: Floats, lines: Floats, level: float = PALE) -> Mask:
    signal = np.maximum(ink, level * lines).astype(np.float32)
    return digit_ruling(signal, signal > 0.2, signal > 0.5, 1.0)


def bent(step: float, sag: float) -> Floats:
    """Lines that hang through in the middle, as on a page that does not lie flat."""
    off = (Y - sag * (1 - (2 * X / WIDTH - 1) ** 2)) % step - step / 2
    return np.clip(1.5 - np.abs(off), 0, 1)


PAPERS = {
    "level": stripes(60, 2),
    "upright": stripes(60, 2, down=True),
    "squared": np.maximum(stripes(48, 2), stripes(48, 2, down=True)),
    "tilted": stripes(60, 2, 0.02),
    "bent": bent(60, 12),
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("digit", DIGITS)
def test_lines_are_taken_out_and_strokes_stay(paper: str, digit: str) -> None:
    ink, lines = ink_of(digit), PAPERS[paper]
    found = lines_in(ink, lines)
    beside = (lines > 0.5) & (ink == 0)
    assert float(found[beside].mean()) > 0.95
    assert float(found[ink == 1].mean()) < 0.005
    assert not found[(lines == 0) & (ink == 0)].any()


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_with_nothing_on_it_is_all_lines(paper: str) -> None:
    lines = PAPERS[paper]
    found = lines_in(np.zeros_like(lines), lines)
    assert float(found[lines > 0.5].mean()) > 0.97


@pytest.mark.parametrize("digit", DIGITS)
def test_without_lines_no_stroke_is_one(digit: str) -> None:
    assert not lines_in(ink_of(digit), np.zeros((HEIGHT, WIDTH))).any()


def test_a_bar_that_ends_within_the_picture_is_a_stroke() -> None:
    bar = drawn(lambda pen: pen.line([(20, 200), (340, 204)], 255, 8))
    assert not lines_in(bar, np.zeros_like(bar)).any()


def test_in_a_small_picture_lines_and_strokes_look_alike() -> None:
    lines = PAPERS["level"][:90]
    assert not lines_in(np.zeros_like(lines), lines).any()
