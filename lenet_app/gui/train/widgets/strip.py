"""The strip along the lower edge of every page: there only while something runs or has just ended."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.outcome import Outcome, OutcomeLine
from lenet_app.gui.train.widgets.progress import TrainingProgress
from lenet_app.language import tr

HEIGHT = 32


class Strip(QFrame):
    """Shows how a training goes on, and after it what came of it, until somebody has decided or dismissed it."""

    pause_toggled = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.BAR)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Training"))
        self.progress = TrainingProgress()
        self.progress.pause_toggled.connect(self.pause_toggled)
        self.progress.stop_requested.connect(self.stop_requested)
        self.outcome = OutcomeLine()
        self.outcome.dismissed.connect(self.hide)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.progress)
        self._stack.addWidget(self.outcome)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 16, 1)
        layout.addWidget(self._stack)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether the progress is shown."""
        return not self.isHidden() and self._stack.currentWidget() is self.progress

    @property
    def text(self) -> str:
        """What is said of what has ended; empty while something runs or nothing is there."""
        return "" if self.isHidden() or self.is_running else self.outcome.text

    def begin(self, title: str) -> None:
        """Show the progress of a training that begins; `title` says of what."""
        self.progress.begin(title)
        self._turn_to(self.progress)

    def end(self, outcome: Outcome | None) -> None:
        """Show what came of it; None leaves nothing to show."""
        if outcome is None:
            self._leave()
            self.hide()
            return
        # Where Pause and Stop were, nothing comes: a second click there starts nothing.
        self.outcome.keep_free(self.progress.buttons_width)
        self.outcome.show_outcome(outcome)
        self._turn_to(self.outcome)

    def _turn_to(self, side: QWidget) -> None:
        """Show this side; a focus that was in the strip stays in the strip, on nothing that a key could press."""
        within = self._has_focus
        self._stack.setCurrentWidget(side)
        self.show()
        if within:
            side.setFocus()

    def _leave(self) -> None:
        if self._has_focus:
            self.window().setFocus()

    @property
    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)
