import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.normalise import fit
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.penmanship.digits import written_digits
from lenet_app.penmanship.pens import Pens, canvas_pens, random_pens
from lenet_app.penmanship.rendering import rendered
from lenet_app.penmanship.traces import Traces, one_after_another


def drawing(traces: Traces, number: int) -> Drawing:
    """One of the drawings as the canvas has it."""
    chosen = traces.owner == number
    points, strokes = traces.points[chosen], traces.stroke[chosen]
    lines = [points[strokes == stroke].tolist() for stroke in np.unique(strokes)]
    return Drawing(tuple(Stroke(tuple((x, y) for x, y in line), 1e-3) for line in lines))


def as_the_canvas_reads(traces: Traces, number: int) -> npt.NDArray[np.float32]:
    ink = drawing_ink(drawing(traces, number))
    assert ink is not None
    fitted = fit(ink)
    assert fitted is not None
    return fitted.picture


def line(*points: tuple[float, float]) -> Traces:
    count = len(points)
    return Traces(np.array(points, np.float32), np.zeros(count, np.intp), np.zeros(count, np.intp), 1)


def pens(**values: float) -> Pens:
    return Pens(**{**vars(canvas_pens(1)), **{name: np.array([value], np.float32) for name, value in values.items()}})


def test_the_canvas_pen_gives_what_the_canvas_gives() -> None:
    random = np.random.default_rng(5)
    traces = written_digits(np.arange(120) % 10, random)
    pictures = rendered(traces, canvas_pens(120), random)
    differences = []
    for number, picture in enumerate(pictures[:, 0] / 255):
        expected = as_the_canvas_reads(traces, number)
        # Where the centre of mass lies between two pixels either is right.
        shifted = [np.roll(picture, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        differences.append([float(np.abs(expected - one).mean()) for one in shifted])
    unshifted = np.array(differences)[:, 4]
    assert np.median(unshifted) < 0.006
    assert np.min(differences, axis=1).max() < 0.012
    assert np.mean(unshifted > 0.012) < 0.1


@pytest.mark.parametrize("points", [((0.3, 0.3),), ((0, 0), (0, 7)), ((5, 1), (-5, 1)), ((0, 0), (3, 4))])
def test_dots_and_bars_are_the_canvas_own(points: tuple[tuple[float, float], ...]) -> None:
    traces = line(*points)
    picture = rendered(traces, canvas_pens(1), np.random.default_rng(0))[0, 0] / 255
    assert np.abs(picture - as_the_canvas_reads(traces, 0)).mean() < 0.012


def test_unit_and_place_do_not_matter() -> None:
    random = np.random.default_rng(1)
    traces = written_digits(np.arange(10), random)
    far = traces.moved(traces.points * 300 + np.array([1000, -500], np.float32))
    one, other = (rendered(drawings, canvas_pens(10), random).astype(int) for drawings in (traces, far))
    assert np.abs(one - other).max() <= 2


def test_the_order_does_not_matter() -> None:
    random = np.random.default_rng(2)
    traces = written_digits(np.arange(300) % 10, random)
    order = random.permutation(300)
    pictures = rendered(traces, canvas_pens(300), random)
    np.testing.assert_array_equal(rendered(traces.take(order), canvas_pens(300), random), pictures[order])


def test_random_pens_keep_the_rules_of_a_fitted_picture() -> None:
    random = np.random.default_rng(3)
    traces = written_digits(np.arange(400) % 10, random)
    pictures = rendered(traces, random_pens(400, random), random)
    assert pictures.shape == (400, 1, 28, 28)
    assert (pictures.max(axis=(1, 2, 3)) == 255).all()
    ink = pictures[:, 0].astype(np.float64)
    rows = (ink.sum(axis=2) @ (np.arange(28) + 0.5)) / ink.sum(axis=(1, 2))
    columns = (ink.sum(axis=1) @ (np.arange(28) + 0.5)) / ink.sum(axis=(1, 2))
    # The middle of pixel 14, to the nearest pixel, but for digits that would be cut off.
    assert np.mean(np.abs(rows - 14.5) < 0.55) > 0.97
    assert np.mean(np.abs(columns - 14.5) < 0.55) > 0.97


@pytest.mark.parametrize("width", [1.6, 2.5, 4.2])
def test_a_pen_draws_its_width(width: float) -> None:
    picture = rendered(line((0, 0), (0, 1)), pens(width=width), np.random.default_rng(0))[0, 0] / 255
    assert picture[10:18].sum(axis=1) == pytest.approx(np.full(8, width), abs=0.45)
    assert np.count_nonzero(picture.any(axis=1)) == 20


def test_a_flat_nib_draws_thin_lines_along_it() -> None:
    random = np.random.default_rng(0)
    flat = {"width": 4.0, "narrow": 0.4, "nib": 0.0}
    along = rendered(line((0, 0), (1, 0)), pens(**flat), random)[0, 0] / 255
    across = rendered(line((0, 0), (0, 1)), pens(**flat), random)[0, 0] / 255
    assert along[:, 14].sum() < 2.3
    assert across[14].sum() > 3.5


def test_a_gap_is_empty_and_leaves_the_rest() -> None:
    bar = line(*((0, y / 40) for y in range(41)))
    random = np.random.default_rng(4)
    whole = rendered(bar, pens(), random)[0, 0]
    gapped = rendered(bar, pens(gap=2.6), random)[0, 0]
    assert 0.5 * whole.sum() < gapped.sum() < 0.95 * whole.sum()
    rows = gapped.max(axis=1)
    inked = np.flatnonzero(rows > 127)
    assert (rows[inked[0] : inked[-1]] < 100).any() or len(inked) < np.count_nonzero(whole.max(axis=1) > 127)


def test_nothing_is_rendered_of_nothing() -> None:
    nothing = one_after_another([line((0, 0))]).take(np.empty(0, np.intp))
    assert rendered(nothing, canvas_pens(0), np.random.default_rng(0)).shape == (0, 1, 28, 28)
