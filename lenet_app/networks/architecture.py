"""What a network is made of, without its weights: layers, their shapes and their counts."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.layer_values import check_layer, check_place, layer_from_json, layer_to_json
from lenet_app.networks.layers import FullyConnected, Layer, RadialBasis, Shape, shape_text
from lenet_app.networks.plain_values import part, plain

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
        UserError: two layers share a name, a size is impossible, a layer would have no output ("S4 would be
            16 × 0 × 0: …"), the network would fill any computer's memory, or the last layer gives no answer.
    """

    id: str
    title: str
    input_shape: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be built, at once and in words."""
        names = [layer.name for layer in self.layers]
        if not names:
            raise UserError(tr("An architecture needs layers."))
        if not all(name and "." not in name for name in names):
            raise UserError(tr("Every layer needs a name without a dot."))
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise UserError(tr("Two layers are called {name}.").format(name=twice))
        if len(self.input_shape) != 3 or min(self.input_shape) < 1:
            sentence = tr("The network input must be channels × height × width, not {shape}.")
            raise UserError(sentence.format(shape=shape_text(self.input_shape)))
        for layer in self.layers:
            check_layer(layer)
        last = self.plans[-1]
        if not isinstance(last.layer, FullyConnected | RadialBasis):
            sentence = tr("{layer} would be {shape}, but the last layer must be fully connected or an RBF layer.")
            raise UserError(sentence.format(layer=last.name, shape=shape_text(last.output_shape)))
        self._refuse_giants()
        for layer in self.layers[:-1]:
            if isinstance(layer, RadialBasis):
                raise UserError(tr("{layer} can only be the last layer.").format(layer=layer.name))

    def _refuse_giants(self) -> None:
        """Refuse what would fill any computer's memory."""
        values = prod(self.input_shape) + sum(prod(plan.output_shape) for plan in self.plans)
        for count, most, sentence in (
            (self.parameters, MOST_PARAMETERS, tr("The network would have {count} parameters, more than {most}.")),
            (values, MOST_VALUES, tr("The layers would hold {count} values for each picture, more than {most}.")),
        ):
            if count > most:
                raise UserError(sentence.format(count=f"{count:,}", most=f"{most:,}"))

    @cached_property
    def plans(self) -> tuple[LayerPlan, ...]:
        """Every layer with its input and output shape, in the order of the data flow."""
        plans: list[LayerPlan] = []
        shape = self.input_shape
        for layer in self.layers:
            check_place(layer, shape)
            output_shape = layer.output_shape(shape)
            plans.append(LayerPlan(layer, shape, output_shape))
            shape = output_shape
        return tuple(plans)

    @property
    def answers_with_distances(self) -> bool:
        """Whether the last layer gives penalties, the smallest of which wins, in place of scores."""
        return isinstance(self.layers[-1], RadialBasis)

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
        assert isinstance(last, FullyConnected | RadialBasis)
        last = replace(last, units=classes)
        return replace(self, input_shape=(channels, *self.input_shape[1:]), layers=(*self.layers[:-1], last))

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        layers = [layer_to_json(layer) for layer in self.layers]
        return {"id": self.id, "title": self.title, "input": list(self.input_shape), "layers": layers}

    @staticmethod
    def from_json(value: object) -> "Architecture":
        """The architecture that `to_json` wrote.

        Raises:
            UserError: a part is missing, unknown or impossible.
        """
        try:
            layers = tuple(layer_from_json(layer) for layer in part(value, "layers", list))
            shape = tuple(plain(size, "input", int) for size in part(value, "input", list))
            return Architecture(part(value, "id", str), part(value, "title", str), shape, layers)
        except ValueError as error:
            raise UserError(tr("The architecture cannot be read: {fault}.").format(fault=error)) from error
