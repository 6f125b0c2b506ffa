"""Larger models as teachers: their answers say more of a picture than the label does."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.networks.build import Network
from lenet_app.networks.model import Model
from lenet_app.training.engine.device_pictures import DeviceNormalisation

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
        self._share = teaching.share
        self._normalisations = [
            DeviceNormalisation(model.normalisation, model.architecture.input_shape) for model in teaching.models
        ]
        self.networks = nn.ModuleList(Network(model.architecture) for model in teaching.models)
        for network, model in zip(self.networks, teaching.models, strict=True):
            assert isinstance(network, Network)
            network.load_weights(model.weights)
        self.networks.requires_grad_(requires_grad=False)

    def loss(self, own: Tensor, images: Tensor, scores: Tensor) -> Tensor:
        """The loss of a batch under these teachers.

        With a the share, T the temperature, p the softmax of the learner's scores over T and q the mean of the
        teachers' softmaxes of theirs over T it is (1 - a) × own + a × T² × mean over pictures of
        Σ_i q_i log(q_i / p_i): Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network" (2015).

        Args:
            own: the loss by the labels, a single number.
            images: uint8 (n, channels, height, width), the pictures of the batch, on the device.
            scores: (n, classes), the learner's.
        """
        told = torch.stack([self._told(number, images) for number in range(len(self.networks))]).mean(0)
        said = functional.log_softmax(scores / TEMPERATURE, dim=1)
        taught = functional.kl_div(said, told, reduction="batchmean")
        return (1 - self._share) * own + self._share * TEMPERATURE**2 * taught

    def _told(self, number: int, images: Tensor) -> Tensor:
        """What one teacher answers: the softmax of its scores over the temperature, (n, classes)."""
        with torch.no_grad():
            answers = self.networks[number](self._normalisations[number].network_input(images))
        return functional.softmax(answers / TEMPERATURE, dim=1)
