"""The middle of the page: what is looked at, its name above it, and below it what can be done."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.fixed_lines import FixedLines
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.read.widgets.again_offer import AgainOffer
from lenet_app.gui.read.widgets.number_view import NumberView
from lenet_app.gui.read.widgets.start_view import ModelBanner, StartView
from lenet_app.language import tr


class Middle(QFrame):
    """A card with the start, the picture or a sheet. It asks; whoever listens does."""

    whole_requested = Signal()
    """The whole picture should be shown, or read."""
    turn_requested = Signal()
    """The picture should be turned by a quarter."""
    rows_wanted = Signal(bool)
    """Whether a table should have rows for the part that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self.start_view, self.view = StartView(), NumberView()
        self.banner, self.again_offer = ModelBanner(), AgainOffer()
        self.stack = QStackedWidget()
        for place in (self.start_view, self.view):
            self.stack.addWidget(place)
        self._caption, self._status = ElidedLabel(), FixedLines(2)
        set_kind(self._caption, Kind.TITLE)
        set_kind(self._status, Kind.SECONDARY)
        self.whole_button = QPushButton(tr("Whole picture"))
        self.whole_button.setToolTip(tr("Go back from this part to the whole picture"))
        self.whole_button.clicked.connect(self.whole_requested)
        self.turn_button = self._turn_button()
        policy = self.whole_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the picture stays where it is
        self.whole_button.setSizePolicy(policy)
        self.rows_box = QCheckBox(tr("In the table"))
        self.rows_box.setToolTip(
            tr("Give this part rows of its own in the table; one that is only looked at closer needs none")
        )
        self.rows_box.clicked.connect(self.rows_wanted)
        self._lay_out()

    def _turn_button(self) -> QToolButton:
        """Its action has a key of its own; a button's shortcut would show it pressed for a while."""
        button, keys = QToolButton(), QKeySequence("Ctrl+Shift+R")
        button.setIcon(icon("rotate-cw"))
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(tr("Turn"))
        native = keys.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(tr("Turn the picture clockwise by a quarter ({key}), and read it so").format(key=native))
        set_kind(button, Kind.FLAT)
        button.clicked.connect(self.turn_requested)
        action = QAction(tr("Turn"), self)
        action.setShortcut(keys)
        action.triggered.connect(button.click)
        self.addAction(action)
        return button

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(12)
        header.addWidget(self._caption, 1)
        header.addWidget(self.rows_box)
        header.addWidget(self.whole_button)
        header.addWidget(self.turn_button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(8)
        inner.addWidget(self.banner)
        inner.addWidget(self.again_offer)
        inner.addLayout(header)
        inner.addWidget(self.stack, 1)
        inner.addWidget(self._status)

    def describe(self, caption: str, status: str) -> None:
        """Say what is shown, and what can be done with it."""
        self._caption.setText(caption)
        self._status.setText(status)

    def offer_whole(self, *, is_part: bool, is_unread: bool) -> None:
        """Offer the way to the whole picture from a part of it, or to have the whole read where nothing was."""
        self.whole_button.setText(tr("Read the whole") if is_unread else tr("Whole picture"))
        self.whole_button.setVisible(is_unread or is_part)

    def offer_turn(self, *, is_picture: bool) -> None:
        """Let a picture be turned."""
        self.turn_button.setVisible(is_picture)

    def offer_rows(self, *, is_part: bool, is_in_table: bool) -> None:
        """Let a part that was framed to look closer have rows in the table, too."""
        self.rows_box.setVisible(is_part)
        self.rows_box.setChecked(is_in_table)
