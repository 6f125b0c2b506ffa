"""Forward: how the chosen unit gets its number, product by product."""

from PySide6.QtWidgets import QLabel, QStackedWidget

from lenet_app.gui.draw.inspector.look_panel import LookPanel, switch
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.forward_content import (
    contributor_lines,
    curve_point,
    dropout_blocks,
    forward_blocks,
    has_pictures,
    result_lines,
    softmax_lines,
)
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.widgets.blocks_view import BlocksView
from lenet_app.gui.inside.widgets.curve_view import CurveView
from lenet_app.gui.inside.widgets.numbers_table import NumbersTable
from lenet_app.gui.inside.widgets.unit_bar import UnitBar
from lenet_app.gui.kit.fields import CountBox, NumberBox
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.arithmetic import Arithmetic, softmax
from lenet_app.inspection.connections import Operation
from lenet_app.inspection.dropout import dropouts_after, dropped
from lenet_app.inspection.exports import arithmetic_as_csv, arithmetic_values
from lenet_app.inspection.looking import Part
from lenet_app.inspection.passage import Passage
from lenet_app.language import tr

LISTED = 20
"""Inputs that are listed until somebody wants all."""
_RESULT_SHARE, _SOFTMAX_SHARE = 0.34, 0.38
"""Of the panel's width, at most; the rest of a list is scrolled."""
_COLDEST, _HOTTEST = 0.05, 100.0
_MOST_DRAWS = 9999


class ForwardPanel(LookPanel):
    """What the unit sees × its weights, the sum, and what the activation makes of it."""

    def __init__(self, choice: UnitChoice, live_look: LiveLook) -> None:
        super().__init__(choice, live_look, frozenset({Part.ARITHMETIC}))
        self.bar = UnitBar(choice)
        self.pictures = BlocksView(tr("Products"))
        explain(self.pictures, explanation(Term.CONVOLUTION, Term.KERNEL, Term.RECEPTIVE_FIELD))
        self.inputs = _inputs_table()
        self.inputs.entered.connect(choice.choose)
        self.result, self.curve, self.softmax = _result_table(), CurveView(), _softmax_table()
        self.dropout_view = BlocksView(tr("Dropout in training"))
        explain(self.dropout_view, explanation(Term.DROPOUT))
        self._left = QStackedWidget()
        self._left.addWidget(self.pictures)
        self._left.addWidget(self.inputs)
        self._add_controls()
        self.set_parts(self.bar, (self._left, self.result, self.curve, self.softmax, self.dropout_view), self._left)
        self.setFocusProxy(self.pictures)

    def _add_controls(self) -> None:
        self.list_button = switch(tr("List"), tr("List the inputs, those that add most first, in place of pictures"))
        self.all_button = switch(tr("All"), tr("List all inputs, not only those that add most"))
        self.temperature = NumberBox(_COLDEST, _HOTTEST, decimals=2)
        self.temperature.set_number(1.0)
        self.temperature.setAccessibleName(tr("Temperature"))
        self.temperature.setToolTip(tr("What all scores are divided by before the softmax; 1 is the plain softmax"))
        explain(self.temperature, explanation(Term.TEMPERATURE, Term.SOFTMAX))
        self.draw_box, self._draw_caption = CountBox(0, _MOST_DRAWS), QLabel(tr("Draw"))
        self.draw_box.setAccessibleName(tr("Draw"))
        self.draw_box.setToolTip(tr("Which of the draws of dropout is shown; the same number draws the same mask"))
        explain(self.draw_box, explanation(Term.DROPOUT))
        set_kind(self._draw_caption, Kind.SECONDARY)
        self._caption = QLabel(tr("Temperature"))
        set_kind(self._caption, Kind.SECONDARY)
        temperature, draw = (self._caption, self.temperature), (self._draw_caption, self.draw_box)
        for control in (self.list_button, self.all_button, *temperature, *draw):
            self.bar.add(control)
        self.draw_box.valueChanged.connect(self.refresh)
        self.list_button.toggled.connect(self.refresh)
        self.all_button.toggled.connect(self.refresh)
        self.temperature.valueChanged.connect(self.refresh)

    def can_show(self, looked: Looked) -> bool:
        """Only what is computed has an arithmetic."""
        return looked.look.arithmetic is not None

    def show_looked(self, looked: Looked) -> None:
        """Show how the unit's number comes about."""
        shown = looked.look.arithmetic
        assert shown is not None
        passage = looked.passage
        self._show_left(shown, looked)
        self.result.show_lines(result_lines(shown, passage))
        is_last = shown.unit.layer == passage.architecture.layers[-1].name
        self.curve.set_point(None if is_last else curve_point(shown))
        for part in (self.softmax, self._caption, self.temperature):
            part.setVisible(is_last)
        if is_last:
            names = looked.request.answer.request.recognizer.model.class_names
            self.softmax.show_lines(softmax_lines(softmax(passage, self.temperature.number), names))
        self._show_dropout(shown, passage)
        self.share_room()

    def _show_dropout(self, shown: Arithmetic, passage: Passage) -> None:
        """What dropout would do to the unit in training, where some follows."""
        found = dropouts_after(passage, shown.unit.layer)
        for part in (self.dropout_view, self._draw_caption, self.draw_box):
            part.setVisible(bool(found))
        if found:
            self.dropout_view.set_blocks(dropout_blocks(dropped(passage, found[0], self.draw_box.value()), shown.unit))

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The arithmetic as it is seen, and its numbers."""
        shown = None if self.looked is None else self.looked.look.arithmetic
        if shown is None:
            return ()
        parts = (self._left.currentWidget(), self.result, self.curve, self.softmax, self.dropout_view)
        made = numbers(lambda: arithmetic_as_csv(shown), lambda: arithmetic_values(shown))
        return self.keepsake(tr("Forward"), parts, made)

    def share_room(self) -> None:
        """Lists leave the rest to pictures."""
        self.result.fit_width(round(_RESULT_SHARE * self.width()))
        self.softmax.fit_width(round(_SOFTMAX_SHARE * self.width()))

    def _show_left(self, shown: Arithmetic, looked: Looked) -> None:
        """Pictures, or a list of single units."""
        pictures, came = has_pictures(shown), shown.incoming
        self.list_button.setVisible(pictures and came.operation is Operation.WEIGHTED)
        is_list = not pictures or (self.list_button.isChecked() and came.operation is Operation.WEIGHTED)
        self.all_button.setVisible(is_list and came.products.size > LISTED)
        self._left.setCurrentWidget(self.inputs if is_list else self.pictures)
        if is_list:
            self.inputs.show_lines(
                contributor_lines(shown, looked.passage, None if self.all_button.isChecked() else LISTED)
            )
        else:
            self.pictures.set_blocks(forward_blocks(shown, looked.passage))


def _inputs_table() -> NumbersTable:
    columns = (
        Column(tr("Input"), tr("The unit that is seen: layer, map, row and column")),
        Column(tr("value"), tr("The unit's number"), is_figure=True),
        Column(tr("weight"), tr("What it is multiplied by"), is_figure=True),
        Column(tr("product"), tr("What it adds to the sum"), is_figure=True),
    )
    return NumbersTable(tr("Inputs"), tr("What the unit sees; what adds most to the sum comes first."), columns)


def _result_table() -> NumbersTable:
    columns = (Column(tr("Part")), Column(tr("number"), is_figure=True))
    meaning = tr("From the products to the number on the map, line by line.")
    table = NumbersTable(tr("How the number comes about"), meaning, columns)
    table.horizontalHeader().hide()
    return table


def _softmax_table() -> NumbersTable:
    columns = (
        Column(tr("Class")),
        Column(tr("score s"), tr("What the network gives; of distances the negative"), is_figure=True),
        Column(tr("exp"), tr("exp((s − largest s) / T)"), is_figure=True),
        Column(tr("share"), tr("The power divided by the sum of all"), is_figure=True),
    )
    return NumbersTable(tr("Softmax"), explanation(Term.SOFTMAX, Term.TEMPERATURE), columns)
