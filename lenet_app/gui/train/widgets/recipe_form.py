"""Every part of a recipe as a field; those that do not apply are greyed out."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.kit.fields import CountBox, NumberBox, caption_of, column, dress, widest
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.preview import Preview
from lenet_app.gui.train.widgets.recipe_explanations import recipe_explanations
from lenet_app.gui.train.widgets.recipe_fields import (
    LEAST_FIELD,
    LEAST_HALF,
    Part,
    beside,
    choice_box,
    count_box,
    heading,
    stacked,
    tell_ranges,
    whole_share,
)
from lenet_app.gui.train.widgets.recipe_titles import (
    augmentation_titles,
    initialisation_titles,
    loss_titles,
    optimiser_titles,
    schedule_titles,
)
from lenet_app.language import tr
from lenet_app.networks.recipe import (
    KNOW_RUBBISH,
    MOST_MADE,
    VARIED,
    Augmentation,
    Initialisation,
    Loss,
    Optimiser,
    Recipe,
    Schedule,
)
from lenet_app.training.cost import no_digits_seconds

_MOST_EPOCHS, _MOST_STEPS, _MOST_PICTURES = 100_000, 10_000_000, 100_000
_NUMBERS = (
    *("learning_rate", "decay", "momentum", "weight_decay", "bias_rate", "average", "variation"),
    *("damping", "rubbish", "loss_divisor", "deviation"),
)
_MNIST_PICTURES = 60_000
_LEAST_COUNT = 72
_BESIDE_CHOICE = 48
"""Pixels of a list beside its text: edges and arrow."""


class RecipeForm(QWidget):
    """Three columns: steps; run and Levenberg-Marquardt; loss and first weights."""

    changed = Signal()
    """A field has another value, whoever gave it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[QWidget, QLabel] = {}
        self._digits, self._wants_no_digits = _MNIST_PICTURES, False
        self._make_step_fields()
        self._make_run_fields()
        self._make_start_fields()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(24)
        for number, columns in enumerate((self._steps(), self._run(), self._start())):
            layout.addLayout(columns, 0, number)
            layout.setColumnStretch(number, 1)
        self._connect()
        self.set_recipe(Recipe())
        tell_ranges(self)
        for name, text in recipe_explanations().items():
            explain(getattr(self, name), text)

    def _make_step_fields(self) -> None:
        self.optimiser = choice_box(optimiser_titles(), tr("The rule that turns gradients into steps"))
        self.learning_rate = NumberBox(0, 1000, 8)
        self.learning_rate.setToolTip(tr("The largest rate of the run"))
        self.schedule = choice_box(schedule_titles(), tr("How the rate changes over the run"))
        self.decay = NumberBox(0, 1000, 8)
        self.decay.setToolTip(tr("d of the schedule: the rate × d each epoch, or × (1 + d · steps) ^ -0.75"))
        self.momentum = NumberBox(0, 1, 4)
        self.momentum.setToolTip(tr("How much of the step before is kept, from 0 to below 1"))
        self.weight_decay = NumberBox(0, 1000, 8)
        self.weight_decay.setToolTip(tr("How much of each weight is taken off per step and unit of rate"))
        self.bias_rate = NumberBox(0, 1000, 4)
        self.bias_rate.setToolTip(tr("How many times faster biases learn"))
        self.average = NumberBox(0, 1, 6)
        self.average.setToolTip(tr("This share of the running average of the weights is kept; 0: no average"))

    def _make_run_fields(self) -> None:
        self.epochs, self.steps = count_box(_MOST_EPOCHS), count_box(_MOST_STEPS)
        self.epochs.setToolTip(tr("Passes over the training pictures"))
        self.steps.setToolTip(tr("Steps of the whole run, a batch each"))
        for count in (self.epochs, self.steps):
            count.setMinimumWidth(_LEAST_COUNT)
        self.unit = QComboBox()
        self.unit.addItem(tr("Epochs"), False)
        self.unit.addItem(tr("Steps"), True)
        texts = (self.unit.itemText(number) for number in range(self.unit.count()))
        self.unit.setMinimumWidth(widest(self.unit, texts) + _BESIDE_CHOICE)
        self.unit.setAccessibleName(tr("Unit of the length"))
        self.unit.setToolTip(tr("Whether the run is counted in epochs or in steps"))
        self.batch_size = count_box(_MOST_PICTURES)
        self.batch_size.setToolTip(tr("Pictures per step; Levenberg-Marquardt takes one at a time"))
        self.hold_out = NumberBox(0, 100, 2)
        self.hold_out.setSuffix(tr(" %"))
        self.hold_out.setToolTip(
            tr("Share of the training pictures that chooses the best epoch; with none the last epoch is kept")
        )
        self.patience, self.target = CountBox(0, _MOST_EPOCHS), NumberBox(0, 100, 2)
        self.patience.setToolTip(
            tr("End after so many epochs in a row that are not the best on the hold-out; 0: never")
        )
        self.target.setSuffix(tr(" %"))
        self.target.setToolTip(tr("End once so much of the hold-out is right; 0: never"))
        self.preview = Preview()
        self.augmentation = choice_box(augmentation_titles(), tr("How training pictures are varied"))
        self.variation = NumberBox(0, 10, 3)
        self.variation.setToolTip(tr("How far pictures are changed, in multiples of what suits MNIST"))
        self.damage = NumberBox(0, 100, 2)
        self.damage.setSuffix(tr(" %"))
        self.damage.setToolTip(tr("Share of the pictures with noise, blur, specks, uneven light and the like"))
        self.made = NumberBox(0, 100 * MOST_MADE, 2)
        self.made.setSuffix(tr(" %"))
        self.made.setToolTip(tr("Share of the pictures that are made digits, in all kinds of handwriting"))
        self.damping = NumberBox(0, 1000, 6)
        self.damping.setToolTip(tr("µ: a parameter's step is rate / (µ + h), h its mean second derivative"))
        self.curvature_pictures = count_box(_MOST_PICTURES)
        self.curvature_pictures.setToolTip(tr("How many pictures h is measured on before each pass"))

    def _make_start_fields(self) -> None:
        self.loss = choice_box(loss_titles(), tr("What training makes small"))
        self.rubbish = NumberBox(-1000, 1000, 4)
        self.rubbish.setToolTip(tr("j of eq. (9): the penalty at which an answer counts as of no class"))
        self.loss_divisor = NumberBox(0, 1_000_000, 4)
        self.loss_divisor.setToolTip(tr("The loss is divided by it"))
        self.no_digits = QCheckBox(tr("Also learn what is no digit"))
        self.no_digits.setToolTip(
            tr("Letters and scribbles take the place of some pictures, so that the network says when it sees no digit")
        )
        self._cost = QLabel()
        self._cost.setWordWrap(True)
        self._cost.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        set_kind(self._cost, Kind.SECONDARY)
        self.initialisation = choice_box(initialisation_titles(), tr("Where new weights start"))
        self.deviation = NumberBox(0, 1000, 6)
        self.deviation.setToolTip(tr("σ of the normal distribution, which is redrawn beyond 2σ"))
        self.has_first_bias = QCheckBox(tr("Biases start from"))
        self.has_first_bias.setToolTip(tr("Give biases one value; else they are drawn as the weights"))
        self.first_bias = NumberBox(-1000, 1000, 6)
        self.first_bias.setAccessibleName(tr("First bias"))
        self.first_bias.setToolTip(tr("What every bias starts from"))

    def _steps(self) -> QVBoxLayout:
        fields = [
            (tr("Optimiser"), self.optimiser),
            (tr("Learning rate"), self.learning_rate),
            (tr("Schedule"), self.schedule),
            (tr("Decay"), self.decay),
            (tr("Momentum"), self.momentum),
            (tr("Weight decay"), self.weight_decay),
            (tr("Rate of biases, times"), self.bias_rate),
            (tr("Average keeps"), self.average),
        ]
        parts: list[Part] = [heading(tr("Steps")), *self._captioned(fields)]
        return stacked(parts)

    def _run(self) -> QVBoxLayout:
        for count in (self.epochs, self.steps):
            count.setAccessibleName(tr("Length"))
        length = QWidget()
        line = QHBoxLayout(length)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.epochs, 1)
        line.addWidget(self.steps, 1)
        line.addWidget(self.unit)
        run = [
            (tr("Length"), length),
            (tr("Batch size"), self.batch_size),
            (tr("Hold-out"), self.hold_out),
        ]
        early = [(tr("Patience"), self.patience), (tr("Target"), self.target)]
        varied = [(tr("Augmentation"), self.augmentation)]
        changed = [(tr("Variation, times"), self.variation), (tr("Damaged"), self.damage)]
        made = [(tr("Made digits"), self.made)]
        curvature = [(tr("Damping µ"), self.damping), (tr("Pictures"), self.curvature_pictures)]
        parts: list[Part] = [heading(tr("Run")), *self._captioned(run), beside(self._captioned(early, LEAST_HALF))]
        parts += [
            *self._captioned(varied),
            beside(self._captioned(changed, LEAST_HALF)),
            *self._captioned(made),
            self.preview,
            heading(tr("Levenberg-Marquardt")),
        ]
        return stacked([*parts, beside(self._captioned(curvature, LEAST_HALF))])

    def _start(self) -> QVBoxLayout:
        loss = [
            (tr("Loss"), self.loss),
            (tr("Rubbish penalty j"), self.rubbish),
            (tr("Divided by"), self.loss_divisor),
        ]
        dress(self.has_first_bias, self.first_bias)
        first = [(tr("Drawn"), self.initialisation), (tr("Deviation σ"), self.deviation)]
        # Room for the longest reason, so that nothing moves.
        self._cost.setFixedHeight(2 * self._cost.fontMetrics().lineSpacing())
        parts: list[Part] = [heading(tr("Loss")), *self._captioned(loss), column(self.no_digits, self._cost)]
        parts += [heading(tr("First weights")), *self._captioned(first)]
        return stacked([*parts, column(self.has_first_bias, self.first_bias)])

    def _captioned(self, fields: Sequence[tuple[str, QWidget]], least: int = LEAST_FIELD) -> list[QVBoxLayout]:
        columns = []
        for caption, field in fields:
            field.setMinimumWidth(least)
            self._labels[field] = caption_of(caption, field)
            columns.append(column(self._labels[field], field))
        return columns

    def _connect(self) -> None:
        for box in self.findChildren(NumberBox):
            box.valueChanged.connect(self._on_change)
        for count in self.findChildren(CountBox):
            count.valueChanged.connect(self._on_change)
        for choice in self.findChildren(QComboBox):
            choice.currentIndexChanged.connect(self._on_change)
        self.has_first_bias.toggled.connect(self._on_change)
        self.no_digits.clicked.connect(self._on_no_digits)

    @property
    def recipe(self) -> Recipe:
        """The recipe as the fields say.

        Raises:
            UserError: a value is out of its range, or two settings cannot go together.
        """
        recipe = self._recipe()
        recipe.check_hold_out(recipe.hold_out)
        return recipe

    def _recipe(self) -> Recipe:
        counts_steps = bool(self.unit.currentData())
        return Recipe(
            epochs=self.epochs.value(),
            steps=self.steps.value() if counts_steps else 0,
            batch_size=1 if self._is_one_by_one else self.batch_size.value(),
            learning_rate=self.learning_rate.number,
            optimiser=Optimiser(self.optimiser.currentData()),
            schedule=Schedule(self.schedule.currentData()),
            augmentation=Augmentation.NONE if self._learns_rows else Augmentation(self.augmentation.currentData()),
            loss=Loss(self.loss.currentData()),
            initialisation=Initialisation(self.initialisation.currentData()),
            hold_out=whole_share(self.hold_out),
            decay=self.decay.number,
            momentum=self.momentum.number,
            weight_decay=self.weight_decay.number,
            bias_rate=1.0 if self._learns_rows else self.bias_rate.number,
            damping=self.damping.number,
            curvature_pictures=self.curvature_pictures.value(),
            rubbish=self.rubbish.number,
            loss_divisor=self.loss_divisor.number,
            deviation=self.deviation.number,
            first_bias=self.first_bias.number if self.has_first_bias.isChecked() else None,
            average=0.0 if self._is_one_by_one else self.average.number,
            variation=self.variation.number,
            damage=whole_share(self.damage),
            made=whole_share(self.made),
            no_digits=self._wants_no_digits and not self._why_no_choice(),
            patience=self.patience.value(),
            target=whole_share(self.target),
        )

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the fields."""
        self.blockSignals(True)
        self.epochs.setValue(recipe.epochs)
        self.steps.setValue(recipe.steps or 1000)
        self.unit.setCurrentIndex(self.unit.findData(recipe.steps > 0))
        self.batch_size.setValue(recipe.batch_size)
        self.curvature_pictures.setValue(recipe.curvature_pictures)
        self.patience.setValue(recipe.patience)
        for box, share in (
            (self.hold_out, recipe.hold_out),
            (self.target, recipe.target),
            (self.damage, recipe.damage),
            (self.made, recipe.made),
        ):
            box.set_number(100 * share)
            box.setProperty("share", share)
        for name in _NUMBERS:
            cast("NumberBox", getattr(self, name)).set_number(getattr(recipe, name))
        self.has_first_bias.setChecked(recipe.first_bias is not None)
        self.first_bias.set_number(recipe.first_bias or 0.0)
        self._wants_no_digits = recipe.no_digits
        for name in ("optimiser", "schedule", "augmentation", "loss", "initialisation"):
            choice = cast("QComboBox", getattr(self, name))
            choice.setCurrentIndex(choice.findData(getattr(recipe, name)))
        self.blockSignals(False)
        self._on_change()

    def set_digits(self, pictures: int) -> None:
        """Tell of how many pictures the data set of the ten digits has to train on; 0 where the data set is another."""
        self._digits = pictures
        self._on_change()

    @property
    def cost(self) -> str:
        """What learning what is no digit takes, or why it cannot be chosen."""
        return self._cost.text()

    def _on_no_digits(self, wanted: bool) -> None:
        self._wants_no_digits = wanted
        self._on_change()

    def _why_no_choice(self) -> str:
        """Why what is no digit cannot be chosen or left out; empty where it can."""
        if not self._digits:
            return tr("Only with the ten digits")
        if self.augmentation.currentData() == Augmentation.HANDWRITING:
            return tr("Part of all kinds of handwriting")
        if self.loss.currentData() not in KNOW_RUBBISH:
            return tr("This loss cannot learn it")
        return ""

    def _show_no_digits(self) -> None:
        why = self._why_no_choice()
        is_included = bool(self._digits) and self.augmentation.currentData() == Augmentation.HANDWRITING
        self.no_digits.setEnabled(not why)
        self.no_digits.setChecked(is_included or (self._wants_no_digits and not why))
        seconds = no_digits_seconds(round(self._digits * (1 - self.hold_out.number / 100)))
        self._cost.setText(why or tr("Takes about {seconds} s more an epoch").format(seconds=seconds))

    @property
    def _is_one_by_one(self) -> bool:
        return self.optimiser.currentData() == Optimiser.LEVENBERG_MARQUARDT

    @property
    def _learns_rows(self) -> bool:
        return self.loss.currentData() == Loss.CTC

    def _on_change(self) -> None:
        counts_steps = bool(self.unit.currentData())
        self.epochs.setVisible(not counts_steps)
        self.steps.setVisible(counts_steps)
        for field in (self.batch_size, self.average):
            self._enable(field, applies=not self._is_one_by_one)
        if self._is_one_by_one and self.batch_size.value() != 1:
            self.batch_size.setValue(1)
        for field in (self.damping, self.curvature_pictures):
            self._enable(field, applies=self._is_one_by_one)
        self._enable(self.augmentation, applies=not self._learns_rows)
        self._enable(self.bias_rate, applies=not self._learns_rows)
        is_varied = self.augmentation.currentData() in VARIED and not self._learns_rows
        for field in (self.variation, self.damage):
            self._enable(field, applies=is_varied)
        is_handwriting = self.augmentation.currentData() == Augmentation.HANDWRITING and not self._learns_rows
        self._enable(self.made, applies=is_handwriting)
        self._enable(self.momentum, applies=self.optimiser.currentData() == Optimiser.MOMENTUM)
        schedules = (Schedule.EXPONENTIAL, Schedule.INVERSE)
        self._enable(self.decay, applies=self.schedule.currentData() in schedules)
        self._enable(self.rubbish, applies=self.loss.currentData() == Loss.MAP)
        is_normal = self.initialisation.currentData() == Initialisation.TRUNCATED_NORMAL
        self._enable(self.deviation, applies=is_normal)
        self.has_first_bias.setEnabled(is_normal)
        self.first_bias.setEnabled(is_normal and self.has_first_bias.isChecked())
        self._show_no_digits()
        self.changed.emit()

    def _enable(self, field: QWidget, *, applies: bool) -> None:
        field.setEnabled(applies)
        self._labels[field].setEnabled(applies)
