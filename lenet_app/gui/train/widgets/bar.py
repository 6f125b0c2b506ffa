"""Training, always in sight: what to train and how, then how it goes on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QWidget

from lenet_app.gui.kit.notice import Notice, Where
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.controls import TrainingControls
from lenet_app.gui.train.widgets.progress import TrainingProgress
from lenet_app.language import tr

HEIGHT = 80


class TrainingBar(QFrame):
    """Shows the controls while nothing runs, and the progress while a training does."""

    pause_toggled = Signal(bool)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.BAR)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Training"))
        self.controls = TrainingControls()
        self.progress = TrainingProgress()
        self.progress.pause_toggled.connect(self.pause_toggled)
        self.progress.stop_requested.connect(self.stop_requested)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.controls)
        self._stack.addWidget(self.progress)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._stack)
        self._notice = Notice(self, Where.ABOVE)

    @property
    def is_running(self) -> bool:
        """Whether the progress is shown."""
        return self._stack.currentWidget() is self.progress

    @property
    def notice(self) -> Notice:
        """Where a failure of the training is told."""
        return self._notice

    def begin(self, title: str) -> None:
        """Show the progress of a training that begins; `title` says of what."""
        self._notice.dismiss()
        self.progress.begin(title)
        self._turn_to(self.progress, self.progress)  # on Stop a space, or a Return held down, would end it

    def end(self, summary: str, link: str = "", link_text: str = "", short: str = "") -> None:
        """Show the controls again and what came of the training, see `TrainingControls.show_summary`."""
        self.controls.show_summary(summary, link, link_text, short)
        self._turn_to(self.controls, self.controls.train_button)

    def _turn_to(self, side: QWidget, heir: QWidget) -> None:
        """Show this side; the focus goes to `heir` if it was in the bar, and stays where it is otherwise."""
        focus = QApplication.focusWidget()
        within = focus is not None and self._stack.isAncestorOf(focus)
        self._stack.setCurrentWidget(side)
        if within:
            heir.setFocus()
