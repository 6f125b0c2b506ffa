"""The list of what was read, is being read and waits to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidgetItem, QWidget

from lenet_app.gui.kit.line_list import KEY, NOTE, ROW, SIDE, Index, LineDelegate, LineList, set_lines
from lenet_app.gui.look.colours import Colours
from lenet_app.language import tr

_WARNS = NOTE + 1


@dataclass(frozen=True)
class Line:
    """One thing in the list.

    Args:
        name: of the picture, or what else it is called.
        note: what it says, or what there is to say of it.
        warns: whether there is something to check, or it could not be read.
    """

    name: str
    note: str
    warns: bool = False


class ItemList(LineList):
    """Arrow keys choose."""

    chosen = Signal(int)
    """The key of the item that the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, QListWidgetItem] = {}
        self._is_filling = False
        self.setAccessibleName(tr("What was read"))
        self.setToolTip(tr("What was read; Delete takes the chosen line out of the list"))
        self.setItemDelegate(_Delegate(self, elide=Qt.TextElideMode.ElideMiddle))
        self.setUniformItemSizes(True)
        self.currentItemChanged.connect(self._on_current)

    @property
    def lines(self) -> list[Line]:
        """What is listed, from the top to the bottom."""
        items = (self.item(row) for row in range(self.count()))
        return [Line(item.text(), item.data(NOTE), bool(item.data(_WARNS))) for item in items]

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the items, in the same order."""
        return [int(self.item(row).data(KEY)) for row in range(self.count())]

    @property
    def current_key(self) -> int | None:
        """The key of the item that is shown as the chosen one; None where none is."""
        item = self.currentItem()
        return None if item is None else int(item.data(KEY))

    def add(self, key: int, place: int, line: Line) -> None:
        """Put an item at this place; nobody is told of a choice."""
        item = QListWidgetItem()
        item.setData(KEY, key)
        item.setSizeHint(QSize(0, ROW))
        self._rows[key] = item
        self.tell(key, line)
        self._is_filling = True
        self.insertItem(place, item)
        self._is_filling = False

    def tell(self, key: int, line: Line) -> None:
        """Show what there now is to say of an item."""
        item = self._rows[key]
        set_lines(item, line.name, line.note, f"{line.name}\n{line.note}")
        item.setData(_WARNS, line.warns)

    def remove(self, key: int) -> None:
        """Take an item out; nobody is told of a choice."""
        self._is_filling = True
        self.takeItem(self.row(self._rows.pop(key)))
        self._is_filling = False

    def choose(self, key: int | None) -> None:
        """Show this item as the chosen one, or none; nobody is told."""
        self._is_filling = True
        if key is None:
            self.setCurrentRow(-1)
        else:
            self.setCurrentItem(self._rows[key])
            self.scrollToItem(self._rows[key])
        self._is_filling = False

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if not self._is_filling and item is not None:
            self.chosen.emit(int(item.data(KEY)))


class _Delegate(LineDelegate):
    """Paints name and note, with the colour of a warning where there is something to check."""

    def paint_item(self, painter: QPainter, rect: QRect, index: Index, named: Colours) -> None:
        """Paint what is on the surface."""
        lower = named.warning if index.data(_WARNS) else named.secondary_text
        self.paint_lines(painter, rect.adjusted(SIDE, 4, -SIDE, -4), index, named.text, lower)
