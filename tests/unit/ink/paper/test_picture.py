"""Pictures of digits as people take them: the fitted ink must be that of the bare digit."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import ImageDraw

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.paper.picture import picture_ink
from tests.unit.ink.paper.photos import (
    BLUE,
    DIGITS,
    GREY,
    HEIGHT,
    KINDS,
    WHITE,
    WIDTH,
    Bytes,
    Floats,
    X,
    Y,
    drawn,
    ink_of,
    on,
    ruled,
    stripes,
    taken,
)


def fitted(picture: Bytes) -> Picture:
    result = fit(picture_ink(picture).ink)
    assert result is not None
    return result.picture


def likeness(one: Picture, other: Picture) -> float:
    """The correlation of two pictures where they agree best, at most one pixel apart."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(one, by, (0, 1)).ravel(), other.ravel())[0, 1]) for by in shifts)


def bare(ink: Floats) -> Picture:
    result = fit(Ink(ink.astype(np.float32)))
    assert result is not None
    return result.picture


@pytest.mark.parametrize("kind", KINDS)
def test_the_ink_is_that_of_the_bare_digit(kind: str) -> None:
    random = np.random.default_rng(11)
    for digit in ("2", "4", "7"):
        ink = ink_of(digit)
        assert likeness(fitted(taken(KINDS[kind](ink, random), random)), bare(ink)) > 0.85, digit


def test_strong_noise_is_averaged_away() -> None:
    ink = ink_of("5")
    picture = taken(on(0.8 * WHITE, ink, np.full(3, 0.3)), np.random.default_rng(12), noise=0.12)
    assert likeness(fitted(picture), bare(ink)) > 0.85


def test_a_digit_that_is_small_in_its_photo() -> None:
    ink = ink_of("4", size=40, pen=5, at=(300, 60))
    photo = on(WHITE, ink) * (0.7 + 0.3 * X / WIDTH)[..., None]
    assert likeness(fitted(taken(photo, np.random.default_rng(13))), bare(ink)) > 0.85


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(("pen", "room"), [(5, 0), (5, 6), (5, 20), (16, 20)])
def test_strokes_are_not_taken_for_lines_of_the_paper(digit: str, pen: float, room: int) -> None:
    """Cut out close to the ink, a 7's top and a 2's foot cross the whole picture."""
    ink = ink_of(digit, size=300, pen=pen)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    close = ink[max(rows[0] - room, 0) : rows[-1] + 1 + room, max(columns[0] - room, 0) : columns[-1] + 1 + room]
    grey = (255 - 255 * close).astype(np.uint8)
    marks = picture_ink(np.dstack([grey, grey, grey, np.full_like(grey, 255)])).ink.marks
    assert np.abs(marks - close).sum() < 0.1 * close.sum()


@pytest.mark.parametrize("sides", [(0, 1), (2, 1), (0, 3), (2, 3)])
def test_a_digit_that_the_edge_cuts_off_keeps_what_is_there(sides: tuple[int, int]) -> None:
    """By a twelfth at two sides that meet: left or right, upper or lower."""
    for digit in DIGITS:
        ink = ink_of(digit, size=320, pen=30)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        off = (rows[-1] - rows[0]) // 12
        edges = [columns[0] + off, rows[0] + off, columns[-1] - off, rows[-1] - off]
        left, upper, right, lower = (edges[k] if k in sides else end for k, end in enumerate((0, 0, WIDTH, HEIGHT)))
        seen = ink[upper:lower, left:right]
        marks = picture_ink(taken(on(WHITE, seen), np.random.default_rng(17))).ink.marks
        assert np.abs(marks - seen).sum() < 0.1 * seen.sum(), digit


def shaded(light: float, blur: float) -> Floats:
    """The light where a shadow lies across the digits, its edge soft over `blur` pixels."""
    return light + (1 - light) / (1 + np.exp((0.8 * X + 0.5 * Y - 250) / blur))


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(("light", "blur"), [(0.5, 1), (0.45, 2), (0.4, 1), (0.4, 10)])
def test_a_digit_half_under_a_dark_shadow_stays_whole(digit: str, light: float, blur: float) -> None:
    ink = ink_of(digit)
    picture = on(WHITE, ink) * shaded(light, blur)[..., None]
    assert likeness(fitted(taken(picture, np.random.default_rng(17))), bare(ink)) > 0.85


@pytest.mark.parametrize("grey", [0.2, 0.3, 0.4])
@pytest.mark.parametrize("step", [30, 36])
def test_dark_squares_are_not_taken_for_noise(grey: float, step: float) -> None:
    lines = np.maximum(stripes(step, 3), stripes(step, 3, down=True))
    paper, random = on(np.broadcast_to(WHITE, (HEIGHT, WIDTH, 3)), lines, np.full(3, grey)), np.random.default_rng(18)
    for digit in DIGITS:
        ink = ink_of(digit, size=240)
        picture = taken(on(paper, ink), random)
        for corrections in (AUTOMATIC, Corrections(threshold=0.3)):
            result = fit(picture_ink(picture, corrections).ink)
            assert result is not None
            assert likeness(result.picture, bare(ink)) > 0.8, digit
    assert fit(picture_ink(taken(paper, random)).ink) is None


def _bar(width: float) -> Callable[[ImageDraw.ImageDraw], None]:
    return lambda pen: pen.line([(180 - width / 2, 200), (180 + width / 2, 200)], 255, 8)


def test_a_minus_sign_is_ink() -> None:
    for width in (150, 250, 340):
        sign = drawn(_bar(width))
        marks = picture_ink(taken(on(WHITE, sign), np.random.default_rng(14))).ink.marks
        assert marks[sign > 0.5].mean() > 0.9


def test_a_page_of_lines_has_no_ink() -> None:
    for squared in (False, True):
        page = taken(ruled(np.zeros((HEIGHT, WIDTH)), BLUE, 40, squared=squared), np.random.default_rng(15))
        assert fit(picture_ink(page).ink) is None


def test_what_was_written_across_a_line_stays_whole() -> None:
    ink = ink_of("0")
    marks = picture_ink(taken(ruled(ink, GREY, 62), np.random.default_rng(16))).ink.marks
    assert (marks[ink > 0.99] > 0.3).mean() > 0.99
    assert (marks[ink == 0] > 0.3).mean() < 0.01
