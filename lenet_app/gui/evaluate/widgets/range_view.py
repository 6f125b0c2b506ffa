"""Accuracies with their intervals, on one scale: how far these lie over each other tells whether two models differ."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.charts.palette import palette
from lenet_app.gui.evaluate.figures import Range
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.language import tr

_BAR, _DOT, _GAP = 4, 8, 2
_NAMES = 0.5
"""The share of the width that names have at most."""


class RangeView(QWidget):
    """A bar for each model's interval, in the colours of both, with a dot where its accuracy is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranges: tuple[Range, ...] = ()
        font = with_tabular_figures(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("95 % intervals"))
        self.setToolTip(
            tr("How good each model is, as far as so many pictures can tell: in 95 of 100 sets it lies in its bar.")
        )

    @property
    def ranges(self) -> tuple[Range, ...]:
        """What is shown."""
        return self._ranges

    def set_ranges(self, ranges: Sequence[Range]) -> None:
        """Show these, the first one in the accent's colour."""
        self._ranges = tuple(ranges)
        self.setAccessibleDescription("\n".join(one.text for one in ranges))
        self.updateGeometry()
        self.update()

    def explanation_at(self, _at: QPoint | None) -> str:
        """All of them in words."""
        return "\n".join(one.text for one in self._ranges)

    def sizeHint(self) -> QSize:
        """A line for each."""
        return QSize(200, round(len(self._ranges) * self._step()))

    def minimumSizeHint(self) -> QSize:
        """As high as all lines; as narrow as need be."""
        return QSize(80, self.sizeHint().height())

    def _step(self) -> float:
        return QFontMetricsF(self.font()).height() + _GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        if not self._ranges:
            return
        named, metrics = colours(self), QFontMetricsF(self.font())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(one.low for one in self._ranges), max(one.high for one in self._ranges)
        names = max(metrics.horizontalAdvance(one.name) for one in self._ranges)
        start = min(names, _NAMES * self.width()) + 2 * _DOT
        room = self.width() - start - _DOT
        scale = room / max(high - low, 1e-9)
        for number, one in enumerate(self._ranges):
            line = QRectF(0, number * self._step(), start - 2 * _DOT, self._step())
            painter.setPen(named.secondary_text)
            text = metrics.elidedText(one.name, Qt.TextElideMode.ElideMiddle, line.width() + 1)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            middle = line.center().y()
            left, right, share = (start + scale * (share - low) for share in (one.low, one.high, one.share))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(named.track)
            painter.drawRoundedRect(QRectF(start, middle - 1, room, 2), 1, 1)
            painter.setBrush(named.accent if number == 0 else QColor(palette(dark=named.dark).neutral))
            painter.drawRoundedRect(QRectF(left, middle - _BAR / 2, right - left, _BAR), 2, 2)
            painter.drawEllipse(QRectF(share - _DOT / 2, middle - _DOT / 2, _DOT, _DOT))
        if self.hasFocus():
            painter.setPen(named.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
