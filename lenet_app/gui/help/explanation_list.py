"""The explanations in a list: a number, a name, and a text that is as high as it needs."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lenet_app.gui.kit.explanations import Explanation
from lenet_app.gui.kit.line_list import Index, LineList
from lenet_app.gui.look.colours import colours
from lenet_app.gui.look.theme import with_tabular_figures
from lenet_app.language import tr

_NAME, _TEXT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_NUMBER_WIDTH, _SIDE, _ABOVE = 28, 8, 6
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class ExplanationList(LineList):
    """Lists explanations under their numbers; arrow keys and the pointer choose one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Explanations"))
        self.setFont(with_tabular_figures(self.font()))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Delegate(self))
        self.itemEntered.connect(self.setCurrentItem)

    def show_explanations(self, explanations: Sequence[Explanation]) -> None:
        """List these, numbered from 1 on."""
        self.clear()
        for number, explanation in enumerate(explanations, start=1):
            name, text = explanation.name, explanation.plain
            # What is read aloud, and what typing letters looks for.
            item = QListWidgetItem(f"{name}: {text}" if name else text)
            item.setData(_NAME, (number, name))
            item.setData(_TEXT, text)
            self.addItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave "?" to what closes by it; a list would look for a line that begins so."""
        if event.key() == Qt.Key.Key_Question:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the texts anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    """Paints a number, and right of it the name above the text."""

    def __init__(self, view: ExplanationList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as name and text are in the list's width."""
        width = self._view.viewport().width()
        name, text = self._places(QRect(0, 0, width, 0), index)
        return QSize(width, name.height() + text.height() + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint an item; the current one on the surface of a pressed button."""
        rect: QRect = option.rect
        # A list that its style sheet makes transparent has a palette that tells nothing.
        named = colours(QGuiApplication.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self._view.currentRow():
            painter.setPen(named.accent if self._view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(named.pressed)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
        number, name = index.data(_NAME)
        name_place, text_place = self._places(rect, index)
        painter.setFont(self._strong())
        painter.setPen(named.accent)
        painter.drawText(rect.adjusted(_SIDE, _ABOVE, 0, 0), int(Qt.AlignmentFlag.AlignLeft), str(number))
        painter.setPen(named.text)
        painter.drawText(name_place, _WRAPPED, name)
        painter.setFont(self._view.font())
        painter.setPen(named.text if index.row() == self._view.currentRow() else named.secondary_text)
        painter.drawText(text_place, _WRAPPED, index.data(_TEXT))
        painter.restore()

    def _places(self, rect: QRect, index: Index) -> tuple[QRect, QRect]:
        """Where name and text stand in an item's place."""
        left, width = rect.x() + _SIDE + _NUMBER_WIDTH, rect.width() - _NUMBER_WIDTH - 2 * _SIDE
        painterless = QRect(0, 0, width, 10_000)
        _, name = index.data(_NAME)
        strong, usual = QFontMetrics(self._strong()), self._view.fontMetrics()
        name_height = strong.boundingRect(painterless, _WRAPPED, name).height() if name else 0
        text_height = usual.boundingRect(painterless, _WRAPPED, index.data(_TEXT)).height()
        top = rect.y() + _ABOVE
        return QRect(left, top, width, name_height), QRect(left, top + name_height, width, text_height)

    def _strong(self) -> QFont:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
