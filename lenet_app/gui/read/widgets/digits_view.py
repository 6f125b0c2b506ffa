"""What the picture and the text of a number have in common: digits that are chosen, corrected and left out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.read.widgets.digit_texts import digit_sentence
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedPage

_DIGITS = "0123456789"
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DigitsView(QWidget):
    """Shows a page's digits somehow. Arrow keys walk, 0 to 9 correct, Delete leaves out, Backspace undoes.

    It asks; whoever listens keeps the corrections.
    """

    chosen = Signal(int)
    """The number of the digit that the user chose."""
    hovered = Signal(object)
    """The number of the digit under the pointer, or None."""
    typed = Signal(int, object)
    """The number of a digit, and what the keys say it is: 0 to 9, or None where it is no digit."""
    restored = Signal(int)
    """The number of a digit that should be as it was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = CheckedPage()
        self._current: int | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def page(self) -> CheckedPage:
        """What is shown."""
        return self._page

    @property
    def current(self) -> int | None:
        """The number of the chosen digit; None where none is."""
        return self._current

    def set_page(self, page: CheckedPage) -> None:
        """Show this page; of another one with as many digits the choice stays."""
        if len(page.digits) != len(self._page.digits):
            self._current = self._hovered = None
        self._page = page
        self.digits_changed()
        self._describe()
        self.update()

    def choose(self, index: int | None) -> None:
        """Show this digit as the chosen one; nobody is told."""
        self._current = index
        if index is not None:
            self.bring_into_sight(index)
        self._describe()
        self.update()

    # What each view does its own way

    def place_of(self, index: int) -> QRectF:
        """Where digit `index` is, in pixels."""
        raise NotImplementedError

    def digits_changed(self) -> None:
        """The page is another one."""

    def bring_into_sight(self, index: int) -> None:
        """Digit `index` was chosen."""

    def index_at(self, position: QPointF) -> int | None:
        """The digit at `position`, in pixels: of several the one whose middle is nearest."""
        places = ((self.place_of(index), index) for index in range(len(self._page.digits)))
        here = [
            ((place.center() - position).manhattanLength(), index)
            for place, index in places
            if place.contains(position)
        ]
        return min(here, default=(0.0, None))[1]

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the digit that is clicked."""
        if event.button() == Qt.MouseButton.LeftButton and (index := self.index_at(event.position())) is not None:
            self._choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the digit under the pointer."""
        self._hover(self.index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No digit is under the pointer any more."""
        self._hover(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with a digit, so that its keys have something to be about."""
        super().focusInEvent(event)
        is_by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_by_key and self._current is None and self._page.digits:
            self._choose(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def explanation_at(self, at: QPoint | None) -> str:
        """What is known of the digit at a point, in pixels, or of the chosen one."""
        index = self._current if at is None else self.index_at(QPointF(at))
        return "" if index is None else digit_sentence(self._page, index)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down", "Home", "End"), tr("Choose another digit")),
            Key(tr("0 to 9"), tr("Say which digit the chosen one is")),
            Key(key_names("Return"), tr("Say that the chosen one is right")),
            Key(key_names("Del"), tr("Leave the chosen one out: it is no digit")),
            Key(key_names("Backspace"), tr("Take back what you said of the chosen one")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, correct, leave out, undo."""
        key, text, current = event.key(), event.text(), self._current
        if not self._page.digits or event.modifiers() & _MODIFIERS:
            super().keyPressEvent(event)
        elif key in _STEPS or key in _ROWS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(self._neighbour(key))
        elif current is None:
            super().keyPressEvent(event)
        elif len(text) == 1 and text in _DIGITS:
            self.typed.emit(current, int(text))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            digit = self._page.digits[current]
            self.typed.emit(current, None if digit.is_left_out and not digit.is_corrected else digit.best)
        elif key == Qt.Key.Key_Delete:
            self.typed.emit(current, None)
        elif key == Qt.Key.Key_Backspace or (key == Qt.Key.Key_Escape and self._page.digits[current].is_corrected):
            self.restored.emit(current)
        else:
            super().keyPressEvent(event)

    def _neighbour(self, key: int) -> int:
        """Where this key leads from the chosen digit."""
        last = len(self._page.digits) - 1
        if key == Qt.Key.Key_End:
            return last
        if self._current is None or key == Qt.Key.Key_Home:
            return 0
        if key in _STEPS:
            return min(max(self._current + _STEPS[Qt.Key(key)], 0), last)
        row = self._page.digits[self._current].row + _ROWS[Qt.Key(key)]
        rows = self._page.rows
        return self._nearest(self._current, rows[row]) if 0 <= row < len(rows) else self._current

    def _nearest(self, index: int, row: Sequence[int]) -> int:
        """The digit of a row that stands below or above digit `index`."""
        x = self.place_of(index).center().x()
        return min(row, key=lambda other: abs(self.place_of(other).center().x() - x))

    def _choose(self, index: int) -> None:
        self.choose(index)
        self.chosen.emit(index)

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.hovered.emit(index)
            self.update()

    def _describe(self) -> None:
        """Tell assistive technology of the chosen digit, or of the whole."""
        if self._current is not None:
            self.setAccessibleDescription(digit_sentence(self._page, self._current))
        else:
            self.setAccessibleDescription(self._page.text)
