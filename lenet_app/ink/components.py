"""Connected parts of a mask, in NumPy."""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.raster import Mask

Labels = npt.NDArray[np.int64]


def components(mask: Mask) -> tuple[Labels, int]:
    """Number the parts of `mask` that touch each other, corners counted.

    Horizontal runs of pixels are found first, then joined with the runs they touch in the next row.

    Returns:
        int64 of the mask's shape, 0 outside the mask and 1 to n in it, and n.
    """
    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, first = np.nonzero(steps == 1)
    _, beyond = np.nonzero(steps == -1)
    if not len(rows):
        return np.zeros(mask.shape, np.int64), 0
    roots = _joined(len(rows), *_touching(rows, first, beyond, width + 2))
    _, numbers = np.unique(roots, return_inverse=True)
    labels = np.zeros(mask.shape, np.int64)
    labels[mask] = np.repeat(numbers + 1, beyond - first)
    return labels, int(numbers.max()) + 1


def _touching(rows: Labels, first: Labels, beyond: Labels, stride: int) -> tuple[Labels, Labels]:
    """The pairs of runs that touch, a run and one of the row below."""
    # Runs come sorted by row and column, so those below that touch are one stretch of their order.
    lowest = np.searchsorted(rows * stride + beyond, (rows + 1) * stride + first)
    highest = np.searchsorted(rows * stride + first, (rows + 1) * stride + beyond, side="right")
    count = np.maximum(highest - lowest, 0)
    upper = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(upper)) - np.repeat(count.cumsum() - count, count)
    return upper, np.repeat(lowest, count) + within


def _joined(count: int, one: Labels, other: Labels) -> Labels:
    """For each of `count` things the smallest that it is connected with through the pairs (`one`, `other`)."""
    roots = np.arange(count)
    while True:
        smaller = np.minimum(roots[one], roots[other])
        before = roots.copy()
        # Both members and their roots so far hang on to the smaller root; then every path is shortened.
        for ends in (one, other, before[one], before[other]):
            np.minimum.at(roots, ends, smaller)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
        if np.array_equal(roots, before):
            return roots
