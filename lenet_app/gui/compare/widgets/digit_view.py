"""What two runs say of the newest drawing, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lenet_app.charts.palette import palette
from lenet_app.gui.answering.confidence import confidence_text, no_class_text
from lenet_app.gui.answering.widgets.probability_bars import ProbabilityBars
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognition

_LARGER, _SMALLER = 1.3, 0.85
"""Letters of the answer and of the bars, of the usual ones."""
_GAP = 4


class DigitView(QWidget):
    """Up to two runs, each with its answer and how likely each class is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_kind(self._note, Kind.SECONDARY)
        self.columns = [_Column(), _Column()]
        for column in self.columns:
            self._row.addWidget(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._note)
        layout.addLayout(self._row, 1)
        self.show_none()

    def show_none(self) -> None:
        """Nobody was asked."""
        self._note.setText(tr("Pin or select two runs to see what they say of your drawing on the page Draw."))
        self._note.show()
        for column in self.columns:
            column.hide()

    def show_said(self, said: Sequence[tuple[str, Recognition | None, float | None, str, int]]) -> None:
        """Show these: title, answer, threshold, why there is none, and the number of the run's colour."""
        if not said:
            self.show_none()
            return
        self._note.hide()
        for number, column in enumerate(self.columns):
            column.setVisible(number < len(said))
            if number < len(said):
                column.show_said(*said[number])


class _Column(QWidget):
    """One run."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = 0
        self.title, self.answer, self.note, self.bars = ElidedLabel(), ElidedLabel(), QLabel(), ProbabilityBars()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self.note, Kind.SECONDARY)
        set_kind(self.title, Kind.TITLE)
        sized: tuple[tuple[QWidget, float], ...] = ((self.answer, _LARGER), (self.bars, _SMALLER))
        for part, factor in sized:
            font = part.font()
            font.setPointSizeF(factor * font.pointSizeF())
            part.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for widget in (self.title, self.answer, self.note, self.bars):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_said(self, title: str, found: Recognition | None, threshold: float | None, note: str, colour: int) -> None:
        """Show an answer, or why there is none."""
        self._colour = colour
        self._tint()
        self.title.setText(title)
        self.bars.setVisible(found is not None)
        self.bars.show_recognition(found)
        if threshold is not None:
            self.bars.set_threshold(threshold)
        self.answer.setVisible(found is not None)
        self.note.setText(note)
        self.note.setVisible(found is None)
        if found is None:
            return
        label = found.label if found.sure else no_class_text(found.class_names)
        text = tr("{label}, {percent} % sure") if found.sure else tr("{label}: {percent} % at most")
        self.answer.setText(text.format(label=label, percent=confidence_text(found.confidence)))
        self._fit()

    def _tint(self) -> None:
        self.title.setStyleSheet(f"color: {palette(dark=colours(self).dark).colour(self._colour)};")

    def _fit(self) -> None:
        """Give the bars lines that all find room."""
        above = self.title.sizeHint().height() + self.answer.sizeHint().height() + 2 * _GAP
        lines = max(1, len(self.bars.order))
        row = (self.height() - above - self.bars.height_of(0)) // lines
        self.bars.set_row(min(max(row, self.bars.least_row), self.bars.usual_row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the bars."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
