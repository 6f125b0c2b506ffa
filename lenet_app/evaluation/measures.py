"""What answers tell of a model: formulas alone."""

from dataclasses import dataclass
from math import lgamma, log, sqrt

import numpy as np
import numpy.typing as npt

from lenet_app.evaluation.answers import Answers

Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

_Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""
BINS = 10
_MOST_POINTS = 200
"""Of a curve."""


def interval(right: int, count: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share, 0 to 1, after Wilson, "Probable Inference" (1927).

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)

    Args:
        right: how many answers are right.
        count: of how many; 0 leaves everything open.
    """
    if not count:
        return 0.0, 1.0
    share, more = right / count, _Z * _Z / count
    middle = share + more / 2
    reach = _Z * sqrt(share * (1 - share) / count + more / (4 * count))
    low, high = ((middle + way) / (1 + more) for way in (-reach, reach))
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # rounding errors at either end


def confusion(answers: Answers, classes: int) -> npt.NDArray[np.int64]:
    """How often each class was taken for each, (classes, classes): rows by the true class, columns by the answer."""
    pairs = answers.labels.astype(np.int64) * classes + answers.said
    return np.bincount(pairs, minlength=classes * classes).astype(np.int64).reshape(classes, classes)


@dataclass(frozen=True)
class ClassMeasures:
    """Of one class.

    Args:
        pictures: how many there are of it.
        said: how many answers name it.
        right: how many of these are right.
    """

    pictures: int
    said: int
    right: int

    @property
    def recall(self) -> float | None:
        """The share of its pictures that were found; None where there are none."""
        return self.right / self.pictures if self.pictures else None

    @property
    def precision(self) -> float | None:
        """The share of the answers naming it that are right; None where there are none."""
        return self.right / self.said if self.said else None


def of_classes(table: npt.NDArray[np.int64]) -> tuple[ClassMeasures, ...]:
    """The measures of each class, from a confusion matrix."""
    facts = zip(table.sum(axis=1), table.sum(axis=0), table.diagonal(), strict=True)
    return tuple(ClassMeasures(int(pictures), int(said), int(right)) for pictures, said, right in facts)


def mistakes(answers: Answers) -> Numbers:
    """The numbers of the pictures with wrong answers, the surest first; equally sure ones keep their order."""
    wrong = np.flatnonzero(~answers.right)
    return wrong[np.argsort(-answers.confidences[wrong], kind="stable")]


def pictures_of(answers: Answers, true: int, said: int) -> Numbers:
    """The numbers of the pictures in a cell of the confusion matrix, the surest first."""
    found = np.flatnonzero((answers.labels == true) & (answers.said == said))
    return found[np.argsort(-answers.confidences[found], kind="stable")]


@dataclass(frozen=True, eq=False)
class Reliability:
    """How often answers of each confidence are right; bins of even width from 0 to 1, of which empty ones have 0.

    Args:
        counts: how many answers are in each bin.
        confidences: their mean confidence.
        accuracies: the share of them that is right.
    """

    counts: npt.NDArray[np.int64]
    confidences: Doubles
    accuracies: Doubles

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1: Σ nᵦ/n |accuracyᵦ - confidenceᵦ| (Naeini et al. 2015, eq. 3)."""
        gaps = np.abs(self.accuracies - self.confidences)
        return float((self.counts * gaps).sum() / max(self.counts.sum(), 1))


def reliability(answers: Answers, bins: int = BINS) -> Reliability:
    """A reliability diagram's numbers; a confidence on the edge of two bins is in the lower one."""
    own = np.clip(np.ceil(answers.confidences * np.float32(bins)).astype(np.intp) - 1, 0, bins - 1)
    counts = np.bincount(own, minlength=bins)
    sums = [np.bincount(own, values, bins) for values in (answers.confidences.astype(np.float64), answers.right)]
    confidences, accuracies = (one / np.maximum(counts, 1) for one in sums)
    return Reliability(counts.astype(np.int64), confidences, accuracies)


@dataclass(frozen=True, eq=False)
class Rejection:
    """What becomes of the accuracy where unsure answers are refused; one entry for each threshold, the highest first.

    Args:
        thresholds: the confidence from which on an answer is given.
        answered: the share of pictures that are answered then, 0 to 1.
        accuracies: the share of right answers among these.
    """

    thresholds: Doubles
    answered: Doubles
    accuracies: Doubles


def rejection(answers: Answers) -> Rejection:
    """The curve of rejection, at a few hundred thresholds at most; its last point refuses nothing."""
    order = np.argsort(-answers.confidences, kind="stable")
    confidences, right = answers.confidences[order].astype(np.float64), np.cumsum(answers.right[order])
    # All of one confidence are answered or refused together.
    ends = np.flatnonzero(np.append(np.diff(confidences) != 0, np.ones(min(len(order), 1), bool)))
    if len(ends) > _MOST_POINTS:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, _MOST_POINTS).round().astype(np.intp))]
    return Rejection(confidences[ends], (ends + 1) / max(len(order), 1), right[ends] / (ends + 1))


@dataclass(frozen=True, eq=False)
class Pair:
    """Two models' answers to the same pictures.

    Args:
        both: how many pictures both answer rightly.
        first: how many only the first one does.
        second: how many only the second one does.
        neither: how many none does.
        different: the numbers of the pictures to which they give different answers.
    """

    both: int
    first: int
    second: int
    neither: int
    different: Numbers

    @property
    def p_value(self) -> float:
        """How likely at least such a difference is where both models are equally good: McNemar's exact test, two-sided.

        Of the b + c pictures that one alone answers rightly each model has half then: min(1, 2 Σᵏ C(b + c, k) / 2ᵇ⁺ᶜ),
        k from 0 to the smaller of b and c (McNemar 1947; exact after the binomial distribution).
        """
        count, least = self.first + self.second, min(self.first, self.second)
        numbers = range(least + 1)
        powers = [lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1) - count * log(2) for k in numbers]
        return min(1.0, 2 * float(np.exp(powers).sum()))


def compared(first: Answers, second: Answers) -> Pair:
    """Where two models agree and differ; both answered the same pictures."""
    one, other = first.right, second.right
    counts = [int(np.sum(chosen)) for chosen in (one & other, one & ~other, ~one & other, ~one & ~other)]
    return Pair(counts[0], counts[1], counts[2], counts[3], np.flatnonzero(first.said != second.said))
