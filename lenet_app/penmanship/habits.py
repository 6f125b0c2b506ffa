"""What hands make of the shapes they were taught: loops at corners, moved or joined strokes, tails, parts left out.

A habit changes the strokes of a shape themselves, whatever character it is, where `hand` only bends them. Which habits
a few drawings have is drawn by chance, and so is how far each goes: not as certain people write, but wider.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.styles import Shape

Floats = npt.NDArray[np.float32]
Corners = tuple[tuple[bool, ...], ...]
Strokes = list["_Stroke"]

_TO_JOIN = 0.4
"""Heights of the character: pens are left on the paper for ways not much longer than this."""
_BETWEEN_POINTS = 14
"""Control points of a stroke between two styles."""
_ALIKE = 0.14
"""Heights of the character: strokes that are further apart on average are not mixed."""


@dataclass(frozen=True, eq=False)
class _Stroke:
    """A stroke of every form: points (forms, points, 2), and which of them are corners."""

    points: Floats
    corners: tuple[bool, ...]


def with_habits(shape: Shape, random: np.random.Generator) -> Shape:
    """The shape as somebody with one or several habits writes it.

    Args:
        shape: as it is taught.
        random: the source of which habits it is, and how far each goes.
    """
    strokes = [_Stroke(shape.points[:, place], own) for place, own in zip(shape.strokes, shape.corners, strict=True)]
    for habit, share in _HABITS:
        if random.random() < share:
            strokes = habit(strokes, random)
    return Shape(
        np.concatenate([stroke.points for stroke in strokes], axis=1), tuple(stroke.corners for stroke in strokes)
    )


def between(one: Shape, other: Shape) -> Shape | None:
    """A shape of which every mixture of the two is a form; None where these are not written alike."""
    if len(one.strokes) != len(other.strokes):
        return None
    strokes, total = [], 0.0
    for first, second in zip(_traced(one), _traced(other), strict=True):
        apart = np.linalg.norm(first[:, None] - second[None], axis=3).mean(axis=2)
        total = max(total, float(apart.min()))
        strokes.append(np.concatenate([first, second]))
    if total > _ALIKE:
        return None
    return Shape(np.concatenate(strokes, axis=1), ((False,) * _BETWEEN_POINTS,) * len(strokes))


def _traced(shape: Shape) -> list[Floats]:
    """Points at even distances along each stroke of every form, (forms, `_BETWEEN_POINTS`, 2)."""
    found = []
    for number in range(len(shape.strokes)):
        own = shape.curves.sharp[shape.curves.stroke == number]
        lines = np.einsum("sp,fpd->fsd", own, shape.points)
        lengths = np.linalg.norm(np.diff(lines, axis=1), axis=2)
        along = np.cumsum(np.pad(lengths, ((0, 0), (1, 0))), axis=1)
        places = [np.linspace(0, end, _BETWEEN_POINTS) for end in along[:, -1]]
        found.append(
            np.stack(
                [
                    np.stack([np.interp(place, way, line[:, axis]) for axis in (0, 1)], axis=1)
                    for place, way, line in zip(places, along, lines, strict=True)
                ]
            ).astype(np.float32)
        )
    return found


def _moved(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """One of several strokes longer or shorter than was taught, turned, and somewhere else."""
    if len(strokes) < 2:
        return strokes
    number = int(random.integers(len(strokes)))
    stroke = strokes[number]
    middle = stroke.points.mean(axis=1, keepdims=True)
    size = np.exp(random.uniform(-0.4, 0.4))
    angle = np.deg2rad(random.uniform(-25, 25))
    moved = middle + size * _turned(stroke.points - middle, angle) + random.normal(0, 0.06, (1, 1, 2)).clip(-0.15, 0.15)
    return [*strokes[:number], _Stroke(moved.astype(np.float32), stroke.corners), *strokes[number + 1 :]]


def _joined(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """The pen stays on the paper between strokes, the sooner the nearer they are."""
    found = strokes[:1]
    for stroke in strokes[1:]:
        last = found[-1]
        way = float(np.linalg.norm(stroke.points[:, 0] - last.points[:, -1], axis=1).mean())
        if len(last.corners) > 1 < len(stroke.corners) and random.random() < np.exp(-way / _TO_JOIN):
            corners = (*last.corners[:-1], True, True, *stroke.corners[1:])
            found[-1] = _Stroke(np.concatenate([last.points, stroke.points], axis=1), corners)
        else:
            found.append(stroke)
    return found


def _looped(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A corner becomes a loop on its outer side."""
    places = [
        (k, place)
        for k, stroke in enumerate(strokes)
        for place in range(1, len(stroke.corners) - 1)
        if stroke.corners[place]
    ]
    if not places:
        return strokes
    number, place = places[random.integers(len(places))]
    stroke = strokes[number]
    here = stroke.points[:, place]
    coming, going = _direction(here - stroke.points[:, place - 1]), _direction(stroke.points[:, place + 1] - here)
    outwards = _direction(coming - going + np.float32(1e-3) * _turned(coming, np.pi / 2))
    aside = _turned(outwards, np.pi / 2)
    side = np.sign((coming * aside).sum(axis=1, keepdims=True).mean() + 1e-6)
    radius, narrow = random.uniform(0.03, 0.11), random.uniform(0.35, 0.9)
    loop = np.stack(
        [
            here + radius * (0.8 * outwards + narrow * side * aside),
            here + radius * 1.9 * outwards,
            here + radius * (0.8 * outwards - narrow * side * aside),
        ],
        axis=1,
    )
    points = np.concatenate([stroke.points[:, :place], loop, stroke.points[:, place + 1 :]], axis=1)
    corners = (*stroke.corners[:place], False, False, False, *stroke.corners[place + 1 :])
    return [*strokes[:number], _Stroke(points.astype(np.float32), corners), *strokes[number + 1 :]]


def _rounded(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """Most corners passed smoothly."""
    return [
        _Stroke(stroke.points, tuple(corner and random.random() < 0.3 for corner in stroke.corners))
        for stroke in strokes
    ]


def _with_tail(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A stroke that goes on to either side where it should end."""
    return _extended(strokes, random, turn=(20, 150), length=(0.05, 0.22))


def _with_start(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A stroke that sets out from somewhere else."""
    backwards = [_reversed(stroke) for stroke in strokes]
    return [_reversed(stroke) for stroke in _extended(backwards, random, turn=(20, 160), length=(0.04, 0.16))]


def _overshooting(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A stroke that goes on the way it went."""
    return _extended(strokes, random, turn=(0, 15), length=(0.05, 0.25))


def _extended(
    strokes: Strokes, random: np.random.Generator, turn: tuple[float, float], length: tuple[float, float]
) -> Strokes:
    """One of the strokes with a point beyond its end, so many degrees to either side and so far away."""
    number = int(random.integers(len(strokes)))
    stroke = strokes[number]
    if len(stroke.corners) < 2:
        return strokes
    end = stroke.points[:, -1]
    angle = np.deg2rad(random.uniform(*turn)) * random.choice((-1, 1))
    beyond = end + random.uniform(*length) * _turned(_direction(end - stroke.points[:, -2]), angle)
    corners = (*stroke.corners[:-1], bool(random.random() < 0.4), False)
    points = np.concatenate([stroke.points, beyond[:, None]], axis=1).astype(np.float32)
    return [*strokes[:number], _Stroke(points, corners), *strokes[number + 1 :]]


def _cut(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """A stroke whose beginning or end is missing."""
    number = int(random.integers(len(strokes)))
    stroke = strokes[number]
    if len(stroke.corners) < 3:
        return strokes
    if backwards := random.random() < 0.5:
        stroke = _reversed(stroke)
    points = stroke.points.copy()
    points[:, -1] += np.float32(random.uniform(0.25, 0.8)) * (points[:, -2] - points[:, -1])
    cut = _Stroke(points, stroke.corners)
    return [*strokes[:number], _reversed(cut) if backwards else cut, *strokes[number + 1 :]]


def _doubled(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """The end of a stroke drawn a second time, on the way back and a little beside it."""
    number = int(random.integers(len(strokes)))
    stroke = strokes[number]
    if len(stroke.corners) < 2:
        return strokes
    back = int(random.integers(1, min(3, len(stroke.corners) - 1) + 1))
    beside = random.normal(0, 0.035, (1, back, 2))
    points = np.concatenate([stroke.points, stroke.points[:, -1 - back : -1][:, ::-1] + beside], axis=1)
    corners = (*stroke.corners[:-1], True, *stroke.corners[-1 - back : -1][::-1][:-1], False)
    return [*strokes[:number], _Stroke(points.astype(np.float32), corners), *strokes[number + 1 :]]


def _uneven(strokes: Strokes, random: np.random.Generator) -> Strokes:
    """Upper and lower half, left and right, of other sizes than was taught."""
    every = np.concatenate([stroke.points for stroke in strokes], axis=1)
    low, high = every.min(axis=1, keepdims=True), every.max(axis=1, keepdims=True)
    size = np.maximum(high - low, 0.05)
    bend, pinch = random.normal(0, 0.3, 2).clip(-0.6, 0.6), random.normal(0, 0.25)
    found = []
    for stroke in strokes:
        place = (stroke.points - low) / size
        moved = place + bend * place * (1 - place) * (size > 0.3)
        middle = 0.5 + (moved[..., :1] - 0.5) * (1 + pinch * (2 * moved[..., 1:] - 1))
        moved = np.concatenate([middle, moved[..., 1:]], axis=2)
        found.append(_Stroke((low + size * moved).astype(np.float32), stroke.corners))
    return found


_HABITS: tuple[tuple[Callable[[Strokes, np.random.Generator], Strokes], float], ...] = (
    (_uneven, 0.6),
    (_cut, 0.12),
    (_moved, 0.3),
    (_joined, 0.35),
    (_looped, 0.3),
    (_rounded, 0.2),
    (_with_tail, 0.25),
    (_with_start, 0.2),
    (_overshooting, 0.15),
    (_doubled, 0.08),
)
"""Each with the share of the drawings that have it."""


def _reversed(stroke: _Stroke) -> _Stroke:
    return _Stroke(stroke.points[:, ::-1], stroke.corners[::-1])


def _direction(way: Floats) -> Floats:
    return np.asarray(way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6), np.float32)


def _turned(way: Floats, angle: float) -> Floats:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(way @ np.array([[cos, sin], [-sin, cos]]), np.float32)
