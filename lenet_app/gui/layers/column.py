"""One layer's column in the pipeline, and how large its cells are: pure geometry, without Qt."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor

from lenet_app.networks.kind import Shape

SMALLEST_MAP = 24
"""Pixels of a map's longer side at least."""
_USUAL_SIDE = 28
"""Maps of so many pixels are as large as the pipeline's scale says."""
_CELL_GAP = 3
_UNIT_GAP = 2
_AROUND_CELLS = 4
"""Pixels by which the cells of two columns stand farther apart than their words: an arrow leads between them."""
_MANY_UNITS = 256
"""More units than these are smaller and stand closer."""
_SMALLEST_UNIT, _SMALLEST_OF_MANY = 8.0, 7.0
"""Pixels that a unit is wide at least: it has to be hit."""
_TALLEST_UNIT = 2.0
"""How many times as high as wide a unit may be, so that its column is as high as there is room."""
_FEW_PIXELS = 3
"""Below so many device pixels to a map's pixel, half of one makes a visible difference."""
_LOWEST_NAMED, _HIGHEST_NAMED = 14, 40
"""Pixels that a unit with a name is high."""
_ODD_CELLS_COST = 1.35
"""How much higher a column may be, as a ratio, so that no cell or two are left in its last line."""


@dataclass(frozen=True)
class Figure:
    """What there is to place of a layer.

    Args:
        shape: (maps, height, width) of its pictures, or (units,).
        heading: the width of the words above, in pixels.
        enlarged: how many times as large as other maps its pictures are.
        least_width: of a cell, in pixels, for the words within it; 0 where there are none.
        beside: the width of the words at the right of each cell, in pixels.
        below: how many small pictures stand side by side below the first one.
        in_one_line: whether the cells stand one below the other, whatever their number.
        least_height: of a cell of a map that is lower, in pixels.
    """

    shape: Shape
    heading: float
    enlarged: float = 1
    least_width: float = 0
    beside: float = 0
    below: int = 0
    in_one_line: bool = False
    least_height: float = 0

    @property
    def count(self) -> int:
        """How many maps or units there are."""
        return self.shape[0]


@dataclass(frozen=True)
class Column:
    """One layer's place, in pixels of the view.

    Args:
        x: left edge of the column, whose words may be wider than its cells.
        width: of the column.
        top: of its first cell.
        cell_width: of one map or unit; `cell_height` likewise.
        across: how many cells stand side by side.
        count: how many maps or units there are.
        gap: between two cells.
        beside: the width of the words at the right of each cell.
        below: how many small pictures stand below the first cell.
    """

    x: float
    width: float
    top: float
    cell_width: float
    cell_height: float
    across: int
    count: int
    gap: float
    beside: float = 0
    below: int = 0

    @property
    def lines(self) -> int:
        """How many lines of cells there are."""
        return ceil(self.count / self.across)

    @property
    def cells_width(self) -> float:
        """Of all cells together, with the words beside them."""
        return _cells_width(self.across, self.cell_width, self.gap, self.beside)

    @property
    def cells_height(self) -> float:
        """Of all cells together, with the small pictures below."""
        small = self.gap + self.cell_height / self.below if self.below else 0.0
        return self.lines * (self.cell_height + self.gap) - self.gap + small

    @property
    def left(self) -> float:
        """Of the first cell."""
        return self.x + (self.width - self.cells_width) / 2

    def cell(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of one map or unit."""
        line, place = divmod(index, self.across)
        left = self.left + place * (self.cell_width + self.gap + self.beside)
        return left, self.top + line * (self.cell_height + self.gap), self.cell_width, self.cell_height

    def small_cell(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a small picture below the first cell."""
        left, top, width, height = self.cell(0)
        side = width / self.below
        return left + index * side, top + height + self.gap, side, height / self.below

    def placed(self, x: float, middle: float, ratio: float) -> "Column":
        """The same column at `x`, its cells around the height `middle`; cells begin on whole device pixels."""
        aside = (self.width - self.cells_width) / 2
        left = floor((x + aside) * ratio) / ratio
        return replace(self, x=left - aside, top=round((middle - self.cells_height / 2) * ratio) / ratio)


# A view that is resized asks for the same columns over and over.
@lru_cache(maxsize=8192)
def column_of(figure: Figure, scale: float, room: float, ratio: float) -> Column:
    """A figure's column where maps of 28 pixels are `scale` pixels large and `room` pixels high is what there is."""
    width, height, gap = _cell(figure, scale, room, ratio)
    small = gap + height / figure.below if figure.below else 0.0
    most = max(1, int((room - small + gap + 1e-6) / (height + gap)))
    across = 1 if figure.in_one_line else _across(figure.count, most)
    if len(figure.shape) == 1 and not figure.in_one_line:
        lines = ceil(figure.count / across)
        tallest = min((room + gap) / lines - gap, _TALLEST_UNIT * height)
        height = max(height, floor(tallest * ratio) / ratio)
    cells = _cells_width(across, width, gap, figure.beside)
    whole = ceil(max(cells + _AROUND_CELLS, figure.heading) * ratio) / ratio
    return Column(0, whole, 0, width, height, across, figure.count, gap, figure.beside, figure.below)


def _cells_width(across: int, width: float, gap: float, beside: float) -> float:
    """Of so many cells side by side, with the words beside them."""
    return across * (width + gap + beside) - gap


def _across(count: int, most: int) -> int:
    """How many cells stand side by side where `most` may stand below each other; the last line is not left bare."""
    fewest = ceil(count / most)
    for across in range(fewest, int(fewest * _ODD_CELLS_COST) + 2):
        left = count % across
        if left == 0 or 3 * left >= across:
            return across
    return fewest


def _cell(figure: Figure, scale: float, room: float, ratio: float) -> tuple[float, float, float]:
    """Width and height of a cell, and the gap between two; whole device pixels."""
    if len(figure.shape) == 3:
        return _map_cell(figure, scale, room, ratio)
    if figure.in_one_line:
        gap = round(_UNIT_GAP * ratio) / ratio
        height = min(max(room / figure.count - gap, _LOWEST_NAMED), _HIGHEST_NAMED * max(1.0, scale / 56))
        return ceil(max(figure.least_width, 0.8 * scale) * ratio) / ratio, int(height * ratio) / ratio, gap
    least, side, gap = _unit(figure.count, scale)
    side = max(ceil(least * ratio), floor(side * ratio)) / ratio
    return side, side, ceil(gap * ratio) / ratio


def _unit(count: int, scale: float) -> tuple[float, float, float]:
    """The least side of each of so many units' squares, its side, and the gap between two."""
    if count > _MANY_UNITS:
        return _SMALLEST_OF_MANY, scale / 8, _UNIT_GAP / 2
    return _SMALLEST_UNIT, scale / 5, _UNIT_GAP


def _map_cell(figure: Figure, scale: float, room: float, ratio: float) -> tuple[float, float, float]:
    count, rows, columns = figure.shape
    # Smaller maps get smaller cells, yet not in proportion: their few pixels should still be seen.
    side = figure.enlarged * scale * max(0.5, (rows / _USUAL_SIDE) ** 0.35)
    longest = max(rows, columns)
    halves = rows % 2 == columns % 2 == 0
    if figure.in_one_line:
        side = min(side, (room / count - _CELL_GAP) * longest / rows)
    pixel = _device_pixels(side * ratio / longest, halves=halves)
    least = SMALLEST_MAP * ratio / longest
    if not figure.in_one_line and pixel < least:
        pixel = ceil(2 * least) / 2 if halves and least < _FEW_PIXELS else ceil(least)
    high = max(rows * pixel, round(figure.least_height * ratio)) / ratio
    return columns * pixel / ratio, high, round(_CELL_GAP * ratio) / ratio


def _device_pixels(wanted: float, *, halves: bool) -> float:
    """How many device pixels a map's pixel has at most: a whole number, or some and a half where that counts.

    Halves are for maps with an even number of pixels, whose edges then are on whole device pixels still.
    """
    if halves and wanted < _FEW_PIXELS:
        return max(1.0, int(2 * wanted) / 2)
    return max(1.0, int(wanted))
