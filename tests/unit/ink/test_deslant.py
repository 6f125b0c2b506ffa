import numpy as np
import pytest

from lenet_app.ink.deslant import deslanted_marks, slant_degrees, slant_of, upright
from lenet_app.ink.deslant_drawing import deslanted_drawing
from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import fit
from lenet_app.ink.strokes import Drawing, Stroke


@pytest.mark.parametrize("shear", [-0.8, -0.2, 0.0, 0.5])
def test_points_are_set_upright(shear: float) -> None:
    random = np.random.default_rng(1)
    points = random.normal(0, 1, (500, 2))
    points[:, 0] += shear * points[:, 1]
    x, y = points.T
    slant = slant_of(points)
    assert slant == pytest.approx(np.cov(x, y)[0, 1] / np.var(y, ddof=1))
    x, y = upright(points, slant).T
    assert np.cov(x, y)[0, 1] == pytest.approx(0, abs=1e-9)


def test_no_more_than_45_degrees_and_never_a_fault() -> None:
    assert slant_of(np.array([[0.0, 0], [9, 1]])) == 1
    assert slant_of(np.array([[9.0, 0], [0, 1]])) == -1
    assert slant_of(np.array([[0.0, 5], [9, 5]])) == 0
    assert slant_of(np.empty((0, 2))) == 0
    assert slant_degrees(-1) == pytest.approx(45)


@pytest.mark.parametrize("shear", [-0.7, -0.3, 0.4, 0.9])
def test_marks_are_set_upright(shear: float) -> None:
    rows, columns = np.mgrid[0:120, 0:260]
    marks = (np.abs(columns - 130 - shear * (rows - 60)) < 8).astype(np.float32)
    result, slant = deslanted_marks(marks)
    assert slant == pytest.approx(shear, abs=0.02)
    assert result.sum() == pytest.approx(marks.sum(), rel=0.02)
    places = np.nonzero(result > 0.5)[1]
    assert np.ptp(places) < 20


def test_fitting_tells_the_slant_it_took_off() -> None:
    rows, columns = np.mgrid[0:120, 0:120]
    marks = (np.abs(columns - 60 + 0.5 * (rows - 60)) < 6).astype(np.float32)
    result, plain = fit(Ink(marks), deslant=True), fit(Ink(marks))
    assert result is not None
    assert plain is not None
    assert result.slant == pytest.approx(-0.5, abs=0.03)
    assert result.box == plain.box
    assert plain.slant is None
    assert np.ptp(np.nonzero(result.picture > 0.3)[1]) < 5


def test_a_drawing_is_set_upright_where_it_is() -> None:
    slanted = Drawing((Stroke(((0.6, 0.2), (0.4, 0.8)), 0.05), Stroke(((0.5, 0.5),), 0.05)))
    result, slant = deslanted_drawing(slanted)
    assert slant == pytest.approx(-1 / 3, abs=0.01)
    xs = [x for stroke in result.strokes for x, _ in stroke.points]
    assert np.ptp(xs) < 0.02
    assert np.mean(xs) == pytest.approx(0.5, abs=0.02)
    assert deslanted_drawing(Drawing()) == (Drawing(), 0.0)
    dot = Drawing((Stroke(((0.3, 0.3),), 0.05),))
    assert deslanted_drawing(dot) == (dot, 0.0)
