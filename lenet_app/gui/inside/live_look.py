"""Looks into the newest answer, computed beside the window: what is visible of the chosen unit and nothing else."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.curvature import CurvatureMeasuring
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.inspection.units import Unit, carried
from lenet_app.networks.model import Model

if TYPE_CHECKING:
    from lenet_app.inspection.looking import Look, Part
    from lenet_app.inspection.passage import Passage
    from lenet_app.networks.forward import Weights


@dataclass(frozen=True, eq=False)
class LookRequest:
    """One question about an answer.

    Args:
        answer: one with an insight.
        parts: what is visible.
        unit: the chosen one, which its model has, or None.
        label: the class that counts as right for the loss; None for the answer.
        curvature: of Levenberg-Marquardt, if it was measured for the answer's model.
    """

    answer: Answer
    parts: "frozenset[Part]"
    unit: Unit | None
    label: int | None
    curvature: "Weights | None" = None


@dataclass(frozen=True, eq=False)
class Looked:
    """What came of it.

    Args:
        request: with the answer and thereby the model.
        passage: the way of the answer's picture through the model.
        look: what was wanted.
    """

    request: LookRequest
    passage: "Passage"
    look: "Look"


class LiveLook(QObject):
    """Computes what somebody who is visible wants of the newest answer; as long as nobody wants anything, nothing.

    Args:
        choice: of the unit and the label.
        parent: who ends it.
    """

    looked = Signal(object)
    """A `Looked`, on the main thread; None where there is no answer to look into."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, choice: UnitChoice, parent: QObject) -> None:
        super().__init__(parent)
        self._choice = choice
        self._answer: Answer | None = None
        self.is_of_line = False
        """Whether there is a line, in which no one answer can be looked into."""
        self._wanted: dict[Hashable, frozenset[Part]] = {}
        self._curvature: tuple[Model, Weights] | None = None
        # Answers keep a pace: to wait for one of its own besides would make every look late.
        self._newest = NewestOnly("look", _look, self, is_paced=False)
        self._newest.done.connect(self._tell)
        self._newest.failed.connect(self.failed)
        self.curvature = CurvatureMeasuring(self)
        self.curvature.measured.connect(lambda found: self.set_curvature(found.model, found.curvature))
        self.curvature.failed.connect(self.failed)
        choice.chosen.connect(self._ask)
        choice.label_changed.connect(self._ask)

    def want(self, owner: Hashable, parts: "Iterable[Part]") -> None:
        """An owner who is visible wants these parts from now on, of whatever unit is chosen; the rest it forgets."""
        wanted = frozenset(parts)
        if self._wanted.get(owner) != wanted:
            self._wanted[owner] = wanted
            self._ask()

    def forget(self, owner: Hashable) -> None:
        """An owner, who is not visible any more, wants nothing."""
        self._wanted.pop(owner, None)

    def set_curvature(self, model: Model, curvature: "Weights") -> None:
        """Take what was measured of a model for its next step by Levenberg-Marquardt, as long as it answers."""
        self._curvature = model, curvature
        self._ask()

    def show(self, answer: Answer | None) -> None:
        """Look into this answer from now on; into nothing where there is none, or nothing or a line was drawn."""
        self.is_of_line = answer is not None and answer.line is not None
        self._answer = None if answer is None or answer.insight is None or self.is_of_line else answer
        if self._answer is None:
            self._newest.drop()
            self.looked.emit(None)
        else:
            self._ask()

    def finish(self) -> None:
        """End the threads."""
        self._newest.finish()
        self.curvature.finish()

    def _ask(self) -> None:
        if self._answer is None or not self._wanted:
            return
        model = self._answer.request.recognizer.model
        unit, label = self._choice.unit, self._choice.label
        if unit is not None:  # of a new model the first answer is still under way
            unit = carried(unit, model.architecture)
        if model.class_names != (self._choice.model or model).class_names:
            label = None
        parts = frozenset().union(*self._wanted.values())
        curvature = self._curvature[1] if self._curvature is not None and self._curvature[0] is model else None
        self._newest.ask(LookRequest(self._answer, parts, unit, label, curvature))

    def _tell(self, looked: Looked) -> None:
        # One about an earlier answer is shown, or while one draws every look would be too late.
        if self._answer is not None and self._wanted:
            self.looked.emit(looked)


def _look(request: LookRequest) -> Looked:
    from lenet_app.inspection.looking import Wanted, look  # noqa: PLC0415 - loaded when somebody looks
    from lenet_app.inspection.passage import Passage  # noqa: PLC0415

    insight, model = request.answer.insight, request.answer.request.recognizer.model
    assert insight is not None
    passage = Passage.of(model, insight)
    if off := request.answer.request.what_if.off:
        from lenet_app.inspection.ablation import marked  # noqa: PLC0415

        passage = marked(passage, off)
    wanted = Wanted(request.parts, request.unit, request.label, request.curvature)
    return Looked(request, passage, look(passage, model.recipe, wanted))
