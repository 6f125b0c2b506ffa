"""Epochs: the same drawing, answered and seen by the network as it was after each epoch of its training."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.draw.inspector.epoch_bar import EpochBar
from lenet_app.gui.inside.epochs_desk import EpochAnswers, EpochsDesk
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers, shown_pictures
from lenet_app.gui.inside.kept_courses import ListedRun
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.gui.inside.widgets.epoch_strip import EpochStrip
from lenet_app.gui.kit.fields import ListBox, widen_list
from lenet_app.gui.kit.printing import printed, side_by_side
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.inspection.exports import answers_as_csv
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.runs.kept.kept_run import KeptRun

_SHEET = """
QComboBox { min-height: 22px; border-radius: 6px; }
QComboBox:focus { min-height: 20px; }
"""
_BOX = 176
_MARGINS = 12, 0, 12, 8
_WAIT = 80
"""Milliseconds that a drawing has to rest before all epochs are asked about it."""


class EpochsPanel(QWidget):
    """A run to choose, a slider through it, and below it what each epoch answers.

    Args:
        desk: knows the epochs.
        what_if: brings the newest answer.
    """

    def __init__(self, desk: EpochsDesk, what_if: WhatIfDesk) -> None:
        super().__init__()
        self._desk, self._what_if = desk, what_if
        self.run_box = ListBox(_BOX)
        self.run_box.setStyleSheet(_SHEET)
        self.run_box.setPlaceholderText(tr("Choose a run…"))
        self.run_box.setAccessibleName(tr("Run"))
        self.run_box.setToolTip(tr("Whose epochs are shown: those of the training in this window, or of a kept run"))
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
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.run_box, 1)
        head.addWidget(self.bar, 4)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_WAIT)
        self._rest.timeout.connect(self._ask)
        self._asked: object = None
        self.run_box.activated.connect(lambda index: desk.choose(desk.runs[index - 1].run if index else None))
        self.strip.chosen.connect(desk.look_at)
        desk.changed.connect(self._follow)
        desk.answers_found.connect(self._show)
        desk.failed.connect(self.sentence.setText)
        desk.runs_changed.connect(self._list_runs)
        what_if.answered.connect(self._follow)
        self._list_runs()
        self.setFocusProxy(self.bar.slider)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask about what is drawn now."""
        super().showEvent(event)
        self._desk.list_runs()
        self._follow()

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """What each epoch answered."""
        model, answers = self._desk.model, self.strip.answers
        if model is None or not answers or self._stack.currentWidget() is not self.strip:
            return ()
        title = tr("Epochs of {title}").format(title=model.architecture.title)
        epochs, names = self.strip.epochs, model.class_names
        pictures = shown_pictures(lambda: side_by_side([printed(self.strip)], title, self.font(), self), title)
        made = numbers(
            lambda: answers_as_csv(epochs, answers, names), lambda: np.stack([one.probabilities for one in answers])
        )
        return (Keepsake(title, title, {**pictures, **made}),)

    def _list_runs(self) -> None:
        names = [one.run.name for one in self._desk.runs]
        chosen = self._desk.run
        with QSignalBlocker(self.run_box):
            self.run_box.clear()
            self.run_box.addItem(tr("Training here"))
            for one in self._desk.runs:
                self.run_box.addItem(_line(one))
                self.run_box.setItemData(self.run_box.count() - 1, _tip(one.run), Qt.ItemDataRole.ToolTipRole)
            if chosen is None:
                self.run_box.setCurrentIndex(0)
            else:
                self.run_box.setCurrentIndex(names.index(chosen.name) + 1 if chosen.name in names else -1)
        widen_list(self.run_box)

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
        desk, answer = self._desk, self._what_if.answer
        model = desk.model
        if desk.fault:
            return desk.fault
        if desk.is_reading:
            return tr("The epochs of the run are being read…")
        if model is None:
            return tr(
                "From its first epoch on it is shown here how a network that is trained answers; or choose a kept run."
            )
        if answer is None or answer.insight is None:
            return tr("Draw or open a picture: what each epoch answers is shown here.")
        in_use = answer.request.recognizer.model
        takes = answer.insight.network_input.shape, in_use.normalisation
        if takes != (model.architecture.input_shape, model.normalisation):
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
        if self.isVisible() and not self._fault() and answers.kept[0] is self._desk.kept[0]:
            self.strip.show_answers([one.epoch for one in answers.kept], answers.recognitions)
            self._stack.setCurrentWidget(self.strip)


def _line(one: ListedRun) -> str:
    """A run in the list."""
    begun = one.run.head.begun[:16].replace("T", " ")  # of 2026-01-02T03:04:05+01:00
    return f"{one.title}, {begun}"


def _tip(run: "KeptRun") -> str:
    text = tr("{run}: {network} on {data_set}, {state}")
    head = run.head
    return text.format(run=run.name, network=head.network_title, data_set=head.data_set, state=run.state.label)
