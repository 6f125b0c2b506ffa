"""The rail at the left of the window: the pages in their groups, and at its foot what concerns the whole program."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.window_page import Group, PageEntry
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

WIDTH = 72
_ITEM, _ICON = QSize(60, 44), QSize(22, 22)
_FOOT_ICON = QSize(18, 18)
_FOOT_COLUMNS = 2
_SIDE = 5
_WORD_PIXELS, _CAPTION_PIXELS = 10, 8


class Rail(QFrame):
    """A button for each page; Ctrl+1, Ctrl+2, … are their keys.

    Args:
        pages: in their order; those of a group stand together.
        foot: buttons with icons alone.
    """

    chosen = Signal(str)
    """The key of the page."""

    def __init__(
        self, pages: Sequence[PageEntry], foot: Sequence[QToolButton] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_kind(self, Kind.RAIL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Pages"))
        self._keys = [page.key for page in pages]
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 8, _SIDE, 8)
        layout.setSpacing(4)
        layout.addStrut(WIDTH - 2 * _SIDE)  # and wider where a translation has longer words
        for group, entries in groupby(pages, lambda page: page.group):
            layout.addWidget(_caption(group))
            for page in entries:
                number = self._keys.index(page.key)
                button = self._button(page, QKeySequence(f"Ctrl+{number + 1}"))
                self._group.addButton(button, number)
                layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(4)
        layout.addStretch(1)
        layout.addLayout(_grid(foot))
        self._group.idToggled.connect(self._on_toggled)
        self._group.button(0).setChecked(True)

    def _button(self, page: PageEntry, keys: QKeySequence) -> QToolButton:
        button = QToolButton()
        button.setText(page.title)
        button.setIcon(icon(page.icon))
        button.setIconSize(_ICON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setMinimumSize(_ITEM)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setCheckable(True)
        font = button.font()
        font.setPixelSize(_WORD_PIXELS)
        button.setFont(font)  # before the kind: a style sheet takes the font that it finds for the widget's own
        set_kind(button, Kind.PAGE)
        button.setToolTip(f"{page.tip} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        action = QAction(page.title, self)
        action.setShortcut(keys)
        action.triggered.connect(button.click)
        self.addAction(action)
        return button

    def button(self, key: str) -> QToolButton:
        """The button of the page with this key."""
        button = self._group.button(self._keys.index(key))
        assert isinstance(button, QToolButton)
        return button

    def show_page(self, key: str) -> None:
        """Choose the page with this key, as a user would."""
        self.button(key).setChecked(True)

    def _on_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._keys[number])


def foot_button(name: str, title: str, tip: str) -> QToolButton:
    """A button for the rail's foot.

    Args:
        name: of its icon.
        title: by which it is read aloud.
        tip: what it does.
    """
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(_FOOT_ICON)
    button.setToolTip(tip)
    button.setAccessibleName(title)
    set_kind(button, Kind.FOOT)
    return button


def action_button(action: QAction) -> QToolButton:
    """A button for the rail's foot that does what the action does."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(_FOOT_ICON)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAccessibleName(action.text())
    set_kind(button, Kind.FOOT)
    return button


def _caption(group: Group) -> QLabel:
    texts = {Group.USE: tr("Use"), Group.TEACH: tr("Teach"), Group.UNDERSTAND: tr("Understand")}
    # Large letters of its own, and room for them: a style's capitals are not counted in a label's width.
    label = QLabel(texts[group].upper())
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    font = label.font()
    font.setPixelSize(_CAPTION_PIXELS)
    font.setWeight(QFont.Weight.Bold)
    label.setFont(font)
    set_kind(label, Kind.CAPTION)
    label.setMinimumWidth(QFontMetrics(font).horizontalAdvance(label.text()))
    return label


def _grid(foot: Sequence[QToolButton]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2)
    for number, button in enumerate(foot):
        grid.addWidget(button, number // _FOOT_COLUMNS, number % _FOOT_COLUMNS, Qt.AlignmentFlag.AlignHCenter)
    return grid
