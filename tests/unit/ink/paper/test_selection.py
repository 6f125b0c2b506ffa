from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.ink.paper.selection import EVEN_LIGHT, selection
from lenet_app.ink.raster import Mask

SIDE = 400


def drawn(paint: Callable[[ImageDraw.ImageDraw], None]) -> Mask:
    image = Image.new("1", (SIDE, SIDE), 0)
    paint(ImageDraw.Draw(image))
    return np.array(image)


def seven(pen: ImageDraw.ImageDraw) -> None:
    """Crossed, its bars nearly as long as its stem is wide: its hull is almost a quadrilateral."""
    pen.line([(90, 90), (310, 90), (190, 330)], fill=1, width=14)
    pen.line([(120, 200), (255, 200)], fill=1, width=14)


def end(pen: ImageDraw.ImageDraw) -> None:
    """A stroke's end that came off, in the box of the seven."""
    pen.line([(275, 225), (295, 290)], fill=1, width=14)


def two(pen: ImageDraw.ImageDraw) -> None:
    pen.line([(150, 150), (240, 150), (240, 200), (150, 260), (250, 260)], fill=1, width=12)


FRAMES: dict[str, list[tuple[int, int]]] = {
    "straight": [(60, 60), (340, 60), (340, 340), (60, 340), (60, 60)],
    "aslant": [(30, 100), (300, 40), (370, 310), (90, 370), (30, 100)],
    "on its corner": [(200, 20), (385, 205), (200, 390), (15, 205), (200, 20)],
    "not quite closed": [(60, 130), (60, 340), (340, 340), (340, 60), (130, 60)],
}


def test_what_lies_in_the_box_of_a_digit_does_not_make_a_frame_of_it() -> None:
    ink = drawn(seven) | drawn(end)
    chosen = selection(ink, ink, EVEN_LIGHT)
    assert not chosen.objects.any()
    assert np.array_equal(chosen.marks, ink)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_around_a_digit_is_taken_away(frame: str) -> None:
    around, ink = drawn(lambda pen: pen.line(FRAMES[frame], fill=1, width=5)), drawn(two)
    chosen = selection(around | ink, around | ink, EVEN_LIGHT)
    assert np.array_equal(chosen.objects, around)
    assert np.array_equal(chosen.marks, ink)
