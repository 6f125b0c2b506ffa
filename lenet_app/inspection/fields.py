"""What a unit sees in every layer before it and what it feeds in every layer after it, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.units import NETWORK_INPUT, Unit, shape_of
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.kind import Shape, Window
from lenet_app.networks.normalisation import frame

Numbers = tuple[int, ...]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Region:
    """Some of a layer's numbers: every given row and column of every given map, or every given unit.

    A stride may leave gaps between the rows and columns. A border of zeros is no part of a layer. Without any maps,
    rows or columns the region is empty.

    Args:
        layer: the layer's name, or `NETWORK_INPUT`.
        maps: the numbers of the maps, or of the units; ascending.
        rows: of each map; None of a layer without maps, and `columns` likewise.
    """

    layer: str
    maps: Numbers
    rows: Numbers | None = None
    columns: Numbers | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.maps or self.rows == () or self.columns == ()

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of the rows and columns, right and bottom not within; None without any."""
        if not self.rows or not self.columns:
            return None
        return self.columns[0], self.rows[0], self.columns[-1] + 1, self.rows[-1] + 1

    def __contains__(self, unit: Unit) -> bool:
        parts = (self.maps,) if self.rows is None or self.columns is None else (self.maps, self.rows, self.columns)
        is_shaped = unit.layer == self.layer and len(unit.index) == len(parts)
        return is_shaped and all(number in part for number, part in zip(unit.index, parts, strict=True))

    def mask(self, shape: Shape) -> npt.NDArray[np.bool_]:
        """Which numbers of an array of the layer's shape belong to it."""
        mask = np.zeros(shape, np.bool_)
        if self.rows is None or self.columns is None:
            mask[list(self.maps)] = True
        elif not self.is_empty:
            mask[np.ix_(self.maps, self.rows, self.columns)] = True
        return mask


def receptive_field(architecture: Architecture, unit: Unit) -> tuple[Region, ...]:
    """All that a unit's number can depend on: a region of the network input and of every layer before the unit's.

    Args:
        architecture: the network's layers.
        unit: of the network, or by the index (map,) alone a whole map; for the network input there is nothing.

    Returns:
        The regions in the order of the data flow, the network input first.
    """
    region = _of_unit(architecture, unit)
    found: list[Region] = []
    for before, plan in reversed(_joined(architecture, _number(architecture, unit) + 1)):
        region = _seen(plan, region, before)
        found.append(region)
    return tuple(reversed(found))


def fed(architecture: Architecture, unit: Unit) -> tuple[Region, ...]:
    """All that can depend on a unit's number, or on a map's: a region of every layer after it, in their order."""
    region = _of_unit(architecture, unit)
    found: list[Region] = []
    for plan in architecture.plans[_number(architecture, unit) + 1 :]:
        region = _fed(plan, region)
        found.append(region)
    return tuple(found)


def on_picture(region: Region, picture: Shape, input_shape: Shape) -> Region:
    """A region of the network input as one of the fitted picture, without the frame that normalisation gave it.

    Args:
        region: of the network input.
        picture: (channels, height, width).
        input_shape: the same of the network.

    Raises:
        UserError: such a picture does not fit the network's input.
    """
    top, _, left, _ = frame(picture, input_shape)
    assert region.rows is not None
    assert region.columns is not None
    rows = tuple(row - top for row in region.rows if 0 <= row - top < picture[1])
    columns = tuple(column - left for column in region.columns if 0 <= column - left < picture[2])
    return replace(region, rows=rows, columns=columns)


def centres(architecture: Architecture, layer: str) -> tuple[Doubles, Doubles]:
    """Where, in the network input, the middles of a layer's receptive fields lie: of all rows, and of all columns.

    A field counts with what it has of a border of zeros. Pixel 0 has its middle at 0.

    Args:
        architecture: the network's layers.
        layer: the name of one with maps.
    """
    first, distance = 0.0, 1
    for plan in architecture.plans:
        if window := plan.layer.sliding:
            first += distance * ((window.kernel - 1) / 2 - window.padding)
            distance *= window.stride
        if plan.name == layer:
            _, rows, columns = plan.output_shape
            down, across = (np.asarray(first + distance * np.arange(size), np.float64) for size in (rows, columns))
            return down, across
    raise KeyError(layer)


def _number(architecture: Architecture, unit: Unit) -> int:
    """The number of the unit's layer, from 0; -1 for the network input."""
    names = [plan.name for plan in architecture.plans]
    return names.index(unit.layer) if unit.layer in names or unit.layer != NETWORK_INPUT else -1


def _joined(architecture: Architecture, count: int) -> list[tuple[str, LayerPlan]]:
    """The first layers, each with the name of what is before it."""
    plans = architecture.plans[:count]
    return list(zip([NETWORK_INPUT, *(plan.name for plan in plans)], plans, strict=False))


def _of_unit(architecture: Architecture, unit: Unit) -> Region:
    """The unit itself; of a whole map all rows and columns."""
    shape = shape_of(unit.layer, architecture)
    assert shape is not None
    sides: list[Numbers] = [(place,) for place in unit.index[1:]]
    return Region(unit.layer, unit.index[:1], *(sides or [tuple(range(size)) for size in shape[1:]]))


def _seen(plan: LayerPlan, region: Region, before: str) -> Region:
    """What a region of a layer sees of its input."""
    if plan.layer.flattens:
        maps, *sides = (tuple(range(size)) for size in plan.input_shape)
        return Region(before, maps, *sides)
    seen = plan.layer.seen(plan.input_shape)
    maps = _united(seen[number] for number in region.maps)
    window = plan.layer.sliding
    if window is None or region.rows is None or region.columns is None:
        return replace(region, layer=before, maps=maps)
    _, height, width = plan.input_shape
    return Region(before, maps, _under(window, region.rows, height), _under(window, region.columns, width))


def _under(window: Window, places: Numbers, size: int) -> Numbers:
    """The rows or columns that the window covers at any of these places."""
    starts = (place * window.stride - window.padding for place in places)
    return _united(range(max(start, 0), min(start + window.kernel, size)) for start in starts)


def _fed(plan: LayerPlan, region: Region) -> Region:
    """What of a layer depends on a region of its input."""
    layer, shape = plan.layer, plan.output_shape
    if layer.flattens:
        return Region(plan.name, () if region.is_empty else tuple(range(shape[0])))
    looked_for = set(region.maps)
    maps = tuple(number for number, row in enumerate(layer.seen(plan.input_shape)) if looked_for.intersection(row))
    window = layer.sliding
    if window is None or region.rows is None or region.columns is None:
        return replace(region, layer=plan.name, maps=maps)
    return Region(plan.name, maps, _over(window, region.rows, shape[1]), _over(window, region.columns, shape[2]))


def _over(window: Window, places: Numbers, size: int) -> Numbers:
    """The places of the window, of so many, at which it covers any of these rows or columns."""
    covered = (
        range(
            max(-(-(place + window.padding - window.kernel + 1) // window.stride), 0),
            min((place + window.padding) // window.stride + 1, size),
        )
        for place in places
    )
    return _united(covered)


def _united(parts: Iterable[Iterable[int]]) -> Numbers:
    return tuple(sorted({number for part in parts for number in part}))
