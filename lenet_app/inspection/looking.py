"""One request for what is visible of a unit, and what comes of it: values that go from thread to thread."""

from dataclasses import dataclass
from enum import Enum, auto

from lenet_app.inspection.arithmetic import Arithmetic, arithmetic
from lenet_app.inspection.connections import Learned
from lenet_app.inspection.fields import Region, fed, receptive_field
from lenet_app.inspection.loss_gradients import LossGradients, Paths, learned_by, loss_gradients, paths
from lenet_app.inspection.next_step import NextStep, next_step
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.inspection.why import Quick, quickly
from lenet_app.networks.forward import Weights
from lenet_app.networks.recipe import Recipe


class Part(Enum):
    """What can be asked for."""

    FIELDS = auto()
    """What the unit sees and what it feeds."""
    ARITHMETIC = auto()
    """How its number comes about."""
    GRADIENTS = auto()
    """What the loss does to every number of the network; needs no unit."""
    PATHS = auto()
    """What of the unit's gradient comes over each connection."""
    LEARNED = auto()
    """The gradients of the unit's weights, and what the next step would change."""
    WHY = auto()
    """Which pixels have to do with the label's score, as far as that is quickly told; needs no unit."""


_OF_LOSS = frozenset({Part.GRADIENTS, Part.PATHS, Part.LEARNED})


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is visible, so that nothing else is computed.

    Args:
        parts: of it.
        unit: the chosen one, or None.
        label: the class that counts as right for the loss; None for the answer.
        curvature: of Levenberg-Marquardt, if it was measured; see `next_step.measured_curvature`.
    """

    parts: frozenset[Part]
    unit: Unit | None = None
    label: int | None = None
    curvature: Weights | None = None


@dataclass(frozen=True, eq=False)
class Look:
    """What was asked for; None and empty for all else, and for what a unit does not have.

    Args:
        unit: as it was asked for.
        receptive_field: see `fields.receptive_field`.
        fed: see `fields.fed`.
    """

    unit: Unit | None
    receptive_field: tuple[Region, ...] = ()
    fed: tuple[Region, ...] = ()
    arithmetic: Arithmetic | None = None
    gradients: LossGradients | None = None
    paths: Paths | None = None
    learned: Learned | None = None
    next_step: NextStep | None = None
    why: Quick | None = None


def look(passage: Passage, recipe: Recipe, wanted: Wanted) -> Look:
    """Compute what is wanted of one picture's way through a network, in the milliseconds that it takes.

    Args:
        passage: the picture's way through the network.
        recipe: how the network learns.
        wanted: with a unit that the network has.
    """
    unit, parts, architecture = wanted.unit, wanted.parts, passage.architecture
    label = passage.answer if wanted.label is None else wanted.label
    back = loss_gradients(passage, recipe, label) if parts & _OF_LOSS else None
    why = quickly(passage, label) if Part.WHY in parts else None
    if unit is None:
        return Look(None, gradients=back, why=why)
    is_layer = unit.layer in passage.numbers
    wants_learned = back is not None and is_layer and Part.LEARNED in parts
    learned = learned_by(back, unit) if back is not None and wants_learned else None
    return Look(
        unit,
        receptive_field(architecture, unit) if Part.FIELDS in parts else (),
        fed(architecture, unit) if Part.FIELDS in parts else (),
        arithmetic(passage, unit) if Part.ARITHMETIC in parts and is_layer else None,
        back,
        paths(back, unit) if back is not None and Part.PATHS in parts else None,
        learned,
        None if learned is None else next_step(passage, recipe, unit, learned, wanted.curvature),
        why,
    )
