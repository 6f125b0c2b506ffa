"""How far the reading has come: of the pictures that were brought last, and of the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from lenet_app.gui.read.item import Item


@dataclass(frozen=True)
class Counts:
    """How many of the list's items there are of a kind.

    Args:
        listed: all.
        read: those that were read.
        doubtful: those in which the model is not sure of a digit.
        digits: of how many digits it is not sure in all of them.
        failed: those that cannot be read.
    """

    listed: int
    read: int
    doubtful: int
    digits: int
    failed: int


class ReadingProgress(QObject):
    """Counts by what it is told of each item: thousands may change at once, and nobody goes through them all then."""

    progressed = Signal(int, int)
    """How many pictures of the last ones that were brought are read, and how many these are; 0 and 0 at rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._batch: set[int] = set()
        self._pending: set[int] = set()
        self._listed: set[int] = set()
        self._read: set[int] = set()
        self._doubtful: dict[int, int] = {}  # and how many digits
        self._failed: set[int] = set()
        # How far it has come is told once for all that changes at once.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._tell)

    @property
    def counts(self) -> Counts:
        """Of the whole list."""
        listed, read, failed = map(len, (self._listed, self._read, self._failed))
        return Counts(listed, read, len(self._doubtful), sum(self._doubtful.values()), failed)

    def next_to_check(self, items: Sequence[Item], key: int | None, index: int | None) -> tuple[int, int] | None:
        """The next doubtful digit behind this one, in this item or those below it in the list, then from the top on.

        Args:
            items: the list.
            key: of the item that is shown; None where none is.
            index: the number of the digit that is chosen; None where none is.

        Returns:
            The key of an item and the number of its digit; None where nothing is to be checked.
        """
        place = next((n for n, one in enumerate(items) if one.key == key), -1)
        if place >= 0 and (page := items[place].page) is not None:
            here = page.next_doubtful(index)
            if here is not None and (index is None or here > index):
                return items[place].key, here
        for other in (*items[place + 1 :], *items[: place + 1]):
            if other.key in self._doubtful and other.page is not None:
                return other.key, other.page.doubtful[0]
        return None

    def expect(self, item: Item) -> None:
        """It is to be read. A drawing is read at once, so nobody waits for it."""
        if not item.is_drawing:
            self._batch.add(item.key)

    def note(self, item: Item) -> None:
        """There is something new of it. A part that was framed to look closer counts as little as a table has it."""
        facts = (
            (self._listed, item.in_table),
            (self._pending, item.is_pending and item.key in self._batch),
            (self._read, item.in_table and item.page is not None),
            (self._failed, item.in_table and item.page is None and bool(item.fault)),
        )
        for keys, holds in facts:
            (keys.add if holds else keys.discard)(item.key)
        self._doubtful.pop(item.key, None)
        if item.in_table and item.page is not None and item.page.doubtful:
            self._doubtful[item.key] = len(item.page.doubtful)
        self._timer.start()

    def forget(self, key: int) -> None:
        """It is gone."""
        for keys in (self._batch, self._pending, self._listed, self._read, self._failed):
            keys.discard(key)
        self._doubtful.pop(key, None)
        self._timer.start()

    def tell(self) -> None:
        """Tell once more, soon."""
        self._timer.start()

    def _tell(self) -> None:
        if not self._pending:
            self._batch.clear()
        self.progressed.emit(len(self._batch) - len(self._pending), len(self._batch))
