"""A run is kept while it is made, and goes on from what is kept."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.runs.kept.kept_run import EPOCHS, HEAD, LOG, MODEL, STATE, State
from lenet_app.runs.reports import EpochDone, Kept, Note, NothingLearned, Prepared, Recorded
from lenet_app.runs.run import make
from lenet_app.storage.models import read_model
from lenet_app.training.engine.optimisers import learning_rate
from lenet_app.training.reports import BatchReport, EndReport
from tests.unit.data.on_disk import write_idx
from tests.unit.runs.kept.making import PICTURES, STEPS, gone_on, small_run, small_set, store, taken
from tests.unit.samples import TINY, digits, model
from tests.unit.training.runs import plain_recipe, same


def test_what_a_run_tells_is_kept(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    reports = list(make(run))
    first, last = reports[0], reports[-1]
    assert isinstance(first, Recorded)
    assert isinstance(last, Kept)
    (kept,) = store().runs()
    assert kept.name == first.run
    assert (kept.state, kept.epochs_done, kept.head.epochs) == (State.DONE, 3, 3)
    assert kept.head.accuracy == last.made.model.metrics.test_accuracy
    assert kept.model == tmp_path / "m.safetensors"
    epochs = [report for report in reports if isinstance(report, EpochDone)]
    for row, told in zip(kept.epochs(), epochs, strict=True):
        report = told.report
        assert row[:7] == (
            *(report.epoch, report.train_loss, report.train_accuracy, report.validation_loss),
            *(report.validation_accuracy, report.seconds, report.images_per_second),
        )
    assert kept.kept_epochs == (0, 1, 2, 3)
    course = kept.course()
    assert [type(one) for one in course] == [KeptWeights] * 4
    assert same(course[0].weights, last.made.request.weights)
    for told in epochs:
        assert same(course[told.report.epoch].weights, dict(told.model.weights))
    assert same(dict(read_model(kept.folder / MODEL).weights), last.made.end.weights)
    assert (kept.folder / STATE).exists(), "it can be given one more epoch"
    assert [(row.epoch, row.layer) for row in kept.layers()] == [(n, name) for n in (1, 2, 3) for name in ("H", "out")]
    assert [line.partition(" ")[2] for line in kept.log().splitlines()] == ["The training begins.", "done"]


def test_the_curve_of_its_steps(tmp_path: Path) -> None:
    reports = list(make(small_run(tmp_path)))
    rows = store().runs()[0].steps()
    batches = [report for report in reports if isinstance(report, BatchReport)]
    assert [(row.step, row.epoch, row.images) for row in rows] == [
        ((report.epoch - 1) * STEPS + report.batch, report.epoch, report.images) for report in batches
    ]
    recipe = small_run(tmp_path).settings.recipe
    for row in rows:
        expected = learning_rate(recipe, step=row.step - 1, per_epoch=STEPS, steps=3 * STEPS)
        assert row.learning_rate == expected
    for epoch in (1, 2, 3):
        own = [row for row in rows if row.epoch == epoch]
        last = batches[epoch * STEPS - 1]
        assert np.mean([row.loss for row in own]) == pytest.approx(last.loss, abs=1e-5)  # batches of one size
        assert np.mean([row.accuracy for row in own]) == pytest.approx(last.accuracy, abs=1e-5)


def test_an_epoch_is_told_once_it_is_kept_and_a_broken_run_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    *_, whole = make(replace(small_run(tmp_path), store=None))
    assert isinstance(whole, Kept)
    for epochs in (1, 2, 3):
        reports = make(small_run(tmp_path))
        told = taken(reports, EpochDone, epochs)
        (kept,) = [run for run in store().runs() if run.state is State.RUNNING]
        assert kept.epochs_done >= epochs
        reports.close()  # as a process that is killed leaves it, but for the lock
        broken = store().find(kept.name)
        assert (broken.state, broken.can_go_on) == (State.CUT_OFF, True)
        assert broken.epochs_done >= epochs
        *_, last = gone_on(broken, tmp_path)
        assert isinstance(last, Kept)
        assert same(last.made.end.weights, whole.made.end.weights)
        done = store().find(kept.name)
        assert (done.state, done.epochs_done) == (State.DONE, 3)
        assert [row.epoch for row in done.epochs()] == [1, 2, 3]
        assert [row.step for row in done.steps()] == list(range(1, 3 * STEPS + 1))
        assert done.epochs()[epochs - 1].train_loss == next(
            one.report.train_loss for one in told if isinstance(one, EpochDone) and one.report.epoch == epochs
        )
        assert f"It goes on after epoch {broken.epochs_done}." in done.log()


def test_a_run_that_is_stopped_goes_on(tmp_path: Path) -> None:
    *_, whole = make(replace(small_run(tmp_path), store=None))
    reports = make(small_run(tmp_path))
    taken(reports, BatchReport, STEPS + 2)
    rest = [reports.send(True), *reports]
    assert any(isinstance(report, EndReport) and report.stopped for report in rest)
    (kept,) = store().runs()
    assert (kept.state, kept.epochs_done) == (State.STOPPED, 1)
    assert kept.model == tmp_path / "m.safetensors"
    *_, last = gone_on(kept, tmp_path)
    assert isinstance(last, Kept)
    assert isinstance(whole, Kept)
    assert same(last.made.end.weights, whole.made.end.weights)


def test_a_run_that_is_stopped_before_its_first_step_begins_anew(tmp_path: Path) -> None:
    reports = make(small_run(tmp_path))
    taken(reports, Prepared)
    rest = [reports.send(True), *reports]
    assert isinstance(rest[-1], NothingLearned)
    (kept,) = store().runs()
    assert (kept.state, kept.epochs_done, kept.model) == (State.STOPPED, 0, None)
    assert Note("The training begins anew.") in gone_on(kept, tmp_path)
    assert store().find(kept.name).state is State.DONE


def test_a_run_at_work_is_left_alone(tmp_path: Path) -> None:
    reports = make(small_run(tmp_path))
    taken(reports, EpochDone)
    (kept,) = store().runs()
    assert kept.state is State.RUNNING
    with pytest.raises(UserError, match="is at work already"):
        gone_on(kept, tmp_path)
    with pytest.raises(UserError, match="is at work: stop it first"):
        store().delete(kept)
    reports.close()
    store().delete(kept)


def test_a_done_run_is_not_gone_on_with(tmp_path: Path) -> None:
    list(make(small_run(tmp_path)))
    with pytest.raises(UserError, match="is done: nothing is left to go on with"):
        gone_on(store().runs()[0], tmp_path)


def test_models_that_a_run_began_with_need_not_be_there_any_more(tmp_path: Path) -> None:
    start, teachers = model(TINY, name="An old one"), (model(TINY, name="A teacher"), model(TINY, name="Another"))
    asked = small_run(tmp_path, start=start, teachers=teachers, teacher_share=0.5)
    *_, whole = make(replace(asked, store=None))
    reports = make(asked)
    taken(reports, EpochDone)
    reports.close()
    *_, last = gone_on(store().runs()[0], tmp_path)
    assert isinstance(last, Kept)
    assert isinstance(whole, Kept)
    assert same(last.made.end.weights, whole.made.end.weights)
    making = last.made.model.making
    assert (making.fine_tuned_from, making.teachers) == ("An old one", ("A teacher", "Another"))


def test_a_changed_data_set_is_told(tmp_path: Path) -> None:
    reports = make(small_run(tmp_path))
    taken(reports, EpochDone)
    reports.close()
    changed = digits(PICTURES)
    changed.images.flags.writeable = True
    changed.images[3, 0, 14, 14] ^= 255
    write_idx(tmp_path / "set", changed, digits(30, first=2000))
    (kept,) = store().runs()
    with pytest.raises(UserError, match=rf"^The run {kept.name} cannot go on: the pictures of .* are no longer those "):
        gone_on(kept, tmp_path)
    small_set(tmp_path / "set")
    assert isinstance(gone_on(kept, tmp_path)[-1], Kept)


def test_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = make(small_run(tmp_path))
    taken(reports, EpochDone)
    reports.close()
    monkeypatch.setattr(np, "__version__", "9.9")
    notes = [report.text for report in gone_on(store().runs()[0], tmp_path) if isinstance(report, Note)]
    assert notes[-1].startswith(
        "Its weights may not be the same to the last bit, for something has changed: numpy 9.9, "
    )


def test_a_run_whose_loss_runs_away_is_stopped_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UserError) as fault:
        list(make(small_run(tmp_path, recipe=plain_recipe(learning_rate=1e30))))
    (kept,) = store().runs()
    assert (kept.state, kept.head.fault) == (State.STOPPED, str(fault.value))
    assert kept.log().splitlines()[-1].endswith(str(fault.value))


def test_where_nothing_can_be_kept_the_run_goes_on(tmp_path: Path) -> None:
    store().folder.parent.mkdir(exist_ok=True)
    store().folder.write_bytes(b"")
    first, note, *_, last = make(small_run(tmp_path))
    assert first == Recorded("")
    assert isinstance(note, Note)
    assert note.text.startswith(f"The run is not kept: {store().folder}: ")
    assert isinstance(last, Kept)


def test_what_cannot_be_written_is_told_once_and_the_run_goes_on(tmp_path: Path) -> None:
    reports = make(small_run(tmp_path, recipe=plain_recipe(epochs=9, batch_size=20)))
    taken(reports, EpochDone)
    (kept,) = store().runs()
    (kept.folder / EPOCHS).unlink()
    (kept.folder / EPOCHS).mkdir()
    rest = list(reports)
    faults = [report.text for report in rest if isinstance(report, Note)]
    assert faults == [f"{kept.folder / EPOCHS} cannot be written: Is a directory."]
    assert isinstance(rest[-1], Kept)
    assert store().find(kept.name).state is State.DONE


def test_of_a_long_run_fewer_weights_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lenet_app.runs.kept.recording._MOST_EPOCHS", 4)
    list(make(small_run(tmp_path, recipe=plain_recipe(epochs=10, batch_size=60))))
    kept = store().runs()[0]
    assert set(kept.kept_epochs) >= {0, 3, 6, 9, 10}
    assert len(kept.kept_epochs) <= 6, "the best one at most beside these"
    assert len(kept.epochs()) == 10


def test_all_files_can_be_read_by_people(tmp_path: Path) -> None:
    list(make(small_run(tmp_path)))
    (kept,) = store().runs()
    names = {path.relative_to(kept.folder).as_posix() for path in kept.folder.rglob("*") if path.is_file()}
    assert names == {
        *("run.json", "settings.json", "digests.json", "epochs.csv", "steps.csv", "layers.csv", "log.txt", "lock"),
        *("model.safetensors", "state.safetensors", *(f"weights/000{epoch}.safetensors" for epoch in range(4))),
    }
    for name in (HEAD, LOG, EPOCHS):
        assert (kept.folder / name).read_text(encoding="utf-8").endswith("\n")
    assert kept.size() == sum(path.stat().st_size for path in kept.folder.rglob("*") if path.is_file())
