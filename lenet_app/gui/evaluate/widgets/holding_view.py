"""How well models hold: a plot for each corruption, or one of MNIST-C; or a sentence on what that is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.charts.chart import Chart
from lenet_app.gui.evaluate.measuring import Examples
from lenet_app.gui.evaluate.widgets.examples_view import ExamplesView
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.plots.plot import Plot

_PLOTS = 6


class HoldingView(QStackedWidget):
    """Six plots stand in a line."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self.sentence, Kind.SECONDARY)
        self.plots = tuple(Plot() for _ in range(_PLOTS))
        self.titles = tuple(QLabel() for _ in range(_PLOTS))
        self.examples = tuple(ExamplesView() for _ in range(_PLOTS))
        self.whole = Plot()
        several = QWidget()
        grid = QGridLayout(several)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for number, (title, plot, examples) in enumerate(zip(self.titles, self.plots, self.examples, strict=True)):
            set_kind(title, Kind.TITLE)
            plot.setMinimumSize(96, 80)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(plot, 1)
            column.addWidget(examples)
            grid.addLayout(column, 0, number)
            grid.setColumnStretch(number, 1)
        for page in (self.sentence, several, self.whole):
            self.addWidget(page)

    def say(self, sentence: str) -> None:
        """Say this in place of plots."""
        self.sentence.setText(sentence)
        self.setCurrentIndex(0)

    def show_charts(self, charts: Sequence[Chart], examples: Sequence[Examples]) -> None:
        """Show one for each corruption of our own, with what it makes of a picture, or the one of MNIST-C."""
        if len(charts) == 1:
            self.whole.set_chart(charts[0])
            self.setCurrentWidget(self.whole)
            return
        for number, (chart, made) in enumerate(zip(charts, examples, strict=True)):
            self.titles[number].setText(chart.title)
            self.plots[number].set_chart(chart)
            self.examples[number].set_examples(chart.title, made.unit, made.degrees, made.images)
        self.setCurrentIndex(1)

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """The plots that are seen."""
        shown = {0: (), 1: self.plots, 2: (self.whole,)}[self.currentIndex()]
        return tuple(keepsake for plot in shown for keepsake in plot.keepsakes())
