"""When an answer is sure enough to be given: part of a model, for each model's scores mean something else."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.json_values import made, plain
from lenet_app.language import tr

Floats = npt.NDArray[np.floating[Any]]

MOST_TEMPERATURE = 1_000_000
"""More, or less than one part of it, would make all of a model's answers alike, or divide by nothing."""


@dataclass(frozen=True)
class Certainty:
    """How scores become a confidence, and from which confidence on an answer is sure.

    Args:
        threshold: answers of a smaller confidence are "not sure", 0 to 1.
        temperature: T, above 0 and at most `MOST_TEMPERATURE`. Scores are divided by it before the softmax, so that of
            the answers with confidence p the share p is right (Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern
            Neural Networks", 2017).
        rubbish: j of eq. (9) of LeCun et al. (1998): the distance at which an answer counts as of no class. None where
            the network knows no such class.

    Raises:
        UserError: a number is out of its range.
    """

    threshold: float = 0.5
    temperature: float = 1.0
    rubbish: float | None = None

    def __post_init__(self) -> None:
        """Refuse impossible numbers at once."""
        if not 0 <= self.threshold <= 1:
            sentence = tr("The confidence that is sure must lie between 0 and 1, not at {value}.")
            raise UserError(sentence.format(value=self.threshold))
        if not 1 / MOST_TEMPERATURE <= self.temperature <= MOST_TEMPERATURE:
            sentence = tr("The temperature must be a number above 0 and at most {most:,}, not {value}.")
            raise UserError(sentence.format(most=MOST_TEMPERATURE, value=self.temperature))
        if self.rubbish is not None and not np.isfinite(self.rubbish):
            raise UserError(tr("The rubbish penalty must be a number, not {value}.").format(value=self.rubbish))

    def confidences_of_distances(self, distances: Floats) -> npt.NDArray[np.float64]:
        """exp(-y) / (exp(-j) + Σ exp(-y_i)) for each class: how far it is ahead of the others and of no class."""
        penalties = np.asarray(distances, np.float64)
        if self.rubbish is not None:
            penalties = np.append(penalties, self.rubbish)
        powers = np.exp(penalties.min() - penalties)
        return np.asarray(powers / powers.sum())[: len(distances)]

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return plain(self)

    @staticmethod
    def from_json(value: object) -> "Certainty":
        """What `to_json` wrote; the rubbish penalty may be missing.

        Raises:
            UserError: a part is missing, of another kind or out of its range.
        """
        sentence = tr("The certainty cannot be read: {fault}.")
        return made(value, Certainty, sentence, needed=("threshold", "temperature"))
