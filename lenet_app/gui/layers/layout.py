"""Where each layer's thumbnails go: pure geometry, in data-flow order, without Qt.

Layers are blocks with a heading above and a note below. Blocks flow from left to right and wrap into rows; the largest
unit of size is taken at which everything fits. Where that would be too small to be seen, blocks are packed closer, and
at last they go on below the view.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from lenet_app.gui.layers.block import HEADING, NOTE, Block, Figure, block_of, variants_of
from lenet_app.gui.layers.packing import GAP, Row, packed, row_width, rows_height

__all__ = ["HEADING", "NOTE", "Block", "Figure", "arrange", "total_height"]

_LARGEST = 96
_FLOWING = 40
"""The smallest unit at which blocks have their usual columns."""
_SMALLEST = 30
"""Below this unit maps are too small to be seen."""
_SCROLLED = 48
"""The unit of what does not fit: who scrolls anyway should see the maps well."""
_STEP = 2
_UNIT_LINES = (4, 5, 6, 8)
"""How many lines the units of a large layer may stand in."""


def arrange(figures: Sequence[Figure], *, width: float, height: float, ratio: float, bar: float = 0) -> list[Block]:
    """Place a block for each figure.

    Args:
        figures: of the input, then of each layer, in data-flow order.
        width: of the view, in pixels.
        height: of the view, in pixels; when even the smallest size does not fit, the blocks go below it.
        ratio: device pixels per pixel, so that a map's pixels can be whole device pixels.
        bar: how wide a scroll bar is, which stands beside the blocks when they go below the view.
    """
    rows = _flowing(figures, width, height, ratio) or _packed_within(figures, width, height, ratio)
    if rows is None:
        rows = packed([variants_of(figure, _SCROLLED, ratio) for figure in figures], max(1.0, width - bar))
    spare = max(0.0, height - rows_height(rows)) / max(1, len(rows) - 1)
    return list(_placed(rows, min(spare, GAP), ratio))


def total_height(blocks: Sequence[Block]) -> float:
    """The lowest edge of all blocks."""
    return max(block.y + block.height for block in blocks)


def _flowing(figures: Sequence[Figure], width: float, height: float, ratio: float) -> list[Row] | None:
    """Rows of blocks with their usual columns; None where they do not fit."""
    for unit, lines in product(range(_LARGEST, _FLOWING - 1, -_STEP), _UNIT_LINES):
        rows = list(_rows(figures, [block_of(figure, unit, ratio, lines) for figure in figures], width))
        if rows_height(rows) <= height and all(row_width(row) <= width for row in rows):
            return rows
    return None


def _packed_within(figures: Sequence[Figure], width: float, height: float, ratio: float) -> list[Row] | None:
    """Rows as close as they go, of the largest unit that fits; None where none does."""
    found = None
    low, high = _SMALLEST // _STEP, _LARGEST // _STEP
    while low <= high:
        middle = (low + high) // 2
        rows = packed([variants_of(figure, middle * _STEP, ratio) for figure in figures], width)
        if rows_height(rows) <= height:
            found, low = rows, middle + 1
        else:
            high = middle - 1
    return found


def _rows(figures: Sequence[Figure], blocks: Sequence[Block], width: float) -> Iterator[Row]:
    row: Row = []
    for figure, block in zip(figures, blocks, strict=True):
        if row and (figure.begins_row or row_width([*row, block]) > width):
            yield row
            row = []
        row.append(block)
    yield row


def _placed(rows: Sequence[Row], spare: float, ratio: float) -> Iterator[Block]:
    """The blocks of the rows from top to bottom, on whole device pixels."""
    y = 0.0
    for row in rows:
        x = 0.0
        for block in row:
            yield block.moved(round(x * ratio) / ratio, round(y * ratio) / ratio)
            x += block.width + GAP
        y += max(block.height for block in row) + spare
