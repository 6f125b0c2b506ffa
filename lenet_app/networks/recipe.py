"""How a network is trained, as a value: loss, optimiser, rate, schedule, batch, epochs, augmentation."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.plain_values import part


class Loss(StrEnum):
    """What training makes small."""

    CROSS_ENTROPY = "cross-entropy"


class Optimiser(StrEnum):
    """The rule that turns gradients into steps."""

    ADAM = "adam"
    MOMENTUM = "momentum"
    SGD = "sgd"


class Schedule(StrEnum):
    """How the learning rate changes over the run."""

    CONSTANT = "constant"
    COSINE = "cosine"


class Augmentation(StrEnum):
    """How training pictures are varied."""

    NONE = "none"
    AFFINE = "affine"


@dataclass(frozen=True)
class Recipe:
    """How to train.

    Args:
        epochs: passes over the training pictures, at least 1.
        batch_size: pictures per step, at least 1.
        learning_rate: the largest rate of the run, above 0.

    Raises:
        UserError: a number is out of its range.
    """

    epochs: int = 10
    batch_size: int = 64
    learning_rate: float = 0.002
    optimiser: Optimiser = Optimiser.ADAM
    schedule: Schedule = Schedule.COSINE
    augmentation: Augmentation = Augmentation.AFFINE
    loss: Loss = Loss.CROSS_ENTROPY

    def __post_init__(self) -> None:
        """Refuse impossible settings at once."""
        if self.epochs < 1:
            raise UserError(tr("Epochs must be at least 1, not {value}.").format(value=self.epochs))
        if self.batch_size < 1:
            raise UserError(tr("The batch size must be at least 1, not {value}.").format(value=self.batch_size))
        if not 0 < self.learning_rate < float("inf"):
            sentence = tr("The learning rate must be a number above 0, not {value}.")
            raise UserError(sentence.format(value=self.learning_rate))

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return asdict(self)

    @staticmethod
    def from_json(value: object) -> "Recipe":
        """The recipe that `to_json` wrote.

        Raises:
            UserError: a part is missing, unknown or out of range.
        """
        try:
            return Recipe(
                epochs=part(value, "epochs", int),
                batch_size=part(value, "batch_size", int),
                learning_rate=part(value, "learning_rate", float),
                optimiser=Optimiser(part(value, "optimiser", str)),
                schedule=Schedule(part(value, "schedule", str)),
                augmentation=Augmentation(part(value, "augmentation", str)),
                loss=Loss(part(value, "loss", str)),
            )
        except ValueError as error:
            raise UserError(tr("The recipe cannot be read: {fault}.").format(fault=error)) from error
