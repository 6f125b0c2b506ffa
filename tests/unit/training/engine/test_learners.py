"""What learns a batch: dropout by its seed, and one picture at a time by Levenberg-Marquardt."""

from dataclasses import replace

import numpy as np
import pytest

from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.layers import Dropout, FullyConnected, MaxPooling
from lenet_app.networks.recipe import Augmentation, Loss, Optimiser, Recipe
from lenet_app.training.engine.batch import Batch
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.learners import BatchLearner, DiagonalLearner, make_learner
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import CPU, BatchReport, Device, DeviceReport, EndReport, Report
from tests.unit.samples import DISTANCES, NORMALISATION, TINY, digits, small_data_set
from tests.unit.training.runs import batches_of, epochs_of, plain_recipe, request, same, whole_run

DROPPING = Architecture(
    "dropping",
    "Dropping",
    (1, 28, 28),
    (
        *(MaxPooling("P", window=4), Dropout("D", 0.2), FullyConnected("H", units=16), Dropout("E", 0.5)),
        FullyConnected("out", 10, Activation.NONE),
    ),
)
PAPER = family.member("lenet5-1998")


def one_by_one(**changes: object) -> Recipe:
    parts: dict[str, object] = {
        **{"batch_size": 1, "optimiser": Optimiser.LEVENBERG_MARQUARDT, "learning_rate": 0.001},
        **{"epochs": 2, "curvature_pictures": 60},
    }
    return plain_recipe(**(parts | changes))


@pytest.fixture(scope="module")
def diagonal() -> tuple[TrainingRequest, list[Report]]:
    """A run of 320 pictures, so that the last batch of an epoch is of 20."""
    asked = request(one_by_one(), TINY, digits(320), digits(60, first=900))
    return asked, list(train(asked))


def test_dropout_is_repeatable_by_the_seed() -> None:
    recipe = plain_recipe(epochs=2)
    one, again, other = (whole_run(request(recipe, DROPPING, seed=seed))[1].weights for seed in (1, 1, 2))
    assert same(one, again)
    assert not same(one, other)


def test_the_seed_of_dropout_is_not_that_of_the_order_alone() -> None:
    """One batch of everything: what differs then is what is dropped."""
    recipe = plain_recipe(epochs=1, batch_size=300)
    plain = [whole_run(request(recipe, TINY, seed=seed))[1].weights for seed in (1, 2)]
    dropped = [whole_run(request(recipe, DROPPING, seed=seed))[1].weights for seed in (1, 2)]
    for name in plain[0]:
        np.testing.assert_allclose(plain[0][name], plain[1][name], atol=1e-3)
    assert any(float(np.abs(dropped[0][name] - dropped[1][name]).max()) > 5e-3 for name in dropped[0])


def test_validation_drops_nothing_and_does_not_change_what_is_dropped() -> None:
    recipe = plain_recipe(epochs=2)
    validation = digits(50, first=900)
    reports, _ = whole_run(request(recipe, DROPPING, validation=validation))
    without, _ = whole_run(request(recipe, DROPPING))
    for measured, plain in zip(epochs_of(reports), epochs_of(without), strict=True):
        assert same(measured.weights, plain.weights)
        *_, whole = evaluate_weights(DROPPING, measured.weights, NORMALISATION, validation)
        assert (measured.validation_loss, measured.validation_accuracy) == (whole.loss, whole.accuracy)


def test_which_learner_a_recipe_has() -> None:
    assert isinstance(make_learner(request()), BatchLearner)
    assert isinstance(make_learner(request(one_by_one())), DiagonalLearner)


def test_one_by_one_is_reported_by_fifty(diagonal: tuple[TrainingRequest, list[Report]]) -> None:
    _, reports = diagonal
    batches = [report for report in reports if isinstance(report, BatchReport)]
    assert [(one.epoch, one.batch, one.batches) for one in batches] == [(e, b, 7) for e in (1, 2) for b in range(1, 8)]
    assert [one.images for one in batches] == [*range(50, 350, 50), 320, *range(370, 670, 50), 640]
    for report in batches:
        seen = report.images - 320 * (report.epoch - 1)
        assert report.accuracy * seen == pytest.approx(round(report.accuracy * seen))


def test_one_by_one_learns_and_validates(diagonal: tuple[TrainingRequest, list[Report]]) -> None:
    asked, reports = diagonal
    epochs = epochs_of(reports)
    assert epochs[1].train_loss < 0.7 * epochs[0].train_loss
    assert asked.validation is not None
    for epoch in epochs:
        *_, whole = evaluate_weights(TINY, epoch.weights, NORMALISATION, asked.validation)
        assert (epoch.validation_loss, epoch.validation_accuracy) == pytest.approx((whole.loss, whole.accuracy))
    assert epochs[1].validation_accuracy is not None
    assert epochs[1].validation_accuracy > 0.5
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert (end.stopped, end.device, end.fault) == (False, CPU, "")
    assert same(end.last, epochs[1].weights)


def test_one_by_one_is_repeatable(diagonal: tuple[TrainingRequest, list[Report]]) -> None:
    asked, reports = diagonal
    _, again = whole_run(asked)
    end = reports[-1]
    assert isinstance(end, EndReport)
    assert same(end.weights, again.weights)
    _, other = whole_run(replace(asked, seed=2))
    assert not same(end.weights, other.weights)


def test_one_by_one_stops_within_fifty_pictures() -> None:
    reports = train(request(one_by_one(epochs=100), TINY, digits(1000)))
    taken = [next(reports) for _ in range(4)]
    end = reports.send(True)
    assert isinstance(taken[-1], BatchReport)
    assert isinstance(end, EndReport)
    assert (taken[-1].images, end.stopped, end.epoch) == (150, True, 1)
    rest = list(reports)
    assert rest == []
    longer = train(request(one_by_one(epochs=100), TINY, digits(1000)))
    for _ in range(4):
        next(longer)
    other = longer.send(True)
    assert isinstance(other, EndReport)
    assert same(end.weights, other.weights)


def test_one_by_one_stays_upon_the_cpu() -> None:
    gpu = Device("cuda:0", "CUDA: one that there is not")
    reports, end = whole_run(request(one_by_one(epochs=1), TINY, digits(60), device=gpu))
    assert reports[0] == DeviceReport(CPU, "")
    assert end.device == CPU


def test_a_step_is_the_rate_over_damping_and_curvature() -> None:
    """Of one picture, without any measured curvature: rate / µ times the gradient of a softmax layer."""
    linear = Architecture("linear", "L", (1, 28, 28), (FullyConnected("out", 10, Activation.NONE),))
    start = initial_weights(linear, Recipe(), seed=3)
    picture = digits(1)
    learner = DiagonalLearner(request(one_by_one(damping=0.5, loss_divisor=4.0), linear, weights=start))
    learner.learn(Batch(1, 0, picture), 0.01)
    loss, right = learner.figures()
    x = np.append(NORMALISATION.network_input(picture.images, (1, 28, 28)).ravel().astype(np.float64), 1)
    before = np.hstack([start["out.weight"], start["out.bias"][:, None]]).astype(np.float64)
    scores = before @ x
    p = np.exp(scores) / np.exp(scores).sum()
    label = int(picture.labels[0])
    assert loss == pytest.approx(-np.log(p[label]) / 4, rel=1e-4)
    assert right == (scores.argmax() == label)
    expected = before - 0.01 / 0.5 * np.outer(p - np.eye(10)[label], x) / 4
    weights = learner.weights()
    found = np.hstack([weights["out.weight"], weights["out.bias"][:, None]])
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert not same(weights, start)


def test_measured_curvature_makes_steps_smaller() -> None:
    start = initial_weights(TINY, Recipe(), seed=3)
    moved = []
    for measured in (False, True):
        learner = DiagonalLearner(request(one_by_one(), TINY, digits(100), weights=start))
        if measured:
            learner.begin_epoch(1)
        learner.learn(Batch(1, 0, digits(1)), 0.02)
        moved.append(sum(float(np.abs(learner.weights()[name] - start[name]).sum()) for name in start))
    assert 0 < moved[1] < 0.9 * moved[0]


def test_fewer_pictures_than_the_curvature_asks_for() -> None:
    reports, end = whole_run(request(one_by_one(epochs=1, curvature_pictures=500), TINY, digits(30)))
    assert [one.images for one in batches_of(reports)] == [30]
    assert end.epoch == 1


def test_the_network_of_1998_learns_by_its_own_recipe() -> None:
    recipe = replace(PAPER.recipe, epochs=1)
    weights = initial_weights(PAPER.architecture, recipe, seed=1)
    asked = request(recipe, PAPER.architecture, digits(2000), weights=weights)
    reports, end = whole_run(asked)
    losses = [report.loss for report in batches_of(reports)]
    assert losses[-1] < 0.75 * losses[0]
    *_, before = evaluate_weights(PAPER.architecture, weights, NORMALISATION, small_data_set().test)
    *_, after = evaluate_weights(PAPER.architecture, end.last, NORMALISATION, small_data_set().test)
    assert before.accuracy < 0.25
    assert after.accuracy > 0.4


@pytest.mark.parametrize("loss", [Loss.MAP, Loss.SQUARED_ERROR, Loss.CROSS_ENTROPY])
def test_batches_learn_distances_too(loss: Loss) -> None:
    some = digits(700)
    few = some.take(np.flatnonzero(some.labels < 7))
    recipe = plain_recipe(epochs=6, batch_size=32, loss=loss, learning_rate=0.003, augmentation=Augmentation.NONE)
    reports, end = whole_run(request(recipe, DISTANCES, few))
    others = digits(400, first=20_000)
    *_, whole = evaluate_weights(DISTANCES, end.weights, NORMALISATION, others.take(np.flatnonzero(others.labels < 7)))
    assert epochs_of(reports)[-1].train_loss < epochs_of(reports)[0].train_loss
    assert whole.accuracy > 0.7


def test_the_loss_of_a_batch_is_the_sum_over_its_pictures() -> None:
    """At a rate of nearly nothing the network stays."""
    start = initial_weights(TINY, Recipe(), seed=3)
    learner = DiagonalLearner(request(one_by_one(), validation=digits(50), weights=start))
    learner.learn(Batch(1, 0, digits(50)), 1e-30)
    loss, right = learner.figures()
    *_, whole = evaluate_weights(TINY, start, NORMALISATION, digits(50))
    assert loss == pytest.approx(50 * whole.loss, rel=1e-5)
    assert right == round(50 * whole.accuracy)
    assert learner.figures() == (0, 0), "they are handed out once"
    assert learner.validate().loss == pytest.approx(whole.loss)


@pytest.mark.parametrize("recipe", [plain_recipe(), one_by_one()])
def test_pictures_by_their_places_are_learned_as_if_handed_over(recipe: Recipe) -> None:
    asked = request(recipe, DROPPING)
    places = np.random.default_rng(2).permutation(300)
    by_place, by_picture = make_learner(asked), make_learner(asked)
    for number in range(3):
        some = places[number * 40 : number * 40 + 40]
        by_place.learn(Batch(1, number, some), 0.01)
        by_picture.learn(Batch(1, number, asked.training.take(some)), 0.01)
        assert by_place.figures() == by_picture.figures()
    assert same(by_place.weights(), by_picture.weights())
