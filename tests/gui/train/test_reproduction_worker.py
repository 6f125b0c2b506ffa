"""Quick reproductions on the thread: 3,000 pictures and 50 steps each."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.data.catalogue import MNIST
from lenet_app.gui.train.reproduction_worker import ReproductionThread
from lenet_app.networks.recipe import Loss
from lenet_app.networks.tasks import Result, Task, tasks
from lenet_app.paths import Home
from lenet_app.storage.results import ReproductionFolder
from lenet_app.training.reports import BatchReport
from tests.unit.data.sample_files import write_small_set

TIMEOUT = 200_000
QUICK = tasks(["lenet5-dropout"], seeds=2, is_quick=True)
LONG = tasks(["lenet5-deep"], seeds=1)


class Job:
    """A reproduction and what it told."""

    def __init__(self, wanted: tuple[Task, ...], folder: Path, places: dict[str, str]) -> None:
        self._parent = QObject()
        self.folder = ReproductionFolder(folder)
        self.thread = ReproductionThread(wanted, self.folder, Home(folder), places, "cpu", self._parent)
        self.begun: list[tuple[str, int]] = []
        self.results: list[Result] = []
        self.batches: list[BatchReport] = []
        self.failures: list[str] = []
        self.over = False
        self.thread.task_begun.connect(lambda task, number: self.begun.append((task.key, number)))
        self.thread.task_done.connect(lambda _task, result: self.results.append(result))
        self.thread.batch_done.connect(self.batches.append)
        self.thread.failed.connect(self.failures.append)
        self.thread.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self.over = True


Begin = Callable[..., Job]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    jobs: list[Job] = []

    def begin(*wanted: Task, places: dict[str, str] | None = None, folder: Path | None = None) -> Job:
        job = Job(wanted, folder or tmp_path / "reproduction", places or {})
        jobs.append(job)
        job.thread.start()
        return job

    yield begin
    for job in jobs:
        job.thread.stop()
        assert job.thread.wait(TIMEOUT)


def ended(job: Job, qtbot: QtBot) -> Job:
    qtbot.waitUntil(lambda: job.over, timeout=TIMEOUT)
    return job


def test_each_result_is_kept_and_the_report_written(begin: Begin, qtbot: QtBot) -> None:
    job = ended(begin(*QUICK), qtbot)
    assert not job.failures
    assert job.begun == [(QUICK[0].key, 1), (QUICK[1].key, 2)]
    assert [job.folder.result(task) for task in QUICK] == job.results
    assert [result.seed for result in job.results] == [1, 2]
    assert job.batches[-1].batch == job.batches[-1].batches == 50
    assert "`lenet5-dropout`" in job.folder.report.read_text(encoding="utf-8")


def test_what_was_done_before_is_not_trained_again(begin: Begin, qtbot: QtBot) -> None:
    first = ended(begin(QUICK[0]), qtbot)
    second = ended(begin(*QUICK), qtbot)
    assert second.begun == [(QUICK[1].key, 2)]
    assert second.results[0] == first.results[0]
    assert len(second.results) == 2


def test_stop_keeps_what_is_done_and_nothing_of_the_rest(begin: Begin, qtbot: QtBot) -> None:
    job = begin(QUICK[0], *LONG)
    qtbot.waitUntil(lambda: len(job.begun) == 2 and len(job.batches) > 2, timeout=TIMEOUT)
    job.thread.stop()
    ended(job, qtbot)
    assert [result.id for result in job.results] == ["lenet5-dropout"]
    assert job.folder.result(LONG[0]) is None
    assert job.folder.report.is_file()
    assert not job.failures


def test_pause_holds_until_it_goes_on(begin: Begin, qtbot: QtBot) -> None:
    job = begin(*LONG)
    qtbot.waitUntil(lambda: bool(job.batches), timeout=TIMEOUT)
    job.thread.set_paused(True)
    with qtbot.waitSignal(job.thread.batch_done, timeout=500, raising=False):  # the batch at work
        pass
    held = len(job.batches)
    with qtbot.assertNotEmitted(job.thread.batch_done, wait=400):
        pass
    assert len(job.batches) == held
    with qtbot.waitSignal(job.thread.batch_done, timeout=TIMEOUT):
        job.thread.set_paused(False)


def test_a_network_whose_data_set_is_missing_is_skipped_with_one_sentence(begin: Begin, qtbot: QtBot) -> None:
    job = ended(begin(*tasks(["lenet-cifar"], seeds=2, is_quick=True), QUICK[0]), qtbot)
    (sentence,) = job.failures
    assert sentence == "LeNet for CIFAR-10 is skipped: its data set CIFAR-10 is not on this computer."
    assert job.begun == [(QUICK[0].key, 3)]
    assert len(job.results) == 1


def test_a_data_set_is_read_from_where_it_was_opened(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    write_small_set(tmp_path / "set")
    job = ended(begin(QUICK[0], places={MNIST: str(tmp_path / "set")}), qtbot)
    (sentence,) = job.failures
    assert sentence.startswith(f"{QUICK[0].key}: A subset must have 1 to 20 pictures"), "it has 20"


def test_a_training_that_fails_does_not_keep_the_others(begin: Begin, qtbot: QtBot) -> None:
    recipe = replace(QUICK[0].experiment.recipe, learning_rate=1e12, loss=Loss.SQUARED_ERROR)
    experiment = replace(QUICK[0].experiment, name="wild", recipe=recipe)
    wild = replace(QUICK[0], experiment=experiment)
    job = ended(begin(wild, QUICK[0]), qtbot)
    (sentence,) = job.failures
    assert sentence.startswith(f"{wild.key}: The loss is no longer a number")
    assert len(job.results) == 1


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_trained(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    job = ended(begin(*QUICK, folder=in_the_way / "reproduction"), qtbot)
    (sentence,) = job.failures
    assert "cannot be written" in sentence
    assert not job.begun
