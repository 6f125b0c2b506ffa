"""The answer: a big digit, two guesses or "No digit", how sure the model is and has to be, and a bar for each class."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.answering.confidence import (
    again_meaning,
    again_rule,
    again_text,
    confidence_meaning,
    confidence_text,
    no_class_text,
    percent,
    percent_needed,
)
from lenet_app.gui.answering.widgets.big_answer import BigAnswer
from lenet_app.gui.answering.widgets.probability_bars import ProbabilityBars
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.focus_ring import FocusRing
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.line_button import LineButton
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.counts import classes_text
from lenet_app.recognition.recognizer import Recognition

__all__ = ["AnswerView", "ProbabilityBars", "percent"]

_RANKED_ROWS = 10
"""How many lines of a ranking are in sight."""
_BIG, _LEAST_BIG = 10.0, 4.8
"""Heights of a letter that the large answer usually has, and has at least."""
_GAP = 4


class AnswerView(QWidget):
    """Shows a recognition, or that there is none.

    Up to twelve classes stand in their own order; of more the ten most probable are in sight, and all by scrolling.
    """

    certainty_requested = Signal()
    """The user wants to see how sure is sure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._label = self._meaning = ""
        self._threshold = Certainty().threshold
        self._is_own = False
        self._answer = BigAnswer()
        self.sureness_line = LineButton(is_centred=True)
        self.sureness_line.clicked.connect(self.certainty_requested)
        self.again_line = _again_line()
        self._ranking = QLabel()
        self._ranking.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_kind(self._ranking, Kind.SECONDARY)
        self._bars = ProbabilityBars()
        self._area = _area(self._bars)
        self._area.verticalScrollBar().valueChanged.connect(self._note_ranking)
        self._ring = FocusRing(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._answer)
        layout.addWidget(self.sureness_line)
        layout.addWidget(self.again_line)
        layout.addSpacing(_GAP)
        layout.addWidget(self._ranking)
        layout.addWidget(self._area)
        layout.addStretch(1)
        self._layout = layout
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
        return self.sureness_line.line

    @property
    def again_note(self) -> str:
        """That the digit was read again, and what the first reading said; empty where it was read once."""
        return self.again_line.text()

    @property
    def confidence_meaning(self) -> str:
        """What the percentage of the note counts; empty where nothing is drawn."""
        return self._meaning

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

    def set_certainty(self, certainty: Certainty, own: float | None = None) -> None:
        """Say from which confidence on an answer is sure.

        Args:
            certainty: the model's.
            own: the user's threshold in place of the model's, 0 to 1.
        """
        self._threshold, self._is_own = certainty.threshold if own is None else own, own is not None
        self._bars.set_threshold(self._threshold)
        self._say(self.note, self._meaning)

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
            told = self._answer.accessibleDescription(), self.note, self.again_note
            self.setAccessibleDescription(" ".join(filter(None, told)))

    def show_no_ink(self) -> None:
        """Show that there is a picture, but nothing in it that could be answered."""
        tip = tr("Nothing in the picture stands out as ink. Choose another threshold under “What was done…”.")
        self._show_none(tr("No ink found"), tip)

    def _show_none(self, note: str, meaning: str) -> None:
        self._label = ""
        self._answer.set_text("")
        self._say_again("", "")
        self._say(note, meaning)
        self._bars.show_recognition(None)
        self._note_ranking()
        self.setAccessibleDescription(note)

    def _show_answer(self, recognition: Recognition) -> None:
        """Show the best answer, the two best where it is not sure, or that it is of no class."""
        names = recognition.guesses
        if recognition.sure:
            self._answer.set_text(recognition.label)
            text = tr("{percent} % sure")
        elif recognition.is_of_no_class:
            self._answer.set_refusal(no_class_text(recognition.class_names))
            text = tr("Nearest are {first} and {second}") if len(names) > 1 else tr("Nearest is {first}")
        else:
            self._answer.set_guesses(names)
            text = tr("{percent} % sure; {needed} % needed")
        needed, share = percent_needed(recognition.certainty.threshold), confidence_text(recognition.confidence)
        said = text.format(percent=share, needed=needed, first=names[0], second=names[-1])
        again = again_meaning(recognition)
        self._say_again(again_text(recognition), again)
        meaning = confidence_meaning(recognition.certainty, with_distances=recognition.distances is not None)
        self._say(said, again or meaning)

    def _say_again(self, text: str, meaning: str) -> None:
        """Say that the digit was read again; the line keeps its place when there is nothing to say."""
        self.again_line.setText(text)
        self.again_line.set_tip(meaning)

    def _say(self, note: str, meaning: str) -> None:
        """Say something below the answer; its tooltip tells what the percentage counts, and what is called sure."""
        self._meaning = meaning
        sure = tr("Sure from {percent} % on, which you chose. Press to change it.")
        if not self._is_own:
            sure = tr("This model calls it sure from {percent} % on. Press to see why, and to change it.")
        tip = "\n".join(filter(None, [meaning, sure.format(percent=percent_needed(self._threshold))]))
        self.sureness_line.set_line(note, tip=tip)

    def minimumSizeHint(self) -> QSize:
        """What the answer can still be read at."""
        rows, letter = self._rows, self.fontMetrics().height()
        height = round(_LEAST_BIG * letter) + self._beside_rows() + rows * self._bars.least_row
        return QSize(super().minimumSizeHint().width(), height)

    def sizeHint(self) -> QSize:
        """The same whatever it says."""
        letter = self.fontMetrics().height()
        height = round(_BIG * letter) + self._beside_rows() + self._rows * self._bars.usual_row
        return QSize(super().sizeHint().width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let answer and bars share the height."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @property
    def _rows(self) -> int:
        """How many bars are in sight."""
        return _RANKED_ROWS if self._bars.is_ranked else max(len(self._class_names), _RANKED_ROWS)

    def _beside_rows(self) -> int:
        """Pixels of all but the large answer and the bars."""
        line = self._bars.usual_row if self._bars.is_ranked else self.fontMetrics().height()
        return self.sureness_line.sizeHint().height() + _GAP + line + self._bars.height_of(0)

    def _fit(self) -> None:
        """Give the bars the height that they need, or that of the ten most probable, and the answer what is left."""
        many, letter, bars = self._bars.is_ranked, self.fontMetrics().height(), self._bars
        least, usual = round(_LEAST_BIG * letter), round(_BIG * letter)
        room = self.height() - self._beside_rows()
        bars.set_row(max(bars.least_row, min(bars.usual_row, (room - least) // self._rows)))
        self._answer.setFixedHeight(max(least, min(usual, room - self._rows * bars.row)))
        self._ranking.setFixedHeight(bars.usual_row)
        self._ranking.setVisible(many)
        self.again_line.setFixedHeight(letter)
        self.again_line.setVisible(not many)  # what has many classes reads nothing again
        self._area.verticalScrollBar().setSingleStep(bars.row)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if many else Qt.FocusPolicy.NoFocus)
        self._area.setFixedHeight(bars.height_of(_RANKED_ROWS) if many else bars.sizeHint().height())
        self._layout.activate()  # at once, or the next frame would show the parts over each other

    def _note_ranking(self) -> None:
        """Say above the bars of many classes which are in sight."""
        first = round(self._area.verticalScrollBar().value() / self._bars.row)
        all_of_them = classes_text(len(self._class_names))
        text = tr("{first}–{last} of {classes}") if self._label else "{classes}"
        said = text.format(first=first + 1, last=first + _RANKED_ROWS, classes=all_of_them)
        self._ranking.setText(said if self._bars.is_ranked else "")


def _again_line() -> ElidedLabel:
    """Says that a digit was read again."""
    line = ElidedLabel()
    line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    explain(line, again_rule())
    set_kind(line, Kind.SECONDARY)
    return line


def _area(bars: ProbabilityBars) -> QScrollArea:
    """What the bars scroll in."""
    area = QScrollArea()
    area.setViewport(QWidget())  # for the reason that LayersView has
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(bars)
    area.setMinimumWidth(bars.minimumSizeHint().width())
    area.setAccessibleName(bars.accessibleName())
    # What is behind the view is behind the bars, too.
    area.viewport().setAutoFillBackground(False)
    bars.setAutoFillBackground(False)
    return area
