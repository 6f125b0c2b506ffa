"""The sweep along a row: the line, what each of its frames says, and where each digit was decided."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.charts.palette import palette
from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.kit.help import Key, explain
from lenet_app.gui.look.colours import Colours, colours
from lenet_app.gui.look.theme import with_tabular_figures
from lenet_app.language import tr
from lenet_app.networks.row_network import BLANK, STRIDE, WINDOW
from lenet_app.reading.page import RowTrace

_MARGIN = 8
_LARGEST_SCALE = 2.0
"""Pixels of the window for one of the line."""
_CURVES, _NAMES = 64, 18
"""Pixels that the curves are high, and the digits over them and the text below."""
_SEEN = 0.05
"""A digit whose probability is higher somewhere has a curve."""
_TOLD = 3
"""Answers of a frame that are told."""


class SweepView(QWidget):
    """Shows one row. A frame under the pointer, or chosen with the arrow keys, shows what it sees and says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace: RowTrace | None = None
        self._shares = np.zeros((0, BLANK + 1))
        self._place: int | None = None
        self._frame: int | None = None
        self.setAccessibleName(tr("The sweep along the row"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        explain(
            self,
            tr(
                "How the row was read in one sweep: the network answers for a window every {stride} pixels of the line."
                " Each curve is the probability of a digit, the grey one that of none; bands show where each digit was"
                " decided. Point at a frame, or use the arrow keys, to see its window and what it says."
            ).format(stride=STRIDE),
        )

    def told_keys(self) -> tuple[Key, ...]:
        """The arrow keys."""
        return (Key("← →", tr("the frame before, the next")),)

    @property
    def frame(self) -> int | None:
        """The number of the frame that is looked at, from 0."""
        return self._frame

    def show_trace(self, trace: RowTrace | None, place: int | None = None) -> None:
        """Show this row; `place` is that of the chosen digit in it."""
        if trace is not self._trace:
            self._trace, self._frame = trace, None
            self._shares = np.exp(np.zeros((0, BLANK + 1)) if trace is None else trace.frames.astype(np.float64))
        self._place = place
        self.setAccessibleDescription(self._sentence())
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the line at its largest, the digits' names, the curves and a line of text."""
        return QSize(300, round(WINDOW * _LARGEST_SCALE) + 2 * _NAMES + _CURVES + 3 * _MARGIN)

    def look_at(self, frame: int | None) -> None:
        """Look at this frame, from 0; None at none."""
        if frame != self._frame:
            self._frame = frame
            self.setAccessibleDescription(self.said or self._sentence())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the frame under the pointer."""
        super().mouseMoveEvent(event)
        if len(self._shares):
            scale = self._scale()
            frame = round((event.position().x() - self._left(scale)) / (STRIDE * scale))
            self.look_at(min(max(frame, 0), len(self._shares) - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Look at none."""
        super().leaveEvent(event)
        self.look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from frame to frame."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not len(self._shares):
            super().keyPressEvent(event)
            return
        start = -1 if step > 0 else len(self._shares)
        frame = (start if self._frame is None else self._frame) + step
        self.look_at(min(max(frame, 0), len(self._shares) - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the bands of its digits, and the curves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = colours(self)
        if self._trace is None:
            painter.setPen(named.secondary_text)
            text = tr("Choose a digit to see how its row was read in one sweep.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
        else:
            self._paint_trace(painter, self._trace, named)
        painter.end()

    # Within

    def _scale(self) -> float:
        """Pixels of the window for one of the line: as much as there is room for."""
        assert self._trace is not None
        wide = max(self._trace.picture.shape[1], STRIDE * len(self._shares), 1)
        high = self.height() - 2 * _NAMES - _CURVES - 3 * _MARGIN
        return max(0.1, min((self.width() - 2 * _MARGIN) / wide, high / WINDOW, _LARGEST_SCALE))

    def _left(self, scale: float) -> float:
        """Where the line begins: it stands in the middle."""
        assert self._trace is not None
        return (self.width() - self._trace.picture.shape[1] * scale) / 2

    def _paint_trace(self, painter: QPainter, trace: RowTrace, named: Colours) -> None:
        scale = self._scale()
        left, step = self._left(scale), STRIDE * scale
        line = QRectF(left, _MARGIN, trace.picture.shape[1] * scale, WINDOW * scale)
        pixels = np.ascontiguousarray(trace.picture)
        image = QImage(pixels.tobytes(), pixels.shape[1], WINDOW, pixels.shape[1], QImage.Format.Format_Grayscale8)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(line, image)
        base = line.bottom() + _MARGIN + _NAMES + _CURVES
        shades = palette(dark=named.dark)
        font = with_tabular_figures(self.font())
        font.setBold(True)
        painter.setFont(font)
        for place, (digit, (first, beyond)) in enumerate(zip(trace.digits, trace.spans, strict=True)):
            colour = QColor(shades.colour(digit))
            band = QRectF(left + (first - 0.5) * step, line.top(), (beyond - first) * step, base - line.top())
            tint = QColor(colour)
            tint.setAlphaF(0.35 if place == self._place else 0.15)
            painter.fillRect(band, tint)
            name = QRectF(band.center().x() - 20, line.bottom() + _MARGIN / 2, 40, _NAMES)
            painter.setPen(colour)
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.setPen(QPen(named.outline, 1))
        painter.drawLine(QPointF(_MARGIN, base), QPointF(self.width() - _MARGIN, base))
        across = left + step * np.arange(len(self._shares))
        self._paint_curve(painter, across, base, BLANK, QPen(QColor(shades.neutral), 1))
        for digit in range(BLANK):
            if self._shares[:, digit].max(initial=0) > _SEEN:
                self._paint_curve(painter, across, base, digit, QPen(QColor(shades.colour(digit)), 2))
        below = QRectF(_MARGIN, base + _MARGIN / 2, self.width() - 2 * _MARGIN, _NAMES)
        painter.setFont(with_tabular_figures(self.font()))
        painter.setPen(named.secondary_text)
        hint = tr("Point at a frame to see its window and what it says.")
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.said or hint)
        if self._frame is not None:
            x = left + self._frame * step
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(named.seen, 2))
            painter.drawRect(QRectF(x - WINDOW * scale / 2, line.top(), WINDOW * scale, line.height()))
            painter.drawLine(QPointF(x, line.bottom()), QPointF(x, base))

    def _paint_curve(
        self, painter: QPainter, across: npt.NDArray[np.floating[Any]], base: float, label: int, pen: QPen
    ) -> None:
        down = base - _CURVES * self._shares[:, label]
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)]))

    @property
    def said(self) -> str:
        """What the frame that is looked at says; empty where none is."""
        if self._frame is None:
            return ""
        shares = self._shares[self._frame]
        best = [int(label) for label in np.argsort(-shares, kind="stable")[:_TOLD]]
        names = (tr("no digit") if label == BLANK else str(label) for label in best)
        told = ", ".join(f"{name} {percent(float(shares[label]))} %" for name, label in zip(names, best, strict=True))
        sentence = tr("Frame {number} of {last}: {answers}")
        return sentence.format(number=self._frame + 1, last=len(self._shares), answers=told)

    def _sentence(self) -> str:
        """Where each digit was decided, for those who hear the window."""
        if self._trace is None:
            return ""
        pairs = zip(self._trace.digits, self._trace.spans, strict=True)
        parts = (tr("{digit} at frame {first}").format(digit=digit, first=first + 1) for digit, (first, _) in pairs)
        return ", ".join(parts)
