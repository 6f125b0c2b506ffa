"""The ink of strokes for the network: their centre lines, drawn with one pen."""

import numpy as np

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import BOX_SIDE
from lenet_app.ink.raster import discs
from lenet_app.ink.strokes import Drawing, prints

PEN_WIDTH = 2.5
"""The pen that every drawing is read with, in pixels of the fitted picture; the median of MNIST's digits is 2.44."""

_INK_PIXELS_PER_PIXEL = 6
_PEN_STEP_PIXELS = 2.0
"""Of the ink; the edge of a stroke then waves by 0.07 of them at most."""


def drawing_ink(drawing: Drawing) -> Ink | None:
    """The ink of a drawing as one pen would have drawn it, whatever the pen's width and the drawing's size were.

    The longer side of the box of the centre lines becomes 20 − `PEN_WIDTH` pixels of the fitted picture, and the lines
    are drawn with a round pen of `PEN_WIDTH`, finer by a whole factor, so that `fit` only has to average. A drawing
    that is no longer than half its pen is a dot.

    Returns:
        The ink, or None where nothing is drawn.
    """
    strokes = [stroke for stroke in drawing.strokes if stroke.points]
    if not strokes:
        return None
    low = np.min([stroke.box[0] for stroke in strokes], axis=0)
    high = np.max([stroke.box[1] for stroke in strokes], axis=0)
    extent = float((high - low).max())
    widest = max(stroke.width for stroke in strokes)
    dot = extent <= max(widest / 2, float(np.finfo(np.float32).tiny))
    unit = 0.0 if dot else (BOX_SIDE - PEN_WIDTH) * _INK_PIXELS_PER_PIXEL / extent
    # Whole pixels of the fitted picture; what is taken off keeps rounding errors from adding one.
    sides = np.ceil((high - low) * unit / _INK_PIXELS_PER_PIXEL + PEN_WIDTH - 1e-6).astype(int)
    scaled = [(stroke.line - (low + high) / 2) * unit + sides * _INK_PIXELS_PER_PIXEL / 2 for stroke in strokes]
    centres = np.concatenate([prints(line, _PEN_STEP_PIXELS) for line in scaled])
    width, height = (int(side) * _INK_PIXELS_PER_PIXEL for side in sides)
    marks = discs(centres, PEN_WIDTH * _INK_PIXELS_PER_PIXEL / 2, (height, width))
    return Ink(marks.astype(np.float32), 1 / _INK_PIXELS_PER_PIXEL)
