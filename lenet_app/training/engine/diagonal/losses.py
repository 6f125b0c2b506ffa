"""The losses of one picture with their first and second derivatives, on plain numbers.

For ten classes a list of Python's numbers is faster than an array, and it is double precision whatever the network is.
"""

from collections.abc import Callable
from math import exp, inf, log, log1p

from lenet_app.data.pictures import NO_CLASS
from lenet_app.networks.recipe import Loss, Recipe

_HALF = 2
"""The inverse of the best class's probability where that is half."""

Scored = tuple[float, list[float]]
"""E and its derivatives."""


class Criterion:
    """The recipe's loss E, divided by its divisor, of one picture.

    All methods take the network's outputs, a score or a distance for each class, and the number of the right class.

    Args:
        distances: whether the network answers with distances y; its scores are then s = -y.
    """

    def __init__(self, recipe: Recipe, *, distances: bool) -> None:
        self._share = 1 / recipe.loss_divisor
        self._distances = distances
        self._loss, self._curvature = _formulas(recipe, distances=distances)
        self._none = -recipe.rubbish if recipe.loss is Loss.MAP else -inf
        """The score of no class."""

    def loss(self, outputs: list[float], label: int) -> Scored:
        """E and its derivatives by the outputs."""
        share, scores = self._share, self._scores(outputs)
        loss, gradient = self._loss(scores, label)
        signed = -share if self._distances else share
        return share * loss, [signed * value for value in gradient]

    def curvature(self, outputs: list[float], label: int) -> list[float]:
        """The second derivatives of E by the outputs: Gauss-Newton, not below zero."""
        return [self._share * value for value in self._curvature(self._scores(outputs), label)]

    def is_right(self, outputs: list[float], label: int) -> bool:
        """Whether the largest score or the smallest distance is the right class's; of equal ones the first counts.

        For a picture of no class: whether no class has half of the probability.
        """
        if label == NO_CLASS:
            scores = self._scores(outputs)
            best = max(scores)
            return sum(exp(score - best) for score in [*scores, self._none]) > _HALF
        return outputs.index(min(outputs) if self._distances else max(outputs)) == label

    def _scores(self, outputs: list[float]) -> list[float]:
        return [-output for output in outputs] if self._distances else outputs


_Formulas = tuple[Callable[[list[float], int], Scored], Callable[[list[float], int], list[float]]]
"""E with ∂E/∂s_i, and ∂²E/∂s_i², from the scores s and the right class D."""


def _formulas(recipe: Recipe, *, distances: bool) -> _Formulas:
    match recipe.loss:
        case Loss.CROSS_ENTROPY | Loss.SUMMED_CROSS_ENTROPY | Loss.CTC:  # of one frame the same
            return _likelihood(-inf)
        case Loss.MAP:
            return _likelihood(-recipe.rubbish)
        case Loss.SIGMOID_OF_SOFTMAX:
            return _sigmoid_of_softmax, _sigmoid_of_softmax_curvature
        case Loss.SQUARED_ERROR if distances:
            return _right_distance, lambda scores, _label: [0.0] * len(scores)
        case Loss.SQUARED_ERROR:
            return _squared_error, lambda scores, _label: [2.0] * len(scores)


def _likelihood(rubbish: float) -> _Formulas:
    """E = -s_D + log(exp(rubbish) + Σ exp(s_i)): eq. (9) of LeCun et al. (1998); -log softmax(s)_D if rubbish is -∞.

    With p_i = exp(s_i) / (exp(rubbish) + Σ exp(s_i)), ∂E/∂s_i = p_i - δ_iD and ∂²E/∂s_i² = p_i (1 - p_i), exactly.
    """

    def shares(scores: list[float]) -> tuple[float, list[float]]:
        largest = max(rubbish, *scores)
        powers = [exp(score - largest) for score in scores]
        total = sum(powers, exp(rubbish - largest))
        return log(total) + largest, [power / total for power in powers]

    def loss(scores: list[float], label: int) -> Scored:
        level, p = shares(scores)
        if label == NO_CLASS:
            return nothing(scores, level, p)
        p[label] -= 1
        return level - scores[label], p

    def nothing(scores: list[float], level: float, p: list[float]) -> Scored:
        """Of a picture of no class: the rubbish class is right, or where there is none all classes are equally so."""
        if rubbish > -inf:
            return level - rubbish, p
        share = 1 / len(scores)
        return level - share * sum(scores), [value - share for value in p]

    def curvature(scores: list[float], _label: int) -> list[float]:
        return [p * (1 - p) for p in shares(scores)[1]]

    return loss, curvature


def _softmax(scores: list[float]) -> list[float]:
    largest = max(scores)
    powers = [exp(score - largest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _sigmoid_of_softmax(scores: list[float], label: int) -> Scored:
    """E = 1/n Σ_i log(1 + exp(p_i)) - δ_iD p_i with p = softmax(s).

    That is the mean over the classes of the sigmoid cross-entropy that takes p for scores.
    """
    p, n = _softmax(scores), len(scores)
    loss = (sum(log1p(exp(share)) for share in p) - p[label]) / n
    slopes = [1 / (1 + exp(-share)) / n for share in p]
    slopes[label] -= 1 / n
    mean = sum(slope * share for slope, share in zip(slopes, p, strict=True))
    return loss, [share * (slope - mean) for slope, share in zip(slopes, p, strict=True)]


def _sigmoid_of_softmax_curvature(scores: list[float], _label: int) -> list[float]:
    """∂²E/∂s_k² ≈ Σ_i (∂p_i/∂s_k)² ∂²E/∂p_i² (Gauss-Newton).

    With ∂p_i/∂s_k = p_i (δ_ik - p_k) and ∂²E/∂p_i² = σ(p_i) (1 - σ(p_i)) / n.
    """
    p, n = _softmax(scores), len(scores)
    bends = [1 / (1 + exp(-share)) / (1 + exp(share)) / n for share in p]
    spread = sum(bend * share * share for bend, share in zip(bends, p, strict=True))
    # The sum as if all terms were p_i² p_k², with the term i = k put right: (p_k (1 - p_k))².
    return [share * share * (spread + bend * (1 - 2 * share)) for bend, share in zip(bends, p, strict=True)]


def _right_distance(scores: list[float], label: int) -> Scored:
    """E = y_D = -s_D, eq. (8) of LeCun et al. (1998)."""
    gradient = [0.0] * len(scores)
    gradient[label] = -1.0
    return -scores[label], gradient


def _squared_error(scores: list[float], label: int) -> Scored:
    """E = Σ_i (s_i - δ_iD)²."""
    errors = scores.copy()
    errors[label] -= 1
    return sum(error * error for error in errors), [2 * error for error in errors]
