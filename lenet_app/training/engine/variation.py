"""Strong variations of a digit's picture: turned, sheared, bent like rubber, strokes thicker here, thinner there."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.training.engine.augmentation import AffineRange, random_transforms, sampled

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_KNOTS = 6  # along each side: bends and thickness change over about five pixels of MNIST
_REACH = 0.8  # of the distance between knots: how far a knot's say goes, as a standard deviation

_MOST_TAKEN = 0.6  # pixels on each side, lest a thin stroke vanish


@dataclass(frozen=True)
class Variation:
    """How far pictures are varied.

    Args:
        affine: turns, shears, scales and shifts.
        bend: pixels; the standard deviation of the elastic displacement is drawn between 0 and this for each picture.
        thickness: pixels on each side of a stroke, the standard deviation from picture to picture.
        unevenness: the same within a picture.
    """

    affine: AffineRange = field(default_factory=lambda: AffineRange(rotation=9.0, shear=0.2, scale=0.1, shift=1.2))
    bend: float = 0.9
    thickness: float = 0.2
    unevenness: float = 0.15

    def times(self, factor: float) -> "Variation":
        """Each limit multiplied."""
        return Variation(
            affine=self.affine.times(factor),
            bend=factor * self.bend,
            thickness=factor * self.thickness,
            unevenness=factor * self.unevenness,
        )


def vary(images: Bytes, random: np.random.Generator, variation: Variation | None = None) -> Bytes:
    """Vary every picture by amounts of its own.

    The elastic displacement is a smooth random field, as Simard, Steinkraus and Platt, "Best Practices for
    Convolutional Neural Networks" (2003), have it; strokes grow or shrink by mixing in the largest or the smallest
    value of each pixel and its four neighbours.

    Args:
        images: uint8 (n, 1, height, width).
        random: the source of the amounts.
        variation: how far; the defaults suit digits of 28 × 28 pixels.

    Returns:
        uint8 of the same shape.
    """
    limits = variation or Variation()
    count, _, height, width = images.shape
    if not count:
        return images
    matrices, shifts = random_transforms(count, random, limits.affine)
    amounts = torch.from_numpy(random.uniform(0, limits.bend, (count, 1, 1, 1)).astype(np.float32))
    bends = _smooth_fields(2 * count, (height, width), random).reshape(count, 2, height, width) * amounts
    varied = sampled(images, matrices, shifts, bends)
    evenly = random.normal(0, limits.thickness, (count, 1, 1)).astype(np.float32)
    uneven = _smooth_fields(count, (height, width), random).numpy() * np.float32(limits.unevenness)
    return _thickened(varied[:, 0], evenly + uneven)[:, None]


def _smooth_fields(count: int, shape: tuple[int, int], random: np.random.Generator) -> Tensor:
    """Random fields (count, height, width) of mean 0 and standard deviation 1 that change slowly."""
    knots = torch.from_numpy(random.standard_normal((count, _KNOTS, _KNOTS), np.float32))
    return _spread(shape[0]) @ knots @ _spread(shape[1]).T


def _spread(side: int) -> Tensor:
    """How much each of `side` pixels hears of each knot; rows of length 1 keep the standard deviation."""
    distance = side / (_KNOTS - 1)
    offsets = torch.arange(side)[:, None] + 0.5 - torch.arange(_KNOTS) * distance
    return functional.normalize(torch.exp(-0.5 * (offsets / (_REACH * distance)) ** 2), dim=1)


def _thickened(images: Bytes, amount: Floats) -> Bytes:
    """Strokes grown by `amount` pixels on each side, 1 at most; both (n, height, width)."""
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    grown, shrunk = images.copy(), images.copy()  # bytes, of which a processor compares many at once
    for around in (framed[:, :-2, 1:-1], framed[:, 2:, 1:-1], framed[:, 1:-1, :-2], framed[:, 1:-1, 2:]):
        np.maximum(grown, around, out=grown)
        np.minimum(shrunk, around, out=shrunk)
    np.clip(amount, -_MOST_TAKEN, 1, out=amount)
    change = np.where(amount > 0, grown - images, images - shrunk) * amount
    return np.asarray(images + change + np.float32(0.5)).astype(np.uint8)
