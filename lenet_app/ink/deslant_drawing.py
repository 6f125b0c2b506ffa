"""Deslanting of drawings: set upright by the points of their strokes."""

from dataclasses import replace

import numpy as np

from lenet_app.ink.deslant import slant_of, upright
from lenet_app.ink.strokes import Drawing, Point, Stroke, prints

_PRINTS_PER_SIDE = 200
"""Of the pen, along the larger side of a drawing, by which its slant is measured."""


def deslanted_drawing(drawing: Drawing) -> tuple[Drawing, float]:
    """A drawing set upright, its strokes weighed by their lengths, and the slant it had.

    Returns:
        The drawing, about where it was, and `slant_of` its lines; where there is no slant it is the same drawing.
    """
    lines = [stroke.line for stroke in drawing.strokes if stroke.points]
    if not lines:
        return drawing, 0.0
    points = np.concatenate(lines)
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    if not extent > 0:
        return drawing, 0.0
    slant = slant_of(np.concatenate([prints((line - low) / extent, 1 / _PRINTS_PER_SIDE) for line in lines]))
    if slant == 0:
        return drawing, 0.0
    middle = np.array([0, (low[1] + points[:, 1].max()) / 2])

    def turned(stroke: Stroke) -> tuple[Point, ...]:
        return tuple((x, y) for x, y in (upright(stroke.line - middle, slant) + middle).tolist())

    return Drawing(tuple(replace(stroke, points=turned(stroke)) for stroke in drawing.strokes)), slant
