"""The panel with the numbers of the chosen layer, for whoever cannot tell them from colours."""

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.layers import layer_keepsake
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.values_model import ValuesModel
from lenet_app.gui.kit.fields import CountBox, ListBox, caption_of, column
from lenet_app.gui.kit.help import explain
from lenet_app.gui.layers.shown import ShownLayer, shown_layers
from lenet_app.gui.layers.unit_texts import range_text, shown_title, unit_text
from lenet_app.gui.look.theme import Kind, colours, set_kind, with_tabular_figures
from lenet_app.inspection.units import Unit
from lenet_app.language import tr

_WIDEST = "−0.0001234"
_SIDES = 12
_BOX, _FORM = 96, 150
"""Pixels that the list of layers is wide at least, and the form with it."""


class NumbersPanel(QWidget):
    """A layer, a map, and a table of its values, live; the current cell is the chosen unit.

    Args:
        choice: of the unit.
        live_look: tells each answer's values while the panel is visible.
    """

    def __init__(self, choice: UnitChoice, live_look: LiveLook) -> None:
        super().__init__()
        self._choice, self._live_look = choice, live_look
        self._looked: Looked | None = None
        self._layers: tuple[ShownLayer, ...] = ()
        self._is_following = False
        self.layer_box, self.map_box, self.range_label = ListBox(_BOX), CountBox(), QLabel()
        self.table, self.values = QTableView(), ValuesModel(self)
        self._nothing = QLabel(tr("Draw or open a picture: the numbers of every layer are shown here."))
        self._build_form()
        self._build_table()
        self._body = QStackedWidget()
        for page in (self._nothing, self._filled()):
            self._body.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.addWidget(self._body)
        self.setFocusProxy(self.table)
        live_look.looked.connect(self._show)
        choice.chosen.connect(self._follow)
        self.layer_box.currentIndexChanged.connect(self._on_layer)
        self.map_box.valueChanged.connect(self._fill)
        self.table.selectionModel().currentChanged.connect(self._on_cell)

    def _build_form(self) -> None:
        self.layer_box.setToolTip(tr("Whose numbers are shown"))
        self.map_box.setToolTip(tr("Which map of the layer is shown, counted from 0"))
        self.range_label.setWordWrap(True)
        set_kind(self.range_label, Kind.SECONDARY)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        set_kind(self._nothing, Kind.SECONDARY)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.values)
        table.setFont(with_tabular_figures(table.font()))
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setAccessibleName(tr("Numbers"))
        explain(
            table,
            tr(
                "Each cell is a unit’s value: of a map its rows and columns, of a layer without maps ten units in a"
                " line. The arrow keys choose a unit, which is outlined in the layers with what it sees and feeds."
            ),
        )

    def _filled(self) -> QWidget:
        filled, form = QWidget(), QWidget()
        form.setFixedWidth(_FORM)
        lines = QVBoxLayout(form)
        lines.setContentsMargins(0, 0, 0, 0)
        for caption, box in ((tr("Layer"), self.layer_box), (tr("Map"), self.map_box)):
            lines.addLayout(column(caption_of(caption, box), box))
        lines.addWidget(self.range_label)
        lines.addStretch(1)
        layout = QHBoxLayout(filled)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(form)
        layout.addWidget(self.table, 1)
        return filled

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The layer, or its map, that the table shows."""
        if self._looked is None:
            return ()
        layer, values = self._layer, self._looked.passage.values(self._layer.name)
        if not self.values.has_maps:
            return (layer_keepsake(layer, values, dark=colours(self).dark),)
        return (layer_keepsake(layer, values, dark=colours(self).dark, map_=self.map_box.value()),)

    def showEvent(self, event: QShowEvent) -> None:
        """Hear of each answer from now on."""
        super().showEvent(event)
        metrics = self.table.fontMetrics()
        self.table.horizontalHeader().setDefaultSectionSize(metrics.horizontalAdvance(_WIDEST) + _SIDES)
        self.table.verticalHeader().setDefaultSectionSize(metrics.height() + 4)
        self._live_look.want(self, ())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._live_look.forget(self)
        super().hideEvent(event)

    def _show(self, looked: Looked | None) -> None:
        if looked is None or not self.isVisible():
            self._looked = None
            self._body.setCurrentWidget(self._nothing)
            return
        before, self._looked = self._looked, looked
        model = looked.request.answer.request.recognizer.model
        layers = shown_layers(model.architecture, model.normalisation)
        if layers != self._layers:
            self._layers = layers
            with QSignalBlocker(self.layer_box):
                self.layer_box.clear()
                self.layer_box.addItems([shown_title(layer) for layer in layers])
                self.layer_box.setCurrentIndex(1)
            self._fit_map()
        self._body.setCurrentIndex(1)
        if before is None:
            self._follow(self._choice.unit)
        self._fill()

    def _follow(self, unit: Unit | None) -> None:
        """Show the chosen unit's layer and map, and make its cell the current one."""
        names = [layer.name for layer in self._layers]
        if unit is None or unit.layer not in names or self._looked is None:
            return
        with QSignalBlocker(self.layer_box), QSignalBlocker(self.map_box):
            self.layer_box.setCurrentIndex(names.index(unit.layer))
            self._fit_map()
            self.map_box.setValue(unit.map)
        self._fill()

    def _on_layer(self) -> None:
        self._fit_map()
        self._fill()

    def _fit_map(self) -> None:
        layer = self._layer
        has_maps = len(layer.shape) == 3 and layer.shape[1:] != (1, 1)
        with QSignalBlocker(self.map_box):
            self.map_box.setRange(0, layer.shape[0] - 1 if has_maps else 0)
        self.map_box.setEnabled(has_maps and layer.shape[0] > 1)

    @property
    def _layer(self) -> ShownLayer:
        return self._layers[self.layer_box.currentIndex()]

    def _fill(self) -> None:
        if self._looked is None:
            return
        layer, map_ = self._layer, self.map_box.value()
        values = self._looked.passage.values(layer.name)
        is_last = layer is self._layers[-1]
        names = self._looked.request.answer.request.recognizer.model.class_names if is_last else ()
        chosen = self._choice.unit
        self._is_following = True
        self.values.show_values(layer, map_, values, names)
        place = QModelIndex() if chosen is None else self.values.place(chosen)
        if place != self.table.currentIndex():
            self.table.setCurrentIndex(place)
        self._is_following = False
        of_map = Unit(layer.name, (map_,)) if self.values.has_maps else None
        shown = values if of_map is None else values[map_]
        self.range_label.setText(range_text(shown))
        what = shown_title(layer) if of_map is None else unit_text(layer, of_map)
        self.table.setAccessibleName(tr("Numbers of {what}").format(what=what))

    def _on_cell(self, place: QModelIndex) -> None:
        if not self._is_following and (unit := self.values.unit(place)) is not None:
            self._choice.choose(unit)
