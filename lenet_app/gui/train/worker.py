"""A training on a thread of its own, from its settings to the saved model."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.inspection.epochs import KeptWeights
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.model import Model
from lenet_app.storage.library import ModelLibrary
from lenet_app.training.reports import EndReport
from lenet_app.training.settings import TrainingSettings


class TrainingThread(SteppingThread):
    """One training. Nothing is written unless the run ends or is stopped; then the best weights so far are kept."""

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

    def __init__(
        self, settings: TrainingSettings, library: ModelLibrary, downloads: Path, name: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self._settings, self._library, self._downloads, self._name = settings, library, downloads, name

    def work(self) -> None:
        """Train, measure and save."""
        # torch takes a second or two to load, so it is loaded here and not with the window, which is there sooner.
        load_torch()
        from lenet_app.runs.places import InLibrary  # noqa: PLC0415
        from lenet_app.runs.reports import (  # noqa: PLC0415
            EpochDone,
            Kept,
            Measuring,
            NothingLearned,
            Unkept,
            Unmeasured,
        )
        from lenet_app.runs.run import Run, make  # noqa: PLC0415

        fault = ""
        for report in self.steps(make(Run(self._settings, self._name, InLibrary(self._library), self._downloads))):
            match report:
                case EpochDone():
                    self._tell_weights(report.report.epoch, report.model)
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

    def _tell_weights(self, epoch: int, model: Model) -> None:
        """Tell of an epoch; before the first, where it began."""
        settings = self._settings
        if epoch == 1:
            start = settings.start
            first = (
                start.weights
                if start is not None
                else initial_weights(model.architecture, settings.recipe, seed=settings.seed)
            )
            self.weights_kept.emit(KeptWeights(0, first), model)
        self.weights_kept.emit(KeptWeights(epoch, model.weights), model)
