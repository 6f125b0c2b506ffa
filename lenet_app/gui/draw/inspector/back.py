"""Back: what the loss does to the chosen unit, over which paths, and what of its weights would change."""

from PySide6.QtWidgets import QLabel, QStackedWidget

from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.draw.inspector.look_panel import LookPanel, switch
from lenet_app.gui.inside.back_content import learned_blocks, learned_lines, loss_lines, path_lines
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers
from lenet_app.gui.inside.live_look import LiveLook, Looked
from lenet_app.gui.inside.widgets.blocks_view import BlocksView
from lenet_app.gui.inside.widgets.fitted_box import FittedButton
from lenet_app.gui.inside.widgets.label_box import LabelBox
from lenet_app.gui.inside.widgets.numbers_table import NumbersTable
from lenet_app.gui.inside.widgets.unit_bar import UnitBar
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.exports import back_as_csv, back_values
from lenet_app.inspection.looking import Part
from lenet_app.language import tr

LISTED = 20
"""Paths and weights that are listed until somebody wants all."""
_LOSS_SHARE, _PATHS_SHARE = 0.34, 0.38
"""Of the panel's width, at most; the rest of a list is scrolled."""


class BackPanel(LookPanel):
    """The loss's gradient at the unit, its paths, and the gradients of the unit's weights with the next step."""

    def __init__(self, choice: UnitChoice, live_look: LiveLook) -> None:
        parts = frozenset({Part.ARITHMETIC, Part.GRADIENTS, Part.PATHS, Part.LEARNED})
        super().__init__(choice, live_look, parts)
        self.bar, self.label_box = UnitBar(choice), LabelBox()
        self.label_box.label_chosen.connect(choice.set_label)
        choice.label_changed.connect(self.label_box.follow)
        self.all_button = switch(tr("All"), tr("List all paths and weights, not only the strongest"))
        self.all_button.toggled.connect(self.refresh)
        self.curvature_button = FittedButton((tr("Measure h"), tr("Measuring…"), tr("h is measured")))
        self.curvature_button.setToolTip(tr("Measure what the next step divides by, on pictures of the training set"))
        explain(self.curvature_button, explanation(Term.CURVATURE, Term.NEXT_STEP))
        set_kind(self.curvature_button, Kind.SMALL)
        self.curvature_button.clicked.connect(self._measure)
        live_look.curvature.changed.connect(self._tell_curvature)
        for control in (self.curvature_button, self.all_button, self.label_box):
            self.bar.add(control)
        self.loss, self.paths, self.weights = _loss_table(), _paths_table(), _weights_table()
        for table in (self.paths, self.weights):
            table.entered.connect(choice.choose)
        self.pictures = BlocksView(tr("Gradients of the weights"))
        explain(self.pictures, explanation(Term.GRADIENT, Term.NEXT_STEP))
        self.nothing_learned = QLabel()
        self.nothing_learned.setWordWrap(True)
        set_kind(self.nothing_learned, Kind.SECONDARY)
        self._right = QStackedWidget()
        for part in (self.pictures, self.weights, self.nothing_learned):
            self._right.addWidget(part)
        self.set_parts(self.bar, (self.loss, self.paths, self._right), self._right)
        self.setFocusProxy(self.label_box)

    def can_show(self, looked: Looked) -> bool:
        """A look without gradients was wanted by others."""
        return looked.look.unit is not None and looked.look.gradients is not None

    def show_looked(self, looked: Looked) -> None:
        """Show the way back."""
        look, passage = looked.look, looked.passage
        assert look.gradients is not None
        names = looked.request.answer.request.recognizer.model.class_names
        self.label_box.show_classes(names, passage.answer, true_label(looked))
        self.label_box.follow(self._choice.label)
        count = None if self.all_button.isChecked() else LISTED
        self.loss.show_lines(loss_lines(look, passage, names[look.gradients.label]))
        self.paths.show_lines(path_lines(look, passage, count))
        self.paths.setVisible(look.paths is not None)
        self.share_room()
        self._show_learned(looked, count)
        self._tell_curvature()
        is_long = look.paths is not None and len(look.paths.shares) > LISTED
        self.all_button.setVisible(is_long or self._right.currentWidget() is self.weights)

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The way back as it is seen, and its numbers."""
        look = None if self.looked is None else self.looked.look
        if look is None or look.gradients is None or look.unit is None:
            return ()
        found, unit = look.gradients, look.unit
        made = numbers(
            lambda: back_as_csv(found, look.paths, look.learned, look.next_step),
            lambda: back_values(found, unit, look.paths, look.learned),
        )
        return self.keepsake(tr("Back"), (self.loss, self.paths, self._right.currentWidget()), made)

    def share_room(self) -> None:
        """Lists leave the rest to pictures."""
        self.loss.fit_width(round(_LOSS_SHARE * self.width()))
        self.paths.fit_width(round(_PATHS_SHARE * self.width()))

    def _show_learned(self, looked: Looked, count: int | None) -> None:
        look, passage = looked.look, looked.passage
        if look.learned is None:
            is_input = look.unit is not None and look.unit.layer not in passage.numbers
            text = tr("The network input is given: nothing is learned of it.")
            self.nothing_learned.setText(text if is_input else tr("This layer has nothing to learn."))
            self._right.setCurrentWidget(self.nothing_learned)
        elif (blocks := learned_blocks(look, passage)) is not None:
            self.pictures.set_blocks(blocks)
            self._right.setCurrentWidget(self.pictures)
        else:
            self.weights.show_lines(learned_lines(look, passage, count))
            self._right.setCurrentWidget(self.weights)

    def _measure(self) -> None:
        if self.looked is not None:
            self._live_look.curvature.measure(self.looked.request.answer.request.recognizer.model)

    def _tell_curvature(self) -> None:
        """Say whether h is measured; of other optimisers there is none."""
        if self.looked is None:
            return
        model, measuring = self.looked.request.answer.request.recognizer.model, self._live_look.curvature
        is_measured = measuring.is_measured(model)
        text = tr("Measuring…") if measuring.is_running else tr("h is measured") if is_measured else tr("Measure h")
        self.curvature_button.setText(text)
        self.curvature_button.setEnabled(not is_measured and measuring.can_measure(model))
        self.curvature_button.setVisible(measuring.is_wanted(model) and self.looked.look.learned is not None)


def true_label(looked: Looked) -> int | None:
    """The number of the true class of a data set's picture, if the model knows that class."""
    request = looked.request.answer.request
    names = request.recognizer.model.class_names
    if isinstance(request.subject, DataSetPicture) and request.subject.label in names:
        return names.index(request.subject.label)
    return None


def _loss_table() -> NumbersTable:
    columns = (Column(tr("Part")), Column(tr("number"), is_figure=True))
    meaning = tr("From the loss to this unit's gradient, line by line.")
    table = NumbersTable(tr("The loss here"), meaning, columns)
    table.horizontalHeader().hide()
    return table


def _paths_table() -> NumbersTable:
    columns = (
        Column(tr("To"), tr("The unit of the next layer that this one feeds")),
        Column(tr("factor"), tr("∂a/∂y: how much the sum there changes with this number"), is_figure=True),
        Column(tr("∂E/∂a"), tr("The gradient of the sum there"), is_figure=True),
        Column(tr("share"), tr("Factor × gradient: what of this unit's gradient comes this way"), is_figure=True),
    )
    return NumbersTable(tr("Paths"), explanation(Term.BACK_PROPAGATION), columns)


def _weights_table() -> NumbersTable:
    columns = (
        Column(tr("From"), tr("The unit that the weight belongs to")),
        Column(tr("weight"), explanation(Term.WEIGHT), is_figure=True),
        Column(tr("∂E/∂w"), explanation(Term.GRADIENT), is_figure=True),
        Column(tr("next step"), explanation(Term.NEXT_STEP), is_figure=True),
    )
    return NumbersTable(tr("Weights of this unit"), explanation(Term.WEIGHT, Term.NEXT_STEP), columns)
