"""Compare: a second model beside the one in use on the same drawing, layer by layer, with what differs."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.inside.beside_content import activation_blocks, answer_lines, pair_lines, weights_difference
from lenet_app.gui.inside.beside_desk import BesideDesk, Compared
from lenet_app.gui.inside.keep.compared import pair_keepsakes, weights_keepsakes
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.weights_content import weights_matrix
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.gui.inside.widgets.blocks_view import BlocksView
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.inside.widgets.matrix_view import MatrixView
from lenet_app.gui.inside.widgets.numbers_table import NumbersTable
from lenet_app.gui.kit.fields import ElidedLabel, ListBox, widen_list
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.inspection.two_models import LayerPair
from lenet_app.language import tr
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.forward import Weights

_SHEET = """
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""
_MARGINS, _GAP = (12, 0, 12, 8), 12
_BOX, _TABLE_SHARE = 176, 0.42
_ACTIVATIONS, _FIRST, _SECOND, _DIFFERENCE = range(4)


class BesidePanel(QWidget):
    """The second model is chosen at the left; a line of the table leads to the pictures of its two layers.

    Args:
        desk: knows the second model and asks it.
        what_if: brings the newest answer of the first.
    """

    def __init__(self, desk: BesideDesk, what_if: WhatIfDesk) -> None:
        super().__init__()
        self._desk, self._what_if = desk, what_if
        self.compared: Compared | None = None
        self._weights: tuple[LayerPlan, Weights] | None = None
        self.setStyleSheet(_SHEET)
        self.model_box = ListBox(_BOX)
        self.model_box.setPlaceholderText(tr("Choose a model…"))
        self.model_box.setAccessibleName(tr("Second model"))
        self.model_box.setToolTip(tr("The model that is put beside the one in use"))
        self.first_line, self.second_line = _line(), _line()
        self.shown_box = FittedBox()
        self.shown_box.addItems([tr("Activations"), tr("First’s weights"), tr("Second’s weights"), tr("Weights apart")])
        self.shown_box.fit()
        self.shown_box.setAccessibleName(tr("What is shown"))
        self.shown_box.setToolTip(tr("The activations of both, or weights; apart are the second’s less the first’s"))
        self.table = _table()
        self.sentence, self.nothing = QLabel(), QLabel()
        for label in (self.sentence, self.nothing):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            set_kind(label, Kind.SECONDARY)
        self.first_pictures, self.second_pictures = BlocksView(tr("First")), BlocksView(tr("Second"))
        self.matrix = MatrixView(tr("Weights"))
        explain(
            self.first_pictures,
            tr("The layer of the model in use; where both are alike, the second’s and the difference, too."),
        )
        explain(self.second_pictures, tr("The layer of the second model."))
        explain(self.matrix, tr("Columns are the maps or units of the layer, rows what they see."))
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.model_box)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.model_box)
        head.addWidget(self.first_line, 1)
        head.addWidget(self.second_line, 1)
        head.addWidget(self.shown_box)
        self._pictures = QWidget()
        both = QHBoxLayout(self._pictures)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(_GAP)
        both.addWidget(self.first_pictures, 1)
        both.addWidget(self.second_pictures, 1)
        self._right = QStackedWidget()
        for part in (self._pictures, self.matrix, self.nothing):
            self._right.addWidget(part)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.table)
        row.addWidget(self._right, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sentence)
        self._stack.addWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _wire(self) -> None:
        desk = self._desk
        self.model_box.activated.connect(lambda index: desk.choose(desk.entries[index]))
        self.shown_box.currentIndexChanged.connect(self._show_pair)
        self.table.selectionModel().currentRowChanged.connect(self._show_pair)
        desk.entries_changed.connect(self._list_models)
        desk.entries_changed.connect(self._ask)
        desk.model_changed.connect(self._ask)
        desk.compared.connect(self._show)
        desk.failed.connect(self._say)
        self._what_if.answered.connect(self._ask)
        self._list_models()

    def showEvent(self, event: QShowEvent) -> None:
        """Compare what is drawn now."""
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.table.fit_width(round(_TABLE_SHARE * self.width()))

    def _list_models(self) -> None:
        chosen = "" if self._desk.entry is None else self._desk.entry.name
        names = [entry.name for entry in self._desk.entries]
        with QSignalBlocker(self.model_box):
            self.model_box.clear()
            self.model_box.addItems(names)
            self.model_box.setCurrentIndex(names.index(chosen) if chosen in names else -1)
        widen_list(self.model_box)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        answer = self._what_if.answer
        if self._desk.model is None and self._desk.entry is not None:
            self._say(tr("{model} is being read…").format(model=self._desk.entry.name))
        elif self._desk.model is None:
            self._say(tr("Choose a second model: both are shown on the same drawing, layer by layer."))
        elif answer is None or answer.insight is None:
            self._say(tr("Draw or open a picture: both models are shown on it, layer by layer."))
        else:
            self._desk.ask(answer)

    def _say(self, sentence: str) -> None:
        self.compared = None
        self.sentence.setText(sentence)
        self.first_line.setText("")
        self.second_line.setText("")
        self._stack.setCurrentWidget(self.sentence)

    def _show(self, compared: Compared | None) -> None:
        if not self.isVisible() or self._what_if.answer is None:
            return
        if compared is None:
            self._say(tr("The second model finds nothing in this picture."))
            return
        self.compared = compared
        for line, text in zip((self.first_line, self.second_line), answer_lines(compared), strict=True):
            line.setText(text)
        self.table.show_lines(pair_lines(compared))
        self.table.fit_width(round(_TABLE_SHARE * self.width()))
        if not 0 <= self.table.currentIndex().row() < len(compared.pairs):
            self.table.selectRow(1)
        self._stack.setCurrentIndex(1)
        self._show_pair()

    @property
    def pair(self) -> LayerPair | None:
        """The layers whose pictures are shown."""
        row = self.table.currentIndex().row()
        return self.compared.pairs[row] if self.compared is not None and 0 <= row < len(self.compared.pairs) else None

    def _show_pair(self) -> None:
        compared, pair = self.compared, self.pair
        if compared is None or pair is None:
            return
        if self.shown_box.currentIndex() != _ACTIVATIONS:
            self._show_weights(compared, pair)
            return
        for view, blocks in zip(
            (self.first_pictures, self.second_pictures), activation_blocks(compared, pair), strict=True
        ):
            view.setVisible(blocks is not None)
            if blocks is not None:
                view.set_blocks(blocks)
        self._right.setCurrentWidget(self._pictures)

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The two layers that are shown, and the difference; or weights, as far as there are some."""
        compared, pair = self.compared, self.pair
        if compared is None or pair is None or self._right.currentWidget() is self.nothing:
            return ()
        if self._right.currentWidget() is self.matrix:
            return weights_keepsakes(self._weights, self.shown_box.currentText(), self.matrix)
        return pair_keepsakes(compared, pair, (self.first_pictures, self.second_pictures))

    def _show_weights(self, compared: Compared, pair: LayerPair) -> None:
        which = self.shown_box.currentIndex()
        side = 1 if which == _SECOND else 0
        architecture, name = compared.models[side].architecture, pair.layers[side]
        plan = next((plan for plan in architecture.plans if plan.name == name and plan.parameters), None)
        weights = compared.passages[side].weights
        if which == _DIFFERENCE:
            apart = weights_difference(compared, pair)
            plan, weights = (None, weights) if apart is None else (plan, apart)
        if plan is None:
            is_apart = which == _DIFFERENCE
            text = tr("These two layers have no weights that are alike.") if is_apart else tr("It has no weights here.")
            self.nothing.setText(text)
            self._right.setCurrentWidget(self.nothing)
            return
        self._weights = plan, weights
        self.matrix.set_matrix(weights_matrix(architecture, weights, plan, None))
        self._right.setCurrentWidget(self.matrix)


def _line() -> ElidedLabel:
    label = ElidedLabel()
    label.setFont(with_tabular_figures(label.font()))
    return label


def _table() -> NumbersTable:
    columns = (
        Column(tr("First"), tr("The layer of the model in use")),
        Column(tr("Second"), tr("The layer of the second model that fits it by order and kind")),
        Column(tr("mean"), tr("The mean of the differences of their activations, whatever their sign"), is_figure=True),
        Column(tr("largest"), tr("The largest difference of either sign"), is_figure=True),
    )
    return NumbersTable(
        tr("Layers"), tr("The layers of both models beside each other; a line leads to pictures."), columns
    )
