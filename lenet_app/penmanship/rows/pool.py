"""Single digits to compose rows of, in an order in which neighbours are written alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.ink.normalise import SIDE
from lenet_app.penmanship.digits import DIGITS
from lenet_app.penmanship.hand import written
from lenet_app.penmanship.pens import canvas_pens, random_pens
from lenet_app.penmanship.rendering import rendered
from lenet_app.penmanship.styles import Style

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_INK = 96  # of 255: from here on a pixel counts as ink
_ON_CANVAS = 0.3  # of the penman's digits have the canvas' pen
_STEEPEST = 0.8  # the largest slant that is believed, as a ratio of across to down


@dataclass(frozen=True, eq=False)
class Pool:
    """Digits of 28 × 28 pixels, measured.

    Args:
        images: uint8 (n, 28, 28), by digit, then by hand: those that follow each other are of a like style and pen.
        starts: intp (11,), where each digit's begin; the last is n.
        middles: float32 (n, 2), x and y of the middle of the ink's box, in pixels.
        heights: float32 (n,), of that box.
        slants: float32 (n,), how far the ink leans to the right, across over down.
    """

    images: Bytes
    starts: Integers
    middles: Floats
    heights: Floats
    slants: Floats

    def chosen(self, digits: Integers, places: npt.NDArray[np.floating]) -> Integers:
        """The pictures of `digits` that stand at `places`, each in [0, 1), of the order of that digit's hands."""
        first, beyond = self.starts[digits], self.starts[digits + 1]
        return np.asarray(first + (places * (beyond - first)).astype(np.intp))


def pool_of_pictures(pictures: Pictures) -> Pool:
    """A pool of fitted digits of unknown hands, such as MNIST's, ordered by the width of their pens.

    Args:
        pictures: (n, 1, 28, 28), with labels from 0 to 9, each of which occurs.
    """
    images = pictures.images[:, 0]
    order = np.lexsort((pen_widths(images), pictures.labels))
    return _pool(images[order], np.bincount(pictures.labels, minlength=10))


def written_pool(each: int, random: np.random.Generator) -> Pool:
    """A pool that the penman writes: about `each` pictures of every digit, ordered by style, then by the pen."""
    parts: list[Bytes] = []
    counts = []
    for styles in DIGITS:
        weights = np.array([style.weight for style in styles])
        numbers = np.maximum(1, np.round(each * weights / weights.sum())).astype(int)
        parts += [_written(style, int(number), random) for style, number in zip(styles, numbers, strict=True)]
        counts.append(int(numbers.sum()))
    return _pool(np.concatenate(parts), np.array(counts))


def pen_widths(images: Bytes) -> Floats:
    """How wide the pen of each picture is in pixels, (n,): twice the ink over the length of its outline."""
    ink = images >= _INK
    area = ink.sum(axis=(1, 2))
    edges = (ink[:, 1:] ^ ink[:, :-1]).sum(axis=(1, 2)) + (ink[:, :, 1:] ^ ink[:, :, :-1]).sum(axis=(1, 2))
    return np.asarray(2 * area / np.maximum(edges * np.pi / 4, 1), np.float32)


def _written(style: Style, count: int, random: np.random.Generator) -> Bytes:
    traces = written(style, count, random)
    pens = canvas_pens(count) if random.random() < _ON_CANVAS else random_pens(count, random)
    images = rendered(traces, pens, random)[:, 0]
    return np.asarray(images[np.argsort(pen_widths(images), kind="stable")])


def _pool(images: Bytes, counts: Sequence[int] | Integers) -> Pool:
    ink = images >= _INK
    columns, rows = np.asarray(ink.any(axis=1)), np.asarray(ink.any(axis=2))
    low = np.stack([columns.argmax(axis=1), rows.argmax(axis=1)], axis=1)
    high = SIDE - np.stack([columns[:, ::-1].argmax(axis=1), rows[:, ::-1].argmax(axis=1)], axis=1)
    starts = np.concatenate([[0], np.cumsum(counts)])
    middles, heights = (low + high) / 2, np.maximum(high - low, 1)[:, 1]
    return Pool(images, starts, middles.astype(np.float32), heights.astype(np.float32), _slants(images))


def _slants(images: Bytes) -> Floats:
    """By the second moments of the ink."""
    ink = images.astype(np.float32)
    total = np.maximum(ink.sum(axis=(1, 2)), 1)
    places = np.arange(SIDE, dtype=np.float32)
    x, y = ink.sum(axis=1) @ places / total, ink.sum(axis=2) @ places / total
    both = np.einsum("nyx,y,x->n", ink, places, places, optimize=True) / total - x * y
    down = ink.sum(axis=2) @ places**2 / total - y**2
    return np.asarray(np.clip(-both / np.maximum(down, 1), -_STEEPEST, _STEEPEST), np.float32)
