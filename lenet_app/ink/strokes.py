"""Strokes of a pen: drawings, the eraser that cuts them, and their ink for the network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.ink.normalise import BOX_SIDE, Ink
from lenet_app.ink.raster import discs
from lenet_app.language import tr

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
Point = tuple[float, float]
"""x and y, y down; the unit is free (the canvas uses its side)."""

PEN_WIDTH = 2.5
"""The pen that every drawing is read with, in pixels of the fitted picture; the median of MNIST's digits is 2.44."""

_FINENESS = 6  # pixels of the ink per pixel of the fitted picture
_PEN_STEP = 2.0  # pixels of the ink between two prints of the pen; its edge then waves by 0.07 pixels at most
_STEPS_PER_REACH = 16  # how finely the eraser cuts a stroke
_LARGEST = float(np.finfo(np.float32).max) / 4  # differences and sums of coordinates stay finite in float32
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_MOST_STEPS = 1024  # for one segment, so that a tiny eraser on a long line stays quick


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
    unit = 0.0 if dot else (BOX_SIDE - PEN_WIDTH) * _FINENESS / extent
    # Whole pixels of the fitted picture; what is taken off keeps rounding errors from adding one.
    sides = np.ceil((high - low) * unit / _FINENESS + PEN_WIDTH - 1e-6).astype(int)
    scaled = [(stroke.line - (low + high) / 2) * unit + sides * _FINENESS / 2 for stroke in strokes]
    centres = np.concatenate([prints(line, _PEN_STEP) for line in scaled])
    width, height = (int(side) * _FINENESS for side in sides)
    marks = discs(centres, PEN_WIDTH * _FINENESS / 2, (height, width))
    return Ink(marks.astype(np.float32), 1 / _FINENESS)


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
    counts = np.clip(np.ceil(lengths / step), 1, _MOST_STEPS).astype(np.int64)
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
    positions = _positions(line, reach / _STEPS_PER_REACH, near)
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
    if not (abs(x) <= _LARGEST and abs(y) <= _LARGEST):
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
