from collections.abc import Callable

import numpy as np
import pytest
import torch

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.networks.forward import Array
from lenet_app.networks.row_network import WINDOW, frame_scores, line_activations, row_network
from lenet_app.paths import Home
from lenet_app.reading.sweep.decoding import log_probability
from lenet_app.training.engine.rows import (
    NormalisedNetwork,
    RowProgress,
    RowRecipe,
    batches,
    row_loss,
    train_rows,
)

SMALL = row_network(4, 8, 16, 12)
RECIPE = RowRecipe(steps=60, batch=16, written=20, epoch=20, average=0.9, seed=4)


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    training = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    return Pictures(training.images[:3000], training.labels[:3000])


def test_folding_normalisation_changes_no_answer_and_numpy_answers_as_torch() -> None:
    torch.manual_seed(1)
    learner = NormalisedNetwork(SMALL, seed=1)
    for _ in range(5):
        learner(torch.randn(8, 1, WINDOW, 60) + 0.5)
    with torch.no_grad():
        for parameter in learner.norms.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape))
    learner.eval()
    lines = torch.randn(3, 1, WINDOW, 90)
    with torch.no_grad():
        expected = learner(lines).numpy()
    weights = learner.folded()
    assert {name: weight.shape for name, weight in weights.items()} == SMALL.parameter_shapes
    np.testing.assert_allclose(
        line_activations(SMALL, weights, lines.numpy())["output"], expected, rtol=1e-3, atol=1e-4
    )


def test_the_loss_is_minus_the_logarithm_of_the_texts_probability_per_digit() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(0, 1, (2, 11, 1, 9)).astype(np.float32)
    texts = [np.array([3, 3, 1]), np.array([8])]
    logs = torch.from_numpy(scores).log_softmax(dim=1).numpy()
    expected = [-log_probability(logs[k, :, 0].T, tuple(texts[k].tolist())) / len(texts[k]) for k in range(2)]
    assert float(row_loss(torch.from_numpy(scores), texts)) == pytest.approx(np.mean(expected), rel=1e-4)


def test_batches_are_settled_by_the_seed(pictures: Pictures) -> None:
    recipe = RowRecipe(steps=6, batch=8, written=20, epoch=4, seed=9)
    one, other = list(batches(pictures, recipe)), list(batches(pictures, recipe))
    assert len(one) == 6
    for (lines, texts), (again, also) in zip(one, other, strict=True):
        assert torch.equal(lines, again)
        assert [text.tolist() for text in texts] == [text.tolist() for text in also]
        assert lines.shape[:3] == (8, 1, WINDOW)


def test_the_rate_rises_then_falls() -> None:
    recipe = RowRecipe(steps=100, warm_up=0.1)
    rates = [recipe.rate(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9] == pytest.approx(1)
    assert rates[-1] < 0.01
    assert rates[9:] == sorted(rates[9:], reverse=True)


def test_a_network_learns_and_its_weights_are_given_on_the_way(pictures: Pictures) -> None:
    told: list[RowProgress] = []
    given: list[dict[str, Array]] = []

    def report(progress: RowProgress, weights: Callable[[], dict[str, Array]]) -> None:
        told.append(progress)
        given.append(weights())

    weights = train_rows(SMALL, pictures, RECIPE, report, every=20)
    assert [one.step for one in told] == [20, 40, 60]
    assert told[-1].loss < told[0].loss
    assert given[-1].keys() == weights.keys() == SMALL.parameter_shapes.keys()
    np.testing.assert_array_equal(given[-1]["C1.weight"], weights["C1.weight"])
    frames = frame_scores(SMALL, weights, np.zeros((WINDOW, 40), np.uint8))
    assert np.isfinite(frames).all()
