import numpy as np
import pytest

from lenet_app.ink.paper.faint import highest
from lenet_app.ink.paper.page_extraction import page_ink
from tests.tools.made_pages.ruled import ruled_page_of
from tests.unit.ink.paper.photos import DIGITS, HEIGHT, WHITE, WIDTH, Bytes, Floats, X, Y, ink_of, on

LEFT_OF = 0.28
"""Of the ink, where the pen hardly pressed."""


def cover_of_page() -> Floats:
    cover = np.zeros((HEIGHT, WIDTH))
    for place, digit in enumerate(DIGITS):
        cover += ink_of(digit, size=90, pen=8, at=(70 + 110 * (place % 3), 120 + 170 * (place // 3)))
    return cover


def pressed(cover: Floats, *, whole: bool = False) -> Floats:
    """The lower parts of the digits are faint, and the whole of the last one if so wanted."""
    away = np.abs((Y - 120) % 170 - 30)
    pressure = np.where(away < 25, LEFT_OF, 1.0)
    return cover * np.where((X > 240) & (Y > 210), LEFT_OF, pressure) if whole else cover * pressure


def photographed(picture: Floats, noise: float = 0.01) -> Bytes:
    noisy = picture + np.random.default_rng(2).normal(0, noise, (HEIGHT, WIDTH, 1))
    return np.asarray((noisy.clip(0, 1) * 255).astype(np.uint8))


@pytest.mark.parametrize("whole", [False, True])
def test_what_the_pen_hardly_pressed_belongs_to_its_digit(whole: bool) -> None:
    cover = cover_of_page()
    found = page_ink(photographed(on(WHITE, pressed(cover, whole=whole))))
    assert found is not None
    assert found.mask[cover > 0.9].mean() > 0.97
    assert found.mask[cover < 0.03].mean() < 0.03
    faint = found.mask & (pressed(cover, whole=whole) < 0.3) & (cover > 0.9)
    assert (found.marks[faint] >= 0.5).mean() > 0.95


@pytest.mark.parametrize(("palest", "darkest", "width"), [(0.3, 0.7, 2.0), (0.3, 0.7, 3.0), (0.45, 0.95, 2.0)])
def test_a_much_thinner_pen_writes_digits_too(palest: float, darkest: float, width: float) -> None:
    """Its strokes fall to pieces where they are palest, each too small for a digit."""
    thick, thin = np.zeros((HEIGHT, WIDTH)), np.zeros((HEIGHT, WIDTH))
    for place, digit in enumerate(DIGITS):
        cover = thin if place == 1 else thick
        pen = width if place == 1 else 11
        cover += ink_of(digit, size=90, pen=pen, at=(70 + 110 * (place % 3), 120 + 170 * (place // 3)))
    uneven = palest + (darkest - palest) * (1 + np.sin(Y / 3 + X / 7)) / 2
    found = page_ink(photographed(on(WHITE, thick + thin * uneven)))
    assert found is not None
    assert found.mask[thin > 0.9].mean() > 0.8
    assert found.mask[(thin < 0.03) & (thick < 0.03)].mean() < 0.003


def test_a_faint_digit_in_low_pieces_is_one() -> None:
    """Each piece is lower than half a digit, and farther from the others than a stroke is wide."""
    thick = np.zeros((HEIGHT, WIDTH))
    for place in (0, 2):
        thick += ink_of(list(DIGITS)[place], size=90, pen=10, at=(70 + 110 * place, 120))
    pieces = np.zeros((HEIGHT, WIDTH))
    for top, bottom in ((82, 104), (116, 134), (146, 160)):
        pieces[top:bottom, 178:182] = 1
    found = page_ink(photographed(on(WHITE, thick + 0.4 * pieces)))
    assert found is not None
    assert found.mask[pieces > 0.9].mean() > 0.9
    alone = page_ink(photographed(on(WHITE, thick + 0.4 * np.where(Y < 110, pieces, 0))))
    assert alone is not None
    assert not alone.mask[pieces > 0.9].any(), "one such piece is dirt"


@pytest.mark.parametrize(
    "paper",
    [
        lambda: 1 - 0.25 * (np.abs(Y % 41 - 20) < 1.5) + 0 * X,
        lambda: 1 - 0.25 * ((np.abs(Y % 31 - 15) < 1.5) | (np.abs(X % 31 - 15) < 1.5)),
        lambda: 1 - 0.3 * (X + 0.4 * Y > 250),
        lambda: 1 - 0.12 * (np.sin(Y * 1.2 + np.sin(X / 9)) > 0.6),
    ],
    ids=["ruled", "squared", "a shadow", "a pattern"],
)
def test_paper_that_is_as_dark_as_faint_ink_stays_paper(paper: object) -> None:
    cover = cover_of_page()
    assert callable(paper)
    found = page_ink(photographed(on(WHITE, cover) * paper()[..., None]))
    assert found is not None
    assert found.mask[cover > 0.9].mean() > 0.97
    assert found.mask[cover < 0.03].mean() < 0.03


def test_a_fold_through_several_digits_ties_them_together_nowhere() -> None:
    """Between two rows it is no longer than a stroke, and it touches digits."""
    found = page_ink(ruled_page_of("fold", 16)[0])
    assert found is not None
    heights = found.components.boxes[1:, 3] - found.components.boxes[1:, 1]
    assert heights.max() < 80
    assert (heights > 20).sum() == 22


def test_faint_ink_that_stands_beside_no_digit_is_none() -> None:
    cover = cover_of_page()
    cover[200:] = 0
    faint = ink_of("5", size=90, pen=8, at=(180, 350)) * LEFT_OF
    found = page_ink(photographed(on(WHITE, cover + faint)))
    assert found is not None
    assert not found.mask[280:].any()


def test_the_highest_around_each_pixel() -> None:
    values = np.random.default_rng(5).random((9, 13)).astype(np.float32)
    for reach in (1, 2, 3):
        wanted = [
            [values[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].max() for x in range(13)]
            for y in range(9)
        ]
        np.testing.assert_array_equal(highest(values, reach), wanted)
