"""What to train, on what and how: the buttons that begin a training, the network, the data set, the recipe in short."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from lenet_app.gui.kit.fields import CountBox, ElidedLabel, ListBox, NumberBox, caption_of, dress, widen_list
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.data_set_choice import DataSetChoice
from lenet_app.gui.train.widgets.network_choice import NetworkChoice
from lenet_app.gui.train.widgets.recipe_titles import optimiser_title
from lenet_app.language import tr
from lenet_app.networks.family import Member
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.training.reports import Device

if TYPE_CHECKING:
    from lenet_app.gui.train.widgets.recipe_dialog import RecipeDialog

_SUMMARY_WIDTH = 128
"""Pixels that the sentence on the last training has at least: three lines of it."""
_LENGTH_WIDTH, _RATE_WIDTH, _DEVICE_WIDTH = 80, 92, 124
_WAY_BACK = "back"  # no address: the link stays within the window
_MOST_EPOCHS, _MOST_STEPS = 100_000, 10_000_000


class TrainingControls(QWidget):
    """Train, Fine-tune, and the settings that matter most; all others are in the recipe's dialog."""

    train_requested = Signal()
    fine_tune_requested = Signal()
    network_chosen = Signal(object)
    """The Member to train from now on. Whoever listens gives it its recipe."""
    data_set_chosen = Signal(str)
    """The name or path of a data set that is listed."""
    link_activated = Signal(str)
    """The link of the summary."""
    way_back_requested = Signal()
    """The user wants the model back that a training has taken over from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary_text = self._link = self._short = ""
        self._make_buttons()
        self._make_fields()
        self._make_summary()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.train_button)
        layout.addWidget(self.fine_tune_button)
        layout.addSpacing(8)
        layout.addLayout(self._fields(), 15)
        layout.addWidget(self._summary, 4)
        self.set_recipe(self.network.member.recipe)
        self.set_model("")

    def _make_buttons(self) -> None:
        self.train_button = QPushButton(tr("Train"))
        self.train_button.setToolTip(tr("Train the chosen network from random weights (Ctrl+T)"))
        set_kind(self.train_button, Kind.PRIMARY)
        self.train_button.clicked.connect(self.train_requested)
        self.fine_tune_button = QPushButton(tr("Fine-tune"))
        self.fine_tune_button.clicked.connect(self.fine_tune_requested)
        self.recipe_button = QPushButton(tr("Recipe…"))
        self.recipe_button.setAccessibleName(tr("Recipe"))
        self.recipe_button.clicked.connect(self.show_recipe)

    def _make_fields(self) -> None:
        self.network = NetworkChoice()
        self.network.chosen.connect(self.network_chosen)
        self.data_set = DataSetChoice()
        self.data_set.chosen.connect(self.data_set_chosen)
        self.epochs, self.steps = CountBox(1, _MOST_EPOCHS), CountBox(1, _MOST_STEPS)
        self.epochs.setToolTip(tr("Passes over the training pictures"))
        self.steps.setToolTip(tr("Steps of the whole run, a batch each"))
        self.learning_rate = NumberBox(1e-6, 1000)
        self.learning_rate.setFixedWidth(_RATE_WIDTH)
        self.learning_rate.setToolTip(tr("The largest rate of the run; the recipe says how it changes"))
        for count in (self.epochs, self.steps):
            count.setFixedWidth(_LENGTH_WIDTH)
        self._data_caption = ElidedLabel()
        self._data_caption.setBuddy(self.data_set)
        self._optimiser = ElidedLabel()
        self._optimiser.setBuddy(self.recipe_button)
        self.device = ListBox(_DEVICE_WIDTH)
        self.device.addItem(tr("Automatic"), "")
        # The names of GPUs are long; the list shows them whole, and so does the tooltip.
        self.device.currentTextChanged.connect(self._describe_device)
        self._describe_device(self.device.currentText())
        for field in (self.learning_rate, self.epochs, self.steps):
            field.valueChanged.connect(self._describe_recipe)

    def _fields(self) -> QGridLayout:
        """The captions in a line, and the fields below them."""
        self._data_caption.setText(tr("Data"))
        self.data_set.setAccessibleName(tr("Data"))
        dress(self._data_caption, self.data_set)
        dress(self._optimiser, self.recipe_button)
        steps_caption = caption_of(tr("Steps"), self.steps)
        epochs_caption = caption_of(tr("Epochs"), self.epochs)
        self._counts = ((epochs_caption, self.epochs), (steps_caption, self.steps))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        fields: list[tuple[QLabel, QWidget, int]] = [
            (caption_of(tr("Network"), self.network), self.network, 5),
            (self._data_caption, self.data_set, 3),
            (epochs_caption, self.epochs, 0),
            (caption_of(tr("Learning rate"), self.learning_rate), self.learning_rate, 0),
            (self._optimiser, self.recipe_button, 3),
            (caption_of(tr("Device"), self.device), self.device, 4),
        ]
        for number, (caption, field, stretch) in enumerate(fields):
            grid.addWidget(caption, 1, number)
            grid.addWidget(field, 2, number)
            grid.setColumnStretch(number, stretch)
            if field is self.epochs:  # steps in their place, where the recipe counts those
                grid.addWidget(steps_caption, 1, number)
                grid.addWidget(self.steps, 2, number)
        for row in (0, 3):
            grid.setRowStretch(row, 1)
        return grid

    def _make_summary(self) -> None:
        self._summary = QLabel()
        set_kind(self._summary, Kind.SECONDARY)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._summary.setWordWrap(True)
        self._summary.setMinimumWidth(_SUMMARY_WIDTH)
        self._summary.linkActivated.connect(self._on_link)

    @property
    def member(self) -> Member:
        """The network to train."""
        return self.network.member

    def set_network(self, member: Member) -> None:
        """Choose this network, as a user would; one that is not listed yet is put in the list."""
        self.network.set_member(member)

    @property
    def recipe(self) -> Recipe:
        """The recipe as the fields say; what has no field stays as `set_recipe` gave it."""
        recipe = self._recipe
        return replace(
            recipe,
            epochs=recipe.epochs if recipe.steps else self.epochs.value(),
            steps=self.steps.value() if recipe.steps else 0,
            learning_rate=self.learning_rate.number,
        )

    def set_recipe(self, recipe: Recipe) -> None:
        """Fill the fields."""
        self._recipe = recipe
        self.epochs.setValue(recipe.epochs)
        self.steps.setValue(recipe.steps)
        self.learning_rate.set_number(recipe.learning_rate)
        for caption, count in self._counts:
            for one in (caption, count):
                one.setVisible((count is self.steps) is (recipe.steps > 0))
        self._optimiser.setText(optimiser_title(recipe.optimiser))
        self._describe_recipe()

    def show_recipe(self) -> "RecipeDialog":
        """Open the dialog for every part of the recipe."""
        from lenet_app.gui.train.widgets.recipe_dialog import RecipeDialog  # noqa: PLC0415 - the window is there sooner

        dialog = RecipeDialog(self.member, self.recipe, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.set_recipe(dialog.recipe))
        dialog.open()
        return dialog

    def _describe_recipe(self) -> None:
        text = tr("Every part of the recipe:\n{recipe}")
        self.recipe_button.setToolTip(text.format(recipe=recipe_text(self.recipe)))

    def show_data_note(self, note: str) -> None:
        """Say beside the caption of the data sets what goes on with one; an empty note says nothing."""
        text = tr("Data · {note}").format(note=note) if note else tr("Data")
        self._data_caption.setText(text)

    @property
    def data_note(self) -> str:
        """The caption of the data sets, with what goes on."""
        return self._data_caption.text()

    @property
    def device_id(self) -> str:
        """The id of the chosen device; empty for the best there is."""
        return str(self.device.currentData())

    def set_devices(self, devices: Sequence[Device], chosen: str) -> None:
        """Offer these devices, the best first, and choose one by its id where it is still there."""
        self.device.clear()
        self.device.addItem(tr("Automatic ({device})").format(device=devices[0].title), "")
        for device in devices:
            self.device.addItem(device.title, device.id)
        self.device.setCurrentIndex(max(0, self.device.findData(chosen)))
        widen_list(self.device)

    def _describe_device(self, device: str) -> None:
        text = tr("Where to train: {device}.\nAutomatic takes a GPU if there is one.")
        self.device.setToolTip(plain(text.format(device=device)))

    def set_model(self, name: str) -> None:
        """Name the model that can be fine-tuned, the one in use; empty where there is none."""
        self.fine_tune_button.setEnabled(bool(name))
        text = tr("Train {model} further, with made digits if it learned some (Ctrl+Shift+T)")
        self.fine_tune_button.setToolTip(plain(text.format(model=name or tr("the model in use"))))

    def show_summary(self, summary: str, link: str = "", link_text: str = "", short: str = "") -> None:
        """Say what came of the last training.

        Args:
            summary: the whole of it.
            link: to more of it; empty for none.
            link_text: what is read of that.
            short: what is shown in place of a long summary, which is then the tooltip.
        """
        self._summary_text, self._link, self._short = summary, link, short
        said = short or summary
        shown = escape(said)
        if link:
            shown += f' <a href="{escape(link)}">{escape(link_text)}</a>'
        flags = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self._summary.setTextInteractionFlags(flags if link else Qt.TextInteractionFlag.NoTextInteraction)
        self._summary.setTextFormat(Qt.TextFormat.RichText if link else Qt.TextFormat.PlainText)
        self._summary.setText(shown if link else said)
        self._summary.setToolTip(plain(summary if link in ("", _WAY_BACK) else link))

    def offer_way_back(self, text: str) -> None:
        """Put a link to the model before behind what is said of the training; it goes once it was followed."""
        self.show_summary(self._summary_text, _WAY_BACK, text, self._short)

    def withdraw_way_back(self) -> None:
        """Take that link away; any other one stays."""
        if self._link == _WAY_BACK:
            self.show_summary(self._summary_text, short=self._short)

    def _on_link(self, link: str) -> None:
        if link == _WAY_BACK:
            self.withdraw_way_back()
            self.way_back_requested.emit()
        else:
            self.link_activated.emit(link)

    @property
    def summary(self) -> str:
        """What is said of the last training."""
        return self._summary_text
