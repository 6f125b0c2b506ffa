"""Lists whose items have two lines: a title, and below it a smaller note."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.colours import Colours, colours
from lenet_app.gui.look.theme import with_tabular_figures

ROW = 44
"""Pixels that an item is high."""
SIDE = 12
"""Pixels beside its texts."""
NOTE_SMALLER = 1
"""Points by which a note is smaller than its title."""
KEY, NOTE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class LineList(QListWidget):
    """Lies on a card as if it were part of it; the chosen item stays in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListWidget { background: transparent; border: 0; outline: 0; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End lead to the first and the last item that can be chosen, past a heading at either end."""
        moves = QAbstractItemView.CursorAction
        if action not in (moves.MoveHome, moves.MoveEnd):
            return super().moveCursor(action, modifiers)
        rows = range(self.count()) if action == moves.MoveHome else reversed(range(self.count()))
        there = (self.item(row) for row in rows)
        found = next((one for one in there if one.flags() & Qt.ItemFlag.ItemIsEnabled and not one.isHidden()), None)
        return QModelIndex() if found is None else self.indexFromItem(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen item in sight."""
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())


def set_lines(item: QListWidgetItem, title: str, note: str, tip: str) -> None:
    """Say what an item's lines and its tooltip say, for eyes and for assistive technology."""
    item.setText(title)
    item.setData(NOTE, note)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, note)
    item.setToolTip(plain(tip))


class LineDelegate(QStyledItemDelegate):
    """Paints both lines; the chosen item has the surface of a pressed button.

    Args:
        view: whose items these are.
        margin: pixels beside that surface.
        elide: where a title is cut that is too long.
    """

    def __init__(
        self, view: LineList, *, margin: int = 4, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(view)
        self.view, self._margin, self._elide = view, margin, elide

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint an item."""
        rect: QRect = option.rect
        # A list that its style sheet makes transparent has a palette that tells nothing.
        named = colours(QGuiApplication.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self.view.currentRow():
            painter.setPen(named.accent if self.view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(named.pressed)
            painter.drawRoundedRect(rect.adjusted(self._margin, 1, -self._margin, -1), 6, 6)
        self.paint_item(painter, rect, index, named)
        painter.restore()

    def paint_item(self, painter: QPainter, rect: QRect, index: Index, named: Colours) -> None:
        """Paint what is on the surface."""
        self.paint_lines(painter, rect.adjusted(SIDE, 4, -SIDE, -4), index, named.text, named.secondary_text)

    def paint_lines(self, painter: QPainter, room: QRect, index: Index, upper: QColor, lower: QColor) -> None:
        """Paint title and note in these colours, each in its half of `room`."""
        painter.setFont(self.view.font())
        painter.setPen(upper)
        self._paint_line(painter, room.adjusted(0, 0, 0, -room.height() // 2), index.data(), self._elide)
        self.set_small(painter)
        painter.setPen(lower)
        note = room.adjusted(0, room.height() // 2, 0, 0)
        self._paint_line(painter, note, index.data(NOTE), Qt.TextElideMode.ElideRight)

    def set_small(self, painter: QPainter) -> None:
        """Take the notes' font."""
        small = with_tabular_figures(self.view.font())
        small.setPointSizeF(self.view.font().pointSizeF() - NOTE_SMALLER)
        painter.setFont(small)

    @staticmethod
    def _paint_line(painter: QPainter, room: QRect, text: str, elide: Qt.TextElideMode) -> None:
        painter.drawText(room, MIDDLE, painter.fontMetrics().elidedText(text, elide, room.width()))
