"""How good a model is, in one figure, with how far that can be trusted, and against a second model in a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lenet_app.gui.evaluate.figures import Range
from lenet_app.gui.evaluate.widgets.range_view import RangeView
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_BIG = 32


class Headline(QWidget):
    """Accuracy, interval, and below them what else is said."""

    def __init__(self) -> None:
        super().__init__()
        self.accuracy, self.line, self.sentence = QLabel(), QLabel(), QLabel()
        font = with_tabular_figures(self.accuracy.font())
        font.setPixelSize(_BIG)
        font.setWeight(QFont.Weight.Bold)
        self.accuracy.setFont(font)
        explain(
            self.accuracy,
            tr(
                "The share of the pictures that the network answers rightly, each read once. On Draw a doubtful digit"
                " is read again, slightly turned, so a few more are right there."
            ),
        )
        self.ranges = RangeView()
        for label in (self.line, self.sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            set_kind(label, Kind.SECONDARY)
        self.head = QHBoxLayout()
        """The accuracy, and what may stand beside it."""
        self.head.addWidget(self.accuracy, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self.head)
        layout.addWidget(self.line)
        layout.addWidget(self.ranges)
        layout.addWidget(self.sentence)

    def show_figures(self, accuracy: str, line: str, ranges: tuple[Range, ...], sentence: str) -> None:
        """Show these; ranges are seen of two models, and `sentence` is of both."""
        self.accuracy.setText(accuracy)
        self.ranges.set_ranges(ranges)
        self.ranges.setVisible(len(ranges) > 1)
        self.line.setText(line)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
