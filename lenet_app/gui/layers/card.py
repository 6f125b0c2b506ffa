"""The card of the layers: all of them, one large, or one map alone; below them a line in words, and the legend."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.printing import Printed, printed, side_by_side
from lenet_app.gui.kit.tool_button import tool_button
from lenet_app.gui.layers.legend import Legend
from lenet_app.gui.layers.map_stage import MapStage
from lenet_app.gui.layers.pictures import Floats
from lenet_app.gui.layers.shown import Face
from lenet_app.gui.layers.unit_line import UnitLine
from lenet_app.gui.layers.unit_texts import value_text
from lenet_app.gui.layers.values_menu import Shows, ValuesMenu
from lenet_app.gui.layers.view import LayersView
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.model import Model

CARD_MARGINS = 8, 10, 8, 8
"""Pixels within the card."""
_SMALL_BUTTON = """
QToolButton { min-height: 22px; padding: 0 4px; }
QToolButton:focus { min-height: 20px; padding: 0 3px; }
"""
_WITH_MAPS = (Face.INK, Face.COLOUR, Face.MAPS)


class LayersCard(QFrame):
    """Leads from all layers to one, and from that to one of its maps."""

    gradients_wanted = Signal(bool)
    """Whether gradients are seen."""
    made = Signal(QWidget)
    """A part that was not there before."""
    menu_wanted = Signal(object, QPoint)
    """The layer that somebody wants a menu for, or None for the chosen unit's, and where on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.map_stage = LayersView(), MapStage()
        self.unit_line, self.legend = UnitLine(), Legend()
        self.values_menu = ValuesMenu(self)
        self.values_button = _button(
            tr("Values"), tr("Show activations, gradients of the loss, or both, and scale each map")
        )
        self.values_button.setCheckable(False)
        give_menu(self.values_button, self.values_menu)
        self._gradients: LayersView | None = None
        self._told, self._label = ("", ""), ""
        self.large_button = _button(tr("Large"), tr("Show the chosen unit’s layer alone, as large as there is room"))
        self.map_button = _button(tr("One map"), tr("Show the chosen unit’s map alone, with the kernels that make it"))
        self.save_button = _save_button()
        self._zoom_buttons = [tool_button(action) for action in (self.view.zoom_out_action, self.view.zoom_in_action)]
        self.stack, self._views = QStackedWidget(), QWidget()
        self._columns = QVBoxLayout(self._views)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(4)
        self._columns.addWidget(self.view)
        self.stack.addWidget(self._views)
        self.stack.addWidget(self.map_stage)
        set_kind(self, Kind.CARD)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*CARD_MARGINS)
        layout.setSpacing(4)
        layout.addWidget(self.stack, 1)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 0, 0)
        line.addWidget(self.unit_line)
        layout.addLayout(line)
        layout.addLayout(self._below())
        self._wire()
        self._show_stage("")

    def _below(self) -> QHBoxLayout:
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.legend, 1)
        for button in (self.values_button, self.large_button, self.map_button, *self._zoom_buttons, self.save_button):
            button.setStyleSheet(_SMALL_BUTTON)
            below.addWidget(button)
        return below

    def _wire(self) -> None:
        view, stage = self.view, self.map_stage
        self.values_menu.each_map.toggled.connect(self.legend.set_each_map_scaled)
        self.values_menu.each_map.toggled.connect(view.scale_each_map)
        self.values_menu.each_map.toggled.connect(self._show_again)
        self.values_menu.changed.connect(self._show_values)
        view.line_changed.connect(self._tell_unit)
        view.stage_wanted.connect(self.open_stage)
        view.stage_changed.connect(self._show_stage)
        view.values_changed.connect(self._show_again)
        stage.unit_chosen.connect(view.unit_chosen)
        stage.unit_pointed.connect(view.unit_pointed)
        stage.left.connect(self._leave_map)
        self.large_button.clicked.connect(self._toggle_stage)
        self.map_button.clicked.connect(self._toggle_map)

    # What is told

    def show_chosen(self, unit: Unit | None) -> None:
        """Outline the chosen unit; a stage goes along."""
        for view in self._both:
            view.show_chosen(unit)
        self.map_stage.show_chosen(unit)
        if unit is not None and self.shows_map:
            self._show_map(unit)

    def show_pointed(self, unit: Unit | None) -> None:
        """Outline the unit that is pointed at."""
        for view in self._both:
            view.show_pointed(unit)
        self.map_stage.show_pointed(unit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Have a menu for the layer at the pointer, or by key for the chosen unit's."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = QPointF(self.view.viewport().mapFrom(self, event.pos()))
        layer = None if is_by_key or self.shows_map else self.view.layer_at(at)
        self.menu_wanted.emit(layer, event.globalPos())

    def printed(self) -> Printed:
        """What is shown, all of it."""
        shown = [self.map_stage] if self.shows_map else [view for view in self._both if not view.isHidden()]
        return side_by_side(list(map(printed, shown)), "", self.font(), self)

    # The gradients

    @property
    def _both(self) -> tuple[LayersView, ...]:
        return (self.view,) if self._gradients is None else (self.view, self._gradients)

    @property
    def gradients(self) -> LayersView:
        """The view of the gradients, made when it is first asked for."""
        if self._gradients is None:
            from lenet_app.gui.layers.gradients_view import GradientsView  # noqa: PLC0415 - made when somebody looks

            view, other = self.view, GradientsView()
            self._gradients = other
            self._columns.addWidget(other)
            other.hide()
            for one, follower in ((view, other), (other, view)):
                one.zoomed.connect(follower.set_zoom)
                one.horizontalScrollBar().valueChanged.connect(follower.horizontalScrollBar().setValue)
            other.unit_chosen.connect(view.unit_chosen)
            other.unit_pointed.connect(view.unit_pointed)
            other.stage_wanted.connect(self.open_stage)
            view.stage_changed.connect(other.set_stage)
            self.values_menu.each_map.toggled.connect(other.scale_each_map)
            other.scale_each_map(self.values_menu.each_map.isChecked())
            if view.model is not None:
                other.set_model(view.model)
            other.set_stage(view.stage)
            other.show_chosen(view.chosen)
            self.made.emit(other)
        return self._gradients

    def _show_values(self) -> None:
        """Show what was chosen in the menu."""
        shows = self.values_menu.shows
        self.gradients.setVisible(shows is not Shows.ACTIVATIONS)
        self.view.setVisible(shows is not Shows.GRADIENTS)
        self.legend.set_shows(shows, self._label)
        self._want_gradients()
        self._show_again()

    def _want_gradients(self) -> None:
        self.gradients_wanted.emit(self.isVisible() and self.values_menu.shows is not Shows.ACTIVATIONS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of the unit in as many lines as there is room for."""
        super().resizeEvent(event)
        self.unit_line.suit(event.size().width(), event.size().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Want what is seen."""
        super().showEvent(event)
        self._want_gradients()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want nothing any more."""
        super().hideEvent(event)
        self._want_gradients()

    def show_gradients(self, model: Model, label: str, network_input: Floats, values: Mapping[str, Floats]) -> None:
        """Show gradients of the loss.

        Args:
            model: whose they are.
            label: the name of the class that counts as right.
            network_input: by each number of the network input.
            values: by each layer's outputs.
        """
        if self.view.model is not model:
            return  # of a new model the first answer is still under way
        self._show_label(label)
        self.gradients.show_activations(network_input, values)
        self._tell_unit(*self._told)
        self._show_again()

    def clear_gradients(self) -> None:
        """Nothing is drawn."""
        if self._gradients is not None:
            self._gradients.clear()

    def _show_label(self, label: str) -> None:
        if label != self._label:
            self._label = label
            self.legend.set_shows(self.values_menu.shows, label)

    def _tell_unit(self, line: str, fields: str) -> None:
        """Below the layers, with the gradient where gradients are shown."""
        self._told = line, fields
        unit, view = self.view.unit, self._gradients
        values = None if unit is None or view is None or view.isHidden() else view.values(unit.layer)
        if line and values is not None and unit is not None and len(unit.index) == values.ndim:
            told = tr("∂E/∂y at {label}: {gradient}.  {line}")
            line = told.format(line=line, label=self._label, gradient=value_text(float(values[unit.index])))
        self.unit_line.show_line(line, fields)

    # The stages

    @property
    def shows_map(self) -> bool:
        """Whether one map is shown alone."""
        return self.stack.currentWidget() is self.map_stage

    def open_stage(self, name: str) -> None:
        """Show a layer large, and where it is so already the map of its chosen unit; with an empty name all layers."""
        unit = self.view.chosen
        if name and name == self.view.stage and unit is not None and unit.layer == name:
            self._show_map(unit)
        else:
            self.view.set_stage(name)

    def _toggle_stage(self, is_large: bool) -> None:
        unit = self.view.chosen
        self.view.set_stage((unit.layer if unit is not None else self.view.first_layer) if is_large else "")
        self.large_button.setChecked(bool(self.view.stage))

    def _toggle_map(self, is_alone: bool) -> None:
        if is_alone and self.view.stage:
            unit = self.view.chosen
            self._show_map(unit if unit is not None else Unit(self.view.stage, (0, 0, 0)))
        else:
            self._leave_map()

    def _show_stage(self, name: str) -> None:
        layer = self.view.layer(name)
        self.large_button.setChecked(layer is not None)
        has_map = layer is not None and layer.face in _WITH_MAPS
        self.map_button.setVisible(has_map)
        for button in self._zoom_buttons:  # a small window has no room for all
            button.setVisible(not has_map)
        if layer is None and self.shows_map:
            self._leave_map()

    def _show_map(self, unit: Unit) -> None:
        """Show the unit's map alone, or the whole layer where it has no maps."""
        layer, model, view = self.view.layer(unit.layer), self.view.model, self.view
        if layer is None or model is None or layer.face not in _WITH_MAPS or unit.map >= layer.shape[0]:
            self._leave_map()
            return
        shown = self.gradients if self.values_menu.shows is Shows.GRADIENTS else view
        values, largest = shown.values(layer.name), shown.largest(layer.name, unit.map)
        self.map_stage.show_map(model, layer, unit.map, values, largest, of_gradients=shown is not view)
        self.map_button.setChecked(True)
        had_focus = view.hasFocus()
        self.stack.setCurrentWidget(self.map_stage)
        if had_focus:
            self.map_stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_map(self) -> None:
        had_focus = self.map_stage.hasFocus()
        self.map_button.setChecked(False)
        self.stack.setCurrentWidget(self._views)
        if had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_again(self) -> None:
        """What is shown has other values, or another model."""
        if self._gradients is not None and self.view.model is not None and self.view.model is not self._gradients.model:
            self._gradients.set_model(self.view.model)
        if self.shows_map:
            self._show_map(Unit(self.map_stage.layer_name, (self.map_stage.number,)))


def _save_button() -> QToolButton:
    button = QToolButton()
    button.setIcon(icon("download"))
    button.setIconSize(QSize(18, 18))
    button.setAccessibleName(tr("Save as…"))
    button.setToolTip(tr("Save a layer, all of them, or one page with drawing and answer"))
    set_kind(button, Kind.FLAT)
    return button


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setStyleSheet(_SMALL_BUTTON)
    set_kind(button, Kind.FLAT)
    button.setToolTip(tip)
    return button
