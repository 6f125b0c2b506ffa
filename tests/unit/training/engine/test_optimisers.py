"""Three steps of each rule, with the gradient, the rule and the schedule written out in float64."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor, optim

from lenet_app.data.pictures import Pictures
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Optimiser, Recipe, Schedule
from lenet_app.training.engine.optimisers import learning_rate, make_rule
from lenet_app.training.engine.passes.parameters import Parameters
from tests.unit.samples import digits
from tests.unit.training.runs import LINEAR, plain_recipe, request, whole_run

Floats = npt.NDArray[np.float64]
Slope = Callable[[Floats], Floats]
Rule = Callable[[Floats, Slope, list[float], Floats], Floats]


def slope_of(pictures: Pictures, weight_decay: float = 0.0) -> Slope:
    """Of the mean cross-entropy of a softmax layer: (p − y) xᵀ, averaged; the bias is the last column."""
    pooled = pictures.images.reshape(-1, 7, 4, 7, 4).max(axis=(2, 4)).reshape(-1, 49)
    x = np.hstack([-0.1 + 1.275 * pooled / 255, np.ones((len(pooled), 1))])

    def slope(weight: Floats) -> Floats:
        scores = x @ weight.T
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors = powers / powers.sum(axis=1, keepdims=True) - np.eye(10)[pictures.labels]
        result: Floats = errors.T @ x / len(x) + weight_decay * weight
        return result

    return slope


def plain_descent(weight: Floats, slope: Slope, rates: list[float], pace: Floats) -> Floats:
    for rate in rates:
        weight = weight - rate * pace * slope(weight)
    return weight


def heavy_ball(weight: Floats, slope: Slope, rates: list[float], pace: Floats) -> Floats:
    velocity = np.zeros_like(weight)
    for rate in rates:
        velocity = 0.8 * velocity + slope(weight)
        weight = weight - rate * pace * velocity
    return weight


def adam(weight: Floats, slope: Slope, rates: list[float], pace: Floats) -> Floats:
    """Kingma and Ba (2015), algorithm 1, with its usual constants."""
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    for step, rate in enumerate(rates, 1):
        gradient = slope(weight)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weight = weight - rate * pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weight


def adadelta(weight: Floats, slope: Slope, rates: list[float], pace: Floats) -> Floats:
    """Zeiler (2012), algorithm 1 with ρ = 0.9 and ε = 1e-6, its step times the rate."""
    squares, steps = np.zeros_like(weight), np.zeros_like(weight)
    for rate in rates:
        gradient = slope(weight)
        squares = 0.9 * squares + 0.1 * gradient**2
        change = -np.sqrt(steps + 1e-6) / np.sqrt(squares + 1e-6) * gradient
        steps = 0.9 * steps + 0.1 * change**2
        weight = weight + rate * pace * change
    return weight


RULES: dict[Optimiser, tuple[Rule, float]] = {
    Optimiser.SGD: (plain_descent, 0.05),
    Optimiser.MOMENTUM: (heavy_ball, 0.05),
    Optimiser.ADAM: (adam, 0.05),
    Optimiser.ADAMW: (adam, 0.05),  # but for its decay, which is held against torch's below
    Optimiser.ADADELTA: (adadelta, 5.0),
}

DECAYED = [optimiser for optimiser in RULES if optimiser is not Optimiser.ADAMW]
"""Those under which the decay is a part of the gradient."""

# One step is one pass here, so the paper's schedule stays where it is for two steps.
SHARES: dict[Schedule, list[float]] = {
    Schedule.CONSTANT: [1, 1, 1],
    Schedule.COSINE: [1, 0.75, 0.25],
    Schedule.EXPONENTIAL: [1, 0.6, 0.36],
    Schedule.INVERSE: [1, 1.6**-0.75, 2.2**-0.75],
    Schedule.LENET_1998: [1, 1, 0.4],
    Schedule.WARM_UP: [1, 1, 0.5],
}


def assert_three_steps(recipe: Recipe, rule: Rule, shares: list[float]) -> None:
    pictures = digits(100)
    start = initial_weights(LINEAR, Recipe(), seed=3)
    _, end = whole_run(request(recipe, LINEAR, pictures, weights=start))
    rates = [recipe.learning_rate * share for share in shares]
    before = np.hstack([start["out.weight"], start["out.bias"][:, None]]).astype(np.float64)
    pace = np.ones_like(before)
    pace[:, -1] = recipe.bias_rate
    expected = rule(before, slope_of(pictures, recipe.weight_decay), rates, pace)
    found = np.hstack([end.weights["out.weight"], end.weights["out.bias"][:, None]])
    moved = float(np.abs(expected - before).max())
    assert moved > 0.005
    np.testing.assert_allclose(found, expected, atol=3e-4 * moved)


def three_steps(optimiser: Optimiser, schedule: Schedule) -> Recipe:
    return plain_recipe(
        epochs=3,
        batch_size=100,
        learning_rate=RULES[optimiser][1],
        optimiser=optimiser,
        schedule=schedule,
        decay=0.6,
        momentum=0.8,
    )


@pytest.mark.parametrize("schedule", Schedule)
@pytest.mark.parametrize("optimiser", RULES)
def test_three_steps_are_those_of_the_rule(optimiser: Optimiser, schedule: Schedule) -> None:
    assert_three_steps(three_steps(optimiser, schedule), RULES[optimiser][0], SHARES[schedule])


@pytest.mark.parametrize("optimiser", DECAYED)
def test_weight_decay_pulls_every_weight_towards_nothing(optimiser: Optimiser) -> None:
    recipe = replace(three_steps(optimiser, Schedule.CONSTANT), weight_decay=0.3)
    assert_three_steps(recipe, RULES[optimiser][0], [1, 1, 1])


@pytest.mark.parametrize("optimiser", DECAYED)
def test_biases_at_twice_the_rate(optimiser: Optimiser) -> None:
    recipe = replace(three_steps(optimiser, Schedule.EXPONENTIAL), bias_rate=2.0, weight_decay=0.1)
    assert_three_steps(recipe, RULES[optimiser][0], [1, 0.6, 0.36])


def test_every_optimiser_of_torch_has_its_rule() -> None:
    assert set(IN_TORCH) == set(RULES)
    assert {*RULES, Optimiser.LEVENBERG_MARQUARDT} == set(Optimiser)


@pytest.mark.parametrize(
    ("progress", "share"), [(0, 1.0), (0.25, 0.853553390593), (1 / 3, 0.75), (0.5, 0.5), (2 / 3, 0.25), (1, 0.0)]
)
def test_cosine_schedule(progress: float, share: float) -> None:
    recipe = Recipe(learning_rate=0.002, schedule=Schedule.COSINE)
    rate = learning_rate(recipe, step=round(1200 * progress), per_epoch=7, steps=1200)
    assert rate == pytest.approx(0.002 * share, abs=1e-12)


def test_constant_schedule() -> None:
    recipe = Recipe(learning_rate=0.5, schedule=Schedule.CONSTANT)
    assert {learning_rate(recipe, step=step, per_epoch=10, steps=100) for step in (0, 9, 10, 99)} == {0.5}


def test_exponential_schedule_falls_after_each_epoch() -> None:
    recipe = Recipe(learning_rate=1.0, schedule=Schedule.EXPONENTIAL, decay=0.7)
    found = [learning_rate(recipe, step=step, per_epoch=4, steps=100) for step in range(14)]
    assert found == pytest.approx([1.0] * 4 + [0.7] * 4 + [0.49] * 4 + [0.343] * 2)


def test_inverse_schedule_is_caffes() -> None:
    """rate · (1 + 0.0001 t)^-0.75, by the step and not by the epoch."""
    recipe = Recipe(learning_rate=0.01, schedule=Schedule.INVERSE, decay=0.0001)
    found = {step: learning_rate(recipe, step=step, per_epoch=938, steps=10_000) for step in (0, 1, 938, 9999)}
    for step, rate in found.items():
        assert rate == pytest.approx(0.01 * math.exp(-0.75 * math.log1p(0.0001 * step)), rel=1e-12)
    assert found[9999] == pytest.approx(0.00594626, rel=1e-5)


def test_the_schedule_of_1998() -> None:
    """LeCun et al. (1998), section III-B: 0.0005 for 2 passes, 0.0002 for 3, 0.0001 for 3, 0.00005 for 4."""
    recipe = Recipe(learning_rate=0.0005, schedule=Schedule.LENET_1998)
    passes = [0.0005] * 2 + [0.0002] * 3 + [0.0001] * 3 + [0.00005] * 4 + [0.00001] * 8
    assert len(passes) == 20
    for place in (0, 1, 1199):
        found = [
            learning_rate(recipe, step=1200 * number + place, per_epoch=1200, steps=24_000) for number in range(20)
        ]
        assert found == pytest.approx(passes, rel=1e-12)


def test_the_schedule_of_1998_falls_at_the_same_passes_from_any_rate() -> None:
    recipe = Recipe(learning_rate=1.0, schedule=Schedule.LENET_1998)
    rates = [learning_rate(recipe, step=step, per_epoch=1, steps=14) for step in range(14)]
    falls = [number for number in range(1, 14) if rates[number] < rates[number - 1]]
    assert falls == [2, 5, 8, 12]


IN_TORCH: dict[Optimiser, Callable[[list[Tensor], Recipe], optim.Optimizer]] = {
    Optimiser.SGD: lambda p, r: optim.SGD(p, lr=r.learning_rate, weight_decay=r.weight_decay),
    Optimiser.MOMENTUM: lambda p, r: optim.SGD(p, lr=r.learning_rate, momentum=r.momentum, weight_decay=r.weight_decay),
    Optimiser.ADAM: lambda p, r: optim.Adam(p, lr=r.learning_rate, weight_decay=r.weight_decay),
    Optimiser.ADAMW: lambda p, r: optim.AdamW(p, lr=r.learning_rate, weight_decay=r.weight_decay),
    Optimiser.ADADELTA: lambda p, r: optim.Adadelta(p, lr=r.learning_rate, weight_decay=r.weight_decay),
}


@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
@pytest.mark.parametrize("optimiser", IN_TORCH)
def test_fifty_steps_are_torchs_own(optimiser: Optimiser, weight_decay: float) -> None:
    recipe = replace(three_steps(optimiser, Schedule.CONSTANT), weight_decay=weight_decay)
    own = Parameters(LINEAR)
    own.load(initial_weights(LINEAR, Recipe(), seed=3))
    theirs = own.vector.clone().requires_grad_()
    rule, by_torch = make_rule(recipe, LINEAR), IN_TORCH[optimiser]([theirs], recipe)
    random = torch.Generator().manual_seed(4)
    for _ in range(50):
        gradient = torch.randn(own.vector.shape, generator=random)
        theirs.grad = gradient.clone()
        by_torch.step()
        rule.step(own.vector, gradient, recipe.learning_rate)
    np.testing.assert_allclose(own.vector.numpy(), theirs.detach().numpy(), rtol=1e-4, atol=1e-5)


def test_levenberg_marquardt_is_no_rule() -> None:
    with pytest.raises(KeyError):
        make_rule(Recipe(batch_size=1, optimiser=Optimiser.LEVENBERG_MARQUARDT), LINEAR)
