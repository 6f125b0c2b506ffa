from dataclasses import replace

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.averaging import Average
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.learners import BatchLearner
from lenet_app.training.engine.passes.parameters import Parameters
from tests.unit.samples import TINY, digits, random_weights
from tests.unit.training.runs import plain_recipe, request, same, whole_run


def test_the_average_is_that_of_its_definition() -> None:
    network = Parameters(TINY)
    network.load(random_weights(TINY, 0))
    average = Average(TINY, network, 0.5)
    expected = {name: weight.astype(np.float64) for name, weight in random_weights(TINY, 0).items()}
    for step in range(1, 30):
        network.load(random_weights(TINY, step))
        average.follow(network.vector)
        kept = min(0.5, (1 + step) / (10 + step))
        for name, weight in random_weights(TINY, step).items():
            expected[name] = kept * expected[name] + (1 - kept) * weight
    for name, weight in average.parameters.weights().items():
        np.testing.assert_allclose(weight, expected[name], atol=1e-6)


def test_a_run_ends_with_the_average_and_is_validated_by_it() -> None:
    recipe = plain_recipe(average=0.9, epochs=1)
    asked = request(recipe, validation=digits(50, first=500))
    reports, end = whole_run(asked)
    assert same(end.weights, end.last)
    *_, measured = evaluate_weights(TINY, end.weights, asked.normalisation, digits(50, first=500))
    epochs = [report for report in reports if hasattr(report, "validation_loss")]
    assert epochs[-1].validation_loss == pytest.approx(measured.loss, rel=1e-5)
    _, plain = whole_run(replace(asked, recipe=replace(recipe, average=0.0)))
    assert not same(plain.weights, end.weights)


def test_the_average_does_not_disturb_the_steps() -> None:
    recipe = plain_recipe(average=0.9)
    asked = request(recipe)
    learners = [BatchLearner(replace(asked, recipe=chosen)) for chosen in (recipe, replace(recipe, average=0.0))]
    for number in range(6):
        for learner in learners:
            learner.learn(Batch(1, number, np.arange(50 * number, 50 * number + 50)), 0.01)
        losses = [learner.figures() for learner in learners]
        assert losses[0] == losses[1]


def test_levenberg_marquardt_takes_none() -> None:
    with pytest.raises(UserError, match="no average"):
        Recipe(optimiser=Optimiser.LEVENBERG_MARQUARDT, batch_size=1, average=0.9)
