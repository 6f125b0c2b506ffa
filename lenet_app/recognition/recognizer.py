"""From pictures of a data set's size to answers, with every layer's activations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.networks.forward import Array, activations, probabilities
from lenet_app.networks.model import Model

_BATCH = 256
"""How many pictures go through the network at once: enough to be quick, few enough to stay in the cache."""


@dataclass(frozen=True, eq=False)
class Recognition:
    """A model's answer for one picture.

    Args:
        probabilities: float32 (classes,), summing to 1.
        class_names: the classes' names in the same order.
    """

    probabilities: Array
    class_names: tuple[str, ...]

    @property
    def best(self) -> int:
        """The index of the most probable class."""
        return int(np.argmax(self.probabilities))

    @property
    def label(self) -> str:
        """The name of the most probable class."""
        return self.class_names[self.best]

    @property
    def confidence(self) -> float:
        """The probability of the most probable class."""
        return float(self.probabilities[self.best])


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
    """Answers with one model; holds nothing that changes, so any thread may use it."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def look_into(self, picture: npt.NDArray[Any]) -> Insight:
        """Answer for one picture, (channels, height, width) of ink in [0, 1] or uint8, and keep every activation."""
        network_input, outputs = self._forward(picture[None])
        recognition = self._recognitions(outputs)[0]
        return Insight(recognition, network_input[0], {name: output[0] for name, output in outputs.items()})

    def recognise_all(self, pictures: npt.NDArray[Any] | Sequence[npt.NDArray[Any]]) -> list[Recognition]:
        """Answer for many pictures of one size, (n, channels, height, width), in their order."""
        found: list[Recognition] = []
        for start in range(0, len(pictures), _BATCH):
            _, outputs = self._forward(np.asarray(pictures[start : start + _BATCH]))
            found += self._recognitions(outputs)
        return found

    def _forward(self, pictures: npt.NDArray[Any]) -> tuple[Array, dict[str, Array]]:
        architecture = self.model.architecture
        network_input = self.model.normalisation.network_input(pictures, architecture.input_shape)
        return network_input, activations(architecture, self.model.weights, network_input)

    def _recognitions(self, outputs: Mapping[str, Array]) -> list[Recognition]:
        scores = outputs[self.model.architecture.layers[-1].name]
        return [Recognition(row, self.model.class_names) for row in probabilities(scores)]
