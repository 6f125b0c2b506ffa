import gzip
import itertools
import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data.catalogue import load
from lenet_app.ink.normalise import Picture, fit
from lenet_app.ink.stroke_ink import PEN_WIDTH, drawing_ink
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import Drawing, Point, Stroke
from lenet_app.paths import Home

TWO: tuple[Point, ...] = tuple(
    [(0.3 + 0.2 * (1 - math.cos(t)), 0.3 - 0.2 * math.sin(t)) for t in np.linspace(0, 3.8, 30)]
    + [(0.25, 0.8), (0.5, 0.78), (0.75, 0.8)]
)


def fitted(*strokes: Stroke) -> Picture:
    ink = drawing_ink(Drawing(strokes))
    assert ink is not None
    result = fit(ink)
    assert result is not None
    return result.picture


def exact(points: tuple[Point, ...], scale: float, width: float) -> npt.NDArray[np.float64]:
    """The coverage of a round pen, from the distances of 8×8 places in every pixel; centred by the lines' box."""
    line = np.array(points) * scale
    line += 14 - (line.min(axis=0) + line.max(axis=0)) / 2
    axis = (np.arange(28 * 8) + 0.5) / 8
    places = np.stack(np.meshgrid(axis, axis), axis=-1)
    nearest = np.full(places.shape[:2], np.inf)
    for start, end in itertools.pairwise(line):
        way = end - start
        along = np.clip((places - start) @ way / (way @ way), 0, 1)
        nearest = np.minimum(nearest, np.linalg.norm(places - start - along[..., None] * way, axis=-1))
    return np.asarray((nearest <= width / 2).reshape(28, 8, 28, 8).mean(axis=(1, 3)))


def test_an_empty_drawing_has_no_ink() -> None:
    assert drawing_ink(Drawing()) is None
    assert drawing_ink(Drawing((Stroke((), 0.1),))) is None


def test_the_picture_is_that_of_a_round_pen() -> None:
    # A box of whole pixels, so that the reference lies on the same grid.
    points = ((0.0, 0.0), (15.5, 0.0), (5.0, 17.5))
    picture = fitted(Stroke(points, 1.0))
    expected = exact(points, 1.0, PEN_WIDTH)
    rows, columns = (np.nonzero(picture.any(axis=axis))[0] for axis in (1, 0))
    assert (len(rows), len(columns)) == (20, 18)
    cut = expected[4:24, 5:23]
    assert np.abs(picture[np.ix_(rows, columns)] - cut).max() < 0.05


def test_the_longer_side_is_twenty_pixels() -> None:
    picture = fitted(Stroke(TWO, 0.05))
    assert np.ptp(np.nonzero(picture.any(axis=1))[0]) + 1 == 20
    assert picture.dtype == np.float32
    assert picture.max() == 1


@pytest.mark.parametrize("width", [0.001, 0.02, 0.06, 0.12])
@pytest.mark.parametrize(("scale", "dx", "dy"), [(1.0, 0.0, 0.0), (0.2, 0.05, 0.8), (370.0, -1e4, 55.0)])
def test_place_size_and_pen_make_no_difference(width: float, scale: float, dx: float, dy: float) -> None:
    moved = tuple((x * scale + dx, y * scale + dy) for x, y in TWO)
    assert np.abs(fitted(Stroke(moved, width * scale)) - fitted(Stroke(TWO, 0.04))).max() < 0.05


def test_a_dot_is_a_dot_of_the_pen() -> None:
    for points in [((0.3, 0.7),), ((0.3, 0.7), (0.3, 0.7)), ((0.3, 0.7), (0.301, 0.7))]:
        picture = fitted(Stroke(points, 0.05))
        assert picture.sum() == pytest.approx(math.pi * PEN_WIDTH**2 / 4, rel=0.1)
        assert np.ptp(np.nonzero(picture.any(axis=1))[0]) + 1 == 3


@pytest.mark.parametrize("end", [(0.9, 0.5), (0.1, 0.9)])
def test_a_straight_line_is_no_thicker_than_the_pen(end: Point) -> None:
    picture = fitted(Stroke(((0.1, 0.5), end), 0.05))
    extents = sorted(len(np.nonzero(picture.any(axis=axis))[0]) for axis in (0, 1))
    assert extents == [3, 20]
    thickness = sorted((float(picture.sum(axis=0).max()), float(picture.sum(axis=1).max())))
    assert thickness[0] == pytest.approx(PEN_WIDTH, abs=0.15)


def test_odd_numbers_do_no_harm() -> None:
    huge, tiny = 8e37, 5e-324
    for points in [((-huge, -huge), (huge, huge)), ((0.0, 0.0), (tiny, tiny)), ((huge, 0.0), (huge, 1.0))]:
        assert np.isfinite(fitted(Stroke(points, 0.0))).all()


def test_very_many_points_are_drawn() -> None:
    random = np.random.default_rng(0)
    scribble = tuple(map(tuple, random.uniform(0, 1, (3000, 2)).tolist()))
    assert fitted(Stroke(scribble, 0.05)).mean() > 0.4


def test_the_pen_is_as_wide_as_in_mnist() -> None:
    """Ink in a picture grows with the pen; a drawing of a digit has about as much of it as MNIST's."""
    pictures = load("mnist", Home.of_user().data).test
    two = pictures.images[pictures.labels == 2].mean(dtype=np.float64) / 255
    assert fitted(Stroke(TWO, 0.05)).mean() == pytest.approx(two, rel=0.25)


@pytest.mark.data
def test_real_strokes_look_like_mnist(handwriting: Path) -> None:
    with gzip.open(handwriting / "strokes_unipen.jsonl.gz", "rt", encoding="utf-8") as lines:
        values = [json.loads(line) for line in lines][::20]
    inks = [drawing_ink(drawing_from_json(value)) for value in values]
    pictures = [result.picture for ink in inks if ink is not None if (result := fit(ink)) is not None]
    assert len(pictures) == len(values)
    mnist = load("mnist", Home.of_user().data).test.images.mean(dtype=np.float64) / 255
    assert np.mean(pictures) == pytest.approx(mnist, rel=0.2)
