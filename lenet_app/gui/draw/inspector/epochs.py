"""Epochs: the same drawing, answered and seen by the network as it was after each epoch of its training."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.draw.inspector.epoch_bar import EpochBar
from lenet_app.gui.inside.epochs_desk import EpochAnswers, EpochsDesk
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.gui.inside.widgets.epoch_strip import EpochStrip
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_MARGINS = 12, 0, 12, 8
_WAIT = 80
"""Milliseconds that a drawing has to rest before all epochs are asked about it."""


class EpochsPanel(QWidget):
    """A slider, and below it what each epoch answers.

    Args:
        desk: knows the epochs.
        what_if: brings the newest answer.
    """

    def __init__(self, desk: EpochsDesk, what_if: WhatIfDesk) -> None:
        super().__init__()
        self._desk, self._what_if = desk, what_if
        self.bar, self.strip, self.sentence = EpochBar(desk), EpochStrip(), QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_kind(self.sentence, Kind.SECONDARY)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sentence)
        self._stack.addWidget(self.strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_WAIT)
        self._rest.timeout.connect(self._ask)
        self._asked: object = None
        self.strip.chosen.connect(desk.look_at)
        desk.changed.connect(self._follow)
        desk.answers_found.connect(self._show)
        desk.failed.connect(self.sentence.setText)
        what_if.answered.connect(self._follow)
        self.setFocusProxy(self.bar.slider)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask about what is drawn now."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            return
        self.strip.show_current(self._desk.index)
        if fault := self._fault():
            self.sentence.setText(fault)
            self._stack.setCurrentWidget(self.sentence)
        elif self._asked is not self._question():
            self._rest.start()
        else:
            self._stack.setCurrentWidget(self.strip)

    def _fault(self) -> str:
        """Why nothing is shown; empty where something is."""
        model, answer = self._desk.model, self._what_if.answer
        if model is None:
            return tr("Train a network: how it answered after each epoch is shown here, while it learns, too.")
        if answer is None or answer.insight is None:
            return tr("Draw or open a picture: what each epoch answers is shown here.")
        if answer.insight.network_input.shape != model.architecture.input_shape:
            return tr("The model in use takes other pictures than {title}.").format(title=model.architecture.title)
        return ""

    def _question(self) -> object:
        """What the answers would be about: another object for every picture and every epoch."""
        answer = self._what_if.answer
        subject = None if answer is None else (answer.request.subject, answer.request.what_if.edit)
        key = (subject, self._desk.kept)
        if self._asked == key:
            return self._asked
        return key

    def _ask(self) -> None:
        answer = self._what_if.answer
        if self.isVisible() and not self._fault() and answer is not None and answer.insight is not None:
            self._asked = self._question()
            self._desk.ask(answer.insight.network_input)

    def _show(self, answers: EpochAnswers) -> None:
        if self.isVisible() and not self._fault():
            self.strip.show_answers([one.epoch for one in answers.kept], answers.recognitions)
            self._stack.setCurrentWidget(self.strip)
