"""What to train, on what, from where and on which device, and the button that begins it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import CountBox, ListBox, NumberBox, caption_of, column, dress, widen_list
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.data_set_choice import DataSetChoice
from lenet_app.gui.train.widgets.network_choice import NetworkChoice
from lenet_app.gui.train.widgets.queue_list import QueueList
from lenet_app.gui.train.widgets.run_list import RunList
from lenet_app.language import tr
from lenet_app.storage.library import Entry
from lenet_app.training.reports import Device
from lenet_app.training.settings import MOST_THREADS, TrainingSettings

_LEAST_WIDTH, _LEAST_NUMBER = 120, 64
LARGEST_SEED = 2**31 - 1
"""That a field takes; the command line takes larger ones."""


class TrainingChoices(QWidget):
    """The left column of the page Train, and the button for a sweep, which lies elsewhere: whoever listens does."""

    network_chosen = Signal(object)
    """The Member to train from now on."""
    data_set_chosen = Signal(str)
    """The name or path of a data set that is listed."""
    start_chosen = Signal(object)
    """The Entry of the model to go on from; None for new weights."""
    dropout_chosen = Signal(float)
    """The share that the network is to drop from now on."""
    train_requested = Signal()
    queue_requested = Signal()
    """What is shown is to be trained later."""
    sweep_requested = Signal()
    """A grid of what is shown is to be trained later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[Entry, ...] = ()
        self._is_later = False
        """Whether what is shown can be lined up alone."""
        self.network, self.data_set = NetworkChoice(), DataSetChoice()
        self.network.chosen.connect(self.network_chosen)
        self.data_set.chosen.connect(self.data_set_chosen)
        self.start = ListBox(_LEAST_WIDTH, Qt.TextElideMode.ElideMiddle)
        self.start.setToolTip(tr("Train new weights, or go on from a model, which is called fine-tuning"))
        self.start.activated.connect(lambda: self.start_chosen.emit(self.chosen_start))
        self.device = ListBox(_LEAST_WIDTH)
        self.device.addItem(tr("Automatic"), "")
        # The names of GPUs are long; the list shows them whole, and so does the tooltip.
        self.device.currentTextChanged.connect(self._describe_device)
        self._describe_device(self.device.currentText())
        self._make_numbers()
        self._network_facts, self._data_facts, self._note = _small(), _small(), QLabel()
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self._note, Kind.NOTICE)
        self._note.hide()
        self.train_button = QPushButton(tr("Train"))
        set_kind(self.train_button, Kind.PRIMARY)
        self.train_button.clicked.connect(self.train_requested)
        self.queue_button, self.sweep_button = QPushButton(tr("Queue")), QPushButton(tr("Sweep…"))
        self.queue_button.clicked.connect(self.queue_requested)
        self.sweep_button.clicked.connect(self.sweep_requested)
        set_kind(self.sweep_button, Kind.SMALL)
        self.queue = QueueList()
        self.runs = RunList()
        self._lay_out()
        self.set_models(())
        self.set_trainable("")

    def _make_numbers(self) -> None:
        self.dropout, self.seed, self.threads = (
            NumberBox(0, 0.95, 3),
            CountBox(0, LARGEST_SEED),
            CountBox(0, MOST_THREADS),
        )
        self.seed.setValue(TrainingSettings.seed)
        self.dropout.setToolTip(
            tr("This share of the values behind the fully connected layers is dropped at each step; from 0 to 0.95")
        )
        self.seed.setToolTip(
            tr("Of everything random: the same seed gives the same training; from 0 to {most}").format(
                most=f"{LARGEST_SEED:,}"
            )
        )
        self.threads.setToolTip(
            tr("How many threads compute on the processor; 0 for one a core, up to 4; at most {most}").format(
                most=MOST_THREADS
            )
        )
        explain(
            self.dropout,
            tr(
                "While it learns the network does without some of its values, others at each step, so that it relies on"
                " none alone. In use nothing is dropped."
            ),
        )
        explain(
            self.seed,
            tr(
                "First weights, the order of the pictures and all that varies them come from this number. Runs with"
                " other seeds differ by chance alone, which tells how much of a difference is chance."
            ),
        )
        self.dropout.valueChanged.connect(lambda: self.dropout_chosen.emit(self.dropout.number))

    def show_dropout(self, share: float, *, is_fixed: bool) -> None:
        """Show what the network drops; of a model that is trained further it stays so."""
        self.dropout.blockSignals(True)
        self.dropout.set_number(share)
        self.dropout.blockSignals(False)
        self.dropout.setEnabled(not is_fixed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._data_caption = caption_of(tr("Data set"), self.data_set)
        for caption, field, facts in (
            (caption_of(tr("Network"), self.network), self.network, self._network_facts),
            (self._data_caption, self.data_set, self._data_facts),
            (caption_of(tr("Start from"), self.start), self.start, None),
            (caption_of(tr("Device"), self.device), self.device, None),
        ):
            dress(caption, field)
            both = column(caption, field)
            if facts is not None:
                both.addWidget(facts)
            layout.addLayout(both)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for text, box in ((tr("Dropout"), self.dropout), (tr("Seed"), self.seed), (tr("Threads"), self.threads)):
            box.setMinimumWidth(_LEAST_NUMBER)
            numbers.addLayout(column(caption_of(text, box), box), 1)
        layout.addLayout(numbers)
        layout.addWidget(self._note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.train_button, 1)
        buttons.addWidget(self.queue_button, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.queue, 100)
        layout.addWidget(self.runs, 100)
        layout.addStretch(1)

    @property
    def chosen_start(self) -> Entry | None:
        """The model to go on from; None for new weights."""
        key = self.start.currentData()
        return next((entry for entry in self._models if entry.key == key), None)

    def set_models(self, entries: Sequence[Entry]) -> None:
        """Offer these to go on from, readers of rows left out; what is chosen stays chosen where it is still there."""
        chosen = self.start.currentData()
        self._models = tuple(entry for entry in entries if not entry.reads_rows)
        self.start.clear()
        self.start.addItem(tr("New weights"), "")
        for entry in self._models:
            self.start.addItem(entry.name, entry.key)
        self.start.setCurrentIndex(max(0, self.start.findData(chosen)))
        widen_list(self.start)

    def show_start(self, entry: Entry | None) -> None:
        """Show this model as the one to go on from, telling nobody; None for new weights."""
        self.start.setCurrentIndex(max(0, self.start.findData("" if entry is None else entry.key)))

    def show_facts(self, network: str, data_set: str) -> None:
        """Say below the fields what is chosen there."""
        self._network_facts.setText(network)
        self._data_facts.setText(data_set)

    @property
    def data_facts(self) -> str:
        """What is said of the data set."""
        return self._data_facts.text()

    def show_data_note(self, note: str) -> None:
        """Say beside the caption of the data sets what goes on with one; an empty note says nothing."""
        self._data_caption.setText(tr("Data set · {note}").format(note=note) if note else tr("Data set"))

    @property
    def data_note(self) -> str:
        """The caption of the data sets, with what goes on."""
        return self._data_caption.text()

    def show_note(self, note: str) -> None:
        """Say above the button what does not fit together; an empty note says nothing."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    @property
    def note(self) -> str:
        """What does not fit together."""
        return self._note.text()

    def set_trainable(self, reason: str, impossible: str = "") -> None:
        """Say why nothing can be trained now; an empty reason lets it be trained.

        Args:
            reason: a sentence.
            impossible: why it can be trained at no time; empty where it can be lined up at least.
        """
        self.train_button.setEnabled(not reason)
        for button, tip in (
            (self.queue_button, tr("Train this after what runs, and after what is lined up")),
            (self.sweep_button, tr("Line up trainings over a grid of activations, kernels, units, rates and seeds")),
        ):
            button.setEnabled(not impossible)
            button.setToolTip(plain(impossible or tip))
        is_later = bool(reason) and not impossible
        if is_later != self._is_later:
            self._is_later = is_later
            set_kind(self.train_button, None if is_later else Kind.PRIMARY)
            set_kind(self.queue_button, Kind.PRIMARY if is_later else None)
        start = self.chosen_start
        tip = tr("Train the network from new weights, as shown here")
        if start is not None:
            tip = tr("Train {model} further, as shown here").format(model=start.name)
        self.train_button.setText(tr("Train") if start is None else tr("Fine-tune"))
        self.train_button.setToolTip(plain(reason or tip))

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


def _small() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_kind(label, Kind.SECONDARY)
    return label
