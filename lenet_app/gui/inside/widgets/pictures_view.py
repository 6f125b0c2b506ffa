"""Shows pictures as large as all of them fit, in lines; each with its title and its scale or its note."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.inside.widgets.pictures import Lines, Picture
from lenet_app.gui.inside.words import shortest_text
from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.layers.images import colour_image, maps_image
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr

_SMALLER = 0.9
_BETWEEN, _BELOW, _SCALE = 14, 4, 5
"""Pixels between pictures, between lines of them, and of a scale's height."""
_LEAST, _MOST = 44.0, 360.0
"""Pixels of a picture's height: if all were smaller they are scrolled."""
_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class _Place:
    """Where a picture stands with its words, and where it alone."""

    whole: QRectF
    picture: QRectF


class PicturesView(QAbstractScrollArea):
    """Arrow keys go from picture to picture; Return or a click picks one.

    Args:
        name: what it is called while there is nothing in it.
        picking: what picking a picture does, in a few words; empty where nothing comes of it.
    """

    picked = Signal(int)
    """A picture was clicked or entered."""

    def __init__(self, name: str, picking: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._picking = name, picking
        self._pictures: tuple[Picture, ...] = ()
        self._images: dict[int, QImage] = {}
        self._strips: dict[bool, QImage] = {}
        self._lines: tuple[Lines | None, float, list[QLineF]] = (None, 0.0, [])
        self._places: list[_Place] = []
        self._per_line, self._current, self._line = 1, 0, 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewport(QWidget())
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        FocusRing(self)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What is shown."""
        return self._pictures

    @property
    def current(self) -> int:
        """The number of the picture that keys have led to, or the pointer's last press."""
        return self._current

    def set_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show these; those that were shown before are not coloured anew."""
        self._pictures = tuple(pictures)
        self._current = min(self._current, max(0, len(pictures) - 1))
        self._images = {id(one): self._images.get(id(one)) or self._coloured(one) for one in pictures}
        self._arrange()
        self._tell()

    def place_of(self, number: int) -> QRectF:
        """Where a picture stands, in pixels of the viewport."""
        return self._places[number].picture.translated(-self.horizontalScrollBar().value(), 0)

    def sizeHint(self) -> QSize:
        """Room for a few."""
        return QSize(400, 120)

    def minimumSizeHint(self) -> QSize:
        """The least that can be looked at."""
        return QSize(96, 56)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the sizes that fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self._strips = {}
            self._images = {id(one): self._coloured(one) for one in self._pictures}
            self._arrange()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what stands at the pointer as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._text_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def explanation_at(self, at: QPoint | None) -> str:
        """What stands at a point, or what the current picture says, and what the words mean."""
        number = self._current if at is None else self._number_at(QPointF(at))
        if not 0 <= number < len(self._pictures):
            return ""
        one = self._pictures[number]
        told = one.told if at is None else self._text_at(at)
        return "\n".join(filter(None, [told, self._picking, one.explanation]))

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        going = Key(key_names("Left", "Right", "Up", "Down", "Home", "End"), tr("Go from picture to picture"))
        return (going, Key(key_names("Return"), self._picking)) if self._picking else (going,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from picture to picture, and pick one."""
        last, now = len(self._pictures) - 1, self._current
        to = {
            Qt.Key.Key_Left: now - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Up: now - self._per_line,
            Qt.Key.Key_Down: now + self._per_line,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pictures:
            self.picked.emit(now)
        elif event.key() in to and self._pictures:
            self._go(min(max(to[Qt.Key(event.key())], 0), last))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the picture at the pointer."""
        number = self._number_at(event.position())
        if number >= 0:  # the right button's menu is about the picture there
            self._go(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the picture that was pressed, if the pointer is still there."""
        number = self._number_at(event.position())
        if number >= 0 and number == self._current and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll to the side."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the current picture."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every picture that is in sight."""
        aside = self.horizontalScrollBar().value()
        in_sight = QRectF(event.rect()).translated(aside, 0)
        painter = QPainter(self.viewport())
        painter.translate(-aside, 0)
        painter.setFont(self._small())
        for number, place in enumerate(self._places):
            if in_sight.intersects(place.whole):
                self._paint_one(painter, number, place)
        painter.end()

    def printed(self) -> Printed:
        """All pictures, also those that are scrolled out of sight."""
        width = max((round(place.whole.right()) for place in self._places), default=0) + 2

        def paint(painter: QPainter) -> None:
            painter.setFont(self._small())
            for number, place in enumerate(self._places):
                self._paint_one(painter, number, place)

        return Printed(QSize(width, self.viewport().height()), paint)

    def _go(self, number: int) -> None:
        self._current = number
        bar, whole = self.horizontalScrollBar(), self._places[number].whole
        bar.setValue(round(min(max(bar.value(), whole.right() - self.viewport().width()), whole.left())))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """What assistive technology reads of the current picture."""
        told = self._pictures[self._current].told if self._pictures else self._name
        self.setAccessibleName(told)
        self.setAccessibleDescription(self._picking)

    def _coloured(self, one: Picture) -> QImage:
        if one.is_coloured:
            return colour_image(one.values)
        entries = entries_of(one.values, one.largest, signed=one.is_signed)
        return maps_image(entries[None], colours(self), signed=one.is_signed)

    def _small(self) -> QFont:
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        return font

    def _arrange(self) -> None:
        """Find each picture's place."""
        self._places = []
        if self._pictures:
            metrics = QFontMetricsF(self._small())
            self._line = metrics.height()
            rows, columns = self._pictures[0].sides
            texts = [max(map(metrics.horizontalAdvance, (one.title, one.note))) for one in self._pictures]
            self._per_line, high = self._fitting(columns / rows, max(texts))
            wide = high * columns / rows
            step = max(wide, *texts) if len(self._pictures) > self._per_line else 0.0
            x = y = 1.0
            for number, text in enumerate(texts):
                width = step or max(wide, text)
                if number and number % self._per_line == 0:
                    x, y = 1.0, y + high + self._around() + _BELOW
                whole = QRectF(x, y, width + 2, high + self._around())
                self._places.append(_Place(whole, QRectF(x, y + self._line, wide, high)))
                x += width + _BETWEEN
        right = max((round(place.whole.right()) for place in self._places), default=0)
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, right - self.viewport().width()))
        bar.setPageStep(max(1, self.viewport().width() - 24))
        bar.setSingleStep(24)
        self.viewport().update()

    def _around(self) -> float:
        """Pixels of words and scale above and below a picture."""
        return 2 * self._line + (_SCALE + 2 if any(one.has_scale for one in self._pictures) else 1)

    def _fitting(self, aspect: float, text: float) -> tuple[int, float]:
        """How many stand in a line, and how high each is, for them to be as large as can be."""
        count, width, height = len(self._pictures), self.width() - 4, self.height() - 4
        found = []
        for lines in range(1, count + 1):
            per_line = ceil(count / lines)
            high = (height - (lines - 1) * _BELOW) / lines - self._around()
            wide = (width + _BETWEEN) / per_line - _BETWEEN
            if wide >= text or per_line == 1:
                found.append((min(high, wide / aspect, _MOST), per_line))
        high, per_line = max(found, default=(0.0, count))
        if high >= _LEAST:
            return per_line, high
        room = height - self._around() - self.horizontalScrollBar().sizeHint().height()
        return count, max(min(room, _MOST), _LEAST / 2)

    def _paint_one(self, painter: QPainter, number: int, place: _Place) -> None:
        one, named, picture = self._pictures[number], colours(self), place.picture
        painter.setPen(named.secondary_text)
        painter.drawText(QRectF(picture.left(), place.whole.top(), place.whole.width(), self._line), _LEFT, one.title)
        painter.drawImage(picture, self._images[id(one)])
        scale = picture.height() / one.sides[0]
        painter.save()
        painter.translate(picture.topLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if one.outline is not None:
            painter.setPen(QPen(named.text, 1))
            painter.drawLines(self._lines_of(one.outline, scale))
        if one.frame is not None:
            left, top, right, bottom = (scale * edge for edge in one.frame)
            painter.setPen(QPen(named.seen, 2))
            painter.drawRect(QRectF(left, top, right - left, bottom - top))
        painter.restore()
        painter.setPen(QPen(named.outline, 1))
        painter.drawRect(picture.adjusted(-0.5, -0.5, 0, 0))
        if one.has_scale:
            self._paint_scale(painter, one, picture)
        else:
            painter.setPen(named.text)
            below = QRectF(picture.left(), picture.bottom() + 1, place.whole.width(), self._line)
            painter.drawText(below, _LEFT, one.note)
        if self.hasFocus() and number == self._current:
            painter.setPen(QPen(named.accent, 2))
            painter.drawRect(picture)

    def _paint_scale(self, painter: QPainter, one: Picture, picture: QRectF) -> None:
        """The colours from the least to the largest number, with both."""
        least = -one.largest if one.is_signed else 0.0
        if one.is_signed not in self._strips:
            self._strips[one.is_signed] = self._strip(is_signed=one.is_signed)
        strip = QRectF(picture.left(), picture.bottom() + 2, picture.width(), _SCALE)
        painter.drawImage(strip, self._strips[one.is_signed])
        painter.setPen(colours(self).text)
        below = QRectF(strip.left(), strip.bottom(), strip.width(), self._line)
        painter.drawText(below, _LEFT, shortest_text(least))
        painter.drawText(below, _RIGHT, shortest_text(one.largest))

    def _strip(self, *, is_signed: bool) -> QImage:
        """All colours from the least to the largest number."""
        shades = np.linspace(-1 if is_signed else 0, 1, 128)[None, None]
        return maps_image(entries_of(shades, 1.0, signed=is_signed), colours(self), signed=is_signed)

    def _lines_of(self, outline: Lines, scale: float) -> list[QLineF]:
        """Several pictures have the same one."""
        if self._lines[0] is not outline or self._lines[1] != scale:
            self._lines = outline, scale, [QLineF(*line) for line in (scale * outline).tolist()]
        return self._lines[2]

    def _number_at(self, at: QPointF) -> int:
        moved = at + QPointF(self.horizontalScrollBar().value(), 0)
        return next((number for number, place in enumerate(self._places) if place.whole.contains(moved)), -1)

    def _text_at(self, at: QPoint) -> str:
        number = self._number_at(QPointF(at))
        if number < 0:
            return ""
        one, picture = self._pictures[number], self.place_of(number)
        if not picture.contains(QPointF(at)):
            return one.told
        rows, columns = one.sides
        row = int((at.y() - picture.top()) / picture.height() * rows)
        column = int((at.x() - picture.left()) / picture.width() * columns)
        return one.text_at(min(row, rows - 1), min(column, columns - 1))
