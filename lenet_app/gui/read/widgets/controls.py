"""The left column of the page: ways to bring in pictures, what was read so far, and how far a folder has come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.read.widgets.item_list import ItemList
from lenet_app.language import tr, trn


class ReadControls(QWidget):
    """Buttons, list, progress and Stop. It asks; whoever listens does."""

    open_requested = Signal()
    folder_requested = Signal()
    paste_requested = Signal()
    screenshot_requested = Signal()
    write_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.open_action = self._action(
            tr("Open pictures…"), QKeySequence(standard.Open), tr("or drop them on this page")
        )
        self.folder_action = self._action(
            tr("Open folder…"), QKeySequence("Ctrl+Shift+O"), tr("read all pictures in it")
        )
        self.paste_action = self._action(
            tr("Paste"), QKeySequence(standard.Paste), tr("read the picture on the clipboard")
        )
        self.screenshot_action = self._action(
            tr("Screenshot…"),
            QKeySequence("Ctrl+Shift+S"),
            tr("take a picture of the screen, then a part of it"),
        )
        self.write_action = self._action(
            tr("Write a number"), QKeySequence(standard.New), tr("on a wide sheet; it is read as you write")
        )
        self.open_action.triggered.connect(self.open_requested)
        self.folder_action.triggered.connect(self.folder_requested)
        self.paste_action.triggered.connect(self.paste_requested)
        self.screenshot_action.triggered.connect(self.screenshot_requested)
        self.write_action.triggered.connect(self.write_requested)
        self.list = ItemList()
        self.progress = _Progress()
        self.progress.stop_button.clicked.connect(self.stop_requested)
        self._summary = QLabel()
        self._summary.setFont(with_tabular_figures(self._summary.font()))
        self._summary.setWordWrap(True)
        self._summary.setContentsMargins(12, 4, 12, 4)
        set_kind(self._summary, Kind.SECONDARY)
        self._foot = QStackedWidget()  # the list keeps its height whichever is shown
        self._foot.addWidget(self._summary)
        self._foot.addWidget(self.progress)
        self._lay_out()
        self.show_progress(0, 0)

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        buttons.addWidget(_button(self.open_action), 0, 0, 1, 2)
        buttons.addWidget(_button(self.folder_action), 1, 0, 1, 2)
        buttons.addWidget(_button(self.paste_action), 2, 0)
        self.screenshot_button = _button(self.screenshot_action)
        buttons.addWidget(self.screenshot_button, 2, 1)
        buttons.addWidget(_button(self.write_action), 3, 0, 1, 2)
        card = QFrame()
        set_kind(card, Kind.CARD)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(0, 8, 0, 4)
        inner.setSpacing(4)
        title = QLabel(tr("Read so far"))
        title.setContentsMargins(12, 0, 12, 0)
        set_kind(title, Kind.TITLE)
        inner.addWidget(title)
        inner.addWidget(self.list, 1)
        inner.addWidget(self._foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(buttons)
        layout.addWidget(card, 1)

    def set_screenshot_refusal(self, sentence: str) -> None:
        """Say why no picture of the screen can be taken; nothing where one can."""
        if sentence:
            self.screenshot_action.setEnabled(False)
            self.screenshot_action.setToolTip(sentence)

    def show_progress(self, done: int, total: int) -> None:
        """How many of several pictures are read; of less than two there is nothing to show but the summary."""
        self.progress.show_count(done, total)
        self._foot.setCurrentWidget(self.progress if total > 1 else self._summary)

    @property
    def summary(self) -> str:
        """What stands below the list while nothing more is to be read; empty while the progress is shown."""
        return "" if self._foot.currentWidget() is self.progress else self._summary.text()

    def show_summary(self, text: str) -> None:
        """Say this below the list whenever nothing more is to be read."""
        self._summary.setText(text)

    def _action(self, text: str, keys: QKeySequence, what: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.rstrip('…')} ({native}), {what}")
        self.addAction(action)
        return action


class _Progress(QWidget):
    """A bar, how many of how many, and Stop."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Pictures read"))
        self._count = QLabel()
        self._count.setFont(with_tabular_figures(self._count.font()))
        set_kind(self._count, Kind.SECONDARY)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.setToolTip(tr("Stop reading; what was read stays"))
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)

    @property
    def text(self) -> str:
        """How many of how many."""
        return self._count.text()

    def show_count(self, done: int, total: int) -> None:
        """So many are read."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self._count.setText(
            trn("{done} of {count} read", "{done} of {count} read", total).format(done=done, count=total)
        )


def _button(action: QAction) -> QPushButton:
    """A button that does what the action does, and can be used while the action can."""
    button = QPushButton(action.text())

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    follow()
    return button
