"""Networks along a line learn composed rows: by the seed, to be gone on with, and NumPy answers as torch does."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import writers_last
from lenet_app.data.pictures import DataSet, hold_out_last
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.networks.row_network import NORMALISATION, WINDOW, frame_scores, line_activations, row_network
from lenet_app.paths import Home
from lenet_app.penmanship.rows.apart import edit_distance, rows_apart
from lenet_app.reading.sweep.decoding import best_path, log_probabilities
from lenet_app.runs.preparation import prepare
from lenet_app.training.engine.batch import Lines
from lenet_app.training.engine.learners import make_learner
from lenet_app.training.engine.loop import Training
from lenet_app.training.engine.optimisers import learning_rate
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.rows.learner import RowLearner
from lenet_app.training.engine.rows.measuring import evaluate_rows
from lenet_app.training.engine.rows.network import RowNetwork, row_loss, texts_read
from lenet_app.training.engine.rows.sampling import RowSampler
from lenet_app.training.reports import BatchReport, EndReport, EpochReport
from lenet_app.training.settings import TrainingSettings
from lenet_app.training.state import RunState
from tests.unit.samples import model
from tests.unit.training.runs import same

SMALL = row_network(4, 8, 16, 12)
RECIPE = replace(family.member("lenet5-row").recipe, epochs=2, batch_size=24, learning_rate=0.01, average=0.9)


@pytest.fixture(scope="module")
def mnist() -> DataSet:
    return catalogue.load(catalogue.MNIST, Home.of_user().data)


def settings(**others: object) -> TrainingSettings:
    usual = TrainingSettings(architecture=SMALL, normalisation=NORMALISATION, recipe=RECIPE, subset=360, seed=4)
    return replace(usual, **others)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def request_(mnist: DataSet) -> TrainingRequest:
    return prepare(settings(hold_out=60), mnist)


def test_folding_normalisation_changes_no_answer_and_numpy_answers_as_torch() -> None:
    random = torch.Generator().manual_seed(1)
    learner = RowNetwork(SMALL, initial_weights(SMALL, Recipe(), seed=1), is_normalised=True)
    for _ in range(5):
        learner(torch.randn(8, 1, WINDOW, 60, generator=random) + 0.5)
    with torch.no_grad():
        for parameter in learner.norms.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape, generator=random))
    learner.eval()
    lines = torch.randn(3, 1, WINDOW, 90, generator=random)
    weights = learner.folded()
    plain = RowNetwork(SMALL, weights)
    with torch.no_grad():
        expected, again = learner(lines).numpy(), plain(lines).numpy()
    assert {name: weight.shape for name, weight in weights.items()} == SMALL.parameter_shapes
    found = line_activations(SMALL, weights, lines.numpy())["output"]
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(again, expected, rtol=1e-3, atol=1e-4)
    logs = [found[k, :, 0].T for k in range(3)]
    assert [tuple(text.tolist()) for text in texts_read(torch.from_numpy(found))] == [best_path(one) for one in logs]


def test_the_loss_is_minus_the_logarithm_of_the_texts_probability_per_digit() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(0, 1, (2, 11, 1, 9)).astype(np.float32)
    texts = [np.array([3, 3, 1]), np.array([8])]
    logs = torch.from_numpy(scores).log_softmax(dim=1).numpy()
    expected = [-log_probabilities(logs[k, :, 0].T, [tuple(texts[k].tolist())])[0] / len(texts[k]) for k in range(2)]
    assert float(row_loss(torch.from_numpy(scores), texts)) == pytest.approx(np.mean(expected), rel=1e-4)


def test_the_hold_out_is_of_writers_of_its_own_whatever_the_seed(mnist: DataSet) -> None:
    for seed in (1, 7):
        prepared = prepare(settings(hold_out=5000, subset=None, seed=seed), mnist)
        assert prepared.validation is not None
        assert np.array_equal(prepared.validation.labels, writers_last(mnist.training).labels[-5000:])
        assert len(prepared.training) == 55_000


def test_batches_are_settled_by_the_seed_and_each_can_be_had_by_itself(request_: TrainingRequest) -> None:
    whole = RowSampler(request_.training, 9, batch_size=8)
    told = [whole.batch(1, number).content for number in range(len(request_.training) // 8 + 1)]
    assert sum(map(len, told)) == len(request_.training)
    for number in (6, 2):
        content, before = RowSampler(request_.training, 9, batch_size=8).batch(1, number).content, told[number]
        assert isinstance(content, Lines)
        assert isinstance(before, Lines)
        assert np.array_equal(content.lines, before.lines)
        assert content.lines.shape[:3] == (8, 1, WINDOW)
        assert [text.tolist() for text in content.texts] == [text.tolist() for text in before.texts]


def test_the_rate_rises_then_falls() -> None:
    rates = [learning_rate(replace(RECIPE, learning_rate=1), step=step, per_epoch=50, steps=200) for step in range(200)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9] == pytest.approx(1)
    assert rates[-1] < 0.01
    assert rates[9:] == sorted(rates[9:], reverse=True)


def test_a_network_learns_and_goes_on_to_the_same_bits(request_: TrainingRequest) -> None:
    reports, state = Training(request_), None
    losses: list[float] = []
    epochs: list[EpochReport] = []
    for report in reports.reports():
        if isinstance(report, BatchReport):
            losses.append(report.loss)
        if isinstance(report, EpochReport):
            epochs.append(report)
            state = state or RunState.from_bytes(reports.state().to_bytes())
    assert isinstance(report, EndReport)
    assert losses[-1] < losses[0]
    assert [epoch.epoch for epoch in epochs] == [1, 2]
    assert all(epoch.validation_digits is not None and 0 <= epoch.validation_digits <= 1 for epoch in epochs)
    assert report.weights.keys() == SMALL.parameter_shapes.keys()
    assert np.isfinite(frame_scores(SMALL, report.weights, np.zeros((WINDOW, 40), np.uint8))).all()
    *_, again = Training(request_, state).reports()
    assert isinstance(again, EndReport)
    assert same(again.last, report.last)


def test_a_running_average_starts_at_the_network_and_follows_it(request_: TrainingRequest) -> None:
    sampler, plain = RowSampler(request_.training, 4, 24), replace(request_, recipe=replace(RECIPE, average=0.0))
    averaged, last = RowLearner(request_), RowLearner(plain)
    for number in range(3):
        for learner in (averaged, last):
            learner.learn(sampler.batch(1, number), 0.01, measures=True)
    assert not same(averaged.weights(), last.weights())
    assert [layer.name for layer in averaged.layers] == ["C1", "C3", "C5", "F6", "output"]
    assert all(layer.weight > 0 and layer.gradient is not None and layer.gradient > 0 for layer in averaged.layers)


def test_what_is_measured_is_what_is_read(mnist: DataSet) -> None:
    _, apart = hold_out_last(mnist.training, 500)
    rows = rows_apart(apart.take(np.arange(500)), 60)
    weights = initial_weights(SMALL, Recipe(), seed=3)
    *_, whole = evaluate_rows(SMALL, weights, rows)
    read = [best_path(frame_scores(SMALL, weights, picture)) for picture in rows.pictures]
    texts = [text.tolist() for text in rows.texts]
    assert whole.images == 60
    assert whole.accuracy == np.mean([list(one) == text for one, text in zip(read, texts, strict=True)])
    edits = sum(edit_distance(text, one) for one, text in zip(read, texts, strict=True))
    assert whole.digits == pytest.approx(max(0.0, 1 - edits / sum(map(len, texts))))


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"architecture": family.member("lenet5").architecture}, "LeNet-5 cannot learn rows"),
        ({"start": model(SMALL, name="Mine")}, "Mine cannot be trained further"),
        ({"teachers": (model(SMALL),), "teacher_share": 0.5}, "without a teacher"),
        ({"device_id": "cuda:0"}, "on the processor"),
        ({"subset": 12, "hold_out": 0}, "all ten digits"),
    ],
)
def test_what_rows_are_not_learned_with_is_refused_in_a_sentence(
    mnist: DataSet, others: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        prepare(settings(**others), mnist)


def test_pictures_that_are_no_digits_are_refused(mnist: DataSet) -> None:
    clothes = replace(mnist, class_names=tuple("ABCDEFGHIJ"), title="Clothes")
    with pytest.raises(UserError, match="digits of 28 × 28 pixels only, not Clothes"):
        prepare(settings(), clothes)


@pytest.mark.parametrize(
    "others", [{"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1, "average": 0.0}, {"bias_rate": 2.0}]
)
def test_a_recipe_of_rows_says_what_it_cannot_have(others: dict[str, object]) -> None:
    with pytest.raises(UserError, match="Rows are composed anew"):
        replace(RECIPE, **others)  # type: ignore[arg-type]


def test_rows_have_a_learner_of_their_own(request_: TrainingRequest) -> None:
    assert isinstance(make_learner(request_), RowLearner)
