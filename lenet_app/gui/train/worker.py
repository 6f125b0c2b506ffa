"""A training on a thread of its own, from its settings to the saved model."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from lenet_app.training.reports import EndReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.runs.run import Run


class TrainingThread(SteppingThread):
    """One training. The run is kept as it goes; its model is once the run ends or is stopped: the best weights so far.

    Args:
        ask: for the run, on the thread.
    """

    recorded = Signal()
    """The run is among those that are kept."""
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

    def work(self) -> None:
        """Train, measure and save."""
        # torch takes a second or two to load, so it is loaded here and not with the window, which is there sooner.
        load_torch()
        from lenet_app.runs.reports import (  # noqa: PLC0415
            EpochDone,
            Kept,
            Measuring,
            Note,
            NothingLearned,
            Recorded,
            Unkept,
            Unmeasured,
        )
        from lenet_app.runs.run import make  # noqa: PLC0415

        run, fault = self._ask(), ""
        for report in self.steps(make(run)):
            match report:
                case Recorded():
                    self.recorded.emit()
                case Note(is_fault=True):
                    self.noted.emit(report.text)
                case EpochDone():
                    self._tell_weights(run, report.report.epoch, report.model)
                    self.epoch_done.emit(report.report, report.model)
                case EndReport():
                    fault = report.fault
                case Measuring(images=0):
                    self.measuring.emit()
                case Unmeasured():
                    fault = f"{fault} {report.fault}".strip()
                case Kept():
                    self.model_saved.emit(report.where, report.made.model)
                case Unkept():
                    self.model_unsaved.emit(report.model)
                case NothingLearned():
                    self.nothing_learned.emit()
                case _:
                    self.tell(report)
        if fault:
            self.failed.emit(fault)

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


def run_again(name: str, library: ModelLibrary, home: Home) -> "Run":
    """The kept run of this name, which goes on.

    Raises:
        UserError: it cannot.
    """
    from lenet_app.runs.kept.store import RunStore  # noqa: PLC0415 - as above
    from lenet_app.runs.places import InLibrary  # noqa: PLC0415
    from lenet_app.runs.resuming import resumed  # noqa: PLC0415

    store = RunStore(home.runs)
    return resumed(store.find(name), store, InLibrary(library), home.data)
