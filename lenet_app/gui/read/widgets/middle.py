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
from lenet_app.gui.read.widgets.sweep_view import SweepView
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedPage


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
        self._caption, self._status = ElidedLabel(), FixedLines(3)
        set_kind(self._caption, Kind.TITLE)
        set_kind(self._status, Kind.SECONDARY)
        self.whole_button = QPushButton(tr("Whole picture"))
        self.whole_button.setToolTip(tr("Go back from this part to the whole picture"))
        self.whole_button.clicked.connect(self.whole_requested)
        turn = tr("Turn the picture clockwise by a quarter ({key}), and read it so")
        self.turn_button = self._button("rotate-cw", tr("Turn"), QKeySequence("Ctrl+Shift+R"), turn)
        self.turn_button.clicked.connect(self.turn_requested)
        policy = self.whole_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the picture stays where it is
        self.whole_button.setSizePolicy(policy)
        self.rows_box = QCheckBox(tr("In the table"))
        self.rows_box.setToolTip(
            tr("Give this part rows of its own in the table; one that is only looked at closer needs none")
        )
        self.rows_box.clicked.connect(self.rows_wanted)
        self.sweep_view = SweepView()
        self.sweep_view.hide()
        self.sweep_button = self._button(
            "chart-line", tr("Sweep"), QKeySequence("F7"), tr("Show how the row was read in one sweep ({key})")
        )
        self.sweep_button.setCheckable(True)
        self.sweep_button.toggled.connect(self.sweep_view.setVisible)
        self._lay_out()

    def _button(self, image: str, name: str, keys: QKeySequence, tip: str) -> QToolButton:
        """A flat button whose action has the key: a button's own shortcut would show it pressed for a while."""
        button = QToolButton()
        button.setIcon(icon(image))
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(name)
        button.setToolTip(tip.format(key=keys.toString(QKeySequence.SequenceFormat.NativeText)))
        set_kind(button, Kind.FLAT)
        action = QAction(name, self)
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
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(8)
        inner.addWidget(self.banner)
        inner.addWidget(self.again_offer)
        inner.addLayout(header)
        inner.addWidget(self.stack, 1)
        inner.addWidget(self.sweep_view)
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addWidget(self.sweep_button)
        foot.addWidget(self.turn_button)
        inner.addLayout(foot)

    def describe(self, caption: str, status: str) -> None:
        """Say what is shown, and what can be done with it."""
        self._caption.setText(caption)
        self._status.setText(status)

    def offer_whole(self, *, is_part: bool, is_unread: bool) -> None:
        """Offer the way to the whole picture from a part of it, or to have the whole read where nothing was."""
        self.whole_button.setText(tr("Read the whole") if is_unread else tr("Whole picture"))
        self.whole_button.setVisible(is_unread or is_part)

    def show_sweep(self, page: CheckedPage, chosen: int | None) -> None:
        """Show the sweep along the row of the chosen digit, or of the first; offer it where a row was swept."""
        swept = [one.read for one in page.digits if one.read.trace is not None]
        self.sweep_button.setEnabled(bool(swept))
        digit = None if chosen is None or chosen >= len(page.digits) else page.digits[chosen].read
        if digit is not None and digit.trace is not None:
            self.sweep_view.show_trace(digit.trace, digit.place)
        else:
            self.sweep_view.show_trace(swept[0].trace if swept else None)

    def offer_turn(self, *, is_picture: bool) -> None:
        """Let a picture be turned."""
        self.turn_button.setVisible(is_picture)

    def offer_rows(self, *, is_part: bool, is_in_table: bool) -> None:
        """Let a part that was framed to look closer have rows in the table, too."""
        self.rows_box.setVisible(is_part)
        self.rows_box.setChecked(is_in_table)
