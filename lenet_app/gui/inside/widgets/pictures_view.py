"""Shows pictures, each with its title and its scale or its note: as large as all of them fit, or many in lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
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
from lenet_app.gui.inside.widgets.numbers_area import NumbersArea
from lenet_app.gui.inside.widgets.pictures import Lines, Picture
from lenet_app.gui.inside.words import shortest_text
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.layers.images import colour_image, maps_image
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SMALLER = 0.9
_BETWEEN, _BELOW, _SCALE = 14, 4, 5
"""Pixels between pictures, between lines of them, and of a scale's height."""
_LEAST, _MOST = 44.0, 360.0
"""Pixels of a picture's height: if all were smaller they are scrolled."""
_MOST_PRINTED = 3000
"""Pixels that a saved picture of many in lines is high at most, before it is enlarged: it takes four times as many."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class _Place:
    """Where a picture stands with its words, and where it alone."""

    whole: QRectF
    picture: QRectF


class PicturesView(NumbersArea):
    """Arrow keys go from picture to picture; Return or a click picks one.

    Args:
        name: what it is called while there is nothing in it.
        picking: what picking a picture does, in a few words; empty where nothing comes of it.
        high: pixels that each picture is high, in lines that are scrolled up and down; None for as large as all fit.
    """

    picked = Signal(int)
    """A picture was clicked or entered."""

    def __init__(
        self, name: str, picking: str = "", parent: QWidget | None = None, *, high: float | None = None
    ) -> None:
        super().__init__(name, usual=QSize(400, 120), least=QSize(96, 56), smaller=_SMALLER, parent=parent)
        self._name, self._picking, self._high = name, picking, high
        self._pictures: tuple[Picture, ...] = ()
        self._images: dict[int, QImage] = {}
        self._strips: dict[bool, QImage] = {}
        self._lines: tuple[Lines | None, float, list[QLineF]] = (None, 0.0, [])
        self._places: list[_Place] = []
        self._per_line, self._current = 1, 0
        self._line = self._around = 0.0
        """Pixels of a line of words, and of all words and scales above and below a picture."""
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if high is None:
            self.setVerticalScrollBarPolicy(off)
        else:
            self.setHorizontalScrollBarPolicy(off)

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
        self._images = {id(one): self._images[id(one)] for one in pictures if id(one) in self._images}
        self._arrange()
        self._tell()

    def go_to_first(self) -> None:
        """Begin with the first one, as with others than before."""
        self._current = 0
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setValue(0)
        self._tell()

    def place_of(self, number: int) -> QRectF:
        """Where a picture stands, in pixels of the viewport."""
        return self._places[number].picture.translated(-self._offset())

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
        """Scroll to the side where there is nothing above or below."""
        if self._high is not None:
            super().wheelEvent(event)
            return
        turned = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned // 2)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every picture that is in sight."""
        offset = self._offset()
        in_sight = QRectF(event.rect()).translated(offset)
        painter = QPainter(self.viewport())
        painter.translate(-offset)
        painter.setFont(self._small())
        for number, place in enumerate(self._places):
            if in_sight.intersects(place.whole):
                self._paint_one(painter, number, place)
        painter.end()

    def printed(self) -> Printed:
        """All pictures, also those that are scrolled out of sight; of very many in lines the first ones."""
        places = [place for place in self._places if self._high is None or place.whole.bottom() <= _MOST_PRINTED]
        width = max((round(place.whole.right()) for place in places), default=0) + 2
        low = max((round(place.whole.bottom()) for place in places), default=0) + 2

        def paint(painter: QPainter) -> None:
            painter.setFont(self._small())
            for number, place in enumerate(places):
                self._paint_one(painter, number, place)

        return Printed(QSize(width, self.viewport().height() if self._high is None else low), paint)

    def _offset(self) -> QPointF:
        """How far it is scrolled."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _go(self, number: int) -> None:
        self._current = number
        whole, room = self._places[number].whole, self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(round(min(max(across.value(), whole.right() - room.width()), whole.left())))
        down.setValue(round(min(max(down.value(), whole.bottom() - room.height()), whole.top())))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """What assistive technology reads of the current picture."""
        told = self._pictures[self._current].told if self._pictures else self._name
        self.setAccessibleName(told)
        self.setAccessibleDescription(self._picking)

    def _colour(self) -> None:
        """Each is coloured again once it is painted."""
        self._images, self._strips = {}, {}

    def _image(self, one: Picture) -> QImage:
        if id(one) not in self._images:
            self._images[id(one)] = self._coloured(one)
        return self._images[id(one)]

    def _coloured(self, one: Picture) -> QImage:
        if one.is_coloured:
            return colour_image(one.values)
        entries = entries_of(one.values, one.largest, signed=one.is_signed)
        return maps_image(entries[None], colours(self), signed=one.is_signed)

    def _arrange(self) -> None:
        """Find each picture's place."""
        self._places = []
        if self._pictures:
            metrics = QFontMetricsF(self._small())
            self._line = metrics.height()
            rows, columns = self._pictures[0].sides
            lines = [(one.title, *one.note.split("\n")) for one in self._pictures]
            wide = {line: metrics.horizontalAdvance(line) for line in {line for some in lines for line in some}}
            ends = [sum(map(metrics.horizontalAdvance, _ends(one))) for one in self._pictures]
            texts = [max(end, *(wide[line] for line in some)) for end, some in zip(ends, lines, strict=True)]
            scale = _SCALE + 2 if any(one.has_scale for one in self._pictures) else 1
            self._around = max(map(len, lines)) * self._line + scale
            if self._high is None:
                self._per_line, high = self._fitting(columns / rows, max(texts))
            else:
                high = self._high
                step = max(high * columns / rows, *texts) + 2 + _BETWEEN
                room = self.width() - self.verticalScrollBar().sizeHint().width() + _BETWEEN
                self._per_line = max(1, int(room // step))
                texts = [max(room / self._per_line - _BETWEEN, *texts)] * len(texts)  # spread over the whole width
            self._place(high, high * columns / rows, texts)
        right = max((round(place.whole.right()) for place in self._places), default=0)
        low = max((round(place.whole.bottom()) for place in self._places), default=0) if self._high else 0
        room_there = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), right, room_there.width()),
            (self.verticalScrollBar(), low, room_there.height()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen - 24))
            bar.setSingleStep(24)
        self.viewport().update()

    def _place(self, high: float, wide: float, texts: list[float]) -> None:
        """One after the other, in columns where there is more than one line."""
        is_columns = self._high is not None or len(self._pictures) > self._per_line
        step = max(wide, *texts) if is_columns else 0.0
        x = y = 1.0
        for number, text in enumerate(texts):
            width = step or max(wide, text)
            if number and number % self._per_line == 0:
                x, y = 1.0, y + high + self._around + _BELOW
            whole = QRectF(x, y, width + 2, high + self._around)
            self._places.append(_Place(whole, QRectF(x, y + self._line, wide, high)))
            x += width + _BETWEEN

    def _fitting(self, aspect: float, text: float) -> tuple[int, float]:
        """How many stand in a line, and how high each is, for them to be as large as can be."""
        count, width, height = len(self._pictures), self.width() - 4, self.height() - 4
        found = []
        for lines in range(1, count + 1):
            per_line = ceil(count / lines)
            high = (height - (lines - 1) * _BELOW) / lines - self._around
            wide = (width + _BETWEEN) / per_line - _BETWEEN
            if wide >= text or per_line == 1:
                found.append((min(high, wide / aspect, _MOST), per_line))
        high, per_line = max(found, default=(0.0, count))
        if high >= _LEAST:
            return per_line, high
        room = height - self._around - self.horizontalScrollBar().sizeHint().height()
        return count, max(min(room, _MOST), _LEAST / 2)

    def _paint_one(self, painter: QPainter, number: int, place: _Place) -> None:
        one, named, picture = self._pictures[number], colours(self), place.picture
        painter.setPen(named.secondary_text)
        painter.drawText(QRectF(picture.left(), place.whole.top(), place.whole.width(), self._line), _LEFT, one.title)
        painter.drawImage(picture, self._image(one))
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
            self._paint_scale(painter, one, place)
        else:
            painter.setPen(named.text)
            for line, text in enumerate(one.note.split("\n")):
                top = picture.bottom() + 1 + line * self._line
                painter.drawText(QRectF(picture.left(), top, place.whole.width(), self._line), _LEFT, text)
        if self.hasFocus() and number == self._current:
            painter.setPen(QPen(named.accent, 2))
            painter.drawRect(picture)

    def _paint_scale(self, painter: QPainter, one: Picture, place: _Place) -> None:
        """The colours from the least to the largest number, with both, which may be wider than the picture."""
        picture, (least, most) = place.picture, _ends(one)
        if one.is_signed not in self._strips:
            self._strips[one.is_signed] = self._strip(is_signed=one.is_signed)
        strip = QRectF(picture.left(), picture.bottom() + 2, picture.width(), _SCALE)
        painter.drawImage(strip, self._strips[one.is_signed])
        painter.setPen(colours(self).text)
        words = sum(map(painter.fontMetrics().horizontalAdvance, (least, most)))
        below = QRectF(strip.left(), strip.bottom(), max(strip.width(), words), self._line)
        painter.drawText(below, _LEFT, least.rstrip())
        painter.drawText(below, _RIGHT, most)

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
        moved = at + self._offset()
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


def _ends(one: Picture) -> tuple[str, str]:
    """The numbers at both ends of a picture's scale, with a gap after the first; empty where it has none."""
    if not one.has_scale:
        return "", ""
    return f"{shortest_text(-one.largest if one.is_signed else 0.0)}   ", shortest_text(one.largest)
