"""How a person goes over what was read: chooses digits, corrects them, adds them, and goes to the next doubtful one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.read.adding import DigitAdding
from lenet_app.gui.read.item import Item
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.sheets import Sheets
from lenet_app.gui.read.widgets.number_view import NumberView
from lenet_app.gui.read.widgets.result_panel import ResultPanel
from lenet_app.gui.settings import Settings


class Checking(QObject):
    """Holds picture, sheet and text together, and hands on what a person says of a digit.

    Args:
        session: keeps the corrections.
        sheets: what was written on.
        adding: has digits framed.
        view: the picture.
        result: the text.
        settings: tell whether typing goes on to the next doubtful digit.
        shown: tells which item is shown, if one is.
    """

    marked = Signal(object)
    """The number of the digit that is chosen now; None where none is."""
    item_wanted = Signal(int)
    """The key of an item that should be shown."""

    def __init__(
        self,
        session: ReadingSession,
        sheets: Sheets,
        adding: DigitAdding,
        view: NumberView,
        result: ResultPanel,
        settings: Settings,
        *,
        shown: Callable[[], Item | None],
    ) -> None:
        super().__init__(session)
        self._session, self._sheets, self._adding = session, sheets, adding
        self._view, self._result, self._settings, self._shown = view, result, settings, shown
        self._left: tuple[int, int] | None = None
        """Where typing has just gone on from: the key of an item, and the number of its digit."""
        for part in (view, result):
            part.chosen.connect(self._on_chosen)
            part.typed.connect(self._type)
            part.restored.connect(self._restore)
        result.corrected.connect(self._correct)
        view.addAction(result.undo_action)
        view.hovered.connect(result.look_at)
        result.next_requested.connect(self._go_to_next)
        result.undo_requested.connect(self._undo)
        result.addition_requested.connect(self._begin_adding)
        adding.added.connect(self._on_digit_added)

    def _on_chosen(self, index: int) -> None:
        self._left = None
        self.choose(index)

    def choose(self, index: int) -> None:
        """The digit that is chosen in one place is so everywhere."""
        self._result.choose(index)
        self.mark()

    def mark(self) -> None:
        """Mark on the sheet or in the picture what is chosen in the text, as soon as the picture is there."""
        item, index = self._shown(), self._result.text.current
        panel = None if item is None else self._sheets.of(item.key)
        if panel is not None:
            panel.boxes.choose(index)
        elif self._view.page.digits and self._view.current != index:
            self._view.choose(index)
        self.marked.emit(index)

    def _go_to_next(self) -> None:
        """Choose the next doubtful digit, in this picture or in the next one that has any."""
        item, session = self._shown(), self._session
        key = None if item is None else item.key
        found = session.progress.next_to_check(session.items, key, self._result.text.current)
        if found is not None:
            if found[0] != key:
                self.item_wanted.emit(found[0])
            self.choose(found[1])
            self._result.text.setFocus()

    def _correct(self, index: int, digit: int | None) -> None:
        self._left = None
        if (item := self._shown()) is not None:
            self._session.corrections.correct(item.key, index, digit)

    def _type(self, index: int, digit: int | None) -> None:
        """What was typed says which digit it is; then the next doubtful one is chosen, if somebody wants that."""
        item = self._shown()
        if item is None or item.page is None:
            return
        was_doubtful, count = item.page.digits[index].is_doubtful, len(item.page.digits)
        self._correct(index, digit)
        if not self._settings.goes_on or len(item.page.digits) < count:  # one that was added is gone
            return
        following = item.page.next_doubtful(index)
        if following is not None:
            self._left = (item.key, index)
            self.choose(following)
        elif was_doubtful:  # who corrects what the model was sure of stays with this picture
            self._go_on_elsewhere(item.key, index)

    def _go_on_elsewhere(self, key: int, index: int) -> None:
        session = self._session
        if (found := session.progress.next_to_check(session.items, key, index)) is not None:
            self._left = (key, index)
            self._go_to(*found)

    def _go_to(self, key: int, index: int) -> None:
        """Choose a digit of this item, and leave the keyboard where its keys are understood."""
        item = self._shown()
        if item is None or item.key != key:
            self.item_wanted.emit(key)
        self.choose(index)
        if not (self._view.hasFocus() and self._view.page.digits):
            self._result.text.setFocus()

    def _restore(self, index: int) -> None:
        """Take back what was said of this digit, or, where typing has gone on to it, of the one before."""
        item = self._shown()
        if item is None or item.page is None:
            return
        key = item.key
        left = self._take_left()
        if left is not None and not item.page.digits[index].is_corrected:
            key, index = left
            self._go_to(key, index)
        self._session.corrections.restore(key, index)

    def _take_left(self) -> tuple[int, int] | None:
        """Where typing has just gone on from, once; None where that is not in the list any more."""
        left, self._left = self._left, None
        is_there = left is not None and any(item.key == left[0] for item in self._session.items)
        return left if is_there else None

    @property
    def can_undo(self) -> bool:
        """Whether a correction can be taken back: one of what is shown, or the one that typing has gone on from."""
        item = self._shown()
        return item is not None and (bool(item.earlier) or self._left is not None)

    def _undo(self) -> None:
        """Take the last correction back, and go back to it where typing has gone on."""
        item = self._shown()
        if item is None:
            return
        left = self._take_left()
        if left is not None:
            self._session.corrections.undo(left[0])
            self._go_to(*left)
        else:
            self._session.corrections.undo(item.key)

    def _begin_adding(self) -> None:
        item = self._shown()
        if item is not None and item.can_be_added_to:
            panel = self._sheets.of(item.key)
            self._adding.begin(item, self._view if panel is None else panel.boxes, self._result.text.current)

    def _on_digit_added(self, index: int) -> None:
        """Its keys are the next that somebody needs."""
        self.choose(index)
        item = self._shown()
        is_written = item is not None and self._sheets.of(item.key) is not None
        (self._result.text if is_written else self._view).setFocus()
