from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.page_extraction import page_ink, page_ink_of_marks
from lenet_app.ink.paper.resampling import blurred
from tests.tools.made_pages.ruled import ruled_page_of
from tests.unit.ink.paper.photos import DIGITS, HEIGHT, INK, WHITE, WIDTH, Floats, X, Y, ink_of, on, ruled, stripes

JOINED = sum(len(lines) > 1 for lines in DIGITS.values())
"""Of these digits the strokes touch."""


def striped(ink: float, *, pattern: float = 0.08, noise: float = 0.02) -> npt.NDArray[np.uint8]:
    """Paper printed with wavy lines, with a thick ring on it."""
    y, x = np.mgrid[:120, :260]
    grey = 0.7 - pattern * (np.sin(y * 1.2 + np.sin(x / 9)) > 0.6)
    grey[abs(np.hypot(x - 90, y - 60) - 35) < 3] -= ink
    grey += np.random.default_rng(3).normal(0, noise, grey.shape)
    return np.repeat((grey.clip(0, 1) * 255).astype(np.uint8)[..., None], 3, axis=2)


def test_ink_on_patterned_paper() -> None:
    found = page_ink(striped(0.3))
    assert found is not None
    y, x = np.mgrid[: found.mask.shape[0], : found.mask.shape[1]] / found.scale
    off = abs(np.hypot(x - 90, y - 60) - 35)
    assert found.mask[off < 2].mean() > 0.95
    assert found.mask[off > 6].mean() < 0.01
    assert 5 < found.pen / found.scale < 10
    assert found.marks.min() == 0
    assert found.marks.max() == 1
    np.testing.assert_array_equal(found.marks > 0, found.mask)


def page_of_digits() -> Floats:
    """The cover of the digits of `photos.DIGITS`, two rows of them."""
    cover = np.zeros((HEIGHT, WIDTH))
    for place, digit in enumerate(DIGITS):
        cover += ink_of(digit, size=90, pen=8, at=(70 + 110 * (place % 3), 120 + 170 * (place // 3)))
    return cover


PAGES: dict[str, Callable[[Floats], Floats]] = {
    "plain": lambda ink: on(WHITE, ink),
    "shaded": lambda ink: on(WHITE, ink) * (0.5 + 0.5 * X / WIDTH)[..., None],
    "a shadow across": lambda ink: on(WHITE, ink) * np.where(X + 0.4 * Y > 250, 0.5, 1)[..., None],
    "printed pattern": lambda ink: on(WHITE, ink) - 0.08 * (np.sin(Y * 1.2 + np.sin(X / 9)) > 0.6)[..., None],
    "a dark board": lambda ink: on(np.array([0.16, 0.24, 0.2]), ink, np.array([0.85, 0.85, 0.8])),
    "pale blue ink": lambda ink: on(WHITE, ink, np.array([0.6, 0.7, 0.9])),
    "ruled": lambda ink: ruled(ink, INK, 62, tilt=0),
    "squared": lambda ink: ruled(ink, INK, 48, squared=True, tilt=0),
}


BESIDE = {"a shadow across": 0.12, "squared": 0.14}
"""Of the ink, how much more than that may be found where it is more than 0.03: what touches strokes stays."""


WIDER = {"squared": 1.2}
"""By how many pixels strokes may be wider: lines that run along them stay."""


@pytest.mark.parametrize("kind", PAGES)
def test_all_ink_of_a_page_is_found_and_nothing_else(kind: str) -> None:
    cover = page_of_digits()
    random = np.random.default_rng(6)
    noisy = PAGES[kind](cover) + random.normal(0, 0.012, (HEIGHT, WIDTH, 1))
    found = page_ink((noisy.clip(0, 1) * 255).astype(np.uint8))
    assert found is not None
    assert found.scale == 1
    assert float(found.mask[cover == 1].mean()) > 0.98
    beside = found.mask & (cover == 0)
    assert beside.sum() < BESIDE.get(kind, 0.03) * (cover > 0).sum()
    large = int((found.components.areas > 100).sum())
    assert large == sum(map(len, DIGITS.values())) - JOINED + (kind == "a shadow across")
    assert found.pen == pytest.approx(8, abs=WIDER.get(kind, 1))


def test_lines_are_kept_where_all_ink_is_meant() -> None:
    pixels = (ruled(page_of_digits(), INK, 62, tilt=0) * 255).astype(np.uint8)
    without, whole = page_ink(pixels), page_ink(pixels, keeps_lines=True)
    assert without is not None
    assert whole is not None
    lines = (stripes(62, 2) > 0.5) & (page_of_digits() == 0)
    assert float(whole.mask[lines].mean()) > 0.5
    assert float(without.mask[lines].mean()) < 0.05


@pytest.mark.parametrize("pen", [(0.42, 0.5, 0.78), (0.55, 0.55, 0.56)], ids=["blue", "pencil"])
def test_rules_that_are_darker_than_the_pen_do_not_hide_it(pen: tuple[float, float, float]) -> None:
    cover = page_of_digits()
    page = on(WHITE, cover, np.array(pen))
    for top in range(30, HEIGHT, 62):
        page[top : top + 3] *= 0.1
    noisy = page + np.random.default_rng(6).normal(0, 0.012, (HEIGHT, WIDTH, 1))
    found = page_ink((noisy.clip(0, 1) * 255).astype(np.uint8))
    assert found is not None
    assert float(found.mask[cover == 1].mean()) > 0.96
    assert (found.mask & (cover == 0)).sum() < 0.1 * (cover > 0).sum()


@pytest.mark.parametrize("step", [18.0, 18.7, 19.0])
def test_boxes_of_a_few_pixels_go_and_what_is_written_in_them_stays(step: float) -> None:
    """Boxes 16 wide, their walls 1.2 thick, with a pixel or two of paper between them; the pen is paler."""
    fine, rows, columns = 5, 60, 150
    down, across = np.mgrid[: fine * rows, : fine * columns] / fine
    printed, written = np.zeros(down.shape), np.zeros(down.shape)
    for left in np.arange(8.3, 130, step):
        x, y = np.abs(across - left - 8), np.abs(down - 30)
        printed[(np.maximum(x - 8, y - 10) <= 0.6) & (np.maximum(x - 8, y - 10) >= -0.6)] = 1
        written[np.abs(np.hypot(x * 1.5, y) - 6) < 1] = 1
    cover = np.stack([printed, written]).reshape(2, rows, fine, columns, fine).mean(axis=(2, 4))
    page = 235 - np.maximum(205 * cover[0], 110 * cover[1]) + np.random.default_rng(3).normal(0, 2, (rows, columns))
    found = page_ink(np.repeat(page.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2))
    assert found is not None
    sides = np.ptp(found.components.boxes[1:].reshape(-1, 2, 2), axis=1) / found.scale
    np.testing.assert_allclose(sides[:, 1], 14, atol=2)  # a ring for each box, and nothing else
    assert len(sides) == 7


def test_a_light_streak_parts_no_strokes() -> None:
    cover = page_of_digits()
    page = on(WHITE, cover)
    page[118:121] = WHITE
    found = page_ink((page * 255).astype(np.uint8))
    whole = page_ink((on(WHITE, cover) * 255).astype(np.uint8))
    assert found is not None
    assert whole is not None
    assert len(found.components.areas) == len(whole.components.areas)


def test_paper_alone_has_no_ink() -> None:
    assert page_ink(striped(0, pattern=0)) is None
    assert page_ink(np.full((40, 50, 3), 200, np.uint8)) is None
    assert page_ink(np.full((1, 1, 3), 0, np.uint8)) is None


def test_known_marks() -> None:
    marks = np.zeros((30, 40), np.float32)
    marks[5:25, 10:14] = 1
    found = page_ink_of_marks(marks)
    assert found is not None
    assert found.scale == 1
    np.testing.assert_array_equal(found.mask, marks == 1)
    assert page_ink_of_marks(np.zeros((5, 5), np.float32)) is None


def test_blur_against_the_definition() -> None:
    values = np.random.default_rng(4).random((9, 11)).astype(np.float32)
    reach = 6
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / 2.0) ** 2)
    weights /= weights.sum()
    framed = np.pad(values.astype(np.float64), reach, mode="edge")
    expected = [
        [(framed[y : y + 2 * reach + 1, x : x + 2 * reach + 1] * np.outer(weights, weights)).sum() for x in range(11)]
        for y in range(9)
    ]
    np.testing.assert_allclose(blurred(values, 2.0), expected, atol=1e-5)


def test_a_thick_pen_on_a_wide_page_leaves_no_holes() -> None:
    grey = np.full((160, 800), 0.9)
    for left in range(40, 600, 80):
        grey[40:120, left : left + 50] = 0.2
    found = page_ink(np.repeat((grey * 255).astype(np.uint8)[..., None], 3, axis=2))
    assert found is not None
    ink = np.asarray(grey < 0.5)
    assert found.mask[ink].mean() > 0.99
    assert found.mask[~ink].mean() < 0.02


@pytest.mark.parametrize("seed", [408, 420])
def test_squares_so_pale_that_only_their_crossings_are_ink_go(seed: int) -> None:
    picture, text = ruled_page_of("squared", seed)
    found = page_ink(picture)
    assert found is not None
    assert len(found.components.areas) - 1 == len(text.replace("\n", ""))
