"""Varied copies of pictures: random planar affine changes, as the distorted sets of LeCun et al. (1998) had them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


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
    source = matrices @ grid + (centre + shifts)[:, :, None]  # n, 2, pixels
    # A border of one empty pixel stands for everything outside.
    rows = np.clip(source[:, 0] + 1, 0, height + 0.999)
    columns = np.clip(source[:, 1] + 1, 0, width + 0.999)
    padded = np.zeros((n, channels, height + 2, width + 2), np.float32)
    padded[:, :, 1:-1, 1:-1] = images
    flat = padded.reshape(n, channels, -1)
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    down, right = (rows - top)[:, None], (columns - left)[:, None]
    corner = (top * (width + 2) + left)[:, None]

    def at(offset: int) -> Floats:
        return np.take_along_axis(flat, corner + offset, axis=2)

    upper = at(0) * (1 - right) + at(1) * right
    lower = at(width + 2) * (1 - right) + at(width + 3) * right
    sampled = upper * (1 - down) + lower * down + 0.5
    return sampled.astype(np.uint8).reshape(images.shape)
