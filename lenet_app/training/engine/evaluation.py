"""How good a network is on labelled pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Weights
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation

BATCH = 500


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What was measured so far on `images` pictures.

    Args:
        loss: mean cross-entropy per picture, in nats.
        confusion: int64 (classes, classes), rows by the true class, columns by the answer.
    """

    images: int
    loss: float
    confusion: npt.NDArray[np.int64]

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return float(np.trace(self.confusion)) / max(self.images, 1)


def evaluate_model(model: Model, pictures: Pictures) -> Iterator[Evaluation]:
    """Measure a model on the CPU; yields after each batch, the last yield is the whole."""
    yield from evaluate_weights(model.architecture, model.weights, model.normalisation, pictures)


def evaluate_weights(
    architecture: Architecture, weights: Weights, normalisation: InputNormalisation, pictures: Pictures
) -> Iterator[Evaluation]:
    """Measure weights on the CPU; yields after each batch, the last yield is the whole."""
    network = Network(architecture)
    network.load_weights(weights)
    yield from evaluate(network, normalisation, pictures)


def scores_of(
    architecture: Architecture, weights: Weights, normalisation: InputNormalisation, images: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    """The scores (n, classes) of pictures, on the CPU; minus the distances where an RBF layer answers."""
    network = Network(architecture)
    network.load_weights(weights)
    network.eval()
    shape, parts = architecture.input_shape, []
    with torch.inference_mode():
        for start in range(0, len(images), BATCH):
            network_input = normalisation.network_input(images[start : start + BATCH], shape)
            parts.append(network(torch.from_numpy(network_input)).numpy())
    return np.concatenate(parts)


def evaluate(network: Network, normalisation: InputNormalisation, pictures: Pictures) -> Iterator[Evaluation]:
    """Measure a network where it lies; yields after each batch, the last yield is the whole.

    Raises:
        UserError: the pictures do not fit the network's input, or have more classes than the network tells apart.
    """
    classes, shape = network.architecture.classes, network.architecture.input_shape
    device = next(network.parameters()).device
    if len(pictures) and pictures.labels.max() >= classes:
        sentence = tr("The network tells {classes} classes apart, the pictures are of {labels} or more.")
        raise UserError(sentence.format(classes=classes, labels=pictures.labels.max() + 1))
    confusion = np.zeros((classes, classes), np.int64)
    loss, seen = 0.0, 0
    network.eval()
    for start in range(0, len(pictures), BATCH):
        part = pictures.images[start : start + BATCH]
        labels = pictures.labels[start : start + BATCH].astype(np.int64)
        with torch.inference_mode():
            scores = network(torch.from_numpy(normalisation.network_input(part, shape)).to(device)).cpu()
        loss += float(functional.cross_entropy(scores, torch.from_numpy(labels), reduction="sum"))
        np.add.at(confusion, (labels, scores.argmax(dim=1).numpy()), 1)
        seen += len(part)
        yield Evaluation(seen, loss / seen, confusion.copy())
