"""A drawing of one or several rows as the ink of a page."""

from dataclasses import dataclass

import numpy as np

from lenet_app.ink.normalise import BOX_SIDE, Ink
from lenet_app.ink.raster import discs
from lenet_app.ink.strokes import PEN_WIDTH, Drawing, prints

_DIGIT = 96  # pixels that the typical digit becomes high
_LONGEST = 2048  # pixels of the page, which go before
_STEP = 2.0  # pixels between two prints of the pen


@dataclass(frozen=True, eq=False)
class DrawingInk:
    """The ink of a drawing as one pen would have drawn it, whatever the pen's width was.

    Args:
        ink: the marks.
        left: where the left edge of `ink` lies, in the drawing's unit.
        top: the same of its upper edge.
        scale: pixels of `ink` per unit of the drawing.
    """

    ink: Ink
    left: float
    top: float
    scale: float


def page_of_drawing(drawing: Drawing) -> DrawingInk | None:
    """The ink of a drawing with as many digits as there may be, or None where nothing is drawn.

    A digit is taken to be as high as the longer strokes are, and the pen to be what it is in a fitted picture.
    """
    strokes = [stroke for stroke in drawing.strokes if stroke.points]
    heights = np.array([stroke.box[1][1] - stroke.box[0][1] for stroke in strokes])
    if not heights.size or heights.max() <= 0:
        return None
    low = np.min([stroke.box[0] for stroke in strokes], axis=0)
    high = np.max([stroke.box[1] for stroke in strokes], axis=0)
    digit = float(np.median(heights[heights >= heights.max() / 3]))
    scale = min(_DIGIT / digit, _LONGEST / float((high - low).max()))
    radius = max(1.0, scale * digit * PEN_WIDTH / BOX_SIDE / 2)
    room = radius + 1
    centres = np.concatenate([prints((stroke.line - low) * scale + room, _STEP) for stroke in strokes])
    width, height = (int(side) for side in np.ceil((high - low) * scale + 2 * room))
    marks = discs(centres, radius, (height, width)).astype(np.float32)
    left, top = (float(value) for value in low - room / scale)
    return DrawingInk(Ink(marks), left, top, scale)
