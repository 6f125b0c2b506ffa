"""The connected marks of a page, measured."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import components
from lenet_app.ink.raster import Mask

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PageMarks:
    """The connected marks of a page, numbered from 1 on.

    Args:
        labels: int64 (height, width), the number of the mark at each pixel, 0 where there is no ink.
        boxes: int64 (n + 1, 4): left, top, right, bottom of each mark, the last two the first beyond; of 0 all zeros.
        areas: int64 (n + 1,), pixels of ink; of 0 none.
        tied: pairs of marks that are known to belong together, such as strokes that cross; the smaller number first.
    """

    labels: Ints
    boxes: Ints
    areas: Ints
    tied: frozenset[tuple[int, int]] = frozenset()


def measured(mask: Mask) -> PageMarks:
    """The marks of `mask`, bool (height, width)."""
    return labelled(*components(mask))


def labelled(labels: Ints, count: int, tied: frozenset[tuple[int, int]] = frozenset()) -> PageMarks:
    """Marks that are told apart already; see `PageMarks`."""
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    return PageMarks(labels, _boxes(labels, count), areas, tied)


def typical_height(boxes: Ints, areas: Ints) -> float:
    """The height in the middle of the ink: half of it is in marks that are higher; 0 where there are none."""
    if not len(boxes):
        return 0.0
    heights = (boxes[:, 3] - boxes[:, 1]).astype(np.float64)
    order = np.argsort(heights, kind="stable")
    sums = areas[order].cumsum()
    return float(heights[order][np.searchsorted(sums, sums[-1] / 2)])


def _boxes(labels: Ints, count: int) -> Ints:
    """Left, top, right, bottom of each label; of label 0 all zeros."""
    rows, columns = np.nonzero(labels)
    found = labels[rows, columns]
    boxes = np.zeros((count + 1, 4), np.int64)
    boxes[1:, :2] = max(labels.shape)
    for axis, places in ((0, columns), (1, rows)):
        np.minimum.at(boxes[:, axis], found, places)
        np.maximum.at(boxes[:, axis + 2], found, places + 1)
    return boxes
