"""The unit that is looked at, the one that is pointed at, and the class that counts as right for the loss."""

from PySide6.QtCore import QObject, Signal

from lenet_app.inspection.units import Unit
from lenet_app.networks.model import Model


class UnitChoice(QObject):
    """One place knows what of the network is looked at; whoever shows something of it listens.

    The chosen unit stays while one draws, and in every model with the same layers.
    """

    chosen = Signal(object)
    """The Unit that is looked at from now on, or None."""
    pointed = Signal(object)
    """The Unit that is pointed at, or None."""
    label_changed = Signal(object)
    """The class for the loss, an int, or None for the answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._unit: Unit | None = None
        self._pointed: Unit | None = None
        self._label: int | None = None

    @property
    def unit(self) -> Unit | None:
        """The chosen unit."""
        return self._unit

    @property
    def pointed_at(self) -> Unit | None:
        """The unit that is pointed at."""
        return self._pointed

    @property
    def label(self) -> int | None:
        """The class that counts as right for the loss; None for the answer."""
        return self._label

    @property
    def model(self) -> Model | None:
        """Whose units these are; None until a model is followed."""
        return self._model

    def choose(self, unit: Unit | None) -> None:
        """Look at a unit of the model from now on, or at none."""
        if unit != self._unit:
            self._unit = unit
            self.chosen.emit(unit)

    def point(self, unit: Unit | None) -> None:
        """Point at a unit of the model, or at none."""
        if unit != self._pointed:
            self._pointed = unit
            self.pointed.emit(unit)

    def set_label(self, label: int | None) -> None:
        """Take this class of the model as right for the loss, or the answer."""
        if label != self._label:
            self._label = label
            self.label_changed.emit(label)

    def clear(self) -> None:
        """Look at nothing and point at nothing."""
        self.choose(None)
        self.point(None)

    def follow(self, model: Model) -> None:
        """Be about this model; the chosen unit is let go where the layers are others, as it would be another unit."""
        before, self._model = self._model, model
        if before is not None and before.class_names != model.class_names:
            self.set_label(None)
        self.point(None)
        if before is not None and _layers(before) != _layers(model):
            self.choose(None)


def _layers(model: Model) -> tuple[object, ...]:
    return model.architecture.input_shape, model.architecture.layers
