import numpy as np

from lenet_app.ink.normalise import PEN_RANGE
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.penmanship.digits import written_digits
from lenet_app.penmanship.thick_pens import painted
from lenet_app.penmanship.traces import Traces


def test_what_was_painted_thick_comes_out_with_a_usual_pen() -> None:
    traces = written_digits(np.arange(100) % 10, np.random.default_rng(1))
    pictures = painted(traces, np.random.default_rng(2))
    assert pictures.shape == (100, 1, 28, 28)
    assert pictures.dtype == np.uint8
    assert (pictures.max(axis=(1, 2, 3)) == 255).all()
    rows = np.flatnonzero(pictures.any(axis=(0, 1, 3)))
    assert len(rows) <= 26
    widths = [pen_width(picture[0] >= 128) for picture in pictures]
    assert PEN_RANGE[1] - 0.6 < np.median(widths) < PEN_RANGE[1] + 0.4


def test_a_wedge_is_filled() -> None:
    """The flag and the stem of a 1: a thin pen leaves the wedge between them open, a thick one does not."""
    points = np.array([[0, 0.45], [0.3, 0], [0.3, 1]], np.float32)
    traces = Traces(points, np.zeros(3, np.intp), np.zeros(3, np.intp), 1)
    (picture,) = painted(traces, np.random.default_rng(0))[:, 0] / 255
    inked = picture[picture.any(axis=1)]
    upper, lower = inked[: len(inked) // 2].sum(), inked[len(inked) // 2 :].sum()
    assert upper > 1.5 * lower


def test_a_dot_is_a_dot_and_a_seed_settles_everything() -> None:
    dot = Traces(np.zeros((1, 2), np.float32), np.zeros(1, np.intp), np.zeros(1, np.intp), 1)
    assert painted(dot, np.random.default_rng(0)).max() == 255
    traces = written_digits(np.arange(10), np.random.default_rng(1))
    one, other = (painted(traces, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, other)
