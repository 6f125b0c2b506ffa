"""Drawings as JSON tells them: lists of points."""

import re

import numpy as np

from lenet_app.errors import UserError
from lenet_app.ink.normalise import BOX_SIDE
from lenet_app.ink.stroke_ink import PEN_WIDTH
from lenet_app.ink.strokes import Colour, Drawing, Point, Stroke
from lenet_app.language import tr

_LARGEST_COORDINATE = float(np.finfo(np.float32).max) / 4
"""Differences and sums of such coordinates stay finite in float32."""
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


def drawing_from_json(value: object) -> Drawing:
    """The drawing of one parsed object `{"strokes": [[[x, y], …], …]}`.

    Beside the strokes there may be `"colours"`, a list with an `"#rrggbb"` or null for each of them. Other keys are
    ignored, and so are further numbers of a point, such as its time or pressure. A stroke without points is left out.
    JSON tells no pen width: the strokes get the width that drawings are read with.

    Args:
        value: what a JSON parser made of a line; y down, any unit.

    Returns:
        The drawing; empty where there are no strokes.

    Raises:
        UserError: there are no strokes, something is not of this form, a coordinate is not a usable number, or there
            are not as many colours as strokes.
    """
    if not isinstance(value, dict) or "strokes" not in value:
        raise UserError(tr('The drawing cannot be read: it is not an object with "strokes".'))
    strokes = value["strokes"]
    if not isinstance(strokes, list):
        raise UserError(tr('The drawing cannot be read: its "strokes" are not a list.'))
    lines = [_points(stroke, number) for number, stroke in enumerate(strokes, 1)]
    colours = _colours(value.get("colours"), len(lines))
    width = _pen_width([point for line in lines for point in line])
    strokes_drawn = zip(lines, colours, strict=True)
    return Drawing(tuple(Stroke(line, width, colour) for line, colour in strokes_drawn if line))


def _points(stroke: object, number: int) -> tuple[Point, ...]:
    if not isinstance(stroke, list):
        sentence = tr("The drawing cannot be read: stroke {stroke} is not a list of points.")
        raise UserError(sentence.format(stroke=number))
    return tuple(_point(point, number, place) for place, point in enumerate(stroke, 1))


def _point(point: object, stroke: int, place: int) -> Point:
    if not isinstance(point, list) or len(point) < 2 or not all(map(_is_number, point)):
        sentence = tr("The drawing cannot be read: point {point} of stroke {stroke} is not two numbers.")
        raise UserError(sentence.format(point=place, stroke=stroke))
    x, y = point[:2]
    # Comparisons with NaN are false, and Python compares integers of any size with floats.
    if not (abs(x) <= _LARGEST_COORDINATE and abs(y) <= _LARGEST_COORDINATE):
        sentence = tr("The drawing cannot be read: point {point} of stroke {stroke} lies beyond all bounds.")
        raise UserError(sentence.format(point=place, stroke=stroke))
    return float(x), float(y)


def _colours(value: object, strokes: int) -> list[Colour | None]:
    if value is None:
        return [None] * strokes
    if not isinstance(value, list) or len(value) != strokes:
        raise UserError(tr('The drawing cannot be read: its "colours" are not one for each stroke.'))
    return [_colour(colour, number) for number, colour in enumerate(value, 1)]


def _colour(value: object, number: int) -> Colour | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        sentence = tr('The drawing cannot be read: the colour of stroke {stroke} is not like "#1a1d23".')
        raise UserError(sentence.format(stroke=number))
    red, green, blue = bytes.fromhex(value[1:])
    return red, green, blue


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pen_width(points: list[Point]) -> float:
    """The pen with which the drawing, fitted to its box, has the width that drawings are read with."""
    if not points:
        return 0.0
    xs, ys = zip(*points, strict=True)
    extent = max(max(xs) - min(xs), max(ys) - min(ys))
    return extent * PEN_WIDTH / (BOX_SIDE - PEN_WIDTH) if extent > 0 else 1.0
