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
    - connectionist temporal classification of one frame that shows one digit: the cross-entropy, for there is one path;
      rows have a loss of their own (`rows/network.py`);
    - sigmoid cross-entropy of softmax: with p = softmax(s) the mean over pictures and classes of
      log(1 + exp(p_i)) - δ_iD p_i.
    """
    return _loss(recipe, scores, labels, distances=distances) / recipe.loss_divisor


def _loss(recipe: Recipe, scores: Tensor, labels: Tensor, *, distances: bool) -> Tensor:
    match recipe.loss:
        case Loss.CROSS_ENTROPY | Loss.CTC:
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


def targets_for(recipe: Recipe, classes: int, device: str = "cpu") -> Tensor:
    """What is asked for, by label: a row for each label that there can be, for `score_gradient`.

    All for the label; for no class as much for each, or with maximum a posteriori all for the rubbish class, the last.
    """
    wanted = torch.zeros(NO_CLASS + 1, classes + (recipe.loss is Loss.MAP))
    wanted[:classes, :classes] = torch.eye(classes)
    if recipe.loss is Loss.MAP:
        wanted[NO_CLASS, classes] = 1
    else:
        wanted[NO_CLASS] = 1 / classes
    return wanted.to(device)


def score_gradient(recipe: Recipe, scores: Tensor, targets: Tensor, *, distances: bool, batch: int) -> Tensor:
    """The gradient of `batch_loss` with respect to the scores, (n, classes), by the derivatives of its formulas.

    Args:
        recipe: names the loss.
        scores: of a batch, or of a part of one.
        targets: the rows of `targets_for` at the labels of the same pictures.
        distances: whether the scores are minus distances.
        batch: pictures of the whole batch, which a mean is over.
    """
    divisor = recipe.loss_divisor if recipe.loss is Loss.SUMMED_CROSS_ENTROPY else recipe.loss_divisor * batch
    return _gradient(recipe, scores, targets, distances=distances).div_(divisor)


def _gradient(recipe: Recipe, scores: Tensor, targets: Tensor, *, distances: bool) -> Tensor:
    """Of the sum over the pictures, not yet divided."""
    match recipe.loss:
        case Loss.CROSS_ENTROPY | Loss.SUMMED_CROSS_ENTROPY | Loss.CTC:
            return scores.softmax(dim=1).sub_(targets)
        case Loss.MAP:
            return _with_rubbish(recipe, scores).softmax(dim=1).sub_(targets)[:, :-1]
        case Loss.SQUARED_ERROR if distances:
            return targets.neg()
        case Loss.SQUARED_ERROR:
            return (scores - targets).mul_(2)
        case Loss.SIGMOID_OF_SOFTMAX:
            shares = scores.softmax(dim=1)
            by_share = (shares.sigmoid() - targets).div_(scores.shape[1])
            return shares * (by_share - (by_share * shares).sum(dim=1, keepdim=True))


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
