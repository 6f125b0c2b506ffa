"""Larger models as teachers: their answers say more of a picture than the label does."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.networks.build import Network
from lenet_app.networks.model import Model

TEMPERATURE = 3.0
"""What scores are divided by, so that the teachers' small probabilities are heard."""


@dataclass(frozen=True, eq=False)
class Teaching:
    """Who teach, one at least, and how much of the loss is theirs, above 0 and at most 1."""

    models: tuple[Model, ...]
    share: float


class Teachers:
    """The teachers' networks on the device where the learner is."""

    def __init__(self, teaching: Teaching) -> None:
        self._models, self._share = teaching.models, teaching.share
        self.networks = nn.ModuleList(Network(model.architecture) for model in teaching.models)
        for network, model in zip(self.networks, teaching.models, strict=True):
            assert isinstance(network, Network)
            network.load_weights(model.weights)
        self.networks.requires_grad_(requires_grad=False).eval()

    def loss(self, own: Tensor, images: npt.NDArray[np.uint8], scores: Tensor) -> Tensor:
        """The loss of a batch under these teachers.

        With a the share, T the temperature, p the softmax of the learner's scores over T and q the mean of the
        teachers' softmaxes of theirs over T it is (1 - a) × own + a × T² × mean over pictures of
        Σ_i q_i log(q_i / p_i): Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network" (2015).

        Args:
            own: the loss by the labels, a single number.
            images: uint8 (n, channels, height, width), the pictures of the batch.
            scores: (n, classes), the learner's.
        """
        told = torch.stack([self._told(number, images, scores.device) for number in range(len(self._models))]).mean(0)
        said = functional.log_softmax(scores / TEMPERATURE, dim=1)
        taught = functional.kl_div(said, told, reduction="batchmean")
        return (1 - self._share) * own + self._share * TEMPERATURE**2 * taught

    def _told(self, number: int, images: npt.NDArray[np.uint8], device: torch.device) -> Tensor:
        """What one teacher answers: the softmax of its scores over the temperature, (n, classes)."""
        model = self._models[number]
        network_input = model.normalisation.network_input(images, model.architecture.input_shape)
        with torch.no_grad():
            answers = self.networks[number](torch.from_numpy(network_input).to(device))
        return functional.softmax(answers / TEMPERATURE, dim=1)
