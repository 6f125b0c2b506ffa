import numpy as np
import pytest

from lenet_app.penmanship.digits import DIGITS
from lenet_app.penmanship.hand import Looseness, written
from lenet_app.penmanship.styles import styles_of

STIFF = Looseness(jitter=0, bend=0, part=0, end=0, aspect=0, slant=0, lean=0, turn=0)
(BARS,) = styles_of("bars: 1\n    0,0 0,100 / 50,0 50,100")


def test_every_drawing_has_the_strokes_of_its_style() -> None:
    random = np.random.default_rng(0)
    for style in DIGITS[7]:
        traces = written(style.shape, 20, random)
        assert traces.count == 20
        assert (np.diff(traces.owner) >= 0).all()
        assert (np.diff(traces.stroke) >= 0).all()
        for owner in range(20):
            assert len(np.unique(traces.stroke[traces.owner == owner])) == len(style.shape.strokes)


def test_a_stiff_hand_writes_the_form_itself() -> None:
    traces = written(BARS.shape, 60, np.random.default_rng(1), STIFF)
    low, high = traces.boxes()
    # But for the trembling, the hooks and the grids of tablets that some drawings have.
    assert np.median(np.abs(low), axis=0) == pytest.approx([0, 0], abs=1e-5)
    assert np.median(high, axis=0) == pytest.approx([0.5, 1], abs=1e-5)


def test_a_hand_writes_between_the_forms() -> None:
    (leaning,) = styles_of("bar: 1\n    0,0 0,100\n    80,0 0,100")
    traces = written(leaning.shape, 400, np.random.default_rng(2), STIFF)
    tops = traces.points[traces.starts, 0]
    assert tops.min() > -0.2
    assert tops.max() < 1.0
    assert np.histogram(tops, bins=4, range=(0, 0.8))[0].min() > 30


def test_slant_leans_to_the_right_and_has_an_end() -> None:
    loose = Looseness(jitter=0, bend=0, part=0, end=0, aspect=0, turn=0)
    traces = written(BARS.shape, 2000, np.random.default_rng(3), loose)
    last = np.append(traces.starts[1:], len(traces.points)) - 1
    top = np.searchsorted(traces.stroke, traces.stroke[last])
    across = traces.points[top] - traces.points[last]
    slant = np.degrees(np.arctan2(across[:, 0], -across[:, 1]))
    assert np.median(slant) == pytest.approx(5, abs=1.5)
    assert np.quantile(slant, 0.99) < 40
    assert np.quantile(slant, 0.01) > -40


def test_the_same_seed_writes_the_same() -> None:
    one, other = (written(DIGITS[4][0].shape, 30, np.random.default_rng(9)) for _ in range(2))
    np.testing.assert_array_equal(one.points, other.points)
    another = written(DIGITS[4][0].shape, 30, np.random.default_rng(10))
    assert not np.array_equal(one.points, another.points)
