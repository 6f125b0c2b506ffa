"""A model's answers to labelled pictures, of which everything else in this room is computed."""

from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import PictureSet
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.counts import classes_text
from lenet_app.networks.forward import activations, scores
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

BATCH = 64
"""How many pictures are answered between two reports: so many go through the network at once."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model said to the first pictures of `total`; all arrays have one entry for each.

    Args:
        total: how many pictures are to be answered.
        labels: uint8, the true classes.
        said: uint8, the answers.
        confidences: float32, how likely the model takes its answer to be right, 0 to 1.
        losses: float32, the cross-entropy in nats, with neither temperature nor rubbish class.
    """

    total: int
    labels: Bytes
    said: Bytes
    confidences: Floats
    losses: Floats

    def __len__(self) -> int:
        """How many pictures were answered."""
        return len(self.labels)

    @property
    def is_whole(self) -> bool:
        """Whether all were."""
        return len(self) == self.total

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Which answers are right."""
        return np.equal(self.labels, self.said)

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return float(self.right.sum()) / max(len(self), 1)

    @property
    def loss(self) -> float:
        """The mean of the losses."""
        return float(self.losses.sum(dtype=np.float64)) / max(len(self), 1)


Answering = Generator[Answers]


def answer_all(model: Model, pictures: PictureSet) -> Answering:
    """Answer pictures that are as a data set has them; yields after each batch, the last yield is the whole.

    Raises:
        UserError: the pictures do not fit the network's input, have more classes than the network tells apart, or
            lie on the disk and cannot be read.
    """
    starts = range(0, len(pictures), BATCH)
    parts = (pictures.take(np.arange(start, min(start + BATCH, len(pictures)))).images for start in starts)
    return answer_parts(model, pictures.labels, parts)


def answer_parts(model: Model, labels: Bytes, parts: Iterable[npt.NDArray[Any]]) -> Answering:
    """Answer pictures that are made while they are answered.

    Args:
        model: who answers.
        labels: of all pictures.
        parts: the pictures, some at a time, (m, channels, height, width), uint8 or ink in [0, 1].

    Raises:
        UserError: as `answer_all` does.
    """
    architecture, classes = model.architecture, model.architecture.classes
    if len(labels) and int(labels.max()) >= classes:
        sentence = tr("The network tells {classes} apart, the pictures are of {labels} or more.")
        raise UserError(sentence.format(classes=classes_text(classes), labels=int(labels.max()) + 1))
    total, done = len(labels), 0
    said, confidences, losses = np.empty(total, np.uint8), np.empty(total, np.float32), np.empty(total, np.float32)
    recognizer, last = Recognizer(model), architecture.layers[-1].name
    for part in parts:
        network_input = model.normalisation.network_input(part, architecture.input_shape)
        output = activations(architecture, model.weights, network_input)[last]
        chosen = slice(done, done + len(part))
        found = recognizer.recognitions(output)
        said[chosen] = [one.best for one in found]
        confidences[chosen] = [one.confidence for one in found]
        ranked = scores(architecture, output).astype(np.float64)
        losses[chosen] = np.logaddexp.reduce(ranked, axis=1) - ranked[np.arange(len(part)), labels[chosen]]
        done = chosen.stop
        yield Answers(total, labels[:done], said[:done], confidences[:done], losses[:done])


def whole(answering: Answering) -> Answers:
    """The last report, which is of all pictures.

    Raises:
        UserError: as the generator does, or there is no picture.
    """
    reports = deque(answering, maxlen=1)
    if not reports:
        raise UserError(tr("There are no pictures to measure with."))
    return reports[0]
