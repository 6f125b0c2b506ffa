"""The names of the window's pages, one of which is shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr


class PageTabs(QWidget):
    """A button for each page; Ctrl+1, Ctrl+2, … are their keys."""

    chosen = Signal(int)
    """The number of the page, from 0."""

    def __init__(self, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Make a button for each page.

        Args:
            pages: the title of each, and a sentence on what it is for.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self.setAccessibleName(tr("Pages"))
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, (title, tip) in enumerate(pages):
            button = self._button(title, tip, QKeySequence(f"Ctrl+{number + 1}"))
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.idToggled.connect(self._on_toggled)
        self._group.button(0).setChecked(True)

    def _button(self, title: str, tip: str, keys: QKeySequence) -> QPushButton:
        button = QPushButton(title)
        button.setCheckable(True)
        set_kind(button, Kind.TAB)
        button.setToolTip(f"{tip} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        action = QAction(title, self)
        action.setShortcut(keys)
        action.triggered.connect(button.click)
        self.addAction(action)
        return button

    def button(self, number: int) -> QPushButton:
        """The button of a page, from 0."""
        button = self._group.button(number)
        assert isinstance(button, QPushButton)
        return button

    def show_page(self, number: int) -> None:
        """Mark this page as the one that is shown."""
        self._group.button(number).setChecked(True)

    def _on_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(number)
