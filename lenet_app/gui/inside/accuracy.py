"""The accuracy of a network without some of its units, measured beside the window and kept."""

import time
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from lenet_app.data.pictures import DataSet, PictureSet
from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.inspection.ablation import Ablated, measure_without
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.model import Model

_REPORT_SECONDS = 1 / 15
"""The window is told at most this often, and of the last."""
Off = frozenset[Unit]


class _Thread(SteppingThread):
    """Answers all pictures with and without the units."""

    told = Signal(object)
    """An Ablated."""

    def __init__(self, model: Model, off: Off, pictures: PictureSet, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("accuracy")
        self.model, self.off, self._pictures = model, off, pictures

    def work(self) -> None:
        """Measure until the end or until somebody stops it."""
        told = 0.0
        for report in measure_without(self.model, self.off, self._pictures):
            if self._stop.is_set():
                return
            now = time.perf_counter()
            if now - told >= _REPORT_SECONDS or report.pictures == report.total:
                told = now
                self.told.emit(report)


class AccuracyWithout(QObject):
    """Measures one at a time, and keeps what came of each model, set of units and data set while the model is there."""

    changed = Signal()
    """How far it is, or what came of it."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: WeakKeyDictionary[Model, dict[tuple[Off, str], Ablated]] = WeakKeyDictionary()
        self._thread: _Thread | None = None
        self._latest: Ablated | None = None
        self._ending: list[_Thread] = []

    @property
    def is_running(self) -> bool:
        """Whether it measures."""
        return self._thread is not None

    @property
    def latest(self) -> Ablated | None:
        """How far the measurement is that runs; None before the first pictures, and where none runs."""
        return self._latest

    def result(self, model: Model, off: Off, data_set: DataSet) -> Ablated | None:
        """What was found before; None where that was not measured."""
        return self._kept.get(model, {}).get((off, data_set.name))

    def measure(self, model: Model, off: Off, data_set: DataSet) -> None:
        """Measure on all test pictures of a data set, beside the window; what runs is stopped."""
        self.stop()
        thread = self._thread = _Thread(model, off, data_set.test, self)

        def take(report: Ablated) -> None:
            if report.pictures == report.total:
                self._kept.setdefault(model, {})[off, data_set.name] = report
            if thread is self._thread:
                self._latest = report
                self.changed.emit()

        thread.told.connect(take)
        thread.failed.connect(self.failed)
        thread.finished.connect(lambda: self._on_finished(thread))
        thread.start()
        self.changed.emit()

    def stop(self) -> None:
        """Measure no further; nothing is kept of it."""
        if self._thread is not None:
            self._thread.stop()
            self._ending.append(self._thread)
            self._thread, self._latest = None, None
            self.changed.emit()

    def finish(self) -> None:
        """Stop, and wait for the thread to end; this is the end."""
        self.stop()
        for thread in self._ending:
            thread.wait()

    def _on_finished(self, thread: _Thread) -> None:
        if thread is self._thread:
            self._thread = self._latest = None
            self.changed.emit()
        elif thread in self._ending:
            self._ending.remove(thread)
        thread.deleteLater()


def why_not(model: Model, data_set: DataSet | None) -> str:
    """Why the accuracy of a model cannot be measured with a data set; empty where it can."""
    if data_set is None:
        return tr("The test pictures are not read yet.")
    if data_set.class_names != model.class_names or data_set.channels != model.architecture.input_shape[0]:
        text = tr("{model} does not tell the classes of {title} apart.")
        return text.format(model=model.name, title=data_set.title)
    return ""
