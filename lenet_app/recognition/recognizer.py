"""From pictures of a data set's size to answers, with every layer's activations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.networks.certainty import Certainty
from lenet_app.networks.forward import Array, activations, probabilities, scores
from lenet_app.networks.model import Model

_BATCH = 64
"""How many pictures go through the network at once: enough to be quick, few enough to stay in the cache."""
_STANDS_OUT = 2.0
"""How many times an even share the best answer has to have to be a guess at all."""


@dataclass(frozen=True, eq=False)
class Recognition:
    """A model's answer for one picture.

    Args:
        probabilities: float32 (classes,), summing to 1.
        class_names: the classes' names in the same order.
        distances: float32 (classes,), what an RBF output gave: squared distances, the smallest of which wins. None for
            every other network.
        certainty: the model's, with the threshold that is asked of it.
    """

    probabilities: Array
    class_names: tuple[str, ...]
    distances: Array | None = None
    certainty: Certainty = field(default_factory=Certainty)

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
        network_input: float32 (channels, height, width), as the network received it.
        activations: each layer's output by its name, float32 (maps, height, width) or (units,).
    """

    recognition: Recognition
    network_input: Array
    activations: Mapping[str, Array]


class Recognizer:
    """Answers with one model; holds nothing that changes, so any thread may use it.

    Args:
        model: who answers.
        threshold: the confidence from which on an answer is sure, in place of the model's own.

    Raises:
        UserError: the threshold does not lie between 0 and 1.
    """

    def __init__(self, model: Model, threshold: float | None = None) -> None:
        self.model = model
        self.certainty = model.certainty if threshold is None else replace(model.certainty, threshold=threshold)

    def look_into(self, picture: npt.NDArray[Any]) -> Insight:
        """Answer for one picture, (channels, height, width) of ink in [0, 1] or uint8, and keep every activation."""
        network_input, outputs = self._forward(picture[None])
        recognition = self.recognitions(outputs[self._last])[0]
        return Insight(recognition, network_input[0], {name: output[0] for name, output in outputs.items()})

    def recognise_all(self, pictures: npt.NDArray[Any] | Sequence[npt.NDArray[Any]]) -> list[Recognition]:
        """Answer for many pictures of one size, (n, channels, height, width), in their order."""
        found: list[Recognition] = []
        for start in range(0, len(pictures), _BATCH):
            _, outputs = self._forward(np.asarray(pictures[start : start + _BATCH]))
            found += self.recognitions(outputs[self._last])
        return found

    @property
    def _last(self) -> str:
        return self.model.architecture.layers[-1].name

    def _forward(self, pictures: npt.NDArray[Any]) -> tuple[Array, dict[str, Array]]:
        architecture = self.model.architecture
        network_input = self.model.normalisation.network_input(pictures, architecture.input_shape)
        return network_input, activations(architecture, self.model.weights, network_input)

    def recognitions(self, output: Array) -> list[Recognition]:
        """The answers that the last layer's output, (n, classes), means."""
        architecture, names = self.model.architecture, self.model.class_names
        certainty = self.certainty
        if architecture.answers_with_distances:
            shares = probabilities(scores(architecture, output))
            return [
                Recognition(row, names, distances, certainty) for row, distances in zip(shares, output, strict=True)
            ]
        shares = probabilities(output / np.float32(certainty.temperature))
        return [Recognition(row, names, certainty=certainty) for row in shares]
