import math
from dataclasses import MISSING, fields

import numpy as np
import pytest

from lenet_app.networks.activation import Activation, Floats, Formula, activate, slope
from tests.unit.samples import ACTIVATIONS

POINTS = np.concatenate([np.linspace(-6, 6, 241), [-50, -1e-3, 1e-3, 50, 300]])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("activation", Activation)
def test_values(activation: Activation, kind: type[np.float32 | np.float64]) -> None:
    points: Floats = POINTS.astype(kind)
    found = activate(activation, points)
    assert found.dtype == kind
    expected = [ACTIVATIONS[activation](float(point)) for point in points]
    np.testing.assert_allclose(found, expected, rtol=1e-5 if kind is np.float32 else 1e-12, atol=1e-6)


def test_the_scaled_tanh_of_the_paper() -> None:
    """LeCun et al. (1998), appendix A: f(1) = 1 and f(-1) = -1, and it stays within ±1.7159."""
    values = activate(Activation.SCALED_TANH, np.array([-1e9, -1.0, 0.0, 1.0, 1e9]))
    np.testing.assert_allclose(values, [-1.7159, -1, 0, 1, 1.7159], atol=2e-5)


@pytest.mark.parametrize("activation", Activation)
def test_shapes_are_kept_and_nothing_is_changed(activation: Activation) -> None:
    a = np.random.default_rng(1).normal(0, 2, (2, 3, 4)).astype(np.float32)
    before = a.copy()
    y = activate(activation, a)
    assert y.shape == slope(activation, a, y).shape == a.shape
    np.testing.assert_array_equal(a, before)


@pytest.mark.parametrize("activation", Activation)
def test_slopes_are_those_of_differences(activation: Activation) -> None:
    step = 1e-6
    points = POINTS[np.abs(POINTS) > 0.01]  # some have a bend at 0
    function = ACTIVATIONS[activation]
    expected = [(function(point + step) - function(point - step)) / (2 * step) for point in points.tolist()]
    found = slope(activation, points, activate(activation, points))
    np.testing.assert_allclose(found, expected, atol=1e-6)
    single = points.astype(np.float32)
    of_single = slope(activation, single, activate(activation, single))
    assert of_single.dtype == np.float32
    np.testing.assert_allclose(of_single, expected, atol=2e-4)


@pytest.mark.parametrize("activation", Activation)
def test_which_are_signed(activation: Activation) -> None:
    lowest = min(ACTIVATIONS[activation](point) for point in POINTS.tolist())
    assert activation.is_signed == (lowest < 0)


def test_far_from_zero_there_are_no_warnings() -> None:
    far = np.array([-1e4, 1e4], np.float32)
    for activation in Activation:
        y = activate(activation, far)
        assert np.isfinite(y).all()
        assert np.isfinite(slope(activation, far, y)).all()
    assert activate(Activation.SIGMOID, far).tolist() == [0, 1]
    assert math.isclose(float(activate(Activation.ELU, far)[0]), -1)


def test_each_is_known_whole() -> None:
    """`Formula` has no defaults, so an entry cannot lack a part; here no member can lack its entry."""
    labels = [activation.label for activation in Activation]
    assert labels[0] == ""
    assert len(set(labels)) == len(labels)
    assert not [field.name for field in fields(Formula) if field.default is not MISSING]


@pytest.mark.parametrize("activation", Activation)
def test_values_and_slopes_can_be_written_over_the_sums(activation: Activation) -> None:
    """As training by hand-written derivatives does, where the slope needs no sums."""
    formula = activation.formula
    y = activate(activation, POINTS)
    expected = slope(activation, POINTS, y)
    over = POINTS.copy()
    formula.value(over, over)
    np.testing.assert_array_equal(over, y)
    if not formula.slope_needs_sums:
        np.testing.assert_array_equal(slope(activation, y, y), expected)
