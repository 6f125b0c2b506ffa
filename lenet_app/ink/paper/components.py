"""Connected parts of a mask, in NumPy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.raster import Mask

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Parts:
    """The connected parts of a mask by number, with what can be told of each; number 0 is the ground.

    Args:
        labels: int64 (height, width), 0 outside the mask and 1 to n in it.
        areas: int64 (n + 1,), pixels of each; 0 for the ground.
        boxes: int64 (n + 1, 4), left, top, right and bottom; right and bottom are the first beyond.
        crossings: int64 (n + 1,), how often the rows and the columns of pixels cross the outline of each.
    """

    labels: Labels
    areas: Labels
    boxes: Labels
    crossings: Labels


def components(mask: Mask) -> tuple[Labels, int]:
    """Number the parts of `mask` that touch each other, corners counted.

    Horizontal runs of pixels are found first, then joined with the runs they touch in the next row.

    Returns:
        int64 of the mask's shape, 0 outside the mask and 1 to n in it, and n.
    """
    rows, first, beyond = _runs(mask)
    numbers = _numbers(rows, first, beyond, mask.shape[1])
    return _labels(mask, numbers, beyond - first), int(numbers.max(initial=0))


def parts_of(mask: Mask) -> Parts:
    """Number the parts of `mask` as `components` does, and measure them."""
    rows, first, beyond = _runs(mask)
    numbers = _numbers(rows, first, beyond, mask.shape[1])
    labels = _labels(mask, numbers, beyond - first)
    size = int(numbers.max(initial=0)) + 1
    boxes = np.zeros((size, 4), np.int64)
    boxes[1:, :2] = max(mask.shape)
    for place, values in ((0, first), (1, rows)):
        np.minimum.at(boxes[:, place], numbers, values)
    for place, values in ((2, beyond), (3, rows + 1)):
        np.maximum.at(boxes[:, place], numbers, values)
    areas = np.bincount(numbers, beyond - first, size).astype(np.int64)
    # A row crosses the outline at both ends of a run, a column at both ends of a stretch down.
    tops = mask.copy()
    tops[1:] &= ~mask[:-1]
    crossings = 2 * (np.bincount(numbers, minlength=size) + np.bincount(labels[tops], minlength=size))
    return Parts(labels, areas, boxes, crossings)


def _runs(mask: Mask) -> tuple[Labels, Labels, Labels]:
    """The horizontal runs of `mask`, row by row: in which row, from which column on, and the first column beyond."""
    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, first = np.nonzero(steps == 1)
    return rows, first, np.nonzero(steps == -1)[1]


def _numbers(rows: Labels, first: Labels, beyond: Labels, width: int) -> Labels:
    """For every run the number of its part, from 1."""
    if not len(rows):
        return rows
    roots = _joined(len(rows), *_touching(rows, first, beyond, width + 2))
    return np.asarray(np.unique(roots, return_inverse=True)[1] + 1, np.int64)


def _labels(mask: Mask, numbers: Labels, lengths: Labels) -> Labels:
    labels = np.zeros(mask.shape, np.int64)
    labels[mask] = np.repeat(numbers, lengths)
    return labels


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


def run_heights(mask: Mask) -> Labels:
    """For every pixel of `mask` how many of it follow each other up and down there; 0 outside, int64 like `mask`."""
    framed = np.pad(mask.T, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(framed, axis=1)
    first, beyond = np.nonzero(steps == 1)[1], np.nonzero(steps == -1)[1]
    lengths = np.zeros(mask.T.shape, np.int64)
    lengths[mask.T] = np.repeat(beyond - first, beyond - first)
    return lengths.T
