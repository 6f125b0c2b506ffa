"""What to train and how: the buttons that begin a training, and its recipe in short."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.theme import Kind, set_kind, with_tabular_figures
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.reports import Device

_SUMMARY_WIDTH = 136
"""Pixels that the sentence on the last training has at least: three lines of it."""
_LIST_MARGINS = 32


class TrainingControls(QWidget):
    """Train, Fine-tune, and the settings that matter most."""

    train_requested = Signal()
    fine_tune_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = Recipe()
        self.train_button = QPushButton(self.tr("Train"))
        self.train_button.setToolTip(self.tr("Train a new network from random weights (Ctrl+T)"))
        set_kind(self.train_button, Kind.PRIMARY)
        self.train_button.clicked.connect(self.train_requested)
        self.fine_tune_button = QPushButton(self.tr("Fine-tune"))
        self.fine_tune_button.setToolTip(self.tr("Train the model in use further (Ctrl+Shift+T)"))
        self.fine_tune_button.clicked.connect(self.fine_tune_requested)
        self._make_fields()
        self._summary = QLabel()
        set_kind(self._summary, Kind.SECONDARY)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary.setWordWrap(True)
        self._summary.setMinimumWidth(_SUMMARY_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.train_button)
        layout.addWidget(self.fine_tune_button)
        layout.addSpacing(16)
        for caption, field in self._captions():
            layout.addLayout(_captioned(caption, field), 1 if field is self.device else 0)
        layout.addSpacing(8)
        layout.addWidget(self._summary, 1)
        self.set_recipe(self._recipe)

    def _make_fields(self) -> None:
        self.epochs = QSpinBox()
        self.epochs.setRange(1, 1000)
        self.epochs.setToolTip(self.tr("Passes over the training pictures"))
        self.batch_size = QSpinBox()
        self.batch_size.setRange(1, 4096)
        self.batch_size.setToolTip(self.tr("Pictures per step"))
        self.learning_rate = _RateBox()
        self.learning_rate.setToolTip(self.tr("The largest step of the run; it falls to nothing along a cosine"))
        self.optimiser = QComboBox()
        for optimiser, text in self._optimisers():
            self.optimiser.addItem(text, optimiser)
        self.optimiser.setToolTip(self.tr("The rule that turns gradients into steps"))
        self.device = QComboBox()
        self.device.addItem(self.tr("Automatic"), "")
        # The names of GPUs are long; the list shows them whole, and so does the tooltip.
        self.device.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.device.setMinimumContentsLength(12)
        self.device.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.device.currentTextChanged.connect(self._describe_device)
        self._describe_device(self.device.currentText())

    def _captions(self) -> list[tuple[str, QWidget]]:
        return [
            (self.tr("Epochs"), self.epochs),
            (self.tr("Batch size"), self.batch_size),
            (self.tr("Learning rate"), self.learning_rate),
            (self.tr("Optimiser"), self.optimiser),
            (self.tr("Device"), self.device),
        ]

    def _optimisers(self) -> list[tuple[Optimiser, str]]:
        return [
            (Optimiser.ADAM, self.tr("Adam")),
            (Optimiser.MOMENTUM, self.tr("SGD, momentum")),
            (Optimiser.SGD, self.tr("SGD")),
        ]

    @property
    def recipe(self) -> Recipe:
        """The recipe as the fields say; what has no field stays as `set_recipe` gave it."""
        return replace(
            self._recipe,
            epochs=self.epochs.value(),
            batch_size=self.batch_size.value(),
            learning_rate=self.learning_rate.value(),
            optimiser=Optimiser(self.optimiser.currentData()),
        )

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the fields."""
        self._recipe = recipe
        self.epochs.setValue(recipe.epochs)
        self.batch_size.setValue(recipe.batch_size)
        self.learning_rate.setValue(recipe.learning_rate)
        self.optimiser.setCurrentIndex(self.optimiser.findData(recipe.optimiser))

    @property
    def device_id(self) -> str:
        """The id of the chosen device; empty for the best there is."""
        return str(self.device.currentData())

    def set_devices(self, devices: Sequence[Device], chosen: str) -> None:
        """Offer these devices, the best first, and choose one by its id where it is still there."""
        self.device.clear()
        self.device.addItem(self.tr("Automatic ({device})").format(device=devices[0].title), "")
        for device in devices:
            self.device.addItem(device.title, device.id)
        self.device.setCurrentIndex(max(0, self.device.findData(chosen)))
        metrics = self.device.fontMetrics()
        widest = max(metrics.horizontalAdvance(self.device.itemText(n)) for n in range(self.device.count()))
        self.device.view().setMinimumWidth(widest + _LIST_MARGINS)

    def _describe_device(self, device: str) -> None:
        text = self.tr("Where to train: {device}.\nAutomatic takes a GPU if there is one.")
        self.device.setToolTip(text.format(device=device))

    def set_available(self, available: bool) -> None:
        """Whether there is a model to fine-tune."""
        self.fine_tune_button.setEnabled(available)

    def show_summary(self, summary: str) -> None:
        """Say what came of the last training."""
        self._summary.setText(summary)
        self._summary.setToolTip(summary)

    @property
    def summary(self) -> str:
        """What is said of the last training."""
        return self._summary.text()


class _RateBox(QDoubleSpinBox):
    """A learning rate: six decimals, shown without idle zeros; a step is a tenth of the power of ten."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(6)
        self.setRange(1e-6, 10.0)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setMinimumWidth(96)

    def textFromValue(self, value: float, /) -> str:
        """The rate without idle zeros."""
        locale = self.locale()
        text = locale.toString(value, "f", self.decimals())
        return text.rstrip(locale.zeroDigit()).removesuffix(locale.decimalPoint())


def _captioned(caption: str, field: QWidget) -> QVBoxLayout:
    label = QLabel(caption)
    label.setBuddy(field)
    set_kind(label, Kind.SECONDARY)
    field.setAccessibleName(caption)
    field.setFont(with_tabular_figures(field.font()))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(field)
    return column
