"""What a network is made of, without its weights: layers, their shapes and their counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import cached_property
from math import prod
from typing import Any, ClassVar

from lenet_app.errors import UserError
from lenet_app.language import tr

Shape = tuple[int, ...]
"""(maps, height, width) of feature maps, or (units,) of a fully connected layer."""


class Activation(StrEnum):
    """The squashing function that follows a layer's sum."""

    NONE = "none"
    RELU = "relu"


def shape_text(shape: Shape) -> str:
    """A shape as people write it: `6 × 28 × 28`."""
    return " × ".join(str(size) for size in shape)


@dataclass(frozen=True)
class Convolution:
    """Feature maps that each slide one square kernel, of stride 1, over all maps of the layer before."""

    kind: ClassVar[str] = "convolution"
    name: str
    maps: int
    kernel: int = 5
    padding: int = 0
    activation: Activation = Activation.RELU

    def output_shape(self, input_shape: Shape) -> Shape:
        """(maps, height, width) by N = (W - F + 2P) / S + 1 with S = 1."""
        _, height, width = input_shape
        margin = 2 * self.padding - self.kernel + 1
        return (self.maps, height + margin, width + margin)

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Weight (maps, input maps, kernel, kernel) and bias (maps,)."""
        return {"weight": (self.maps, input_shape[0], self.kernel, self.kernel), "bias": (self.maps,)}

    def connections(self, input_shape: Shape) -> int:
        """Every output times its fan-in and its bias, positions in a zero border counted."""
        return prod(self.output_shape(input_shape)) * (input_shape[0] * self.kernel**2 + 1)


@dataclass(frozen=True)
class MaxPooling:
    """The largest value of each square block; blocks do not overlap."""

    kind: ClassVar[str] = "max-pool"
    name: str
    window: int = 2

    def output_shape(self, input_shape: Shape) -> Shape:
        """The same maps, each side divided by the window and rounded down."""
        maps, height, width = input_shape
        return (maps, height // self.window, width // self.window)

    def parameter_shapes(self, _input_shape: Shape) -> dict[str, Shape]:
        """Nothing to learn."""
        return {}

    def connections(self, input_shape: Shape) -> int:
        """One connection for each pixel of each block."""
        return prod(self.output_shape(input_shape)) * self.window**2


@dataclass(frozen=True)
class FullyConnected:
    """Units that each see the whole layer before, flattened map by map and row by row."""

    kind: ClassVar[str] = "fully connected"
    name: str
    units: int
    activation: Activation = Activation.RELU

    def output_shape(self, _input_shape: Shape) -> Shape:
        """(units,)."""
        return (self.units,)

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Weight (units, size of the input) and bias (units,)."""
        return {"weight": (self.units, prod(input_shape)), "bias": (self.units,)}

    def connections(self, input_shape: Shape) -> int:
        """Every unit times its fan-in and its bias."""
        return self.units * (prod(input_shape) + 1)


Layer = Convolution | MaxPooling | FullyConnected

_LAYER_KINDS: dict[str, type[Layer]] = {cls.kind: cls for cls in (Convolution, MaxPooling, FullyConnected)}


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
        layers: in the order of the data flow; the last one gives a score for each class.

    Raises:
        UserError: two layers share a name, or a layer would have no output ("S4 would be 16 × 0 × 0").
    """

    id: str
    title: str
    input_shape: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be built, at once and in words."""
        names = [layer.name for layer in self.layers]
        if not names or len(set(names)) < len(names):
            raise UserError(tr("An architecture needs layers, each with a name of its own."))
        for plan in self.plans:
            if min(plan.output_shape) < 1:
                shape = shape_text(tuple(max(size, 0) for size in plan.output_shape))
                raise UserError(tr("{layer} would be {shape}.").format(layer=plan.name, shape=shape))

    @cached_property
    def plans(self) -> tuple[LayerPlan, ...]:
        """Every layer with its input and output shape, in the order of the data flow."""
        plans: list[LayerPlan] = []
        shape = self.input_shape
        for layer in self.layers:
            output_shape = layer.output_shape(shape)
            plans.append(LayerPlan(layer, shape, output_shape))
            shape = output_shape
        return tuple(plans)

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

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        layers = [{"kind": layer.kind, **asdict(layer)} for layer in self.layers]
        return {"id": self.id, "title": self.title, "input": list(self.input_shape), "layers": layers}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Architecture":
        """The architecture that `to_json` wrote.

        Raises:
            UserError: a part is missing, unknown or impossible.
        """
        try:
            layers = tuple(_layer_from_json(layer) for layer in value["layers"])
            shape = tuple(int(size) for size in value["input"])
            return Architecture(str(value["id"]), str(value["title"]), shape, layers)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(tr("The architecture cannot be read: {fault}.").format(fault=error)) from error


def _layer_from_json(value: Mapping[str, Any]) -> Layer:
    cls = _LAYER_KINDS[value["kind"]]
    types: dict[str, Any] = {field.name: field.type for field in fields(cls)}
    return cls(**{name: types[name](given) for name, given in value.items() if name != "kind"})
