"""Shows blocks of pictures of numbers side by side; the one that is opened has its numbers written."""

from dataclasses import dataclass

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
from lenet_app.gui.inside.widgets.blocks import Blocks
from lenet_app.gui.inside.widgets.numbers_area import NumbersArea
from lenet_app.gui.inside.words import shortest_text
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.layers.images import maps_image
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SMALLER = 0.9
_BETWEEN, _SIGN, _GAP = 14, 14, 3
"""Pixels between blocks, of a sign between pictures, and between pictures that are stacked."""
_LEAST_STACKED, _LEAST, _USUAL, _MOST = 5, 3, 10, 28
"""Pixels of a number's square: of pictures that stand above each other at least, of all at least, of pictures that
stand side by side where not all blocks fit, and at most."""
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LIGHT = 0.55


@dataclass(frozen=True)
class _Measures:
    """How large all is, in pixels.

    Args:
        cell: of a number's square; `wide` and `high` of one with its number written in it.
        is_stacked: whether the pictures of a block stand above each other.
        line: the height of a line of words.
    """

    cell: float
    is_stacked: bool
    line: float
    wide: float
    high: float


def _form(blocks: Blocks) -> tuple[object, ...]:
    """What the places depend on; figures have one width, so that numbers of one length need no other room."""
    shapes = tuple(sheet.values.shape for sheet in blocks.sheets)
    return shapes, blocks.titles, tuple(map(len, blocks.notes))


class BlocksView(NumbersArea):
    """Arrow keys go from block to block, Return or a click opens one to show its numbers.

    Args:
        name: what it is called while there is nothing in it.
    """

    block_chosen = Signal(int)
    """A block was clicked or entered."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        usual, least = QSize(320, 120), QSize(96, 56)
        super().__init__(name, usual=usual, least=least, smaller=_SMALLER, parent=parent)
        self._name, self._blocks = name, Blocks((), (), (), ())
        self._images: tuple[QImage, ...] = ()
        self._named = colours(self)
        self._current, self._opened = 0, -1
        self._measures = _Measures(0, False, 0, 0, 0)
        self._places: list[QRectF] = []
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def blocks(self) -> Blocks:
        """What is shown."""
        return self._blocks

    @property
    def opened(self) -> int:
        """The block whose numbers are written; -1 for none."""
        return self._opened

    def set_blocks(self, blocks: Blocks) -> None:
        """Show these; the opened one stays open, and the current one current, where there are as many."""
        shapes, form = [sheet.values.shape for sheet in self._blocks.sheets], _form(self._blocks)
        self._blocks = blocks
        if shapes != [sheet.values.shape for sheet in blocks.sheets]:
            self._current, self._opened = 0, -1
            self.horizontalScrollBar().setValue(0)
        self._colour()
        if self._opened >= 0 or form != _form(blocks):
            self._arrange()
        self._tell()
        self.viewport().update()

    def explanation_at(self, at: QPoint | None) -> str:
        """The numbers at a point or of the current block, and what the words mean."""
        if not self._blocks.told:
            return ""
        told = self._blocks.told[self._current] if at is None else self._text_at(at)
        return "\n".join(filter(None, [told, self._blocks.explanation]))

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Home", "End"), tr("Go from picture to picture")),
            Key(key_names("Return"), tr("Write the numbers into the picture, or take them away")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from block to block, and open one."""
        last = len(self._places) - 1
        to = {
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._places:
            self._open(self._current)
        elif event.key() in to and self._places:
            self._go(to[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the block at the pointer."""
        block = self._block_at(event.position())
        if block >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = block
            self._open(block)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll to the side."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every block that is in sight."""
        aside = self.horizontalScrollBar().value()
        in_sight = QRectF(event.rect()).translated(aside, 0)
        painter = QPainter(self.viewport())
        painter.translate(-aside, 0)
        painter.setFont(self._small())
        for block, place in enumerate(self._places):
            if in_sight.intersects(place):
                self._paint_block(painter, block, place)
        painter.end()

    def printed(self) -> Printed:
        """All blocks, also those that are scrolled out of sight."""
        width = round(self._places[-1].right()) + 2 if self._places else 0

        def paint(painter: QPainter) -> None:
            painter.setFont(self._small())
            for block, place in enumerate(self._places):
                self._paint_block(painter, block, place)

        return Printed(QSize(width, self.viewport().height()), paint)

    def _go(self, block: int) -> None:
        self._current = block
        bar, place = self.horizontalScrollBar(), self._places[block]
        bar.setValue(round(min(max(bar.value(), place.right() - self.viewport().width()), place.left())))
        self._tell()
        self.viewport().update()

    def _open(self, block: int) -> None:
        self._opened = -1 if block == self._opened else block
        self._arrange()
        self._go(block)
        self.block_chosen.emit(block)

    def _tell(self) -> None:
        """What assistive technology reads of the current block."""
        told = self._blocks.told
        self.setAccessibleName(told[self._current] if told else self._name)
        self.setAccessibleDescription(self._blocks.all_text(self._current) if told and self.hasFocus() else "")

    def _colour(self) -> None:
        named = self._named = colours(self)
        self._images = tuple(
            maps_image(entries_of(sheet.values, sheet.largest, signed=sheet.is_signed), named, signed=sheet.is_signed)
            for sheet in self._blocks.sheets
        )

    def _arrange(self) -> None:
        """Find each block's place."""
        self._places = []
        if self._blocks.sheets:
            self._measures = self._measured()
            x = 1.0
            for block in range(len(self._blocks.titles)):
                width = self._block_width(block)
                self._places.append(QRectF(x, 0, width, self.viewport().height()))
                x += width + _BETWEEN
        whole = round(self._places[-1].right()) + 2 if self._places else 0
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, whole - self.viewport().width()))
        bar.setPageStep(max(1, self.viewport().width() - 24))
        bar.setSingleStep(24)
        self.viewport().update()

    def _measured(self) -> _Measures:
        metrics, (rows, _) = QFontMetricsF(self._small()), self._blocks.sides
        count, line = len(self._blocks.sheets), metrics.height()
        # As if the scroll bar were there: what is shown does not jump when it comes.
        room = self.height() - self.horizontalScrollBar().sizeHint().height() - 2 * line - 4
        stacked = (room - (count - 1) * _GAP) / (count * rows)
        beside = min(room / rows, max(_USUAL, self._widest_cell()))
        fitting = min(room / rows, self._widest_cell())
        is_stacked = stacked >= _LEAST_STACKED and count > 1 and stacked >= fitting
        cell = min(max(stacked if is_stacked else beside, _LEAST), _MOST)
        written = [sheet.values[self._opened] for sheet in self._blocks.sheets] if self._opened >= 0 else []
        texts = [shortest_text(extreme) for one in written for extreme in (float(one.min()), float(one.max()), -0.01)]
        wide = max(map(metrics.horizontalAdvance, texts), default=0.0) + 6
        high = min(max(room / rows, _LEAST), _MOST)
        return _Measures(float(int(cell)), is_stacked, line, max(wide, high), float(int(high)))

    def _widest_cell(self) -> float:
        """The square with which all blocks fit side by side."""
        blocks, count, columns = len(self._blocks.titles), len(self._blocks.sheets), self._blocks.sides[1]
        room = (self.viewport().width() + _BETWEEN) / blocks - _BETWEEN - (count - 1) * _SIGN - 2
        return room / (count * columns)

    def _block_width(self, block: int) -> float:
        metrics, measures = QFontMetricsF(self._small()), self._measures
        columns, count = self._blocks.sides[1], len(self._blocks.sheets)
        if block == self._opened:
            pictures = count * columns * measures.wide + (count - 1) * _SIGN
        elif measures.is_stacked:
            pictures = columns * measures.cell + _SIGN
        else:
            pictures = count * columns * measures.cell + (count - 1) * _SIGN
        words = (self._blocks.titles[block], self._blocks.notes[block], "+0.000")
        return max(pictures, *map(metrics.horizontalAdvance, words)) + 2

    def _picture(self, block: int, sheet: int) -> QRectF:
        """Where a picture stands."""
        place, measures, (rows, columns) = self._places[block], self._measures, self._blocks.sides
        top = measures.line + 1
        if block == self._opened:
            left = place.left() + sheet * (columns * measures.wide + _SIGN)
            return QRectF(left, top, columns * measures.wide, rows * measures.high)
        width, height = columns * measures.cell, rows * measures.cell
        if measures.is_stacked:
            return QRectF(place.left(), top + sheet * (height + _GAP), width, height)
        return QRectF(place.left() + sheet * (width + _SIGN), top, width, height)

    def _paint_block(self, painter: QPainter, block: int, place: QRectF) -> None:
        blocks, named, line = self._blocks, self._named, self._measures.line
        painter.setPen(named.secondary_text)
        painter.drawText(QRectF(place.left(), 0, place.width(), line), blocks.titles[block])
        rows = blocks.sides[0]
        for number, (sheet, image) in enumerate(zip(blocks.sheets, self._images, strict=True)):
            picture = self._picture(block, number)
            painter.drawImage(picture, image, QRectF(0, block * rows, image.width(), rows))
            if block == self._opened:
                self._write(painter, picture, number, block)
            self._paint_sign(painter, sheet.sign, picture, number, block)
        last = self._picture(block, len(blocks.sheets) - 1)
        painter.setPen(named.text)
        painter.drawText(QRectF(place.left(), last.bottom() + 1, place.width(), line), blocks.notes[block])
        self._paint_frames(painter, block, last)

    def _paint_sign(self, painter: QPainter, sign: str, picture: QRectF, number: int, block: int) -> None:
        if not sign:
            return
        painter.setPen(self._named.secondary_text)
        if block == self._opened or not self._measures.is_stacked:
            place = QRectF(picture.left() - _SIGN, picture.top(), _SIGN, picture.height())
        else:
            before = self._picture(block, number - 1)
            place = QRectF(before.right(), before.top(), _SIGN, before.height())
        painter.drawText(place, _CENTRE, sign)

    def _paint_frames(self, painter: QPainter, block: int, last: QRectF) -> None:
        named, first = self._named, self._picture(block, 0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if block == self._blocks.chosen or (self.hasFocus() and block == self._current):
            painter.setPen(QPen(named.accent, 2))
            painter.drawRect(first.united(last))
        if self._blocks.marked is not None and self._blocks.marked[0] == block:
            _, row, column = self._blocks.marked
            rows, columns = self._blocks.sides
            wide, high = first.width() / columns, first.height() / rows
            painter.setPen(QPen(named.warning, 2))
            painter.drawRect(QRectF(first.left() + column * wide, first.top() + row * high, wide, high))

    def _write(self, painter: QPainter, picture: QRectF, number: int, block: int) -> None:
        """The numbers, where their squares are high enough."""
        rows, columns = self._blocks.sides
        wide, high, image = picture.width() / columns, picture.height() / rows, self._images[number]
        if high < self._measures.line - 3:
            return
        for row in range(rows):
            for column in range(columns):
                is_light = image.pixelColor(column, block * rows + row).lightnessF() > _LIGHT
                painter.setPen(Qt.GlobalColor.black if is_light else Qt.GlobalColor.white)
                cell = QRectF(picture.left() + column * wide, picture.top() + row * high, wide, high)
                value = float(self._blocks.sheets[number].values[block, row, column])
                painter.drawText(cell, _CENTRE, shortest_text(value))

    def _block_at(self, at: QPointF) -> int:
        moved = at + QPointF(self.horizontalScrollBar().value(), 0)
        return next((block for block, place in enumerate(self._places) if place.contains(moved)), -1)

    def _text_at(self, at: QPoint) -> str:
        """The numbers at a point, or what the block there says."""
        block = self._block_at(QPointF(at))
        if block < 0:
            return ""
        moved, (rows, columns) = QPointF(at) + QPointF(self.horizontalScrollBar().value(), 0), self._blocks.sides
        for number in range(len(self._blocks.sheets)):
            picture = self._picture(block, number)
            if picture.contains(moved):
                row = int((moved.y() - picture.top()) / picture.height() * rows)
                column = int((moved.x() - picture.left()) / picture.width() * columns)
                return self._blocks.cell_text(block, min(row, rows - 1), min(column, columns - 1))
        return self._blocks.told[block]
