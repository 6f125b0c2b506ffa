"""A second model beside the one in use: what it makes of the same drawing, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.opening import read_model
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.answering.what_if import WhatIf
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import Entry

if TYPE_CHECKING:
    from lenet_app.inspection.passage import Passage
    from lenet_app.inspection.two_models import LayerPair


@dataclass(frozen=True, eq=False)
class _Question:
    first: Answer
    second: Recognizer


@dataclass(frozen=True, eq=False)
class Compared:
    """One subject in two networks.

    Args:
        answers: of the model in use, and of the second, which sees something.
        passages: the ways through both.
        pairs: their layers beside each other.
    """

    answers: tuple[Answer, Answer]
    passages: "tuple[Passage, Passage]"
    pairs: "tuple[LayerPair, ...]"

    @property
    def models(self) -> tuple[Model, Model]:
        """Whose answers these are."""
        first, second = self.answers
        return first.request.recognizer.model, second.request.recognizer.model


class BesideDesk(QObject):
    """Reads the second model when somebody chooses it, and asks it whatever the first one is asked.

    Args:
        in_use: the first model.
        background: where models are read.
        parent: who ends it.
    """

    entries_changed = Signal()
    """Other models can be chosen."""
    model_changed = Signal()
    """Another second model is there."""
    compared = Signal(object)
    """A `Compared`, on the main thread; None where the second model sees nothing."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, in_use: ModelInUse, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._in_use, self._background = in_use, background
        self.entries: tuple[Entry, ...] = ()
        """The models that can be chosen."""
        self.entry: Entry | None = None
        """Of the second model, which may be read just now."""
        self.model: Model | None = None
        """The second model; None until one is chosen."""
        self._newest = NewestOnly("beside", _compared, self)
        self._newest.done.connect(self.compared)
        self._newest.failed.connect(self.failed)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """These models can be chosen."""
        self.entries = tuple(entries)
        self.entries_changed.emit()

    def choose(self, entry: Entry) -> None:
        """Read this model and put it beside the one in use."""
        self.entry = entry
        self.entries_changed.emit()

        def take(model: Model) -> None:
            if entry is self.entry:  # nobody has chosen another meanwhile
                self.set_model(model)

        def refuse(sentence: str) -> None:
            if entry is self.entry:
                self.entry = None
                self.entries_changed.emit()
                self.failed.emit(sentence)

        self._background.run(lambda: read_model(entry.path), take, refuse)

    def set_model(self, model: Model) -> None:
        """Put this model beside the one in use."""
        self.model = model
        self.model_changed.emit()

    def ask(self, answer: Answer) -> None:
        """Have the second model answer what was asked of the first."""
        if self.model is not None and answer.insight is not None:
            self._newest.ask(_Question(answer, self._in_use.recognizer_of(self.model)))

    def finish(self) -> None:
        """End the thread."""
        self._newest.finish()


def _compared(question: _Question) -> Compared | None:
    from lenet_app.gui.answering.answers import answer  # noqa: PLC0415 - loaded when somebody compares
    from lenet_app.inspection.passage import Passage  # noqa: PLC0415
    from lenet_app.inspection.two_models import pairs  # noqa: PLC0415

    first = question.first
    # Its pixels may be edited for both; what is switched off is of the first model alone.
    what_if = WhatIf(edit=first.request.what_if.edit)
    second = answer(replace(first.request, recognizer=question.second, what_if=what_if, with_steps=False))
    if first.insight is None or second.insight is None:
        return None
    models = first.request.recognizer.model, question.second.model
    one, two = (Passage.of(model, part) for model, part in zip(models, (first.insight, second.insight), strict=True))
    return Compared((first, second), (one, two), pairs(one, two))
