"""How a person goes over what was read: chooses digits, corrects them, adds them, and goes to the next doubtful one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.read.adding import DigitAdding
from lenet_app.gui.read.item import Item
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.sheets import Sheets
from lenet_app.gui.read.widgets.number_view import NumberView
from lenet_app.gui.read.widgets.result_panel import ResultPanel


class Checking(QObject):
    """Holds picture, sheet and text together, and hands on what a person says of a digit.

    Args:
        session: keeps the corrections.
        sheets: what was written on.
        adding: has digits framed.
        view: the picture.
        result: the text.
        shown: tells which item is shown, if one is.
    """

    item_wanted = Signal(int)
    """The key of an item that should be shown."""

    def __init__(
        self,
        session: ReadingSession,
        sheets: Sheets,
        adding: DigitAdding,
        view: NumberView,
        result: ResultPanel,
        *,
        shown: Callable[[], Item | None],
    ) -> None:
        super().__init__(session)
        self._session, self._sheets, self._adding = session, sheets, adding
        self._view, self._result, self._shown = view, result, shown
        for part in (view, result):
            part.chosen.connect(self.choose)
            part.corrected.connect(self._correct)
            part.restored.connect(self._restore)
        view.addAction(result.undo_action)
        view.hovered.connect(result.look_at)
        result.next_requested.connect(self._go_to_next)
        result.undo_requested.connect(self._undo)
        result.addition_requested.connect(self._begin_adding)
        adding.added.connect(self._on_digit_added)

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
        if (item := self._shown()) is not None:
            self._session.correct(item.key, index, digit)

    def _restore(self, index: int) -> None:
        if (item := self._shown()) is not None:
            self._session.restore(item.key, index)

    def _undo(self) -> None:
        if (item := self._shown()) is not None:
            self._session.undo(item.key)

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
