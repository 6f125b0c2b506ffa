"""The names of the window's pages, one of which is shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from lenet_app.gui.kit.window_page import PageEntry
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr


class PageTabs(QWidget):
    """A button for each page; Ctrl+1, Ctrl+2, … are their keys."""

    chosen = Signal(str)
    """The key of the page."""

    def __init__(self, pages: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [page.key for page in pages]
        self.setAccessibleName(tr("Pages"))
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, page in enumerate(pages):
            button = self._button(page.title, page.tip, QKeySequence(f"Ctrl+{number + 1}"))
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

    def button(self, key: str) -> QPushButton:
        """The button of the page with this key."""
        button = self._group.button(self._keys.index(key))
        assert isinstance(button, QPushButton)
        return button

    def show_page(self, key: str) -> None:
        """Choose the page with this key, as a user would."""
        self.button(key).setChecked(True)

    def _on_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._keys[number])
