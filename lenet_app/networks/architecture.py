"""What a network is made of, without its weights: layers, their shapes and their counts."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import cached_property
from math import prod
from typing import Any, ClassVar, cast

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.plain_values import part, plain

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
        UserError: two layers share a name, a size is impossible, a layer would have no output ("S4 would be
            16 × 0 × 0."), or the last layer gives no scores.
    """

    id: str
    title: str
    input_shape: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be built, at once and in words."""
        names = [layer.name for layer in self.layers]
        if not names or len(set(names)) < len(names) or not all(name and "." not in name for name in names):
            raise UserError(tr("An architecture needs layers, each with a name of its own that holds no dot."))
        if len(self.input_shape) != 3 or min(self.input_shape) < 1:
            sentence = tr("The network input must be channels × height × width, not {shape}.")
            raise UserError(sentence.format(shape=shape_text(self.input_shape)))
        for layer in self.layers:
            _check_sizes(layer)
        for plan in self.plans:
            if min(plan.output_shape) < 1:
                shape = shape_text(tuple(max(size, 0) for size in plan.output_shape))
                raise UserError(tr("{layer} would be {shape}.").format(layer=plan.name, shape=shape))
        if len(plan.output_shape) != 1:
            sentence = tr("{layer} would be {shape}, but the last layer must be fully connected.")
            raise UserError(sentence.format(layer=plan.name, shape=shape_text(plan.output_shape)))

    @cached_property
    def plans(self) -> tuple[LayerPlan, ...]:
        """Every layer with its input and output shape, in the order of the data flow."""
        plans: list[LayerPlan] = []
        shape = self.input_shape
        for layer in self.layers:
            if len(shape) != 3 and not isinstance(layer, FullyConnected):
                raise UserError(tr("{layer} needs feature maps and cannot follow units.").format(layer=layer.name))
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
    def from_json(value: object) -> "Architecture":
        """The architecture that `to_json` wrote.

        Raises:
            UserError: a part is missing, unknown or impossible.
        """
        try:
            layers = tuple(_layer_from_json(layer) for layer in part(value, "layers", list))
            shape = tuple(plain(size, "input", int) for size in part(value, "input", list))
            return Architecture(part(value, "id", str), part(value, "title", str), shape, layers)
        except ValueError as error:
            raise UserError(tr("The architecture cannot be read: {fault}.").format(fault=error)) from error


def _check_sizes(layer: Layer) -> None:
    """Refuse a kernel, a window or a number of maps that there cannot be."""
    for name, size in asdict(layer).items():
        least = 0 if name == "padding" else 1
        if isinstance(size, int) and size < least:
            sentence = tr("{layer}: {part} must be at least {least}, not {value}.")
            raise UserError(sentence.format(layer=layer.name, part=name, least=least, value=size))


def _layer_from_json(value: object) -> Layer:
    kind = part(value, "kind", str)
    if kind not in _LAYER_KINDS:
        raise ValueError(tr("there is no kind of layer “{kind}”").format(kind=kind))
    cls = _LAYER_KINDS[kind]
    types: dict[str, Any] = {field.name: field.type for field in fields(cls)}
    if unknown := sorted(cast("dict[str, object]", value).keys() - types.keys() - {"kind"}):
        raise ValueError(tr("“{name}” is unknown").format(name=unknown[0]))
    parts: dict[str, Any] = {
        name: part(value, name, int) if of is int else of(part(value, name, str)) for name, of in types.items()
    }
    return cls(**parts)
