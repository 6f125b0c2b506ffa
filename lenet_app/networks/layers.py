"""The kinds of layers as values: their sizes, shapes, parameters and connections, without weights.

Every kind knows the same things of itself, so that views, counts and files treat them alike: `kind`, `name`,
`activation`, `needs_maps`, `output_shape`, `parameter_shapes`, `connections` and `fan_in`.
"""

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from lenet_app.networks.activation import Activation

Shape = tuple[int, ...]
"""(maps, height, width) of feature maps, or (units,) of a fully connected layer."""

Table = tuple[tuple[int, ...], ...]
"""For each feature map the numbers, from 0, of the maps before it that it sees."""

C3_TABLE: Table = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    (0, 1, 2, 3, 4, 5),
)
"""Which of S2's maps each map of C3 sees: table I of LeCun et al. (1998)."""


def shape_text(shape: Shape) -> str:
    """A shape as people write it: `6 × 28 × 28`."""
    return " × ".join(str(size) for size in shape)


@dataclass(frozen=True)
class Convolution:
    """Feature maps that each slide one square kernel over maps of the layer before: all of them, or those of a table.

    Args:
        padding: pixels of zeros on every side.
        table: what each map sees; empty for all. Only connections of the table have weights.
    """

    kind: ClassVar[str] = "convolution"
    needs_maps: ClassVar[bool] = True
    name: str
    maps: int
    kernel: int = 5
    padding: int = 0
    stride: int = 1
    activation: Activation = Activation.RELU
    table: Table = ()

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


@dataclass(frozen=True)
class Subsampling:
    """The trainable subsampling of 1998: the sum of each block × one coefficient + one bias per map, squashed."""

    kind: ClassVar[str] = "subsampling"
    needs_maps: ClassVar[bool] = True
    name: str
    window: int = 2
    activation: Activation = Activation.SCALED_TANH

    def output_shape(self, input_shape: Shape) -> Shape:
        """The same maps, each side divided by the window and rounded down."""
        return _pooled(input_shape, self.window)

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
class _Pooling:
    """What pools without parameters have in common; their blocks do not overlap."""

    needs_maps: ClassVar[bool] = True
    activation: ClassVar[Activation] = Activation.NONE
    name: str
    window: int = 2

    def output_shape(self, input_shape: Shape) -> Shape:
        """The same maps, each side divided by the window and rounded down."""
        return _pooled(input_shape, self.window)

    def parameter_shapes(self, _input_shape: Shape) -> dict[str, Shape]:
        """Nothing to learn."""
        return {}

    def connections(self, input_shape: Shape) -> int:
        """One connection for each pixel of each block."""
        return prod(self.output_shape(input_shape)) * self.window**2

    def fan_in(self, _input_shape: Shape) -> tuple[int, ...]:
        """Nothing to start from."""
        return ()


@dataclass(frozen=True)
class MaxPooling(_Pooling):
    """The largest value of each square block."""

    kind: ClassVar[str] = "max-pool"


@dataclass(frozen=True)
class AveragePooling(_Pooling):
    """The mean of each square block."""

    kind: ClassVar[str] = "average-pool"


@dataclass(frozen=True)
class FullyConnected:
    """Units that each see the whole layer before, flattened map by map and row by row."""

    kind: ClassVar[str] = "fully connected"
    needs_maps: ClassVar[bool] = False
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

    def fan_in(self, input_shape: Shape) -> tuple[int, ...]:
        """The size of the input, for each unit."""
        return (prod(input_shape),) * self.units


@dataclass(frozen=True)
class Dropout:
    """In training each value is zero with probability `rate` and the others are scaled up; in use nothing is done."""

    kind: ClassVar[str] = "dropout"
    needs_maps: ClassVar[bool] = False
    activation: ClassVar[Activation] = Activation.NONE
    name: str
    rate: float = 0.5

    def output_shape(self, input_shape: Shape) -> Shape:
        """What goes in."""
        return input_shape

    def parameter_shapes(self, _input_shape: Shape) -> dict[str, Shape]:
        """Nothing to learn."""
        return {}

    def connections(self, _input_shape: Shape) -> int:
        """None: nothing is computed."""
        return 0

    def fan_in(self, _input_shape: Shape) -> tuple[int, ...]:
        """Nothing to start from."""
        return ()


@dataclass(frozen=True)
class RadialBasis:
    """Euclidean radial basis function units: y_i = Σ_j (x_j - w_ij)², w fixed, each unit's w a picture of its digit.

    The output is a penalty: the smallest one wins. See `bitmaps.BITMAPS` for w.
    """

    kind: ClassVar[str] = "rbf"
    needs_maps: ClassVar[bool] = False
    activation: ClassVar[Activation] = Activation.NONE
    name: str
    units: int = 10

    def output_shape(self, _input_shape: Shape) -> Shape:
        """(units,)."""
        return (self.units,)

    def parameter_shapes(self, _input_shape: Shape) -> dict[str, Shape]:
        """Nothing to learn."""
        return {}

    def connections(self, input_shape: Shape) -> int:
        """Every unit times the values that it compares with its own."""
        return self.units * prod(input_shape)

    def fan_in(self, _input_shape: Shape) -> tuple[int, ...]:
        """Nothing to start from."""
        return ()


Layer = Convolution | Subsampling | MaxPooling | AveragePooling | FullyConnected | Dropout | RadialBasis

LAYER_KINDS: dict[str, type[Layer]] = {
    cls.kind: cls
    for cls in (Convolution, Subsampling, MaxPooling, AveragePooling, FullyConnected, Dropout, RadialBasis)
}


def _pooled(input_shape: Shape, window: int) -> Shape:
    maps, height, width = input_shape
    return (maps, height // window, width // window)
