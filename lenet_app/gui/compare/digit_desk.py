"""Two runs on the newest drawing: their models, read when they are first asked, and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.opening import read_model
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.answering.what_if import AS_IT_IS
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognition, Recognizer
from lenet_app.runs.comparison.groups import Group

MOST = 2
"""Runs that answer beside each other."""


@dataclass(frozen=True, eq=False)
class _Question:
    subject: Answer | None
    groups: tuple[Group, ...]
    read: Mapping[Path, Model]
    threshold: float | None


@dataclass(frozen=True, eq=False)
class Said:
    """What one run says.

    Args:
        recognition: its answer; None where nothing is drawn, or it has no model.
        threshold: from which confidence on it is sure.
        note: why there is no answer; empty where there is one.
    """

    recognition: Recognition | None
    threshold: float | None
    note: str


@dataclass(frozen=True, eq=False)
class Sayings:
    """What came of a question.

    Args:
        groups: who was asked.
        said: what each says.
        read: the models that were read for it, by their files.
    """

    groups: tuple[Group, ...]
    said: tuple[Said, ...]
    read: Mapping[Path, Model]


class DigitDesk(QObject):
    """Asks the newest models of two groups whatever Draw was asked last.

    Args:
        in_use: knows the user's threshold.
        parent: who ends it.
    """

    answered = Signal(object)
    """A tuple of `Said`, on the main thread."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, in_use: ModelInUse, parent: QObject) -> None:
        super().__init__(parent)
        self._in_use = in_use
        self._answer: Answer | None = None
        self._groups: tuple[Group, ...] = ()
        self._read: Mapping[Path, Model] = {}
        self._is_wanted = False
        self._newest = NewestOnly("digit", _sayings, self)
        self._newest.done.connect(self._take)
        self._newest.failed.connect(self.failed)

    def set_wanted(self, is_wanted: bool) -> None:
        """Whether anybody looks."""
        self._is_wanted = is_wanted
        self._ask()

    def set_answer(self, answer: Answer | None) -> None:
        """This was asked last on Draw."""
        self._answer = answer
        self._ask()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Ask these, at most `MOST` of them."""
        self._groups = tuple(groups[:MOST])
        self._ask()

    def _ask(self) -> None:
        if self._is_wanted:
            self._newest.ask(_Question(self._answer, self._groups, self._read, self._in_use.threshold))

    def _take(self, found: Sayings) -> None:
        self._read = found.read
        self.answered.emit(found.said)

    def finish(self) -> None:
        """End the thread."""
        self._newest.finish()


def _sayings(question: _Question) -> Sayings:
    read = dict(question.read)
    said = tuple(_said(group, question, read) for group in question.groups)
    return Sayings(question.groups, said, read)


def _said(group: Group, question: _Question, read: dict[Path, Model]) -> Said:
    from lenet_app.gui.answering.answers import answer  # noqa: PLC0415 - loaded when somebody compares

    path = next((path for one in group.runs if (path := one.run.model) is not None), None)
    if path is None:
        return Said(None, None, tr("It has no finished model yet."))
    try:
        model = read[path] if path in read else read_model(path)
    except UserError as error:
        return Said(None, None, str(error))
    read[path] = model
    recognizer = Recognizer(model, question.threshold)
    if question.subject is None:
        return Said(None, recognizer.certainty.threshold, tr("Draw something on Draw."))
    request = replace(question.subject.request, recognizer=recognizer, what_if=AS_IT_IS, with_steps=False)
    insight = answer(request).insight
    if insight is None:
        return Said(None, recognizer.certainty.threshold, tr("Draw something on Draw."))
    return Said(insight.recognition, recognizer.certainty.threshold, "")
