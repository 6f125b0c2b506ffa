"""What somebody changes about a run while it is under way: values that are kept with it, and taken over with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lenet_app.errors import UserError
from lenet_app.json_values import made, plain, told
from lenet_app.language import tr
from lenet_app.networks.recipe import MOST


@dataclass(frozen=True)
class Change:
    """A change of what the recipe says.

    Args:
        learning_rate: the largest rate of the run from then on, above 0; the schedule stays. None leaves it.
        epochs: so many are added, of which the schedule knows from then on, too.
        step: batches of the run that were learned before; who asks for a change leaves that to the training.

    Raises:
        UserError: a number is out of its range.
    """

    learning_rate: float | None = None
    epochs: int = 0
    step: int = 0

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        if self.learning_rate is not None and not 0 < self.learning_rate < float("inf"):
            sentence = tr("The learning rate must be a number above 0, not {value}.")
            raise UserError(sentence.format(value=told(self.learning_rate)))
        if not 0 <= self.epochs <= MOST:
            sentence = tr("There can be 0 to {most} more epochs, not {value}.")
            raise UserError(sentence.format(most=f"{MOST:,}", value=told(self.epochs)))
        if self.step < 0:
            raise UserError(tr("A step must be 0 or more, not {value}.").format(value=told(self.step)))

    @property
    def text(self) -> str:
        """What it is, in a few words."""
        parts = []
        if self.learning_rate is not None:
            parts.append(tr("learning rate {rate} from step {step} on"))
        if self.epochs:
            parts.append(tr("epochs added after step {step}: {epochs}"))
        rate = "" if self.learning_rate is None else f"{self.learning_rate:g}"
        return "; ".join(parts).format(rate=rate, step=f"{self.step:,}", epochs=self.epochs)


Wish = bool | Change | None
"""What is sent to a training in place of taking its next report: True ends it, a Change changes it."""


@dataclass(frozen=True)
class _Changes:
    changes: tuple[Change, ...]


def to_json(changes: Iterable[Change]) -> dict[str, Any]:
    """Plain values that `from_json` reads back."""
    return plain(_Changes(tuple(changes)))


def from_json(value: object) -> tuple[Change, ...]:
    """The changes that `to_json` wrote, in their order.

    Raises:
        UserError: a part is missing, of another kind or out of its range.
    """
    return made(value, _Changes, tr("The changes of the run cannot be read: {fault}.")).changes
