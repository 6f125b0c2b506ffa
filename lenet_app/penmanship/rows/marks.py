"""What stands in rows beside digits: dots, commas, dashes, equal and number signs, joins, ruling and walls of boxes."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows.glyphs import HEIGHT
from lenet_app.penmanship.rows.hands import DIGIT

Floats = npt.NDArray[np.float32]
Lines = list[tuple[tuple[float, float], ...]]
"""Strokes through points, x and y; a stroke of one point is a dot."""

_MIDDLE = HEIGHT / 2
_EDGE = 1.0  # pixels over which a line fades
_ROOMY = 14.0  # pixels between two digits, where a sign of arithmetic may stand
_CALCULATED = 0.6  # of what stands where there is as much room


def draw(canvas: Floats, lines: Lines, pen: float) -> None:
    """Draw strokes of the width `pen` on a row, float32 (height, width), in place."""
    for points in lines:
        ends = points if len(points) > 1 else (points[0], points[0])
        for (x0, y0), (x1, y1) in pairwise(ends):
            _draw_straight(canvas, (x0, y0), (x1, y1), pen / 2)


def between(x: float, base: float, room: float, random: np.random.Generator) -> Lines:
    """A mark between two digits, at `x` on the line `base` they stand on.

    It is a dot or comma, seldom a dash; where there is `room` enough between them, in pixels, also +, × or ÷.
    """
    if room >= _ROOMY and random.random() < _CALCULATED:
        return _operation(x, base, min(room - 6, 15) / 2, random)
    kind = random.choice(len(_BETWEEN_KINDS), p=_BETWEEN_SHARES)
    return _BETWEEN_KINDS[kind](x, base, random)


def around(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    """Marks before or after a number, from about `x` on: dashes, equal and number signs, stars, waves."""
    kind = random.choice(len(_AROUND_KINDS), p=_AROUND_SHARES)
    return _AROUND_KINDS[kind](x, base, size, random)


def ruling(width: float, random: np.random.Generator) -> Lines:
    """What is left of a line that the number stands on, or of one above it."""
    below = random.random() < 0.75
    level = _MIDDLE + random.uniform(9, 15) if below else _MIDDLE - random.uniform(10, 15)
    slope = random.normal(0, 0.02)
    found: Lines = []
    for _ in range(int(random.integers(1, 4))):
        start = random.uniform(0, width)
        end = min(width, start + random.gamma(2, 12))
        found.append(((start, level + slope * start), (end, level + slope * end)))
    return found


def wall(x: float, random: np.random.Generator) -> Lines:
    """The wall of a form's box: higher than any digit."""
    lean = random.normal(0, 0.6)
    return [((x - lean, -2.0), (x + lean, HEIGHT + 2.0))]


def _draw_straight(canvas: Floats, start: tuple[float, float], end: tuple[float, float], radius: float) -> None:
    reach = radius + _EDGE
    (x0, y0), (x1, y1) = start, end
    left, right = max(0, int(min(x0, x1) - reach)), min(canvas.shape[1], int(max(x0, x1) + reach) + 1)
    top, bottom = max(0, int(min(y0, y1) - reach)), min(canvas.shape[0], int(max(y0, y1) + reach) + 1)
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5 - x0)
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + np.float32(0.5 - y0)
    dx, dy = x1 - x0, y1 - y0
    along = ((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-6)).clip(0, 1)
    ink = (radius - np.hypot(x - along * dx, y - along * dy)) / _EDGE + 0.5
    window = canvas[top:bottom, left:right]
    np.maximum(window, ink.clip(0, 1), out=window, casting="unsafe")


def _dot(x: float, base: float, random: np.random.Generator) -> Lines:
    y = base - random.uniform(-2, 3)
    return [((x, y), (x + random.normal(0, 0.8), y + random.normal(0, 0.6)))]


def _comma(x: float, base: float, random: np.random.Generator) -> Lines:
    y = base - random.uniform(-1, 3)
    return [((x, y), (x - random.uniform(-0.5, 3), y + random.uniform(2, 6)))]


def _high_comma(x: float, base: float, random: np.random.Generator) -> Lines:
    y = base - DIGIT * random.uniform(0.8, 1.1)
    return [((x, y), (x - random.uniform(0, 2), y + random.uniform(2, 5)))]


def _colon(x: float, base: float, random: np.random.Generator) -> Lines:
    return [*_dot(x, base - 2, random), *_dot(x, base - random.uniform(8, 12), random)]


def _middle_dot(x: float, base: float, random: np.random.Generator) -> Lines:
    return _dot(x, base - random.uniform(4, 10), random)


def _small_dash(x: float, base: float, random: np.random.Generator) -> Lines:
    y, half = base - random.uniform(7, 12), random.uniform(2, 4)
    return [((x - half, y + random.normal(0, 1)), (x + half, y + random.normal(0, 1)))]


def _operation(x: float, base: float, reach: float, random: np.random.Generator) -> Lines:
    y, reach = base - random.uniform(7, 12), reach * random.uniform(0.7, 1)
    level: Lines = [((x - reach, y + random.normal(0, 0.8)), (x + reach, y + random.normal(0, 0.8)))]
    kind = random.random()
    if kind < 0.4:
        return [*level, ((x + random.normal(0, 0.8), y - reach), (x + random.normal(0, 0.8), y + reach))]
    if kind < 0.75:
        slope = reach * random.uniform(0.7, 1.1)
        return [((x - reach, y - slope), (x + reach, y + slope)), ((x + reach, y - slope), (x - reach, y + slope))]
    apart = reach * random.uniform(0.5, 0.9)
    return [*level, ((x, y - apart),), ((x, y + apart),)]


_Between = Callable[[float, float, np.random.Generator], Lines]
_BETWEEN_KINDS: tuple[_Between, ...] = (_dot, _comma, _middle_dot, _high_comma, _colon, _small_dash)
_BETWEEN_SHARES = np.array([0.5, 0.22, 0.12, 0.06, 0.04, 0.06])


def _dash(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    y, long = base - size * random.uniform(0.25, 0.65), random.uniform(0.25, 1.4) * size
    bow = random.normal(0, 0.06) * size
    return [((x, y), (x + long / 2, y + bow), (x + long, y + random.normal(0, 0.08) * size))]


def _equal(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    apart = random.uniform(0.15, 0.4) * size
    lower = _dash(x, base, size, random)
    upper = [tuple((px + random.normal(0, 1), py - apart) for px, py in line) for line in lower]
    return [*lower, *upper]


def _dot_and_dash(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    first = _comma(x, base, random) if random.random() < 0.4 else _dot(x, base, random)
    return [*first, *_dash(x + random.uniform(2, 8), base, size, random)]


def _last_dot(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    return _dot(x, base - random.uniform(-0.1, 0.4) * size, random)


def _number_sign(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    high, wide, lean = size * random.uniform(0.6, 1.1), size * random.uniform(0.5, 0.9), random.uniform(0, 0.35)
    top = base - high * random.uniform(0.9, 1.1)
    upright = [((x + wide * k + lean * high, top), (x + wide * k, top + high)) for k in (0.3, 0.7)]
    level = [((x, top + high * k), (x + wide + lean * high, top + high * k - random.normal(0, 1))) for k in (0.33, 0.7)]
    return [*upright, *level]


def _star(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    reach, y = size * random.uniform(0.15, 0.35), base - size * random.uniform(0.35, 0.7)
    turn = random.uniform(0, np.pi)
    spokes = int(random.integers(2, 4))
    ends = [(np.cos(turn + k * np.pi / spokes), np.sin(turn + k * np.pi / spokes)) for k in range(spokes)]
    return [((x + reach - reach * c, y - reach * s), (x + reach + reach * c, y + reach * s)) for c, s in ends]


def _wave(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    y, long = base - size * random.uniform(0.2, 0.6), size * random.uniform(0.5, 1.5)
    along = np.linspace(0, 1, 9)
    high = size * random.uniform(0.04, 0.12) * np.sin(along * random.uniform(5, 12) + random.uniform(0, 6))
    return [tuple((float(x + long * a), float(y + h)) for a, h in zip(along, high, strict=True))]


def _tail(x: float, base: float, size: float, random: np.random.Generator) -> Lines:
    y = base + size * random.uniform(0, 0.2)
    return [((x, y), (x + size * random.uniform(0.3, 1.5), y + random.normal(0, 0.1) * size))]


_Around = Callable[[float, float, float, np.random.Generator], Lines]
_AROUND_KINDS: tuple[_Around, ...] = (
    *(_dash, _equal, _dot_and_dash, _last_dot),
    *(_number_sign, _star, _wave, _tail),
)
_AROUND_SHARES = np.array([0.3, 0.14, 0.16, 0.14, 0.06, 0.06, 0.08, 0.06])
