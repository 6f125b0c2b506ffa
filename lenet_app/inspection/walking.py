"""The way of a unit cursor by arrow keys: within a map, from map to map, from layer to layer; never beyond the edge."""

from enum import Enum, auto
from math import prod

from lenet_app.inspection.fields import Region, fed, receptive_field
from lenet_app.inspection.units import Unit, shape_of
from lenet_app.networks.architecture import Architecture


class Move(Enum):
    """A step of the cursor."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    MAP_BEFORE = auto()
    MAP_AFTER = auto()
    LAYER_BEFORE = auto()
    """To the middle of what the unit sees in the layer before it that does something when the network answers."""
    LAYER_AFTER = auto()
    """To the middle of what it feeds in the next such layer."""


_STEPS = {
    Move.LEFT: (0, 0, -1),
    Move.RIGHT: (0, 0, 1),
    Move.UP: (0, -1, 0),
    Move.DOWN: (0, 1, 0),
    Move.MAP_BEFORE: (-1, 0, 0),
    Move.MAP_AFTER: (1, 0, 0),
}


def moved(architecture: Architecture, unit: Unit, move: Move, *, across: int = 1) -> Unit:
    """Where a step leads; the unit itself where there is no further.

    Args:
        architecture: the network's layers.
        unit: of the network.
        move: the step.
        across: how many units of a layer without maps, or with maps of one pixel, stand in a line, so that up and down
            lead to the next line; left and right, and before and after, lead to the next unit.
    """
    if move in (Move.LAYER_BEFORE, Move.LAYER_AFTER):
        return _in_next_layer(architecture, unit, move)
    shape = shape_of(unit.layer, architecture)
    assert shape is not None
    step = _STEPS[move]
    if prod(shape[1:]) == 1:
        number = unit.map + step[0] + step[1] * across + step[2]
        return Unit(unit.layer, (number, *unit.index[1:])) if 0 <= number < shape[0] else unit
    places = zip(unit.index, step, shape, strict=True)
    return Unit(unit.layer, tuple(min(max(place + by, 0), size - 1) for place, by, size in places))


def _in_next_layer(architecture: Architecture, unit: Unit, move: Move) -> Unit:
    is_back = move is Move.LAYER_BEFORE
    regions = reversed(receptive_field(architecture, unit)) if is_back else iter(fed(architecture, unit))
    idle = {layer.name for layer in architecture.layers if layer.only_in_training}
    for region in regions:
        if region.layer not in idle and not region.is_empty:
            return _middle(region, unit.map)
    return unit


def _middle(region: Region, number: int) -> Unit:
    """The unit in the middle of a region; of its maps the one of this number, if it is among them."""
    map_ = number if number in region.maps else region.maps[len(region.maps) // 2]
    sides = () if region.rows is None or region.columns is None else (region.rows, region.columns)
    return Unit(region.layer, (map_, *(side[len(side) // 2] for side in sides)))


def next_position(architecture: Architecture, unit: Unit, by: int = 1) -> Unit | None:
    """The position of the window after so many steps through a map, row by row; None beyond its ends, or without a map.

    Args:
        architecture: the network's layers.
        unit: of the network.
        by: how many positions on, or back where it is negative.
    """
    shape = shape_of(unit.layer, architecture)
    assert shape is not None
    if len(shape) == 1:
        return None
    _, rows, columns = shape
    place = unit.index[1] * columns + unit.index[2] + by
    return Unit(unit.layer, (unit.map, *divmod(place, columns))) if 0 <= place < rows * columns else None
