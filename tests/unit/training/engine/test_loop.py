import time
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.errors import UserError
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Weights, activations, probabilities
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe, Schedule
from lenet_app.runs.preparation import prepare
from lenet_app.training.engine.loop import train
from lenet_app.training.reports import CPU, BatchReport, DeviceReport, EndReport, EpochReport
from lenet_app.training.settings import TrainingSettings
from tests.unit.samples import DIGITS, LENET5, NORMALISATION, TINY, digits
from tests.unit.training.runs import batches_of, epochs_of, plain_recipe, request, same, whole_run


def measured(architecture: Architecture, weights: Weights, pictures: Pictures) -> tuple[float, float]:
    """Accuracy and mean cross-entropy in NumPy."""
    network_input = NORMALISATION.network_input(pictures.images, architecture.input_shape)
    scores = activations(architecture, weights, network_input)[architecture.layers[-1].name].astype(np.float64)
    top = scores.max(axis=1, keepdims=True)
    logarithms = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    labels = pictures.labels.astype(int)
    return float((scores.argmax(axis=1) == labels).mean()), float(-logarithms[np.arange(len(labels)), labels].mean())


def test_the_order_of_the_reports() -> None:
    reports, end = whole_run(request(training=digits(150)))
    batch, epoch = BatchReport, EpochReport
    kinds = [DeviceReport, batch, batch, batch, epoch, batch, batch, batch, epoch, EndReport]
    assert [type(report) for report in reports] == kinds
    assert reports[0] == DeviceReport(CPU, "")
    assert (end.epoch, end.stopped, end.device, end.fault) == (2, False, CPU, "")


def test_the_same_request_gives_the_same_weights() -> None:
    recipe = Recipe(epochs=2, batch_size=32)  # with augmentation
    asked = request(recipe, LENET5, digits(200), digits(100, first=1000))
    (first, one), (second, other) = whole_run(asked), whole_run(asked)
    assert same(one.weights, other.weights)
    for a, b in zip(epochs_of(first), epochs_of(second), strict=True):
        assert same(a.weights, b.weights)
        figures = [(r.train_loss, r.train_accuracy, r.validation_loss, r.validation_accuracy) for r in (a, b)]
        assert figures[0] == figures[1]


def test_another_seed_gives_other_weights() -> None:
    one, other = (whole_run(request(training=digits(200), seed=seed))[1] for seed in (1, 2))
    assert not same(one.weights, other.weights)


@pytest.mark.parametrize("augmentation", Augmentation)
def test_varied_pictures_are_learnt_only_where_the_recipe_says(augmentation: Augmentation) -> None:
    _, plain = whole_run(request(plain_recipe(epochs=1)))
    _, other = whole_run(request(plain_recipe(epochs=1, augmentation=augmentation)))
    assert same(plain.weights, other.weights) == (augmentation is Augmentation.NONE)


def test_the_starting_weights_stay_as_they_are() -> None:
    start = initial_weights(TINY, Recipe(), seed=1)
    before = {name: weight.copy() for name, weight in start.items()}
    whole_run(request(weights=start))
    assert same(start, before)


def test_the_test_pictures_are_never_touched() -> None:
    untouchable = cast("Pictures", object())
    data_set = DataSet("mnist", "MNIST", DIGITS, digits(300), untouchable)
    settings = TrainingSettings(recipe=plain_recipe(epochs=1), hold_out=50, device_id="cpu")
    _, end = whole_run(prepare(settings, data_set))
    assert end.epoch == 1


RATES = {
    Optimiser.ADAM: 0.01,
    Optimiser.ADAMW: 0.01,
    Optimiser.MOMENTUM: 0.05,
    Optimiser.SGD: 0.3,
    Optimiser.ADADELTA: 2.0,
    Optimiser.LEVENBERG_MARQUARDT: 0.001,
}


@pytest.mark.parametrize("optimiser", Optimiser)
def test_every_optimiser_learns(optimiser: Optimiser) -> None:
    size, rate = 1 if optimiser is Optimiser.LEVENBERG_MARQUARDT else 32, RATES[optimiser]
    recipe = plain_recipe(epochs=12, batch_size=size, optimiser=optimiser, learning_rate=rate, schedule=Schedule.COSINE)
    reports, end = whole_run(request(recipe, TINY, digits(600)))
    losses = [report.train_loss for report in epochs_of(reports)]
    assert losses[-1] < 0.5 * losses[0]
    assert measured(TINY, end.weights, digits(500, first=10_000))[0] > 0.7


def test_lenet5_learns_digits() -> None:
    recipe = plain_recipe(epochs=4, batch_size=32, learning_rate=0.002, schedule=Schedule.COSINE)
    reports, end = whole_run(request(recipe, LENET5, digits(1000)))
    losses = [report.train_loss for report in epochs_of(reports)]
    assert losses == sorted(losses, reverse=True)
    assert measured(LENET5, end.weights, digits(1000, first=10_000))[0] > 0.85


def test_figures_of_an_epoch_are_means_over_its_pictures() -> None:
    """At a rate of nearly nothing the network stays, so that an epoch measures it; the last batch is smaller."""
    recipe = plain_recipe(epochs=1, learning_rate=1e-30, optimiser=Optimiser.SGD)
    start, training, validation = initial_weights(TINY, Recipe(), seed=4), digits(150), digits(130, first=500)
    reports, end = whole_run(request(recipe, TINY, training, validation, weights=start))
    (epoch,) = epochs_of(reports)
    assert same(end.weights, start)
    accuracy, loss = measured(TINY, start, training)
    assert (epoch.train_accuracy, epoch.train_loss) == pytest.approx((accuracy, loss), rel=1e-5)
    accuracy, loss = measured(TINY, start, validation)
    assert (epoch.validation_accuracy, epoch.validation_loss) == pytest.approx((accuracy, loss), rel=1e-5)


def test_figures_of_a_batch() -> None:
    reports, _ = whole_run(request(training=digits(150), validation=digits(20, first=500)))
    batches = batches_of(reports)
    assert [(r.epoch, r.batch) for r in batches] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]
    assert {(r.epochs, r.batches) for r in batches} == {(2, 3)}
    for report, seen in zip(batches, [64, 128, 150] * 2, strict=True):
        images = seen + 150 * (report.epoch - 1)
        assert report.accuracy * seen == pytest.approx(round(report.accuracy * seen))
        assert report.images_per_second == pytest.approx(images / report.seconds)
        assert report.seconds_left == pytest.approx(report.seconds / images * (300 - images))
    assert batches[-1].seconds_left == 0
    seconds = [report.seconds for report in batches]
    assert seconds == sorted(seconds)
    assert seconds[0] > 0
    for epoch, last in zip(epochs_of(reports), batches[2::3], strict=True):
        assert (epoch.train_loss, epoch.train_accuracy) == (last.loss, last.accuracy)
        assert epoch.images_per_second == pytest.approx(150 / epoch.seconds)


def test_one_picture_more_than_a_batch() -> None:
    reports, _ = whole_run(request(plain_recipe(epochs=1), training=digits(65)))
    assert [report.batch for report in batches_of(reports)] == [1, 2]
    reports, _ = whole_run(request(plain_recipe(epochs=1, batch_size=1000), training=digits(65)))
    assert [report.batches for report in batches_of(reports)] == [1]


def test_without_a_hold_out_the_newest_weights_are_taken() -> None:
    reports, end = whole_run(request())
    assert all(epoch.validation_loss is None is epoch.validation_accuracy for epoch in epochs_of(reports))
    assert end.epoch == 2
    assert same(end.weights, epochs_of(reports)[-1].weights)


@pytest.mark.parametrize("count", [3, 40])
def test_the_hold_out_decides_which_epoch_is_best(count: int) -> None:
    validation = digits(count, first=2000)  # so few that accuracy goes up and down, with ties
    best_epochs, ties = set(), 0
    for seed in range(10):
        recipe = plain_recipe(epochs=6, learning_rate=0.05)
        reports, end = whole_run(request(recipe, TINY, digits(200), validation, seed=seed))
        ranks = []
        for epoch in epochs_of(reports):
            accuracy, loss = measured(TINY, epoch.weights, validation)
            assert (epoch.validation_accuracy, epoch.validation_loss) == pytest.approx((accuracy, loss), rel=1e-4)
            assert epoch.validation_loss is not None
            ranks.append((round(accuracy * count), -epoch.validation_loss))
        highest = [loss for accuracy, loss in ranks if accuracy == max(ranks)[0]]
        ties += highest[0] != max(highest)
        assert end.epoch == ranks.index(max(ranks)) + 1
        assert same(end.weights, epochs_of(reports)[end.epoch - 1].weights)
        best_epochs.add(end.epoch)
    assert best_epochs != {6}, "the last epoch was always the best, so nothing was shown"
    assert ties or count > 3, "no loss had to decide between epochs of the same accuracy"


def test_of_epochs_that_are_alike_the_first_is_taken() -> None:
    recipe = plain_recipe(epochs=3, learning_rate=1e-30, optimiser=Optimiser.SGD)
    _, end = whole_run(request(recipe, validation=digits(50, first=2000)))
    assert end.epoch == 1


def test_weights_of_a_report_are_snapshots() -> None:
    reports, _ = whole_run(request())
    first, second = epochs_of(reports)
    assert not same(first.weights, second.weights)
    assert not any(np.shares_memory(first.weights[name], second.weights[name]) for name in first.weights)


def test_time_between_reports_does_not_count() -> None:
    """A pause is nothing but a wait before the next report is taken."""
    began = time.perf_counter()
    paused = 0.0
    end: EndReport | None = None
    for report in train(request(plain_recipe(epochs=1), training=digits(200))):
        waited = time.perf_counter()
        while time.perf_counter() < waited + 0.02:
            probabilities(np.zeros((10, 10), np.float32))
        paused += time.perf_counter() - waited
        end = report if isinstance(report, EndReport) else None
    assert end is not None
    assert 0 < end.seconds <= time.perf_counter() - began - paused


def test_pictures_that_do_not_fit_are_told() -> None:
    wide = Pictures(np.zeros((4, 1, 40, 40), np.uint8), np.zeros(4, np.uint8))
    with pytest.raises(UserError, match=r"^Pictures of 1 × 40 × 40 do not fit a network input of 1 × 28 × 28\.$"):
        list(train(request(training=wide)))


def test_fine_tuning_starts_from_the_given_weights() -> None:
    _, first = whole_run(request(plain_recipe(epochs=3)))
    asked = replace(request(plain_recipe(epochs=1)), weights=first.weights)
    reports, _ = whole_run(asked)
    fresh, _ = whole_run(request(plain_recipe(epochs=1)))
    assert batches_of(reports)[0].loss < 0.8 * batches_of(fresh)[0].loss


@pytest.mark.parametrize(("steps", "per_epoch"), [(1, [1]), (2, [2]), (3, [3]), (5, [3, 2]), (7, [3, 3, 1])])
def test_a_run_of_so_many_steps(steps: int, per_epoch: list[int]) -> None:
    """Three batches are an epoch, of which the last may be a part; what `epochs` says does not matter."""
    recipe = plain_recipe(epochs=50, steps=steps)
    reports, end = whole_run(request(recipe, training=digits(150)))
    batches, epochs = batches_of(reports), epochs_of(reports)
    assert len(batches) == steps
    places = [(e, b, count) for e, count in enumerate(per_epoch, 1) for b in range(1, count + 1)]
    assert [(one.epoch, one.batch, one.batches) for one in batches] == places
    assert {one.epochs for one in batches} == {one.epochs for one in epochs} == {len(per_epoch)}
    assert [one.epoch for one in epochs] == list(range(1, len(per_epoch) + 1))
    images = [150 * (e - 1) + min(64 * b, 150) for e, b, _ in places]
    assert [one.images for one in batches] == images
    assert batches[-1].seconds_left == pytest.approx(0, abs=1e-9)
    for report in batches:
        left = report.seconds / report.images * (images[-1] - report.images)
        assert report.seconds_left == pytest.approx(left, abs=1e-9)
    assert (end.epoch, end.stopped, end.fault) == (len(per_epoch), False, "")
    assert same(end.weights, epochs[-1].weights)


def test_a_part_of_an_epoch_is_the_beginning_of_a_whole_one() -> None:
    part, _ = whole_run(request(plain_recipe(steps=4), training=digits(150)))
    whole, _ = whole_run(request(plain_recipe(epochs=2), training=digits(150)))
    assert [one.loss for one in batches_of(part)] == [one.loss for one in batches_of(whole)[:4]]
    assert epochs_of(part)[-1].train_loss == batches_of(whole)[3].loss
    assert same(epochs_of(part)[0].weights, epochs_of(whole)[0].weights)


def test_steps_count_for_the_schedule() -> None:
    """The cosine ends where the run does: a run of one whole epoch and one by as many steps are the same."""
    recipes = [plain_recipe(schedule=Schedule.COSINE, **length) for length in ({"epochs": 1}, {"steps": 3})]
    one, other = (whole_run(request(recipe, training=digits(150)))[1] for recipe in recipes)
    assert same(one.weights, other.weights)
    longer = plain_recipe(schedule=Schedule.COSINE, steps=4)
    assert not same(one.weights, epochs_of(whole_run(request(longer, training=digits(150)))[0])[0].weights)


def test_a_hold_out_measures_a_part_of_an_epoch_too() -> None:
    validation = digits(40, first=2000)
    reports, _ = whole_run(request(plain_recipe(steps=4), training=digits(150), validation=validation))
    epochs = epochs_of(reports)
    assert len(epochs) == 2
    for epoch in epochs:
        accuracy, loss = measured(TINY, epoch.weights, validation)
        assert (epoch.validation_accuracy, epoch.validation_loss) == pytest.approx((accuracy, loss), rel=1e-4)


def test_the_last_weights_are_told_beside_the_best() -> None:
    differing = 0
    for seed in range(10):
        recipe = plain_recipe(epochs=6, learning_rate=0.05)
        reports, end = whole_run(request(recipe, TINY, digits(200), digits(40, first=2000), seed=seed))
        epochs = epochs_of(reports)
        assert same(end.last, epochs[-1].weights)
        assert same(end.weights, epochs[end.epoch - 1].weights)
        differing += not same(end.last, end.weights)
    assert differing, "the last epoch was always the best, so nothing was shown"


def test_without_a_hold_out_the_last_weights_are_the_best() -> None:
    _, end = whole_run(request())
    assert same(end.last, end.weights)
