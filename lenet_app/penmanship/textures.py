"""Pictures without any drawing: noise, full areas, edges of shadows, as pictures that show no writing end up."""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import BOX_SIDE, SIDE

Floats = npt.NDArray[np.float32]

_HIGHEST_THRESHOLD = 0.45
"""Of the range of the noise; below 0 there is ink everywhere."""


def textures(count: int, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Textures without a digit in them.

    Args:
        count: how many; half of them fill the box of 20 × 20, the others the whole picture.
        random: the source of the noise.

    Returns:
        uint8 (count, 1, 28, 28), ink 255 at the brightest pixel of each.
    """
    noise = random.random((count, SIDE, SIDE), np.float32)
    smoothed = noise
    for _ in range(3):
        smoothed = _softened(smoothed)
        # Some are fine, some coarse.
        noise = np.where(random.random((count, 1, 1)) < 0.5, smoothed, noise)
    low, high = noise.min(axis=(1, 2), keepdims=True), noise.max(axis=(1, 2), keepdims=True)
    level = (noise - low) / np.maximum(high - low, np.finfo(np.float32).tiny)
    contrast = random.uniform(0, 4, (count, 1, 1)).astype(np.float32)
    threshold = random.uniform(-1, _HIGHEST_THRESHOLD, (count, 1, 1)).astype(np.float32)
    ink = ((level - threshold) * (1 + contrast)).clip(0, 1)
    margin = np.where(random.random(count) < 0.5, (SIDE - BOX_SIDE) // 2, 0)
    place = np.arange(SIDE)
    inside = (place >= margin[:, None]) & (place < SIDE - margin[:, None])
    ink *= inside[:, :, None] & inside[:, None, :]
    ink /= np.maximum(ink.max(axis=(1, 2), keepdims=True), np.finfo(np.float32).tiny)
    return np.asarray((255 * ink[:, None] + np.float32(0.5)).astype(np.uint8))


def _softened(values: Floats) -> Floats:
    """Each value averaged with its neighbours in rows and columns."""
    for axis in (1, 2):
        values = (np.roll(values, 1, axis) + values + np.roll(values, -1, axis)) / np.float32(3)
    return values
