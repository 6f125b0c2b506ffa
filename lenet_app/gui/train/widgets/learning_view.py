"""A run while it learns, or as it was kept: curves, a table of its epochs, kernels, layers, and what can be changed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel, ListBox, NumberBox, widest
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.plots.plot import Plot
from lenet_app.gui.train.learning_charts import Along, accuracy_chart, loss_chart
from lenet_app.gui.train.watched import Watched
from lenet_app.gui.train.widgets.kernels_view import KernelsView
from lenet_app.gui.train.widgets.layer_sizes import LayerSizes
from lenet_app.language import tr

_SIDE, _NARROW_SIDE = 196, 152
_BETWEEN_PARTS = 30
"""Milliseconds between two parts of the view that are drawn anew."""
_BESIDE_CHOICE = 56
"""Pixels of a list beside its text: edges and arrow."""
_SPEEDS = (0.0, 0.2, 1.0)
"""Seconds between two steps."""


class LearningView(QFrame):
    """Shows a `Watched`. It asks for changes, whoever listens makes them."""

    seen = Signal()
    """It can be seen again: what came meanwhile is to be shown."""
    more_requested = Signal()
    """One more epoch."""
    rate_requested = Signal(float)
    """The largest rate of the run from now on."""
    slow_requested = Signal(float)
    """Seconds between two steps."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self._run = Watched("")
        self._left: list[Callable[[], None]] = []
        """The parts of it that are not shown yet."""
        self._parts = QTimer(self)
        self._parts.setInterval(_BETWEEN_PARTS)
        self._parts.timeout.connect(self._show_next)
        self._title = ElidedLabel()
        set_kind(self._title, Kind.TITLE)
        self._make_controls()
        self.loss, self.accuracy = Plot(), Plot()
        for plot in (self.loss, self.accuracy):
            plot.setStyleSheet("QGraphicsView { background: transparent; }")  # a card lies behind it
        self.table = TextTable(_columns())
        self.table.setAccessibleName(tr("Epochs"))
        self.table.setMinimumHeight(72)
        explain(self.table, tr("A line for each epoch; the one that did best on the hold-out is marked."))
        self.kernels, self.layers = KernelsView(), LayerSizes()
        self._kernels_title, self._facts = QLabel(), QLabel()
        self._facts.setFont(with_tabular_figures(self._facts.font()))
        self._facts.setWordWrap(True)
        self._side = QWidget()
        self._lay_out()
        self.show_run(self._run)

    def _make_controls(self) -> None:
        self.along = ListBox(96)
        for along in Along:
            self.along.addItem(along.label, along)
        _fit(self.along)
        self.along.setAccessibleName(tr("Curves along"))
        self.along.setToolTip(tr("Whether the curves go along steps, epochs or seconds"))
        self.along.currentIndexChanged.connect(self._draw)
        self.speed = ListBox(112)
        for seconds, text in zip(_SPEEDS, (tr("Fast"), tr("Slow"), tr("Stepwise")), strict=True):
            self.speed.addItem(text, seconds)
        _fit(self.speed)
        self.speed.setAccessibleName(tr("Slow motion"))
        self.speed.setToolTip(tr("Slow motion: wait 0.2 s or a second between two steps, to watch them"))
        self.speed.activated.connect(lambda: self.slow_requested.emit(self.speed.currentData()))
        self.rate = NumberBox(0, 1000, 8)
        self.rate.setAccessibleName(tr("Learning rate from now on"))
        self.rate.setToolTip(tr("The largest rate of the run from the next step on; above 0, up to 1,000"))
        explain(
            self.rate,
            tr(
                "Changes the learning rate of the run that goes on; its schedule stays. The change is kept with the"
                " run, marked in its curves, and made again where the run is resumed."
            ),
        )
        self.rate.valueChanged.connect(self._on_rate)
        self.more_button = QPushButton(tr("One more epoch"))
        set_kind(self.more_button, Kind.SMALL)
        self.more_button.clicked.connect(self.more_requested)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        caption = QLabel(tr("Rate"))
        set_kind(caption, Kind.SECONDARY)
        for widget in (caption, self.rate, self.speed, self.more_button, self.along):
            head.addWidget(widget)
        self.rate.setFixedWidth(96)
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        sizes = QLabel(tr("Gradient size"))
        for label in (self._kernels_title, sizes):
            set_kind(label, Kind.TITLE)
        right.addWidget(self._kernels_title)
        right.addWidget(self.kernels, 1)
        right.addSpacing(8)
        right.addWidget(sizes)
        right.addWidget(self.layers)
        right.addSpacing(8)
        right.addWidget(self._facts)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.loss, 3)
        left.addWidget(self.accuracy, 3)
        left.addWidget(self.table, 2)
        layout = QGridLayout(self)
        layout.setContentsMargins(16, 10, 16, 8)
        layout.setHorizontalSpacing(16)
        layout.addLayout(head, 0, 0, 1, 2)
        layout.addLayout(left, 1, 0)
        layout.addWidget(self._side, 1, 1)
        layout.setColumnStretch(0, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell whoever knows more by now."""
        super().showEvent(event)
        self.seen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the curves more room in a narrow window."""
        self._side.setFixedWidth(_SIDE if event.size().width() > 720 else _NARROW_SIDE)
        super().resizeEvent(event)

    @property
    def run(self) -> Watched:
        """What is shown."""
        return self._run

    @property
    def facts(self) -> str:
        """Dead units, speed and rate, in words."""
        return self._facts.text()

    def show_run(self, run: Watched) -> None:
        """Show this; of a run that goes on part by part, so that nothing else in the window waits for long."""
        self._run = run
        self._left = [self._show_controls, self._draw_loss, self._draw_accuracy, self._show_epochs, self._show_side]
        if run.is_live:
            self._parts.start()
            return
        self._parts.stop()
        for show in self._left:
            show()

    def _show_next(self) -> None:
        self._left.pop(0)()
        if not self._left:
            self._parts.stop()

    def _show_controls(self) -> None:
        run = self._run
        self._title.setText(run.title or tr("Train a network, or choose a run to see how it learned"))
        for control in (self.rate, self.speed):
            control.setEnabled(run.is_live)
        self.more_button.setEnabled(run.can_be_longer)
        tip = tr("Give the run one more epoch than it was to have")
        self.more_button.setToolTip(tip if run.can_be_longer else tr("This run cannot be given one more epoch now"))

    def _show_side(self) -> None:
        run = self._run
        self._kernels_title.setText(tr("{layer} kernels").format(layer=run.kernels_name) if run.kernels else "")
        self.kernels.show_kernels([(self._caption(epoch), kernels) for epoch, kernels in run.kernels])
        self.layers.show_layers(run.layers)
        self._facts.setText(_facts_text(run))

    def _show_epochs(self) -> None:
        _show_epochs(self.table, self._run)

    def show_rate(self, rate: float) -> None:
        """Show the largest rate of the run that goes on, unless somebody types another."""
        if not self.rate.hasFocus():
            self.rate.blockSignals(True)
            self.rate.set_number(rate)
            self.rate.blockSignals(False)

    def _on_rate(self) -> None:
        if self._run.is_live and self.rate.number > 0:
            self.rate_requested.emit(self.rate.number)

    def _caption(self, epoch: int) -> str:
        if epoch == self._run.kernels[-1][0] and epoch:
            return tr("now") if self._run.is_live else tr("end")
        return str(epoch) if epoch else tr("start")

    def _draw(self, _index: int = 0) -> None:
        self._draw_loss()
        self._draw_accuracy()

    def _draw_loss(self) -> None:
        self.loss.set_chart(loss_chart(self._run, Along(self.along.currentData())))

    def _draw_accuracy(self) -> None:
        self.accuracy.set_chart(accuracy_chart(self._run, Along(self.along.currentData())))


def _fit(choice: ListBox) -> None:
    """Room for the longest of its texts."""
    texts = (choice.itemText(number) for number in range(choice.count()))
    choice.setFixedWidth(widest(choice, texts) + _BESIDE_CHOICE)


def _columns() -> list[Column]:
    return [
        Column(tr("Epoch"), is_figure=True),
        Column(tr("Loss"), tr("What training makes small, on the training pictures"), is_figure=True),
        Column(tr("right, %"), tr("Right answers on the training pictures"), is_figure=True),
        Column(tr("Hold-out"), tr("Cross-entropy on the hold-out"), is_figure=True),
        Column(tr("right, %"), tr("Right answers on the hold-out"), is_figure=True),
        Column(tr("Seconds"), tr("Since the run began, pauses left out"), is_figure=True),
    ]


def _show_epochs(table: TextTable, run: Watched) -> None:
    best = run.best
    rows = [
        (
            tr("{epoch} · best").format(epoch=row.epoch) if row is best else str(row.epoch),
            f"{row.train_loss:.4f}",
            f"{100 * row.train_accuracy:.2f}",
            "" if row.validation_loss is None else f"{row.validation_loss:.4f}",
            "" if row.validation_accuracy is None else f"{100 * row.validation_accuracy:.2f}",
            f"{row.total_seconds:.1f}",
        )
        for row in run.epochs
    ]
    if tuple(rows) != table.texts.rows:
        table.update_rows(rows, {})
        table.scrollToBottom()


def _facts_text(run: Watched) -> str:
    units = sum(row.units for row in run.layers)
    dead = sum(row.dead for row in run.layers)
    facts = []
    if units:
        facts.append(tr("Dead units: {dead} of {units}").format(dead=dead, units=units))
    if run.speed:
        facts.append(run.speed)
    if run.rate is not None:
        facts.append(tr("Rate now: {rate}").format(rate=f"{run.rate:.3g}"))
    return "\n".join(facts)
