"""How far each pixel stands out of the paper, and in which colour: for one digit and for a page alike.

Planes are float32 (channels, height, width) in [0, 1]; a grey picture has one, a coloured one three. A difference is a
picture without its background, of the same shape. Black is √3 from white.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
"""ITU-R BT.601, as Pillow's own conversion to grey."""

_TINY = float(np.finfo(np.float32).tiny)
_TOP_SHARE = 0.001
"""Of the pixels: those that tell how strong the strongest are."""
_MEDIAN_TO_DEVIATION, _LOWER_QUARTILE_TO_DEVIATION = 1.4826, 3.1384
"""The standard deviation of a Gaussian over the median, and over the lower quartile, of its absolute values."""


def planes_of(pixels: Floats) -> Floats:
    """(channels, height, width) of (height, width, 3); a grey picture gets by with one channel."""
    red, green, blue = (pixels[..., channel] for channel in range(3))
    if np.array_equal(red, green) and np.array_equal(red, blue):
        return np.ascontiguousarray(red)[None]
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def lightness_weights(planes: Floats) -> Floats:
    """Of each channel, in how light something is."""
    return LUMINANCE if len(planes) == 3 else np.ones(1, np.float32)


def strength_of(difference: Floats) -> Floats:
    """How far each pixel is from the paper, in whatever colour, (height, width)."""
    return np.asarray(np.sqrt(np.einsum("chw,chw->hw", difference, difference)))


def top_of(values: Floats, most: int | None = None) -> float:
    """A value that only few of `values` exceed: what is strongest, but for single pixels.

    Args:
        values: of any shape, one at least.
        most: how many may exceed it, however many values there are.
    """
    few = int(min(max(_TOP_SHARE * values.size, 2), values.size if most is None else most, values.size))
    return float(np.partition(values.ravel(), values.size - few)[values.size - few])


def direction_of(difference: Floats, strength: Floats, top: float) -> Floats:
    """The colour (channels,) in which the strongest differences lie, of length 1; towards black where there are none.

    Args:
        difference: (channels, height, width).
        strength: (height, width), how much each pixel's difference counts.
        top: what is half as strong is one of the strongest.
    """
    strongest = strength >= max(0.5 * top, _TINY)
    direction = difference[:, strongest].mean(axis=1) if strongest.any() else -lightness_weights(difference)
    return np.asarray(direction / max(float(np.linalg.norm(direction)), _TINY), np.float32)


def signal_along(direction: Floats, difference: Floats) -> Floats:
    """How far each pixel differs from the paper in one colour, (height, width)."""
    return np.asarray(np.tensordot(direction, difference, 1) * np.float32(np.sqrt(3 / len(difference))), np.float32)


def deviation(paper: Floats) -> float:
    """The standard deviation of the paper's noise, of values that are 0 in the middle; outliers have little say.

    By the median, or by the lower quartile where that says less: then half of what is seen is no paper.
    """
    if not paper.size:
        return 0.0
    quarter, half = paper.size // 4, paper.size // 2
    parted = np.partition(np.abs(paper).ravel(), (quarter, half))
    return min(_LOWER_QUARTILE_TO_DEVIATION * float(parted[quarter]), _MEDIAN_TO_DEVIATION * float(parted[half]))
