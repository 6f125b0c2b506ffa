"""A model's answers to the samples of a set."""

from dataclasses import dataclass

import numpy as np

from lenet_app.recognition.recognizer import Recognizer
from tests.tools.handwriting_measure.doubt import is_sure
from tests.tools.handwriting_measure.figures import Bools, Floats
from tests.tools.handwriting_measure.preparation import Prepared
from tests.tools.handwriting_measure.samples import Sample


@dataclass(frozen=True, eq=False)
class Answers:
    """One answer for each of n samples.

    Args:
        samples: what was asked.
        best: the names of the best classes; empty where the sample could not be read.
        confidences: float64 (n,), 0 to 1; 0 where the sample could not be read.
        sure: bool (n,), whether the program stands by the answer; what could not be read is not sure.
    """

    samples: list[Sample]
    best: list[str]
    confidences: Floats
    sure: Bools

    @property
    def labels(self) -> list[str]:
        """What the samples show."""
        return [sample.label for sample in self.samples]

    @property
    def right(self) -> Bools:
        """Which best guesses are right, sure or not; bool (n,)."""
        return np.array([best == label for best, label in zip(self.best, self.labels, strict=True)], np.bool_)


def answers_of(recognizer: Recognizer, prepared: Prepared) -> Answers:
    """Answer every sample of a set."""
    recognitions = recognizer.recognise_all(prepared.pictures)
    read = np.array([not fault for fault in prepared.faults])
    best = [one.label if readable else "" for one, readable in zip(recognitions, read, strict=True)]
    sure = np.array([is_sure(one) for one in recognitions]) & read
    return Answers(prepared.samples, best, np.array([one.confidence for one in recognitions]) * read, sure)
