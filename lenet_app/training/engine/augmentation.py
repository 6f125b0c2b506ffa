"""Varied copies of pictures: random planar affine changes, as the distorted sets of LeCun et al. (1998) had them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

Floats = npt.NDArray[np.float32]

COPIES = 10
"""How often a picture is there with its distorted copies: once as it is, nine times changed."""

FARTHEST = 4
"""How many pixels a photo is shifted at most."""


@dataclass(frozen=True)
class AffineRange:
    """How far a picture is changed at most; each amount is drawn evenly between minus and plus its limit.

    Args:
        rotation: degrees.
        shear: horizontal shift per row, as a ratio.
        scale: relative change of each side on its own.
        shift: pixels along each side.
    """

    rotation: float = 12.0
    shear: float = 0.25
    scale: float = 0.12
    shift: float = 1.5

    def times(self, factor: float) -> "AffineRange":
        """Each limit multiplied."""
        return AffineRange(factor * self.rotation, factor * self.shear, factor * self.scale, factor * self.shift)


PLANAR = AffineRange(rotation=0.0, shear=0.2)
"""The changes that LeCun et al. (1998) name: translation, scaling, squeezing and horizontal shearing."""


def random_affine(
    images: npt.NDArray[np.uint8], random: np.random.Generator, limits: AffineRange | None = None
) -> npt.NDArray[np.uint8]:
    """Turn, shear, scale and shift every picture by amounts of its own.

    Args:
        images: uint8 (n, channels, height, width).
        random: the source of the amounts.
        limits: how far; the defaults suit digits of 28 × 28 pixels.

    Returns:
        uint8 of the same shape, sampled bilinearly, 0 where nothing was.
    """
    matrices, shifts = random_transforms(len(images), random, limits or AffineRange())
    return sampled(images, matrices, shifts)


def mirrored(images: npt.NDArray[np.uint8], random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Shift every picture by up to four whole pixels along each side, and mirror half of them left to right.

    Args:
        images: uint8 (n, channels, height, width).
        random: the source of the amounts.

    Returns:
        uint8 of the same shape, 0 where nothing was.
    """
    shifts = random.integers(-FARTHEST, FARTHEST + 1, (len(images), 2)).astype(np.float32)
    matrices = np.zeros((len(images), 2, 2), np.float32)
    matrices[:, 0, 0] = 1
    matrices[:, 1, 1] = np.where(random.random(len(images)) < 0.5, -1, 1)
    return sampled(images, matrices, shifts)


class DistortedCopies:
    """A set of pictures with nine changed copies of each, none of which is kept: only how each was changed.

    LeCun et al. (1998), section III-C: 60,000 pictures and 540,000 copies of them by random planar affine changes.

    Args:
        images: uint8 (n, channels, height, width).
        random: the source of the amounts, all of which are drawn at once.
        limits: how far; the defaults are shifts, scales and squeezes of both sides, and shears, but no turns.
    """

    def __init__(
        self, images: npt.NDArray[np.uint8], random: np.random.Generator, limits: AffineRange | None = None
    ) -> None:
        self._images = images
        changed = len(images) * (COPIES - 1)
        self._matrices, self._shifts = random_transforms(changed, random, limits or PLANAR)

    def __len__(self) -> int:
        """The pictures and their copies."""
        return len(self._images) * COPIES

    def take(self, indices: npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
        """Pictures by their number: below n the pictures themselves, from n + 9 i to n + 9 i + 8 the copies of i."""
        count = len(self._images)
        copies = indices - count
        is_copy = copies >= 0
        images = self._images[self.origin(indices)]
        changed = copies[is_copy]
        images[is_copy] = sampled(images[is_copy], self._matrices[changed], self._shifts[changed])
        return images

    def origin(self, indices: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Which of the n pictures each of these is, or is a copy of."""
        copies = indices - len(self._images)
        return np.where(copies >= 0, copies // (COPIES - 1), indices)


def random_transforms(count: int, random: np.random.Generator, limits: AffineRange) -> tuple[Floats, Floats]:
    """Matrices (n, 2, 2) and shifts (n, 2), in (row, column), that lead from a target pixel to its source."""

    def draw(limit: float) -> Floats:
        return random.uniform(-limit, limit, count).astype(np.float32)

    angle, shear = np.deg2rad(draw(limits.rotation)), draw(limits.shear)
    cos, sin = np.cos(angle), np.sin(angle)
    tall, wide = 1 + draw(limits.scale), 1 + draw(limits.scale)
    matrices = np.empty((count, 2, 2), np.float32)
    matrices[:, 0, 0], matrices[:, 0, 1] = cos * tall, -sin * wide
    matrices[:, 1, 0], matrices[:, 1, 1] = (sin + shear * cos) * tall, (cos - shear * sin) * wide
    return matrices, np.stack([draw(limits.shift), draw(limits.shift)], axis=1)


def sampled(
    images: npt.NDArray[np.uint8], matrices: Floats, shifts: Floats, bends: Tensor | None = None
) -> npt.NDArray[np.uint8]:
    """Every picture as its transform shows it.

    Args:
        images: uint8 (n, channels, height, width).
        matrices: (n, 2, 2), in (row, column) around the picture's middle, from a target pixel to its source.
        shifts: (n, 2), added to that.
        bends: float32 (n, 2, height, width), added to that for each pixel on its own.

    Returns:
        uint8 of the same shape, sampled bilinearly, 0 where nothing was.
    """
    n, _, height, width = images.shape
    rows = torch.arange(height, dtype=torch.float32) - (height - 1) / 2
    columns = torch.arange(width, dtype=torch.float32) - (width - 1) / 2
    targets = torch.stack([*torch.meshgrid(rows, columns, indexing="ij"), torch.ones(height, width)]).reshape(3, -1)
    # torch counts from the middle in half sides, and columns come first.
    halves = torch.tensor([[2 / height], [2 / width]])
    changes = torch.from_numpy(np.concatenate([matrices, shifts[:, :, None]], axis=2)) * halves
    source = torch.mm(changes.flip(1).reshape(2 * n, 3), targets).view(n, 2, height, width)
    if bends is not None:
        source += (bends * halves[:, :, None]).flip(1)
    pictures = torch.tensor(images, dtype=torch.float32)
    found = functional.grid_sample(pictures, source.permute(0, 2, 3, 1), align_corners=False)
    return found.add_(0.5).to(torch.uint8).numpy()
