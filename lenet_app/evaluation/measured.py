"""All that a model's answers to a set tell of it, measured once for whoever shows it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.evaluation import measures
from lenet_app.evaluation.answers import Answers


@dataclass(frozen=True, eq=False)
class Measured:
    """What answers tell.

    Args:
        answers: to all pictures.
        confusion: int64 (classes, classes), rows by the true class, columns by the answer.
        classes: of each class what was found and what was said.
        mistakes: the numbers of the pictures with wrong answers, the surest first.
        reliability: how often answers of each confidence are right.
        rejection: what becomes of the accuracy where unsure answers are refused.
    """

    answers: Answers
    confusion: npt.NDArray[np.int64]
    classes: tuple[measures.ClassMeasures, ...]
    mistakes: measures.Numbers
    reliability: measures.Reliability
    rejection: measures.Rejection

    @staticmethod
    def of(answers: Answers, classes: int) -> "Measured":
        """Measure answers; `classes` are at least as many as their labels and answers name."""
        table = measures.confusion(answers, classes)
        return Measured(
            answers,
            table,
            measures.of_classes(table),
            measures.mistakes(answers),
            measures.reliability(answers),
            measures.rejection(answers),
        )

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, 0 to 1."""
        return measures.interval(int(self.answers.right.sum()), len(self.answers))


def classes_of(set_names: tuple[str, ...], model_names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a set's classes, and of those that a model knows beyond them."""
    return set_names + model_names[len(set_names) :]
