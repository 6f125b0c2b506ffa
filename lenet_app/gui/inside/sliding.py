"""Lets the window slide over a map, position by position, at a chosen speed; it stops by itself at the end."""

from PySide6.QtCore import QObject, QTimer, Signal

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.inspection.units import Unit
from lenet_app.inspection.walking import next_position

SPEEDS = (1, 2, 5, 10, 25)
"""Positions in a second."""


class Sliding(QObject):
    """Chooses the next position of the chosen unit's map again and again.

    Args:
        choice: of the unit.
        parent: who owns it.
    """

    changed = Signal(bool)
    """Whether it slides."""

    def __init__(self, choice: UnitChoice, parent: QObject) -> None:
        super().__init__(parent)
        self._choice = choice
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self.set_speed(SPEEDS[2])

    @property
    def is_sliding(self) -> bool:
        """Whether it slides."""
        return self._timer.isActive()

    def set_speed(self, positions: int) -> None:
        """Take so many positions in a second."""
        self._timer.setInterval(round(1000 / positions))

    def next(self, by: int = 1) -> Unit | None:
        """The unit so many positions on; None where there is none."""
        unit, model = self._choice.unit, self._choice.model
        return None if unit is None or model is None else next_position(model.architecture, unit, by)

    def start(self) -> None:
        """Slide from the chosen unit on; from its map's first position where it is at the last."""
        unit = self._choice.unit
        if unit is None or len(unit.index) == 1:
            self.changed.emit(False)
            return
        if self.next() is None:
            self._choice.choose(Unit(unit.layer, (unit.map, 0, 0)))
        self._timer.start()
        self.changed.emit(True)

    def stop(self) -> None:
        """Stay where it is."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit(False)

    def _step(self) -> None:
        if (unit := self.next()) is None:
            self.stop()
            return
        self._choice.choose(unit)
        if self.next() is None:
            self.stop()
