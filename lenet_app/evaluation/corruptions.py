"""Pictures made worse by degrees: noise, blur, rotation, shift, scale, thickness of strokes.

Each takes uint8 (n, channels, height, width), ink 255, and a degree, and gives the same kind of array back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil

import numpy as np
import numpy.typing as npt

from lenet_app.randomness import Purpose, random_for
from lenet_app.recognition.moved import STILL, moved, turned

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_FINER = 4
"""Pixels to each side of one, in which strokes are thickened."""


@dataclass(frozen=True)
class Corruption:
    """One way of making pictures worse.

    Args:
        name: in English, as it stands in files and in JSON.
        degrees: at which it is measured; one of them changes nothing.
        unit: of the degrees.
        apply: (pictures, degree, number of the first picture) -> pictures.
    """

    name: str
    degrees: tuple[float, ...]
    unit: str
    apply: Callable[[Bytes, float, int], Bytes]


def noise(images: Bytes, degree: float, first: int) -> Bytes:
    """Normal noise added to every pixel, its standard deviation `degree` of full ink.

    Args:
        images: the pictures.
        degree: 0 or more.
        first: the number of the first picture; each has noise of its own, the same each time.
    """
    drawn = [
        random_for(0, Purpose.CORRUPTION, first + number).standard_normal(images.shape[1:], np.float32)
        for number in range(len(images))
    ]
    return _as_bytes(images + np.float32(255 * degree) * np.array(drawn).reshape(images.shape))


def blur(images: Bytes, degree: float, _first: int) -> Bytes:
    """A Gaussian blur with a standard deviation of `degree` pixels; around the picture there is background."""
    if not degree:
        return images
    rows, columns = (_blurring(side, degree) for side in images.shape[2:])
    return _as_bytes(rows @ images.astype(np.float32) @ columns.T)


@cache
def _blurring(side: int, degree: float) -> Floats:
    """The matrix that blurs a line of pixels."""
    reach = ceil(4 * degree)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / degree) ** 2)
    weights /= weights.sum()
    distance = np.arange(side)[:, None] - np.arange(side)
    near = np.abs(distance) <= reach
    return np.where(near, weights[np.clip(distance + reach, 0, 2 * reach)], 0).astype(np.float32)


def rotation(images: Bytes, degree: float, _first: int) -> Bytes:
    """Turned by `degree` degrees about the centre, counter-clockwise."""
    return _as_bytes(turned(images, degree))


def shift(images: Bytes, degree: float, _first: int) -> Bytes:
    """Moved by `degree` pixels to the right."""
    return _as_bytes(moved(images, STILL, (degree, 0)))


def scale(images: Bytes, degree: float, _first: int) -> Bytes:
    """Made `degree` times as large about the centre."""
    return _as_bytes(moved(images, ((1 / degree, 0), (0, 1 / degree))))


def thickness(images: Bytes, degree: float, _first: int) -> Bytes:
    """Strokes made wider by `degree` pixels, or narrower where it is below 0.

    Each pixel is divided into 4 × 4, and each of these takes the largest, or smallest, ink within `degree` / 2 pixels.
    """
    if not degree:
        return images
    radius = abs(degree) / 2 * _FINER
    reach = int(radius)
    fine = images.repeat(_FINER, axis=2).repeat(_FINER, axis=3)
    if degree < 0:
        fine = 255 - fine
    found = fine.copy()
    height, width = fine.shape[2:]
    padded = np.full((*fine.shape[:2], height + 2 * reach, width + 2 * reach), 0 if degree > 0 else 255, np.uint8)
    padded[:, :, reach : reach + height, reach : reach + width] = fine
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            if down * down + across * across <= radius * radius:
                rows = slice(reach + down, reach + down + height)
                columns = slice(reach + across, reach + across + width)
                np.maximum(found, padded[:, :, rows, columns], out=found)
    if degree < 0:
        found = 255 - found
    count, channels = images.shape[:2]
    blocks = found.reshape(count, channels, height // _FINER, _FINER, width // _FINER, _FINER)
    return _as_bytes(blocks.mean(axis=(3, 5), dtype=np.float32))


def _as_bytes(values: Floats) -> Bytes:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


CORRUPTIONS = (
    Corruption("noise", (0, 0.1, 0.2, 0.3, 0.4, 0.5), "", noise),
    Corruption("blur", (0, 0.6, 1.2, 1.8, 2.4, 3), "px", blur),
    Corruption("rotation", (-45, -30, -15, 0, 15, 30, 45), "°", rotation),
    Corruption("shift", (-6, -4, -2, 0, 2, 4, 6), "px", shift),
    Corruption("scale", (0.5, 0.7, 0.85, 1, 1.15, 1.3), "×", scale),
    Corruption("thickness", (-1.5, -1, -0.5, 0, 1, 2, 3), "px", thickness),
)
"""What robustness is measured by."""
