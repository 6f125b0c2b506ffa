"""What of a network is shown, and how: its input and every layer that does something when it answers."""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from math import prod

from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.bitmaps import COLUMNS, ROWS
from lenet_app.networks.kind import Shape
from lenet_app.networks.layers import Layer
from lenet_app.networks.normalisation import InputNormalisation

INPUT = "input"
"""What the network input is called among the layers."""
CHANNELS = 3


class Face(Enum):
    """How a layer's values are shown."""

    INK = auto()
    """The network input in shades of its ink."""
    COLOUR = auto()
    """The network input in its own colours, its channels beside it."""
    MAPS = auto()
    """A picture for each feature map."""
    UNITS = auto()
    """A square for each unit."""
    FRAMES = auto()
    """Along a line: a row for each unit, and in it a column for each frame."""
    PICTURE = auto()
    """All units as the one picture that an RBF layer compares with its own."""
    BITMAPS = auto()
    """The fixed picture of each RBF unit, and its distance."""


@dataclass(frozen=True)
class ShownLayer:
    """The network input or one layer.

    Args:
        name: `INPUT` or the layer's name.
        face: how it is shown.
        shape: of its values.
        signed: whether they may be below zero.
        plan: the layer in its place; None for the input.
        dropouts: those that follow; they do nothing when the network answers.
        compared: of an RBF layer, the layer that it compares with its pictures.
    """

    name: str
    face: Face
    shape: Shape
    signed: bool
    plan: LayerPlan | None = None
    dropouts: tuple[Layer, ...] = ()
    compared: str = ""


def shown_layers(architecture: Architecture, normalisation: InputNormalisation) -> tuple[ShownLayer, ...]:
    """The input and every layer that does something, in the order of the data flow."""
    plans = [plan for plan in architecture.plans if not plan.layer.only_in_training]
    compared = {one.name: other.name for one, other in pairwise(plans) if other.layer.answers_with_distances}
    is_colour = architecture.input_shape[0] == CHANNELS
    dropouts = _dropouts(architecture)
    first = ShownLayer(
        INPUT,
        Face.COLOUR if is_colour else Face.INK,
        architecture.input_shape,
        signed=min(normalisation.background, normalisation.ink) < 0,
        dropouts=dropouts.get(INPUT, ()),
    )
    shown = [first]
    before = {output: name for name, output in compared.items()}
    for plan in plans:
        signed = plan.layer.is_signed(is_input_signed=shown[-1].signed)
        face = _face(plan, is_compared=plan.name in compared, is_last=plan is plans[-1])
        after = dropouts.get(plan.name, ())
        shown.append(ShownLayer(plan.name, face, plan.output_shape, signed, plan, after, before.get(plan.name, "")))
    return tuple(shown)


def _face(plan: LayerPlan, *, is_compared: bool, is_last: bool) -> Face:
    if is_compared:
        return Face.PICTURE
    if plan.layer.answers_with_distances:
        return Face.BITMAPS
    sides = plan.output_shape[1:]
    # Of the classes each has a strip of its own, which has room for its name.
    if sides and sides[0] == 1 and sides[1] > 1 and not is_last:
        return Face.FRAMES
    # A map of one pixel is a unit to look at, as C5's of 1998 are.
    return Face.UNITS if prod(plan.output_shape[1:]) == 1 else Face.MAPS


def _dropouts(architecture: Architecture) -> dict[str, tuple[Layer, ...]]:
    """Those that follow a layer or the input, by its name."""
    found: dict[str, tuple[Layer, ...]] = {}
    name = INPUT
    for layer in architecture.layers:
        if layer.only_in_training:
            found[name] = (*found.get(name, ()), layer)
        else:
            name = layer.name
    return found


def picture_shape(layer: ShownLayer) -> Shape:
    """(pictures, height, width) of what is painted for a layer, or (units,)."""
    match layer.face:
        case Face.UNITS:
            return layer.shape[:1]
        case Face.FRAMES:
            return (1, layer.shape[0], layer.shape[2])
        case Face.PICTURE:
            return (1, ROWS, COLUMNS)
        case Face.BITMAPS:
            return (*layer.shape, ROWS, COLUMNS)
        case Face.COLOUR:
            return (1, *layer.shape[1:])
    return layer.shape
