"""What all kinds of layers have in common, and how a layer says what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from lenet_app.errors import UserError
from lenet_app.json_values import plain
from lenet_app.language import tr
from lenet_app.networks.activation import Activation

Shape = tuple[int, ...]
"""(maps, height, width) of feature maps, or (units,) of a fully connected layer."""

Table = tuple[tuple[int, ...], ...]
"""For each feature map the numbers, from 0, of the maps before it that it sees."""

_MOST = 1_000_000
"""Of any size of a layer; beyond it no computation goes, and no network that fits into memory has one."""
INPUT = -1
"""Stands for the network input where layers are numbered."""


def shape_text(shape: Shape) -> str:
    """A shape as people write it: `6 × 28 × 28`."""
    return " × ".join(str(size) for size in shape)


class LayerError(UserError):
    """Why a network cannot be built, and what has to be changed.

    Args:
        sentence: says it in words.
        part: of the layer, such as `name`, `kind`, `kernel` or `maps`; empty where it is not one part alone.
        layer: the layer's number from 0, or `INPUT`; an architecture gives it to the faults of its layers.
    """

    def __init__(self, sentence: str, part: str = "", layer: int = INPUT) -> None:
        super().__init__(sentence)
        self.part, self.layer = part, layer


@dataclass(frozen=True)
class Size:
    """What a number of a layer can be.

    Args:
        least: the smallest that there can be.
        most: the largest that an editor offers; a file may hold more.
        first: what a new layer has in an editor; None for the part's default.
    """

    least: float
    most: float
    first: int | None = None


@dataclass(frozen=True)
class Window:
    """What slides over feature maps.

    Args:
        kernel: F, its side in pixels of the layer before; `stride` S and `padding` P likewise.
    """

    kernel: int
    stride: int
    padding: int


def size(least: float, most: float, first: int | None = None) -> Mapping[str, Size]:
    """What `field(metadata=...)` takes."""
    return {"size": Size(least, most, first)}


@dataclass(frozen=True)
class Kind:
    """What all kinds have in common, as it is for a layer that computes nothing and learns nothing.

    `kind` is the name in files. `letter` begins the names that layers are given by their place, such as C1, S2, F6.
    `needs_maps`: whether it cannot follow units. `is_pool`: whether it makes maps smaller, each by itself. `flattens`:
    whether it takes maps for units, map by map and row by row. `answers`: whether it can be the last layer, which gives
    the answer; `answers_with_distances`: whether it then gives penalties, the smallest of which wins.
    `only_in_training`: whether it does nothing when a network answers. `sliding_part`: which part is the side of what
    slides over maps.
    """

    kind: ClassVar[str]
    letter: ClassVar[str]
    needs_maps: ClassVar[bool] = False
    is_pool: ClassVar[bool] = False
    flattens: ClassVar[bool] = False
    answers: ClassVar[bool] = False
    answers_with_distances: ClassVar[bool] = False
    only_in_training: ClassVar[bool] = False
    sliding_part: ClassVar[str] = ""
    name: str

    @property
    def activation(self) -> Activation:
        """What follows the layer's sums."""
        return Activation.NONE

    @property
    def table(self) -> Table:
        """What each map sees; empty for all maps before it."""
        return ()

    @property
    def sliding(self) -> Window | None:
        """What slides over the maps before it, if anything does."""
        return None

    @property
    def label(self) -> str:
        """The kind as files call it, and what else tells it from others."""
        return tr("{kind}, table").format(kind=self.kind) if self.table else self.kind

    @classmethod
    def sizes(cls) -> dict[str, Size]:
        """The parts that are numbers, and what they can be."""
        return {part.name: part.metadata["size"] for part in fields(cls) if "size" in part.metadata}

    @classmethod
    def has(cls, part: str) -> bool:
        """Whether a layer of this kind has this part, such as `activation` or `table`, to be chosen."""
        return any(one.name == part for one in fields(cls))

    @classmethod
    def fresh(cls, activation: Activation) -> Self:
        """A new layer without a name, as an editor begins with; `activation` counts where it can be chosen."""
        parts: dict[str, Any] = {name: size.first for name, size in cls.sizes().items() if size.first is not None}
        return cls("", **parts, **({"activation": activation} if cls.has("activation") else {}))

    def to_json(self) -> dict[str, Any]:
        """Plain values that `layers.layer_from_json` reads back; an empty table is left out."""
        parts = {"kind": self.kind, **plain(self)}
        if not self.table:
            parts.pop("table", None)
        return parts

    def output_shape(self, input_shape: Shape) -> Shape:
        """What goes in."""
        return input_shape

    def seen(self, input_shape: Shape) -> Table:
        """Of each map, or unit, the numbers of those before it that it sees: its own."""
        return tuple((number,) for number in range(input_shape[0]))

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Nothing to learn."""
        return {}

    def connections(self, input_shape: Shape) -> int:
        """None: nothing is computed."""
        return 0

    def fan_in(self, input_shape: Shape) -> tuple[int, ...]:
        """Nothing to start from."""
        return ()

    def fan_out(self, input_shape: Shape) -> int:
        """How many units see an input of the layer, as Keras counts; as many as its fan-in unless it says otherwise."""
        return next(iter(self.fan_in(input_shape)), 0)

    def is_signed(self, *, is_input_signed: bool) -> bool:
        """Whether its values may be below zero."""
        return self.activation.is_signed if self.has("activation") else is_input_signed

    def check(self) -> None:
        """Refuse sizes that there cannot be, wherever the layer stands.

        Raises:
            LayerError: a kernel, a window, a stride, a padding, a number of maps or units or a rate is out of range.
        """
        for part, size in self.sizes().items():
            value = getattr(self, part)
            if isinstance(value, int) and value < size.least:
                sentence = tr("{layer}: {part} must be at least {least}, not {value}.")
                raise LayerError(sentence.format(layer=self.name, part=part, least=size.least, value=value), part)
            if isinstance(value, int) and value > _MOST:
                sentence = tr("{layer}: {part} can be {most} at most, not {value}.")
                raise LayerError(sentence.format(layer=self.name, part=part, most=f"{_MOST:,}", value=value), part)

    def check_place(self, input_shape: Shape) -> None:
        """Refuse a layer that cannot stand where it stands.

        Raises:
            LayerError: the layer needs feature maps and gets units, would have no output ("S4 would be 16 × 0 × 0: …"),
                its table does not fit the maps before it, or an RBF layer has no bitmaps for its classes.
        """
        if self.needs_maps and len(input_shape) != 3:
            raise LayerError(tr("{layer} needs feature maps and cannot follow units.").format(layer=self.name), "kind")
        shape = self.output_shape(input_shape)
        if min(shape) < 1:
            sizes = shape_text(tuple(max(size, 0) for size in shape))
            sentence = tr("{layer} would be {shape}: its input of {input} is too small for it.")
            text = sentence.format(layer=self.name, shape=sizes, input=shape_text(input_shape))
            raise LayerError(text, self.sliding_part)
