"""From pictures of a data set's size to answers, with every layer's activations.

A doubtful digit is read again, slightly turned to either side, and the mean of the three readings is the answer. That
is the program's answer; what a network is worth, and what its layers tell, is its first reading alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.networks.certainty import Certainty
from lenet_app.networks.forward import Array, activations, probabilities, scores
from lenet_app.networks.model import Model
from lenet_app.recognition.moved import turned

_BATCH = 64
"""How many pictures go through the network at once: enough to be quick, few enough to stay in the cache."""
_STANDS_OUT = 2.0
"""How many times an even share the best answer has to have to be a guess at all."""

DOUBTFUL = 0.9
"""A smaller confidence of the first reading has a digit read again: of 2 to 3 digits in a hundred.

`make handwriting`, with `ARGS=--once` and without, tells what that is worth. Below 0.99 more would be read again, and
no more of them be right.
"""
TURNS = (6.0, -6.0)
"""Degrees by which it is turned for that. From 5 to 10 as many are right; by 8 and more a few more of the digits are
refused, by 6 as many as before, so the threshold keeps its meaning. Shears, other sizes and other pens were no better.
"""
READINGS = 1 + len(TURNS)
"""Of a digit that is read again."""

Way = Callable[[Array], Mapping[str, Array]]
"""From network inputs, (n, channels, height, width), to the output of every layer by its name."""


@dataclass(frozen=True, eq=False)
class Recognition:
    """A model's answer for one picture.

    Args:
        probabilities: float32 (classes,), summing to 1.
        class_names: the classes' names in the same order.
        distances: float32 (classes,), what an RBF output gave: squared distances, the smallest of which wins. None for
            every other network.
        certainty: the model's, with the threshold that is asked of it.
        first: what the first reading said, where the probabilities are the mean of `READINGS`; None where there is one.
    """

    probabilities: Array
    class_names: tuple[str, ...]
    distances: Array | None = None
    certainty: Certainty = field(default_factory=Certainty)
    first: "Recognition | None" = None

    @property
    def readings(self) -> int:
        """Of how many readings it is the mean."""
        return 1 if self.first is None else READINGS

    @property
    def alone(self) -> "Recognition":
        """What the network says to the picture as it is: the first reading."""
        return self if self.first is None else self.first

    @property
    def best(self) -> int:
        """The index of the most probable class."""
        # Distances still differ where their probabilities are rounded to the same number.
        return int(np.argmax(self.probabilities) if self.distances is None else np.argmin(self.distances))

    @property
    def ranking(self) -> list[int]:
        """The indices of all classes, the most probable first; equal ones keep their order."""
        worse = -self.probabilities if self.distances is None else self.distances
        return [int(index) for index in np.argsort(worse, kind="stable")]

    @property
    def label(self) -> str:
        """The name of the most probable class."""
        return self.class_names[self.best]

    @property
    def guesses(self) -> tuple[str, ...]:
        """The names of the two most probable classes, where there are two."""
        return tuple(self.class_names[index] for index in self.ranking[:2])

    @property
    def confidences(self) -> npt.NDArray[np.floating[Any]]:
        """How likely each class is right, (classes,): its probability; of distances also how near it is.

        Where no class is near, the confidences of distances sum to less than 1.
        """
        if self.distances is None:
            return self.probabilities
        return self.certainty.confidences_of_distances(self.distances)

    @property
    def confidence(self) -> float:
        """How likely the best answer is right."""
        return float(self.confidences[self.best])

    @property
    def is_of_no_class(self) -> bool:
        """Whether the best answer hardly stands out of all others, so that even a guess at it would mislead."""
        return not self.sure and self.confidence * len(self.class_names) < _STANDS_OUT

    @property
    def sure(self) -> bool:
        """Whether the confidence is high enough to give the best answer as the answer."""
        return self.confidence >= self.certainty.threshold


@dataclass(frozen=True, eq=False)
class Insight:
    """An answer with what led to it.

    Args:
        recognition: the answer, of several readings where the first one was doubtful.
        network_input: float32 (channels, height, width), as the network received it first.
        activations: each layer's output by its name, float32 (maps, height, width) or (units,); of the first reading.
    """

    recognition: Recognition
    network_input: Array
    activations: Mapping[str, Array]


class Recognizer:
    """Answers with one model; holds nothing that changes, so any thread may use it.

    Args:
        model: who answers.
        threshold: the confidence from which on an answer is sure, in place of the model's own.
        reads_again: whether a doubtful digit is read again; only what tells the ten digits apart by their ink, with
            probabilities, ever does so.

    Raises:
        UserError: the threshold does not lie between 0 and 1.
    """

    def __init__(self, model: Model, threshold: float | None = None, *, reads_again: bool = True) -> None:
        self.model = model
        self.certainty = model.certainty if threshold is None else replace(model.certainty, threshold=threshold)
        self.reads_again = reads_again and model.knows_digits and not model.architecture.answers_with_distances

    @property
    def once(self) -> "Recognizer":
        """The network alone: the same, but every picture is read once."""
        return Recognizer(self.model, self.certainty.threshold, reads_again=False)

    def look_into(self, picture: npt.NDArray[Any], way: Way | None = None) -> Insight:
        """Answer for one picture and keep every activation.

        Args:
            picture: (channels, height, width) of ink in [0, 1] or uint8.
            way: through the network, in place of the usual one.
        """
        way = way or self._usual_way
        network_input = self._network_input(picture[None])
        outputs = way(network_input)
        (recognition,) = self._settled(picture[None], self.recognitions(outputs[self._last]), way)
        return Insight(recognition, network_input[0], {name: output[0] for name, output in outputs.items()})

    def recognise_all(self, pictures: npt.NDArray[Any] | Sequence[npt.NDArray[Any]]) -> list[Recognition]:
        """Answer for many pictures of one size, (n, channels, height, width), in their order."""
        found: list[Recognition] = []
        for start in range(0, len(pictures), _BATCH):
            found += self._read(np.asarray(pictures[start : start + _BATCH]), self._usual_way)
        return self._settled(pictures, found, self._usual_way)

    def _settled(
        self, pictures: npt.NDArray[Any] | Sequence[npt.NDArray[Any]], found: Sequence[Recognition], way: Way
    ) -> list[Recognition]:
        """The first readings of pictures, and for the doubtful ones the mean of all of their readings."""
        settled = list(found)
        if not self.reads_again:
            return settled
        doubtful = [number for number, one in enumerate(found) if one.confidence < DOUBTFUL]
        for start in range(0, len(doubtful), _BATCH // len(TURNS)):
            part = doubtful[start : start + _BATCH // len(TURNS)]
            ink = _in_floats(np.stack([pictures[number] for number in part]))
            again = self._read(np.concatenate([turned(ink, degrees) for degrees in TURNS]), way)
            for place, number in enumerate(part):
                readings = [found[number], *again[place :: len(part)]]
                mean = np.stack([one.probabilities for one in readings]).mean(axis=0)
                settled[number] = replace(found[number], probabilities=mean, first=found[number])
        return settled

    def _read(self, pictures: npt.NDArray[Any], way: Way) -> list[Recognition]:
        """Pictures, (n, channels, height, width), each read once."""
        return self.recognitions(way(self._network_input(pictures))[self._last])

    @property
    def _last(self) -> str:
        return self.model.architecture.layers[-1].name

    def _network_input(self, pictures: npt.NDArray[Any]) -> Array:
        return self.model.normalisation.network_input(pictures, self.model.architecture.input_shape)

    def _usual_way(self, network_input: Array) -> dict[str, Array]:
        return activations(self.model.architecture, self.model.weights, network_input)

    def recognitions(self, output: Array) -> list[Recognition]:
        """The answers that the last layer's output, (n, classes), means: of one reading each."""
        architecture, names = self.model.architecture, self.model.class_names
        certainty = self.certainty
        if architecture.answers_with_distances:
            shares = probabilities(scores(architecture, output))
            return [
                Recognition(row, names, distances, certainty) for row, distances in zip(shares, output, strict=True)
            ]
        shares = probabilities(output / np.float32(certainty.temperature))
        return [Recognition(row, names, certainty=certainty) for row in shares]


def _in_floats(pictures: npt.NDArray[Any]) -> Array:
    """Pictures in [0, 1], whether they were so or uint8."""
    return np.asarray(pictures, np.float32) / np.float32(255 if pictures.dtype == np.uint8 else 1)
