"""Weights: the kernels and matrices of each layer, which a click leads into."""

import numpy as np
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.inspector.epoch_bar import EpochBar
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.epochs_desk import EpochsDesk
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers, shown_pictures, value_pictures
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.weights_content import bitmap_blocks, layers_with_weights, matrix_picture, weights_matrix
from lenet_app.gui.inside.widgets.blocks_view import BlocksView
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.inside.widgets.matrix_view import MatrixView
from lenet_app.gui.inside.words import layer_text
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.printing import printed
from lenet_app.gui.layers.texts import layer_title, table_text
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.inspection.exports import as_csv, weights_as_csv
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.bitmaps import BITMAPS, COLUMNS, ROWS

_SHEET = """
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""
_MARGINS = 12, 0, 12, 8


class WeightsPanel(QWidget):
    """One layer's weights; the layer is that of the chosen unit until somebody chooses another.

    Args:
        choice: of the unit.
        live_look: brings what an RBF layer's pictures are compared with.
        in_use: whose weights they are; they follow a training that answers.
        epochs: of that training, to slide through.
    """

    def __init__(self, choice: UnitChoice, live_look: LiveLook, in_use: ModelInUse, epochs: EpochsDesk) -> None:
        super().__init__()
        self.epochs = EpochBar(epochs, is_hidden_while_empty=True)
        self._choice, self._live_look, self._in_use = choice, live_look, in_use
        self._plans: list[LayerPlan] = []
        self._passage: Passage | None = None
        self.setStyleSheet(_SHEET)
        self.layer_box = FittedBox()
        self.layer_box.setAccessibleName(tr("Layer"))
        self.layer_box.setToolTip(tr("Whose weights are shown"))
        explain(self.layer_box, explanation(Term.WEIGHT, Term.BIAS))
        self.layer_box.currentIndexChanged.connect(self._refresh)
        self.note = ElidedLabel()
        set_kind(self.note, Kind.SECONDARY)
        self.matrix, self.pictures = MatrixView(tr("Weights")), BlocksView(tr("Pictures of the classes"))
        explain(
            self.matrix, tr("Columns are the maps or units of the layer, rows what they see; a click looks at one.")
        )
        explain(self.pictures, explanation(Term.RBF))
        self.matrix.column_chosen.connect(self._choose)
        self.pictures.block_chosen.connect(self._choose_picture)
        self._lay_out()
        live_look.looked.connect(self._on_looked)
        choice.chosen.connect(self._on_chosen)
        in_use.model_changed.connect(self._follow)
        self.setFocusProxy(self.layer_box)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        caption = QLabel(tr("Layer"))
        set_kind(caption, Kind.TITLE)
        head.addWidget(caption)
        head.addWidget(self.layer_box)
        head.addWidget(self.note, 1)
        self._views = QStackedWidget()
        self._views.addWidget(self.matrix)
        self._views.addWidget(self.pictures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.epochs)
        layout.addWidget(self._views, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Want the newest answer alone, and show the weights as they are now."""
        super().showEvent(event)
        self._live_look.want(self, ())
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want nothing any more."""
        self._live_look.forget(self)
        super().hideEvent(event)

    @property
    def plan(self) -> LayerPlan | None:
        """The layer that is shown."""
        index = self.layer_box.currentIndex()
        return self._plans[index] if 0 <= index < len(self._plans) else None

    def _follow(self) -> None:
        """Show the weights of the model in use."""
        model = self._in_use.model
        if model is None or not self.isVisible():
            return
        plans = layers_with_weights(model.architecture)
        if plans != self._plans:
            self._plans, self._passage = plans, None
            titles = [layer_title(plan.layer) for plan in plans]
            self.layer_box.blockSignals(True)
            self.layer_box.clear()
            self.layer_box.addItems(titles)
            self.layer_box.fit()
            self.layer_box.blockSignals(False)
            self._go_to_chosen()
        self._refresh()

    def _go_to_chosen(self) -> None:
        unit = self._choice.unit
        names = [plan.name for plan in self._plans]
        if unit is not None and unit.layer in names:
            self.layer_box.setCurrentIndex(names.index(unit.layer))

    def _on_chosen(self) -> None:
        if self.isVisible():
            self._go_to_chosen()
            self._refresh()

    def _on_looked(self, looked: Looked | None) -> None:
        if self.isVisible():
            self._passage = None if looked is None else looked.passage
            if self.plan is not None and self.plan.layer.answers_with_distances:
                self._refresh()

    def _refresh(self) -> None:
        model, plan = self._in_use.model, self.plan
        if model is None or plan is None:
            return
        unit = self._choice.unit
        chosen = unit.map if unit is not None and unit.layer == plan.name else None
        if plan.layer.answers_with_distances:
            passage = self._passage
            is_of_model = passage is not None and passage.architecture == model.architecture
            names = [other.name for other in model.architecture.plans if not other.layer.only_in_training]
            before = names[names.index(plan.name) - 1]
            pattern = passage.values(before) if passage is not None and is_of_model else None
            title = layer_text(before, model.architecture)
            self.pictures.set_blocks(bitmap_blocks(plan, title, pattern, model.class_names, chosen))
            self._views.setCurrentWidget(self.pictures)
            self.note.setText(tr("The pictures are fixed; below each is its distance to {layer}.").format(layer=title))
            return
        matrix = weights_matrix(model.architecture, model.weights, plan, chosen)
        self.matrix.set_matrix(matrix)
        self._views.setCurrentWidget(self.matrix)
        self.note.setText(_note(plan, matrix.row_title, matrix.column_title))

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The layer's weights, all of them, or the fixed pictures as they are seen."""
        model, plan, matrix = self._in_use.model, self.plan, self.matrix.matrix
        if model is None or plan is None:
            return ()
        title = tr("Weights of {layer}").format(layer=layer_title(plan.layer))
        name, weights, dark = f"{tr('Weights')} {plan.name}", model.weights, colours(self).dark
        if plan.layer.answers_with_distances:
            fixed = BITMAPS[: plan.output_shape[0]].reshape(-1, ROWS, COLUMNS).astype(np.float32)
            pictures = shown_pictures(lambda: printed(self.pictures), title)
            return (Keepsake(title, name, {**pictures, **numbers(lambda: as_csv(fixed), lambda: fixed)}),)
        assert matrix is not None
        pictures = value_pictures(lambda: matrix_picture(matrix, dark=dark), matrix.values.size)
        made = numbers(lambda: weights_as_csv(plan, weights), lambda: weights[f"{plan.name}.weight"])
        return (Keepsake(title, name, {**pictures, **made}),)

    def _choose(self, number: int) -> None:
        """Look at the map or unit of this number; in a map at the place of the unit that was looked at, if there is."""
        plan, unit = self.plan, self._choice.unit
        if plan is None:
            return
        _, *sides = plan.output_shape
        place = [size // 2 for size in sides]
        if unit is not None and unit.layer == plan.name:
            place = list(unit.index[1:])
        self._choice.choose(Unit(plan.name, (number, *place)))

    def _choose_picture(self, block: int) -> None:
        model = self._in_use.model
        assert model is not None
        number = block - (len(self.pictures.blocks.titles) - len(model.class_names))
        if number >= 0:
            self._choose(number)


def _note(plan: LayerPlan, rows: str, columns: str) -> str:
    """What stands where."""
    if plan.layer.is_pool:
        return tr("Above the coefficient of each map, below its bias.")
    note = tr("Columns: {layer}. Rows: what it sees of {before}.").format(layer=columns, before=rows)
    return " · ".join(filter(None, [note, table_text(plan)]))
