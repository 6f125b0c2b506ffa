"""A run that is changed while it is under way: its rate, its length; and where the recipe itself ends it early."""

from dataclasses import replace

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Recipe, Schedule
from lenet_app.training.changes import Change, Wish, from_json, to_json
from lenet_app.training.engine.loop import Training
from lenet_app.training.engine.optimisers import learning_rate
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.reports import ChangeReport, EndReport, Report
from lenet_app.training.state import RunState
from tests.unit.samples import digits
from tests.unit.training.runs import batches_of, epochs_of, plain_recipe, request, same, whole_run

STEPS = 5
"""Of an epoch: 300 pictures in batches of 64."""


def driven(training: Training, wishes: dict[int, Wish]) -> list[Report]:
    """All reports; after the one of this place, from 0, something is wished for."""
    reports = training.reports()
    found = [next(reports)]
    while not isinstance(found[-1], EndReport):
        found.append(reports.send(wishes.get(len(found) - 1)))
    return found


def ended(found: list[Report]) -> EndReport:
    end = found[-1]
    assert isinstance(end, EndReport)
    return end


def of(**changes: object) -> TrainingRequest:
    return request(plain_recipe(**({"epochs": 3, "schedule": Schedule.COSINE} | changes)))


def test_a_rate_holds_from_the_next_step_on_and_the_schedule_stays() -> None:
    asked = of()
    found = driven(Training(asked), {3: Change(learning_rate=0.5)})  # after the device and three batches
    (told,) = (one for one in found if isinstance(one, ChangeReport))
    assert told == ChangeReport(Change(learning_rate=0.5, step=3), 3)
    for step, report in enumerate(batches_of(found)):
        recipe = replace(asked.recipe, learning_rate=0.5 if step >= 3 else 0.01)
        assert report.learning_rate == learning_rate(recipe, step=step, per_epoch=STEPS, steps=3 * STEPS)
    assert not same(ended(found).weights, ended(driven(Training(asked), {})).weights)


def test_one_more_epoch_of_a_constant_rate_is_the_longer_run() -> None:
    constant = {"schedule": Schedule.CONSTANT, "epochs": 2}
    found = driven(Training(of(**constant)), {4: Change(epochs=1)})
    assert [report.epochs for report in batches_of(found)] == [2] * 4 + [3] * 11
    _, longer = whole_run(of(**(constant | {"epochs": 3})))
    assert same(ended(found).weights, longer.weights)
    assert ended(found).stopped is False


def test_an_epoch_that_is_wished_for_after_the_last_one() -> None:
    asked = of(epochs=1, schedule=Schedule.CONSTANT)
    found = driven(Training(asked), {STEPS + 1: Change(epochs=1)})  # what the last epoch's report is answered with
    _, longer = whole_run(of(epochs=2, schedule=Schedule.CONSTANT))
    assert same(ended(found).weights, longer.weights)


def test_a_run_of_steps_is_filled_up_to_whole_epochs() -> None:
    found = driven(Training(of(steps=7)), {3: Change(epochs=1)})
    assert len(batches_of(found)) == 3 * STEPS


@pytest.mark.parametrize("taken", [5, 7, 8, 13])
def test_who_goes_on_with_the_changes_makes_the_same_weights(taken: int) -> None:
    wishes: dict[int, Wish] = {4: Change(learning_rate=0.03), 9: Change(epochs=1), 12: Change(learning_rate=0.002)}
    asked = of(epochs=2, average=0.9)
    whole = driven(Training(asked), wishes)
    changes = tuple(report.change for report in whole if isinstance(report, ChangeReport))
    assert len(changes) == 3
    training = Training(asked)
    reports = training.reports()
    found = [next(reports)]
    while len(found) < taken:
        found.append(reports.send(wishes.get(len(found) - 1)))
    state = RunState.from_bytes(training.state().to_bytes())
    rest = list(Training(replace(asked, changes=changes), state).reports())
    assert same(ended(rest).weights, ended(whole).weights)
    last = batches_of(whole)[-1]
    assert (batches_of(rest)[-1].learning_rate, batches_of(rest)[-1].loss) == (last.learning_rate, last.loss)


def test_changes_are_read_back_and_impossible_ones_refused() -> None:
    changes = (Change(learning_rate=0.1, step=3), Change(epochs=2, step=9))
    assert from_json(to_json(changes)) == changes
    assert changes[0].text == "learning rate 0.1 from step 3 on"
    for parts in ({"learning_rate": 0.0}, {"learning_rate": float("nan")}, {"epochs": -1}, {"step": -1}):
        with pytest.raises(UserError):
            Change(**parts)
    with pytest.raises(UserError, match=r"^The changes of the run cannot be read: “changes” is missing\.$"):
        from_json({})


def held_out(**changes: object) -> TrainingRequest:
    parts: dict[str, object] = {"epochs": 12, "learning_rate": 0.05, "hold_out": 0.1}
    return request(plain_recipe(**(parts | changes)), validation=digits(60, first=900))


def ranks(asked: TrainingRequest) -> list[tuple[float, float]]:
    """How good each epoch of a run that is not ended early is."""
    reports, _ = whole_run(replace(asked, recipe=replace(asked.recipe, patience=0, target=0.0)))
    return [(one.validation_accuracy or 0.0, -(one.validation_loss or 0.0)) for one in epochs_of(reports)]


def test_a_run_ends_once_no_epoch_is_better_for_a_while() -> None:
    asked = held_out(patience=2, learning_rate=0.2)
    found = ranks(asked)
    bests = [found.index(max(found[: epoch + 1])) for epoch in range(len(found))]
    expected, best = next((epoch + 1, best) for epoch, best in enumerate(bests) if epoch - best == 2)
    assert 3 < expected < 12, "the case is about an early end"
    reports, end = whole_run(asked)
    assert len(epochs_of(reports)) == expected
    assert (end.stopped, end.epoch) == (False, best + 1)
    assert end.reason == f"Epoch {best + 1} is still the best, 2 epochs later."


def test_a_run_ends_once_the_target_is_reached() -> None:
    found = ranks(held_out())
    target = found[3][0]
    first = next(number for number, rank in enumerate(found, start=1) if rank[0] >= target)
    reports, end = whole_run(held_out(target=target))
    assert len(epochs_of(reports)) == first < 12
    assert end.reason.startswith(f"Epoch {first} reached the target: ")


def test_a_run_that_was_over_early_ends_at_once_where_it_goes_on_unless_it_is_given_an_epoch() -> None:
    asked = held_out(target=0.2)
    training = Training(asked)
    reports = driven(training, {})
    state = RunState.from_bytes(training.state().to_bytes())
    again = list(Training(asked, state).reports())
    assert not batches_of(again)
    assert same(ended(again).weights, ended(reports).weights)
    steps = STEPS * state.progress.epochs_done
    longer = list(Training(replace(asked, changes=(Change(epochs=1, step=steps),)), state).reports())
    assert len(epochs_of(longer)) == 1


def test_without_a_hold_out_nothing_decides_on_an_early_end() -> None:
    with pytest.raises(UserError, match=r"^To end early a run needs a hold-out, which tells how good an epoch is\.$"):
        Recipe(target=0.99).check_hold_out(0)
    Recipe(target=0.99).check_hold_out(0.1)
    Recipe().check_hold_out(0)
