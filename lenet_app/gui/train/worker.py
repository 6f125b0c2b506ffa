"""A training on a thread of its own, from its settings to the saved model."""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.runs.stepping import stepped
from lenet_app.storage.library import ModelLibrary
from lenet_app.training.changes import Change, Wish
from lenet_app.training.reports import BatchReport, ChangeReport, DeviceReport, EndReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.runs.kept.figures import StepLog
    from lenet_app.runs.reports import RunReport
    from lenet_app.runs.run import Run
    from lenet_app.training.length import Length


class TrainingThread(SteppingThread):
    """One training. The run is kept as it goes; its model is once the run ends or is stopped: the best weights so far.

    Args:
        ask: for the run, on the thread.
    """

    recorded = Signal(str)
    """The run is among those that are kept, under this name."""
    prepared = Signal(object, object, float)
    """The Figures of it that are kept so far, none where it begins; its Length as planned; its largest rate."""
    step_logged = Signal(object)
    """A StepFigures: of about every two hundredth part of the run."""
    changed = Signal(object)
    """A ChangeReport."""
    noted = Signal(str)
    """A sentence that says what is not as it should be, while the run goes on."""

    epoch_done = Signal(object, object)
    """An EpochReport and the Model as it stands now."""
    weights_kept = Signal(object, object)
    """The KeptWeights after each epoch, those before the first included, and the Model as it stands then."""
    measuring = Signal()
    """The run is over; its weights are being measured on the test pictures and saved."""
    model_saved = Signal(object, object)
    """The library's Entry of the finished model, and the Model."""
    model_unsaved = Signal(object)
    """The finished Model, which could not be written; `failed` says why."""
    nothing_learned = Signal()
    """The run was stopped before its first batch; there is no model."""

    def __init__(self, ask: "Callable[[], Run]", parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self._ask, self._has_told_weights = ask, False
        self._changes: SimpleQueue[Change] = SimpleQueue()
        self._steps: StepLog | None = None

    def change(self, change: Change) -> None:
        """Have the run changed from its next step on."""
        self._changes.put(change)

    def _wish(self) -> Wish:
        if self._is_stopped():
            return True
        with suppress(Empty):
            return self._changes.get_nowait()
        return None

    def work(self) -> None:
        """Train, measure and save."""
        # torch takes a second or two to load, so it is loaded here and not with the window, which is there sooner.
        load_torch()
        from lenet_app.runs.reports import Unmeasured  # noqa: PLC0415
        from lenet_app.runs.run import make  # noqa: PLC0415

        run, faults = self._ask(), []
        for report in stepped(make(run), self._wish):
            match report:
                case EndReport() | Unmeasured():
                    faults.append(report.fault)
                case BatchReport():
                    self._log(report)
                    self.tell(report)
                case DeviceReport():
                    self.tell(report)
                case ChangeReport():
                    self.changed.emit(report)
                case _:
                    self._pass_on(run, report)
        if fault := " ".join(filter(None, faults)):
            self.failed.emit(fault)

    def _pass_on(self, run: "Run", report: "RunReport") -> None:
        """Tell what is known of the run beside its training."""
        from lenet_app.runs.reports import (  # noqa: PLC0415 - the window is there sooner
            EpochDone,
            Kept,
            Measuring,
            Note,
            NothingLearned,
            Prepared,
            Recorded,
            Unkept,
        )

        match report:
            case Recorded():
                self.recorded.emit(report.run)
            case Prepared(length=length):
                self._begin_log(run, length)
            case Note(is_fault=True):
                self.noted.emit(report.text)
            case EpochDone():
                self._tell_weights(run, report.report.epoch, report.model)
                self.epoch_done.emit(report.report, report.model)
            case Measuring(images=0):
                self.measuring.emit()
            case Kept():
                self.model_saved.emit(report.where, report.made.model)
            case Unkept():
                self.model_unsaved.emit(report.model)
            case NothingLearned():
                self.nothing_learned.emit()

    def _begin_log(self, run: "Run", length: "Length") -> None:
        """Tell what is kept of a run that goes on, up to where it does."""
        from lenet_app.runs.kept.figures import Figures, StepLog  # noqa: PLC0415 - as above

        before, images = Figures(), 0
        if run.resumed is not None:
            with suppress(UserError):  # where it is damaged, the run goes on all the same
                state = run.resumed.going_on()
                images = 0 if state is None else state.progress.images
                before = run.resumed.figures().until(0 if state is None else state.progress.epochs_done, images)
        self._steps = StepLog(length, before.steps, images)
        rates = [run.settings.recipe.learning_rate, *(one.learning_rate for one in before.changes)]
        self.prepared.emit(before, length, next(rate for rate in reversed(rates) if rate is not None))

    def _log(self, report: BatchReport) -> None:
        if self._steps is not None:
            count = len(self._steps.rows)
            self._steps.add(report)
            for row in self._steps.rows[count:]:
                self.step_logged.emit(row)

    def _tell_weights(self, run: "Run", epoch: int, model: Model) -> None:
        """Tell of an epoch; at the first of them, of those before it, too."""
        if not self._has_told_weights:
            self._has_told_weights = True
            # Where these are damaged, the run shows nothing of them and goes on all the same.
            with suppress(UserError):
                for kept in run.weights_before(epoch, model.architecture):
                    self.weights_kept.emit(kept, model)
        self.weights_kept.emit(KeptWeights(epoch, model.weights), model)


def new_run(settings: TrainingSettings, name: str, library: ModelLibrary, home: Home) -> "Run":
    """A run that begins.

    Args:
        settings: of the training.
        name: what its model is called.
        library: where that goes.
        home: where data sets and runs lie.
    """
    from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - the window is there sooner
    from lenet_app.runs.places import InLibrary  # noqa: PLC0415
    from lenet_app.runs.run import Run  # noqa: PLC0415

    return Run(settings, name, InLibrary(library), home.data, store=RunStore(home.runs))


def run_again(name: str, library: ModelLibrary, home: Home, change: Change | None = None) -> "Run":
    """The kept run of this name, which goes on, changed if so wanted.

    Raises:
        UserError: it cannot.
    """
    from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - as above
    from lenet_app.runs.places import InLibrary  # noqa: PLC0415
    from lenet_app.runs.resuming import resumed  # noqa: PLC0415

    store = RunStore(home.runs)
    return resumed(store.find(name), store, InLibrary(library), home.data, change)
