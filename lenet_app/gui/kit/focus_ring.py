"""The ring around the scroll bar of what scrolls while it has the keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from lenet_app.gui.look.theme import colours

_ROUND = 5
_EVENTS = (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """Lies over the scroll bar, where it hides nothing of what scrolls, and lets every click through."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._area = area
        area.installEventFilter(self)
        for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
            bar.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the scroll bar's place and the area's focus."""
        if event.type() in _EVENTS:
            bars = self._area.verticalScrollBar(), self._area.horizontalScrollBar()
            bar = next((bar for bar in bars if bar.maximum() > 0), bars[0])
            self.setGeometry(bar.rect().translated(bar.mapTo(self._area, QPoint(0, 0))))
            self.setVisible(self._area.hasFocus() and bar.maximum() > 0)
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours(self).accent, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.end()
