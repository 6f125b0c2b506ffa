"""The recipe's loss in torch's terms."""

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.data.pictures import NO_CLASS
from lenet_app.networks.recipe import Loss, Recipe


def batch_loss(recipe: Recipe, scores: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    """What a step makes smaller, a single number.

    Args:
        recipe: names the loss.
        scores: (n, classes); minus the distances y where an RBF layer answers.
        labels: int64 (n,), the right classes D; `NO_CLASS` only with cross-entropies and maximum a posteriori.
        distances: whether the scores are minus distances.

    The formulas for one picture, s the scores:

    - cross-entropy: -log softmax(s)_D; its mean over the batch, or for the summed one its sum. For a picture of no
      class it is the mean of -log softmax(s)_i over all classes, least where they are equally likely (Hendrycks,
      Mazeika, Dietterich, "Deep Anomaly Detection with Outlier Exposure", 2019);
    - maximum a posteriori, LeCun et al. (1998), eq. (9), s = -y: -s_D + log(exp(-j) + Σ_i exp(s_i)), j the recipe's
      `rubbish`; the mean. For a picture of no class -j stands for s_D;
    - squared error: y_D, eq. (8), or for scores Σ_i (s_i - δ_iD)²; the mean;
    - sigmoid cross-entropy of softmax: with p = softmax(s) the mean over pictures and classes of
      log(1 + exp(p_i)) - δ_iD p_i.
    """
    return _loss(recipe, scores, labels, distances=distances) / recipe.loss_divisor


def _loss(recipe: Recipe, scores: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    match recipe.loss:
        case Loss.CROSS_ENTROPY:
            return _cross_entropy(scores, labels) / len(labels)
        case Loss.SUMMED_CROSS_ENTROPY:
            return _cross_entropy(scores, labels)
        case Loss.MAP:
            return functional.cross_entropy(_with_rubbish(recipe, scores), _counted(labels, scores.shape[1]))
        case Loss.SQUARED_ERROR if distances:
            return -scores.gather(1, labels[:, None]).mean()
        case Loss.SQUARED_ERROR:
            return (scores - _one_hot(scores, labels)).square().sum(dim=1).mean()
        case Loss.SIGMOID_OF_SOFTMAX:
            targets = _one_hot(scores, labels)
            return functional.binary_cross_entropy_with_logits(scores.softmax(dim=1), targets)


def right_answers(recipe: Recipe, scores: Tensor, labels: Tensor) -> Tensor:
    """Which answers are right, bool (n,); for a picture of no class: where no class has half of the probability."""
    shares = (_with_rubbish(recipe, scores) if recipe.loss is Loss.MAP else scores).softmax(dim=1)
    classes = scores.shape[1]
    return torch.where(labels == NO_CLASS, shares[:, :classes].amax(dim=1) < 0.5, scores.argmax(dim=1) == labels)


def _cross_entropy(scores: Tensor, labels: Tensor) -> Tensor:
    """Summed over the batch."""
    logarithms = scores.log_softmax(dim=1)
    of_classes = functional.nll_loss(logarithms, labels, ignore_index=NO_CLASS, reduction="sum")
    # No picture is asked for its class here: a GPU would have to be waited for.
    return of_classes - (logarithms.mean(dim=1) * (labels == NO_CLASS)).sum()


def _with_rubbish(recipe: Recipe, scores: Tensor) -> Tensor:
    """The scores with that of no class behind them, (n, classes + 1)."""
    return torch.cat([scores, torch.full_like(scores[:, :1], -recipe.rubbish)], dim=1)


def _counted(labels: Tensor, classes: int) -> Tensor:
    """The labels with no class as one more class."""
    return torch.where(labels == NO_CLASS, classes, labels)


def _one_hot(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.one_hot(labels, scores.shape[1]).to(scores.dtype)
