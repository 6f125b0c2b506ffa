"""The legend of the layers' colours."""

from enum import Enum, auto

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.colour_maps import gradient_map, non_negative_map, signed_map
from lenet_app.gui.layers.values_menu import Shows
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SCALE_WIDTH, _LEAST_SCALE, _SCALE_HEIGHT = 76, 16, 8
_GAP, _BETWEEN, _LEAST_BETWEEN = 6, 24, 6
"""Pixels between words and scales, and between the two scales."""


_Scale = tuple[str, npt.NDArray[np.uint8], str]


class Words(Enum):
    """How much is said beside the scales; as much as there is room for."""

    ALL = auto()
    FEW = auto()
    SIGNS = auto()
    NONE = auto()


class Legend(QWidget):
    """The scales in a line: values that are never below zero, signed ones, and gradients."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale_width, self._is_each_map_scaled = _SCALE_WIDTH, False
        self._shows, self._label = Shows.ACTIVATIONS, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Colour legend"))
        self.setToolTip(
            tr(
                "Each layer has its own scale, the same for every drawing: the strongest colour is for the\n"
                "largest value that pictures of the data set give it, and for what goes beyond.\n"
                "The left scale is for values that are never below zero, the right one for values with a sign.\n"
                "Under “Values” each map can have a scale of its own, so that faint maps can be seen.\n"
                "An input in colour has its own colours. RBF units show their fixed pictures in the colours\n"
                "that their values have in the layer before; the unit with the smallest distance is framed.\n"
                "Gradients are purple and green, the strongest colour for the largest of each layer just now."
            )
        )

    def set_each_map_scaled(self, is_each_map_scaled: bool) -> None:
        """Say that each map has its own scale, or each layer."""
        self._is_each_map_scaled = is_each_map_scaled
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(520, self.fontMetrics().height() + 4)

    def set_shows(self, shows: Shows, label: str) -> None:
        """Have the scales of what is shown; gradients are those of the loss at a class of this name."""
        self._shows, self._label = shows, label
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scales with their words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for words in Words:
            scales, between = self._scales(words), _BETWEEN if words is Words.ALL else _LEAST_BETWEEN
            if self._room(scales, between) >= _LEAST_SCALE:
                break
        self._scale_width = max(0, min(_SCALE_WIDTH, self._room(scales, between)))
        x = 0.0
        for low, table, high in scales:
            x = self._paint_text(painter, x, low)
            x = self._paint_scale(painter, x, table)
            x = self._paint_text(painter, x, high) + between
        painter.end()

    def _scales(self, words: Words) -> list[_Scale]:
        """Of each scale the word before it, its colours and the word after it."""
        dark, found = colours(self).dark, list[_Scale]()
        if self._shows is not Shows.GRADIENTS:
            largest = tr("largest of each map") if self._is_each_map_scaled else tr("usual largest")
            if words is not Words.ALL:
                largest = tr("largest") if words is Words.FEW and self._shows is Shows.ACTIVATIONS else ""
            found += [("0", non_negative_map(dark), largest), ("−", signed_map(dark), "+")]
        if self._shows is not Shows.ACTIVATIONS:
            text = tr("+ gradient of the loss at {label}") if words is Words.ALL else tr("+ at {label}")
            text = text.format(label=self._label or "…")
            found.append(("∂ −", gradient_map(dark), "+" if words is Words.SIGNS else text))
        return [("", table, "") for _, table, _ in found] if words is Words.NONE else found

    def _room(self, scales: list[_Scale], between: int) -> int:
        """Pixels that the words leave to each of the scales."""
        advance = self.fontMetrics().horizontalAdvance
        texts = [text for low, _, high in scales for text in (low, high) if text]
        taken = sum(map(advance, texts)) + (len(texts) + len(scales)) * _GAP + (len(scales) - 1) * between
        return (self.width() - taken) // len(scales)

    def _paint_text(self, painter: QPainter, x: float, text: str) -> float:
        """Write at `x`; returns where the next thing begins."""
        if not text:
            return x
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
