"""What a network is made of, without its weights: layers, their shapes and their counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

from lenet_app.json_values import is_proper, made, told
from lenet_app.language import tr, trn
from lenet_app.networks.counts import parameters_text
from lenet_app.networks.kind import INPUT, LayerError, Shape, shape_text
from lenet_app.networks.layers import Layer, Units, layer_from_json

MOST_PARAMETERS = 100_000_000
"""Of a network; with what Adam remembers of each they take 1.6 GB."""
MOST_VALUES = 5_000_000
"""Of all layers together, for one picture; a batch of 64 takes 1.3 GB, and as much again for what is learned of it."""


@dataclass(frozen=True)
class LayerPlan:
    """One layer in its place: what goes in, what comes out, what it costs."""

    layer: Layer
    input_shape: Shape
    output_shape: Shape

    @property
    def name(self) -> str:
        """The name that views and files call the layer by, such as C1."""
        return self.layer.name

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """The shapes of the layer's weights by their full names, such as `C1.weight`."""
        shapes = self.layer.parameter_shapes(self.input_shape)
        return {f"{self.name}.{part}": shape for part, shape in shapes.items()}

    @property
    def parameters(self) -> int:
        """How many numbers the layer learns."""
        return sum(prod(shape) for shape in self.parameter_shapes.values())

    @property
    def connections(self) -> int:
        """How many connections the layer computes, biases included."""
        return self.layer.connections(self.input_shape)


@dataclass(frozen=True)
class Architecture:
    """A network without weights.

    Args:
        id: the name that files and the command line use, such as `lenet5`.
        title: the name that people read, such as `LeNet-5`.
        input_shape: (channels, height, width) of the network input.
        layers: in the order of the data flow; the last one gives a score for each class, or an RBF layer a distance.

    Raises:
        LayerError: two layers share a name, a size is impossible, a layer would have no output ("S4 would be
            16 × 0 × 0: …"), the network would fill any computer's memory, or the last layer gives no answer.
    """

    id: str
    title: str
    input_shape: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be built, at once and in words."""
        self._refuse_names()
        if len(self.input_shape) != 3 or min(self.input_shape) < 1:
            sentence = tr("The network input must be channels × height × width, not {shape}.")
            raise LayerError(sentence.format(shape=shape_text(self.input_shape)))
        for number, layer in enumerate(self.layers):
            with _blaming(number):
                layer.check()
        last = self.plans[-1]
        if not last.layer.answers:
            sentence = tr("{layer} would be {shape}, but the last layer must be fully connected or an RBF layer.")
            text = sentence.format(layer=last.name, shape=shape_text(last.output_shape))
            raise LayerError(text, "kind", len(self.layers) - 1)
        self._refuse_giants()
        for number, layer in enumerate(self.layers[:-1]):
            if layer.answers_with_distances:
                raise LayerError(tr("{layer} can only be the last layer.").format(layer=layer.name), "kind", number)

    def _refuse_names(self) -> None:
        """Refuse names that files cannot tell apart."""
        names = [layer.name for layer in self.layers]
        if not names:
            raise LayerError(tr("An architecture needs layers."))
        for number, name in enumerate(names):
            if not name or "." in name:
                raise LayerError(tr("Every layer needs a name without a dot."), "name", number)
            if not is_proper(name):
                sentence = tr("The layer's name {name} holds half a character.")
                raise LayerError(sentence.format(name=told(name)), "name", number)
        for number, name in enumerate(names):
            if name in names[:number]:
                raise LayerError(tr("Two layers are called {name}.").format(name=name), "name", number)

    def _refuse_giants(self) -> None:
        """Refuse what would fill any computer's memory; to blame is the input or the layer that takes the most."""
        counts = [prod(plan.output_shape) for plan in self.plans]
        values = prod(self.input_shape) + sum(counts)
        costs = [count + plan.parameters for count, plan in zip(counts, self.plans, strict=True)]
        culprit = INPUT if prod(self.input_shape) > MOST_VALUES else costs.index(max(costs))
        if self.parameters > MOST_PARAMETERS:
            sentence = tr("The network would have {parameters}, more than {most}.")
            parameters = parameters_text(self.parameters)
            raise LayerError(sentence.format(parameters=parameters, most=f"{MOST_PARAMETERS:,}"), layer=culprit)
        if values > MOST_VALUES:
            sentence = trn(
                "The layers would hold {count} value for each picture, more than {most}.",
                "The layers would hold {count} values for each picture, more than {most}.",
                values,
            )
            raise LayerError(sentence.format(count=f"{values:,}", most=f"{MOST_VALUES:,}"), layer=culprit)

    @cached_property
    def plans(self) -> tuple[LayerPlan, ...]:
        """Every layer with its input and output shape, in the order of the data flow."""
        plans: list[LayerPlan] = []
        shape = self.input_shape
        for number, layer in enumerate(self.layers):
            with _blaming(number):
                layer.check_place(shape)
            output_shape = layer.output_shape(shape)
            plans.append(LayerPlan(layer, shape, output_shape))
            shape = output_shape
        return tuple(plans)

    @property
    def answers_with_distances(self) -> bool:
        """Whether the last layer gives penalties, the smallest of which wins, in place of scores."""
        return self.layers[-1].answers_with_distances

    @property
    def classes(self) -> int:
        """How many classes the network tells apart."""
        return self.plans[-1].output_shape[0]

    @property
    def parameters(self) -> int:
        """How many numbers the network learns."""
        return sum(plan.parameters for plan in self.plans)

    @property
    def connections(self) -> int:
        """How many connections the network computes."""
        return sum(plan.connections for plan in self.plans)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """The shapes of all weights by their full names, in the order of the data flow."""
        return {name: shape for plan in self.plans for name, shape in plan.parameter_shapes.items()}

    def for_data(self, channels: int, classes: int) -> "Architecture":
        """The same network for pictures of so many channels and so many classes: its input and last layer change.

        Raises:
            UserError: the last layer cannot tell so many classes apart.
        """
        if (self.input_shape[0], self.classes) == (channels, classes):
            return self
        last = self.layers[-1]
        assert isinstance(last, Units)
        layers = (*self.layers[:-1], replace(last, units=classes))
        return replace(self, input_shape=(channels, *self.input_shape[1:]), layers=layers)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        layers = [layer.to_json() for layer in self.layers]
        return {"id": self.id, "title": self.title, "input": list(self.input_shape), "layers": layers}

    @staticmethod
    def from_json(value: object) -> "Architecture":
        """The architecture that `to_json` wrote.

        Raises:
            UserError: a part is missing, unknown or impossible.
        """
        sentence = tr("The architecture cannot be read: {fault}.")
        document = made(value, _Document, sentence)
        layers = tuple(layer_from_json(layer, sentence) for layer in document.layers)
        return Architecture(document.id, document.title, document.input, layers)


@dataclass(frozen=True)
class _Document:
    """An architecture as files hold it."""

    layers: list[dict[str, Any]]
    id: str
    title: str
    input: tuple[int, ...]


@contextmanager
def _blaming(number: int) -> Iterator[None]:
    """Give the faults of a layer its number."""
    try:
        yield
    except LayerError as fault:
        fault.layer = number
        raise
