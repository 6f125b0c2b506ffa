import pytest

from lenet_app.errors import UserError
from lenet_app.networks.forward import Weights
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.evaluation import evaluate_weights
from lenet_app.training.engine.loop import train
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import BatchReport, DeviceReport, EndReport, EpochReport, Report
from tests.unit.samples import TINY, digits
from tests.unit.training.runs import (
    after_step,
    at_forward_pass,
    epochs_of,
    plain_recipe,
    request,
    run_away,
    same,
    spoil,
    whole_run,
)


def stopped_after(asked: TrainingRequest, count: int) -> tuple[list[Report], EndReport]:
    """The first `count` reports, and what the run answers when it is told to stop then."""
    reports = train(asked)
    taken = [next(reports) for _ in range(count)]
    end = reports.send(True)
    assert isinstance(end, EndReport)
    with pytest.raises(StopIteration):
        next(reports)
    return taken, end


def test_stop_within_an_epoch_ends_at_once_with_the_newest_weights() -> None:
    asked = request()
    taken, end = stopped_after(asked, 4)  # device, then three of five batches
    assert isinstance(taken[-1], BatchReport)
    assert taken[-1].batch == 3
    assert (end.epoch, end.stopped, end.fault) == (1, True, "")
    assert end.seconds >= taken[-1].seconds
    _, before = stopped_after(asked, 3)
    _, again = stopped_after(asked, 4)
    assert same(end.weights, again.weights)
    assert not same(end.weights, before.weights)


def test_stop_before_the_first_batch() -> None:
    start = initial_weights(TINY, Recipe(), seed=9)
    taken, end = stopped_after(request(weights=start), 1)
    assert isinstance(taken[0], DeviceReport)
    assert (end.epoch, end.stopped) == (0, True)
    assert same(end.weights, start)


def test_stop_at_the_end_of_an_epoch() -> None:
    taken, end = stopped_after(request(), 7)
    epoch = taken[-1]
    assert isinstance(epoch, EpochReport)
    assert (end.epoch, end.stopped) == (1, True)
    assert same(end.weights, epoch.weights)


@pytest.mark.parametrize("held_out", [0, 30])
def test_stop_when_all_is_done_changes_nothing(held_out: int) -> None:
    asked = request(validation=digits(held_out, first=900) if held_out else None)
    reports, whole = whole_run(asked)
    _, end = stopped_after(asked, len(reports) - 1)
    assert (end.epoch, end.stopped) == (whole.epoch, False)
    assert same(end.weights, whole.weights)


def test_stop_with_a_hold_out_keeps_the_best_epoch_so_far() -> None:
    asked = request(plain_recipe(epochs=3), validation=digits(100, first=900))
    taken, end = stopped_after(asked, 1 + 6 + 2)  # two batches into the second epoch
    (first,) = epochs_of(taken)
    _, newest = stopped_after(request(plain_recipe(epochs=3)), 1 + 6 + 2)
    assert end.stopped

    def rank(weights: Weights) -> tuple[float, float]:
        *_, whole = evaluate_weights(asked.architecture, weights, asked.normalisation, digits(100, first=900))
        return whole.accuracy, -whole.loss

    best = max((first.weights, 1), (newest.weights, 2), key=lambda candidate: rank(candidate[0]))
    assert end.epoch == best[1]
    assert same(end.weights, best[0])


def test_stop_before_the_first_batch_has_learned_nothing() -> None:
    asked = request(validation=digits(100, first=900))
    _, end = stopped_after(asked, 1)
    assert (end.epoch, end.stopped) == (0, True)
    assert same(end.weights, asked.weights)


def test_stop_with_a_hold_out_before_any_epoch_was_measured() -> None:
    _, end = stopped_after(request(validation=digits(100, first=900)), 3)
    _, plain = stopped_after(request(), 3)
    assert end.epoch == 1
    assert same(end.weights, plain.weights)


def test_not_stopping_is_going_on() -> None:
    reports = train(request())
    taken = [next(reports)]
    while not isinstance(taken[-1], EndReport):
        taken.append(reports.send(False))
    _, whole = whole_run(request())
    assert same(taken[-1].weights, whole.weights)


TOO_HIGH = "The loss is no longer a number in epoch {epoch}: the learning rate {rate} is too high."


@pytest.mark.parametrize("held_out", [0, 30])
def test_a_loss_that_runs_away_at_once_is_told(held_out: int) -> None:
    recipe = plain_recipe(learning_rate=1e30, optimiser=Optimiser.SGD)
    validation = digits(held_out, first=900) if held_out else None
    with pytest.raises(UserError) as caught:
        list(train(request(recipe, validation=validation)))
    assert str(caught.value) == TOO_HIGH.format(epoch=1, rate=1e30)


@pytest.mark.parametrize("held_out", [0, 100])
def test_a_loss_that_runs_away_later_leaves_the_epochs_before(held_out: int) -> None:
    validation = digits(held_out, first=900) if held_out else None
    with at_forward_pass(8, spoil):  # of five batches an epoch
        reports, end = whole_run(request(plain_recipe(epochs=3), validation=validation))
    (first,) = epochs_of(reports)
    assert (end.epoch, end.stopped) == (1, True)
    assert end.fault == TOO_HIGH.format(epoch=2, rate=0.01)
    assert same(end.weights, first.weights)


def test_weights_that_run_away_in_the_very_last_step_are_told() -> None:
    """The loss of that step was still a number."""
    with after_step(5, run_away), pytest.raises(UserError) as caught:
        list(train(request(plain_recipe(epochs=1))))
    assert str(caught.value) == TOO_HIGH.format(epoch=1, rate=0.01)


@pytest.mark.parametrize("held_out", [0, 100])
def test_weights_that_run_away_at_the_end_of_an_epoch_are_not_handed_out(held_out: int) -> None:
    validation = digits(held_out, first=900) if held_out else None
    with after_step(10, run_away):
        reports, end = whole_run(request(plain_recipe(epochs=3), validation=validation))
    (first,) = epochs_of(reports)
    assert end.epoch == 1
    assert end.fault == TOO_HIGH.format(epoch=2, rate=0.01)
    assert same(end.weights, first.weights)


def test_stop_right_after_weights_ran_away_keeps_the_epoch_before() -> None:
    with after_step(7, run_away):
        taken, end = stopped_after(request(plain_recipe(epochs=3)), 1 + 6 + 2)
    assert end.epoch == 1
    assert end.fault
    assert same(end.weights, epochs_of(taken)[0].weights)


def test_the_spoiling_hook_meets_the_parameters_of_the_run() -> None:
    """The tests above would show nothing if the hook saw others."""
    seen: list[Weights] = []
    with at_forward_pass(1, lambda parameters: seen.append(parameters.weights())):
        whole_run(request(plain_recipe(epochs=1)))
    assert len(seen) == 1
    assert same(seen[0], request().weights)


def test_stop_tells_the_newest_weights_too() -> None:
    asked = request(plain_recipe(epochs=3, steps=0), validation=digits(100, first=900))
    _, end = stopped_after(asked, 1 + 6 + 2)
    _, newest = stopped_after(request(plain_recipe(epochs=3)), 1 + 6 + 2)
    assert same(end.last, newest.weights)


@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_stop_within_a_run_of_steps(count: int) -> None:
    """Device, five batches of the first epoch; of the second there are two."""
    taken, end = stopped_after(request(plain_recipe(steps=7)), count)
    assert end.stopped
    assert end.epoch == (1 if count > 1 else 0)
    assert [report.batch for report in taken if isinstance(report, BatchReport)] == list(range(1, count))


def test_a_run_of_steps_that_is_over_was_not_stopped() -> None:
    reports, _ = whole_run(request(plain_recipe(steps=7)))
    assert len(reports) == 1 + 5 + 1 + 2 + 1 + 1
    _, end = stopped_after(request(plain_recipe(steps=7)), len(reports) - 1)
    assert (end.epoch, end.stopped) == (2, False)
    _, early = stopped_after(request(plain_recipe(steps=7)), len(reports) - 2)
    assert (early.epoch, early.stopped) == (2, True)


@pytest.mark.parametrize("held_out", [0, 100])
def test_the_newest_weights_are_never_those_that_ran_away(held_out: int) -> None:
    validation = digits(held_out, first=900) if held_out else None
    with at_forward_pass(8, spoil):
        reports, end = whole_run(request(plain_recipe(epochs=3), validation=validation))
    assert end.fault
    assert same(end.last, epochs_of(reports)[0].weights)
