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
        self._normalisations = [
            DeviceNormalisation(model.normalisation, model.architecture.input_shape) for model in teaching.models
        ]
        self.networks = nn.ModuleList(Network(model.architecture) for model in teaching.models)
        for network, model in zip(self.networks, teaching.models, strict=True):
            assert isinstance(network, Network)
            network.load_weights(model.weights)
        self.networks.requires_grad_(requires_grad=False)

    def told(self, images: Tensor) -> Tensor:
        """The mean of what the teachers answer: softmaxes of their scores over the temperature, (n, classes).

        Args:
            images: uint8 (n, channels, height, width), on the device.
        """
        return torch.stack([self._told(number, images) for number in range(len(self.networks))]).mean(0)

    def _told(self, number: int, images: Tensor) -> Tensor:
        """What one teacher answers."""
        with torch.no_grad():
            answers = self.networks[number](self._normalisations[number].network_input(images))
        return functional.softmax(answers / TEMPERATURE, dim=1)


def taught_loss(told: Tensor, scores: Tensor) -> Tensor:
    """How far the learner's answers are from the teachers', the mean over the pictures.

    With T the temperature, p the softmax of the learner's scores over T and q what was `told` it is
    T² × Σ_i q_i log(q_i / p_i): Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network" (2015).

    Args:
        told: (n, classes).
        scores: (n, classes), the learner's.
    """
    said = functional.log_softmax(scores / TEMPERATURE, dim=1)
    return TEMPERATURE**2 * functional.kl_div(said, told, reduction="batchmean")


def taught_gradient(told: Tensor, scores: Tensor, *, batch: int) -> Tensor:
    """The gradient of `taught_loss` with respect to the scores of a part, where the mean is over so many pictures."""
    return (scores / TEMPERATURE).softmax(dim=1).sub_(told).mul_(TEMPERATURE / batch)
