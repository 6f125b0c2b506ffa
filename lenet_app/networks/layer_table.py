"""The layer table: what each layer makes of its input, with the numbers of the formula for its size."""

from dataclasses import dataclass
from math import ceil

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.kind import Shape, Window, shape_text


@dataclass(frozen=True)
class LayerRow:
    """A row of the layer table.

    Args:
        plan: the layer in its place, with its shapes and counts.
        window: None for layers without one.
        receptive_field: height and width of what one unit sees of the network input, in pixels; where a border of zeros
            belongs to it, it may be larger than the input.
    """

    plan: LayerPlan
    window: Window | None
    receptive_field: tuple[int, int]

    @property
    def formula(self) -> str:
        """N = (W - F + 2P) / S + 1 with its numbers, rounded down: `(32 − 5 + 2·0) / 1 + 1 = 28`.

        It is empty without a window. Height and width stand beside each other where they differ.
        """
        if self.window is None:
            return ""
        sides = zip(self.plan.input_shape[1:], self.plan.output_shape[1:], strict=True)
        texts = dict.fromkeys(_formula(self.window, before, after) for before, after in sides)
        return "; ".join(texts)

    @property
    def figures(self) -> tuple[str, ...]:
        """The row as people read it, after name and kind; what a layer does not have is empty.

        Input, output, kernel, stride, padding, formula, TensorFlow's "valid" and "same", parameters, connections,
        receptive field.
        """
        plan, window = self.plan, self.window
        return (
            shape_text(plan.input_shape),
            shape_text(plan.output_shape),
            f"{window.kernel} × {window.kernel}" if window else "",
            str(window.stride) if window else "",
            str(window.padding) if window else "",
            self.formula,
            side_text(self.tensorflow_valid),
            side_text(self.tensorflow_same),
            f"{plan.parameters:,}",
            f"{plan.connections:,}",
            shape_text(self.receptive_field),
        )

    @property
    def tensorflow_valid(self) -> tuple[int, ...]:
        """Height and width by TensorFlow's rule "valid": ceil((W - F + 1) / S); empty without a window."""
        window = self.window
        if window is None:
            return ()
        return tuple(max(0, ceil((side - window.kernel + 1) / window.stride)) for side in self.plan.input_shape[1:])

    @property
    def tensorflow_same(self) -> tuple[int, ...]:
        """Height and width by TensorFlow's rule "same": ceil(W / S); empty without a window."""
        return tuple(ceil(side / self.window.stride) for side in self.plan.input_shape[1:]) if self.window else ()


def layer_table(architecture: Architecture) -> tuple[LayerRow, ...]:
    """A row for each layer, in the order of the data flow.

    A unit's receptive field grows by (F - 1) times the distance, in the input, of two neighbours in the layer before;
    that distance is multiplied by S.
    """
    rows: list[LayerRow] = []
    whole = architecture.input_shape[1:]
    field: tuple[int, int] = (1, 1)
    distance = 1
    for plan in architecture.plans:
        window = plan.layer.sliding
        if window is not None:
            field = (field[0] + (window.kernel - 1) * distance, field[1] + (window.kernel - 1) * distance)
            distance *= window.stride
        elif plan.layer.flattens:
            field = (whole[0], whole[1])
        rows.append(LayerRow(plan, window, field))
    return tuple(rows)


def side_text(sides: Shape) -> str:
    """Height and width as people write them: `28`, or `28 × 20` where they differ."""
    return " × ".join(str(side) for side in dict.fromkeys(sides))


def _formula(window: Window, before: int, after: int) -> str:
    exact = (before - window.kernel + 2 * window.padding) % window.stride == 0
    numbers = f"({before} − {window.kernel} + 2·{window.padding}) / {window.stride} + 1"
    return f"{numbers} = {after}" if exact else f"⌊{numbers}⌋ = {after}"
