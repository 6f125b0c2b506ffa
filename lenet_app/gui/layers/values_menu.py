"""Which numbers the layers show, and by which scale."""

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from lenet_app.language import tr


class Shows(Enum):
    """What the columns show."""

    ACTIVATIONS = auto()
    GRADIENTS = auto()
    BOTH = auto()


class ValuesMenu(QMenu):
    """Activations, gradients or both; and whether each map has a scale of its own."""

    changed = Signal()
    """Something else is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Values"))
        texts = {
            Shows.ACTIVATIONS: tr("Activations"),
            Shows.GRADIENTS: tr("Gradients of the loss"),
            Shows.BOTH: tr("Both"),
        }
        group, self._actions = QActionGroup(self), {}
        for shows, text in texts.items():
            action = self._actions[shows] = self._checkable(text)
            group.addAction(action)
        self._actions[Shows.ACTIVATIONS].setChecked(True)
        group.triggered.connect(self.changed)
        self.addSeparator()
        self.each_map = self._checkable(tr("A scale for each map, so that faint ones can be seen"))

    @property
    def shows(self) -> Shows:
        """What is chosen."""
        return next(shows for shows, action in self._actions.items() if action.isChecked())

    def choose(self, shows: Shows) -> None:
        """Show this."""
        self._actions[shows].trigger()

    def _checkable(self, text: str) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        return action
