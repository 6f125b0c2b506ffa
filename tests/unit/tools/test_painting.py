"""Strokes on the canvas and the painted canvas, against distances computed point by point."""

import math

import numpy as np
import pytest

from lenet_app.ink.strokes import Drawing, Stroke
from tests.tools.handwriting_measure.painting import MARGIN, SIDE, on_canvas, painted
from tests.tools.handwriting_measure.plan import PEN, View

SEVEN = {"label": "7", "strokes": [[[100, 40], [180, 40], [130, 160]], [[120, 100], [170, 100]]]}


def test_without_a_size_a_drawing_stays_as_it_is() -> None:
    drawing = on_canvas(SEVEN, View(), 0)
    assert [list(map(list, stroke.points)) for stroke in drawing.strokes] == SEVEN["strokes"]


def test_size_middle_and_pen() -> None:
    drawing = on_canvas(SEVEN, View(0.6, 0.02), 5)
    points = np.concatenate([stroke.line for stroke in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    assert (high - low).max() == pytest.approx(0.6, abs=1.01 / SIDE)
    np.testing.assert_allclose((low + high) / 2, 0.5, atol=1 / SIDE)
    assert {stroke.width for stroke in drawing.strokes} == {0.02}
    np.testing.assert_allclose(points * SIDE, np.round(points * SIDE), atol=1e-9)


def test_every_corner_has_its_turn() -> None:
    corners = set()
    for number in range(4):
        drawing = on_canvas(SEVEN, View(0.15, in_a_corner=True), number)
        assert drawing.bounds is not None
        left, top, right, bottom = drawing.bounds
        near = left if left < 0.5 else 1 - right, top if top < 0.5 else 1 - bottom
        assert near == pytest.approx((MARGIN, MARGIN), abs=1 / SIDE)
        assert bottom - top == pytest.approx(0.15 + PEN, abs=2 / SIDE)
        corners.add((left < 0.5, top < 0.5))
    assert len(corners) == 4


def test_a_single_point_is_painted_in_the_middle() -> None:
    picture = painted(on_canvas({"strokes": [[[3, 3]]]}, View(0.6, 0.1), 0))
    rows, columns = np.nonzero(picture[..., 0] < 128)
    assert rows.mean() + 0.5 == pytest.approx(SIDE / 2, abs=0.6)
    assert columns.mean() + 0.5 == pytest.approx(SIDE / 2, abs=0.6)
    assert len(rows) == pytest.approx(math.pi * (0.05 * SIDE) ** 2, rel=0.03)


def test_an_empty_drawing_is_white_paper() -> None:
    picture = painted(Drawing())
    assert picture.shape == (SIDE, SIDE, 4)
    assert (picture == 255).all()


@pytest.mark.parametrize("width", [0.01, 0.06, 0.18])
def test_ink_lies_where_the_pen_came(width: float) -> None:
    ends = (0.02, 0.3), (0.9, 0.75)  # near an edge: what leaves the canvas is cut off
    picture = painted(Drawing((Stroke(ends, width),)))
    (ax, ay), (bx, by) = ends
    rows, columns = np.indices((SIDE, SIDE))
    x, y = (columns + 0.5) / SIDE, (rows + 0.5) / SIDE
    along = (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)).clip(0, 1)
    distance = np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) * SIDE
    radius = width * SIDE / 2
    ink = picture[..., 0]
    assert (ink[distance < radius - 1] == ink.min()).all()
    assert (ink[distance > radius + 1] == 255).all()
    assert (picture[..., 3] == 255).all()
    # the edge is smooth: halfway between ink and paper on the mean
    edge = abs(distance - radius) < 0.25
    assert float(ink[edge].mean()) == pytest.approx((255 + int(ink.min())) / 2, abs=12)
