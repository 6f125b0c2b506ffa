"""The list of what was read, is being read and waits to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lenet_app.gui.colours import Colours, colours
from lenet_app.gui.theme import with_tabular_figures

_KEY, _NOTE, _WARNS = (Qt.ItemDataRole.UserRole + number for number in range(3))
_ROW, _SIDE = 44, 12
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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


class ItemList(QListWidget):
    """Arrow keys choose, Delete asks for an item to be taken out of the list."""

    chosen = Signal(int)
    """The key of the item that the user chose."""
    removal_requested = Signal(int)
    """The key of the item that should go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, QListWidgetItem] = {}
        self._is_filling = False
        self.setAccessibleName(self.tr("What was read"))
        self.setToolTip(self.tr("What was read; Delete takes the chosen line out of the list"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListWidget { background: transparent; border: 0; outline: 0; }")
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)

    @property
    def lines(self) -> list[Line]:
        """What is listed, from the top to the bottom."""
        items = (self.item(row) for row in range(self.count()))
        return [Line(item.text(), item.data(_NOTE), bool(item.data(_WARNS))) for item in items]

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the items, in the same order."""
        return [int(self.item(row).data(_KEY)) for row in range(self.count())]

    def add(self, key: int, line: Line) -> None:
        """Put an item at the end; nobody is told of a choice."""
        item = QListWidgetItem()
        item.setData(_KEY, key)
        item.setSizeHint(QSize(0, _ROW))
        self._rows[key] = item
        self.tell(key, line)
        self._is_filling = True
        self.addItem(item)
        self._is_filling = False

    def tell(self, key: int, line: Line) -> None:
        """Show what there now is to say of an item."""
        item = self._rows[key]
        item.setText(line.name)
        item.setData(_NOTE, line.note)
        item.setData(_WARNS, line.warns)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, line.note)
        item.setToolTip(f"{line.name}\n{line.note}")

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen item in sight."""
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks; the others are Qt's."""
        if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.removal_requested.emit(int(self.currentItem().data(_KEY)))
        else:
            super().keyPressEvent(event)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if not self._is_filling and item is not None:
            self.chosen.emit(int(item.data(_KEY)))


class _Delegate(QStyledItemDelegate):
    """Paints name and note; the chosen one has the surface of a pressed button."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint an item in two lines."""
        view = option.widget
        assert isinstance(view, ItemList)
        rect: QRect = option.rect
        # A list that its style sheet makes transparent has a palette that tells nothing.
        named: Colours = colours(QGuiApplication.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == view.currentRow():
            painter.setPen(named.accent if view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(named.pressed)
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 6, 6)
        upper = rect.adjusted(_SIDE, 4, -_SIDE, -rect.height() // 2)
        lower = rect.adjusted(_SIDE, rect.height() // 2, -_SIDE, -4)
        painter.setFont(view.font())
        painter.setPen(named.text)
        name = view.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, upper.width())
        painter.drawText(upper, _MIDDLE, name)
        painter.setFont(_small(view.font()))
        painter.setPen(named.warning if index.data(_WARNS) else named.secondary_text)
        note = painter.fontMetrics().elidedText(index.data(_NOTE), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, _MIDDLE, note)
        painter.restore()


def _small(font: QFont) -> QFont:
    small = with_tabular_figures(font)
    small.setPointSizeF(font.pointSizeF() - 1.5)
    return small
