"""Where each layer's column goes: pure geometry, in data-flow order from left to right, without Qt.

Every layer has one column, in the same order at any size. The largest scale is taken at which all columns stand side by
side in the view; a network that is too wide even at the smallest goes on to the right, where who looks scrolls.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lenet_app.gui.layers.column import Column, Figure, column_of

_LARGEST, _LARGEST_ALONE, _SMALLEST, _STEP = 200, 400, 20, 2
"""How many pixels large maps of 28 pixels may be, in a network or in a layer alone, and by how much that varies."""
_SCROLLED = 44
"""The scale of what does not fit: who scrolls anyway should see the maps well."""
_LEAST_GAP, _MOST_GAP = 6, 56
"""Pixels between two columns, where an arrow leads from one to the next."""
_GAP_PER_SCALE, _GAP_FROM = 0.15, 56
"""How fast the least gap grows with the scale, and from which one on."""


@dataclass(frozen=True)
class Pipeline:
    """All columns in their places, in pixels.

    Args:
        columns: of the input, then of each layer.
        scale: how large maps of 28 pixels are.
        width: from the first column's left edge to the last one's right edge, and the margins where all is in view.
        middle: the height around which every column's cells stand.
    """

    columns: tuple[Column, ...]
    scale: float
    width: float
    middle: float


def arrange(
    figures: Sequence[Figure], *, width: float, height: float, heading: float, ratio: float, zoom: float = 1
) -> Pipeline:
    """Place a column for each figure.

    Args:
        figures: of the input, then of each layer, in data-flow order.
        width: of the view, in pixels.
        height: of the view, in pixels.
        heading: how much of the height the words above the cells take.
        ratio: device pixels per pixel, so that a map's pixels can be whole device pixels.
        zoom: how many times as large everything is to be as what fits, 1 or more.
    """
    room = max(1.0, height - heading)
    largest = _LARGEST_ALONE if len(figures) == 1 else _LARGEST
    scales = range(largest, _SMALLEST - 1, -_STEP)
    scale = zoom * next((scale for scale in scales if _fit(figures, scale, room, ratio, width)), _SCROLLED)
    columns = [column_of(figure, scale, room, ratio) for figure in figures]
    cells = sum(column.width for column in columns)
    spare = width - cells - _least_gap(scale) * (len(columns) - 1)
    gap = min(_least_gap(scale) + max(0.0, spare) / max(1, len(columns) - 1), _MOST_GAP)
    whole = cells + gap * (len(columns) - 1)
    x, middle, placed = max(0.0, (width - whole) / 2), heading + room / 2, []
    for column in columns:
        placed.append(column.placed(x, middle, ratio))
        x += column.width + gap
    return Pipeline(tuple(placed), scale, max(width, whole), middle)


def _fit(figures: Sequence[Figure], scale: float, room: float, ratio: float, width: float) -> bool:
    """Whether all columns stand side by side in so many pixels; no more of them are made than that takes."""
    left = width - _least_gap(scale) * (len(figures) - 1)
    for figure in figures:
        left -= column_of(figure, scale, room, ratio).width
        if left < 0:
            return False
    return True


def _least_gap(scale: float) -> float:
    return min(_LEAST_GAP + max(0.0, _GAP_PER_SCALE * (scale - _GAP_FROM)), _MOST_GAP)
