import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QObject
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.gui.train.worker import TrainingThread, new_run
from lenet_app.gui.workers import stepping
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.training.reports import CPU, BatchReport, DeviceReport, EpochReport
from lenet_app.training.settings import TrainingSettings
from tests.gui.helpers import shipped_model

TIMEOUT = 200_000
RECIPE = Recipe(epochs=2, batch_size=50, augmentation=Augmentation.NONE)
SMALL = TrainingSettings(subset=600, hold_out=100, recipe=RECIPE, device_id="cpu")
ENDLESS = replace(SMALL, subset=20_000, recipe=replace(RECIPE, epochs=1000, batch_size=16))


class Job:
    """A training thread and everything it told, in order."""

    def __init__(self, settings: TrainingSettings, library: ModelLibrary, name: str) -> None:
        self._parent = QObject()
        self.thread = TrainingThread(lambda: new_run(settings, name, library, Home.of_user()), self._parent)
        self.told: list[tuple[str, object]] = []
        self.models: list[Model] = []
        self.saved: list[tuple[Entry, Model]] = []
        self.failures: list[str] = []
        self.clock = QElapsedTimer()
        self.thread.device_chosen.connect(self._on_device)
        self.thread.batch_done.connect(self._on_batch)
        self.thread.epoch_done.connect(self._on_epoch)
        self.thread.measuring.connect(self._on_measuring)
        self.thread.model_saved.connect(self._on_saved)
        self.thread.failed.connect(self.failures.append)
        self.over = False
        self.thread.finished.connect(self._on_finished)

    def _on_device(self, report: DeviceReport) -> None:
        self.clock.start()
        self.told.append(("device", report))

    def _on_batch(self, report: BatchReport) -> None:
        self.told.append(("batch", report))

    def _on_epoch(self, report: EpochReport, model: Model) -> None:
        self.models.append(model)
        self.told.append(("epoch", report))

    def _on_measuring(self) -> None:
        self.told.append(("measuring", None))

    def _on_saved(self, entry: Entry, model: Model) -> None:
        self.saved.append((entry, model))
        self.told.append(("saved", entry))

    def _on_finished(self) -> None:
        """Comes after everything else that the thread told."""
        self.over = True

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.told]

    @property
    def batches(self) -> list[BatchReport]:
        return [report for _, report in self.told if isinstance(report, BatchReport)]

    @property
    def epochs(self) -> list[EpochReport]:
        return [report for _, report in self.told if isinstance(report, EpochReport)]


Begin = Callable[..., Job]


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(own=tmp_path / "models")


@pytest.fixture
def begin(library: ModelLibrary, qtbot: QtBot) -> Iterator[Begin]:
    """Begins a training; it is stopped when the test ends."""
    jobs: list[Job] = []

    def begin(settings: TrainingSettings, name: str = "mine", to: ModelLibrary | None = None) -> Job:
        job = Job(settings, to or library, name)
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


def test_a_small_training_from_start_to_saved_model(begin: Begin, library: ModelLibrary, qtbot: QtBot) -> None:
    job = ended(begin(SMALL), qtbot)
    assert not job.failures
    assert job.kinds[:2] == ["device", "batch"]
    # An epoch is told once it is on the disk, which may be after all batches of the next.
    assert [kind for kind in job.kinds if kind != "batch"] == ["device", "epoch", "epoch", "measuring", "saved"]
    assert job.told[0][1] == DeviceReport(CPU, "")
    assert [(report.epoch, report.epochs) for report in job.epochs] == [(1, 2), (2, 2)]
    assert job.epochs[1].validation_accuracy is not None
    assert job.batches[-1].batch == job.batches[-1].batches == 10
    steps = [(report.epoch, report.batch) for report in job.batches]
    assert steps == sorted(set(steps))
    ((entry, model),) = job.saved
    assert entry in library.entries()
    assert (entry.name, entry.shipped, model.name) == ("mine", False, "mine")
    assert model.making.hold_out == 100
    assert model.metrics.test_accuracy == entry.accuracy


def test_the_saved_model_answers_as_the_one_in_memory(begin: Begin, qtbot: QtBot) -> None:
    job = ended(begin(replace(SMALL, recipe=replace(RECIPE, epochs=6, batch_size=25))), qtbot)
    ((entry, model),) = job.saved
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    read = Recognizer(read_model(entry.path)).recognise_all(pictures.images[:300])
    held = Recognizer(model).recognise_all(pictures.images[:300])
    assert [one.label for one in read] == [one.label for one in held]
    right = sum(one.best == label for one, label in zip(read, pictures.labels[:300], strict=True)) / 300
    assert right > 0.5, "far better than by chance"
    assert model.metrics.test_accuracy == pytest.approx(right, abs=0.1)


def test_fine_tuning_begins_with_the_model_in_use(begin: Begin, qtbot: QtBot) -> None:
    settings = replace(SMALL, start=shipped_model(), recipe=replace(RECIPE, epochs=1, learning_rate=1e-5))
    job = ended(begin(settings), qtbot)
    ((_, model),) = job.saved
    assert model.metrics.test_accuracy is not None
    assert model.metrics.test_accuracy > 0.98
    assert model.making.fine_tuned_from == shipped_model().name


def test_a_second_model_of_the_same_name_gets_a_number(begin: Begin, qtbot: QtBot) -> None:
    names = [ended(begin(SMALL), qtbot).saved[0][0].name for _ in range(2)]
    assert names == ["mine", "mine (2)"]


def test_the_window_is_told_of_few_batches_a_second(begin: Begin, qtbot: QtBot) -> None:
    job = begin(ENDLESS)
    qtbot.waitUntil(lambda: len(job.batches) >= 20, timeout=TIMEOUT)
    seconds = job.clock.elapsed() / 1000
    ends = sum(report.batch == report.batches for report in job.batches)
    assert len(job.batches) - ends <= 15 * seconds + 2
    assert job.batches[-1].batch > len(job.batches), "more was done than was told"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Niceness belongs to single threads on Linux only.")
def test_a_training_gives_way_and_the_window_does_not(
    begin: Begin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    monkeypatch.setattr(stepping, "_NICENESS", usual + 3)
    job = begin(ENDLESS)
    qtbot.waitUntil(lambda: bool(job.batches), timeout=TIMEOUT)
    threads = [int(path.name) for path in Path("/proc/self/task").iterdir()]
    assert usual + 3 in {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == usual


def test_stop_acts_within_one_batch(begin: Begin, library: ModelLibrary, qtbot: QtBot) -> None:
    """Batches of 2000 take long enough for every single one to be told."""
    job = begin(replace(ENDLESS, recipe=replace(ENDLESS.recipe, batch_size=2000)))
    qtbot.waitUntil(lambda: len(job.batches) >= 2, timeout=TIMEOUT)
    job.thread.stop()
    before = len(job.batches)
    ended(job, qtbot)
    assert len(job.batches) <= before + 2, "the one at work, and one that was told but not yet delivered"
    assert job.kinds[-2:] == ["measuring", "saved"]
    ((entry, model),) = job.saved
    assert model.making.stopped
    assert entry in library.entries()


def test_pause_holds_until_it_goes_on(begin: Begin, qtbot: QtBot) -> None:
    job = begin(ENDLESS)
    qtbot.waitUntil(lambda: len(job.batches) >= 2, timeout=TIMEOUT)
    job.thread.set_paused(True)
    assert job.thread.isRunning()
    _settle(job, qtbot)
    held = len(job.told)
    with qtbot.assertNotEmitted(job.thread.batch_done, wait=400):
        pass
    assert len(job.told) == held
    seconds = job.batches[-1].seconds
    with qtbot.waitSignal(job.thread.batch_done, timeout=TIMEOUT):
        job.thread.set_paused(False)
    assert job.batches[-1].seconds - seconds < 0.4, "a pause is not counted"


def _settle(job: Job, qtbot: QtBot) -> None:
    """Until nothing has been told for two turns of 200 ms: the batch at work is over."""
    before = [-1]

    def quiet() -> bool:
        now, before[0] = before[0], len(job.told)
        return now == before[0]

    for _ in range(2):
        qtbot.waitUntil(quiet, timeout=TIMEOUT)
        with qtbot.waitSignal(job.thread.batch_done, timeout=200, raising=False):
            pass


def test_stop_ends_a_paused_training(begin: Begin, qtbot: QtBot) -> None:
    job = begin(ENDLESS)
    qtbot.waitUntil(lambda: len(job.batches) >= 1, timeout=TIMEOUT)
    job.thread.set_paused(True)
    job.thread.stop()
    ended(job, qtbot)
    assert job.kinds[-1] == "saved"


def test_a_stopped_training_cannot_be_paused(begin: Begin, qtbot: QtBot) -> None:
    job = begin(ENDLESS)
    job.thread.stop()
    job.thread.set_paused(True)
    ended(job, qtbot)
    assert job.thread.isFinished()
    assert not job.epochs


def test_stopping_in_a_later_epoch_keeps_the_best_so_far(begin: Begin, qtbot: QtBot) -> None:
    """Nothing is learned at such a rate, so the first epoch stays the best, whatever the one at work would be."""
    job = begin(replace(SMALL, recipe=replace(RECIPE, epochs=1000, learning_rate=1e-30)))
    qtbot.waitUntil(lambda: len(job.epochs) >= 3, timeout=TIMEOUT)
    job.thread.stop()
    ended(job, qtbot)
    best = max(job.epochs, key=lambda report: (report.validation_accuracy or 0, -(report.validation_loss or 0)))
    ((_, model),) = job.saved
    assert model.making.epoch == best.epoch == 1
    assert (model.weights["output.bias"] == best.weights["output.bias"]).all()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (replace(SMALL, hold_out=600), "of the 600 training pictures, not 600."),
        (replace(SMALL, subset=10**6), "1000000"),
        (replace(SMALL, device_id="cuda:99"), "There is no device cuda:99 here"),
        (replace(SMALL, recipe=replace(RECIPE, learning_rate=1e9)), "learning rate"),
    ],
)
def test_what_is_impossible_is_told_in_a_sentence(
    begin: Begin, library: ModelLibrary, qtbot: QtBot, settings: TrainingSettings, words: str
) -> None:
    job = ended(begin(settings), qtbot)
    (sentence,) = job.failures
    assert words in sentence
    assert not job.saved
    assert not [entry for entry in library.entries() if not entry.shipped]


def test_a_library_that_cannot_be_written_to_is_told(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    job = ended(begin(SMALL, to=ModelLibrary(own=in_the_way / "models")), qtbot)
    (sentence,) = job.failures
    assert "cannot be written" in sentence
    assert sentence.endswith(".")
    assert not job.saved


def test_a_defect_is_told_and_logged(begin: Begin, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    job = ended(begin(replace(SMALL, seed="seven")), qtbot)  # type: ignore[arg-type]
    (sentence,) = job.failures
    assert sentence.startswith("Something went wrong within the program")
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    assert "Traceback" in caplog.text


def test_the_weights_of_every_epoch_are_told_and_those_before_the_first(begin: Begin, qtbot: QtBot) -> None:
    job, kept = begin(replace(SMALL, subset=200, hold_out=0)), []
    job.thread.weights_kept.connect(lambda one, _model: kept.append(one))
    qtbot.waitUntil(lambda: job.over, timeout=TIMEOUT)
    assert [one.epoch for one in kept] == [0, 1, 2]
    first = initial_weights(job.models[0].architecture, RECIPE, seed=SMALL.seed)
    for name, weight in first.items():
        np.testing.assert_array_equal(kept[0].weights[name], weight)
        for one, model in zip(kept[1:], job.models, strict=True):
            np.testing.assert_array_equal(one.weights[name], model.weights[name])


def test_a_fine_tuning_begins_with_the_weights_of_its_model(begin: Begin, qtbot: QtBot) -> None:
    start = shipped_model()
    job, kept = begin(replace(SMALL, subset=100, hold_out=0, start=start, recipe=replace(RECIPE, epochs=1))), []
    job.thread.weights_kept.connect(lambda one, _model: kept.append(one))
    qtbot.waitUntil(lambda: job.over, timeout=TIMEOUT)
    assert kept[0].epoch == 0
    for name, weight in start.weights.items():
        np.testing.assert_array_equal(kept[0].weights[name], weight)
