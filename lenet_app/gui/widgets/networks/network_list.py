"""The list of networks: the family's and below the user's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lenet_app.gui.theme import Colours, colours, with_tabular_figures

_KEY, _NOTE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_ROW, _HEADING, _SIDE = 44, 28, 12


@dataclass(frozen=True)
class NetworkItem:
    """A line of the list.

    Args:
        key: what tells the network from all others.
        title: what people call it.
        note: parameters and result, small.
        tip: the note in whole sentences.
        is_usable: whether it can be chosen.
    """

    key: str
    title: str
    note: str
    tip: str = ""
    is_usable: bool = True


class NetworkList(QListWidget):
    """Networks under headings. Arrow keys choose, letters lead to the next title that begins with them."""

    chosen = Signal(str)
    """The key of the network that the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        self.setAccessibleName(self.tr("Networks"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListWidget { background: transparent; border: 0; outline: 0; }")
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)

    @property
    def current_key(self) -> str:
        """The key of the chosen network; empty where none is."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item else ""

    @property
    def keys(self) -> list[str]:
        """The keys of all networks, from top to bottom."""
        keys = (str(self.item(row).data(_KEY) or "") for row in range(self.count()))
        return [key for key in keys if key]

    def set_sections(self, sections: Sequence[tuple[str, Sequence[NetworkItem]]], chosen: str) -> None:
        """List these networks, each section under its heading; nobody is told who is chosen."""
        self._is_filling = True
        place = self.verticalScrollBar().value()
        self.clear()
        for heading, networks in sections:
            self._add_heading(heading)
            for network in networks:
                self._add(network)
        self.verticalScrollBar().setValue(place)
        self.choose(chosen)
        self._is_filling = False

    def choose(self, key: str) -> None:
        """Show this network as the chosen one; nobody is told."""
        was_filling, self._is_filling = self._is_filling, True
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)
        self._is_filling = was_filling

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen network in sight."""
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _HEADING))
        self.addItem(item)

    def _add(self, network: NetworkItem) -> None:
        item = QListWidgetItem(network.title)
        item.setData(_KEY, network.key)
        item.setData(_NOTE, network.note)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, network.note)
        item.setToolTip(network.tip)
        item.setSizeHint(QSize(0, _ROW))
        if not network.is_usable:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if not self._is_filling and item is not None and item.data(_KEY):
            self.chosen.emit(str(item.data(_KEY)))


class _Delegate(QStyledItemDelegate):
    """Paints title and note; the chosen one has the surface of a pressed button and a bar of the accent."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a network in two lines, or a heading."""
        view = option.widget
        assert isinstance(view, NetworkList)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(_KEY) is None:
            self._paint_heading(painter, view, rect, index.data())
        else:
            is_chosen = index.row() == view.currentRow()
            if is_chosen:
                self._paint_choice(painter, view, rect)
            self._paint_texts(painter, view, rect, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, view: NetworkList, rect: QRect, text: str) -> None:
        painter.setFont(_small(view.font()))
        painter.setPen(_named().secondary_text)
        painter.drawText(rect.adjusted(_SIDE, 0, -_SIDE, -4), _LOW, text)

    def _paint_choice(self, painter: QPainter, view: NetworkList, rect: QRect) -> None:
        named = _named()
        painter.setPen(named.accent if view.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(named.pressed)
        painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 6, 6)

    def _paint_texts(
        self, painter: QPainter, view: NetworkList, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        named = _named()
        is_usable = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        upper = rect.adjusted(_SIDE, 4, -_SIDE, -rect.height() // 2)
        lower = rect.adjusted(_SIDE, rect.height() // 2, -_SIDE, -4)
        painter.setFont(view.font())
        painter.setPen(named.text if is_usable else named.disabled_text)
        metrics = view.fontMetrics()
        painter.drawText(upper, _MIDDLE, metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, upper.width()))
        painter.setFont(_small(view.font()))
        painter.setPen(named.secondary_text)
        note = painter.fontMetrics().elidedText(index.data(_NOTE), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, _MIDDLE, note)


_LOW = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _named() -> Colours:
    # A list that its style sheet makes transparent has a palette that tells nothing.
    return colours(QGuiApplication.palette())


def _small(font: QFont) -> QFont:
    small = with_tabular_figures(font)
    small.setPointSizeF(font.pointSizeF() - 1.5)
    return small
