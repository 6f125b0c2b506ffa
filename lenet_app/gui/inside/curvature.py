"""Measures, beside the window, what the next step by Levenberg-Marquardt divides by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from lenet_app.data.pictures import DataSet, PictureSet
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Optimiser

if TYPE_CHECKING:
    from lenet_app.networks.forward import Weights


@dataclass(frozen=True, eq=False)
class Measured:
    """The second derivatives h of a model's weights, by their names."""

    model: Model
    curvature: "Weights"


@dataclass(frozen=True, eq=False)
class _Request:
    model: Model
    pictures: PictureSet


class CurvatureMeasuring(QObject):
    """One measurement at a time, when somebody asks for it; as many training pictures as the model's recipe takes.

    Args:
        parent: who ends it.
    """

    measured = Signal(object)
    """A `Measured`."""
    changed = Signal()
    """Something is measured from now on, or not any more, or could be."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._data_set: DataSet | None = None
        self._running: Model | None = None
        self._last: Model | None = None
        self._newest = NewestOnly("curvature", _measure, self)
        self._newest.done.connect(self._on_done)
        self._newest.failed.connect(self._on_failed)

    def set_data_set(self, data_set: DataSet) -> None:
        """Measure on the training pictures of this data set from now on."""
        self._data_set = data_set
        self.changed.emit()

    def is_wanted(self, model: Model) -> bool:
        """Whether the model learns by Levenberg-Marquardt, the one optimiser that asks for it."""
        return model.recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT

    def can_measure(self, model: Model) -> bool:
        """Whether there are pictures of the model's kind, and nothing is measured."""
        data_set = self._data_set
        if data_set is None or not len(data_set.training) or self._running is not None:
            return False
        kind = model.architecture.input_shape[0], model.class_names
        return (data_set.channels, data_set.class_names) == kind

    @property
    def is_running(self) -> bool:
        """Whether it measures."""
        return self._running is not None

    def is_measured(self, model: Model) -> bool:
        """Whether this model was the last that was measured."""
        return self._last is model

    def measure(self, model: Model) -> None:
        """Begin to measure this model, if it can be."""
        if self.can_measure(model) and self._data_set is not None:
            self._running = model
            self._newest.ask(_Request(model, self._data_set.training))
            self.changed.emit()

    def finish(self) -> None:
        """Let what is measured come to its end, which takes a second at most, and end the thread."""
        self._newest.finish()

    def _on_done(self, found: Measured) -> None:
        self._running, self._last = None, found.model
        self.changed.emit()
        self.measured.emit(found)

    def _on_failed(self, sentence: str) -> None:
        self._running = None
        self.changed.emit()
        self.failed.emit(sentence)


def _measure(request: _Request) -> Measured:
    from lenet_app.inspection.next_step import measured_curvature  # noqa: PLC0415 - loaded when somebody measures

    model, pictures = request.model, request.pictures
    count = min(model.recipe.curvature_pictures, len(pictures))
    return Measured(model, measured_curvature(model, pictures.take(np.arange(count))))
