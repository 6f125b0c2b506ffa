"""Paints layers in their places: words, empty cells and values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen

from lenet_app.gui.layers.block import HEADING, NOTE, Block, Figure
from lenet_app.gui.layers.images import bitmaps_image
from lenet_app.gui.layers.shown import CHANNELS, Face, ShownLayer, picture_shape
from lenet_app.gui.layers.words import layer_words
from lenet_app.gui.look.colours import Colours
from lenet_app.gui.look.theme import with_tabular_figures

Floats = npt.NDArray[np.float32]

_MIDDLE_LIGHTNESS = 0.55
_MOST_NAMES = 16
"""More classes than these have cells too small for names."""
_CAPTION = 18
_INPUT_UNITS = 2
"""The input may take two lines of the maps beside it."""
_LOSER = 0.4
"""How opaque the picture of an RBF unit is that has not won."""
_WIDEST_DISTANCE = "00.0"
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Shown:
    """What is shown for a layer.

    Args:
        values: as the layer gave them.
        image: its coloured picture, each map below the one before or a pixel for each unit.
        channels: of a colour input, red, green and blue below each other.
    """

    values: Floats
    image: QImage
    channels: QImage | None = None


def distance_text(distance: float) -> str:
    """A distance in at most four characters: `3.2`, `84.6`, `132`."""
    return f"{distance:.1f}" if distance < 99.95 else f"{distance:.0f}"


class LayersPainter:
    """Knows fonts, colours and class names; made anew when one of them changes."""

    def __init__(self, font: QFont, named: Colours, layers: Sequence[ShownLayer], class_names: Sequence[str]) -> None:
        self._named = named
        self._last = layers[-1].name
        self._class_names = class_names if len(class_names) <= _MOST_NAMES else ()
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._small = QFont(font)
        self._small.setPointSizeF(font.pointSizeF() * 0.92)
        self._figures = with_tabular_figures(self._small)
        self._best = QFont(self._figures)
        self._best.setWeight(QFont.Weight.DemiBold)

    def figure(self, layer: ShownLayer, *, brief: bool = False) -> Figure:
        """What there is to place of a layer; a `brief` one has room for its shortest texts only."""
        shape, least_width = picture_shape(layer), self._text_width(layer, brief=brief)
        match layer.face:
            case Face.INK:
                return Figure(shape, least_width, units=_INPUT_UNITS if shape[0] == 1 else None)
            case Face.COLOUR:
                return Figure(shape, least_width, units=_INPUT_UNITS, beside=CHANNELS)
            case Face.PICTURE:
                return Figure(shape, least_width, units=1, begins_row=True)
            case Face.BITMAPS:
                pitch = QFontMetricsF(self._best).horizontalAdvance(_WIDEST_DISTANCE) + 4
                return Figure(shape, least_width, units=1, least_pitch=pitch, caption=_CAPTION)
        if layer.name == self._last and self._class_names:
            metrics = QFontMetricsF(self._small)
            names = max(metrics.horizontalAdvance(name) for name in self._class_names)
            return Figure(shape, least_width, least_pitch=names + 10 if names > metrics.averageCharWidth() * 2 else 0)
        return Figure(shape, least_width)

    def paint_empty(self, painter: QPainter, layer: ShownLayer, block: Block) -> None:
        """Paint what stays while the activations change: heading, note and empty cells."""
        self._paint_texts(painter, layer, block)
        for index in range(block.count):
            painter.fillRect(QRectF(*block.cell(index)), self._named.hover)
        for index in range(block.beside):
            painter.fillRect(QRectF(*block.beside_cell(index)), self._named.hover)
        if layer.face is Face.BITMAPS:
            self._paint_pictures(painter, bitmaps_image(block.count, None, self._named), block, opacity=_LOSER)
        self._paint_class_names(painter, layer, block, None)

    def paint_values(self, painter: QPainter, layer: ShownLayer, block: Block, shown: Shown) -> None:
        """Paint a layer's values over its empty cells."""
        match layer.face:
            case Face.UNITS:
                self._paint_units(painter, shown.image, block)
            case Face.BITMAPS:
                self._paint_bitmaps(painter, shown, block)
            case _:
                self._paint_pictures(painter, shown.image, block)
        if shown.channels is not None:
            self._paint_channels(painter, shown.channels, block)
        self._paint_class_names(painter, layer, block, shown.image)

    def _text_width(self, layer: ShownLayer, *, brief: bool) -> float:
        texts, small = layer_words(layer), QFontMetricsF(self._small)
        at = -1 if brief else 0
        heading = self._beside(texts.title) + small.horizontalAdvance(texts.kinds[at])
        return max(heading, small.horizontalAdvance(texts.notes[at])) + 2

    def _beside(self, title: str) -> float:
        """Where the words beside a title begin."""
        return QFontMetricsF(self._bold).horizontalAdvance(title) + 8

    def _paint_texts(self, painter: QPainter, layer: ShownLayer, block: Block) -> None:
        texts = layer_words(layer)
        line = QRectF(block.x, block.y, block.width, HEADING - 6)
        painter.setFont(self._bold)
        painter.setPen(self._named.text)
        painter.drawText(line, _MIDDLE, texts.title)
        beside = line.adjusted(self._beside(texts.title), 0, 0, 0)
        below = QRectF(block.x, block.y + HEADING + block.cells_height + 2, block.width, NOTE - 4)
        painter.setFont(self._small)
        painter.setPen(self._named.secondary_text)
        metrics = QFontMetricsF(self._small)
        for place, choices in ((beside, texts.kinds), (below, texts.notes)):
            fitting = (text for text in choices if metrics.horizontalAdvance(text) <= place.width())
            cut = metrics.elidedText(choices[-1], Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, _MIDDLE, next(fitting, cut))

    def _paint_pictures(self, painter: QPainter, image: QImage, block: Block, opacity: float = 1) -> None:
        rows = image.height() / block.count
        painter.setOpacity(opacity)
        for index in range(block.count):
            painter.drawImage(QRectF(*block.cell(index)), image, QRectF(0, index * rows, image.width(), rows))
        painter.setOpacity(1)

    def _paint_bitmaps(self, painter: QPainter, shown: Shown, block: Block) -> None:
        """The pictures that have not won step back; below each stands its distance."""
        winner = int(np.argmin(shown.values))
        rows = shown.image.height() / block.count
        for index, distance in enumerate(shown.values):
            cell, wins = QRectF(*block.cell(index)), index == winner
            painter.fillRect(cell, self._named.panel)
            painter.setOpacity(1 if wins else _LOSER)
            painter.drawImage(cell, shown.image, QRectF(0, index * rows, shown.image.width(), rows))
            painter.setOpacity(1)
            if wins:
                painter.setPen(QPen(self._named.accent, 2, j=Qt.PenJoinStyle.MiterJoin))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(cell.adjusted(-2, -2, 2, 2))
            painter.setFont(self._best if wins else self._figures)
            painter.setPen(self._named.text if wins else self._named.secondary_text)
            words = QRectF(cell.x() - block.gap / 2, cell.bottom(), cell.width() + block.gap, block.caption)
            painter.drawText(words, _CENTRE, distance_text(float(distance)))

    def _paint_units(self, painter: QPainter, image: QImage, block: Block) -> None:
        """All units in one go, then the gaps between them: far quicker than one by one."""
        across, down = block.cell_width + block.gap, block.cell_height + block.gap
        left, top, _, _ = block.cell(0)
        whole = QRectF(left, top, block.columns * across, block.rows * down)
        painter.drawImage(whole, image)
        gap = block.gap
        gaps = [QRectF(left + (n + 1) * across - gap, top, gap, whole.height()) for n in range(block.columns)]
        gaps += [QRectF(left, top + (n + 1) * down - gap, whole.width(), gap) for n in range(block.rows)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._named.panel)
        painter.drawRects(gaps)

    def _paint_channels(self, painter: QPainter, image: QImage, block: Block) -> None:
        rows = image.height() / block.beside
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in range(block.beside):
            source = QRectF(0, index * rows, image.width(), rows)
            painter.drawImage(QRectF(*block.beside_cell(index)), image, source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _paint_class_names(self, painter: QPainter, layer: ShownLayer, block: Block, image: QImage | None) -> None:
        """Each unit of the last layer bears the name of its class."""
        if layer.name != self._last or layer.face is not Face.UNITS:
            return
        painter.setFont(self._small)
        for index, class_name in enumerate(self._class_names):
            row, column = divmod(index, block.columns)
            behind = image.pixelColor(column, row) if image else self._named.hover
            light = behind.lightnessF() > _MIDDLE_LIGHTNESS
            painter.setPen(Qt.GlobalColor.black if light else Qt.GlobalColor.white)
            painter.drawText(QRectF(*block.cell(index)), _CENTRE, class_name)
