"""Where each layer's thumbnails go: pure geometry, in data-flow order, without Qt.

Layers are blocks with a heading above and a note below. Blocks flow from left to right and wrap into rows; the largest
unit of size is taken at which everything fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil

from lenet_app.networks.architecture import Shape

HEADING = 24
NOTE = 22
GAP = 28
"""Pixels between two blocks of a row."""
_CELL_GAP = 3
_UNIT_GAP = 2
_LARGEST, _SMALLEST = 96, 24
_FEW = 3
"""Below so many device pixels to a map's pixel, half of one makes a visible difference."""
_UNIT_LINES = (4, 5, 6, 8)
"""How many lines the units of a large layer may stand in."""


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
    """

    x: float
    y: float
    width: float
    cell_width: float
    cell_height: float
    columns: int
    count: int
    gap: float

    @property
    def rows(self) -> int:
        """How many lines of cells there are."""
        return ceil(self.count / self.columns)

    @property
    def height(self) -> float:
        """From the top of the heading to the bottom of the note."""
        return HEADING + self.cells_height + NOTE

    @property
    def cells_height(self) -> float:
        """Of all cells together."""
        return self.rows * (self.cell_height + self.gap) - self.gap

    def cell(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of one map or unit."""
        row, column = divmod(index, self.columns)
        left = self.x + column * (self.cell_width + self.gap)
        top = self.y + HEADING + row * (self.cell_height + self.gap)
        return left, top, self.cell_width, self.cell_height

    def held_to(self, width: float) -> "Block":
        """The same block, no wider than `width`; its cells take more lines where they must."""
        room = int((width + self.gap) / (self.cell_width + self.gap))
        columns = max(1, min(self.columns, room))
        size = (min(self.width, width), self.cell_width, self.cell_height)
        return Block(self.x, self.y, *size, columns, self.count, self.gap)

    def moved(self, x: float, y: float) -> "Block":
        """The same block elsewhere."""
        size = (self.width, self.cell_width, self.cell_height)
        return Block(x, y, *size, self.columns, self.count, self.gap)


def arrange(
    shapes: Sequence[Shape], least_widths: Sequence[float], *, width: float, height: float, ratio: float
) -> list[Block]:
    """Place a block for each shape.

    Args:
        shapes: the input's shape, then each layer's, in data-flow order.
        least_widths: what each block's heading and note need, in pixels.
        width: of the view, in pixels.
        height: of the view, in pixels; when even the smallest size does not fit, the blocks go below it.
        ratio: device pixels per pixel, so that a map's pixels can be whole device pixels.
    """
    for unit, lines in product(range(_LARGEST, _SMALLEST - 1, -2), _UNIT_LINES):
        sizes = zip(shapes, least_widths, strict=True)
        blocks = [_block(shape, unit, least, ratio, lines) for shape, least in sizes]
        rows = list(_rows(blocks, width))
        if _height(rows) <= height and all(_row_width(row) <= width for row in rows):
            break
    else:
        rows = list(_rows([block.held_to(width) for block in blocks], width))
    spare = max(0.0, height - _height(rows)) / max(1, len(rows) - 1)
    return list(_placed(rows, min(spare, GAP), ratio))


def _placed(rows: list[list[Block]], spare: float, ratio: float) -> Iterator[Block]:
    """The blocks of the rows from top to bottom, on whole device pixels."""
    y = 0.0
    for row in rows:
        x = 0.0
        for block in row:
            yield block.moved(round(x * ratio) / ratio, round(y * ratio) / ratio)
            x += block.width + GAP
        y += max(block.height for block in row) + spare


def _rows(blocks: Sequence[Block], width: float) -> Iterator[list[Block]]:
    row: list[Block] = []
    for block in blocks:
        if row and _row_width([*row, block]) > width:
            yield row
            row = []
        row.append(block)
    yield row


def _height(rows: Sequence[Sequence[Block]]) -> float:
    return sum(max(block.height for block in row) for row in rows)


def _row_width(row: Sequence[Block]) -> float:
    return sum(block.width for block in row) + GAP * (len(row) - 1)


def _block(shape: Shape, unit: float, least_width: float, ratio: float, lines: int) -> Block:
    if len(shape) == 1:
        return _units_block(shape[0], unit, least_width, ratio, lines)
    maps, rows, columns = shape
    # Smaller maps get smaller thumbnails, yet not in proportion: their few pixels should still be seen. A picture
    # that stands alone may take two lines of the maps beside it.
    side = (2 * unit + _CELL_GAP) if maps in (1, 3) else unit * max(0.5, (rows / 28) ** 0.35)
    pixel = _device_pixels(side * ratio / max(rows, columns), halves=rows % 2 == columns % 2 == 0) / ratio
    across = _columns(maps)
    cell_width, cell_height = columns * pixel, rows * pixel
    gap = round(_CELL_GAP * ratio) / ratio
    cells_width = across * (cell_width + gap) - gap
    return Block(0, 0, max(cells_width, least_width), cell_width, cell_height, across, maps, gap)


def _device_pixels(wanted: float, *, halves: bool) -> float:
    """How many device pixels a map's pixel has at most: a whole number, or some and a half where that counts.

    Halves are for maps with an even number of pixels, whose edges then are on whole device pixels still.
    """
    if halves and wanted < _FEW:
        return max(1.0, int(2 * wanted) / 2)
    return max(1.0, int(wanted))


def _units_block(units: int, unit: float, least_width: float, ratio: float, lines: int) -> Block:
    few = units <= 16
    lines = 1 if few else lines
    side = max(16.0, unit / 3) if few else max(5.0, unit / 6)
    side = round(side * ratio) / ratio
    across, gap = ceil(units / lines), round(_UNIT_GAP * ratio) / ratio
    return Block(0, 0, max(across * (side + gap) - gap, least_width), side, side, across, units, gap)


def _columns(maps: int) -> int:
    for most, lines in ((3, 1), (8, 2), (16, 2), (64, 4)):
        if maps <= most:
            return ceil(maps / lines)
    return 16 if maps <= 128 else 32


def total_height(blocks: Sequence[Block]) -> float:
    """The lowest edge of all blocks."""
    return max(block.y + block.height for block in blocks)
