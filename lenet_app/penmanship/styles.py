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
    """The matrix (samples, points) that makes a curve of a stroke's control points."""
    count = len(points)
    if count == 1:
        return np.ones((1, 1), np.float32)
    chords = np.maximum(np.hypot(*np.diff(points, axis=0).T), _LEAST_POINT_DISTANCE)
    bends = [0, *(place for place in range(1, count - 1) if corners[place]), count - 1]
    rows = []
    for first, last in pairwise(bends):
        tangents = _tangents(first, last, np.sqrt(chords), count)
        for place in range(first, last):
            steps = max(2, int(np.ceil(chords[place] / _SAMPLE_SPACING)))
            end = place == count - 2
            along = np.linspace(0, 1, steps, endpoint=False) if not end else np.linspace(0, 1, steps + 1)
            rows.append(_hermite(along, place, np.sqrt(chords[place]), tangents[place - first : place - first + 2]))
    return np.concatenate(rows).astype(np.float32)


def _tangents(first: int, last: int, steps: Floats, count: int) -> npt.NDArray[np.float64]:
    """The curve's derivative at the points from `first` to `last` as rows (last − first + 1, count).

    Finite differences with knots the square roots of the chords apart, the centripetal Catmull-Rom curve (Catmull and
    Rom 1974; Lee 1989), which makes no loops of its own; at the ends, that of the parabola through three points.
    """
    slopes = np.zeros((last - first, count))
    for place in range(first, last):
        slopes[place - first, [place, place + 1]] = np.array([-1, 1]) / steps[place]
    tangents = np.empty((last - first + 1, count))
    for inner in range(1, last - first):
        before, after = steps[first + inner - 1], steps[first + inner]
        tangents[inner] = (slopes[inner - 1] * after + slopes[inner] * before) / (before + after)
    straight = len(slopes) == 1
    tangents[0] = slopes[0] if straight else 2 * slopes[0] - tangents[1]
    tangents[-1] = slopes[-1] if straight else 2 * slopes[-1] - tangents[-2]
    return tangents


def _hermite(
    along: npt.NDArray[np.float64], place: int, step: float, tangents: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Samples at `along` in [0, 1] of the cubic between the points `place` and `place` + 1."""
    square, cube = along**2, along**3
    rows = np.outer(cube - 2 * square + along, step * tangents[0]) + np.outer(cube - square, step * tangents[1])
    rows[:, place] += 2 * cube - 3 * square + 1
    rows[:, place + 1] += 3 * square - 2 * cube
    return rows


def _block_diagonal(blocks: Sequence[Floats]) -> Floats:
    rows, columns = (np.cumsum([0, *(block.shape[axis] for block in blocks)]) for axis in (0, 1))
    matrix = np.zeros((rows[-1], columns[-1]), np.float32)
    for number, block in enumerate(blocks):
        matrix[rows[number] : rows[number + 1], columns[number] : columns[number + 1]] = block
    return matrix
