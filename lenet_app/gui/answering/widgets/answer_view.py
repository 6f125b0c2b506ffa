"""The answer: a big digit, two guesses or "No digit", how sure the model is and has to be, and a bar for each class."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.answering.confidence import confidence_meaning, percent, percent_needed
from lenet_app.gui.answering.widgets.big_answer import BigAnswer
from lenet_app.gui.answering.widgets.probability_bars import ROW, ProbabilityBars
from lenet_app.gui.answering.widgets.threshold_control import ThresholdControl
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.counts import classes_text
from lenet_app.recognition.recognizer import Recognition

__all__ = ["AnswerView", "ProbabilityBars", "percent"]

_DIGITS = tuple("0123456789")
_RANKED_ROWS = 10
"""How many lines of a ranking are in sight."""


class AnswerView(QWidget):
    """Shows a recognition, or that there is none.

    Up to twelve classes stand in their own order; of more the ten most probable are in sight, and all by scrolling.
    """

    threshold_changed = Signal(object)
    """The user's own threshold, 0 to 1, or None for the model's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._label = ""
        self._answer = BigAnswer()
        self._note = ElidedLabel()
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setFont(with_tabular_figures(self.font()))
        self.threshold_control = ThresholdControl(self)
        self.threshold_control.threshold_changed.connect(self.threshold_changed)
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
        layout.addSpacing(2)
        layout.addWidget(self.threshold_control, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self._ranking)
        layout.addWidget(self._area)
        self.setAccessibleName(tr("Answer"))
        self.set_classes(())
        self.show_recognition(None)

    @property
    def label(self) -> str:
        """The most probable class, sure or not; empty where nothing is drawn."""
        return self._label

    @property
    def is_sure(self) -> bool:
        """Whether the answer is given as the answer, not as a guess."""
        return bool(self._label) and self._answer.is_sure

    @property
    def big_text(self) -> str:
        """What stands large: "7", "7 or 1?" where that is not sure, "No digit" where nothing stands out."""
        return self._answer.text

    @property
    def note(self) -> str:
        """What stands below the big digit."""
        return self._note.text()

    @property
    def confidence_meaning(self) -> str:
        """What the percentage of the note counts; empty where nothing is drawn."""
        return self._note.toolTip()

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

    def set_certainty(self, certainty: Certainty, own: float | None = None, refused: float | None = None) -> None:
        """Say from which confidence on an answer is sure.

        Args:
            certainty: the model's.
            own: the user's threshold in place of the model's, 0 to 1.
            refused: the share of pictures of its own classes that the model's threshold was measured to refuse.
        """
        self.threshold_control.set_certainty(certainty, own, refused)
        self._bars.set_threshold(certainty.threshold if own is None else own)

    def show_recognition(self, recognition: Recognition | None) -> None:
        """Show the answer; None shows that nothing is drawn."""
        if recognition is None:
            self._show_none(tr("Nothing drawn"), "")
        else:
            self._label = recognition.label
            self.set_classes(recognition.class_names, with_distances=recognition.distances is not None)
            self._bars.set_threshold(recognition.certainty.threshold)
            self._show_answer(recognition)
            self._bars.show_recognition(recognition)
            self._note_ranking()
            self.setAccessibleDescription(f"{self._answer.accessibleDescription()} {self.note}".strip())

    def show_no_ink(self) -> None:
        """Show that there is a picture, but nothing in it that could be answered."""
        tip = tr("Nothing in the picture stands out as ink. Choose another threshold under “What was done…”.")
        self._show_none(tr("No ink found"), tip)

    def _show_none(self, note: str, meaning: str) -> None:
        self._label = ""
        self._answer.set_text("")
        self._say(note, meaning)
        self._bars.show_recognition(None)
        self._note_ranking()
        self.setAccessibleDescription(note)

    def _show_answer(self, recognition: Recognition) -> None:
        """Show the best answer, the two best where it is not sure, or that it is of no class."""
        names = tuple(recognition.class_names[index] for index in recognition.ranking[:2])
        if recognition.sure:
            self._answer.set_text(recognition.label)
            text = tr("{percent} % sure")
        elif recognition.is_of_no_class:
            self._answer.set_refusal(tr("No digit") if recognition.class_names == _DIGITS else tr("None of them"))
            text = tr("Nearest are {first} and {second}") if len(names) > 1 else tr("Nearest is {first}")
        else:
            self._answer.set_guesses(names)
            text = tr("{percent} % sure; {needed} % needed")
        needed = percent_needed(recognition.certainty.threshold)
        said = text.format(percent=percent(recognition.confidence), needed=needed, first=names[0], second=names[-1])
        self._say(said, confidence_meaning(recognition.certainty, with_distances=recognition.distances is not None))

    def _say(self, note: str, meaning: str) -> None:
        self._note.setText(note)
        self._note.set_tip(meaning)
        self._note.setAccessibleDescription(meaning)

    def _fit(self) -> None:
        """Give the bars the height that they need, or that of the ten most probable."""
        many = self._bars.is_ranked
        self._ranking.setVisible(many)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if many else Qt.FocusPolicy.NoFocus)
        self._area.setFixedHeight(self._bars.height_of(_RANKED_ROWS) if many else self._bars.sizeHint().height())

    def _note_ranking(self) -> None:
        """Say above the bars of many classes which are in sight."""
        first = round(self._area.verticalScrollBar().value() / ROW)
        all_of_them = classes_text(len(self._class_names))
        text = tr("{first}–{last} of {classes}") if self._label else "{classes}"
        said = text.format(first=first + 1, last=first + _RANKED_ROWS, classes=all_of_them)
        self._ranking.setText(said if self._bars.is_ranked else "")


def _area(bars: ProbabilityBars) -> QScrollArea:
    """What the bars scroll in."""
    area = QScrollArea()
    area.setViewport(QWidget())  # for the reason that LayersView has
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
