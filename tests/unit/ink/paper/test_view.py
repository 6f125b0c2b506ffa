"""Views of a picture: what is seen of it, and the way back."""

import numpy as np
import pytest

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.paper.view import Box, View


def dotted(box: Box = (60, 40, 12, 30)) -> Bytes:
    """A white picture with one black oval in a box."""
    left, top, width, height = box
    rows, columns = np.mgrid[:200, :320] + 0.5
    inside = ((columns - left - width / 2) / (width / 2)) ** 2 + ((rows - top - height / 2) / (height / 2)) ** 2 <= 1
    return np.repeat(np.where(inside, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def bounds(pixels: Bytes) -> Box:
    rows, columns = np.nonzero(pixels[..., 0] < 128)
    return float(columns.min()), float(rows.min()), float(np.ptp(columns) + 1), float(np.ptp(rows) + 1)


def test_a_whole_picture_is_itself() -> None:
    view = View.of(dotted())
    assert view.is_whole
    assert view.in_picture((10, 20, 30, 40)) == pytest.approx((10, 20, 30, 40))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_quarter_turns_are_exact(turn: int) -> None:
    view = View.of(dotted()).turned(turn)
    np.testing.assert_array_equal(view.pixels, np.rot90(dotted(), -turn // 90))
    assert view.in_picture(bounds(view.pixels)) == pytest.approx((60, 40, 12, 30))
    assert view.from_picture((60, 40, 12, 30)) == pytest.approx(bounds(view.pixels))
    assert not view.is_whole
    assert view.turned(360 - turn).is_whole


@pytest.mark.parametrize("degrees", [-30, -8, 17, 30])
def test_an_oval_comes_back_to_where_it_was(degrees: float) -> None:
    view = View.of(dotted()).rotated(degrees)
    assert view.pixels.shape[0] > 200
    assert view.pixels[0, 0].min() > 200  # the paper goes on
    rotated = View.of(view.pixels)
    left, top, width, height = view.from_picture((60, 40, 12, 30))
    x, y, wide, high = bounds(rotated.pixels)
    assert left - 1 <= x <= x + wide <= left + width + 1
    assert top - 1 <= y <= y + high <= top + height + 1
    round_dot = View.of(dotted((60, 40, 20, 20))).rotated(degrees)
    assert round_dot.in_picture(bounds(round_dot.pixels)) == pytest.approx((60, 40, 20, 20), abs=1.5)


def test_a_quadrilateral_becomes_a_rectangle_and_its_boxes_come_back() -> None:
    corners = np.array([(30, 20), (200, 30), (190, 150), (20, 120)], np.float64)
    view = View.of(dotted()).between(corners, (170, 110))
    assert view.pixels.shape == (110, 170, 3)
    np.testing.assert_allclose(view.corners, corners, atol=1e-6)
    assert view.in_picture(bounds(view.pixels)) == pytest.approx((60, 40, 12, 30), abs=2.5)
    turned = view.turned(90)
    assert turned.in_picture(bounds(turned.pixels)) == pytest.approx((60, 40, 12, 30), abs=2.5)
