"""LeNet-5 of 1998 modernised piece by piece: four switches that do not depend on each other."""

from dataclasses import dataclass, replace
from enum import StrEnum

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import (
    C3_TABLE,
    AveragePooling,
    Convolution,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.networks.recipe import Initialisation, Loss, Recipe

ID = "lenet5-1998"
TITLE = "LeNet-5 of 1998"


class Step(StrEnum):
    """A piece of 1998 that is replaced; the values stand in ids, as in `lenet5-1998+relu+softmax`."""

    RELU = "relu"
    """ReLU in place of the scaled tanh."""
    AVERAGE_POOL = "average-pool"
    """The mean of each block in place of the trainable subsampling."""
    MAX_POOL = "max-pool"
    """The largest value of each block in place of the trainable subsampling."""
    FULL = "full"
    """C3 joined to all of S2's maps in place of its table."""
    SOFTMAX = "softmax"
    """A softmax layer in place of the RBF units."""


@dataclass(frozen=True)
class Parts:
    """Which pieces are replaced.

    Raises:
        UserError: a step is given twice, or both poolings are.
    """

    steps: frozenset[Step] = frozenset()

    def __post_init__(self) -> None:
        """Refuse two poolings at once."""
        if {Step.AVERAGE_POOL, Step.MAX_POOL} <= self.steps:
            raise UserError(tr("Pooling is either average-pool or max-pool, not both."))

    @staticmethod
    def from_id(id_: str) -> "Parts | None":
        """The parts that an id names; None for an id of another kind.

        Raises:
            UserError: a step is unknown or given twice.
        """
        base, *names = id_.split("+")
        if base != ID:
            return None
        if unknown := [name for name in names if name not in set(Step)]:
            sentence = tr("There is no step {name} from 1998; known are {known}.")
            raise UserError(sentence.format(name=unknown[0] or "“”", known=", ".join(Step)))
        if len(set(names)) < len(names):
            raise UserError(tr("{id} names a step twice.").format(id=id_))
        return Parts(frozenset(Step(name) for name in names))

    @property
    def id(self) -> str:
        """The id of the network: `lenet5-1998`, and what was replaced."""
        return "+".join((ID, *(step.value for step in Step if step in self.steps)))

    @property
    def architecture(self) -> Architecture:
        """The network. While RBF units compare F6 with bitmaps of ±1, F6 keeps the scaled tanh, which reaches both."""
        activation = Activation.RELU if Step.RELU in self.steps else Activation.SCALED_TANH
        is_rbf = Step.SOFTMAX not in self.steps
        layers = (
            Convolution("C1", 6, activation=activation),
            self._pooling("S2", activation),
            Convolution("C3", 16, activation=activation, table=() if Step.FULL in self.steps else C3_TABLE),
            self._pooling("S4", activation),
            Convolution("C5", 120, activation=activation),
            FullyConnected("F6", 84, Activation.SCALED_TANH if is_rbf else activation),
            RadialBasis("output") if is_rbf else FullyConnected("output", 10, Activation.NONE),
        )
        title = ", ".join((TITLE, *(step.value for step in Step if step in self.steps)))
        return Architecture(self.id, title, (1, 32, 32), layers)

    def _pooling(self, name: str, activation: Activation) -> Layer:
        if Step.MAX_POOL in self.steps:
            return MaxPooling(name)
        if Step.AVERAGE_POOL in self.steps:
            return AveragePooling(name)
        return Subsampling(name, activation=activation)

    def recipe(self, original: Recipe) -> Recipe:
        """How it is trained: as in 1998, but a softmax layer with its cross-entropy, and ReLU from larger weights.

        From ±2.4/F a network with ReLU and a softmax layer was seen to learn nothing in half a pass.
        """
        recipe = original
        if Step.SOFTMAX in self.steps:
            recipe = replace(recipe, loss=Loss.CROSS_ENTROPY, loss_divisor=1.0)
        if Step.RELU in self.steps:
            recipe = replace(recipe, initialisation=Initialisation.FAN_IN)
        return recipe
