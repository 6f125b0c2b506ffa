"""The marks of one digit on papers of all kinds, against the ink that was really put there, pixel by pixel."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.digit_extraction import Marks, marks_of
from tests.unit.ink.paper.photos import DIGITS, HEIGHT, INK, KINDS, WHITE, WIDTH, Floats, X, drawn, ink_of, on, stripes

Mask = npt.NDArray[np.bool_]


def marks_on(picture: Floats, seed: int = 21, noise: float = 0.012) -> Marks:
    noisy = picture + np.random.default_rng(seed).normal(0, noise, picture.shape[:2])[..., None]
    return marks_of(noisy.clip(0, 1).astype(np.float32))


def precision_and_recall(found: Mask, cover: Floats) -> tuple[float, float]:
    """Of what was found how much is ink, its soft edge counted; and of the full ink how much was found."""
    return float((cover > 0)[found].mean()), float(found[cover == 1].mean())


HARD = {"squared darkly": 0.97, "in pencil on squares": 0.95, "folded": 0.95, "one bit": 0.85}
"""The least precision where it is below 0.985: what touches strokes stays beside them."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "chalk"])
def test_all_ink_is_found_and_nothing_else(kind: str) -> None:
    for digit in ("2", "4", "7"):
        ink = ink_of(digit)
        marks = marks_on(KINDS[kind](ink, np.random.default_rng(11)))
        precision, recall = precision_and_recall(marks.ink > 0.25, ink)
        assert recall > 0.99, digit
        assert precision > HARD.get(kind, 0.985), digit
        assert marks.dark_on_light


def test_a_pen_that_presses_less_and_less_leaves_half_of_full_ink_everywhere() -> None:
    for digit in ("2", "4", "7"):
        ink = ink_of(digit)
        top, *_, bottom = np.flatnonzero(ink.any(axis=1))
        pressure = np.interp(np.arange(HEIGHT), [top, bottom], [1, 0.25])[:, None]
        marks = marks_on(on(WHITE, ink * pressure))
        precision, recall = precision_and_recall(marks.ink >= 0.5, ink)
        assert recall > 0.98, digit
        assert precision > 0.985, digit


@pytest.mark.parametrize("pressure", [0.25, 0.4])
def test_a_stroke_pressed_less_than_others_is_ink_and_a_thin_line_as_faint_is_not(pressure: float) -> None:
    """A 4 in two strokes, crossed by a fold."""
    dark = drawn(lambda pen: pen.line([(120, 90), (110, 250), (240, 240)], fill=255, width=18))
    faint = drawn(lambda pen: pen.line([(190, 150), (185, 330)], fill=255, width=18))
    fold = drawn(lambda pen: pen.line([(60, 200), (300, 130)], fill=255, width=4))
    marks = marks_on(on(WHITE, np.maximum(dark, pressure * np.maximum(faint, fold))))
    precision, recall = precision_and_recall(marks.ink >= 0.5, np.maximum(dark, faint))
    assert recall > 0.98
    assert precision > 0.985


def test_every_grain_of_chalk_on_a_board() -> None:
    random = np.random.default_rng(11)
    ink = ink_of("5")
    grains = ink * (random.uniform(0, 1, ink.shape) > 0.25)
    board = np.array([0.16, 0.24, 0.2]) + random.normal(0, 0.02, (HEIGHT, WIDTH, 1))
    marks = marks_on(on(board, grains, np.array([0.85, 0.85, 0.8])))
    precision, recall = precision_and_recall(marks.ink > 0.5, grains)
    assert min(precision, recall) > 0.99
    assert not marks.dark_on_light


@pytest.mark.parametrize("colour", [(0.1, 0.2, 0.7), (0.7, 0.1, 0.1), (0.9, 0.8, 0.1), (0.6, 0.6, 0.6)])
def test_the_direction_is_that_of_the_ink(colour: tuple[float, float, float]) -> None:
    ink = ink_of("2")
    marks = marks_on(on(WHITE, ink, np.array(colour)), noise=0.005)
    towards = (np.array(colour) - WHITE) / np.linalg.norm(np.array(colour) - WHITE)
    assert float(marks.direction @ towards) > 0.999
    # A pen that covers a pixel by half leaves half a mark.
    half = (ink > 0.4) & (ink < 0.6)
    assert float(marks.ink[half].mean()) == pytest.approx(float(ink[half].mean()), abs=0.05)
    assert float(marks.ink[ink == 1].mean()) == pytest.approx(1, abs=0.05)


@cache
def on_lines(digit: str, *, squared: bool) -> tuple[Floats, Floats, Marks]:
    """Ink, the cover of printed lines, and the marks that were found."""
    ink, lines = ink_of(digit), stripes(62, 2)
    if squared:
        lines = np.maximum(lines, stripes(62, 2, down=True))
    paper = on(np.broadcast_to(WHITE, (HEIGHT, WIDTH, 3)), 0.85 * lines, np.array([0.45, 0.6, 0.85]))
    return ink, lines, marks_on(on(paper, ink))


@pytest.mark.parametrize("squared", [False, True], ids=["ruled", "squared"])
@pytest.mark.parametrize("digit", DIGITS)
def test_all_lines_go_and_what_crosses_them_stays(digit: str, squared: bool) -> None:
    ink, lines, marks = on_lines(digit, squared=squared)
    beside = (lines > 0.5) & (ink == 0)
    assert marks.has_lines
    assert float(marks.lines[beside].mean()) > 0.95
    assert float((marks.ink[beside] > 0.25).mean()) < 0.04
    crossed = (lines > 0.5) & (ink == 1)
    assert crossed.sum() > 30
    assert float((marks.ink[crossed] > 0.25).mean()) > 0.99


def test_on_plain_paper_nothing_is_taken_away() -> None:
    ink = ink_of("7")
    marks = marks_on(on(WHITE, ink))
    assert (marks.has_lines, marks.has_objects, marks.specks) == (False, False, 0)
    assert marks.threshold == pytest.approx(0.2)
    found = marks.found
    assert np.array_equal(found, marks.ink > 0)


def test_specks_are_counted_and_left_out() -> None:
    ink = ink_of("5")
    dust = np.zeros_like(ink)
    for x, y in ((30, 40), (320, 60), (40, 390), (330, 350)):
        dust[y : y + 4, x : x + 4] = 1
    marks = marks_on(on(WHITE, np.maximum(ink, dust)))
    assert marks.specks == 4
    assert not (marks.ink[dust == 1] > 0).any()
    assert precision_and_recall(marks.ink > 0.25, ink)[1] > 0.99


def test_a_frame_is_an_object_and_not_ink() -> None:
    frame = drawn(lambda pen: pen.line([(38, 62), (312, 50), (318, 352), (44, 360), (36, 60)], fill=255, width=10))
    marks = marks_on(on(WHITE, np.maximum(ink_of("4"), frame)))
    assert float(marks.objects[frame == 1].mean()) > 0.99
    assert not (marks.ink[frame == 1] > 0).any()


def test_a_shadow_takes_nothing_from_the_ink_that_lies_in_it() -> None:
    ink = ink_of("2")
    marks = marks_on(on(WHITE, ink, INK) * np.where(X > 175, 0.45, 1)[..., None])
    inside, outside = (marks.ink[(ink == 1) & side] for side in (X > 180, X < 170))
    assert min(float(inside.mean()), float(outside.mean())) > 0.85
    assert float(inside.mean()) == pytest.approx(float(outside.mean()), abs=0.12)


def test_paper_alone_has_no_marks() -> None:
    for light in (np.ones_like(X), 0.6 + 0.4 * X / WIDTH):
        marks = marks_on(WHITE * light[..., None])
        assert not marks.ink.any()
        assert marks.ink.shape == (HEIGHT, WIDTH)
