"""The answer: a big digit, how sure the model is, and a bar for each class."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.widgets.answer.big_answer import BigAnswer
from lenet_app.gui.widgets.answer.probability_bars import ROW, ProbabilityBars, percent
from lenet_app.gui.widgets.focus_ring import FocusRing
from lenet_app.recognition.recognizer import Recognition

__all__ = ["AnswerView", "ProbabilityBars", "percent"]

_RANKED_ROWS = 10
"""How many lines of a ranking are in sight."""


class AnswerView(QWidget):
    """Shows a recognition, or that there is none.

    Up to twelve classes stand in their own order; of more the ten most probable are in sight, and all by scrolling.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._answer = BigAnswer()
        self._note = QLabel()
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setFont(with_tabular_figures(self.font()))
        self._ranking = QLabel()
        self._ranking.setFixedHeight(ROW)
        self._ranking.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (self._note, self._ranking):
            set_kind(label, Kind.SECONDARY)
        self._bars = ProbabilityBars()
        self._area = _area(self._bars)
        self._area.verticalScrollBar().valueChanged.connect(self._note_ranking)
        self._ring = FocusRing(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._answer)
        layout.addWidget(self._note)
        layout.addSpacing(16)
        layout.addWidget(self._ranking)
        layout.addWidget(self._area)
        self.setAccessibleName(self.tr("Answer"))
        self.set_classes(())
        self.show_recognition(None)

    @property
    def label(self) -> str:
        """The answer that is shown; empty where there is none."""
        return self._answer.text

    @property
    def note(self) -> str:
        """What stands below the big digit."""
        return self._note.text()

    @property
    def ranking_note(self) -> str:
        """What stands above the bars of many classes; empty above those of a few."""
        return self._ranking.text()

    def set_classes(self, class_names: tuple[str, ...], *, with_distances: bool = False) -> None:
        """Have a bar for each of these classes.

        Args:
            class_names: in the order of the network's output.
            with_distances: whether the network gives distances, which then have a column.
        """
        if class_names != self._class_names:
            self._class_names = class_names
            self._area.verticalScrollBar().setValue(0)
        self._bars.set_classes(class_names, with_distances=with_distances)
        self._fit()
        self._note_ranking()

    def show_recognition(self, recognition: Recognition | None) -> None:
        """Show the answer; None shows that nothing is drawn."""
        if recognition is None:
            self._answer.set_text("")
            self._note.setText(self.tr("Nothing drawn"))
        else:
            self.set_classes(recognition.class_names, with_distances=recognition.distances is not None)
            self._answer.set_text(recognition.label)
            self._note.setText(self.tr("{percent} % sure").format(percent=percent(recognition.confidence)))
        self._bars.show_recognition(recognition)
        self._note_ranking()
        self.setAccessibleDescription(f"{self.label} {self.note}".strip())

    def _fit(self) -> None:
        """Give the bars the height that they need, or that of the ten most probable."""
        many = self._bars.is_ranked
        self._ranking.setVisible(many)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if many else Qt.FocusPolicy.NoFocus)
        self._area.setFixedHeight(self._bars.height_of(_RANKED_ROWS) if many else self._bars.sizeHint().height())

    def _note_ranking(self) -> None:
        """Say above the bars of many classes which are in sight."""
        first = round(self._area.verticalScrollBar().value() / ROW)
        text = self.tr("{first}–{last} of {all} classes") if self.label else self.tr("{all} classes")
        said = text.format(first=first + 1, last=first + _RANKED_ROWS, all=len(self._class_names))
        self._ranking.setText(said if self._bars.is_ranked else "")


def _area(bars: ProbabilityBars) -> QScrollArea:
    """What the bars scroll in."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(bars)
    area.verticalScrollBar().setSingleStep(ROW)
    area.setMinimumWidth(bars.minimumSizeHint().width())
    area.setAccessibleName(bars.accessibleName())
    # What is behind the view is behind the bars, too.
    area.viewport().setAutoFillBackground(False)
    bars.setAutoFillBackground(False)
    return area
