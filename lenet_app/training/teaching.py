"""A larger model as a teacher: its answers say more of a picture than the label does."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.networks.build import Network
from lenet_app.networks.model import Model

TEMPERATURE = 3.0
"""What scores are divided by, so that the teacher's small probabilities are heard."""


@dataclass(frozen=True, eq=False)
class Teaching:
    """Who teaches, and how much of the loss is the teacher's, above 0 and at most 1."""

    model: Model
    share: float


class Teacher:
    """The teacher's network on the device where the learner is."""

    def __init__(self, teaching: Teaching) -> None:
        self._model, self._share = teaching.model, teaching.share
        self.network = Network(teaching.model.architecture).requires_grad_(requires_grad=False)
        self.network.load_weights(teaching.model.weights)
        self.network.eval()

    def loss(self, own: Tensor, images: npt.NDArray[np.uint8], scores: Tensor) -> Tensor:
        """The loss of a batch under this teacher.

        With a the share, T the temperature, q and p the softmax of the teacher's and the learner's scores over T it is
        (1 - a) × own + a × T² × mean over pictures of Σ_i q_i log(q_i / p_i): Hinton, Vinyals, Dean, "Distilling the
        Knowledge in a Neural Network" (2015).

        Args:
            own: the loss by the labels, a single number.
            images: uint8 (n, channels, height, width), the pictures of the batch.
            scores: (n, classes), the learner's.
        """
        network_input = self._model.normalisation.network_input(images, self._model.architecture.input_shape)
        with torch.no_grad():
            answers = self.network(torch.from_numpy(network_input).to(scores.device))
        told = functional.log_softmax(answers / TEMPERATURE, dim=1)
        said = functional.log_softmax(scores / TEMPERATURE, dim=1)
        taught = functional.kl_div(said, told, reduction="batchmean", log_target=True)
        return (1 - self._share) * own + self._share * TEMPERATURE**2 * taught
