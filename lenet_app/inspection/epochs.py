"""One picture seen by a list of weights: the epochs of a run, quick enough to slide through them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lenet_app.inspection.passage import Passage
from lenet_app.networks.forward import Array, Weights
from lenet_app.recognition.recognizer import Insight, Recognition, Recognizer


@dataclass(frozen=True, eq=False)
class KeptWeights:
    """A network's parameters at a moment of its training.

    Args:
        epoch: how many epochs it had learned; 0 before the first.
        weights: under the names and in the shapes of its architecture; nobody writes to them.
    """

    epoch: int
    weights: Weights


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
