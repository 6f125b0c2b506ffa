"""A small picture of the window, each of its controls outlined and numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.gui.look.theme import colours, with_tabular_figures

_ROUND = 5
_BADGE = 15
"""Pixels that a number's badge is high, and wide at least."""
_DIM = 0.45


@dataclass(frozen=True)
class Numbered:
    """A control in the picture.

    Args:
        number: by which the list names it.
        place: where it is seen, in pixels of the window.
    """

    number: int
    place: QRect


class NumberedPicture(QWidget):
    """Shows the window as large as there is room, and says what the pointer is on."""

    pointed = Signal(int)
    """The index of the control below the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._scaled = QPixmap(), QPixmap()
        self._numbered: tuple[Numbered, ...] = ()
        self._current = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: QPixmap, numbered: Sequence[Numbered]) -> None:
        """Show this picture, with these controls numbered."""
        self._picture, self._scaled, self._numbered = picture, QPixmap(), tuple(numbered)
        self._current = -1
        self.update()

    def set_current(self, index: int) -> None:
        """Show this control bright and all else dim."""
        self._current = index
        self.update()

    def sizeHint(self) -> QSize:
        """Whatever there is."""
        return QSize(480, 320)

    def place_of(self, index: int) -> QRectF:
        """Where a control is shown, in pixels of this widget."""
        area, scale = self._area(), self._scale()
        place = QRectF(self._numbered[index].place)
        return QRectF(area.topLeft() + place.topLeft() * scale, place.size() * scale)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the pointer is on: of several over each other the smallest."""
        under = [n for n in range(len(self._numbered)) if self.place_of(n).contains(event.position())]
        if under:
            self.pointed.emit(min(under, key=lambda n: self.place_of(n).width() * self.place_of(n).height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Do the same for a finger, which does not hover."""
        self.mouseMoveEvent(event)

    def _window_size(self) -> QSize:
        return self._picture.deviceIndependentSize().toSize()

    def _scale(self) -> float:
        size = self._window_size()
        return min(1.0, self.width() / max(1, size.width()), self.height() / max(1, size.height()))

    def _area(self) -> QRectF:
        size = self._window_size() * self._scale()
        return QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, the outlines and, above all of them, the numbers."""
        if self._picture.isNull():
            return
        named, area = colours(self), self._area()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area.toRect(), self._smooth(area))
        self._paint_dimness(painter, area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(named.outline, 1))
        painter.drawRect(area)
        for index in range(len(self._numbered)):
            is_current = index == self._current
            painter.setPen(QPen(named.accent, 3 if is_current else 1))
            painter.drawRoundedRect(self.place_of(index), _ROUND, _ROUND)
        painter.setFont(self._badge_font())
        order = [n for n in range(len(self._numbered)) if n != self._current]
        for index in [*order, *([self._current] if self._current in range(len(self._numbered)) else [])]:
            self._paint_badge(painter, index)
        painter.end()

    def _smooth(self, area: QRectF) -> QPixmap:
        """The picture at the size it is shown at, made once: a painter's own scaling would leave it ragged."""
        size = area.size().toSize() * self.devicePixelRatioF()
        if self._scaled.size() != size:
            mode = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            self._scaled.setDevicePixelRatio(self.devicePixelRatioF())
        return self._scaled

    def _paint_dimness(self, painter: QPainter, area: QRectF) -> None:
        path = QPainterPath()
        path.addRect(area)
        if 0 <= self._current < len(self._numbered):
            bright = QPainterPath()
            bright.addRoundedRect(self.place_of(self._current), _ROUND, _ROUND)
            path -= bright
        dim = QColor(colours(self).surface)
        dim.setAlphaF(_DIM)
        painter.fillPath(path, dim)

    def _paint_badge(self, painter: QPainter, index: int) -> None:
        named, text = colours(self), str(self._numbered[index].number)
        width = max(_BADGE, QFontMetricsF(painter.font()).horizontalAdvance(text) + 6)
        badge = QRectF(0, 0, width, _BADGE)
        badge.moveCenter(self.place_of(index).topLeft() + QPointF(1, 1))
        badge.moveLeft(max(0, badge.left()))
        badge.moveTop(max(0, badge.top()))
        painter.setPen(QPen(named.surface, 1))
        painter.setBrush(named.text if index == self._current else named.accent)
        painter.drawRoundedRect(badge, _BADGE / 2, _BADGE / 2)
        painter.setPen(named.surface if index == self._current else named.accent_text)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)

    def _badge_font(self) -> QFont:
        font = with_tabular_figures(self.font())
        font.setPixelSize(10)
        font.setWeight(QFont.Weight.DemiBold)
        return font
