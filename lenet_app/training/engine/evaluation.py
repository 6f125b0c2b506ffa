"""How good a network is on labelled pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.counts import classes_text
from lenet_app.networks.forward import Weights
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.training.engine.crew import Crew, usual_threads
from lenet_app.training.engine.device_pictures import DeviceNormalisation, DevicePictures, on_device
from lenet_app.training.engine.group import Group

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
    yield from evaluate(network, normalisation, DevicePictures(pictures, "cpu"))


def scores_of(
    architecture: Architecture, weights: Weights, normalisation: InputNormalisation, images: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    """The scores (n, classes) of pictures, on the CPU; minus the distances where an RBF layer answers."""
    network = Network(architecture)
    network.load_weights(weights)
    return np.concatenate([part.numpy() for part in _scores(network, normalisation, on_device(images, "cpu"), None)])


def evaluate(
    network: Network, normalisation: InputNormalisation, pictures: DevicePictures, crew: Crew | None = None
) -> Iterator[Evaluation]:
    """Measure a network on the device where it and the pictures lie; yields now and then, at last the whole.

    Args:
        network: what is measured.
        normalisation: how pictures become its input.
        pictures: the right answers with them.
        crew: who compute on a CPU together; None has as many as are usual.

    Raises:
        UserError: the pictures do not fit the network's input, or have more classes than the network tells apart.
    """
    classes = network.architecture.classes
    labels = pictures.labels.cpu()
    if len(labels) and int(labels.max()) >= classes:
        sentence = tr("The network tells {classes} apart, the pictures are of {labels} or more.")
        raise UserError(sentence.format(classes=classes_text(classes), labels=int(labels.max()) + 1))
    confusion = np.zeros((classes, classes), np.int64)
    loss, seen = 0.0, 0
    for scores in _scores(network, normalisation, pictures.images, crew):
        part = labels[seen : seen + len(scores)]
        loss += float(functional.cross_entropy(scores, part, reduction="sum"))
        np.add.at(confusion, (part.numpy(), scores.argmax(dim=1).numpy()), 1)
        seen += len(scores)
        yield Evaluation(seen, loss / seen, confusion.copy())


def evaluate_together(
    network: Network, normalisation: InputNormalisation, share: DevicePictures, crew: Crew, group: Group
) -> Evaluation:
    """The whole of what `evaluate` measures where each process of a group has a share of the pictures, maybe none."""
    classes = network.architecture.classes
    own = Evaluation(0, 0.0, np.zeros((classes, classes), np.int64))
    for measured in evaluate(network, normalisation, share, crew):
        own = measured
    if group.size == 1:
        return own
    images, loss, *counts = group.summed([own.images, own.loss * own.images, *own.confusion.ravel().tolist()])
    return Evaluation(round(images), loss / images, np.array(counts).round().astype(np.int64).reshape(classes, classes))


def _scores(network: Network, normalisation: InputNormalisation, images: Tensor, crew: Crew | None) -> Iterator[Tensor]:
    """The scores (n, classes), on the CPU, of one batch of pictures after the other."""
    scaling = DeviceNormalisation(normalisation, network.architecture.input_shape)
    together = crew or Crew(usual_threads() if images.device.type == "cpu" else 1)

    def answered(start: int) -> Tensor:
        with torch.inference_mode():
            scores: Tensor = network(scaling.network_input(images[start : start + BATCH])).cpu()
        return scores

    starts = range(0, len(images), BATCH)
    for first in range(0, len(starts), together.threads):
        yield from together.run([partial(answered, start) for start in starts[first : first + together.threads]])
