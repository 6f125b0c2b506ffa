"""A list of two-line items under headings, one of which is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidgetItem, QWidget

from lenet_app.gui.kit.line_list import KEY, NOTE, ROW, SIDE, Index, LineDelegate, LineList, set_lines
from lenet_app.gui.look.colours import Colours

HEADING = 28
"""Pixels that a heading is high."""
_MARKED, _FAINT = NOTE + 1, NOTE + 2
_LOW = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


@dataclass(frozen=True)
class SectionItem:
    """A line of the list.

    Args:
        key: what tells it from all others.
        title: what people call it.
        note: what matters of it, small.
        tip: the note in whole sentences.
        is_usable: whether it can be chosen.
        is_marked: whether its note has the accent's colour.
        is_faint: whether its title is as quiet as its note.
    """

    key: str
    title: str
    note: str
    tip: str = ""
    is_usable: bool = True
    is_marked: bool = False
    is_faint: bool = False


class SectionList(LineList):
    """Items under headings. Arrow keys choose, letters lead to the next title that begins with them.

    Args:
        name: by which it is read aloud.
    """

    chosen = Signal(str)
    """The key of the item that the user chose."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        self.setAccessibleName(name)
        # What tells one item from its like stands at the end of its title.
        self.setItemDelegate(_Delegate(self, elide=Qt.TextElideMode.ElideMiddle))
        self.currentItemChanged.connect(self._on_current)

    @property
    def current_key(self) -> str:
        """The key of the chosen item; empty where none is."""
        item = self.currentItem()
        return str(item.data(KEY)) if item else ""

    @property
    def keys(self) -> list[str]:
        """The keys of all items, from top to bottom."""
        keys = (str(self.item(row).data(KEY) or "") for row in range(self.count()))
        return [key for key in keys if key]

    @property
    def full_height(self) -> int:
        """Pixels that all lines take."""
        return sum(self.item(row).sizeHint().height() for row in range(self.count()))

    def title_of(self, key: str) -> str:
        """What the item with this key is listed as; empty where there is none."""
        items = (self.item(row) for row in range(self.count()))
        return next((item.text() for item in items if item.data(KEY) == key), "")

    def set_sections(self, sections: Sequence[tuple[str, Sequence[SectionItem]]], chosen: str) -> None:
        """List these items, each section under its heading where it has one; nobody is told who is chosen."""
        self._is_filling = True
        place = self.verticalScrollBar().value()
        self.clear()
        for heading, items in sections:
            if heading:
                self._add_heading(heading)
            for item in items:
                self._add(item)
        self.verticalScrollBar().setValue(place)
        self.choose(chosen)
        self._is_filling = False

    def choose(self, key: str) -> None:
        """Show this item as the chosen one; nobody is told."""
        was_filling, self._is_filling = self._is_filling, True
        for row in range(self.count()):
            if self.item(row).data(KEY) == key:
                self.setCurrentRow(row)
        self._is_filling = was_filling

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, HEADING))
        self.addItem(item)

    def _add(self, line: SectionItem) -> None:
        item = QListWidgetItem()
        set_lines(item, line.title, line.note, line.tip)
        item.setData(KEY, line.key)
        item.setData(_MARKED, line.is_marked)
        item.setData(_FAINT, line.is_faint)
        item.setSizeHint(QSize(0, ROW))
        if not line.is_usable:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if not self._is_filling and item is not None and item.data(KEY):
            self.chosen.emit(str(item.data(KEY)))


class _Delegate(LineDelegate):
    """Paints items in two lines, and headings."""

    def paint_item(self, painter: QPainter, rect: QRect, index: Index, named: Colours) -> None:
        """Paint an item, or a heading."""
        if index.data(KEY) is None:
            self.set_small(painter)
            painter.setPen(named.secondary_text)
            painter.drawText(rect.adjusted(SIDE, 0, -SIDE, -4), _LOW, index.data())
        else:
            is_usable = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
            usual = named.secondary_text if index.data(_FAINT) else named.text
            upper = usual if is_usable else named.disabled_text
            lower = named.accent if index.data(_MARKED) else named.secondary_text
            self.paint_lines(painter, rect.adjusted(SIDE, 4, -SIDE, -4), index, upper, lower)
