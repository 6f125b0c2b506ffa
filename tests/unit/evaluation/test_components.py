"""The map of a layer, against singular values."""

import numpy as np
import pytest

from lenet_app.evaluation.components import principal_components, spread_numbers


@pytest.mark.parametrize("shape", [(200, 9), (5, 40), (2, 2)])
def test_the_places_are_those_of_singular_values(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(3).normal(0, 1, shape) * np.linspace(3, 1, shape[1]) + 7
    found = principal_components(values.astype(np.float32))
    centred = values - values.mean(axis=0)
    left, singular, right = np.linalg.svd(centred, full_matrices=False)
    for axis in range(2):
        direction = right[axis] * np.sign(right[axis][np.abs(right[axis]).argmax()])
        np.testing.assert_allclose(found.places[:, axis], centred @ direction, atol=1e-3)
        assert found.shares[axis] == pytest.approx(singular[axis] ** 2 / (singular**2).sum(), abs=1e-4)
    assert left.shape[0] == len(found.places)


def test_where_there_is_nothing_to_tell_apart() -> None:
    for values in (np.zeros((0, 4)), np.ones((6, 4)), np.ones((1, 1))):
        found = principal_components(values)
        assert found.places.shape == (len(values), 2)
        assert not found.places.any()
        assert found.shares == (0, 0)
    line = principal_components(np.arange(5.0)[:, None])
    np.testing.assert_allclose(line.places, [[number - 2, 0] for number in range(5)])
    assert line.shares[0] == pytest.approx(1)
    assert line.shares[1] == 0


def test_numbers_are_spread_over_a_larger_set() -> None:
    assert spread_numbers(5, 10).tolist() == [0, 1, 2, 3, 4]
    numbers = spread_numbers(1000, 10)
    assert (len(set(numbers.tolist())), numbers[0], numbers[-1]) == (10, 0, 999)
