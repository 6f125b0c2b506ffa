"""What is known of a network: title, facts, results side by side, recipe."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.fixed_lines import FixedLines
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_GAP = 24
"""Pixels between one result and the next."""
_ROWS, _LINES = 2, 4
"""Room for as many experiments, and for as many lines of recipe, whatever the network has of them: nothing jumps."""


@dataclass(frozen=True)
class Figure:
    """A result.

    Args:
        text: how many answers were right.
        tip: what a tooltip says of it.
        note: what stands beside it, small.
    """

    text: str
    tip: str = ""
    note: str = ""


@dataclass(frozen=True)
class ResultLine:
    """An experiment's results.

    Args:
        name: what tells it from the network's other experiments; empty where there is one only.
        published: as a text.
        reproduced: by those who made the program.
        own: the user's own reproduction; without a note there is none.
    """

    name: str
    published: str
    reproduced: Figure
    own: Figure


@dataclass(frozen=True)
class NetworkFacts:
    """A network in words."""

    title: str
    id: str
    line: str
    results: tuple[ResultLine, ...]
    best: Figure
    recipe: str


class NetworkFactsView(QWidget):
    """Shows NetworkFacts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._id, self._line = QLabel(), QLabel(), ElidedLabel()
        self._recipe = FixedLines(_LINES)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() + 3)
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self._line.setFont(with_tabular_figures(self._line.font()))
        for label in (self._id, self._line, self._recipe):
            set_kind(label, Kind.SECONDARY)
        for label in (self._title, self._id, self._line, self._recipe):
            label.setTextFormat(Qt.TextFormat.PlainText)
        flag = Qt.TextInteractionFlag
        self._id.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self._id.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._id.setToolTip(tr("The id that the command line and files use"))
        self._results = QGridLayout()
        self._results.setHorizontalSpacing(8)
        self._results.setVerticalSpacing(2)
        self._cells: list[QLabel] = []
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self._id, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        room = QWidget()
        room.setMinimumHeight(self._results_height())
        results = QHBoxLayout(room)
        results.setContentsMargins(0, 0, 0, 0)
        results.addLayout(self._results)
        results.addStretch(1)
        results.setAlignment(self._results, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._line)
        layout.addSpacing(6)
        layout.addWidget(room)
        layout.addSpacing(6)
        layout.addWidget(self._recipe)

    def _results_height(self) -> int:
        """Of the captions and of as many results as there is room for."""
        figure = QLabel()
        figure.setFont(_strong(figure.font()))
        lines = QFontMetrics(figure.font()).height() + self._results.verticalSpacing()
        return self.fontMetrics().height() + _ROWS * lines

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is shown, from top to bottom."""
        labels = (self._title, self._id, self._line, *self._cells, self._recipe)
        return tuple(label.text() for label in labels)

    def show_facts(self, facts: NetworkFacts) -> None:
        """Show this network."""
        self._title.setText(facts.title)
        self._id.setText(facts.id)
        self._line.setText(facts.line)
        self._recipe.setText(facts.recipe)
        for cell in self._cells:
            self._results.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        columns = self._columns(facts)
        for number, (caption, _figures) in enumerate(columns):
            if caption:
                self._put(caption, 0, 2 * number, Kind.SECONDARY, span=2)
        for row in range(len(facts.results)):
            for number, (_caption, figures) in enumerate(columns):
                if row < len(figures):
                    self._put_figure(figures[row], row + 1, 2 * number)

    def _columns(self, facts: NetworkFacts) -> list[tuple[str, list[Figure]]]:
        """The results, each column with its caption; that of the experiments' names has none."""
        published = tr("Right answers on the test pictures, as published")
        columns = [
            (tr("Published"), [Figure(result.published, published) for result in facts.results]),
            (tr("Reproduced"), [result.reproduced for result in facts.results]),
            (tr("Your reproduction"), [result.own for result in facts.results]),
            (tr("Your best"), [facts.best]),
        ]
        if not any(result.own.note for result in facts.results):
            del columns[2]
        names = [Figure("", note=result.name) for result in facts.results]
        return [("", names), *columns] if any(name.note for name in names) else columns

    def _put_figure(self, figure: Figure, row: int, column: int) -> None:
        """A result and, beside it, its note."""
        if figure.text:
            self._put(figure.text, row, column, tip=figure.tip)
        if figure.note:
            self._put(figure.note, row, column + 1, Kind.SECONDARY, figure.tip)

    def _put(self, text: str, row: int, column: int, kind: Kind | None = None, tip: str = "", *, span: int = 1) -> None:
        cell = QLabel(text)
        cell.setTextFormat(Qt.TextFormat.PlainText)
        cell.setToolTip(plain(tip))
        if column % 2 == 0 and column:
            cell.setContentsMargins(_GAP, 0, 0, 0)
        if kind is None:
            cell.setFont(_strong(cell.font()))
        else:
            set_kind(cell, kind)
        self._cells.append(cell)
        self._results.addWidget(cell, row, column, 1, span, Qt.AlignmentFlag.AlignBaseline)
        cell.show()


def _strong(font: QFont) -> QFont:
    strong = with_tabular_figures(font)
    strong.setPointSizeF(strong.pointSizeF() + 2)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong
