"""The right column of the page: the text, what is left to check, the chosen digit, and ways to take it along."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.read.widgets.column import Column
from lenet_app.gui.read.widgets.digit_card import DigitCard
from lenet_app.gui.read.widgets.digit_texts import count_text
from lenet_app.gui.read.widgets.number_text import NumberTextArea
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedPage


class ResultPanel(Column):
    """What was read as text, and the digit that is looked at. It asks; whoever listens does."""

    chosen = Signal(int)
    """The number of the digit that the user chose here."""
    corrected = Signal(int, object)
    """The number of a digit, and what a button says it is: 0 to 9, or None where it is no digit."""
    typed = Signal(int, object)
    """The same of what the keys say."""
    restored = Signal(int)
    """The number of a digit that should be as it was read."""
    addition_requested = Signal()
    """A digit was not found and should be."""
    next_requested = Signal()
    """The next doubtful digit should be chosen."""
    undo_requested = Signal()
    """The last correction should be taken back."""
    copy_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = CheckedPage()
        self._current: int | None = None
        self._area = NumberTextArea()
        self.text = self._area.text
        self.card = DigitCard()
        self._count = ElidedLabel()
        self._count.setFont(with_tabular_figures(self._count.font()))
        set_kind(self._count, Kind.SECONDARY)
        self.note = ElidedLabel()
        set_kind(self.note, Kind.SECONDARY)
        self.next_button = self._button(
            tr("Next to check"),
            QKeySequence("F8"),
            tr("go to the next doubtful digit, in this picture or another"),
        )
        self.add_button = self._button(
            tr("Add a digit"), QKeySequence("Ins"), tr("frame a digit that was not found"), QKeySequence("+")
        )
        standard = QKeySequence.StandardKey
        self.undo_button = self._button(tr("Undo"), QKeySequence(standard.Undo), tr("take the last correction back"))
        # While a sheet has the focus the key is its own: it takes strokes back.
        (self.undo_action,) = (one for one in self.actions() if one.text() == self.undo_button.text())
        self.undo_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_button = self._button(tr("Copy"), QKeySequence(standard.Copy), tr("copy the text of this picture"))
        self.save_button = self._button(
            tr("Save as CSV…"), QKeySequence(standard.Save), tr("save all pictures of the list as a table")
        )
        self._lay_out()
        self._wire()
        self.show_page(CheckedPage())
        for button in (self.add_button, self.undo_button, self.next_button):
            button.setEnabled(False)

    def _lay_out(self) -> None:
        card = QFrame()
        set_kind(card, Kind.CARD)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 12, 12, 12)
        inner.setSpacing(4)
        inner.addWidget(self._count)
        inner.addWidget(self._area, 1)
        inner.addWidget(self.note)
        inner.addWidget(self.next_button)
        digit = QFrame()
        set_kind(digit, Kind.CARD)
        within = QVBoxLayout(digit)
        within.setContentsMargins(12, 12, 12, 12)
        within.setSpacing(8)
        within.addWidget(self.card)
        changes = QHBoxLayout()
        changes.setSpacing(8)
        changes.addWidget(self.add_button, 1)
        changes.addWidget(self.undo_button, 1)
        within.addLayout(changes)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button, 1)
        buttons.addWidget(self.save_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(card, 1)
        layout.addWidget(digit)
        layout.addLayout(buttons)

    def _wire(self) -> None:
        self.text.chosen.connect(self.chosen)
        self.text.hovered.connect(self.look_at)
        self.text.typed.connect(self.typed)
        self.text.restored.connect(self.restored)
        self.card.corrected.connect(self._correct)
        self.card.restored.connect(self._restore)
        self.next_button.clicked.connect(self.next_requested)
        self.add_button.clicked.connect(self.addition_requested)
        self.undo_button.clicked.connect(self.undo_requested)
        self.copy_button.clicked.connect(self.copy_requested)
        self.save_button.clicked.connect(self.save_requested)

    def _button(self, text: str, keys: QKeySequence, what: str, *more: QKeySequence) -> QPushButton:
        button = QPushButton(text)
        native = keys.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{what[0].upper()}{what[1:]} ({native})")
        # A button's own shortcut would show it pressed for a while before anything is done.
        action = QAction(text, self)
        action.setShortcuts([keys, *more])
        action.triggered.connect(button.click)
        self.addAction(action)
        return button

    @property
    def count(self) -> str:
        """How many digits there are, and how many to check."""
        return self._count.text()

    def show_page(self, page: CheckedPage) -> None:
        """Show this page."""
        self._page = page
        self.note.setText("")
        self.text.set_page(page)
        self._current = self.text.current
        self._count.setText(count_text(page) if page.digits else "")
        self.copy_button.setEnabled(bool(page.digits))
        self.look_at(None)

    def choose(self, index: int | None) -> None:
        """Show this digit as the chosen one; nobody is told."""
        self._current = index
        self.text.choose(index)
        self.look_at(None)

    def look_at(self, index: int | None) -> None:
        """Show this digit in detail, the one under the pointer for example; None shows the chosen one again."""
        shown = self._current if index is None else index
        if shown is None or shown >= len(self._page.digits):
            self.card.show_digit(None)
            return
        self.card.show_digit(self._page.digits[shown], can_correct=shown == self._current)

    def _correct(self, digit: int | None) -> None:
        if self._current is not None:
            self.corrected.emit(self._current, digit)

    def _restore(self) -> None:
        if self._current is not None:
            self.restored.emit(self._current)
