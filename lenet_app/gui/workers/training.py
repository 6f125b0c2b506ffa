"""A training on a thread of its own, which only steps the generator and looks for Stop and Pause between steps."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.gui.workers.background import sentence_for
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.storage.library import ModelLibrary
from lenet_app.training.reports import BatchReport, DeviceReport, EndReport, EpochReport, Report
from lenet_app.training.settings import TrainingSettings

if TYPE_CHECKING:
    from lenet_app.training.loop import TrainingRequest

_NICENESS = 10
_REPORT_SECONDS = 1 / 15
"""The window is told of a batch at most this often; the last one of an epoch it always hears of."""


class TrainingThread(QThread):
    """One training from its settings to the saved model. Nothing is written unless the run ends or is stopped."""

    device_chosen = Signal(object)
    """A DeviceReport: at the start, and again when a GPU had no memory left."""
    batch_done = Signal(object)
    """A BatchReport, at most 15 a second beside the last one of each epoch."""
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
    failed = Signal(str)
    """One sentence; the traceback is in the log where it is a defect."""

    def __init__(self, settings: TrainingSettings, library: ModelLibrary, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.settings = settings
        self._library = library
        self._name = name
        self._stop = Event()
        self._go = Event()
        self._go.set()

    def stop(self) -> None:
        """Ask the run to end within one batch and to keep the best weights so far."""
        self._stop.set()
        self._go.set()

    def set_paused(self, paused: bool) -> None:
        """Hold the run after the batch it is at, or let it go on."""
        if paused and not self._stop.is_set():
            self._go.clear()
        else:
            self._go.set()

    def run(self) -> None:
        """The thread's work; a failure becomes one sentence."""
        _give_way()
        try:
            self._train()
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            self.failed.emit(sentence_for(error))

    def _train(self) -> None:
        # Not after the training: its model must have a place.
        self._library.check_writable()
        data_set = catalogue.load(catalogue.MNIST)
        # torch takes a second or two to load, so it is loaded here and not with the window.
        load_torch()
        from lenet_app.training.devices import limit_threads  # noqa: PLC0415
        from lenet_app.training.loop import train  # noqa: PLC0415
        from lenet_app.training.preparation import prepare  # noqa: PLC0415

        limit_threads()
        request = prepare(self.settings, data_set)
        end: EndReport | None = None
        told = 0.0
        for report in self._steps(train(request)):
            match report:
                case DeviceReport():
                    self.device_chosen.emit(report)
                case BatchReport() if time.perf_counter() - told >= _REPORT_SECONDS or report.batch == report.batches:
                    told = time.perf_counter()
                    self.batch_done.emit(report)
                case EpochReport():
                    self._tell_epoch(report, request, data_set)
                case EndReport():
                    end = report
        if end is not None and end.epoch > 0:
            self._keep(request, end, data_set)
        else:
            self.nothing_learned.emit()

    def _steps(self, reports: Generator[Report, bool | None, None]) -> Iterator[Report]:
        """Every report of the run; between two of them Pause holds it and Stop is passed on."""
        report = next(reports)
        while True:
            yield report
            self._go.wait()
            try:
                report = reports.send(self._stop.is_set())
            except StopIteration:
                return

    def _tell_epoch(self, report: EpochReport, request: "TrainingRequest", data_set: DataSet) -> None:
        from lenet_app.training.preparation import unfinished_model  # noqa: PLC0415 - loads torch

        self.epoch_done.emit(report, unfinished_model(request, report.weights, self._name, data_set))

    def _keep(self, request: "TrainingRequest", end: EndReport, data_set: DataSet) -> None:
        """Measure the finished weights and save them."""
        from lenet_app.training.evaluation import evaluate_weights  # noqa: PLC0415 - loads torch
        from lenet_app.training.preparation import finished_model  # noqa: PLC0415

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


def _give_way() -> None:
    """Let the window and the answers go first where more is to be done than there are cores.

    QThread's priorities mean nothing to Linux's usual scheduler, but a thread there has a niceness of its own, which
    the threads that torch starts from it take over.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
