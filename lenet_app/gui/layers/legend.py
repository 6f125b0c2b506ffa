"""The legend of the layers' colours."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.colour_maps import non_negative_map, signed_map
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SCALE_WIDTH, _LEAST_SCALE, _SCALE_HEIGHT = 76, 20, 8
_GAP, _BETWEEN, _LEAST_BETWEEN = 6, 24, 6
"""Pixels between words and scales, and between the two scales."""


class Legend(QWidget):
    """Both scales in a line: values that are never below zero, and signed ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale_width, self._is_each_map_scaled = _SCALE_WIDTH, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Colour legend"))
        self.setToolTip(
            tr(
                "Each layer has its own scale, the same for every drawing: the strongest colour is for the\n"
                "largest value that pictures of the data set give it, and for what goes beyond.\n"
                "The left scale is for values that are never below zero, the right one for values with a sign.\n"
                "With “Each map” switched on each map has a scale of its own, so that faint maps can be seen.\n"
                "An input in colour has its own colours. RBF units show their fixed pictures in the colours\n"
                "that their values have in the layer before; the unit with the smallest distance is framed."
            )
        )

    def set_each_map_scaled(self, is_each_map_scaled: bool) -> None:
        """Say that each map has its own scale, or each layer."""
        self._is_each_map_scaled = is_each_map_scaled
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(520, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both scales with their words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = colours(self).dark
        largest = tr("largest of each map") if self._is_each_map_scaled else tr("usual largest")
        between = _BETWEEN
        if self._room(largest, between) < _LEAST_SCALE:
            largest, between = tr("largest"), _LEAST_BETWEEN
        self._scale_width = max(_LEAST_SCALE, min(_SCALE_WIDTH, self._room(largest, between)))
        x = self._paint_text(painter, 0, "0")
        x = self._paint_scale(painter, x, non_negative_map(dark))
        x = self._paint_text(painter, x, largest)
        x = self._paint_text(painter, x + between, "−")
        x = self._paint_scale(painter, x, signed_map(dark))
        self._paint_text(painter, x, "+")
        painter.end()

    def _room(self, largest: str, between: int) -> int:
        """Pixels that these words leave to each of the scales."""
        words = sum(self.fontMetrics().horizontalAdvance(word) + _GAP for word in ("0", largest, "−", "+"))
        return (self.width() - words - 2 * _GAP - between) // 2

    def _paint_text(self, painter: QPainter, x: float, text: str) -> float:
        """Write at `x`; returns where the next thing begins."""
        painter.setPen(colours(self).secondary_text)
        width = QFontMetrics(self.font()).horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width + _GAP

    def _paint_scale(self, painter: QPainter, x: float, table: npt.NDArray[np.uint8]) -> float:
        """Draw a scale at `x`; returns where the next thing begins."""
        image = QImage(np.ascontiguousarray(table).data, len(table), 1, 3 * len(table), QImage.Format.Format_RGB888)
        target = QRectF(x, (self.height() - _SCALE_HEIGHT) / 2, self._scale_width, _SCALE_HEIGHT)
        round_ends = QPainterPath()
        round_ends.addRoundedRect(target, _SCALE_HEIGHT / 2, _SCALE_HEIGHT / 2)
        painter.save()
        painter.setClipPath(round_ends)
        painter.drawImage(target, image, QRectF(0, 0, len(table), 1))
        painter.restore()
        painter.setPen(colours(self).outline)
        painter.drawPath(round_ends)
        return x + self._scale_width + _GAP
