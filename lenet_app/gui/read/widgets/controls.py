"""The left column of the page: ways to bring in pictures, what was read so far, and how far a folder has come."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.read.widgets.column import Column
from lenet_app.gui.read.widgets.list_card import ListCard
from lenet_app.language import tr


class ReadControls(Column):
    """Buttons, and the list below them. It asks; whoever listens does."""

    open_requested = Signal()
    folder_requested = Signal()
    paste_requested = Signal()
    screenshot_requested = Signal()
    write_requested = Signal()

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
        self.card = ListCard()
        self.list = self.card.list
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        buttons.addWidget(_button(self.open_action), 0, 0, 1, 2)
        buttons.addWidget(_button(self.folder_action), 1, 0, 1, 2)
        buttons.addWidget(_button(self.paste_action), 2, 0)
        self.screenshot_button = _button(self.screenshot_action)
        buttons.addWidget(self.screenshot_button, 2, 1)
        buttons.addWidget(_button(self.write_action), 3, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(buttons)
        layout.addWidget(self.card, 1)

    def set_screenshot_refusal(self, sentence: str) -> None:
        """Say why no picture of the screen can be taken; nothing where one can."""
        if sentence:
            self.screenshot_action.setEnabled(False)
            self.screenshot_action.setToolTip(sentence)

    def _action(self, text: str, keys: QKeySequence, what: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.rstrip('…')} ({native}), {what}")
        self.addAction(action)
        return action


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
