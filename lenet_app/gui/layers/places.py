"""Where single units stand within a layer's column, and which one is at a point: pure geometry, without Qt."""

from collections.abc import Iterator
from itertools import product
from math import prod

from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.shown import Face, ShownLayer
from lenet_app.inspection.fields import Region
from lenet_app.inspection.units import Unit
from lenet_app.networks.bitmaps import COLUMNS, ROWS

Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


def unit_at(layer: ShownLayer, column: Column, x: float, y: float) -> Unit | None:
    """The unit whose place a point lies in; None between the cells. The large picture of colours is its first map."""
    for index in range(column.below):
        if (place := _within(column.small_cell(index), x, y)) is not None:
            return Unit(layer.name, (index, *_pixel(layer, *place)))
    for index in range(column.count):
        if (place := _within(column.cell(index), x, y)) is None:
            continue
        match layer.face:
            case Face.PICTURE:
                row, across = int(place[1] * ROWS), int(place[0] * COLUMNS)
                number = row * COLUMNS + across
                return Unit(layer.name, (number,)) if number < layer.shape[0] else None
            case Face.FRAMES:
                return Unit(layer.name, (int(place[1] * layer.shape[0]), 0, int(place[0] * layer.shape[2])))
            case Face.UNITS | Face.BITMAPS:
                return unit_of_number(layer, index)
        return Unit(layer.name, (index, *_pixel(layer, *place)))
    return None


def unit_of_number(layer: ShownLayer, number: int) -> Unit:
    """A unit of a layer without maps, or of maps of one pixel."""
    return Unit(layer.name, (number, *(0 for _ in layer.shape[1:])))


def middle_unit(layer: ShownLayer) -> Unit:
    """Where a cursor begins in a layer: in the middle of its first map, or at its first unit."""
    return Unit(layer.name, (0, *(size // 2 for size in layer.shape[1:])))


def across(layer: ShownLayer, column: Column) -> int:
    """How many units stand side by side in a layer without maps, or with maps of one pixel."""
    return COLUMNS if layer.face is Face.PICTURE else column.across


def boxes_of(layer: ShownLayer, column: Column, region: Region) -> list[Box]:
    """What is to be outlined for a region: all of the layer in one, else a box for each part that hangs together."""
    if region.is_empty:
        return []
    if len(region.maps) * _pixels(region) == prod(layer.shape):
        return [(column.left, column.top, column.cells_width, column.cells_height)]
    if region.rows is None or region.columns is None or layer.face is Face.UNITS:
        return [_unit_box(layer, column, number) for number in region.maps]
    if layer.face is Face.FRAMES:
        return _boxes_of_frames(layer, column, list(_runs(region.maps)), list(_runs(region.columns)))
    cells = [column.small_cell(number) for number in region.maps] if column.below else []
    cells += [column.cell(0)] if column.below else [column.cell(number) for number in region.maps]
    _, height, width = layer.shape
    runs = list(product(_runs(region.rows), _runs(region.columns)))
    return [
        (
            left + start * across / width,
            top + first * down / height,
            (stop - start) * across / width,
            (last - first) * down / height,
        )
        for left, top, across, down in cells
        for (first, last), (start, stop) in runs
    ]


def box_of(layer: ShownLayer, column: Column, unit: Unit) -> list[Box]:
    """What is to be outlined for a unit, or by the index (map,) alone for a whole map."""
    if layer.face is Face.FRAMES:
        columns = [(unit.index[2], unit.index[2] + 1)] if len(unit.index) > 1 else [(0, layer.shape[2])]
        return _boxes_of_frames(layer, column, [(unit.map, unit.map + 1)], columns)
    if len(unit.index) < len(layer.shape):
        return [column.small_cell(unit.map) if column.below else column.cell(unit.map)]
    sides = [(place,) for place in unit.index[1:]]
    if prod(layer.shape[1:]) == 1 or not sides:
        return [_unit_box(layer, column, unit.map)]
    return boxes_of(layer, column, Region(layer.name, unit.index[:1], *sides))


def unit_box(layer: ShownLayer, column: Column, flat: int) -> Box:
    """The place of the unit with this number in the layer's values, counted through all of its maps."""
    if layer.face is Face.PICTURE or prod(layer.shape[1:]) == 1:
        return _unit_box(layer, column, flat)
    _, height, width = layer.shape
    map_, inside = divmod(flat, height * width)
    if layer.face is Face.FRAMES:
        return _boxes_of_frames(layer, column, [(map_, map_ + 1)], [(inside, inside + 1)])[0]
    left, top, across, down = column.cell(map_)
    row, place = divmod(inside, width)
    return left + place * across / width, top + row * down / height, across / width, down / height


def _boxes_of_frames(
    layer: ShownLayer, column: Column, units: list[tuple[int, int]], frames: list[tuple[int, int]]
) -> list[Box]:
    """Of ranges of units and ranges of frames, each pair's."""
    left, top, width, height = column.cell(0)
    across, down = width / layer.shape[2], height / layer.shape[0]
    return [
        (left + start * across, top + first * down, (stop - start) * across, (last - first) * down)
        for (first, last), (start, stop) in product(units, frames)
    ]


def _unit_box(layer: ShownLayer, column: Column, number: int) -> Box:
    if layer.face is not Face.PICTURE:
        return column.cell(number)
    left, top, width, height = column.cell(0)
    row, place = divmod(number, COLUMNS)
    return left + place * width / COLUMNS, top + row * height / ROWS, width / COLUMNS, height / ROWS


def _pixels(region: Region) -> int:
    return 1 if region.rows is None or region.columns is None else len(region.rows) * len(region.columns)


def _pixel(layer: ShownLayer, across: float, down: float) -> tuple[int, int]:
    _, height, width = layer.shape
    return int(down * height), int(across * width)


def _within(box: Box, x: float, y: float) -> tuple[float, float] | None:
    """Where in a box a point lies, as shares of its width and height, 0 to 1 but less than 1."""
    left, top, width, height = box
    across, down = (x - left) / width, (y - top) / height
    return (across, down) if 0 <= across < 1 and 0 <= down < 1 else None


def _runs(numbers: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as ranges without gaps: first, and one beyond the last."""
    start = numbers[0]
    for one, following in zip(numbers, (*numbers[1:], None), strict=True):
        if following != one + 1:
            yield start, one + 1
            if following is not None:
                start = following
