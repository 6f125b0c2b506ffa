"""What came of something that ran: a sentence, and what a person can decide about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr


@dataclass(frozen=True)
class Decision:
    """A button.

    Args:
        text: of the button.
        tip: what comes of it, in a sentence.
        decide: does it.
        is_first: whether it is what most would want.
    """

    text: str
    tip: str
    decide: Callable[[], None]
    is_first: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Args:
        text: in a sentence.
        decisions: from left to right.
        is_dismissible: whether it can be dismissed without a decision, as where there is none to be made.
    """

    text: str
    decisions: tuple[Decision, ...] = ()
    is_dismissible: bool = False


class OutcomeLine(QWidget):
    """Shows an Outcome."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        explain(
            self,
            tr(
                "What came of the training: how many test pictures the new model answers right, beside the one that"
                " answers now. Nothing changes until you choose."
            ),
        )
        self._label = ElidedLabel(Qt.TextElideMode.ElideMiddle)
        self._label.setFont(with_tabular_figures(self._label.font()))
        # As wide as its text where there is room, so that the buttons stand beside what they are about.
        self._label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons: list[QPushButton] = []
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        set_kind(self.close_button, Kind.FOOT)
        self.close_button.setToolTip(tr("Dismiss"))
        self.close_button.setAccessibleName(tr("Dismiss"))
        self.close_button.clicked.connect(self.dismissed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._label)
        self._layout.addWidget(self.close_button)
        self._layout.addStretch(1)

    def keep_free(self, width: int) -> None:
        """Leave so many pixels at the right end empty."""
        self._layout.setContentsMargins(0, 0, width, 0)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._label.text()

    def button(self, text: str) -> QPushButton:
        """The button with this text."""
        return next(button for button in self.buttons if button.text() == text)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show this in place of any earlier one."""
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(decision) for decision in outcome.decisions]
        for number, button in enumerate(self.buttons):
            self._layout.insertWidget(1 + number, button)
        _chain(self.buttons)
        self._label.setText(outcome.text)
        self.setAccessibleName(outcome.text)
        self.close_button.setVisible(outcome.is_dismissible or not outcome.decisions)

    def _button(self, decision: Decision) -> QPushButton:
        button = QPushButton(decision.text)
        button.setToolTip(plain(decision.tip))
        set_kind(button, Kind.SMALL_PRIMARY if decision.is_first else Kind.SMALL)
        button.clicked.connect(lambda: self._decide(decision))
        return button

    def _decide(self, decision: Decision) -> None:
        """Hear one decision: what takes a moment is not to be decided twice. What is shown next has its own buttons."""
        for button in self.buttons:
            button.setEnabled(False)
        decision.decide()


def _chain(buttons: Sequence[QWidget]) -> None:
    for before, after in pairwise(buttons):
        QWidget.setTabOrder(before, after)
