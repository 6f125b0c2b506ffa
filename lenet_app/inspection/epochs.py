"""One picture seen by a list of weights: the epochs of a run, quick enough to slide through them."""

from collections.abc import Iterable, Iterator

from lenet_app.inspection.passage import Passage
from lenet_app.networks.forward import Array
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.recognition.recognizer import Insight, Recognition, Recognizer

_LEAST_KEPT = 3
"""The first, the newest, and one between them."""


class Course:
    """The weights of the epochs of one training, the first and the newest among them, within a limit of memory.

    Where there is no room for all, every second epoch between the two is let go of, again and again.

    Args:
        most_bytes: that all weights may take together.
    """

    def __init__(self, most_bytes: int = 256 << 20) -> None:
        self._most_bytes = most_bytes
        self._kept: list[KeptWeights] = []
        self._spacing = 1

    @property
    def kept(self) -> tuple[KeptWeights, ...]:
        """All of them, by their epochs."""
        return tuple(self._kept)

    def add(self, kept: KeptWeights) -> None:
        """Keep the weights after one more epoch."""
        if len(self._kept) > 1 and self._kept[-1].epoch % self._spacing:
            self._kept.pop()  # it was there as the newest only
        self._kept.append(kept)
        size = sum(weight.nbytes for weight in kept.weights.values())
        while len(self._kept) > _LEAST_KEPT and size * len(self._kept) > self._most_bytes:
            self._spacing *= 2
            self._kept = [one for one in self._kept if one is kept or one.epoch % self._spacing == 0]


def seen_by(recognizer: Recognizer, kept: KeptWeights, network_input: Array) -> Insight:
    """What a network answered, and how, when it had these weights.

    Args:
        recognizer: of a model of the same architecture; its class names and its certainty are used.
        kept: the weights, which take the place of the model's.
        network_input: (channels, height, width), as the model of today received it.
    """
    passage = Passage.through(recognizer.model.architecture, kept.weights, network_input)
    return Insight(recognizer.recognitions(passage.output[None])[0], network_input, passage.activations)


def answers_over(
    recognizer: Recognizer, course: Iterable[KeptWeights], network_input: Array
) -> Iterator[tuple[int, Recognition]]:
    """The epochs, and what the network answered after each; one at a time, so that whoever asks can stop."""
    for kept in course:
        yield kept.epoch, seen_by(recognizer, kept, network_input).recognition
