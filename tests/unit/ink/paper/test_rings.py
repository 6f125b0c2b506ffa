import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.rings import circles_in, rings
from lenet_app.ink.paper.selection import EVEN_LIGHT, selection
from lenet_app.ink.raster import Mask
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.inks import SOURCES, ink_page_of
from tests.tools.made_pages.sheets import STROKES
from tests.unit.reading.pages import text_of

Box = tuple[int, int, int, int]


def page(ovals: list[Box], lines: list[list[tuple[int, int]]], *, start: int = 0) -> Mask:
    """Ovals, which are open for some degrees from the right on, and lines."""
    image = Image.new("1", (420, 260))
    pen = ImageDraw.Draw(image)
    for box in ovals:
        pen.arc(box, start, 360, fill=1, width=6)
    for line in lines:
        pen.line(line, fill=1, width=6)
    return np.array(image)


def left_of(mask: Mask) -> Mask:
    """What is left without circles."""
    parts = components_of(mask)
    return np.asarray(mask & ~rings(parts)[parts.labels])


SEVEN = [(60, 70), (100, 70), (75, 140)]
ONE = [(210, 60), (210, 150)]


@pytest.mark.parametrize("start", [0, 25])
def test_a_circle_around_a_digit_is_none(start: int) -> None:
    circled = page([(20, 40, 150, 170)], [SEVEN], start=start)
    np.testing.assert_array_equal(left_of(circled), page([], [SEVEN]))
    chosen = selection(circled, circled, EVEN_LIGHT)
    np.testing.assert_array_equal(chosen.marks, page([], [SEVEN]))


def test_circles_that_touch_each_other() -> None:
    circled = page([(20, 40, 150, 170), (146, 40, 276, 170)], [SEVEN, ONE])
    np.testing.assert_array_equal(left_of(circled), page([], [SEVEN, ONE]))


def test_where_all_is_circled_a_circle_that_is_not_found_hides_no_other() -> None:
    """The 0 touches its circle, so that both are one mark, higher than all digits."""
    circles = [(20, 60, 110, 150), (130, 60, 220, 150), (240, 60, 330, 150)]
    numbers = [[(52, 80), (84, 80), (64, 130)], [(176, 82), (176, 130)], [(285, 63), (285, 147)]]
    drawn = page(circles, numbers)
    drawn[200:202, 300:330:3] = True  # specks
    found = left_of(drawn)
    np.testing.assert_array_equal(found[:190, :230], page([], numbers[:2])[:190, :230])
    assert found[:, 235:].any()


@pytest.mark.parametrize("inner", [28, 36])
def test_zeros_with_strokes_in_them_are_no_circles(inner: int) -> None:
    zeros = [(left, 60, left + 56, 140) for left in (110, 190, 270)]
    strokes = [[(left + 28, 100 - inner // 2), (left + 28, 100 + inner // 2)] for left in (110, 190, 270)]
    for first in ([(80, 60), (80, 140)], [(50, 63), (96, 63), (66, 140)]):
        number = page(zeros, [first, *strokes])
        np.testing.assert_array_equal(left_of(number), number)


def test_a_loop_with_a_speck_in_it_is_no_circle_beside_digits_as_high() -> None:
    number = page([(20, 60, 80, 110), (110, 60, 160, 150), (190, 60, 240, 150)], [[(80, 85), (25, 150), (90, 150)]])
    number[80:96, 46:58] = True
    np.testing.assert_array_equal(left_of(number), number)


def test_circles_are_told_from_boxes_around_numbers() -> None:
    image = Image.new("1", (420, 260))
    pen = ImageDraw.Draw(image)
    pen.arc((20, 40, 150, 170), 20, 360, fill=1, width=6)
    pen.rectangle((200, 40, 330, 170), outline=1, width=6)
    for left in (0, 180):
        pen.line([(left + 60, 70), (left + 100, 70), (left + 75, 140)], fill=1, width=6)
    parts = components_of(np.array(image))
    assert [tuple(parts.boxes[k, :2]) for k in np.flatnonzero(rings(parts))] == [(20, 40), (200, 40)]
    assert [tuple(parts.boxes[k, :2]) for k in np.flatnonzero(circles_in(parts))] == [(20, 40)]


@pytest.mark.parametrize("source", ["mnist", "pendigits", "unipen"])
def test_circled_digits_of_a_page_are_read(source: str) -> None:
    """Arcs of large circles are no lines of the paper."""
    if SOURCES[source] is not None and not STROKES.exists():
        pytest.skip("The writers' strokes are not here: tests/tools/made_pages reads them from beside the project.")
    pages = [ink_page_of("circled", seed, source=source) for seed in range(5)]
    labels = ["".join(label.split()) for _, label in pages]
    assert digits_right(labels, [text_of(pixels) for pixels, _ in pages]) >= 0.9


def test_a_0_in_a_circle() -> None:
    circled = page([(20, 20, 220, 220), (90, 70, 150, 170)], [])
    np.testing.assert_array_equal(left_of(circled), page([(90, 70, 150, 170)], []))


@pytest.mark.parametrize(
    "inside", [[(80, 100), (88, 100)], [(60, 150), (110, 60)]], ids=["a dot in it", "a stroke in it"]
)
def test_a_0_with_something_in_it_is_a_digit(inside: list[tuple[int, int]]) -> None:
    written = page([(40, 40, 130, 170)], [inside, [(210, 40), (210, 170)]])
    np.testing.assert_array_equal(left_of(written), written)


def test_a_short_slash_in_a_0_that_stands_alone_is_part_of_it() -> None:
    slashed = page([(40, 40, 160, 170)], [[(80, 125), (120, 85)]])
    np.testing.assert_array_equal(left_of(slashed), slashed)
    upright = page([(40, 40, 160, 170)], [[(95, 125), (105, 75)]])
    np.testing.assert_array_equal(left_of(upright), page([], [[(95, 125), (105, 75)]]))


def test_an_open_4_over_a_mark_encloses_nothing() -> None:
    written = page([], [[(60, 40), (30, 120), (120, 120)], [(110, 40), (110, 180)], [(80, 80), (84, 110)]])
    np.testing.assert_array_equal(left_of(written), written)
