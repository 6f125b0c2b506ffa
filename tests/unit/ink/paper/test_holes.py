import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.holes import holes_in
from lenet_app.ink.raster import Mask
from tests.tools.handwriting_measure.figures import digits_right
from tests.tools.made_pages.kinds import page_of
from tests.unit.reading.pages import text_of

PEN = 6


def page(draw: str, box: tuple[float, float, float, float]) -> Mask:
    """A 7, a 0 and a thick point of a pen, and one more thing."""
    large = Image.new("L", (1200, 800))
    pen = ImageDraw.Draw(large)
    scaled = tuple(4 * side for side in box)
    if draw == "disc":
        pen.ellipse(scaled, 255)
    elif draw == "square":
        pen.rectangle(scaled, 255)
    elif draw == "ring":
        pen.ellipse(scaled, outline=255, width=4 * PEN)
    pen.line([(600, 200), (760, 200), (680, 440)], 255, 4 * PEN)
    pen.ellipse((800, 200, 920, 440), outline=255, width=4 * PEN)
    pen.ellipse((1000, 400, 1040, 440), 255)
    return np.asarray(large.resize((300, 200), Image.Resampling.BOX)) > 127


@pytest.mark.parametrize("radius", [14.3, 18, 30])
@pytest.mark.parametrize("flat", [1, 0.87])
def test_a_punched_hole_is_a_disc(radius: float, flat: float) -> None:
    parts = components_of(page("disc", (50 - radius, 80 - flat * radius, 50 + radius, 80 + flat * radius)))
    found = holes_in(parts, PEN)
    assert found.sum() == 1
    left, _, right, _ = parts.boxes[found.argmax()]
    assert abs(left + right - 100) < 3


@pytest.mark.parametrize("draw", ["", "square", "ring"])
def test_digits_points_and_squares_are_none(draw: str) -> None:
    assert not holes_in(components_of(page(draw, (30, 60, 70, 100))), PEN).any()


@pytest.mark.parametrize(("wide", "high", "hollow"), [(26, 34, 0), (30, 30, 0), (30, 30, 6), (28, 30, 4)])
def test_a_bold_0_in_its_row_is_no_hole(wide: float, high: float, hollow: float) -> None:
    large = Image.new("L", (1200, 400))
    pen = ImageDraw.Draw(large)
    for middle in (300, 520):
        pen.ellipse((middle - 2 * wide, 300 - 4 * high, middle + 2 * wide, 300), 255)
        pen.ellipse([middle - 2 * hollow, 300 - 2 * high - 20, middle + 2 * hollow, 300 - 2 * high + 20], 0)
    for left in (180, 400, 620):
        pen.rectangle((left, 300 - 4 * high, left + 40, 300), 255)
    parts = components_of(np.asarray(large.resize((300, 100), Image.Resampling.BOX)) > 127)
    assert len(parts.areas) == 6
    assert not holes_in(parts, 10).any()


@pytest.mark.parametrize("shape", [(0, 0), (9, 9)])
def test_nothing_is_no_hole(shape: tuple[int, int]) -> None:
    assert not holes_in(components_of(np.zeros(shape, np.bool_)), PEN).any()


@pytest.mark.filterwarnings("error")
def test_specks_are_no_holes() -> None:
    specks = np.zeros((60, 80), np.bool_)
    specks[20:28, 5:53:6] = specks[20:23, 60:63] = specks[40, 40] = True
    assert not holes_in(components_of(specks), 1).any()


def test_punched_pages_are_read() -> None:
    pages = [page_of("punched", seed) for seed in range(8)]
    labels = ["".join(label.split()) for _, label in pages]
    assert digits_right(labels, [text_of(pixels) for pixels, _ in pages]) >= 0.97
