"""How a character is written, as data: strokes through control points, and the curves that lead through them.

The notation: a point is `x,y` in hundredths of the character's height, y down; points follow each other along a stroke,
`/` lifts the pen, and `!` behind a point makes it a corner, where the curve does not pass smoothly. A stroke of one
point is a dot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_SAMPLE_SPACING = 0.06
"""Heights of the character, between two samples of a curve."""
_LEAST_POINT_DISTANCE = 0.02
"""Heights of the character: control points nearer to each other count as so far apart."""


@dataclass(frozen=True, eq=False)
class Curves:
    """The strokes of a style as linear functions of its control points, so that many drawings are one product.

    Args:
        sharp: float32 (samples, points): the samples with the corners as they are marked.
        smooth: the same with the corners passed smoothly.
        stroke: intp (samples,), the number of the stroke that each sample lies on.
    """

    sharp: Floats
    smooth: Floats
    stroke: Integers


@dataclass(frozen=True, eq=False)
class Shape:
    """Strokes through control points, in several forms that are alike.

    Args:
        points: float32 (forms, points, 2), the control points of every form, in heights of the character.
        corners: of each stroke which of its points the curve does not pass smoothly.
    """

    points: Floats
    corners: tuple[tuple[bool, ...], ...]

    @cached_property
    def strokes(self) -> tuple[slice, ...]:
        """Where each stroke's control points are."""
        ends = np.cumsum([0, *map(len, self.corners)]).tolist()
        return tuple(slice(first, beyond) for first, beyond in pairwise(ends))

    @cached_property
    def curves(self) -> Curves:
        """The curves through the control points; how they pass them is settled by the forms' mean."""
        mean = self.points.mean(axis=0)
        parts = [(mean[place], corners) for place, corners in zip(self.strokes, self.corners, strict=True)]
        sharp = [_samples(points, corners) for points, corners in parts]
        smooth = [_samples(points, (False,) * len(corners)) for points, corners in parts]
        numbers = np.repeat(np.arange(len(parts)), [len(part) for part in sharp])
        return Curves(_block_diagonal(sharp), _block_diagonal(smooth), numbers)


@dataclass(frozen=True)
class Style:
    """One way of writing a character.

    Args:
        name: what a person would call it.
        weight: how often it is drawn beside the other styles of the same character.
        forms: its extremes, in the notation above, with the same strokes, points and corners: a writer's own form lies
            somewhere between them.

    Raises:
        ValueError: the weight is not positive, or the forms are not alike.
    """

    name: str
    weight: float
    forms: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse forms between which there is nothing."""
        if not self.weight > 0:
            raise ValueError(f"{self.name}: the weight {self.weight} is not positive")
        if len({tuple(stroke.corners for stroke in _parsed(form)) for form in self.forms}) != 1:
            raise ValueError(f"{self.name}: the forms differ in strokes, points or corners")

    @cached_property
    def shape(self) -> "Shape":
        """What it looks like, without its name."""
        forms = [_parsed(form) for form in self.forms]
        points = [[point for stroke in form for point in stroke.points] for form in forms]
        return Shape(np.asarray(points, np.float32) / np.float32(100), tuple(stroke.corners for stroke in forms[0]))


def styles_of(table: str) -> tuple[Style, ...]:
    """The styles of a table: a line `name: weight`, and below it a form in each indented line.

    Raises:
        ValueError: a style has no weight or no form, or its forms are not alike.
    """
    found: list[tuple[str, list[str]]] = []
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            found.append((line, []))
        else:
            found[-1][1].append(line.strip())
    return tuple(Style(head.rpartition(":")[0], float(head.rpartition(":")[2]), tuple(forms)) for head, forms in found)


@dataclass(frozen=True)
class _Stroke:
    points: tuple[tuple[float, float], ...]
    corners: tuple[bool, ...]


def _parsed(form: str) -> list[_Stroke]:
    strokes = []
    for text in form.split("/"):
        words = text.split()
        places = [word.rstrip("!").split(",") for word in words]
        points = tuple((float(x), float(y)) for x, y in places)
        strokes.append(_Stroke(points, tuple(word.endswith("!") for word in words)))
    return strokes


def _samples(points: Floats, corners: Sequence[bool]) -> Floats:
    """The matrix (samples, points) that makes a curve of a stroke's control points.

    Between each point and the next it is the cubic that has their places and tangents.
    """
    count = len(points)
    if count == 1:
        return np.ones((1, 1), np.float32)
    chords = np.maximum(np.hypot(*np.diff(points, axis=0).T), _LEAST_POINT_DISTANCE)
    steps = np.maximum(2, np.ceil(chords / _SAMPLE_SPACING).astype(int))
    # The samples between two points begin on the first of them; the last sample of all lies on the last point.
    first = np.cumsum(steps) - steps
    place = np.repeat(np.arange(count - 1), steps + (np.arange(count - 1) == count - 2))
    numbers = np.arange(len(place))
    along = (numbers - first[place]) / steps[place]
    square, cube = along**2, along**3
    knots = np.sqrt(chords)
    leaving, reaching = _tangents(knots, corners)
    out, into = (cube - 2 * square + along) * knots[place], (cube - square) * knots[place]
    rows = out[:, None] * leaving[place] + into[:, None] * reaching[place]
    rows[numbers, place] += 2 * cube - 3 * square + 1
    rows[numbers, place + 1] += 3 * square - 2 * cube
    return np.asarray(rows, np.float32)


def _tangents(
    knots: npt.NDArray[np.float64], corners: Sequence[bool]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The curve's derivatives, as rows (points - 1, points), where it leaves each point and where it reaches the next.

    Finite differences with knots the square roots of the chords apart, the centripetal Catmull-Rom curve (Catmull and
    Rom 1974; Lee 1989), which makes no loops of its own; at ends and corners that of the parabola through three points.
    """
    between = np.arange(len(knots))
    slopes = np.zeros((len(knots), len(knots) + 1))
    slopes[between, between], slopes[between, between + 1] = -1 / knots, 1 / knots
    before, after = knots[:-1, None], knots[1:, None]
    leaving, reaching = slopes.copy(), slopes.copy()
    leaving[1:] = reaching[:-1] = (slopes[:-1] * after + slopes[1:] * before) / (before + after)
    bends = [0, *(place for place in range(1, len(knots)) if corners[place]), len(knots)]
    for first, beyond in pairwise(bends):
        last = beyond - 1
        if first == last:
            leaving[first] = reaching[first] = slopes[first]
        else:
            leaving[first] = 2 * slopes[first] - reaching[first]
            reaching[last] = 2 * slopes[last] - leaving[last]
    return leaving, reaching


def _block_diagonal(blocks: Sequence[Floats]) -> Floats:
    rows, columns = (np.cumsum([0, *(block.shape[axis] for block in blocks)]) for axis in (0, 1))
    matrix = np.zeros((rows[-1], columns[-1]), np.float32)
    for number, block in enumerate(blocks):
        matrix[rows[number] : rows[number + 1], columns[number] : columns[number + 1]] = block
    return matrix
