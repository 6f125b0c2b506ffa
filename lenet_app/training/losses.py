"""The recipe's loss in torch's terms."""

import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.recipe import Loss, Recipe


def batch_loss(recipe: Recipe, scores: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    """What a step makes smaller, a single number.

    Args:
        recipe: names the loss.
        scores: (n, classes); minus the distances y where an RBF layer answers.
        labels: int64 (n,), the right classes D.
        distances: whether the scores are minus distances.

    The formulas for one picture, s the scores:

    - cross-entropy: -log softmax(s)_D; its mean over the batch, or for the summed one its sum;
    - maximum a posteriori, LeCun et al. (1998), eq. (9), s = -y: -s_D + log(exp(-j) + Σ_i exp(s_i)), j the recipe's
      `rubbish`; the mean;
    - squared error: y_D, eq. (8), or for scores Σ_i (s_i - δ_iD)²; the mean;
    - sigmoid cross-entropy of softmax: with p = softmax(s) the mean over pictures and classes of
      log(1 + exp(p_i)) - δ_iD p_i.
    """
    return _loss(recipe, scores, labels, distances=distances) / recipe.loss_divisor


def _loss(recipe: Recipe, scores: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    match recipe.loss:
        case Loss.CROSS_ENTROPY:
            return functional.cross_entropy(scores, labels)
        case Loss.SUMMED_CROSS_ENTROPY:
            return functional.cross_entropy(scores, labels, reduction="sum")
        case Loss.MAP:
            rubbish = torch.full_like(scores[:, :1], -recipe.rubbish)
            return functional.cross_entropy(torch.cat([scores, rubbish], dim=1), labels)
        case Loss.SQUARED_ERROR if distances:
            return -scores.gather(1, labels[:, None]).mean()
        case Loss.SQUARED_ERROR:
            return (scores - _one_hot(scores, labels)).square().sum(dim=1).mean()
        case Loss.SIGMOID_OF_SOFTMAX:
            targets = _one_hot(scores, labels)
            return functional.binary_cross_entropy_with_logits(scores.softmax(dim=1), targets)


def _one_hot(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.one_hot(labels, scores.shape[1]).to(scores.dtype)
