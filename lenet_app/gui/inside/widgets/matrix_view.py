"""Shows a matrix of weights: a table that can be clicked, each of its cells the weights of that pair."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.inside.widgets.matrix import Matrix
from lenet_app.gui.inside.widgets.numbers_area import NumbersArea
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.layers.images import maps_image
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SMALLER = 0.85
_LEAST_CELL, _MOST_CELL = 6, 120
"""Pixels of a cell with a picture; single weights may be smaller."""
_GAP_SHARE = 0.06
"""Of a cell, around its picture: kernels that are large would look like one."""
_LEAST_WEIGHT, _MOST_WEIGHT = 2, 28
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MatrixView(NumbersArea):
    """Columns see, rows are seen. A click or Return chooses a column, arrow keys lead from cell to cell.

    Args:
        name: what it is called.
    """

    column_chosen = Signal(int)
    """Somebody chose this column."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        usual, least = QSize(480, 140), QSize(120, 56)  # room for C3's table
        super().__init__(name, usual=usual, least=least, smaller=_SMALLER, parent=parent)
        self._matrix: Matrix | None = None
        self._image = QImage()
        self._at = (0, 0)
        self._cell, self._left, self._top = (1.0, 1.0), 0.0, 0.0
        self.setCornerWidget(QWidget())

    @property
    def matrix(self) -> Matrix | None:
        """What is shown."""
        return self._matrix

    def set_matrix(self, matrix: Matrix) -> None:
        """Show this; the cell that the keyboard is on stays where there is one."""
        before = self._matrix
        self._matrix = matrix
        if before is None or before.values.shape != matrix.values.shape:
            self._at = (0, matrix.chosen or 0)
            for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
                bar.setValue(0)
        self._colour()
        self._arrange()
        self._tell()

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is, in pixels of the viewport."""
        wide, high = self._cell
        left = self._left + column * wide - self.horizontalScrollBar().value()
        return QRectF(left, self._top + row * high - self.verticalScrollBar().value(), wide, high)

    def explanation_at(self, at: QPoint | None) -> str:
        """What stands at a point or where the keyboard is, and what the words mean."""
        if self._matrix is None:
            return ""
        told = self._matrix.text(*self._at) if at is None else self._text_at(at)
        return "\n".join(filter(None, [told, self._matrix.explanation]))

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Go from weights to weights")),
            Key(key_names("Return"), tr("Choose the map or unit that these weights belong to")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell, and choose."""
        steps = {
            int(Qt.Key.Key_Left): (0, -1),
            int(Qt.Key.Key_Right): (0, 1),
            int(Qt.Key.Key_Up): (-1, 0),
            int(Qt.Key.Key_Down): (1, 0),
        }
        if self._matrix is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.column_chosen.emit(self._at[1])
        elif event.key() in steps:
            down, across = steps[event.key()]
            row = min(max(self._at[0] + down, 0), self._matrix.rows - 1)
            self._go(row, min(max(self._at[1] + across, 0), self._matrix.columns - 1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the column at the pointer."""
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(*place)
            self.column_chosen.emit(place[1])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll up and down where there is something, else to the side."""
        vertical = self.verticalScrollBar()
        bar = vertical if vertical.maximum() else self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()) // 2)
        event.accept()

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """Titles stay, so all is painted anew."""
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells, their numbers and the frames."""
        matrix = self._matrix
        if matrix is None:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._small())
        self._paint_titles(painter, matrix)
        room = QRectF(self.viewport().rect())
        painter.setClipRect(QRectF(self._left, self._top, room.width() - self._left, room.height() - self._top))
        (height, width), (wide, high) = matrix.sides, self._cell
        first = self.cell(0, 0)
        if height * width == 1:
            whole = QRectF(first.left(), first.top(), matrix.columns * wide, matrix.rows * high)
            painter.drawImage(whole, self._image)
        else:
            gap = max(1, round(_GAP_SHARE * wide))
            for row in range(matrix.rows):
                for column in range(matrix.columns):
                    cell = self.cell(row, column)
                    if matrix.joined[row, column] and cell.intersects(room):
                        source = QRectF(column * width, row * height, width, height)
                        painter.drawImage(cell.adjusted(gap, gap, -gap, -gap), self._image, source)
        self._paint_frames(painter, matrix)
        painter.end()

    def _paint_titles(self, painter: QPainter, matrix: Matrix) -> None:
        """Names and numbers of rows and columns, as many as there is room for."""
        named, metrics = colours(self), QFontMetricsF(self._small())
        painter.setPen(named.secondary_text)
        wide, high = self._cell
        step = max(1, int(np.ceil((metrics.horizontalAdvance("00") + 4) / wide)))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 0, self._left - 4, self._top), _RIGHT, "↓→")
        for column in range(0, matrix.columns, step):
            cell = self.cell(0, column)
            if cell.left() >= self._left:
                place = QRectF(cell.left(), 0, wide * min(step, 1) if step == 1 else wide * step, self._top)
                left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place, centre if step == 1 else left, str(column))
        step = max(1, int(np.ceil(metrics.height() / high)))
        for row in range(0, matrix.rows, step):
            cell = self.cell(row, 0)
            if cell.top() >= self._top:
                painter.drawText(QRectF(0, cell.top(), self._left - 4, high * step), _RIGHT, str(row))

    def _paint_frames(self, painter: QPainter, matrix: Matrix) -> None:
        named = colours(self)
        if matrix.chosen is not None:
            painter.setPen(QPen(named.accent, 2))
            first = self.cell(0, matrix.chosen)
            painter.drawRect(first.united(self.cell(matrix.rows - 1, matrix.chosen)).adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(named.text, 1))
            painter.drawRect(self.cell(*self._at).adjusted(0, 0, -1, -1))

    def _go(self, row: int, column: int) -> None:
        self._at = (row, column)
        cell, room = self.cell(row, column), self.viewport().rect()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(round(across.value() + min(0, cell.left() - self._left) + max(0, cell.right() - room.width())))
        down.setValue(round(down.value() + min(0, cell.top() - self._top) + max(0, cell.bottom() - room.height())))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        if self._matrix is not None:
            self.setAccessibleDescription(self._matrix.text(*self._at))

    def _colour(self) -> None:
        matrix = self._matrix
        if matrix is not None:
            height, width = matrix.sides
            whole = matrix.values.transpose(0, 2, 1, 3).reshape(matrix.rows * height, matrix.columns * width)
            entries = entries_of(whole, matrix.largest, signed=True)
            self._image = maps_image(entries[None], colours(self), signed=True)

    def _arrange(self) -> None:
        """Cells as large as all of them fit, down to what can still be seen; beyond that they are scrolled."""
        matrix = self._matrix
        if matrix is None:
            return
        metrics = QFontMetricsF(self._small())
        self._left, self._top = metrics.horizontalAdvance("0000") + 4, metrics.height() + 1
        width, height = self.width() - self._left - 2, self.height() - self._top - 2
        if matrix.sides == (1, 1):
            wide = min(max(width / matrix.columns, _LEAST_WEIGHT), _MOST_WEIGHT)
            high = min(max(height / matrix.rows, _LEAST_WEIGHT), _MOST_WEIGHT)
            self._cell = (float(int(wide)), float(int(high)))
        else:
            least = max(_LEAST_CELL, *matrix.sides) + 2
            side = float(int(min(max(min(width / matrix.columns, height / matrix.rows), least), _MOST_CELL)))
            self._cell = (side, side)
        across, down = matrix.columns * self._cell[0], matrix.rows * self._cell[1]
        room = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), across + self._left, room.width()),
            (self.verticalScrollBar(), down + self._top, room.height()),
        ):
            bar.setRange(0, max(0, round(whole) - seen + 1))
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(20)
        self.viewport().update()

    def _place_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column at a point."""
        matrix, first = self._matrix, self.cell(0, 0)
        if matrix is None or at.x() < self._left or at.y() < self._top:
            return None
        column, row = int((at.x() - first.left()) // self._cell[0]), int((at.y() - first.top()) // self._cell[1])
        return (row, column) if 0 <= row < matrix.rows and 0 <= column < matrix.columns else None

    def _text_at(self, at: QPoint) -> str:
        place = self._place_at(QPointF(at))
        return "" if self._matrix is None or place is None else self._matrix.text(*place)
