"""One layer's place in the view and the sizes that it could have: pure geometry, without Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil

from lenet_app.networks.kind import Shape

HEADING = 24
NOTE = 22
CELL_GAP = 3
_UNIT_GAP = 2
_MANY_UNITS = 256
"""More units than these stand closer."""
_FEW = 3
"""Below so many device pixels to a map's pixel, half of one makes a visible difference."""
_FEW_UNITS = 16
_NARROW_NAME = 40
"""Pixels; units with wider names stand in two lines."""
_USUAL_SIDE = 28
"""Maps of so many pixels are a unit large."""


@dataclass(frozen=True)
class Figure:
    """What there is to place of a layer.

    Args:
        shape: (maps, height, width) of its pictures, or (units,).
        least_width: what heading and note need, in pixels.
        units: how large a picture is in units of size, where it is not larger or smaller by the pixels it has.
        least_pitch: from one cell to the next at least, in pixels, for the words on or below them.
        caption: the height of the words below each cell, in pixels.
        beside: how many small pictures stand below each other at the right of the first one.
        begins_row: whether it had better stand with what follows than with what comes before.
    """

    shape: Shape
    least_width: float
    units: float | None = None
    least_pitch: float = 0
    caption: float = 0
    beside: int = 0
    begins_row: bool = False


@dataclass(frozen=True)
class Block:
    """One layer's place, in pixels of the view.

    Args:
        x: left edge.
        y: top edge of the heading.
        width: of heading, cells and note.
        cell_height: of one map or unit; `cell_width` likewise.
        columns: how many maps or units stand side by side.
        count: how many maps or units there are.
        gap: between two cells.
        caption: the height of the words below each cell.
        beside: how many small pictures stand at the right of the first cell.
    """

    x: float
    y: float
    width: float
    cell_width: float
    cell_height: float
    columns: int
    count: int
    gap: float
    caption: float = 0
    beside: int = 0

    @property
    def rows(self) -> int:
        """How many lines of cells there are."""
        return ceil(self.count / self.columns)

    @cached_property
    def height(self) -> float:
        """From the top of the heading to the bottom of the note."""
        return HEADING + self.cells_height + NOTE

    @property
    def cells_height(self) -> float:
        """Of all cells together."""
        return self.rows * (self.cell_height + self.caption + self.gap) - self.gap

    def cell(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of one map or unit."""
        row, column = divmod(index, self.columns)
        left = self.x + column * (self.cell_width + self.gap)
        top = self.y + HEADING + row * (self.cell_height + self.caption + self.gap)
        return left, top, self.cell_width, self.cell_height

    def beside_cell(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a small picture at the right of the first cell."""
        left, top, width, height = self.cell(0)
        return (
            left + width + self.gap,
            top + index * height / self.beside,
            width / self.beside,
            height / self.beside,
        )

    def held_to(self, width: float) -> "Block":
        """The same block, no wider than `width`; its cells take more lines where they must."""
        if self.width <= width:
            return self
        room = int((width + self.gap) / (self.cell_width + self.gap))
        lines = ceil(self.count / max(1, min(self.columns, room)))
        return replace(self, width=width, columns=ceil(self.count / lines))

    def moved(self, x: float, y: float) -> "Block":
        """The same block elsewhere."""
        return replace(self, x=x, y=y)


def block_of(figure: Figure, unit: float, ratio: float, lines: int) -> Block:
    """A figure's usual block.

    Args:
        figure: what is to be placed.
        unit: of size, in pixels.
        ratio: device pixels per pixel.
        lines: how many lines the units of a large layer have.
    """
    return _block(figure, unit, ratio, _usual_columns(figure, lines))


def variants_of(figure: Figure, unit: float, ratio: float) -> list[Block]:
    """Every block that a figure could have, from one line of cells to many."""
    count = figure.shape[0]
    if len(figure.shape) == 1 and count > _FEW_UNITS:
        lines: Iterator[int] = iter((4, 5, 6, 8, 10, 12, 16, 20, 24, 32))
    else:
        lines = iter(range(1, min(count, 16) + 1))
    columns = sorted({ceil(count / each) for each in lines}, reverse=True)
    return [_block(figure, unit, ratio, each) for each in columns if _is_tidy(count, each)]


def _is_tidy(count: int, columns: int) -> bool:
    """Whether the last line is full, or at least a third of it is."""
    left = count % columns
    return left == 0 or 3 * left >= columns


# A view that is resized asks for the same blocks over and over.
@lru_cache(maxsize=8192)
def _block(figure: Figure, unit: float, ratio: float, columns: int) -> Block:
    width, height, gap = _cell(figure, unit, ratio)
    beside = gap + width / figure.beside if figure.beside else 0.0
    whole = max(columns * (width + gap) - gap + beside, figure.least_width)
    return Block(0, 0, whole, width, height, columns, figure.shape[0], gap, figure.caption, figure.beside)


def _cell(figure: Figure, unit: float, ratio: float) -> tuple[float, float, float]:
    """Width and height of a cell, and the gap between two; whole device pixels."""
    if len(figure.shape) == 1:
        side, gap = (round(size * ratio) / ratio for size in _unit(figure.shape[0], unit))
        return max(side, ceil(figure.least_pitch * ratio) / ratio - gap), side, gap
    _, rows, columns = figure.shape
    if figure.units is None:
        # Smaller maps get smaller thumbnails, yet not in proportion: their few pixels should still be seen.
        side = unit * max(0.5, (rows / _USUAL_SIDE) ** 0.35)
    else:
        side = figure.units * unit + (figure.units - 1) * CELL_GAP
    halves = rows % 2 == columns % 2 == 0
    pixel = _device_pixels(side * ratio / max(rows, columns), halves=halves) / ratio
    gap = max(CELL_GAP, figure.least_pitch - columns * pixel)
    return columns * pixel, rows * pixel, round(gap * ratio) / ratio


def _unit(count: int, unit: float) -> tuple[float, float]:
    """The side of each of so many units' squares, and the gap between two."""
    if count <= _FEW_UNITS:
        return max(16.0, unit / 3), _UNIT_GAP
    if count <= _MANY_UNITS:
        return max(5.0, unit / 6), _UNIT_GAP
    return max(4.0, unit / 8), _UNIT_GAP / 2


def _device_pixels(wanted: float, *, halves: bool) -> float:
    """How many device pixels a map's pixel has at most: a whole number, or some and a half where that counts.

    Halves are for maps with an even number of pixels, whose edges then are on whole device pixels still.
    """
    if halves and wanted < _FEW:
        return max(1.0, int(2 * wanted) / 2)
    return max(1.0, int(wanted))


def _usual_columns(figure: Figure, lines: int) -> int:
    count = figure.shape[0]
    if len(figure.shape) == 1:
        if count > _FEW_UNITS:
            return ceil(count / lines)
        return ceil(count / 2) if figure.least_pitch > _NARROW_NAME else count
    if figure.caption:
        return count
    for most, usual in ((3, 1), (8, 2), (16, 2), (64, 4)):
        if count <= most:
            return ceil(count / usual)
    return 16 if count <= 128 else 32
