"""Pictures at another size, and smoothed."""

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]

_GAUSSIAN_REACH = 3.0
"""Standard deviations, beyond which a Gaussian is taken to be 0."""


def resized(planes: Floats, size: tuple[int, int]) -> Floats:
    """`planes` (channels, height, width) at another size (width, height), smoothly."""
    images = (Image.fromarray(np.ascontiguousarray(plane)) for plane in planes)
    return np.stack([np.asarray(image.resize(size, Image.Resampling.BILINEAR)) for image in images])


def averaged(field: Floats, size: tuple[int, int]) -> Floats:
    """The means of `field` (height, width) over the cells of a coarser grid of `size` (width, height)."""
    return np.asarray(Image.fromarray(field).resize(size, Image.Resampling.BOX))


def coarsened(planes: Floats, side: int) -> Floats:
    """`planes` averaged over squares of `side` pixels, and smooth at their old size again."""
    _, height, width = planes.shape
    means = (np.asarray(Image.fromarray(np.ascontiguousarray(plane)).reduce(side)) for plane in planes)
    return resized(np.stack(list(means)), (width, height))


def enlarged(field: Floats, factor: float) -> Floats:
    """`field` (height, width), cubic, at `factor` times its size; the same where that is no larger."""
    if factor <= 1:
        return field
    height, width = (max(1, round(side * factor)) for side in field.shape)
    return np.asarray(Image.fromarray(field).resize((width, height), Image.Resampling.BICUBIC))


def blurred(values: Floats, sigma: float) -> Floats:
    """`values` (height, width) under a Gaussian of the standard deviation `sigma`, in pixels."""
    reach = max(1, int(np.ceil(_GAUSSIAN_REACH * sigma)))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).astype(np.float32)
    weights /= weights.sum()
    for axis in (0, 1):
        room = [(0, 0), (0, 0)]
        room[axis] = (reach, reach)
        framed, size = np.pad(values, room, mode="edge"), values.shape[axis]
        values = np.zeros_like(values)
        for start, weight in enumerate(weights):
            part = framed[start : start + size] if axis == 0 else framed[:, start : start + size]
            values += weight * part
    return values
