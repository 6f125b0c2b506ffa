"""How far a search is, and the button that stops it or begins it anew."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from lenet_app.gui.inside.widgets.fitted_box import FittedButton
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_WIDTH = 72


class SearchBar(QWidget):
    """A short bar, there while something is searched for, and one button.

    Args:
        name: what is searched for.
        tip: what a search does, in a sentence.
        begins: what the button says that begins it.
        ends: what ends with Stop, in a sentence.
    """

    begun = Signal()
    """Somebody wants it to be searched for."""
    stopped = Signal()
    """Somebody has enough."""

    def __init__(self, name: str, tip: str, *, begins: str = "", ends: str = "") -> None:
        super().__init__()
        self._tip, self._is_searching = tip, False
        self._begins = begins or tr("Search")
        self._ends = ends or tr("End the search; what was found so far stays")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_WIDTH)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        self.bar.setToolTip(tr("How far the search is"))
        self.button = FittedButton((self._begins, tr("Stop")))
        set_kind(self.button, Kind.SMALL)
        self.button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self.rest()

    @property
    def is_searching(self) -> bool:
        """Whether something is searched for."""
        return self._is_searching

    def show_progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        self._show(True)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def rest(self) -> None:
        """Nothing is searched for."""
        self._show(False)

    def _show(self, is_searching: bool) -> None:
        self._is_searching = is_searching
        self.bar.setVisible(is_searching)
        self.button.setText(tr("Stop") if is_searching else self._begins)
        self.button.setToolTip(self._ends if is_searching else self._tip)

    def _press(self) -> None:
        (self.stopped if self._is_searching else self.begun).emit()
