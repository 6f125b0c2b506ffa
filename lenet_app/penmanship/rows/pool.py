"""Single digits to compose rows of, in an order in which neighbours are written alike."""

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
_NEAR = 0.02  # of all hands: the deviation by which a picture's place is another one than its row's
_STEEPEST = 0.8  # the largest slant that is believed, as a ratio of across to down


@dataclass(frozen=True, eq=False)
class Pool:
    """Digits of 28 × 28 pixels, measured.

    Args:
        images: uint8 (n, 28, 28), by digit, then by hand: those that follow each other are of a like style and pen.
        starts: intp (10, hands + 1), where the pictures of each digit of each hand begin, and where those of the digit
            end; without known hands every picture counts as one, and there are the digits' ends alone.
        middles: float32 (n, 2), x and y of the middle of the ink's box, in pixels.
        heights: float32 (n,), of that box.
        slants: float32 (n,), how far the ink leans to the right, across over down.
    """

    images: Bytes
    starts: Integers
    middles: Floats
    heights: Floats
    slants: Floats

    def chosen(self, digits: Integers, places: npt.NDArray[np.floating], random: np.random.Generator) -> Integers:
        """A picture of each of `digits`, by the hand that stands at its place, in [0, 1), of the order of all hands.

        Where hands are not known, or one did not write the digit, it is a picture of a hand like it.
        """
        hands = self.starts.shape[1] - 1
        if hands == 1:
            near = np.abs(places + random.normal(0, _NEAR, len(places))) % 1
            first, beyond = self.starts[digits, 0], self.starts[digits, 1]
            return np.asarray(first + (near * (beyond - first)).astype(np.intp))
        low = (places * hands).astype(np.intp)
        high = low + 1
        while (without := self.starts[digits, low] == self.starts[digits, high]).any():
            low, high = np.maximum(low - without, 0), np.minimum(high + without, hands)
        first, beyond = self.starts[digits, low], self.starts[digits, high]
        return np.asarray(random.integers(first, beyond))


def pool_of_pictures(pictures: Pictures, writers: Integers | None = None) -> Pool:
    """A pool of fitted digits, such as MNIST's, its hands ordered by the width of their pens.

    Args:
        pictures: (n, 1, 28, 28), with labels from 0 to 9, each of which occurs.
        writers: intp (n,), who wrote each, as any number; without it that is not known.
    """
    images, labels = pictures.images[:, 0], pictures.labels
    widths = pen_widths(images)
    if writers is None:
        return _pool(images[np.lexsort((widths, labels))], np.bincount(labels, minlength=10)[:, None])
    _, numbers = np.unique(writers, return_inverse=True)
    order = np.argsort(np.bincount(numbers, widths) / np.bincount(numbers), kind="stable")
    hands = np.argsort(order)[numbers]
    counts = np.zeros((10, len(order)), np.intp)
    np.add.at(counts, (labels, hands), 1)
    return _pool(images[np.lexsort((widths, hands, labels))], counts)


def written_pool(each: int, random: np.random.Generator) -> Pool:
    """A pool that the penman writes: about `each` pictures of every digit, ordered by style, then by the pen."""
    parts: list[Bytes] = []
    counts = []
    for styles in DIGITS:
        weights = np.array([style.weight for style in styles])
        numbers = np.maximum(1, np.round(each * weights / weights.sum())).astype(int)
        parts += [_written(style, int(number), random) for style, number in zip(styles, numbers, strict=True)]
        counts.append(int(numbers.sum()))
    return _pool(np.concatenate(parts), np.array(counts)[:, None])


def pen_widths(images: Bytes) -> Floats:
    """How wide the pen of each picture is in pixels, (n,): twice the ink over the length of its outline."""
    ink = images >= _INK
    area = ink.sum(axis=(1, 2))
    edges = (ink[:, 1:] ^ ink[:, :-1]).sum(axis=(1, 2)) + (ink[:, :, 1:] ^ ink[:, :, :-1]).sum(axis=(1, 2))
    return np.asarray(2 * area / np.maximum(edges * np.pi / 4, 1), np.float32)


def _written(style: Style, count: int, random: np.random.Generator) -> Bytes:
    traces = written(style.shape, count, random)
    pens = canvas_pens(count) if random.random() < _ON_CANVAS else random_pens(count, random)
    images = rendered(traces, pens, random)[:, 0]
    return np.asarray(images[np.argsort(pen_widths(images), kind="stable")])


def _pool(images: Bytes, counts: Integers) -> Pool:
    """The pool of ordered pictures; `counts` is intp (10, hands)."""
    ink = images >= _INK
    columns, rows = np.asarray(ink.any(axis=1)), np.asarray(ink.any(axis=2))
    low = np.stack([columns.argmax(axis=1), rows.argmax(axis=1)], axis=1)
    high = SIDE - np.stack([columns[:, ::-1].argmax(axis=1), rows[:, ::-1].argmax(axis=1)], axis=1)
    ends = np.cumsum(counts).reshape(counts.shape)
    starts = np.column_stack([ends[:, 0] - counts[:, 0], ends])
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
