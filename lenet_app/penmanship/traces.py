"""Many drawings at once: the points of all their strokes in one array."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Traces:
    """The strokes of `count` drawings.

    Args:
        points: float32 (n, 2), x and y, y down; each drawing has a unit of its own.
        stroke: intp (n,), never falling; points of the same number follow each other along one stroke.
        owner: intp (n,), never falling, from 0 to `count` - 1: whose drawing the point belongs to. Every drawing has
            a point at least.
        count: how many drawings there are.
    """

    points: Floats
    stroke: Integers
    owner: Integers
    count: int

    @property
    def starts(self) -> Integers:
        """The number of each drawing's first point."""
        return np.searchsorted(self.owner, np.arange(self.count))

    def boxes(self) -> tuple[Floats, Floats]:
        """The smallest and the largest x and y of each drawing, (count, 2) each."""
        return np.minimum.reduceat(self.points, self.starts), np.maximum.reduceat(self.points, self.starts)

    def in_unit_boxes(self) -> "Traces":
        """The drawings with the upper left corner of their boxes at (0, 0), and the longer side 1."""
        low, high = self.boxes()
        size = np.maximum((high - low).max(axis=1), np.finfo(np.float32).eps)
        return self.moved((self.points - low[self.owner]) / size[self.owner, None])

    def moved(self, points: Floats) -> "Traces":
        """The same strokes with their points elsewhere."""
        return Traces(points.astype(np.float32, copy=False), self.stroke, self.owner, self.count)

    def kept(self, kept: Bools) -> "Traces":
        """The strokes without the points that are not `kept`, cut where these were; a drawing keeps its first point."""
        kept = kept.copy()
        left = np.bincount(self.owner, kept, self.count) > 0
        kept[self.starts[~left]] = True
        cuts = np.cumsum(np.diff(kept.astype(np.int8), prepend=1) == 1)
        return Traces(self.points[kept], (self.stroke + cuts)[kept], self.owner[kept], self.count)

    def take(self, order: Integers) -> "Traces":
        """The drawings of these numbers, in this order; a number may come again."""
        starts = np.append(self.starts, len(self.points))
        sizes = np.diff(starts)[order]
        owner = np.repeat(np.arange(len(order)), sizes)
        source = np.arange(len(owner)) + (starts[order] - (sizes.cumsum() - sizes))[owner]
        stroke = self.stroke[source]
        changes = (np.diff(stroke, prepend=-1) != 0) | (np.diff(owner, prepend=-1) != 0)
        return Traces(self.points[source], changes.cumsum() - 1, owner, len(order))


def one_after_another(parts: Sequence[Traces]) -> Traces:
    """The drawings of all parts, of which there is one at least."""
    counts = np.cumsum([0, *(part.count for part in parts)])
    strokes = np.cumsum([0, *(int(part.stroke[-1]) + 1 if len(part.stroke) else 0 for part in parts)])
    return Traces(
        np.concatenate([part.points for part in parts]),
        np.concatenate([part.stroke + first for part, first in zip(parts, strokes, strict=False)]),
        np.concatenate([part.owner + first for part, first in zip(parts, counts, strict=False)]),
        int(counts[-1]),
    )


def together(parts: Sequence[Traces]) -> Traces:
    """The first drawings of all parts in one drawing, the second ones in one, and so on: as many as each part has."""
    every = one_after_another(parts)
    owner = np.concatenate([part.owner for part in parts])
    order = np.argsort(owner, kind="stable")
    stroke = every.stroke[order]
    return Traces(
        every.points[order],
        (np.diff(stroke, prepend=-1) != 0).cumsum() - 1,
        owner[order],
        parts[0].count,
    )
