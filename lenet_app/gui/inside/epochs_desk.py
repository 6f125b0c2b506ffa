"""The epochs of a training or of a kept run: which of them answers, alone or one by one, and what each would answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.inside.kept_courses import KeptCourse, ListedRun, read_course, runs_with_epochs
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognition, Recognizer

if TYPE_CHECKING:
    from lenet_app.inspection.epochs import Course
    from lenet_app.networks.kept_weights import KeptWeights
    from lenet_app.runs.kept.kept_run import KeptRun

SPEEDS = (1, 2, 5, 10, 25)
"""Epochs in a second."""


@dataclass(frozen=True, eq=False)
class _Question:
    """What each of these epochs answers to a network input, (channels, height, width)."""

    recognizer: Recognizer
    kept: "tuple[KeptWeights, ...]"
    network_input: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class EpochAnswers:
    """The epochs, and what the network answers after each."""

    kept: "tuple[KeptWeights, ...]"
    recognitions: tuple[Recognition, ...]


class EpochsDesk(QObject):
    """Knows the weights of each epoch, and lets one of them answer on Draw.

    The epochs are those of the training in this window, until somebody chooses a kept run.

    Args:
        in_use: who answers.
        background: where kept runs are read.
        runs: the folder where they lie.
        parent: who ends it.
    """

    changed = Signal()
    """There are other epochs, or another one answers."""
    playing_changed = Signal(bool)
    """Whether the epochs answer one after the other."""
    answers_found = Signal(object)
    """The EpochAnswers to what was asked last, on the main thread."""
    failed = Signal(str)
    """One sentence."""
    runs_changed = Signal()
    """Other runs can be chosen, or another one is."""

    def __init__(self, in_use: ModelInUse, background: Background, runs: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._in_use, self._background, self._folder = in_use, background, runs
        self._course: Course | None = None
        self._in_training: Model | None = None
        self.runs: tuple[ListedRun, ...] = ()
        """The kept runs that can be chosen, the newest first."""
        self.run: KeptRun | None = None
        """The one that was chosen, which may be read just now; None for the training in this window."""
        self.fault = ""
        """Why it cannot be read, as a sentence; empty where it can."""
        self.kept: tuple[KeptWeights, ...] = ()
        """The weights of each epoch that is there, by its number."""
        self._model: Model | None = None
        self._shown: KeptWeights | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self.set_speed(SPEEDS[2])
        self._newest = NewestOnly("epochs", _answers, self)
        self._newest.done.connect(self.answers_found)
        self._newest.failed.connect(self.failed)
        in_use.model_changed.connect(self._follow)

    @property
    def model(self) -> Model | None:
        """The network of the epochs, with the weights of the newest; None while there are none."""
        return self._model

    @property
    def index(self) -> int:
        """The place of the epoch that answers; the last where none does, -1 without any."""
        return len(self.kept) - 1 if self._shown is None else self.kept.index(self._shown)

    @property
    def is_looking_back(self) -> bool:
        """Whether one of the epochs answers."""
        return self._shown is not None

    @property
    def is_playing(self) -> bool:
        """Whether the epochs answer one after the other."""
        return self._timer.isActive()

    @property
    def is_reading(self) -> bool:
        """Whether the chosen run is read just now."""
        return self.run is not None and not self.kept and not self.fault

    def begin(self) -> None:
        """A training begins: its epochs come in the place of the last one's."""
        self._course = self._in_training = None
        if self.run is None:
            self.set_course((), None)

    def add(self, kept: "KeptWeights", model: Model) -> None:
        """There is one more epoch of it, and this is the network as it stands."""
        from lenet_app.inspection.epochs import Course  # noqa: PLC0415 - loaded with the first training

        if self._course is None:
            self._course = Course()
        self._course.add(kept)
        self._in_training = model
        if self.run is not None:
            return
        self.kept, self._model = self._course.kept, model
        if self._shown is not None and self._shown not in self.kept:  # there was no room for it any more
            self._shown = min(self.kept, key=lambda one: abs(one.epoch - self._shown.epoch if self._shown else 0))
        self.changed.emit()

    def list_runs(self) -> None:
        """Find out beside the window which runs can be chosen."""
        folder = self._folder

        def take(runs: tuple[ListedRun, ...]) -> None:
            if runs != self.runs:
                self.runs = runs
                self.runs_changed.emit()

        self._background.run(lambda: runs_with_epochs(folder), take, self.failed.emit)

    def choose(self, run: "KeptRun | None") -> None:
        """Read this run and lead through its epochs, the last of which answers; None for the training here."""
        self.run, self.fault = run, ""
        self.runs_changed.emit()
        if run is None:
            self.set_course(() if self._course is None else self._course.kept, self._in_training)
            return
        self.set_course((), None)

        def take(found: KeptCourse | None) -> None:
            if found is not None and run is self.run:  # nobody has chosen another meanwhile
                self.set_course(found.kept, found.model)
                self.look_at(len(found.kept) - 1)

        def refuse(sentence: str) -> None:
            if run is self.run:
                self.fault = sentence
                self.changed.emit()

        self._background.run(lambda: read_course(run, lambda: run is self.run), take, refuse)

    def set_course(self, kept: "Sequence[KeptWeights]", model: Model | None) -> None:
        """Lead through these, of this network; of none there is nothing to lead through."""
        self.stop()
        self.look_at(None)
        self.kept, self._model = tuple(kept), model
        self.changed.emit()

    def look_at(self, index: int | None) -> None:
        """Let the epoch at this place answer; None gives the answer back to the model in use."""
        if index is None:
            self.stop()
            self._shown = None
            self._in_use.end_look_back()
        elif 0 <= index < len(self.kept) and self._model is not None:
            kept = self._shown = self.kept[index]
            text = tr("{title}, epoch {epoch}").format(title=self._model.architecture.title, epoch=kept.epoch)
            self._in_use.look_back(replace(self._model, weights=kept.weights), text)
        self.changed.emit()

    def set_speed(self, epochs: int) -> None:
        """Play so many epochs in a second."""
        self._timer.setInterval(round(1000 / epochs))

    def play(self) -> None:
        """Let the epochs answer one after the other, from the one that answers; from the first after the last."""
        if len(self.kept) > 1:
            if self.index == len(self.kept) - 1:
                self.look_at(0)
            self._timer.start()
        self.playing_changed.emit(self.is_playing)

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        self.playing_changed.emit(False)

    def ask(self, network_input: npt.NDArray[np.float32]) -> None:
        """Find out beside the window what each epoch answers to a network input, (channels, height, width)."""
        if self._model is not None and self.kept:
            self._newest.ask(_Question(self._in_use.recognizer_of(self._model), self.kept, network_input))

    def finish(self) -> None:
        """End the thread, and what is read."""
        self.run = None
        self._timer.stop()
        self._newest.finish()

    def _step(self) -> None:
        if self.index + 1 < len(self.kept):
            self.look_at(self.index + 1)
        if self.index + 1 >= len(self.kept):
            self.stop()

    def _follow(self) -> None:
        """Somebody has another model answer."""
        if self._shown is not None and not self._in_use.looks_back:
            self.stop()
            self._shown = None
            self.changed.emit()


def _answers(question: _Question) -> EpochAnswers:
    from lenet_app.inspection.epochs import answers_over  # noqa: PLC0415

    found = answers_over(question.recognizer, question.kept, question.network_input)
    return EpochAnswers(question.kept, tuple(recognition for _, recognition in found))
