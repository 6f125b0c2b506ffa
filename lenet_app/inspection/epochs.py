"""One picture seen by a list of weights: the epochs of a run, quick enough to slide through them."""

from collections.abc import Iterable, Iterator

from lenet_app.inspection.passage import Passage
from lenet_app.networks.forward import Array
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.recognition.recognizer import Insight, Recognition, Recognizer

__all__ = ["KeptWeights", "answers_over", "seen_by"]


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
