"""Rasterising: round pens on a grid of pixels, a union of discs, exact to the pixel, without a loop over the discs."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_HALF_DIAGONAL = 0.7072
"""Of a pixel, and a little more: how far a place is from the centre of its pixel."""
_MANY_SPANS = 1 << 14
"""From here on it pays to look first which discs decide anything."""
_SPANS_AT_ONCE = 1 << 20
"""They take about 50 MB."""


def discs(centres: Floats, radius: float, shape: tuple[int, int]) -> Mask:
    """The pixels whose centres lie within `radius` of any of `centres`.

    Args:
        centres: (n, 2), x and y in pixels from the upper left corner of the grid; pixel (0, 0) has its centre at 0.5.
        radius: in pixels.
        shape: (height, width) of the grid; what lies outside is cut off.

    Returns:
        bool (height, width).
    """
    height, width = shape
    offsets = np.arange(-int(np.ceil(radius)), int(np.ceil(radius)) + 1)
    certain = np.zeros(shape, np.bool_)
    if len(centres) * len(offsets) > _MANY_SPANS and radius > _HALF_DIAGONAL:
        certain, centres = _settled(centres, radius, shape)
    # One more column takes the ends of the spans that reach the right edge.
    changes = np.zeros(height * (width + 1), np.int64)
    step = max(1, _SPANS_AT_ONCE // len(offsets))
    for start in range(0, len(centres), step):
        part = centres[start : start + step]
        first, beyond = _spans(part, radius, offsets, shape)
        changes += np.bincount(first, minlength=len(changes)) - np.bincount(beyond, minlength=len(changes))
    # Every run ends in its own row, so one sum over all rows serves each of them.
    covered = changes.cumsum() > 0
    return np.asarray(covered.reshape(height, width + 1)[:, :width] | certain)


def _settled(centres: Floats, radius: float, shape: tuple[int, int]) -> tuple[Mask, Floats]:
    """The pixels that are covered wherever in their pixels the centres lie, and the centres that others depend on.

    Many discs on few pixels mostly lie over each other; this way only those along the edges have to be exact.
    """
    rows, columns = np.floor(centres[:, ::-1].T).astype(np.int64)
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    seeds = np.zeros(shape, np.bool_)
    seeds[rows[inside], columns[inside]] = True
    certain = _grown(seeds, radius - _HALF_DIAGONAL)
    deciding = ~inside
    deciding[inside] = _grown(~certain, radius + _HALF_DIAGONAL)[rows[inside], columns[inside]]
    return certain, centres[deciding]


def _grown(mask: Mask, radius: float) -> Mask:
    """The pixels whose centres lie within `radius` of the centre of any pixel of `mask`."""
    height, width = mask.shape
    sums = np.zeros((height, width + 1), np.int32)
    np.cumsum(mask, axis=1, out=sums[:, 1:])
    columns = np.arange(width)
    grown = np.zeros(mask.shape, np.bool_)
    for offset in range(min(int(radius), height - 1) + 1):
        half = int(np.sqrt(radius**2 - offset**2))
        row = sums[:, np.minimum(columns + half + 1, width)] > sums[:, np.maximum(columns - half, 0)]
        grown[offset:] |= row[: height - offset]
        grown[: height - offset] |= row[offset:]
    return grown


def _spans(
    centres: Floats, radius: float, offsets: npt.NDArray[np.int64], shape: tuple[int, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where each disc's runs of pixels begin and where they are over, as flat indices (height, width + 1)."""
    height, width = shape
    x, y = np.ascontiguousarray(centres.T)  # the long axis last: NumPy's inner loops are then long ones
    rows = np.floor(y).astype(np.int64) + offsets[:, None]
    chord = radius**2 - (rows + 0.5 - y) ** 2
    half = np.sqrt(np.maximum(chord, 0))
    first = np.maximum(np.ceil(x - half - 0.5).astype(np.int64), 0)
    beyond = np.minimum(np.floor(x + half - 0.5).astype(np.int64) + 1, width)
    seen = (chord >= 0) & (rows >= 0) & (rows < height) & (first < beyond)
    line = rows * (width + 1)
    return (line + first)[seen], (line + beyond)[seen]


def dilated(mask: Mask, radius: float) -> Mask:
    """`mask` grown by `radius` pixels on every side, round at the corners; what leaves the grid is cut off."""
    return mask | discs(_edge_centres(mask), radius, mask.shape)


def eroded(mask: Mask, radius: float) -> Mask:
    """`mask` shrunk by `radius` pixels on every side; outside the grid counts as empty."""
    empty = np.pad(~mask, 1, constant_values=True)
    return np.asarray(mask & ~dilated(empty, radius)[1:-1, 1:-1])


def _edge_centres(mask: Mask) -> Floats:
    """The centres (n, 2), x and y, of the pixels of `mask` with a neighbour outside it: they decide its growth."""
    framed = np.pad(mask, 1)
    inner = framed[:-2, 1:-1] & framed[2:, 1:-1] & framed[1:-1, :-2] & framed[1:-1, 2:]
    rows, columns = np.nonzero(mask & ~inner)
    return np.stack([columns + 0.5, rows + 0.5], axis=1)
