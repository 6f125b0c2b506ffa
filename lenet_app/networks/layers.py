"""The kinds of layers as values: their sizes and what they can be, shapes, parameters and connections, without weights.

Whatever is asked of a kind stands on its class, so that views, counts, editors and files treat all kinds alike. What it
computes stands in `forward.py` and `build.py`, its name for people in `gui/layers/texts.py`, its derivatives in
`backward.py` and `training/engine/diagonal/stages.py`, the connections of its units in `inspection/connections.py`.
"""

from dataclasses import dataclass, field
from math import prod
from typing import ClassVar

from lenet_app.errors import UserError
from lenet_app.json_values import made
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.counts import classes_text
from lenet_app.networks.kind import Kind, LayerError, Shape, Table, Window, shape_text, size

C3_TABLE: Table = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    (0, 1, 2, 3, 4, 5),
)
"""Which of S2's maps each map of C3 sees: table I of LeCun et al. (1998)."""

_MOST_MAPS_OR_UNITS = 999_999
_MOST_PIXELS = 999
"""That an editor offers."""


@dataclass(frozen=True)
class Convolution(Kind):
    """Feature maps that each slide one square kernel over maps of the layer before: all of them, or those of a table.

    Args:
        padding: pixels of zeros on every side.
        table: what each map sees; empty for all. Only connections of the table have weights.
    """

    kind: ClassVar[str] = "convolution"
    letter: ClassVar[str] = "C"
    needs_maps: ClassVar[bool] = True
    sliding_part: ClassVar[str] = "kernel"
    maps: int = field(metadata=size(1, _MOST_MAPS_OR_UNITS, first=16))
    kernel: int = field(default=5, metadata=size(1, _MOST_PIXELS))
    padding: int = field(default=0, metadata=size(0, _MOST_PIXELS))
    stride: int = field(default=1, metadata=size(1, _MOST_PIXELS))
    activation: Activation = Activation.RELU
    table: Table = ()

    @property
    def sliding(self) -> Window:
        """The kernel."""
        return Window(self.kernel, self.stride, self.padding)

    def seen(self, input_shape: Shape) -> Table:
        """The numbers of the maps that each map sees."""
        return self.table or (tuple(range(input_shape[0])),) * self.maps

    def output_shape(self, input_shape: Shape) -> Shape:
        """(maps, height, width) by N = (W - F + 2P) / S + 1, rounded down."""
        return (self.maps, *(self._side(size) for size in input_shape[1:]))

    def _side(self, size: int) -> int:
        room = size - self.kernel + 2 * self.padding
        return room // self.stride + 1 if room >= 0 else 0

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Weight and bias (maps,).

        Weight is (maps, input maps, kernel, kernel), or with a table (connections of the table, kernel, kernel) in the
        order of the table.
        """
        joined = (sum(map(len, self.table)),) if self.table else (self.maps, input_shape[0])
        return {"weight": (*joined, self.kernel, self.kernel), "bias": (self.maps,)}

    def connections(self, input_shape: Shape) -> int:
        """Every output times its fan-in and its bias, positions in a zero border counted."""
        per_position = sum(self.fan_in(input_shape)) + self.maps
        return prod(self.output_shape(input_shape)[1:]) * per_position

    def fan_in(self, input_shape: Shape) -> tuple[int, ...]:
        """How many inputs a unit of each map has, its bias not counted."""
        return tuple(len(seen) * self.kernel**2 for seen in self.seen(input_shape))

    def fan_out(self, input_shape: Shape) -> int:
        """The outputs of a kernel's position."""
        return self.maps * self.kernel**2

    def check_place(self, input_shape: Shape) -> None:
        """Refuse a table that does not fit, too."""
        if self.table and len(input_shape) == 3:
            self._check_table(input_shape[0])
        super().check_place(input_shape)

    def _check_table(self, input_maps: int) -> None:
        if len(self.table) != self.maps:
            sentence = trn(
                "{layer}: its table has rows for {count} map, but there are {maps}.",
                "{layer}: its table has rows for {count} maps, but there are {maps}.",
                len(self.table),
            )
            raise LayerError(sentence.format(layer=self.name, count=len(self.table), maps=self.maps), "maps")
        for row in self.table:
            if not row or list(row) != sorted(set(row)) or row[0] < 0 or row[-1] >= input_maps:
                text = tr("{layer}: a row of its table must name some of the maps 0 to {last}, each once and in order.")
                raise LayerError(text.format(layer=self.name, last=input_maps - 1), "kind")


@dataclass(frozen=True)
class _Pooling(Kind):
    """What makes maps smaller, each by itself: it sees a square block for each value, and the blocks do not overlap."""

    letter: ClassVar[str] = "S"
    needs_maps: ClassVar[bool] = True
    is_pool: ClassVar[bool] = True
    sliding_part: ClassVar[str] = "window"
    window: int = field(default=2, metadata=size(1, _MOST_PIXELS))

    @property
    def sliding(self) -> Window:
        """The block."""
        return Window(self.window, self.window, 0)

    def output_shape(self, input_shape: Shape) -> Shape:
        """The same maps, each side divided by the window and rounded down."""
        maps, height, width = input_shape
        return (maps, height // self.window, width // self.window)

    def connections(self, input_shape: Shape) -> int:
        """One connection for each pixel of each block."""
        return prod(self.output_shape(input_shape)) * self.window**2


@dataclass(frozen=True)
class MaxPooling(_Pooling):
    """The largest value of each square block."""

    kind: ClassVar[str] = "max-pool"


@dataclass(frozen=True)
class AveragePooling(_Pooling):
    """The mean of each square block."""

    kind: ClassVar[str] = "average-pool"


@dataclass(frozen=True)
class Subsampling(_Pooling):
    """The trainable subsampling of 1998: the activation of each block's sum × one coefficient + one bias per map."""

    kind: ClassVar[str] = "subsampling"
    activation: Activation = Activation.SCALED_TANH

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Weight (maps,), the coefficients, and bias (maps,)."""
        return {"weight": input_shape[:1], "bias": input_shape[:1]}

    def connections(self, input_shape: Shape) -> int:
        """One for each pixel of each block and one for the bias."""
        return prod(self.output_shape(input_shape)) * (self.window**2 + 1)

    def fan_in(self, input_shape: Shape) -> tuple[int, ...]:
        """The pixels of a block, for each map."""
        return (self.window**2,) * input_shape[0]


@dataclass(frozen=True)
class Units(Kind):
    """Units that each see the whole layer before; a last layer is of this kind."""

    letter: ClassVar[str] = "F"
    flattens: ClassVar[bool] = True
    answers: ClassVar[bool] = True
    units: int = field(metadata=size(1, _MOST_MAPS_OR_UNITS, first=84))

    def output_shape(self, input_shape: Shape) -> Shape:
        """(units,)."""
        return (self.units,)


@dataclass(frozen=True)
class FullyConnected(Units):
    """Units with a weight for each value of the layer before, flattened map by map and row by row."""

    kind: ClassVar[str] = "fully connected"
    activation: Activation = Activation.RELU

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Weight (units, size of the input) and bias (units,)."""
        return {"weight": (self.units, prod(input_shape)), "bias": (self.units,)}

    def connections(self, input_shape: Shape) -> int:
        """Every unit times its fan-in and its bias."""
        return self.units * (prod(input_shape) + 1)

    def fan_in(self, input_shape: Shape) -> tuple[int, ...]:
        """The size of the input, for each unit."""
        return (prod(input_shape),) * self.units

    def fan_out(self, input_shape: Shape) -> int:
        """All units."""
        return self.units


@dataclass(frozen=True)
class Dropout(Kind):
    """In training each value is zero with probability `rate` and the others are scaled up; in use nothing is done."""

    kind: ClassVar[str] = "dropout"
    letter: ClassVar[str] = "drop"
    only_in_training: ClassVar[bool] = True
    rate: float = field(default=0.5, metadata=size(0, 0.999))

    @property
    def label(self) -> str:
        """With its rate."""
        return f"{self.kind} {self.rate:g}"

    def check(self) -> None:
        """Refuse a rate that is none."""
        if not 0 <= self.rate < 1:
            sentence = tr("{layer}: the rate must be at least 0 and below 1, not {value}.")
            raise LayerError(sentence.format(layer=self.name, value=self.rate), "rate")


@dataclass(frozen=True)
class RadialBasis(Units):
    """Euclidean radial basis function units: y_i = Σ_j (x_j - w_ij)², w fixed, each unit's w a picture of its digit.

    The output is a penalty: the smallest one wins. See `bitmaps.BITMAPS` for w.
    """

    kind: ClassVar[str] = "rbf"
    answers_with_distances: ClassVar[bool] = True
    units: int = field(default=10, metadata=size(1, _MOST_MAPS_OR_UNITS))

    def connections(self, input_shape: Shape) -> int:
        """Every unit times the values that it compares with its own."""
        return self.units * prod(input_shape)

    def is_signed(self, *, is_input_signed: bool) -> bool:
        """Squares never are."""
        return False

    def check_place(self, input_shape: Shape) -> None:
        """Refuse what there are no bitmaps for."""
        classes, units = BITMAPS.shape
        if input_shape != (units,):
            sentence = trn(
                "{layer} compares {count} unit with its bitmaps, so it cannot follow {shape}.",
                "{layer} compares {count} units with its bitmaps, so it cannot follow {shape}.",
                units,
            )
            raise LayerError(sentence.format(layer=self.name, count=units, shape=shape_text(input_shape)), "kind")
        if self.units > classes:
            sentence = tr("{layer} has bitmaps for {classes}, not for {units}: use a softmax output.")
            raise LayerError(sentence.format(layer=self.name, classes=classes_text(classes), units=self.units), "units")


Layer = Convolution | MaxPooling | AveragePooling | Subsampling | FullyConnected | Dropout | RadialBasis

LAYER_KINDS: dict[str, type[Layer]] = {
    cls.kind: cls
    for cls in (Convolution, MaxPooling, AveragePooling, Subsampling, FullyConnected, Dropout, RadialBasis)
}
"""By their names in files, in the order of menus."""


@dataclass(frozen=True)
class _Tag:
    """What tells in a file of which kind a layer is."""

    kind: str


def layer_from_json(value: object, sentence: str) -> Layer:
    """The layer that its `to_json` wrote; a part that has a default may be missing.

    Args:
        value: what a JSON parser made.
        sentence: what to say of a fault; see `json_values.made`.

    Raises:
        UserError: a part is missing, unknown or of another kind.
    """
    kind = made(value, _Tag, sentence).kind
    if kind not in LAYER_KINDS:
        raise UserError(sentence.format(fault=tr("there is no kind of layer “{kind}”").format(kind=kind)))
    assert isinstance(value, dict)
    parts = {name: part for name, part in value.items() if name != "kind"}
    return made(parts, LAYER_KINDS[kind], sentence, is_complete=True)
