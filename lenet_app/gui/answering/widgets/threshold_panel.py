"""The panel in which a user chooses from which confidence on an answer is sure."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from lenet_app.gui.answering.confidence import again_rule, percent, percent_needed
from lenet_app.gui.kit.fields import NumberBox
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr
from lenet_app.networks.certainty import Certainty

_FIELD = 88
_MOST = 400
"""Pixels: a slider that is wider is no easier to set, and longer lines are harder to read."""


class ThresholdPanel(QWidget):
    """A slider, a number, the way back to what the model suggests, and what they mean."""

    threshold_changed = Signal(object)
    """The user's own threshold, 0 to 1, or None for the model's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggested = Certainty().threshold
        self._make_fields()
        self._explanation = QLabel()
        self._explanation.setWordWrap(True)
        self._explanation.setMaximumWidth(_MOST)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._explanation.setFont(with_tabular_figures(self.font()))
        set_kind(self._explanation, Kind.SECONDARY)
        self.reset_button = QPushButton(tr("As the model suggests"))
        self.reset_button.setToolTip(tr("Let each model decide from which confidence on it is sure"))
        self.reset_button.clicked.connect(self._reset)
        self._lay_out()
        for field in (self.slider, self.number):
            field.setToolTip(tr("From this confidence on an answer is sure, in percent"))
            explain(
                field,
                tr(
                    "An answer counts as sure if the model's confidence in it is at least this. Higher, and fewer"
                    " wrong answers are called sure, but more right ones are doubted."
                ),
            )
        self.setFocusProxy(self.slider)

    def _make_fields(self) -> None:
        self.number = NumberBox(0, 100, decimals=1)
        self.number.setStepType(NumberBox.StepType.DefaultStepType)
        self.number.setSuffix(tr(" %"))
        self.number.setFixedWidth(_FIELD)
        self.number.setFont(with_tabular_figures(self.font()))
        self.number.lineEdit().setAcceptDrops(False)  # a file that falls here is meant for the page
        self.number.setAccessibleName(tr("Confidence that is sure, in percent"))
        self.number.valueChanged.connect(self._on_number)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(tr("Confidence that is sure"))
        self.slider.valueChanged.connect(self._on_slider)

    def _lay_out(self) -> None:
        title = QLabel(tr("An answer is sure from"))
        title.setBuddy(self.number)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.number)
        head.addStretch(1)
        choice = QWidget()
        choice.setMaximumWidth(_MOST)
        left = QVBoxLayout(choice)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(head)
        left.addWidget(self.slider)
        left.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(32)
        layout.addWidget(choice, 1)
        layout.addWidget(self._explanation, 1)
        layout.addStretch()
        for earlier, later in ((self.slider, self.number), (self.number, self.reset_button)):
            QWidget.setTabOrder(earlier, later)

    @property
    def explanation(self) -> str:
        """What the threshold means, and what the model suggests."""
        return self._explanation.text()

    def set_certainty(
        self, certainty: Certainty, own: float | None, refused: float | None = None, *, reads_again: bool = False
    ) -> None:
        """Show what the model suggests, and the user's own threshold where there is one; nobody is told.

        Args:
            certainty: the model's.
            own: 0 to 1, or None for the model's.
            refused: the share of pictures of its own classes that the model's threshold was measured to refuse.
            reads_again: whether doubtful digits are read again.
        """
        self._suggested = certainty.threshold
        self._show(own)
        parts = [
            tr(
                "Answers below this confidence are marked not sure: a higher one marks more scribbles, and more good"
                " answers."
            ),
            self._source(refused),
        ]
        if reads_again:
            parts.append(again_rule())
        if certainty.rubbish is not None:
            distances = tr(
                "Its confidence tells how near the nearest bitmap is, against the others and against j = {j:g},"
                " the penalty of no digit."
            )
            parts.append(distances.format(j=certainty.rubbish))
        self._explanation.setText(" ".join(parts))

    def _source(self, refused: float | None) -> str:
        """What the model suggests, and what is known of that."""
        suggested = percent_needed(self._suggested)
        if refused is None:
            return tr("The model suggests {percent} %.").format(percent=suggested)
        sentence = tr("The model was measured to refuse {refused} % of what it knows at {percent} %.")
        return sentence.format(refused=percent(refused), percent=suggested)

    def _show(self, own: float | None) -> None:
        value = 100 * (self._suggested if own is None else own)
        self.reset_button.setEnabled(own is not None)
        with QSignalBlocker(self.number), QSignalBlocker(self.slider):
            self.number.set_number(value)
            self.slider.setValue(round(value))

    def _on_slider(self, value: int) -> None:
        self._choose(value / 100)

    def _on_number(self, value: float) -> None:
        self._choose(round(value / 100, 3))

    def _choose(self, own: float | None) -> None:
        self._show(own)
        self.threshold_changed.emit(own)

    def _reset(self) -> None:
        self.slider.setFocus()  # which a button that cannot be pressed any more would lose
        self._choose(None)
