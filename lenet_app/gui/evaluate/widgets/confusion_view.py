"""The confusion matrix: rows by the true class, columns by the answer; each cell leads to its pictures."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lenet_app.gui.inside.widgets.numbers_area import NumbersArea
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.look.theme import Colours, colours
from lenet_app.language import tr, trn

_SMALLER = 0.9
_LEAST, _MOST = 6, 44
"""Pixels of a cell."""
_GAP, _EDGE = 2, 6
_LEAST_FONT = 0.66
"""Of the usual size."""
_LONGEST_NAME = 96
_FAINTEST, _DARK = 0.22, 0.6
"""How much of the accent's colour one picture has, and from how much on letters are those of the accent."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_STEPS = {
    int(Qt.Key.Key_Left): (0, -1),
    int(Qt.Key.Key_Right): (0, 1),
    int(Qt.Key.Key_Up): (-1, 0),
    int(Qt.Key.Key_Down): (1, 0),
}


@dataclass(frozen=True, eq=False)
class Confusion:
    """What is shown.

    Args:
        counts: int64 (classes, classes), rows by the true class, columns by the answer.
        names: of the classes.
    """

    counts: npt.NDArray[np.int64]
    names: tuple[str, ...]

    def text(self, row: int, column: int) -> str:
        """What stands in a cell: `true 9, said 4: 6 pictures`."""
        count = int(self.counts[row, column])
        text = trn("true {true}, said {said}: {count} picture", "true {true}, said {said}: {count} pictures", count)
        return text.format(true=self.names[row], said=self.names[column], count=f"{count:,}")


class ConfusionView(NumbersArea):
    """A click or Return chooses a cell, arrow keys lead from cell to cell.

    Args:
        name: what it is called.
    """

    cell_chosen = Signal(int, int)
    """The true class and the answer of a cell that somebody wants to see."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, usual=QSize(384, 340), least=QSize(200, 160), smaller=_SMALLER, parent=parent)
        self._confusion: Confusion | None = None
        self._at = (0, 0)
        self._chosen: tuple[int, int] | None = None
        self._wide = self._high = 1.0
        self._left = self._top = self._sums = 0.0

    @property
    def confusion(self) -> Confusion | None:
        """What is shown."""
        return self._confusion

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The cell that is framed."""
        return self._chosen

    def set_confusion(self, confusion: Confusion | None) -> None:
        """Show this; the cell that the keyboard is on stays where there is one."""
        before = self._confusion
        self._confusion = confusion
        if confusion is None or before is None or before.names != confusion.names:
            self._at, self._chosen = (0, 0), None
        self._arrange()
        self._tell()

    def set_chosen(self, cell: tuple[int, int] | None) -> None:
        """Frame this cell."""
        self._chosen = cell
        self.viewport().update()

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is, in pixels of the viewport."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        left, top = self._left + column * self._wide - across, self._top + row * self._high - down
        return QRectF(left, top, self._wide, self._high)

    def explanation_at(self, at: QPoint | None) -> str:
        """What stands at a point or where the keyboard is."""
        if self._confusion is None:
            return ""
        return self._confusion.text(*self._at) if at is None else self._text_at(at)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Go from cell to cell")),
            Key(key_names("Return"), tr("Show the pictures of this cell")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell, and choose."""
        confusion = self._confusion
        if confusion is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.cell_chosen.emit(*self._at)
        elif event.key() in _STEPS:
            last = len(confusion.names) - 1
            row, column = (
                min(max(place + step, 0), last) for place, step in zip(self._at, _STEPS[event.key()], strict=True)
            )
            self._go(row, column)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the cell at the pointer."""
        if (place := self._place_at(event.position())) is not None:
            self._go(*place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the cell that was pressed, if the pointer is still there."""
        if event.button() == Qt.MouseButton.LeftButton and self._place_at(event.position()) == self._at:
            self.cell_chosen.emit(*self._at)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """Titles stay, so all is painted anew."""
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, cells and frames."""
        if self._confusion is None:
            return
        painter = QPainter(self.viewport())
        self._paint(painter, self._confusion, QRectF(self.viewport().rect()))
        if self.hasFocus():
            painter.setPen(QPen(colours(self).text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell(*self._at).adjusted(1, 1, -_GAP - 1, -_GAP - 1))
        painter.end()

    def printed(self) -> Printed:
        """All of it, as it would be without an edge to scroll beyond."""
        count = 0 if self._confusion is None else len(self._confusion.names)
        size = QSize(round(self._left + count * self._wide + self._sums) + 1, round(self._top + count * self._high) + 1)

        def paint(painter: QPainter) -> None:
            if self._confusion is not None:
                painter.translate(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
                self._paint(painter, self._confusion, QRectF(0, 0, size.width(), size.height()))

        return Printed(size, paint)

    def _paint(self, painter: QPainter, confusion: Confusion, room: QRectF) -> None:
        named = colours(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        self._paint_names(painter, confusion, named)
        count = len(confusion.names)
        painter.setFont(self._cell_font(confusion))
        metrics = QFontMetricsF(painter.font())
        off = confusion.counts * (1 - np.eye(count, dtype=np.int64))
        most = max(int(off.max()), 1)
        painter.save()
        painter.setClipRect(QRectF(self._left, self._top, room.width() - self._left, room.height() - self._top))
        for row in range(count):
            for column in range(count):
                cell = self.cell(row, column).adjusted(0, 0, -_GAP, -_GAP)
                number = int(confusion.counts[row, column])
                painter.setPen(Qt.PenStyle.NoPen)
                share = _FAINTEST + (1 - _FAINTEST) * (number / most) ** 0.5 if number and row != column else 0.0
                painter.setBrush(_between(named.panel, named.accent, share) if share else _plain(named, number))
                painter.drawRoundedRect(cell, 2, 2)
                text = f"{number}" if number else ""
                if text and metrics.horizontalAdvance(text) <= cell.width() and metrics.height() <= cell.height() + 4:
                    is_right = row == column
                    ink = named.accent_text if share > _DARK else named.secondary_text if is_right else named.text
                    painter.setPen(ink)
                    painter.drawText(cell, _CENTRE, text)
        if self._chosen is not None:
            painter.setPen(QPen(named.seen, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(*self._chosen).adjusted(0, 0, -_GAP, -_GAP), 3, 3)
        painter.restore()

    def _cell_font(self, confusion: Confusion) -> QFont:
        """Smaller than that of the names where the longest number fits then."""
        font = self._small()
        longest = QFontMetricsF(font).horizontalAdvance(f"{int(confusion.counts.max())}") + 1
        share = (self._wide - _GAP) / longest
        if _LEAST_FONT <= share < 1:
            font.setPointSizeF(font.pointSizeF() * share)
        return font

    def _paint_names(self, painter: QPainter, confusion: Confusion, named: Colours) -> None:
        """Names of rows and columns, and how many pictures each row has, as many as there is room for."""
        metrics, count = QFontMetricsF(self._small()), len(confusion.names)
        painter.setPen(named.secondary_text)
        step = max(1, int(np.ceil(metrics.height() / self._high)))
        elide = Qt.TextElideMode.ElideRight
        for number in range(0, count, step):
            row = self.cell(number, 0)
            if row.top() >= self._top - 1:
                high = max(self._high, metrics.height())
                text = metrics.elidedText(confusion.names[number], elide, self._left - _EDGE)
                painter.drawText(QRectF(0, row.top(), self._left - _EDGE, high - _GAP), _RIGHT, text)
                place = QRectF(self._left + count * self._wide, row.top(), self._sums, high - _GAP)
                if place.left() >= self._left:
                    moved = place.translated(-self.horizontalScrollBar().value(), 0)
                    painter.drawText(moved, _RIGHT, f"{int(confusion.counts[number].sum()):,}")
        longest = max(map(metrics.horizontalAdvance, confusion.names)) + 4
        step = 1 if self._wide >= _LEAST * 3 else max(1, int(np.ceil(min(longest, _LONGEST_NAME) / self._wide)))
        for number in range(0, count, step):
            column = self.cell(0, number)
            if column.left() >= self._left - 1:
                text = metrics.elidedText(confusion.names[number], elide, step * self._wide - _GAP)
                painter.drawText(QRectF(column.left(), 0, step * self._wide - _GAP, self._top), _CENTRE, text)

    def _go(self, row: int, column: int) -> None:
        self._at = (row, column)
        cell, room = self.cell(row, column), self.viewport().rect()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(round(across.value() + min(0, cell.left() - self._left) + max(0, cell.right() - room.width())))
        down.setValue(round(down.value() + min(0, cell.top() - self._top) + max(0, cell.bottom() - room.height())))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        self.setAccessibleDescription("" if self._confusion is None else self._confusion.text(*self._at))

    def _colour(self) -> None:
        """There are no pictures to be made: it is painted in the theme's colours."""

    def _arrange(self) -> None:
        """Cells as large as all of them fit, down to what can still be seen; beyond that they are scrolled."""
        confusion = self._confusion
        if confusion is not None:
            metrics, count = QFontMetricsF(self._small()), len(confusion.names)
            widest = max(map(metrics.horizontalAdvance, confusion.names))
            sums = (f"{number:,}" for number in confusion.counts.sum(axis=1).tolist())
            self._left, self._top = min(widest, _LONGEST_NAME) + _EDGE + 2, metrics.height() + 2
            self._sums = max(map(metrics.horizontalAdvance, sums)) + _EDGE
            width, height = self.width() - self._left - self._sums - 2, self.height() - self._top - 2
            self._wide = float(int(min(max(width / count, _LEAST), _MOST)))
            self._high = float(int(min(max(height / count, _LEAST), _MOST)))
            room = self.viewport().size()
            for bar, whole, seen in (
                (self.horizontalScrollBar(), self._left + count * self._wide + self._sums, room.width()),
                (self.verticalScrollBar(), self._top + count * self._high, room.height()),
            ):
                bar.setRange(0, max(0, round(whole) - seen))
                bar.setPageStep(max(1, seen))
                bar.setSingleStep(20)
        self.viewport().update()

    def _place_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column at a point."""
        confusion, first = self._confusion, self.cell(0, 0)
        if confusion is None or at.x() < self._left or at.y() < self._top:
            return None
        column, row = int((at.x() - first.left()) // self._wide), int((at.y() - first.top()) // self._high)
        count = len(confusion.names)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    def _text_at(self, at: QPoint) -> str:
        place = self._place_at(QPointF(at))
        return "" if self._confusion is None or place is None else self._confusion.text(*place)


def _between(ground: QColor, ink: QColor, share: float) -> QColor:
    """The ground with a share of the ink in it."""
    parts = zip(ground.getRgbF()[:3], ink.getRgbF()[:3], strict=True)  # type: ignore[index]  # the stub says object
    return QColor.fromRgbF(*(one + share * (other - one) for one, other in parts))


def _plain(named: Colours, count: int) -> QColor:
    """Of right answers, and of what never happened."""
    return named.track if count else named.hover
