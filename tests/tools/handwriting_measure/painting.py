"""Strokes on a canvas, and the canvas as the picture that a person sees of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.ink.raster import discs
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import Drawing, prints
from tests.tools.handwriting_measure.plan import View

Bytes = npt.NDArray[np.uint8]

SIDE = 280
"""Pixels of the canvas: the least that the window gives it, and a usual one of other programs."""
MARGIN = 0.02
"""Between the edge of a drawn line and the canvas' edge, as a share of the side."""

_FINENESS = 2  # pixels in each direction that one pixel of the picture is averaged from
_PAPER, _INK = 255, 26


def on_canvas(value: dict[str, Any], view: View, number: int) -> Drawing:
    """A drawing as a hand would have drawn it on the canvas, the unit square.

    Args:
        value: the parsed object with the strokes.
        view: its size, its place and the pen's width. Without a size the drawing is left as it is.
        number: the sample's; says which of the four corners a drawing lies in.

    Returns:
        The drawing, its points on whole pixels of the canvas: a mouse knows no others.

    Raises:
        UserError: the object is no drawing.
    """
    drawing = drawing_from_json(value)
    if view.digit is None or drawing.is_empty:
        return drawing
    points = np.concatenate([stroke.line for stroke in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    unit = view.digit / extent if extent > 0 else 0.0
    middle = np.full(2, 0.5)
    if view.in_a_corner:
        edge = (high - low) * unit / 2 + view.pen / 2 + MARGIN
        middle = np.where([number % 2, number // 2 % 2], 1 - edge, edge)
    strokes = []
    for stroke in drawing.strokes:
        line = np.round(((stroke.line - (low + high) / 2) * unit + middle) * SIDE) / SIDE
        strokes.append(replace(stroke, points=tuple((x, y) for x, y in line.tolist()), width=view.pen))
    return Drawing(tuple(strokes))


def painted(drawing: Drawing) -> Bytes:
    """The canvas as a picture: dark ink on white by a round pen, its edges smooth.

    Returns:
        uint8 (`SIDE`, `SIDE`, 4): red, green, blue and opacity, all opaque.
    """
    fine = SIDE * _FINENESS
    grey = np.full((SIDE, SIDE), _PAPER, np.uint8)
    if drawing.bounds is not None:
        # Nothing is painted beyond this box of whole pixels.
        left, top, right, bottom = np.clip(np.array(drawing.bounds) * SIDE + [-1, -1, 2, 2], 0, SIDE).astype(int)
        width, height = right - left, bottom - top
        marks = np.zeros((height * _FINENESS, width * _FINENESS), np.bool_)
        for stroke in drawing.strokes:
            radius = stroke.width * fine / 2
            # Prints this far apart leave an edge that waves by a five-hundredth of the radius.
            places = prints(stroke.line * fine, max(1.0, radius / 8)) - [left * _FINENESS, top * _FINENESS]
            marks |= discs(places, radius, marks.shape)
        covered = marks.reshape(height, _FINENESS, width, _FINENESS).mean(axis=(1, 3))
        grey[top:bottom, left:right] = np.round(_PAPER + (_INK - _PAPER) * covered)
    return np.stack([grey, grey, grey, np.full_like(grey, 255)], axis=2)
