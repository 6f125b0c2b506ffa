"""How good a network is on labelled pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.data.pictures import PictureSet
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.counts import classes_text
from lenet_app.networks.forward import Weights
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


def evaluate_weights(
    architecture: Architecture, weights: Weights, normalisation: InputNormalisation, pictures: PictureSet
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
    lying = on_device(images, "cpu")
    parts = (lying[start : start + BATCH] for start in range(0, len(lying), BATCH))
    return np.concatenate([part.numpy() for part in _scores(network, normalisation, parts, Crew(usual_threads()))])


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
        UserError: the pictures do not fit the network's input, have more classes than the network tells apart, or
            lie on the disk and cannot be read.
    """
    classes = network.architecture.classes
    labels = pictures.labels.cpu()
    if len(labels) and int(labels.max()) >= classes:
        sentence = tr("The network tells {classes} apart, the pictures are of {labels} or more.")
        raise UserError(sentence.format(classes=classes_text(classes), labels=int(labels.max()) + 1))
    confusion = np.zeros((classes, classes), np.int64)
    loss, seen = 0.0, 0
    crew = crew or Crew(usual_threads() if pictures.labels.device.type == "cpu" else 1)
    for scores in _scores(network, normalisation, pictures.parts(BATCH), crew):
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


def _scores(
    network: Network, normalisation: InputNormalisation, parts: Iterable[Tensor], crew: Crew
) -> Iterator[Tensor]:
    """The scores (n, classes), on the CPU, of one batch of pictures after the other."""
    scaling = DeviceNormalisation(normalisation, network.architecture.input_shape)

    def answered(images: Tensor) -> Tensor:
        with torch.inference_mode():
            scores: Tensor = network(scaling.network_input(images)).cpu()
        return scores

    waiting = iter(parts)
    while together := list(islice(waiting, crew.threads)):
        yield from crew.run([partial(answered, images) for images in together])
