"""Runs that wait: lined up, kept over a restart, worked off, broken off and gone on with, and shared out."""

from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks.activation import Activation
from lenet_app.networks.family import member
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.queue.estimate import estimated_seconds
from lenet_app.runs.queue.queue import Queue, Turn
from lenet_app.runs.queue.sweep import Grid
from lenet_app.runs.queue.working import Share, work
from lenet_app.runs.reports import Begun, Done, EpochDone, Failed, RowReport
from lenet_app.runs.run import make
from lenet_app.storage.models import read_model
from lenet_app.training.settings import TrainingSettings
from tests.unit.runs.kept.making import small_run, store
from tests.unit.samples import TINY, model, small_data_set
from tests.unit.training.runs import plain_recipe, same


def lined_up(folder: Path, seeds: int = 3) -> Queue:
    queue = Queue(folder / "queue")
    queue.add((f"seed {seed}", small_run(folder, seed=seed)) for seed in range(1, seeds + 1))
    return queue


def worked(queue: Queue, share: Share | None = None) -> list[RowReport]:
    return list(work(queue, store(), Home.of_user().data, share))


def titles(queue: Queue) -> list[str]:
    return [item.facts.title for item in queue.items()]


def numbers(reports: list[RowReport], kind: type[Begun | Done | Failed]) -> list[int]:
    return [report.number for report in reports if isinstance(report, kind)]


def test_the_line_is_kept_in_files_and_can_be_changed(tmp_path: Path) -> None:
    queue = lined_up(tmp_path)
    assert titles(Queue(queue.folder)) == ["seed 1", "seed 2", "seed 3"]
    items = queue.items()
    queue.move_up(items[2])
    queue.move_up(items[0])
    assert titles(queue) == ["seed 1", "seed 3", "seed 2"]
    queue.remove(items[0])
    assert titles(Queue(queue.folder)) == ["seed 3", "seed 2"]
    assert not items[0].folder.exists()
    queue.add([("another", small_run(tmp_path))])
    assert titles(queue) == ["seed 3", "seed 2", "another"]
    assert Queue(tmp_path / "nothing").items() == ()


def test_a_damaged_run_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    queue = lined_up(tmp_path)
    (queue.items()[1].folder / "item.json").write_text("{")
    assert titles(queue) == ["seed 1", "seed 3"]


def test_every_run_is_made_once_and_is_the_run_on_its_own(tmp_path: Path) -> None:
    queue = lined_up(tmp_path, seeds=2)
    first = worked(queue)
    assert numbers(first, Begun) == numbers(first, Done) == [1, 2]
    assert [item.facts.turn for item in queue.items()] == [Turn.DONE] * 2
    for item, seed in zip(queue.items(), (1, 2), strict=True):
        *_, alone = make(replace(small_run(tmp_path, seed=seed), store=None))
        assert same(dict(read_model(item.model).weights), dict(alone.made.model.weights))  # type: ignore[union-attr]
        assert item.facts.accuracy == alone.made.model.metrics.test_accuracy  # type: ignore[union-attr]
        assert store().find(item.facts.run).head.seconds == item.facts.seconds
    assert worked(queue) == []


@pytest.mark.parametrize("stops", [True, False])
def test_what_was_broken_off_goes_on(stops: bool, tmp_path: Path) -> None:
    queue = lined_up(tmp_path, seeds=2)
    reports = work(queue, store(), Home.of_user().data)
    while not isinstance(next(reports), EpochDone):
        pass
    if stops:
        reports.send(True)
        list(reports)
    reports.close()  # as a process that is killed leaves it
    (kept,) = store().runs()
    assert kept.state is (State.STOPPED if stops else State.CUT_OFF)
    assert [item.facts.turn for item in queue.items()] == [Turn.BEGUN, Turn.WAITING]
    again = worked(Queue(queue.folder))
    assert numbers(again, Begun) == numbers(again, Done) == [1, 2]
    assert sum(isinstance(report, EpochDone) for report in again) < 6, "an epoch was kept"
    *_, alone = make(replace(small_run(tmp_path, seed=1), store=None))
    assert same(dict(read_model(queue.items()[0].model).weights), dict(alone.made.model.weights))  # type: ignore[union-attr]


def test_processes_share_a_queue(tmp_path: Path) -> None:
    queue = lined_up(tmp_path)
    assert numbers(worked(queue, Share(1, 2)), Done) == [2]
    assert numbers(worked(queue, Share(0, 2)), Done) == [1, 3]


def test_where_one_fails_the_others_go_on(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    bad = small_run(tmp_path, recipe=plain_recipe(learning_rate=1e30, batch_size=20))
    queue.add([("bad", bad), ("good", small_run(tmp_path))])
    reports = worked(queue)
    assert (numbers(reports, Failed), numbers(reports, Done)) == ([1], [2])
    failed, done = queue.items()
    assert (failed.facts.turn, done.facts.turn) == (Turn.FAILED, Turn.DONE)
    assert "is too high" in failed.facts.fault


def test_a_model_to_start_from_lies_with_the_run(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    (item,) = queue.add([("fine", small_run(tmp_path, start=model(TINY, name="An old one")))])
    settings = item.settings().training_settings(item.folder)
    assert settings.start is not None
    assert settings.start.name == "An old one"


def test_a_grid_is_every_combination(tmp_path: Path) -> None:
    lenet5 = member("lenet5")
    grid = Grid(
        (lenet5,), (Activation.RELU, Activation.TANH), ((6, 16), (32, 64)), ((120, 84),), (0.001, 0.01), seeds=(1, 2)
    )
    runs = grid.runs(TrainingSettings(), [lenet5.recipe])
    assert len({one.title for one in runs}) == len(runs) == 16
    assert runs[0].title == "relu · 6-16 · 120-84 · rate 0.001 · seed 1"
    last = runs[-1].settings
    assert (last.recipe.learning_rate, last.seed, last.architecture.plans[0].output_shape[0]) == (0.01, 2, 32)
    with pytest.raises(UserError, match=r"^A sweep can have 10,000 runs at most, not 20,000\.$"):
        Grid((lenet5,), (Activation.RELU, Activation.TANH), seeds=tuple(range(10_000))).runs(
            TrainingSettings(), [lenet5.recipe]
        )


def test_an_estimate_grows_with_the_epochs(tmp_path: Path) -> None:
    short, long = (
        estimated_seconds(
            TrainingSettings(TINY, recipe=plain_recipe(epochs=epochs, batch_size=20), device_id="cpu"), small_data_set()
        )
        for epochs in (1, 200)
    )
    assert 0 < short < long / 5
