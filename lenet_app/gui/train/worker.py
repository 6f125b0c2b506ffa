"""A training on a thread of its own, from its settings to the saved model."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.storage.library import ModelLibrary
from lenet_app.training.reports import EndReport, EpochReport
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.engine.request import TrainingRequest


class TrainingThread(SteppingThread):
    """One training. Nothing is written unless the run ends or is stopped; then the best weights so far are kept."""

    epoch_done = Signal(object, object)
    """An EpochReport and the Model as it stands now."""
    measuring = Signal()
    """The run is over; its weights are being measured on the test pictures and saved."""
    model_saved = Signal(object, object)
    """The library's Entry of the finished model, and the Model."""
    model_unsaved = Signal(object)
    """The finished Model, which could not be written; `failed` says why."""
    nothing_learned = Signal()
    """The run was stopped before its first batch; there is no model."""

    def __init__(self, settings: TrainingSettings, library: ModelLibrary, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.settings = settings
        self._library = library
        self._name = name

    def work(self) -> None:
        """Train, measure and save."""
        # Not after the training: its model must have a place.
        self._library.check_writable()
        data_set = catalogue.load(self.settings.data_set)
        # torch takes a second or two to load, so it is loaded here and not with the window.
        load_torch()
        from lenet_app.runs.preparation import prepare  # noqa: PLC0415
        from lenet_app.training.engine.devices import limit_threads  # noqa: PLC0415
        from lenet_app.training.engine.loop import train  # noqa: PLC0415

        limit_threads()
        request = prepare(self.settings, data_set)
        end: EndReport | None = None
        for report in self.steps(train(request)):
            match report:
                case EpochReport():
                    self._tell_epoch(report, request, data_set)
                case EndReport():
                    end = report
                case _:
                    self.tell(report)
        if end is not None and end.epoch > 0:
            self._keep(request, end, data_set)
        else:
            self.nothing_learned.emit()

    def _tell_epoch(self, report: EpochReport, request: "TrainingRequest", data_set: DataSet) -> None:
        from lenet_app.runs.preparation import unfinished_model  # noqa: PLC0415 - loads torch

        self.epoch_done.emit(report, unfinished_model(request, report.weights, self._name, data_set))

    def _keep(self, request: "TrainingRequest", end: EndReport, data_set: DataSet) -> None:
        """Measure the finished weights and save them."""
        from lenet_app.runs.preparation import finished_model  # noqa: PLC0415
        from lenet_app.training.engine.evaluation import evaluate_weights  # noqa: PLC0415 - loads torch

        self.measuring.emit()
        measured = evaluate_weights(request.architecture, end.weights, request.normalisation, data_set.test)
        *_, test = measured
        model = finished_model(self.settings, request, end, test, self._name, data_set)
        try:
            entry = self._library.save(model)
        except UserError:
            self.model_unsaved.emit(model)
            raise
        self.model_saved.emit(entry, model)
        if end.fault:
            self.failed.emit(end.fault)
