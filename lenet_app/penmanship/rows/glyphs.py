"""The digits of made rows as tiles: turned, slanted, bent and sized as their row's hand has it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import SIDE
from lenet_app.penmanship.rows.pool import Pool

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

HEIGHT, WIDTH = 44, 52
"""Pixels of a tile; its middle row is the middle of the line."""

_CHUNK = 48  # tiles, so that what is worked on stays in the cache
_FRAMED = SIDE + 2  # the pictures have a pixel of paper on every side while they are sampled


@dataclass(frozen=True, eq=False)
class Shapes:
    """How n digits are drawn; every array is float32 (n,) unless told otherwise. Lengths in pixels of the line.

    Args:
        height: of the digit.
        aspect: how much wider than its picture it is, as a ratio.
        slant: how far it leans to the right in the end, across over down.
        turn: by which it is rotated, in radians.
        middle: of the digit under the middle of the line.
        aside: a part of a pixel by which it stands further right.
        bends: (n, 2, 4), of the smooth bends along x and y.
    """

    height: Floats
    aspect: Floats
    slant: Floats
    turn: Floats
    middle: Floats
    aside: Floats
    bends: Floats


def tiles(pool: Pool, chosen: Integers, shapes: Shapes) -> Floats:
    """The chosen pictures, float32 (n, HEIGHT, WIDTH) in [0, 1]; what does not fit is cut off."""
    found = np.empty((len(chosen), HEIGHT, WIDTH), np.float32)
    for start in range(0, len(chosen), _CHUNK):
        part = slice(start, start + _CHUNK)
        found[part] = _sampled(pool.images[chosen[part]], *_sources(pool, chosen[part], shapes, part))
    return found


def _sources(pool: Pool, chosen: Integers, shapes: Shapes, part: slice) -> tuple[Floats, Floats]:
    """Where each pixel of the tiles comes from in the pictures, x and y (n, HEIGHT, WIDTH)."""
    height, aspect, turn = (value[part, None, None] for value in (shapes.height, shapes.aspect, shapes.turn))
    height_of = pool.heights[chosen, None, None]
    own, slant = pool.slants[chosen, None, None], shapes.slant[part, None, None]
    down = np.arange(HEIGHT, dtype=np.float32)[:, None] + np.float32(0.5 - HEIGHT / 2)
    across = np.arange(WIDTH, dtype=np.float32)[None, :] + np.float32(0.5 - WIDTH / 2)
    y = down - shapes.middle[part, None, None]
    x = across - shapes.aside[part, None, None] + slant * y
    x, y = x - turn * y, y + turn * x
    scale = height_of / height
    y = y * scale
    x = x * (scale / aspect) - own * y
    bends = shapes.bends[part, :, :, None, None]
    u, v = 2 * x / SIDE, 2 * y / SIDE
    waves = (u * v, v * v, u * u, np.sin(3 * v + 2 * u))
    x = x + sum(bends[:, 0, k] * wave for k, wave in enumerate(waves)) + pool.middles[chosen, 0, None, None]
    y = y + sum(bends[:, 1, k] * wave for k, wave in enumerate(waves)) + pool.middles[chosen, 1, None, None]
    return x, y


def _sampled(images: npt.NDArray[np.uint8], x: Floats, y: Floats) -> Floats:
    """The pictures (n, 28, 28) at x and y, linear between the middles of their pixels, paper outside."""
    framed = np.zeros((len(images), _FRAMED, _FRAMED), np.float32)
    framed[:, 1:-1, 1:-1] = images
    framed *= np.float32(1 / 255)
    x = np.clip(x + np.float32(0.5), 0, _FRAMED - 1.001)
    y = np.clip(y + np.float32(0.5), 0, _FRAMED - 1.001)
    column, row = x.astype(np.int32), y.astype(np.int32)
    x -= column
    y -= row
    place = (np.arange(len(images), dtype=np.int32)[:, None, None] * _FRAMED + row) * _FRAMED + column
    flat = framed.ravel()
    upper = flat[place] * (1 - x) + flat[place + 1] * x
    lower = flat[place + _FRAMED] * (1 - x) + flat[place + _FRAMED + 1] * x
    return np.asarray(upper * (1 - y) + lower * y)
