"""Runs that are changed while they are under way, or given more epochs after their end: kept, and gone on with."""

from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.recipe import Schedule
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import STATE, State
from lenet_app.runs.places import InFile
from lenet_app.runs.reports import EpochDone, Kept, RunReport
from lenet_app.runs.resuming import resumed
from lenet_app.runs.run import Run, make
from lenet_app.training.changes import Change
from lenet_app.training.reports import BatchReport, ChangeReport, EndReport
from tests.unit.runs.kept.making import STEPS, gone_on, small_run, store, taken
from tests.unit.training.runs import plain_recipe, same

RATE = Change(learning_rate=0.002)


def changed(run: Run, *, at: int, change: Change, until: int | None = None) -> list[RunReport]:
    """A run that is changed after so many batches, and broken off after so many."""
    reports = make(run)
    found = taken(reports, BatchReport, at)
    found.append(reports.send(change))
    while until is None or sum(isinstance(one, BatchReport) for one in found) < until:
        try:
            found.append(next(reports))
        except StopIteration:
            return found
    reports.close()
    return found


def weights_of(reports: list[RunReport]) -> Kept:
    last = reports[-1]
    assert isinstance(last, Kept)
    return last


def test_a_change_is_kept_before_a_step_follows_it_and_taken_over_by_who_goes_on(tmp_path: Path) -> None:
    recipe = plain_recipe(epochs=3, batch_size=20, schedule=Schedule.COSINE)
    run = small_run(tmp_path, recipe=recipe)
    whole = changed(replace(run, store=None), at=STEPS + 2, change=RATE)
    # Killed in the epoch in which it was changed: only the file of changes knows of it.
    changed(run, at=STEPS + 2, change=RATE, until=STEPS + 3)
    (broken,) = store().runs()
    assert (broken.state, broken.epochs_done) == (State.CUT_OFF, 1)
    assert broken.changes() == (replace(RATE, step=STEPS + 2),)
    assert "learning rate 0.002 from step 8 on" in broken.log()
    done = gone_on(broken, tmp_path)
    assert same(weights_of(done).made.end.weights, weights_of(whole).made.end.weights)
    rates = [row.learning_rate for row in store().find(broken.name).steps()]
    assert rates == [report.learning_rate for report in whole if isinstance(report, BatchReport)]


def test_a_done_run_is_given_one_more_epoch(tmp_path: Path) -> None:
    run = small_run(tmp_path)  # of three epochs at a constant rate
    first = weights_of(list(make(run)))
    (kept,) = store().runs()
    assert kept.can_be_longer
    asked = resumed(kept, store(), InFile(tmp_path / "more.safetensors"), Home.of_user().data, Change(epochs=1))
    longer = weights_of(list(make(asked)))
    expected = replace(run, store=None, settings=replace(run.settings, recipe=plain_recipe(epochs=4, batch_size=20)))
    assert same(longer.made.end.last, weights_of(list(make(expected))).made.end.last)
    assert not same(longer.made.end.last, first.made.end.last)
    (done,) = store().runs()
    assert (done.state, done.epochs_done, done.head.epochs) == (State.DONE, 4, 4)
    assert [row.epoch for row in done.epochs()] == [1, 2, 3, 4]
    (done.folder / STATE).unlink()
    with pytest.raises(UserError, match="cannot be given more epochs: what it would go on from was not kept"):
        resumed(done, store(), run.place, Home.of_user().data, Change(epochs=1))


def test_a_longer_run_that_is_cut_off_goes_on_to_its_new_end(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    changed(run, at=2, change=Change(epochs=2), until=STEPS + 1)
    (broken,) = store().runs()
    assert (broken.state, broken.head.epochs) == (State.CUT_OFF, 5)
    told = gone_on(broken, tmp_path)
    assert sum(isinstance(one, EpochDone) for one in told) == 4
    expected = replace(run, store=None, settings=replace(run.settings, recipe=plain_recipe(epochs=5, batch_size=20)))
    assert same(weights_of(told).made.end.weights, weights_of(list(make(expected))).made.end.weights)


def test_a_new_rate_takes_the_place_of_what_was_to_come(tmp_path: Path) -> None:
    changed(small_run(tmp_path), at=STEPS + 2, change=Change(learning_rate=0.5, epochs=1), until=STEPS + 3)
    (broken,) = store().runs()
    asked = resumed(broken, store(), InFile(tmp_path / "m.safetensors"), Home.of_user().data, RATE)
    told = list(make(asked))
    (done,) = store().runs()
    assert done.changes() == (replace(RATE, epochs=1, step=STEPS),)
    assert {one.learning_rate for one in told if isinstance(one, BatchReport)} == {0.002}
    assert done.epochs_done == 4


def test_a_run_that_ends_early_is_done_and_says_why(tmp_path: Path) -> None:
    recipe = plain_recipe(epochs=50, batch_size=20, target=0.1, hold_out=0.2)
    told = list(make(small_run(tmp_path, recipe=recipe)))
    (end,) = (one for one in told if isinstance(one, EndReport))
    (kept,) = store().runs()
    assert kept.state is State.DONE
    assert 0 < kept.epochs_done < 50
    assert end.reason.startswith(f"Epoch {kept.epochs_done} reached the target: ")
    assert kept.log().rstrip().endswith(end.reason)
    assert weights_of(told).made.model.making.stopped is False


def test_a_change_is_told_among_the_reports(tmp_path: Path) -> None:
    told = changed(replace(small_run(tmp_path), store=None), at=3, change=Change(epochs=1))
    (report,) = (one for one in told if isinstance(one, ChangeReport))
    assert report == ChangeReport(Change(epochs=1, step=3), 4)
