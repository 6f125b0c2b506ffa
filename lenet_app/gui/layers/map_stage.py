"""One map alone, as large as there is room, with the kernels that make it beside it."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_app.colour_maps import entries_of
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.layers.cursor import move_of
from lenet_app.gui.layers.images import maps_image
from lenet_app.gui.layers.marks import Marks, paint_marks
from lenet_app.gui.layers.pictures import Floats
from lenet_app.gui.layers.shown import Face, ShownLayer
from lenet_app.gui.layers.tips import layer_tip
from lenet_app.gui.layers.unit_texts import range_text, unit_text, value_text
from lenet_app.gui.look.theme import colours, with_tabular_figures
from lenet_app.inspection.connections import parameters_of
from lenet_app.inspection.units import Unit
from lenet_app.inspection.walking import moved
from lenet_app.language import tr
from lenet_app.networks.model import Model

_GAP = 12
_MAP_SHARE = 0.55
"""Of the width, where there are kernels beside it."""
_WIDEST_VALUE, _WIDEST_NUMBER = "−00.00", -88.88
_MIDDLE_LIGHTNESS = 0.55
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Kernels:
    """What makes a map: a kernel for each map before that it sees, (maps, height, width), and its bias."""

    maps: tuple[int, ...]
    values: Floats
    bias: float

    @staticmethod
    def of(model: Model, layer: ShownLayer, number: int) -> "Kernels | None":
        """Of a convolution's map; None of any other layer."""
        if layer.plan is None or layer.plan.layer.sliding is None or layer.plan.layer.is_pool:
            return None
        values, bias = parameters_of(layer.plan, model.weights, Unit(layer.name, (number, 0, 0)))
        return Kernels(layer.plan.layer.seen(layer.plan.input_shape)[number], values.astype(np.float32), bias)


class MapStage(QWidget):
    """A map with its values, and kernels; its units are pointed at, chosen and walked as those of the layers are."""

    unit_chosen = Signal(object)
    """The Unit that somebody chose."""
    unit_pointed = Signal(object)
    """The Unit below the pointer, or None."""
    left = Signal()
    """Somebody wants to see all maps again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._layer: ShownLayer | None = None
        self._number = 0
        self._values: Floats | None = None
        self._largest, self._of_gradients = 1.0, False
        self._kernels: Kernels | None = None
        self._chosen: Unit | None = None
        self._pointed: Unit | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Map"))
        explain(
            self,
            tr(
                "One map alone, and beside it the kernels that make it: the map is the sum of what each kernel gives on"
                " a map before, plus the bias, through the activation function. Blue is below zero, orange above."
            ),
        )

    @property
    def layer_name(self) -> str:
        """Whose map is shown; empty for none."""
        return "" if self._layer is None else self._layer.name

    @property
    def number(self) -> int:
        """Of the map that is shown."""
        return self._number

    @property
    def kernels(self) -> Kernels | None:
        """Those beside the map."""
        return self._kernels

    def show_map(
        self,
        model: Model,
        layer: ShownLayer,
        number: int,
        values: Floats | None,
        largest: float,
        *,
        of_gradients: bool = False,
    ) -> None:
        """Show a map of a layer with maps.

        Args:
            model: whose kernels are shown.
            layer: of the model.
            number: of the map.
            values: of the whole layer; None while nothing is drawn.
            largest: the value with the strongest colour.
            of_gradients: whether the values are the loss's gradients.
        """
        self._of_gradients = of_gradients
        if model is not self._model or (layer, number) != (self._layer, self._number):
            self._model, self._layer, self._number = model, layer, number
            self._kernels = Kernels.of(model, layer, number)
        self._values, self._largest = values, largest
        self._tell()

    def show_chosen(self, unit: Unit | None) -> None:
        """Outline the chosen unit."""
        self._chosen = unit
        self._tell()

    def show_pointed(self, unit: Unit | None) -> None:
        """Outline the unit that is pointed at."""
        self._pointed = unit
        self._tell()

    @property
    def heading(self) -> str:
        """The map, and what its numbers are like."""
        return self._heading_of("" if self._values is None else range_text(self._values[self._number]))

    def _heading_of(self, numbers: str) -> str:
        if self._layer is None:
            return ""
        name = unit_text(self._layer, Unit(self._layer.name, (self._number,)))
        return tr("{layer}: {range}").format(layer=name, range=numbers) if numbers else name

    @property
    def kernels_heading(self) -> str:
        """What the kernels are, and the bias."""
        if self._kernels is None:
            return ""
        text = tr("Kernels {rows} × {columns}, bias {bias}")
        _, rows, columns = self._kernels.values.shape
        return text.format(rows=rows, columns=columns, bias=value_text(self._kernels.bias))

    def _tell(self) -> None:
        self.setAccessibleDescription(". ".join(filter(None, [self.heading, self.kernels_heading])))
        self.update()

    def explanation_at(self, _at: QPoint | None) -> str:
        """The layer, and what its kind of layer does."""
        return "" if self._layer is None else layer_tip(self._layer, "", is_long=True)

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Choose the next unit")),
            Key(key_names("Shift+Up", "Shift+Down"), tr("Choose a unit of the next map")),
            Key(key_names("Shift+Left", "Shift+Right"), tr("Choose what the unit sees or feeds in the next layer")),
            Key(key_names("Esc"), tr("Show all maps again")),
        )

    def event(self, event: QEvent) -> bool:
        """Escape leaves this map before it does anything else in the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from unit to unit, or leave."""
        move = move_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif move is not None and self._model is not None and self._layer is not None:
            _, rows, columns = self._layer.shape
            start = self._chosen or Unit(self._layer.name, (self._number, rows // 2, columns // 2))
            self.unit_chosen.emit(moved(self._model.architecture, start, move))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is below."""
        self.unit_pointed.emit(self._unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.unit_pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit below."""
        if event.button() == Qt.MouseButton.LeftButton and (unit := self._unit_at(event.position())) is not None:
            self.unit_chosen.emit(unit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was taken, so this is."""
        event.accept()

    # Where things are

    @property
    def map_place(self) -> QRectF:
        """Of the map, in pixels; its pixels are whole ones."""
        if self._layer is None:
            return QRectF()
        return self._map_place(2 if self._is_stacked else 1)

    def _map_place(self, lines: int) -> QRectF:
        """Of the map, below so many lines of headings."""
        assert self._layer is not None
        _, rows, columns = self._layer.shape
        top = lines * self.fontMetrics().height() + _GAP
        width = self.width() * (1 if self._kernels is None else _MAP_SHARE)
        pixel = max(1, int(min((width - _GAP) / columns, (self.height() - top - _GAP) / rows)))
        return QRectF(_GAP / 2, top, pixel * columns, pixel * rows)

    @property
    def _is_stacked(self) -> bool:
        """Whether the kernels' heading stands below the map's, for want of room; it stays there whatever is drawn."""
        if self._kernels is None or self._layer is None:
            return False
        advance, kernels = self.fontMetrics().horizontalAdvance, self._map_place(1).right() + 2 * _GAP
        widest = self._heading_of(range_text(np.full(1, _WIDEST_NUMBER)))
        return _GAP / 2 + advance(widest) + _GAP > kernels or kernels + advance(self.kernels_heading) > self.width()

    def kernel_places(self) -> list[QRectF]:
        """Of the kernels, as large as there is room for all of them."""
        if self._kernels is None:
            return []
        count, rows, columns = self._kernels.values.shape
        caption = self.fontMetrics().height()
        left, top = self.map_place.right() + 2 * _GAP, self.map_place.top()
        width, height = self.width() - left - _GAP, self.height() - top

        def pixel_of(across: int) -> float:
            return min((width / across - _GAP) / columns, (height / ceil(count / across) - caption - 4) / rows)

        across = max(range(1, count + 1), key=pixel_of)
        pixel = max(1, int(pixel_of(across)))
        return [
            QRectF(
                left + (index % across) * (pixel * columns + _GAP),
                top + (index // across) * (pixel * rows + caption + 4) + caption,
                pixel * columns,
                pixel * rows,
            )
            for index in range(count)
        ]

    def _unit_at(self, at: QPointF) -> Unit | None:
        place = self.map_place
        if self._layer is None or not place.contains(at):
            return None
        _, rows, columns = self._layer.shape
        row = min(int((at.y() - place.top()) / place.height() * rows), rows - 1)
        column = min(int((at.x() - place.left()) / place.width() * columns), columns - 1)
        return Unit(self._layer.name, (self._number, row, column))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, its kernels, and the outlines."""
        if self._layer is None:
            return
        painter, named, line = QPainter(self), colours(self), self.fontMetrics().height()
        place = self.map_place
        painter.setPen(named.text)
        painter.drawText(QPointF(place.left(), line), self.heading)
        painter.fillRect(place, named.hover)
        if self._values is not None:
            is_input = self._layer.face in (Face.INK, Face.COLOUR)
            signed, of_gradients = self._layer.signed and not is_input, self._of_gradients
            values, largest = self._values[self._number], self._largest
            self._paint_numbers(
                painter, place, values, largest, signed=signed or of_gradients, of_gradients=of_gradients
            )
        self._paint_kernels(painter)
        paint_marks(painter, self._marks(place), named)
        painter.end()

    def _paint_kernels(self, painter: QPainter) -> None:
        if self._kernels is None:
            return
        named, places = colours(self), self.kernel_places()
        line, is_stacked = self.fontMetrics().height(), self._is_stacked
        at = QPointF(self.map_place.left(), 2 * line) if is_stacked else QPointF(places[0].left(), line)
        painter.setPen(named.text)
        painter.drawText(at, self.kernels_heading)
        largest = float(np.abs(self._kernels.values).max())
        for map_, place, kernel in zip(self._kernels.maps, places, self._kernels.values, strict=True):
            painter.setPen(named.secondary_text)
            painter.drawText(QPointF(place.left(), place.top() - 4), tr("map {number}").format(number=map_))
            self._paint_numbers(painter, place, kernel, largest, signed=True)

    def _paint_numbers(
        self,
        painter: QPainter,
        place: QRectF,
        values: Floats,
        largest: float,
        *,
        signed: bool,
        of_gradients: bool = False,
    ) -> None:
        """Paint values as colours, and as numbers where there is room for them."""
        # Gradients may be too small for the least that counts as a scale.
        entries = entries_of(values / (largest or 1), 1.0, signed=signed)
        image = maps_image(entries, colours(self), signed=signed, of_gradients=of_gradients)
        painter.drawImage(place, image)
        rows, columns = values.shape
        width, height = place.width() / columns, place.height() / rows
        painter.setFont(with_tabular_figures(self.font()))
        if width < painter.fontMetrics().horizontalAdvance(_WIDEST_VALUE) or height < painter.fontMetrics().height():
            return
        for row, column in np.ndindex(rows, columns):
            painter.setPen(_readable_on(image, column, row))
            cell = QRectF(place.left() + column * width, place.top() + row * height, width, height)
            value = values[row, column]
            text = f"{value:.0e}" if of_gradients else f"{value:.2f}"
            painter.drawText(cell, _CENTRE, with_minus(text))

    def _marks(self, place: QRectF) -> Marks:
        unit = self._pointed or self._chosen
        if self._layer is None or unit is None or unit.layer != self._layer.name or unit.map != self._number:
            return Marks()
        _, rows, columns = self._layer.shape
        width, height = place.width() / columns, place.height() / rows
        row, column = unit.index[1:]
        return Marks(unit=((place.left() + column * width, place.top() + row * height, width, height),))


def _readable_on(image: QImage, column: int, row: int) -> Qt.GlobalColor:
    is_light = image.pixelColor(column, row).lightnessF() > _MIDDLE_LIGHTNESS
    return Qt.GlobalColor.black if is_light else Qt.GlobalColor.white
