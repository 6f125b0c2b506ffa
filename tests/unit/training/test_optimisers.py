"""Two steps of each rule, with the gradient and the rule written out in float64."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.networks.build import initial_weights
from lenet_app.networks.recipe import Optimiser, Recipe, Schedule
from lenet_app.training.optimisers import learning_rate
from tests.unit.samples import digits
from tests.unit.training.runs import LINEAR, plain_recipe, request, whole_run

Floats = npt.NDArray[np.float64]
Rule = Callable[[Floats, list[float]], Floats]


def gradient(weight: Floats, pictures: Pictures) -> Floats:
    """Of the mean cross-entropy of a softmax layer: (p − y) xᵀ, averaged; the bias is the last column."""
    pooled = pictures.images.reshape(-1, 7, 4, 7, 4).max(axis=(2, 4)).reshape(-1, 49)
    x = np.hstack([-0.1 + 1.275 * pooled / 255, np.ones((len(pooled), 1))])
    scores = x @ weight.T
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    errors = powers / powers.sum(axis=1, keepdims=True) - np.eye(10)[pictures.labels]
    result: Floats = errors.T @ x / len(x)
    return result


def plain_descent(weight: Floats, pictures: Pictures, rates: list[float]) -> Floats:
    for rate in rates:
        weight = weight - rate * gradient(weight, pictures)
    return weight


def heavy_ball(weight: Floats, pictures: Pictures, rates: list[float]) -> Floats:
    velocity = np.zeros_like(weight)
    for rate in rates:
        velocity = 0.9 * velocity + gradient(weight, pictures)
        weight = weight - rate * velocity
    return weight


def adam(weight: Floats, pictures: Pictures, rates: list[float]) -> Floats:
    """Kingma and Ba (2015), algorithm 1, with its usual constants."""
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    for step, rate in enumerate(rates, 1):
        slope = gradient(weight, pictures)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weight = weight - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weight


RULES = {Optimiser.SGD: plain_descent, Optimiser.MOMENTUM: heavy_ball, Optimiser.ADAM: adam}


@pytest.mark.parametrize("schedule", Schedule)
@pytest.mark.parametrize("optimiser", Optimiser)
def test_three_steps_are_those_of_the_rule(optimiser: Optimiser, schedule: Schedule) -> None:
    pictures, rate = digits(100), 0.05
    start = initial_weights(LINEAR, seed=3)
    recipe = plain_recipe(epochs=3, batch_size=100, learning_rate=rate, optimiser=optimiser, schedule=schedule)
    _, end = whole_run(request(recipe, LINEAR, pictures, weights=start))
    cosine = [rate * (1 + math.cos(math.pi * step / 3)) / 2 for step in range(3)]
    rates = cosine if schedule is Schedule.COSINE else [rate] * 3
    before = np.hstack([start["out.weight"], start["out.bias"][:, None]]).astype(np.float64)
    expected = RULES[optimiser](before, pictures, rates)
    found = np.hstack([end.weights["out.weight"], end.weights["out.bias"][:, None]])
    moved = float(np.abs(expected - before).max())
    assert moved > 0.005
    np.testing.assert_allclose(found, expected, atol=2e-4 * moved)


@pytest.mark.parametrize(
    ("progress", "share"), [(0, 1.0), (0.25, 0.853553390593), (1 / 3, 0.75), (0.5, 0.5), (2 / 3, 0.25), (1, 0.0)]
)
def test_cosine_schedule(progress: float, share: float) -> None:
    recipe = Recipe(learning_rate=0.002, schedule=Schedule.COSINE)
    assert learning_rate(recipe, progress) == pytest.approx(0.002 * share, abs=1e-12)


def test_constant_schedule() -> None:
    recipe = Recipe(learning_rate=0.5, schedule=Schedule.CONSTANT)
    assert {learning_rate(recipe, progress) for progress in (0, 0.3, 1)} == {0.5}
