"""Every layer's activations as live thumbnails, from the network input to the output; units are pointed at."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.gui.kit.printing import Printed
from lenet_app.gui.layers.columns_view import LINE, ColumnsView
from lenet_app.gui.layers.cursor import move_of
from lenet_app.gui.layers.marks import paint_crosses, paint_marks
from lenet_app.gui.layers.painter import Shown
from lenet_app.gui.layers.pictures import Floats, LayerPictures, Spans
from lenet_app.gui.layers.places import across, box_of, middle_unit, unit_at
from lenet_app.gui.layers.pointing import Pointing
from lenet_app.gui.layers.shown import INPUT, ShownLayer, shown_layers
from lenet_app.gui.layers.texts import architecture_text
from lenet_app.gui.layers.tips import class_tip, layer_tip
from lenet_app.gui.look.theme import colours
from lenet_app.inspection.units import Unit
from lenet_app.inspection.walking import Move, moved
from lenet_app.language import tr
from lenet_app.networks.model import Model


class LayersView(ColumnsView):
    """Shows one model's activations, a column for each layer; empty maps until there is something to show.

    A network that is too wide for the view, or is zoomed, goes on to the right; wheel and keys scroll there. Which unit
    is chosen and which is pointed at is told, and shown when it is told back.
    """

    unit_chosen = Signal(object)
    """The Unit that somebody chose by mouse or keys, or None where it was let go."""
    unit_pointed = Signal(object)
    """The Unit below the pointer, or None."""
    switch_wanted = Signal(object, bool)
    """The Unit that somebody wants to be switched off or on again, and whether it alone or all of its map."""
    line_changed = Signal(str, str)
    """What is said of the unit that is pointed at or else chosen, and what it sees and feeds; empty for none."""
    stage_wanted = Signal(str)
    """The name of a layer that somebody wants to see alone and large; empty for all layers again."""
    stage_changed = Signal(str)
    """The name of the layer that is shown alone; empty for none."""
    values_changed = Signal()
    """Other values are shown, or none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = self._make_pictures()
        self._pointing = Pointing()
        self._shown: dict[str, Shown] = {}
        self._all: tuple[ShownLayer, ...] = ()
        self._stage = ""
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Layers"))
        explain(
            self,
            tr(
                "One column for each layer, from the picture at the left to the answer at the right; each square is a"
                " unit, and the stronger its colour, the more it answers to this picture. Point at one: framed in"
                " orange is what it sees, in blue what it feeds; with Shift held of its whole map. A click or the"
                " arrow keys choose it, a double click shows its layer large."
            ),
        )
        self._ring = FocusRing(self)

    def _make_pictures(self) -> LayerPictures:
        return LayerPictures()

    def set_model(self, model: Model) -> None:
        """Show this model's layers, empty until `show_activations`; those of the same architecture keep their place."""
        before, self._model = self._model, model
        self._all = shown_layers(model.architecture, model.normalisation)
        self._take_stage(self._stage)
        if before is None or before.architecture != model.architecture:
            self._pictures.scales = {}
            self.clear()
            self.arrange()
            self.horizontalScrollBar().setValue(0)
        elif (before.class_names, before.normalisation) != (model.class_names, model.normalisation):
            self.arrange()
        self._look()

    def show_activations(
        self, network_input: Floats, activations: Mapping[str, Floats], winner: int | None = None, spans: Spans = ()
    ) -> None:
        """Show how an answer came about.

        Args:
            network_input: what the network received, (channels, height, width).
            activations: each layer's output by its name.
            winner: the index of the class that is framed in the last layer; None where no class is the answer.
            spans: of each digit read along a line its class, first frame and first one beyond, which are framed.
        """
        self._pictures.winner, self._pictures.spans = winner, spans
        self._pictures.values = {INPUT: network_input, **activations}
        self._colour()
        self._tell()
        self.values_changed.emit()
        self.viewport().update()

    def set_scales(self, scales: Mapping[str, float]) -> None:
        """Give these values of each layer, by its name, the strongest colour, whatever is drawn."""
        self._pictures.scales = scales
        self._colour()
        self.viewport().update()

    def scale_each_map(self, is_each_map_scaled: bool) -> None:
        """Give the largest value of each map the strongest colour, or that of each layer."""
        self._pictures.is_each_map_scaled = is_each_map_scaled
        self._colour()
        self.viewport().update()

    @property
    def model(self) -> Model | None:
        """Whose layers these are."""
        return self._model

    @property
    def chosen(self) -> Unit | None:
        """The unit that is outlined as the chosen one."""
        return self._pointing.chosen

    @property
    def unit(self) -> Unit | None:
        """The unit that is pointed at, or else the chosen one."""
        return self._pointing.unit

    @property
    def first_layer(self) -> str:
        """The name of the first layer after the input; empty without a model."""
        return self._all[1].name if self._all else ""

    def layer(self, name: str) -> ShownLayer | None:
        """A layer that is shown, alone or among others; None where there is none of the name."""
        return next((layer for layer in self._all if layer.name == name), None)

    def layer_at(self, position: QPointF) -> ShownLayer | None:
        """The layer at a point of the viewport; None beside them."""
        return self._unit_at(position)[0]

    def largest(self, name: str, map_: int) -> float:
        """The value of a map that has the strongest colour."""
        return self._pictures.largest(name, map_)

    @property
    def stage(self) -> str:
        """The name of the layer that is shown alone; empty for none."""
        return self._stage

    def set_stage(self, name: str) -> None:
        """Show a layer alone, as large as there is room; with an empty name all of them again."""
        if name != self._stage:
            self._take_stage(name)
            self.arrange()

    def _take_stage(self, name: str) -> None:
        alone = tuple(layer for layer in self._all if layer.name == name)
        before, self._stage = self._stage, name if alone else ""
        self._layers = alone or self._all
        if self._stage != before:
            self.stage_changed.emit(self._stage)

    def show_chosen(self, unit: Unit | None) -> None:
        """Outline the chosen unit and its fields, and bring it into sight."""
        self._pointing.chosen = unit
        if unit is not None and self._stage:
            self.set_stage(unit.layer)
        self._look()
        column = None if unit is None else self._columns.get(unit.layer)
        if unit is not None and column is not None:
            (left, _, width, _), *_ = box_of(self._layer(unit.layer), column, unit)
            bar = self.horizontalScrollBar()
            most, least = round(left) - LINE, round(left + width) + LINE - self.width()
            bar.setValue(min(max(bar.value(), least), most))

    def show_off(self, units: frozenset[Unit]) -> None:
        """Cross out these units and whole maps, which are switched off."""
        if units != self._pointing.off:
            self._pointing.off = units
            self._look()

    def show_pointed(self, unit: Unit | None) -> None:
        """Outline the unit that is pointed at and its fields."""
        self._pointing.pointed = unit
        self._look()

    def clear(self) -> None:
        """Show empty maps."""
        self._pictures.values, self._shown = {}, {}
        self._tell()
        self.values_changed.emit()
        self.viewport().update()

    @property
    def shows_values(self) -> bool:
        """Whether there is something to show."""
        return bool(self._pictures.values)

    def values(self, name: str) -> Floats | None:
        """What is shown for a layer; None while nothing is."""
        return self._pictures.values.get(name)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a layer's facts as its tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tooltip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def explanation_at(self, at: QPoint | None) -> str:
        """The layer at a point, in pixels, and what its kind of layer does."""
        unit = self._pointing.chosen
        if at is not None:
            return self._tooltip_at(QPointF(at), is_long=True)
        return (
            ""
            if unit is None or unit.layer not in self._columns
            else layer_tip(self._layer(unit.layer), "", is_long=True)
        )

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            *super().told_keys(),
            Key(key_names("Left", "Right", "Up", "Down"), tr("Choose the next unit")),
            Key(key_names("Shift+Up", "Shift+Down"), tr("Choose a unit of the next map")),
            Key(key_names("Shift+Left", "Shift+Right"), tr("Choose what the unit sees or feeds in the next layer")),
            Key(key_names("Enter"), tr("Show the unit’s layer large")),
            Key(key_names("O", "Shift+O"), tr("Switch the unit’s map off or on again, or the unit alone")),
            Key(key_names("Esc"), tr("Show all layers again, or let the chosen unit go")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from unit to unit; scroll and zoom."""
        move, unit = move_of(event), self._pointing.chosen
        if move is not None:
            self._walk(move)
        elif unit is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stage_wanted.emit(unit.layer)
        elif unit is not None and event.key() == Qt.Key.Key_O:
            self.switch_wanted.emit(unit, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self._stage and event.key() == Qt.Key.Key_Escape:
            self.stage_wanted.emit("")
        elif unit is not None and event.key() == Qt.Key.Key_Escape:
            self.unit_chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape leaves the stage and lets the unit go before it does anything else in the window."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and (self._pointing.chosen is not None or self._stage):
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def _walk(self, move: Move) -> None:
        unit, model = self._pointing.chosen, self._model
        if model is None:
            return
        if unit is None or unit.layer not in self._columns:
            self.unit_chosen.emit(middle_unit(self._layers[0] if self._stage else self._all[1]))
            return
        wide = across(self._layer(unit.layer), self._columns[unit.layer])
        self.unit_chosen.emit(moved(model.architecture, unit, move, across=wide))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is below, with Shift at all of its map."""
        self._point(event.position(), is_whole_map=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit below, or let the chosen one go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.unit_chosen.emit(self._unit_at(event.position())[1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was taken, so this is."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show a layer large."""
        layer, _ = self._unit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and layer is not None:
            self.stage_wanted.emit(layer.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every layer that is in sight."""
        if self._painter is None:
            return
        if self._backdrop is None or self._backdrop.devicePixelRatio() != self.devicePixelRatioF():
            self.arrange()
            self._backdrop = self._paint_backdrop()
        aside = self.horizontalScrollBar().value()
        in_sight = QRectF(event.rect()).translated(aside, 0)
        painter = QPainter(self.viewport())
        painter.translate(_to_whole_pixels(painter))
        painter.drawPixmap(-aside, 0, self._backdrop)
        painter.translate(-aside, 0)
        self._paint_live(painter, in_sight)
        painter.end()

    def _paint_live(self, painter: QPainter, in_sight: QRectF) -> None:
        """Paint what changes with the drawing and the choice."""
        assert self._painter is not None
        for layer in self._layers if self._shown else ():
            column = self._columns[layer.name]
            if layer.name in self._shown and in_sight.intersects(self._rect(column)):
                self._painter.paint_values(painter, layer, column, self._shown[layer.name])
                if self._stage:
                    self._painter.paint_numbers(painter, layer, column, self._shown[layer.name])
        paint_crosses(painter, self._pointing.crossed, colours(self))
        paint_marks(painter, self._pointing.marks, colours(self))

    def printed(self) -> Printed:
        """All columns, also those that are scrolled out of sight."""

        def paint(painter: QPainter) -> None:
            self._paint_still(painter)
            self._paint_live(painter, QRectF(QPointF(), QSizeF(self.whole_size)))

        return Printed(self.whole_size, paint)

    def arrange(self) -> None:
        """Find each layer's place anew, and colour what is shown for it."""
        super().arrange()
        self._colour()
        self._look()

    def _colour(self) -> None:
        """Make every layer's picture anew from its values."""
        if self._model is not None:
            self._shown = self._pictures.made(self._model, self._layers, self._columns, colours(self))

    def _look(self) -> None:
        """Outline and tell anew what is pointed at or chosen; no picture is made anew for that."""
        if self._model is None:
            return
        self._pointing.look(self._model, self._all)
        self._pointing.place(self._layers, self._columns)
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        if self._model is None:
            return
        last, unit = self._all[-1].name, self._pointing.unit
        names = self._model.class_names if unit is not None and unit.layer == last else ()
        line = self._pointing.line(self._pictures.values, names)
        about = ". ".join(filter(None, [line, self._pointing.fields_text]))
        self.setAccessibleDescription(about or architecture_text(self._model.architecture))
        self.line_changed.emit(line, self._pointing.fields_text)

    def _point(self, position: QPointF | None, *, is_whole_map: bool = False) -> None:
        layer, unit = (None, None) if position is None else self._unit_at(position)
        pointing, name = self._pointing, "" if layer is None else layer.name
        if (name, unit, is_whole_map) == (pointing.layer, pointing.pointed, pointing.is_whole_map):
            return
        pointing.layer, pointing.is_whole_map = name, is_whole_map
        if unit == pointing.pointed:
            self._look()
        else:
            self.unit_pointed.emit(unit)

    def _unit_at(self, position: QPointF) -> tuple[ShownLayer | None, Unit | None]:
        """The layer and the unit at a point of the view; None beside them."""
        at = position + QPointF(self.horizontalScrollBar().value(), 0)
        for layer in self._layers:
            if self._rect(column := self._columns[layer.name]).contains(at):
                return layer, unit_at(layer, column, at.x(), at.y())
        return None, None

    def _tooltip_at(self, position: QPointF, *, is_long: bool = False) -> str:
        layer, unit = self._unit_at(position)
        if layer is None or self._model is None:
            return ""
        about = ""
        if unit is not None and layer is self._all[-1]:
            about = class_tip(layer, self._model.class_names[unit.map], self.values(layer.name), unit.index)
        return layer_tip(layer, about, is_long=is_long)


def _to_whole_pixels(painter: QPainter) -> QPointF:
    """How far to move so that the view begins on a whole device pixel, as its blocks are arranged to."""
    device = painter.deviceTransform()
    left, top = device.dx(), device.dy()
    return QPointF((round(left) - left) / device.m11(), (round(top) - top) / device.m22())
