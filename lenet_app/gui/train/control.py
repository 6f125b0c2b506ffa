"""Trainings as the window runs them: begins, follows, pauses and stops the thread, and tells what came of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lenet_app.errors import UserError
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.train.data_sets import DataSetControl
from lenet_app.gui.train.plan import Plan
from lenet_app.gui.train.reproduction_worker import ReproductionThread
from lenet_app.gui.train.widgets.outcome import Decision, Outcome
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.gui.train.worker import TrainingThread, new_run, run_again
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model
from lenet_app.networks.tasks import SEEDS, Result, Task, tasks
from lenet_app.paths import Home
from lenet_app.samples.data_set import name_of
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.names import fitting_name
from lenet_app.training.changes import Change
from lenet_app.training.reports import Device, DeviceReport, EpochReport
from lenet_app.training.settings import TrainingSettings, seed_of

if TYPE_CHECKING:
    from lenet_app.runs.kept.kept_run import KeptRun
    from lenet_app.runs.run import Run


class TrainingControl(QObject):
    """Runs one thread at a time, which trains one network or reproduces many, and tells the strip how it goes on.

    Args:
        strip: shows what runs.
        notice: where faults are told.
        home: of whoever is chosen; data sets and results of reproductions lie there, too.
        made: where the models of trainings go until somebody has decided about them.
        settings: what the user chose.
        parent: the window.
    """

    begun = Signal()
    """A training has begun whose models the window can follow; a reproduction is none."""
    model_trained = Signal(object, str)
    """The Model as it stands after an epoch, and what to call it meanwhile."""
    weights_kept = Signal(object, object)
    """The KeptWeights after an epoch, 0 included, and the Model as it stands then."""
    model_saved = Signal(object, object)
    """The Entry, among those to decide about, and the finished Model."""
    model_unsaved = Signal(object)
    """The finished Model that could not be saved."""
    ended = Signal()
    """The thread is gone, whatever came of it."""
    recorded = Signal(str)
    """The training is among the runs that are kept, under this name; empty where it cannot be."""
    prepared = Signal(object, object, float)
    """The training begins: see `TrainingThread.prepared`; and so on for the next ones."""
    step_logged = Signal(object)
    batch_done = Signal(object)
    epoch_done = Signal(object)
    changed = Signal(object)
    running_changed = Signal(bool)
    """Whether a thread is at work now."""
    devices_changed = Signal()
    """It is known what can be trained on: see `devices`."""
    data_set_changed = Signal(object)
    """The DataSet that is trained on and looked at from now on."""
    person_changed = Signal()
    """Trainings are begun for somebody else from now on: see `home`."""
    report_requested = Signal()
    """Somebody wants to see the report of the reproduction that has just ended."""

    def __init__(
        self, strip: Strip, notice: Notice, home: Home, made: ModelLibrary, settings: Settings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._strip, self._notice, self.home = strip, notice, home
        self._home_at_work = home
        self.made, self._settings = made, settings
        self._thread: SteppingThread | None = None
        self._outcome: Outcome | None = None
        self._faults: list[str] = []
        self._done: set[str] = set()
        self.was_stopped = False
        """Whether somebody stopped what runs, or ran last."""
        self.title = ""
        """What is trained, or was last, in a few words."""
        self.devices: tuple[Device, ...] = ()
        """What can be trained on, the best first; empty until that is known."""
        self.data_sets = DataSetControl(notice, settings, home.data, parent)
        self.data_sets.turn_to(name_of(home))
        self.data_sets.changed.connect(self.data_set_changed)
        strip.stop_requested.connect(self.stop)
        strip.pause_toggled.connect(self._pause)

    @property
    def is_running(self) -> bool:
        """Whether a training or a reproduction is at work."""
        return self._thread is not None

    def turn_to(self, home: Home, made: ModelLibrary) -> None:
        """Train for somebody else from now on; what runs goes on for the one who began it.

        Args:
            home: theirs.
            made: where the models of their trainings go.
        """
        self.home, self.made = home, made
        self.data_sets.turn_to(name_of(home))
        self.person_changed.emit()

    def is_running_for(self, home: Home) -> bool:
        """Whether a training or a reproduction is at work that this person began."""
        return self.is_running and self._home_at_work == home

    @property
    def fault(self) -> str:
        """What went wrong with what runs, or ran last, in sentences."""
        return " ".join(self._faults)

    @property
    def closing_question(self) -> tuple[str, str]:
        """What to ask somebody who closes the window meanwhile, and what becomes of the work then."""
        if isinstance(self._thread, ReproductionThread):
            return (
                tr("A reproduction is running. Stop it and close?"),
                tr("The results so far are kept; the next reproduction goes on from there."),
            )
        return (
            tr("A training is running. Stop it and close?"),
            tr("The best weights so far are saved; the next time you decide about them."),
        )

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        """These can be trained on, the best first."""
        self.devices = devices
        self.devices_changed.emit()

    def start(self) -> None:
        """Read the list of data sets and the one last in use, beside the window."""
        self.data_sets.start()

    def finish(self) -> None:
        """End what runs beside the window, a download included; trainings are stopped by `stop` before."""
        self.data_sets.finish()

    def begin(self, plan: Plan) -> None:
        """Train as planned, on the data set in use; nothing happens while something runs."""
        if self._thread is not None:
            return
        settings = self.settings_of(plan)
        text = tr("Fine-tuning {title} on {data_set}") if plan.start else tr("Training {title} on {data_set}")
        text = text.format(title=settings.title, data_set=self.data_sets.title)
        self.begin_run(text, lambda: self.new_run(settings))

    def settings_of(self, plan: Plan) -> TrainingSettings:
        """The training that is planned, on the data set in use."""
        member, start = plan.member, plan.start
        return TrainingSettings(
            architecture=member.architecture,
            normalisation=member.normalisation,
            start=start,
            recipe=plan.recipe,
            seed=seed_of(start) if plan.seed is None else plan.seed,
            data_set=self.data_sets.name,
            device_id=plan.device_id,
            threads=plan.threads,
            fills_batches=True,
        )

    def new_run(self, settings: TrainingSettings) -> "Run":
        """A run of a training, its model among those to decide about."""
        return new_run(settings, _model_name(settings.title), self.made, self.home)

    def begin_run(self, text: str, ask: "Callable[[], Run]") -> None:
        """Make a run, which is asked for on its thread; `text` says what is trained. Nothing happens while one runs."""
        if self._thread is None:
            self._notice.dismiss()
            self._train(text, ask)

    def go_on(self, run: "KeptRun", change: Change | None = None) -> None:
        """Go on with a kept run after its last whole epoch, changed if so wanted, unless something runs."""
        if self._thread is not None:
            return
        self._notice.dismiss()
        text = tr("Going on with {title} on {data_set}")
        made, home = self.made, self.home
        text = text.format(title=run.head.network_title, data_set=run.head.data_set)
        self._train(text, lambda: run_again(run.name, made, home, change))

    def change(self, change: Change) -> None:
        """Have the training that goes on changed from its next step on."""
        if isinstance(self._thread, TrainingThread):
            self._thread.change(change)

    def set_slow(self, seconds: float) -> None:
        """Have the training wait so long between two steps, so that one can watch."""
        if self._thread is not None:
            self._thread.set_slow(seconds)

    def _train(self, text: str, ask: "Callable[[], Run]") -> None:
        self._strip.begin(text)
        self.title = text
        thread = TrainingThread(ask, self)
        thread.recorded.connect(self.recorded)
        thread.prepared.connect(self.prepared)
        thread.step_logged.connect(self.step_logged)
        thread.batch_done.connect(self.batch_done)
        thread.changed.connect(self.changed)
        thread.noted.connect(self._notice.say)
        thread.epoch_done.connect(self._on_epoch)
        thread.weights_kept.connect(self.weights_kept)
        thread.measuring.connect(self._strip.progress.show_measuring)
        thread.model_saved.connect(self.model_saved)
        thread.model_unsaved.connect(self.model_unsaved)
        thread.nothing_learned.connect(self._on_nothing_learned)
        self._run(thread)
        self.begun.emit()

    def reproduce(self, ids: Sequence[str] = (), *, is_quick: bool = False) -> None:
        """Train the named networks as they were published, all of them where none is named, and keep the results.

        What an earlier reproduction has done is not trained again. Nothing happens while something runs.
        """
        if self._thread is not None:
            return
        from lenet_app.storage.results import ReproductionFolder  # noqa: PLC0415 - the window is there sooner

        try:
            wanted = tasks(ids, seeds=1 if is_quick else SEEDS, is_quick=is_quick)
        except UserError as error:
            self._notice.say(str(error))
            return
        self._notice.dismiss()
        sets = {task.member.data_set for task in wanted}
        places = {name: place for name in sets if (place := self.data_sets.place_of(name)) is not None}
        folder = ReproductionFolder(self.home.reproduction)
        thread = ReproductionThread(wanted, folder, self.home, places, self._settings.device, self)
        self._done = set()
        self._strip.begin(tr("Reproducing"))
        thread.task_begun.connect(self._on_task)
        thread.task_done.connect(self._on_task_done)
        thread.epoch_done.connect(self._strip.progress.show_epoch)
        self._run(thread)

    def _run(self, thread: SteppingThread) -> None:
        self._outcome, self._faults, self.was_stopped = None, [], False
        self._home_at_work = self.home
        thread.device_chosen.connect(self._on_device)
        thread.batch_done.connect(self._strip.progress.show_batch)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        self._thread = thread
        thread.start()
        self.running_changed.emit(True)

    def stop(self) -> None:
        """Ask the thread to end within one batch; the best weights so far, or the results, are kept."""
        if self._thread is not None:
            self.was_stopped = True
            self._thread.stop()
            self._strip.progress.show_stopping()

    def _pause(self, paused: bool) -> None:
        if self._thread is not None:
            self._thread.set_paused(paused)

    def _on_device(self, report: DeviceReport) -> None:
        self._strip.progress.show_device(report.device)
        if report.reason:
            self._notice.say(report.reason)

    def _on_epoch(self, report: EpochReport, model: Model) -> None:
        self._strip.progress.show_epoch(report)
        self.epoch_done.emit(report)
        text = tr("{title} in training, epoch {epoch}")
        self.model_trained.emit(model, text.format(title=model.architecture.title, epoch=report.epoch))

    def _on_nothing_learned(self) -> None:
        self._outcome = Outcome(tr("Stopped before anything was learned"))

    def _on_task(self, task: Task, number: int) -> None:
        thread = self._thread
        if not isinstance(thread, ReproductionThread):
            return
        seeds = max(other.seed for other in thread.tasks)
        text = tr("Reproducing {network}, seed {seed} of {seeds} ({number} of {total})")
        name = task.key.rpartition("-seed")[0]
        facts = {"seed": task.seed, "seeds": seeds, "number": number, "total": len(thread.tasks)}
        self._strip.progress.go_on_with(text.format(network=name, **facts))

    def _on_task_done(self, task: Task, _result: Result) -> None:
        self._done.add(task.key)

    def _on_failed(self, sentence: str) -> None:
        self._faults.append(sentence)
        self._notice.say(" ".join(self._faults))

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if isinstance(thread, ReproductionThread):
            self._outcome = self._reproduced(thread)
        if thread is not None:
            thread.deleteLater()
        self._strip.end(self._outcome)
        self.running_changed.emit(False)
        self.ended.emit()

    def _reproduced(self, thread: ReproductionThread) -> Outcome:
        """What came of a reproduction, and the way to its report."""
        text = trn("{done} of {count} reproduced.", "{done} of {count} reproduced.", len(thread.tasks))
        text = text.format(done=len(self._done), count=len(thread.tasks))
        if not thread.folder.report.is_file():
            return Outcome(text)
        show = Decision(tr("Show the report"), tr("Every result beside what was published"), self.report_requested.emit)
        return Outcome(text, (show,), is_dismissible=True)


def _model_name(title: str) -> str:
    """A name for the model's file: the network's title, the date and the time."""
    return fitting_name(title, f" {datetime.now():%Y-%m-%d %H.%M}")
