"""How each class fares: a bar for what was found of it, against a second model's mark, and both shares in figures."""

from collections.abc import Sequence
from math import floor

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lenet_app.gui.evaluate.figures import ClassLine, share_text
from lenet_app.gui.inside.widgets.numbers_area import NumbersArea
from lenet_app.gui.kit.help import Key, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SMALLER = 0.9
_LINE_MOST, _BAR, _GAP, _MARK = 26, 8, 8, 2
"""Pixels of a line's height at most, of a bar's, between columns, and of the second model's mark."""
_LONGEST_NAME = 72
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ClassBars(NumbersArea):
    """Arrow keys go from class to class; a click or Return shows the mistakes with one.

    Args:
        name: what it is called.
    """

    class_chosen = Signal(int)
    """The number of a class whose mistakes somebody wants to see."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, usual=QSize(280, 220), least=QSize(180, 96), smaller=_SMALLER, parent=parent)
        self._lines: tuple[ClassLine, ...] = ()
        self._current, self._low = 0, 0.0
        self._line = self._head = self._name = self._figure = 0.0
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def lines(self) -> tuple[ClassLine, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: Sequence[ClassLine]) -> None:
        """Show these; the bars begin at the whole percentage below the least share of any model."""
        self._lines = tuple(lines)
        self._current = min(self._current, max(0, len(lines) - 1))
        shares = [share for one in lines for share in one.recalls if share is not None]
        self._low = min(floor(100 * min(shares, default=0.0)), 99) / 100
        self._arrange()
        self._tell()

    def explanation_at(self, at: QPoint | None) -> str:
        """A class in words."""
        number = self._current if at is None else self._number_at(QPointF(at))
        return self._lines[number].text if 0 <= number < len(self._lines) else ""

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Up", "Down", "Home", "End"), tr("Go from class to class")),
            Key(key_names("Return"), tr("Show the mistakes with this class")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class, and choose one."""
        last, now = len(self._lines) - 1, self._current
        to = {Qt.Key.Key_Up: now - 1, Qt.Key.Key_Down: now + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lines:
            self.class_chosen.emit(now)
        elif event.key() in to and self._lines:
            self._go(min(max(to[Qt.Key(event.key())], 0), last))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the class at the pointer."""
        if (number := self._number_at(event.position())) >= 0:
            self._go(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the class that was pressed, if the pointer is still there."""
        is_pressed = self._lines and self._number_at(event.position()) == self._current
        if is_pressed and event.button() == Qt.MouseButton.LeftButton:
            self.class_chosen.emit(self._current)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """The headings stay, so all is painted anew."""
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint headings and lines."""
        painter = QPainter(self.viewport())
        self._paint(painter, self.viewport().width(), self.verticalScrollBar().value())
        if self.hasFocus() and self._lines:
            painter.setPen(QPen(colours(self).accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._place(self._current).adjusted(1, 0, -1, -1), 3, 3)
        painter.end()

    def printed(self) -> Printed:
        """All classes, also those that are scrolled out of sight."""
        width = self.viewport().width()
        size = QSize(width, round(self._head + len(self._lines) * self._line) + 1)
        return Printed(size, lambda painter: self._paint(painter, width, 0))

    def _paint(self, painter: QPainter, width: int, scrolled: int) -> None:
        if not self._lines:
            return
        named = colours(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        painter.setPen(named.secondary_text)
        left = self._name + _GAP
        right = width - 2 * (self._figure + _GAP)
        for column, text in enumerate(_headings()):
            place = QRectF(right + _GAP + column * (self._figure + _GAP), 0, self._figure, self._head)
            painter.drawText(place, _RIGHT, text)
        metrics, ends = QFontMetricsF(self._small()), (f"{100 * self._low:.0f}", "100")
        if sum(map(metrics.horizontalAdvance, ends)) + _GAP <= right - left:
            for text, side in zip(ends, (_LEFT, _RIGHT), strict=True):
                painter.drawText(QRectF(left, 0, right - left, self._head), side, text)
        painter.save()
        painter.setClipRect(QRectF(0, self._head, width, 1e6))
        for number, one in enumerate(self._lines):
            top = self._head + number * self._line - scrolled
            painter.setPen(named.secondary_text)
            name = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, self._name)
            painter.drawText(QRectF(0, top, self._name, self._line), _LEFT, name)
            self._paint_bar(painter, one, QRectF(left, top + (self._line - _BAR) / 2, right - left, _BAR))
            painter.setPen(named.text)
            for column, share in enumerate((one.recalls[0], one.precisions[0])):
                place = QRectF(right + _GAP + column * (self._figure + _GAP), top, self._figure, self._line)
                painter.drawText(place, _RIGHT, share_text(share))
        painter.restore()

    def _paint_bar(self, painter: QPainter, one: ClassLine, room: QRectF) -> None:
        named = colours(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(named.track)
        painter.drawRoundedRect(room, _BAR / 2, _BAR / 2)
        if one.recalls[0]:
            painter.setBrush(named.accent)
            wide = max(self._share(one.recalls[0]) * room.width(), _BAR)
            painter.drawRoundedRect(QRectF(room.left(), room.top(), wide, room.height()), _BAR / 2, _BAR / 2)
        for other in one.recalls[1:]:
            if other is not None:
                x = room.left() + self._share(other) * room.width()
                painter.setBrush(named.text)
                painter.drawRect(QRectF(x - _MARK / 2, room.top() - 3, _MARK, room.height() + 6))

    def _share(self, share: float) -> float:
        return (share - self._low) / (1 - self._low)

    def _place(self, number: int) -> QRectF:
        top = self._head + number * self._line - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._line)

    def _number_at(self, at: QPointF) -> int:
        return next((number for number in range(len(self._lines)) if self._place(number).contains(at)), -1)

    def _go(self, number: int) -> None:
        self._current = number
        place, bar = self._place(number), self.verticalScrollBar()
        below = max(0.0, place.bottom() - self.viewport().height())
        bar.setValue(round(bar.value() + min(0.0, place.top() - self._head) + below))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self._lines[self._current].text if self._lines else "")

    def _colour(self) -> None:
        """There are no pictures to be made: it is painted in the theme's colours."""

    def _arrange(self) -> None:
        """Lines as high as all of them fit, down to the height of their letters."""
        metrics, count = QFontMetricsF(self._small()), max(1, len(self._lines))
        names = max((metrics.horizontalAdvance(one.name) for one in self._lines), default=0.0)
        self._name = min(names, _LONGEST_NAME)
        self._figure = max(map(metrics.horizontalAdvance, ("100.00", *_headings())))
        self._head = metrics.height() + 2
        room = self.viewport().height() - self._head - 2
        self._line = float(int(min(max(room / count, metrics.height()), _LINE_MOST)))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(count * self._line - room)))
        bar.setPageStep(max(1, round(room)))
        bar.setSingleStep(round(self._line))
        self.viewport().update()

    def _text_at(self, at: QPoint) -> str:
        return self.explanation_at(at)


def _headings() -> tuple[str, str]:
    return tr("found %"), tr("right %")
