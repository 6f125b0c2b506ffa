"""Which digits are worth writing more of, with the learning curve that tells."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.charts.chart import Chart
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.plots.plot import Plot
from lenet_app.language import tr

_HEIGHT = 132
"""Pixels of the chart."""


class MoreView(QWidget):
    """A bar and Stop while it is found out; then a sentence, what is expected, and the curve."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence, self._note = QLabel(), QLabel()
        set_kind(self._sentence, Kind.TITLE)
        set_kind(self._note, Kind.SECONDARY)
        for label in (self._sentence, self._note):
            label.setWordWrap(True)
        self.plot = Plot()
        self.plot.setStyleSheet("QGraphicsView { background: transparent; }")  # a card lies behind it
        self.plot.setMinimumHeight(_HEIGHT)
        self.plot.setMaximumHeight(_HEIGHT)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self.plot,
            tr(
                "Points: the share of your samples held out that is right after learning none, a third, two thirds and"
                " all of the others, with a standard deviation. Dashed: what is expected of as many as you have, and of"
                " those more that are worth writing."
            ),
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button = QPushButton(tr("Stop"))
        set_kind(self.stop_button, Kind.SMALL)
        self.stop_button.setToolTip(tr("Do without it; the model stays as it is"))
        self.stop_button.clicked.connect(self._stop)
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for part in (self._sentence, self._note, self._running, self.plot):
            layout.addWidget(part)
        self.clear()

    @property
    def sentence(self) -> str:
        """What is said; empty while nothing is."""
        return self._sentence.text()

    @property
    def is_running(self) -> bool:
        """Whether it is being found out."""
        return self._running.isVisibleTo(self)

    def clear(self) -> None:
        """Show nothing."""
        self.setVisible(False)
        self._sentence.clear()
        self._running.hide()

    def show_progress(self, done: int, total: int) -> None:
        """It is being found out."""
        if not self.is_running:
            self.stop_button.setEnabled(True)
            self._sentence.clear()
            self._sentence.hide()
            self._note.setText(tr("Which digits are worth writing more of?"))
            self._note.show()
            self.plot.hide()
            self._running.show()
            self.setVisible(True)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def show_more(self, sentence: str, note: str, chart: Chart) -> None:
        """Say this.

        Args:
            sentence: what is worth writing.
            note: what is expected of it; may be empty.
            chart: the curve; an empty one is not shown.
        """
        self._running.hide()
        for label, text in ((self._sentence, sentence), (self._note, note)):
            label.setText(text)
            label.setVisible(bool(text))
        self.plot.set_chart(chart)
        self.plot.setVisible(not chart.is_empty)
        self.setVisible(True)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stop_wanted.emit()
