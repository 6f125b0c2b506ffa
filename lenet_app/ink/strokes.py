"""Strokes of a pen: drawings, and the eraser that cuts them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
Point = tuple[float, float]
"""x and y, y down; the unit is free (the canvas uses its side)."""

PEN_COLOUR: Colour = (26, 29, 35)
"""Of strokes whose colour nobody chose; the sheet is white."""

_ERASER_STEPS_PER_REACH = 16
_MOST_STEPS_PER_SEGMENT = 1024
"""So that a tiny eraser on a long line stays quick."""


@dataclass(frozen=True)
class Stroke:
    """What the pen drew between being set down and lifted.

    Args:
        points: the centre line; a single point is a dot.
        width: the pen's, in the unit of the points.
        colour: the pen's; None is the colour of a pen that nobody chose. Ink has none.
    """

    points: tuple[Point, ...]
    width: float
    colour: Colour | None = None

    @cached_property
    def line(self) -> Floats:
        """The points as float64 (n, 2), read-only; kept, for the eraser asks at every move."""
        line = _line(self.points)
        line.flags.writeable = False
        return line

    @cached_property
    def box(self) -> tuple[Floats, Floats]:
        """The smallest and the largest x and y of the points, of which there is one at least."""
        return self.line.min(axis=0), self.line.max(axis=0)


@dataclass(frozen=True)
class Drawing:
    """Strokes in the order of their drawing; never changed, so undo is the drawing before."""

    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not any(stroke.points for stroke in self.strokes)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of the drawn lines, the pen's width included; None where nothing is drawn."""
        edges = [
            (*(stroke.box[0] - stroke.width / 2), *(stroke.box[1] + stroke.width / 2))
            for stroke in self.strokes
            if stroke.points
        ]
        if not edges:
            return None
        left, top, right, bottom = zip(*edges, strict=True)
        return float(min(left)), float(min(top)), float(max(right)), float(max(bottom))

    def with_stroke(self, stroke: Stroke) -> "Drawing":
        """The drawing with one more stroke."""
        return Drawing((*self.strokes, stroke))

    def scaled(self, factor: float, left: float, top: float) -> "Drawing":
        """The drawing `factor` times as large, the pen's width included, and then moved by `left` and `top`."""
        return Drawing(
            tuple(
                replace(
                    stroke,
                    points=tuple((left + factor * x, top + factor * y) for x, y in stroke.points),
                    width=factor * stroke.width,
                )
                for stroke in self.strokes
            )
        )

    def erased(self, path: Sequence[Point], radius: float) -> "Drawing":
        """The drawing without what a round eraser touches on its way.

        Args:
            path: the way of the eraser's middle; a single point is a tap.
            radius: the eraser's, above 0.

        Returns:
            Strokes that were touched are cut, their pieces keep width and colour. Without a touch it is this drawing.
        """
        if not path:
            return self
        way = _line(path)
        pieces: list[Stroke] = []
        for stroke in self.strokes:
            pieces.extend(_pieces(stroke, way, radius + stroke.width / 2))
        return self if tuple(pieces) == self.strokes else Drawing(tuple(pieces))


def prints(line: Floats, step: float) -> Floats:
    """Places (n, 2) along `line` (m, 2), at most `step` apart, each of its points among them: where the pen prints."""
    return _at(line, _positions(line, step))


def _line(points: Sequence[Point]) -> Floats:
    return np.asarray(points, np.float64).reshape(-1, 2)


def _positions(line: Floats, step: float, wanted: Bools | None = None) -> Floats:
    """Places along `line`, as fractions between the numbers of its points, at most `step` apart; all points are in.

    Between points nothing is added in the segments that are not `wanted`.
    """
    lengths = np.hypot(*np.diff(line, axis=0).T)
    counts = np.clip(np.ceil(lengths / step), 1, _MOST_STEPS_PER_SEGMENT).astype(np.int64)
    if wanted is not None:
        counts[~wanted] = 1
    segment = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(segment)) - np.repeat(counts.cumsum() - counts, counts)
    return np.append(segment + within / counts[segment], len(line) - 1.0)


def _at(line: Floats, positions: Floats) -> Floats:
    """The points (n, 2) of `line` at `positions`."""
    numbers = np.arange(len(line))
    return np.stack([np.interp(positions, numbers, line[:, axis]) for axis in (0, 1)], axis=1)


def _near(low: Floats, high: Floats, way: Floats, reach: float) -> Bools:
    """Which boxes (…, 2) come within `reach` of that of `way`; only there the exact answer is worth its time."""
    return np.asarray((np.maximum(low - way.max(axis=0), way.min(axis=0) - high) <= reach).all(axis=-1))


def _distance(samples: Floats, way: Floats) -> Floats:
    """How far each of `samples` (n, 2) is from the polyline `way`."""
    nearest: Floats = np.hypot(*(samples - way[0]).T)
    for start, end in pairwise(way):
        direction, offset = end - start, samples - start
        length = float(direction @ direction)
        along = np.clip(offset @ direction / length, 0, 1) if length > 0 else np.zeros(len(samples))
        np.minimum(nearest, np.hypot(*(offset - along[:, None] * direction).T), out=nearest)
    return nearest


def _pieces(stroke: Stroke, way: Floats, reach: float) -> list[Stroke]:
    """What is left of `stroke` beyond `reach` of `way`."""
    if not stroke.points or not _near(*stroke.box, way, reach):
        return [stroke]
    line = stroke.line
    # What is erased lies in segments that come near, with all their neighbours: the ends of pieces do so too.
    near = _near(np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:]), way, reach)
    if len(line) > 1 and not near.any():
        return [stroke]
    positions = _positions(line, reach / _ERASER_STEPS_PER_REACH, near)
    samples = _at(line, positions)
    kept = _distance(samples, way) > reach
    if kept.all():
        return [stroke]
    changes = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    pieces = []
    for first, last in zip(changes[::2], changes[1::2] - 1, strict=True):
        # Between the ends of a piece the points that were drawn are enough.
        drawn = (positions[first : last + 1] % 1 == 0).nonzero()[0] + first
        chosen = np.unique(np.concatenate([[first, last], drawn]))
        if len(chosen) > 1:
            pieces.append(replace(stroke, points=tuple((x, y) for x, y in samples[chosen].tolist())))
    return pieces
