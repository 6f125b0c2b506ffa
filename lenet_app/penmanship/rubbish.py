"""What is no digit: letters, signs, several digits, pieces of digits, scribbles.

Every kind is a function of how many drawings and of the random numbers. What a person might call a digit has no place
here, as it would teach a network to doubt digits: two bars above each other are a 1, two rings an 8.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.digits import drawn, written_digits
from lenet_app.penmanship.hand import Looseness
from lenet_app.penmanship.no_digits import CAPITALS, SIGNS, SMALL_LETTERS
from lenet_app.penmanship.traces import Bools, Floats, Integers, Traces, together

Kind = Callable[[int, np.random.Generator], Traces]

LETTERS = Looseness(bend=0.025, slant=10.0, turn=5.0)
"""A letter that is slanted or bent as far as digits are may look like one."""

_DIGITS_ABOVE = (2, 3, 5)
_DIGITS_BELOW = (0, 2, 3, 4, 5, 6, 7, 8, 9)
"""Any of these below one of those stay two digits."""


def letters(count: int, random: np.random.Generator) -> Traces:
    """Letters that look like no digit."""
    return drawn((*SMALL_LETTERS, *CAPITALS), count, random, LETTERS)


def signs(count: int, random: np.random.Generator) -> Traces:
    """Signs and small pictures."""
    return drawn(SIGNS, count, random, LETTERS)


def two_beside(count: int, random: np.random.Generator) -> Traces:
    """Two digits beside each other, apart, touching or a little into each other."""
    left, right = (random.integers(0, 10, count) for _ in range(2))
    # A bar through or at a ring is a slashed 0 or a 6.
    least = np.where((left == 1) | (right == 1), 0.12, -0.12)
    gap = random.uniform(least, 0.4)
    first, second = (written_digits(labels, random).in_unit_boxes() for labels in (left, right))
    size = np.exp(random.normal(0, 0.12, count))
    offset = np.stack([first.boxes()[1][:, 0] + gap, random.normal(0, 0.12, count)], axis=1)
    return together([first, _placed(second, size, offset)])


def two_above(count: int, random: np.random.Generator) -> Traces:
    """A digit above another one."""
    upper = np.array(_DIGITS_ABOVE)[random.integers(0, len(_DIGITS_ABOVE), count)]
    first = written_digits(upper, random).in_unit_boxes()
    lower = np.array(_DIGITS_BELOW)[random.integers(0, len(_DIGITS_BELOW), count)]
    second = written_digits(lower, random).in_unit_boxes()
    gap = random.uniform(0.08, 0.3, count)
    offset = np.stack([random.normal(0, 0.15, count), first.boxes()[1][:, 1] + gap], axis=1)
    return together([first, _placed(second, np.exp(random.normal(0, 0.12, count)), offset)])


def several(count: int, random: np.random.Generator) -> Traces:
    """Three or four digits in a row."""
    row = written_digits(random.integers(0, 10, count), random).in_unit_boxes()
    for number in range(3):
        here = random.random(count) < (1, 1, 0.4)[number]
        other = written_digits(random.integers(0, 10, count), random).in_unit_boxes()
        beyond = row.boxes()[1][:, 0] + random.uniform(0.06, 0.3, count)
        offset = np.stack([beyond, random.normal(0, 0.1, count)], axis=1)
        last = row.points[row.starts]
        # Where there is no further digit, its points hide under one that is there.
        size, offset = np.where(here, 1, 0), np.where(here[:, None], offset, last)
        row = together([row, _placed(other, size, offset)])
    return row


def pieces(count: int, random: np.random.Generator) -> Traces:
    """Pieces of digits, turned and thrown together."""
    parts = []
    for _ in range(4):
        piece = written_digits(random.integers(0, 10, count), random).in_unit_boxes()
        angle = random.uniform(0, 2 * np.pi, count)
        normal = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        low, high = piece.boxes()
        away = ((piece.points - ((low + high) / 2)[piece.owner]) * normal[piece.owner]).sum(axis=1)
        piece = piece.kept(away > random.uniform(-0.1, 0.12, count)[piece.owner])
        parts.append(_placed(_turned(piece, random), np.ones(count), random.uniform(-0.5, 0.5, (count, 2))))
    return together(parts)


def tangles(count: int, random: np.random.Generator) -> Traces:
    """Scribbles: a pen that goes round and to and fro without lifting, by waves of three to seven periods."""
    steps = 180
    along = np.linspace(0, 2 * np.pi, steps)
    periods = np.arange(3, 8)
    size = random.normal(0, 1, (count, 2, len(periods))) / periods**0.7
    phase = random.uniform(0, 2 * np.pi, (count, 2, len(periods)))
    waves = np.sin(along[:, None, None] * periods + phase[:, None])
    points = np.einsum("nak,nsak->nsa", size, waves)
    points /= np.ptp(points, axis=1, keepdims=True)
    points *= random.uniform(0.6, 1, (count, 1, 2))
    points[..., 0] += random.normal(0, 0.6, (count, 1)) * along / (2 * np.pi)
    return _lines(points, random.integers(steps * 2 // 3, steps + 1, count))


def zigzags(count: int, random: np.random.Generator) -> Traces:
    """Strokes to and fro, four times and more, loose or as dense as hatching."""
    most = 40
    turns = np.where(random.random(count) < 0.5, random.integers(5, 12, count), random.integers(12, most + 1, count))
    place = np.arange(most) / turns[:, None]
    height = 0.5 * random.uniform(0.3, 1.2, (count, 1)) * np.where(np.arange(most) % 2, 1, -1)
    points = np.stack([place, height], axis=2) + 0.05 * random.normal(0, 1, (count, most, 2))
    return _turned(_lines(points, turns), random)


def spirals(count: int, random: np.random.Generator) -> Traces:
    """Spirals and coils of three turns and more."""
    steps = 140
    along = np.linspace(0, 1, steps)
    angle = 2 * np.pi * random.uniform(3, 6, (count, 1)) * along + random.uniform(0, 2 * np.pi, (count, 1))
    coil = random.random((count, 1)) < 0.4
    radius = np.where(coil, 0.3, 0.04 + 0.5 * along) * (1 + 0.05 * random.normal(0, 1, (count, steps)))
    drift = np.where(coil, random.uniform(0.8, 2, (count, 1)), 0.1) * along
    points = np.stack([radius * np.cos(angle) + drift, radius * np.sin(angle)], axis=2)
    return _turned(_lines(points, np.full(count, steps)), random)


def hatching(count: int, random: np.random.Generator) -> Traces:
    """Lines beside each other, and grids of them."""
    return together([_hatch(count, random, turned=False), _hatch(count, random, turned=True)])


def dots(count: int, random: np.random.Generator) -> Traces:
    """Four dots and more, spread about."""
    most = 14
    places = random.uniform(0, 1, (count, most, 2)) * random.uniform(0.4, 1, (count, 1, 2))
    number = random.integers(4, most + 1, count)
    ticks = places[:, :, None] + 0.02 * random.normal(0, 1, (count, most, 3, 2))
    used = np.arange(most) < number[:, None]
    return _segments(ticks, used)


def blobs(count: int, random: np.random.Generator) -> Traces:
    """Filled areas, as wide as they are high."""
    steps = 170
    angle = random.uniform(0, 2 * np.pi, (count, steps))
    radius = 0.5 * np.sqrt(random.uniform(0, 1, (count, steps)))
    points = np.stack([radius * np.cos(angle) * random.uniform(0.75, 1, (count, 1)), radius * np.sin(angle)], axis=2)
    return _lines(points, random.integers(60, steps + 1, count))


def _hatch(count: int, random: np.random.Generator, *, turned: bool) -> Traces:
    """Three to nine level lines, or `turned` ones; half of the drawings have those in a corner, under a level one."""
    most = 9
    number = random.integers(3, most + 1, count)
    place = (np.arange(most) / (number[:, None] - 1))[..., None] + 0.02 * random.normal(0, 1, (count, most, 3))
    across = np.linspace(0, 1, 3) + 0.04 * random.normal(0, 1, (count, most, 3))
    both = random.random(count) < 0.5
    if turned:
        lines = np.stack([place, across], axis=3)
        return _segments(np.where(both[:, None, None, None], lines, 0), np.arange(most) < number[:, None])
    return _segments(np.stack([across, place], axis=3), np.arange(most) < number[:, None])


def _placed(traces: Traces, size: npt.NDArray[np.floating], offset: npt.NDArray[np.floating]) -> Traces:
    """The drawings scaled by `size` (n,), then moved by `offset` (n, 2)."""
    owner = traces.owner
    return traces.moved(traces.points * size[owner, None] + offset[owner])


def _turned(traces: Traces, random: np.random.Generator) -> Traces:
    """The drawings turned by any angle."""
    angle = random.uniform(0, 2 * np.pi, traces.count)[traces.owner]
    x, y = traces.points.T
    return traces.moved(
        np.stack([np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y], axis=1)
    )


def _lines(points: npt.NDArray[np.floating], lengths: Integers) -> Traces:
    """One stroke for each drawing: the first points of (n, most, 2), as many as `lengths` (n,) says."""
    used: Bools = np.arange(points.shape[1]) < lengths[:, None]
    owner = np.nonzero(used)[0]
    return Traces(points[used].astype(np.float32), owner, owner, len(points))


def _segments(points: npt.NDArray[np.floating], used: Bools) -> Traces:
    """Many strokes for each drawing: those of (n, most, points, 2) that are `used` (n, most)."""
    strokes: Floats = points[used].astype(np.float32)
    length = strokes.shape[1]
    owner = np.repeat(np.nonzero(used)[0], length)
    return Traces(strokes.reshape(-1, 2), np.repeat(np.arange(len(strokes)), length), owner, len(points))


KINDS: tuple[tuple[Kind, float], ...] = (
    (letters, 10.0),
    (signs, 2.5),
    (two_beside, 2.5),
    (two_above, 0.6),
    (several, 0.6),
    (pieces, 1.0),
    (tangles, 1.2),
    (zigzags, 0.8),
    (spirals, 0.6),
    (hatching, 0.7),
    (dots, 0.4),
    (blobs, 0.5),
)
"""The kinds that are drawn, and how often."""
