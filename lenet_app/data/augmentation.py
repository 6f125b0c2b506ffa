"""Varied copies of pictures: random planar affine changes, as the distorted sets of LeCun et al. (1998) had them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

COPIES = 10
"""How often a picture is there with its distorted copies: once as it is, nine times changed."""


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
    matrices, shifts = _random_transforms(len(images), random, limits or AffineRange())
    return _sample(images, matrices, shifts)


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
        self._matrices, self._shifts = _random_transforms(changed, random, limits or PLANAR)

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
        images[is_copy] = _sample(images[is_copy], self._matrices[changed], self._shifts[changed])
        return images

    def origin(self, indices: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Which of the n pictures each of these is, or is a copy of."""
        copies = indices - len(self._images)
        return np.where(copies >= 0, copies // (COPIES - 1), indices)


def _random_transforms(count: int, random: np.random.Generator, limits: AffineRange) -> tuple[Floats, Floats]:
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


def _sample(images: npt.NDArray[np.uint8], matrices: Floats, shifts: Floats) -> npt.NDArray[np.uint8]:
    n, channels, height, width = images.shape
    centre = np.array([(height - 1) / 2, (width - 1) / 2], np.float32)
    grid = np.indices((height, width), np.float32).reshape(2, -1) - centre[:, None]
    # A border of one empty pixel stands for everything outside.
    source = matrices @ grid + (centre + shifts + 1)[:, :, None]  # n, 2, pixels
    rows = np.clip(source[:, 0], 0, height + 0.999)
    columns = np.clip(source[:, 1], 0, width + 0.999)
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    down, right = rows - top.astype(np.float32), columns - left.astype(np.float32)
    padded = np.zeros((n * channels, height + 2, width + 2), np.uint8)
    padded[:, 1:-1, 1:-1] = images.reshape(-1, height, width)
    flat = padded.reshape(-1).astype(np.float32)
    first = (np.arange(n * channels, dtype=np.intp) * (height + 2) * (width + 2))[:, None]
    corner = np.repeat(top * (width + 2) + left, channels, axis=0) + first
    down, right = np.repeat(down, channels, axis=0), np.repeat(right, channels, axis=0)

    def row(offset: int) -> Floats:
        """Between the two neighbours in the row that starts at `offset`."""
        near = flat[corner + offset]
        return np.asarray(near + (flat[corner + (offset + 1)] - near) * right)

    upper = row(0)
    sampled = upper + (row(width + 2) - upper) * down + np.float32(0.5)
    return np.asarray(sampled.astype(np.uint8).reshape(images.shape))
