"""Paints layers in their places: words, empty cells and values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.layers.column import Column, Figure
from lenet_app.gui.layers.images import bitmaps_image
from lenet_app.gui.layers.places import unit_box
from lenet_app.gui.layers.shown import CHANNELS, Face, ShownLayer, picture_shape
from lenet_app.gui.layers.words import Detail, heading
from lenet_app.gui.look.colours import Colours
from lenet_app.gui.look.theme import with_tabular_figures
from lenet_app.networks.activation import AMPLITUDE

Floats = npt.NDArray[np.float32]

_SMALL, SMALLEST_TYPE = 0.92, 0.85
"""Of the view's type: the words within and beside cells, and those below the names of the layers."""
_STRIP, _STRIP_ENLARGED = 14, 3.0
"""Of a class along a line: how many pixels its strip is high, and how many times as wide as other maps it is."""
_MIDDLE_LIGHTNESS = 0.55
_MOST_NAMES = 16
"""More classes than these have cells too small for names."""
_INPUT_ENLARGED, _BITMAP_ENLARGED = 1.45, 1.2
"""How many times as large as other maps the input is, and the picture that an RBF layer compares with its own."""
_ENLARGED = {Face.INK: _INPUT_ENLARGED, Face.FRAMES: 5.0}
"""The same of others: a unit along a line is a row of pixels among many, each of which has to be hit."""
_ROOM_IN_CELL = 10
"""Pixels of a unit with a name that the name does not take."""
_BESIDE_GAP = 6
"""Pixels between an RBF unit's picture and its distance."""
_BELOW_HEADING = 10
_ARROW_LENGTH, _ARROW_HEAD, _USUAL_LETTER = 12, 3.5, 15
"""Pixels, where letters are as high as that."""
_LOSER = 0.4
"""How opaque the picture of an RBF unit is that has not won."""
_WIDEST_DISTANCE = "00.0"
_LEAST_GRADIENT = 0.05
_WIDEST_VALUE = "−00.00"
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Shown:
    """What is shown for a layer.

    Args:
        values: as the layer gave them.
        image: its coloured picture, each map below the one before or a pixel for each unit.
        channels: of a colour input, red, green and blue below each other.
        winner: of the last layer, the unit that is framed; None where no class is the answer.
        is_of_gradients: whether the values are those of the loss.
        spans: of the last layer along a line the class, the first frame and the first one beyond of what is framed.
    """

    values: Floats
    image: QImage
    channels: QImage | None = None
    winner: int | None = None
    is_of_gradients: bool = False
    spans: tuple[tuple[int, int, int], ...] = ()


def distance_text(distance: float) -> str:
    """A distance in at most four characters: `3.2`, `84.6`, `132`."""
    return f"{distance:.1f}" if distance < 99.95 else f"{distance:.0f}"


class LayersPainter:
    """Knows fonts, colours and class names; made anew when one of them changes."""

    def __init__(
        self,
        font: QFont,
        named: Colours,
        layers: Sequence[ShownLayer],
        class_names: Sequence[str],
        last: str,
        sign: str = "",
    ) -> None:
        """Prepare for these layers; `last` names the network's last one, whether it is among them or not.

        `sign` stands before the name of each, such as ∂ where gradients are shown.
        """
        self._sign = sign
        self._named = named
        self._layers = layers
        self._last = last
        self._class_names = class_names if len(class_names) <= _MOST_NAMES else ()
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._small = QFont(font)
        self._small.setPointSizeF(font.pointSizeF() * _SMALL)
        self._smallest = QFont(font)
        self._smallest.setPointSizeF(font.pointSizeF() * SMALLEST_TYPE)
        self._figures = with_tabular_figures(self._small)
        self._best = QFont(self._figures)
        self._best.setWeight(QFont.Weight.DemiBold)

    def figure(self, layer: ShownLayer, detail: Detail) -> Figure:
        """What there is to place of a layer of which so much is said."""
        shape, words = picture_shape(layer), self._heading_width(layer, detail)
        match layer.face:
            case Face.COLOUR:
                return Figure(shape, words, enlarged=_INPUT_ENLARGED, below=CHANNELS)
            case Face.PICTURE:
                return Figure(shape, words, enlarged=_BITMAP_ENLARGED)
            case Face.BITMAPS:
                beside = QFontMetricsF(self._best).horizontalAdvance(_WIDEST_DISTANCE) + _BESIDE_GAP
                return Figure(shape, words, enlarged=_BITMAP_ENLARGED, beside=beside, in_one_line=len(self._layers) > 1)
        if layer.name == self._last and self._class_names:
            metrics = QFontMetricsF(self._small)
            names = max(metrics.horizontalAdvance(name) for name in self._class_names)
            if layer.face is Face.UNITS:
                return Figure(shape, words, least_width=names + _ROOM_IN_CELL, in_one_line=True)
            beside = names + _BESIDE_GAP  # along a line
            return Figure(shape, words, _STRIP_ENLARGED, beside=beside, in_one_line=True, least_height=_STRIP)
        is_along = layer.face is Face.FRAMES
        return Figure(shape, words, enlarged=_ENLARGED.get(layer.face, 1), in_one_line=is_along)

    def heading_height(self, detail: Detail) -> float:
        """Pixels above the cells for the words of all layers."""
        lines = max(len(heading(layer, detail)) for layer in self._layers)
        small = QFontMetricsF(self._smallest).lineSpacing()
        return QFontMetricsF(self._bold).lineSpacing() + (lines - 1) * small + _BELOW_HEADING

    def paint_empty(self, painter: QPainter, layer: ShownLayer, column: Column, detail: Detail) -> None:
        """Paint what stays while the activations change: heading and empty cells."""
        self._paint_heading(painter, layer, column, detail)
        for index in range(column.count):
            painter.fillRect(QRectF(*column.cell(index)), self._named.hover)
        for index in range(column.below):
            painter.fillRect(QRectF(*column.small_cell(index)), self._named.hover)
        if layer.face is Face.BITMAPS:
            self._paint_pictures(painter, bitmaps_image(column.count, AMPLITUDE, self._named), column, opacity=_LOSER)
        self._paint_class_names(painter, layer, column, None)

    def paint_arrow(self, painter: QPainter, one: Column, following: Column, middle: float) -> None:
        """Paint the arrow that leads from one column to the next, at the height `middle`."""
        left, right = one.left + one.cells_width, following.left
        large = max(1.0, QFontMetricsF(self._bold).height() / _USUAL_LETTER)
        length, head = min(large * _ARROW_LENGTH, right - left - 8), large * _ARROW_HEAD
        tip = QPointF((left + right + length) / 2, middle)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._named.secondary_text, large))
        painter.drawLine(tip - QPointF(length, 0), tip)
        above, below = QPointF(-head, -head), QPointF(-head, head)
        painter.drawPolyline(QPolygonF([tip + above, tip, tip + below]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_values(self, painter: QPainter, layer: ShownLayer, column: Column, shown: Shown) -> None:
        """Paint a layer's values over its empty cells."""
        match layer.face:
            case Face.UNITS:
                self._paint_units(painter, shown.image, column)
                if shown.winner is not None and self._class_names:
                    self._frame(painter, QRectF(*column.cell(shown.winner)))
            case Face.BITMAPS:
                self._paint_bitmaps(painter, shown, column)
            case _:
                self._paint_pictures(painter, shown.image, column)
                self._paint_spans(painter, layer, column, shown)
        if shown.channels is not None:
            self._paint_channels(painter, shown.channels, column)
        self._paint_class_names(painter, layer, column, shown.image)

    def paint_numbers(self, painter: QPainter, layer: ShownLayer, column: Column, shown: Shown) -> None:
        """Write each unit's value upon it, where all of a layer have room for theirs."""
        metrics = QFontMetricsF(self._smallest)
        _, _, width, height = unit_box(layer, column, 0)
        is_named = layer.name == self._last or layer.face in (Face.BITMAPS, Face.COLOUR)
        if is_named or width < metrics.horizontalAdvance(_WIDEST_VALUE) or height < metrics.height():
            return
        painter.setFont(self._smallest)
        across = column.across if layer.face is Face.UNITS else shown.image.width()
        for number, value in enumerate(shown.values.ravel()):
            line, place = divmod(number, across)
            light = shown.image.pixelColor(place, line).lightnessF() > _MIDDLE_LIGHTNESS
            painter.setPen(Qt.GlobalColor.black if light else Qt.GlobalColor.white)
            text = f"{value:.0e}" if shown.is_of_gradients else f"{value:.2f}"
            painter.drawText(QRectF(*unit_box(layer, column, number)), _CENTRE, with_minus(text))

    def _heading(self, layer: ShownLayer, detail: Detail) -> list[str]:
        title, *others = heading(layer, detail)
        return [f"{self._sign}{title}", *others]

    def _heading_width(self, layer: ShownLayer, detail: Detail) -> float:
        title, *others = self._heading(layer, detail)
        small = QFontMetricsF(self._smallest)
        widths = [QFontMetricsF(self._bold).horizontalAdvance(title), *map(small.horizontalAdvance, others)]
        return max(widths)

    def _paint_heading(self, painter: QPainter, layer: ShownLayer, column: Column, detail: Detail) -> None:
        top = 0.0
        for number, line in enumerate(self._heading(layer, detail)):
            font = self._smallest if number else self._bold
            painter.setFont(font)
            painter.setPen(self._named.secondary_text if number else self._named.text)
            height = QFontMetricsF(font).lineSpacing()
            painter.drawText(QRectF(column.x, top, column.width, height), _CENTRE, line)
            top += height

    def _paint_pictures(self, painter: QPainter, image: QImage, column: Column, opacity: float = 1) -> None:
        rows = image.height() / column.count
        painter.setOpacity(opacity)
        for index in range(column.count):
            painter.drawImage(QRectF(*column.cell(index)), image, QRectF(0, index * rows, image.width(), rows))
        painter.setOpacity(1)

    def _paint_bitmaps(self, painter: QPainter, shown: Shown, column: Column) -> None:
        """The pictures that have not won step back; beside each stands its distance."""
        rows = shown.image.height() / column.count
        for index, distance in enumerate(shown.values):
            cell, wins = QRectF(*column.cell(index)), index == shown.winner
            painter.fillRect(cell, self._named.panel)
            painter.setOpacity(1 if wins or shown.is_of_gradients else _LOSER)
            painter.drawImage(cell, shown.image, QRectF(0, index * rows, shown.image.width(), rows))
            painter.setOpacity(1)
            if wins:
                self._frame(painter, cell.adjusted(-2, -2, 2, 2))  # around the few pixels of a bitmap
            painter.setFont(self._best if wins else self._figures)
            painter.setPen(self._named.text if wins else self._named.secondary_text)
            words = QRectF(cell.right(), cell.top(), column.beside, cell.height())
            text = distance_text(float(distance))
            if shown.is_of_gradients:
                text = with_minus(f"{distance:+.1f}") if abs(distance) >= _LEAST_GRADIENT else "0"
            painter.drawText(words, _RIGHT, text)

    def _frame(self, painter: QPainter, cell: QRectF) -> None:
        """The frame around the unit that wins."""
        painter.setPen(QPen(self._named.accent, 2, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(1, 1, -1, -1))

    def _paint_spans(self, painter: QPainter, layer: ShownLayer, column: Column, shown: Shown) -> None:
        """Frame where along a line each digit was read."""
        for class_, start, stop in shown.spans:
            left, top, width, height = column.cell(class_)
            frame = width / layer.shape[2]
            self._frame(
                painter, QRectF(left + start * frame, top, (stop - start) * frame, height).adjusted(-2, -1, 2, 1)
            )

    def _paint_units(self, painter: QPainter, image: QImage, column: Column) -> None:
        """All units in one go, then the gaps between them: far quicker than one by one."""
        across, down = column.cell_width + column.gap, column.cell_height + column.gap
        left, top, _, _ = column.cell(0)
        whole = QRectF(left, top, column.across * across, column.lines * down)
        painter.drawImage(whole, image)
        gap = column.gap
        gaps = [QRectF(left + (n + 1) * across - gap, top, gap, whole.height()) for n in range(column.across)]
        gaps += [QRectF(left, top + (n + 1) * down - gap, whole.width(), gap) for n in range(column.lines)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._named.panel)
        painter.drawRects(gaps)

    def _paint_channels(self, painter: QPainter, image: QImage, column: Column) -> None:
        rows = image.height() / column.below
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in range(column.below):
            source = QRectF(0, index * rows, image.width(), rows)
            painter.drawImage(QRectF(*column.small_cell(index)), image, source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _paint_class_names(self, painter: QPainter, layer: ShownLayer, column: Column, image: QImage | None) -> None:
        """Each unit of the last layer bears the name of its class; along a line it stands beside its strip."""
        if layer.name != self._last or layer.face not in (Face.UNITS, Face.MAPS):
            return
        painter.setFont(self._small)
        if layer.face is Face.MAPS:
            painter.setPen(self._named.secondary_text)
            for index, class_name in enumerate(self._class_names):
                cell = QRectF(*column.cell(index))
                painter.drawText(QRectF(cell.right(), cell.top(), column.beside, cell.height()), _RIGHT, class_name)
            return
        for index, class_name in enumerate(self._class_names):
            line, place = divmod(index, column.across)
            behind = image.pixelColor(place, line) if image else self._named.hover
            light = behind.lightnessF() > _MIDDLE_LIGHTNESS
            painter.setPen(Qt.GlobalColor.black if light else Qt.GlobalColor.white)
            painter.drawText(QRectF(*column.cell(index)), _CENTRE, class_name)
