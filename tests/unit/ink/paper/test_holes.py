import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.holes import discs_in
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
@pytest.mark.parametrize("flat", [1, 0.8])
def test_a_punched_hole_is_a_disc(radius: float, flat: float) -> None:
    parts = components_of(page("disc", (50 - radius, 80 - flat * radius, 50 + radius, 80 + flat * radius)))
    found = discs_in(parts, PEN)
    assert found.sum() == 1
    left, _, right, _ = parts.boxes[found.argmax()]
    assert abs(left + right - 100) < 3


@pytest.mark.parametrize("draw", ["", "square", "ring"])
def test_digits_points_and_squares_are_none(draw: str) -> None:
    assert not discs_in(components_of(page(draw, (30, 60, 70, 100))), PEN).any()


def test_nothing_is_no_disc() -> None:
    assert not discs_in(components_of(np.zeros((9, 9), np.bool_)), PEN).any()


def test_punched_pages_are_read() -> None:
    pages = [page_of("punched", seed) for seed in range(8)]
    labels = ["".join(label.split()) for _, label in pages]
    assert digits_right(labels, [text_of(pixels) for pixels, _ in pages]) >= 0.97
