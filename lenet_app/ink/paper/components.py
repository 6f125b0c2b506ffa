"""The connected components of a mask (its marks, or parts), told apart and measured, in NumPy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.raster import Mask

Labels = npt.NDArray[np.int64]
Runs = tuple[Labels, Labels, Labels]
"""Horizontal runs of pixels, row by row: in which row, from which column on, and the first column beyond."""


@dataclass(frozen=True, eq=False)
class Components:
    """The components of a mask by number, from 1 on; number 0 is the ground.

    Args:
        labels: int64 (height, width), 0 outside the mask and 1 to n in it.
        areas: int64 (n + 1,), pixels of each; 0 for the ground.
        boxes: int64 (n + 1, 4), left, top, right and bottom, the last two the first beyond; all 0 for the ground.
        tied: pairs that are known to belong together, such as strokes that cross; the smaller number first.
    """

    labels: Labels
    areas: Labels
    boxes: Labels
    tied: frozenset[tuple[int, int]] = frozenset()


def components_of(mask: Mask) -> Components:
    """The parts of `mask` that touch each other, corners counted, numbered from the top.

    Horizontal runs of pixels are found first, then joined with the runs they touch in the next row.
    """
    runs, numbers, labels = _numbered(mask)
    return _measured(labels, numbers, runs, int(numbers.max(initial=0)))


def labelled(labels: Labels, count: int, tied: frozenset[tuple[int, int]] = frozenset()) -> Components:
    """Components that are told apart already, by their numbers from 1 to `count`; see `Components`."""
    rows, columns = np.nonzero(labels)
    return _measured(labels, labels[rows, columns], (rows, columns, columns + 1), count, tied)


def holding(mask: Mask, seeds: Mask) -> Mask:
    """Those components of `mask` that hold one of `seeds` somewhere (hysteresis)."""
    _, numbers, labels = _numbered(mask)
    holds = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
    holds[labels[seeds]] = True
    holds[0] = False
    return np.asarray(holds[labels])


def typical_height(boxes: Labels, areas: Labels) -> float:
    """The height in the middle of the ink: half of it is in components that are higher; 0 where there are none."""
    if not len(boxes):
        return 0.0
    heights = (boxes[:, 3] - boxes[:, 1]).astype(np.float64)
    order = np.argsort(heights, kind="stable")
    sums = areas[order].cumsum()
    return float(heights[order][np.searchsorted(sums, sums[-1] / 2)])


def _measured(
    labels: Labels,
    numbers: Labels,
    runs: Runs,
    count: int,
    tied: frozenset[tuple[int, int]] = frozenset(),
) -> Components:
    """Components of which all runs are known, with the number of each run."""
    rows, first, beyond = runs
    areas = np.bincount(numbers, beyond - first, count + 1).astype(np.int64)
    boxes = np.zeros((count + 1, 4), np.int64)
    boxes[1:, :2] = max(labels.shape)
    for place, values in ((0, first), (1, rows)):
        np.minimum.at(boxes[:, place], numbers, values)
    for place, values in ((2, beyond), (3, rows + 1)):
        np.maximum.at(boxes[:, place], numbers, values)
    return Components(labels, areas, boxes, tied)


def _numbered(mask: Mask) -> tuple[Runs, Labels, Labels]:
    """The runs of `mask`, for each the number of its component, and the labels of all pixels."""
    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, first = np.nonzero(steps == 1)
    beyond = np.nonzero(steps == -1)[1]
    labels = np.zeros(mask.shape, np.int64)
    if not len(rows):
        return (rows, first, beyond), rows, labels
    roots = _joined(len(rows), *_touching(rows, first, beyond, width + 2))
    numbers = np.asarray(np.unique(roots, return_inverse=True)[1] + 1, np.int64)
    labels[mask] = np.repeat(numbers, beyond - first)
    return (rows, first, beyond), numbers, labels


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
