"""What a training makes small: the recipe's loss, and the teachers' where there are some."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor

from lenet_app.networks.recipe import Loss
from lenet_app.training.engine.distillation import taught_gradient, taught_loss
from lenet_app.training.engine.losses import batch_loss, right_answers, score_gradient, targets_for
from lenet_app.training.engine.request import TrainingRequest


@dataclass(frozen=True, eq=False)
class Answers:
    """What the network said of a part of a batch, before the step that learned it.

    Args:
        scores: (n, classes).
        labels: int64 (n,).
        told: what the teachers say of the same pictures, (n, classes); None without teachers.
        batch: pictures of the whole batch.
    """

    scores: Tensor
    labels: Tensor
    told: Tensor | None
    batch: int


class Objective:
    """The loss of a request's training on a device, and how many of its answers are right."""

    def __init__(self, request: TrainingRequest, device: str) -> None:
        self._recipe, self._distances = request.recipe, request.architecture.answers_with_distances
        self._targets = targets_for(request.recipe, request.architecture.classes, device)
        self._share = 0.0 if request.teaching is None else request.teaching.share

    def gradient(self, answers: Answers) -> Tensor:
        """Of the batch's loss with respect to the scores of a part, (n, classes)."""
        scores, batch = answers.scores, answers.batch
        targets = self._targets.index_select(0, answers.labels)
        own = score_gradient(self._recipe, scores, targets, distances=self._distances, batch=batch)
        if answers.told is None:
            return own
        return own.mul_(1 - self._share).add_(taught_gradient(answers.told, scores, batch=batch), alpha=self._share)

    def figures(self, answers: Sequence[Answers]) -> tuple[float, int]:
        """The loss of each batch times its pictures, summed, and how many answers are right.

        On a GPU nothing is waited for until here.
        """
        sums = [torch.zeros(2, dtype=torch.float64)]
        for batch, some in groupby(answers, lambda one: one.batch):
            parts = list(some)
            scores, labels = torch.cat([one.scores for one in parts]), torch.cat([one.labels for one in parts])
            told = None if parts[0].told is None else torch.cat([one.told for one in parts if one.told is not None])
            right = right_answers(self._recipe, scores, labels).sum()
            sums.append(torch.stack([self._loss(scores, labels, told, batch), right]).double().cpu())
        loss, right_ones = torch.stack(sums).sum(0).tolist()
        return loss, round(right_ones)

    def _loss(self, scores: Tensor, labels: Tensor, told: Tensor | None, batch: int) -> Tensor:
        """Of batches of the same size, that of each times its pictures, summed."""
        own = batch_loss(self._recipe, scores, labels, distances=self._distances)
        own = own * (batch if self._recipe.loss is Loss.SUMMED_CROSS_ENTROPY else len(labels))
        if told is None:
            return own
        return (1 - self._share) * own + self._share * len(labels) * taught_loss(told, scores)
