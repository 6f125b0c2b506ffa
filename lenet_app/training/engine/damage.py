"""What pictures suffer before they are read: noise, blur, compression, thresholds, light, specks, lines, cut edges.

Each kind takes float32 (n, height, width), ink 1, and a source of random numbers, and gives the same kind of array
back; every picture suffers by an amount of its own.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import torch

from lenet_app.training.engine.augmentation import AffineRange, random_affine

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Kind = Callable[[Floats, np.random.Generator], Floats]

_TWICE = 0.4
"""Of the pictures that suffer: those that suffer in two ways, one after the other."""
_BLURS = np.linspace(0.4, 1.6, 13)
"""Pixels: standard deviations."""
_COARSE = np.linspace(0.25, 0.75, 15)
"""Of a side: that of pictures that were small and have been enlarged."""
_QUANTISATION = np.array(
    [
        *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56),
        *(14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
        *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
    ],
    np.float32,
).reshape(8, 8)
"""JPEG's example table for luminance (ITU-T T.81, annex K), in steps of 1/255."""
_UPRIGHT = 0.25
"""Of the lines."""
_FAR = AffineRange(rotation=26, shear=0.42, scale=0.3, shift=3.5)


def damaged(images: Bytes, share: float, random: np.random.Generator) -> Bytes:
    """The pictures, of which a share has suffered in one way or two.

    Args:
        images: uint8 (n, 1, height, width).
        share: of them, 0 to 1.
        random: the source of everything that varies.

    Returns:
        uint8 of the same shape; the others are as they were.
    """
    suffering = np.flatnonzero(random.random(len(images)) < share)
    if not len(suffering):
        return images
    ink = images[suffering, 0].astype(np.float32) / 255
    often = 1 + (random.random(len(ink)) < _TWICE)
    for time in range(2):
        kinds = random.integers(0, len(KINDS), len(ink))
        for number in np.unique(kinds[often > time]):
            chosen = np.flatnonzero((kinds == number) & (often > time))
            ink[chosen] = KINDS[number](ink[chosen], random)
    found = images.copy()
    found[suffering, 0] = np.clip(255 * ink + np.float32(0.5), 0, 255).astype(np.uint8)
    return found


def _amounts(low: float, high: float, count: int, random: np.random.Generator) -> Floats:
    """Evenly drawn, (count, 1, 1)."""
    return random.uniform(low, high, (count, 1, 1)).astype(np.float32)


def _numbers(low: int, beyond: int, count: int, random: np.random.Generator) -> npt.NDArray[np.intp]:
    return np.asarray(random.integers(low, beyond, count), np.intp)


def _noisy(ink: Floats, random: np.random.Generator) -> Floats:
    """Normal noise on ink and paper alike."""
    return ink + _amounts(0.03, 0.42, len(ink), random) * random.standard_normal(ink.shape, np.float32)


def _grained(ink: Floats, random: np.random.Generator) -> Floats:
    """Single pixels of full ink and of none."""
    drawn = random.random(ink.shape, np.float32)
    amount = _amounts(0.01, 0.24, len(ink), random)
    with_ink = _amounts(0, 1, len(ink), random)
    return np.where(drawn < amount, (drawn < amount * with_ink).astype(np.float32), ink)


def _jumbled(ink: Floats, random: np.random.Generator) -> Floats:
    """Every pixel taken from somewhere beside it, as through frosted glass."""
    count, height, width = ink.shape
    soft = _through(ink, _blurs, _numbers(0, 5, count, random))
    rows = np.arange(height)[:, None] + random.integers(-1, 2, ink.shape)
    columns = np.arange(width) + random.integers(-1, 2, ink.shape)
    moved = soft[np.arange(count)[:, None, None], rows.clip(0, height - 1), columns.clip(0, width - 1)]
    return _through(moved, _blurs, _numbers(0, 5, count, random))


def _blurred(ink: Floats, random: np.random.Generator) -> Floats:
    return _through(ink, _blurs, _numbers(0, len(_BLURS), len(ink), random))


def _moved(ink: Floats, random: np.random.Generator) -> Floats:
    """Blurred along a line, as by a hand that shakes."""
    count = len(ink)
    angle, reach = random.uniform(0, np.pi, count), random.uniform(1, 4.5, count)
    steps = np.linspace(-1, 1, 7)
    down, across = (np.rint(np.outer(reach * side, steps)).astype(np.intp) for side in (np.sin(angle), np.cos(angle)))
    framed = np.pad(ink, ((0, 0), (5, 5), (5, 5)))
    total = np.zeros_like(ink)
    pictures, height, width = np.arange(count)[:, None, None], *(np.arange(side) + 5 for side in ink.shape[1:])
    for step in range(len(steps)):
        rows, columns = height[:, None] + down[:, step, None, None], width + across[:, step, None, None]
        total += framed[pictures, rows, columns]
    return total / np.float32(len(steps))


def _coarse(ink: Floats, random: np.random.Generator) -> Floats:
    """As a small picture that was enlarged."""
    return _through(ink, _enlargements, _numbers(0, 2 * len(_COARSE), len(ink), random))


def _compressed(ink: Floats, random: np.random.Generator) -> Floats:
    """As JPEG leaves it: the cosines of each block of 8 × 8 pixels rounded to steps of the table."""
    count, height, width = ink.shape
    rows, columns = (-(-(side + 4) // 8) for side in (height, width))  # blocks, wherever their first one begins
    top, left = random.integers(0, [8 * rows - height + 1, 8 * columns - width + 1])
    framed = np.zeros((count, 8 * rows, 8 * columns), np.float32)
    place = (slice(None), slice(top, top + height), slice(left, left + width))
    framed[place] = ink
    blocks = framed.reshape(count, rows, 8, columns, 8).transpose(0, 1, 3, 2, 4)
    steps = _QUANTISATION * _amounts(1, 16, count, random)[:, None, None] / 255
    cosines = _product(_cosines(), blocks, _cosines().T)
    found = _product(_cosines().T, np.asarray(np.rint(cosines / steps) * steps, np.float32), _cosines())
    return np.asarray(found.transpose(0, 1, 3, 2, 4).reshape(framed.shape)[place], np.float32)


def _thresholded(ink: Floats, random: np.random.Generator) -> Floats:
    """Ink or none, which breaks thin strokes where the threshold is high and fills loops where it is low."""
    soft = _through(ink, _blurs, _numbers(0, 6, len(ink), random))
    low, high = 0.1, 0.8 * soft.max(axis=(1, 2), keepdims=True)
    level = low + (high - low) * random.random((len(ink), 1, 1), np.float32)
    return np.asarray(soft > level, np.float32)


def _faint(ink: Floats, random: np.random.Generator) -> Floats:
    """Ink that fades away in places, or everywhere."""
    least = _amounts(0.02, 0.7, len(ink), random)
    return ink * (least + (1 - least) * _smooth(ink.shape, random))


def _lit(ink: Floats, random: np.random.Generator) -> Floats:
    """Paper that is not white, evenly or with shadows and stains, and so ink that stands out less."""
    level = _amounts(0, 1, len(ink), random)
    uneven = np.where(random.random((len(ink), 1, 1)) < 0.7, _amounts(0, 1, len(ink), random), 0)
    paper = level + uneven * (_smooth(ink.shape, random) - level)
    share = _amounts(0.1, 0.78, len(ink), random)
    is_added = random.random((len(ink), 1, 1)) < 0.4  # as light is, up to full ink
    lit = np.where(is_added, np.minimum(ink + share * paper, 1), (1 - share) * ink + share * paper)
    return np.asarray(lit, np.float32)


def _specked(ink: Floats, random: np.random.Generator) -> Floats:
    """Blots and holes of a few pixels."""
    field = _through(random.standard_normal(ink.shape, np.float32), _blurs, _numbers(4, len(_BLURS), len(ink), random))
    field /= np.maximum(field.std(axis=(1, 2), keepdims=True), 1e-6)
    here = field > _amounts(1.2, 2.6, len(ink), random)
    colour = np.where(random.random((len(ink), 1, 1)) < 0.3, 0, _amounts(0.2, 1, len(ink), random))
    return np.where(here, colour, ink).astype(np.float32)


def _banded(ink: Floats, random: np.random.Generator) -> Floats:
    """Bands at the edges that are cut off, black as a scanner's border, grey, or reversed, as the edge of a board."""
    count, height, width = ink.shape
    widths = np.where(
        random.random((count, 4)) < 0.6, random.integers(1, max(2, min(height, width) // 3), (count, 4)), 0
    )
    widths[:, 1] = np.where(random.random(count) < 0.4, widths[:, 0], widths[:, 1])
    widths[:, 3] = np.where(random.random(count) < 0.4, widths[:, 2], widths[:, 3])
    upright = random.random(count) < 0.7
    widths[upright, 2:] = 0
    rows, columns = np.arange(height)[:, None], np.arange(width)
    left, right, upper, lower = widths.T[:, :, None, None]
    band = (columns < left) | (columns >= width - right) | (rows < upper) | (rows >= height - lower)
    kind = random.random((count, 1, 1))
    grey = np.where(kind < 0.6, np.where(kind < 0.3, 0, 1), _amounts(0, 1, count, random))
    filled = np.where(kind < 0.75, grey, 1 - ink)
    return np.where(band, filled, ink).astype(np.float32)


def _lined(ink: Floats, random: np.random.Generator) -> Floats:
    """Lines across or down: ruling that was left, a fold, what crosses something out lightly; dashed and waved ones."""
    found = ink.copy()
    for _ in range(2):
        upright = random.random(len(ink)) < _UPRIGHT
        found[~upright] = _with_line(found[~upright], random)
        found[upright] = _with_line(found[upright].transpose(0, 2, 1), random).transpose(0, 2, 1)
    return found


def _with_line(ink: Floats, random: np.random.Generator) -> Floats:
    """Most of the pictures with a line across, of ink or of paper."""
    count, height, width = ink.shape

    def some(share: float) -> npt.NDArray[np.bool_]:
        return random.random((count, 1)) < share

    across = np.arange(width, dtype=np.float32) - width / 2
    slope = random.normal(0, 1, (count, 1)) * np.where(some(0.5), 0.08, 0.6)
    waves = random.uniform(0, 2.5, (count, 1)) * some(0.4)
    phase = (across / random.uniform(3, 12, (count, 1)) + random.random((count, 1))) % 1
    middle = height * random.random((count, 1)) + slope * across + waves * (4 * np.abs(phase - 0.5) - 1)
    distance = np.abs(np.arange(height)[:, None] + 0.5 - middle[:, None, :]) / np.sqrt(1 + slope[:, :, None] ** 2)
    line = np.clip(_amounts(0.6, 1.8, count, random) + 0.5 - distance, 0, 1)
    line *= ~(some(0.35) & (phase > 0.5))[:, None, :]
    line *= _amounts(0.3, 1, count, random) * some(0.75)[:, :, None]
    is_paper = some(0.2)[:, :, None]
    return np.asarray(np.where(is_paper, ink * (1 - line), np.maximum(ink, line)), np.float32)


def _hollow(ink: Floats, random: np.random.Generator) -> Floats:
    """The outlines of the strokes alone, from within or from without, sharp or soft."""
    framed = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    around = (framed[:, :-2, 1:-1], framed[:, 2:, 1:-1], framed[:, 1:-1, :-2], framed[:, 1:-1, 2:])
    level = _amounts(0.25, 0.6, len(ink), random)
    sharp = random.random((len(ink), 1, 1)) < 0.6
    grown, shrunk = np.maximum.reduce([ink, *around]), np.minimum.reduce([ink, *around])
    inner = np.where(sharp, (ink > level) & ~(shrunk > level), ink - shrunk)
    outer = np.where(sharp, (grown > level) & ~(ink > level), grown - ink)
    return np.asarray(np.where(random.random((len(ink), 1, 1)) < 0.5, inner, outer), np.float32)


def _displaced(ink: Floats, random: np.random.Generator) -> Floats:
    """Turned, slanted, sized and shifted further than writing is."""
    images = np.clip(255 * ink + np.float32(0.5), 0, 255).astype(np.uint8)[:, None]
    return np.asarray(random_affine(images, random, _FAR)[:, 0] / np.float32(255), np.float32)


KINDS: tuple[Kind, ...] = (
    *(_noisy, _grained, _jumbled, _blurred, _moved, _coarse, _compressed, _thresholded),
    *(_faint, _lit, _specked, _banded, _lined, _hollow, _displaced),
)


def _through(ink: Floats, bank: Callable[[int], Floats], chosen: npt.NDArray[np.intp]) -> Floats:
    """Rows and columns of each picture through the matrix of this number out of a bank of them for each side."""
    rows, columns = (bank(side)[chosen] for side in ink.shape[1:])
    return _product(rows, ink, columns.transpose(0, 2, 1))


def _product(left: Floats, middle: Floats, right: Floats) -> Floats:
    """Of many small matrices: by torch, as NumPy has several threads wait for each other at each of them."""
    return np.asarray((torch.from_numpy(left) @ torch.from_numpy(middle) @ torch.from_numpy(right)).numpy())


@cache
def _blurs(side: int) -> Floats:
    """Gaussian blurs of a line of pixels by growing deviations, (13, side, side)."""
    distance = np.arange(side)[:, None] - np.arange(side)
    weights = np.exp(-0.5 * (distance / _BLURS[:, None, None]) ** 2)
    return np.asarray(weights / weights.sum(axis=2, keepdims=True), np.float32)


@cache
def _enlargements(side: int) -> Floats:
    """A line of pixels made small by averages and large again, linearly and by repeating, (30, side, side)."""
    found = []
    places = np.arange(side)
    for small in np.maximum(np.rint(_COARSE * side), 1).astype(int).tolist():
        edges = np.linspace(0, side, small + 1)
        inside = np.clip(np.minimum(edges[1:, None], places + 1) - np.maximum(edges[:-1, None], places), 0, 1)
        averages = inside / inside.sum(axis=1, keepdims=True)
        from_ = np.clip((places + 0.5) * small / side - 0.5, 0, small - 1)[:, None]
        linear = np.maximum(0, 1 - np.abs(from_ - np.arange(small)))
        repeated = np.floor(from_ + 0.5) == np.arange(small)
        found += [linear @ averages, repeated @ averages]
    return np.asarray(found, np.float32)


@cache
def _cosines() -> Floats:
    """The orthonormal discrete cosine transform of eight numbers, (8, 8)."""
    rows = np.cos(np.pi * np.arange(8)[:, None] * (2 * np.arange(8) + 1) / 16) / 2
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float32)


def _smooth(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Slowly changing fields from 0 to 1 of this shape (n, height, width)."""
    count, height, width = shape
    knots = random.standard_normal((count, 5, 5), np.float32)
    down, across = (
        np.exp(-0.5 * ((np.linspace(0, 4, side)[:, None] - np.arange(5)) / 0.7) ** 2).astype(np.float32)
        for side in (height, width)
    )
    field = _product(down, knots, across.T)
    low, high = field.min(axis=(1, 2), keepdims=True), field.max(axis=(1, 2), keepdims=True)
    return np.asarray((field - low) / np.maximum(high - low, 1e-6), np.float32)
