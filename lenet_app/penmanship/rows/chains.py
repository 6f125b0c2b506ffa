"""Zeros written in one go, as in amounts: loops that the pen draws without being lifted, down to mere waves."""

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows import marks
from lenet_app.penmanship.rows.glyphs import HEIGHT, WIDTH, Shapes
from lenet_app.penmanship.rows.hands import Hands
from lenet_app.penmanship.rows.texts import Text

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_IN_ONE_GO = 0.25  # of the rows that have several zeros in a row
_UPSIDE_DOWN = 0.25  # of these chains hang from their lower side
_POINTS = 20  # of a loop


def in_one_go(texts: list[Text], random: np.random.Generator) -> Flags:
    """Which digits of all rows, bool (n,), are zeros of a chain that is written without lifting the pen."""
    parts = []
    for text, drawn in zip(texts, random.random(len(texts)), strict=True):
        zero = text == 0
        beside = np.zeros(len(text), np.bool_)
        beside[1:] |= zero[:-1]
        beside[:-1] |= zero[1:]
        parts.append(zero & beside & (drawn < _IN_ONE_GO))
    return np.concatenate(parts)


def draw_loops(
    tiles: Floats, chained: Flags, texts: list[Text], hands: Hands, shapes: Shapes, random: np.random.Generator
) -> None:
    """Draw the zeros of chains into their tiles, float32 (n, HEIGHT, WIDTH), in place.

    Each is one turn of a trochoid: a circle's point while the circle moves on.
    """
    row = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    count = len(texts)
    wide, pitch = random.uniform(0.06, 0.5, count), random.uniform(0.5, 1.0, count)
    down = np.where(random.random(count) < _UPSIDE_DOWN, -1, 1)
    turn = np.linspace(0, 1, _POINTS)
    for k in np.flatnonzero(chained):
        number = row[k]
        high = float(shapes.height[k])
        long = high * float(shapes.aspect[k]) * np.exp(random.normal(0, 0.1))
        x = WIDTH / 2 + long * (pitch[number] * (turn - 0.5) - wide[number] * np.sin(2 * np.pi * turn))
        y = -high / 2 * down[number] * np.cos(2 * np.pi * turn)
        x -= float(shapes.slant[k]) * y
        y += HEIGHT / 2 + float(shapes.middle[k])
        tiles[k] = 0
        points = tuple(zip(x.tolist(), y.tolist(), strict=True))
        marks.draw(tiles[k], [points], float(hands.pen[number]))
