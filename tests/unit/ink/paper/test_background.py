"""The paper under known marks and known light: its level is known everywhere, also under the ink."""

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.background import digit_background, leftover, page_background
from tests.unit.ink.paper.photos import GREY, HEIGHT, INK, WHITE, WIDTH, Floats, X, Y, ink_of, on

Planes = npt.NDArray[np.float32]

LIGHTS = {
    "even": np.ones_like(X),
    "from the right": 0.6 + 0.4 * X / WIDTH,
    "from a corner": 1 - 0.5 * (X / WIDTH) * (Y / HEIGHT),
    "a lamp above": 1 - 0.4 * ((X / WIDTH - 0.5) ** 2 + (Y / HEIGHT - 0.3) ** 2),
}


def planes(picture: Floats) -> Planes:
    noise = np.random.default_rng(5).normal(0, 0.012, picture.shape)
    return np.ascontiguousarray((picture + noise).clip(0, 1).transpose(2, 0, 1).astype(np.float32))


def error(ground: Planes, light: Floats, paper: Floats = WHITE) -> float:
    """How far the found paper is from the true one at most, of black to white, but for one pixel in a hundred."""
    off = ground - (paper * light[..., None]).transpose(2, 0, 1)
    return float(np.quantile(np.abs(off), 0.99))


@pytest.mark.parametrize("light", LIGHTS)
def test_the_level_of_smoothly_lit_paper(light: str) -> None:
    field = LIGHTS[light]
    for ink in (np.zeros_like(X), ink_of("2"), ink_of("0", size=300, pen=30)):
        ground, sharp = digit_background(planes(on(WHITE, ink) * field[..., None]))
        assert not sharp
        assert error(ground, field) < 0.025


def test_a_board_is_a_ground_like_any_other() -> None:
    board = np.array([0.16, 0.24, 0.2])
    ground, sharp = digit_background(planes(on(board, ink_of("7"), WHITE)))
    assert not sharp
    assert error(ground, np.ones_like(X), board) < 0.02


@pytest.mark.parametrize("depth", [0.3, 0.5, 0.7])
def test_the_edge_of_a_shadow_is_followed(depth: float) -> None:
    light = np.where(X + 0.4 * Y > 250, depth, 1.0)
    ground, sharp = digit_background(planes(on(WHITE, ink_of("4")) * light[..., None]))
    assert sharp
    away = np.abs(X + 0.4 * Y - 250) > 20
    off = np.abs(ground - (WHITE * light[..., None]).transpose(2, 0, 1))
    assert float(np.quantile(off[:, away], 0.99)) < 0.03


@pytest.mark.parametrize("darker", [True, False])
def test_a_choice_by_hand_says_which_part_is_the_paper(darker: bool) -> None:
    """A bold stroke fills most of the picture, and of its border."""
    ink = np.ones((120, 60))
    ink[:, :12] = ink[:70, 45:] = 0
    chosen, _ = digit_background(planes(on(WHITE, ink)), darker)
    level = WHITE if darker else INK
    assert float(np.median(np.abs(chosen.transpose(1, 2, 0) - level))) < 0.05


def many(step: int = 70, side: int = 20) -> Floats:
    """Blocks of ink all over a page."""
    return ((X % step < side) & (Y % step < side)).astype(float)


@pytest.mark.parametrize("light", LIGHTS)
def test_the_level_of_a_page_full_of_marks(light: str) -> None:
    field = LIGHTS[light]
    ground = page_background(planes(on(WHITE, many()) * field[..., None]))
    assert error(ground, field) < 0.04


def test_a_grey_page_has_one_plane_and_the_same_level() -> None:
    grey = planes(on(0 * WHITE + 0.8, many(), GREY))
    np.testing.assert_array_equal(page_background(grey[:1])[0], page_background(grey)[0])


def test_a_pen_as_thick_as_a_strip_is_high() -> None:
    """The window reaches as far across as along: a strip's paper is found beside its strokes."""
    strip = np.ones((60, 900, 3)) * 0.8
    strip[8:52, 100:700] = np.where(np.arange(100, 700) % 60 < 15, 0.2, 0.8)[None, :, None]
    ground = page_background(planes(strip))
    assert float(np.abs(ground[:, :, 130:670] - 0.8).max()) < 0.1


def test_what_is_left_of_the_light_is_measured_beside_the_marks() -> None:
    relief = (0.1 * np.sin(X / 60)).astype(np.float32)
    marks = ink_of("5") > 0
    signal = np.where(marks, np.float32(1), relief)
    off = leftover(signal, marks, 40.0) - relief
    assert float(np.abs(off[30:-30, 30:-30]).max()) < 0.03
    assert not leftover(np.zeros_like(relief), marks, 40.0).any()
