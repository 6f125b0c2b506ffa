"""Colour maps for layer pictures and charts: even steps of lightness, safe for colour-blind eyes.

The lightness is L* of CIELAB (CIE 15:2004, D65): it falls or rises by the same amount from each entry to the next, so
that the maps keep their order in grey and for every kind of colour vision. Blue and orange stay apart for all of them.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float64]

Floats = npt.NDArray[np.floating[Any]]

ENTRIES = 256
NEUTRAL = 128  # the entry of zero in a signed map

_TINY = 1e-6

_WHITE = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)

# From nothing to the largest value.
_NON_NEGATIVE = {
    False: ("#f8f9fc", "#a6c8f0", "#4a87d6", "#0f3276"),
    True: ("#131519", "#21508f", "#5b9cf0", "#cbe4ff"),
}
# From zero to minus the largest value, and to the largest; both ends are equally light.
_SIGNED = {
    False: (("#f8f9fc", "#a6c8f0", "#1a5fb0"), ("#f8f9fc", "#f3bd92", "#b34a00")),
    True: (("#131519", "#24528f", "#62aaff"), ("#131519", "#7c441c", "#f09348")),
}
# The same for gradients, in colours of their own: nobody takes one picture for the other.
_GRADIENT = {
    False: (("#f8f9fc", "#c9b3e6", "#6a3d9e"), ("#f8f9fc", "#a5d3b4", "#1f7446")),
    True: (("#131519", "#4a3577", "#b795f5"), ("#131519", "#1f573a", "#62c48f")),
}


@cache
def non_negative_map(dark: bool) -> Table:
    """Colours of the values 0 to 1: white to blue, or black to light blue on `dark`.

    Returns:
        uint8 (256, 3), RGB; the value v has the entry round(255 v). Not to be written to.
    """
    return _table(_ramp([_lab(name) for name in _NON_NEGATIVE[dark]], ENTRIES))


@cache
def signed_map(dark: bool) -> Table:
    """Colours of the values -1 to 1: blue, white (black on `dark`), orange.

    Returns:
        uint8 (256, 3), RGB; the value v has the entry 128 + round(127 v), so that 0 is neutral; entry 0 repeats
        entry 1. Not to be written to.
    """
    return _two_sided(_SIGNED[dark])


@cache
def gradient_map(dark: bool) -> Table:
    """Colours of gradients, as those of `signed_map`: purple, white (black on `dark`), green."""
    return _two_sided(_GRADIENT[dark])


def _two_sided(sides: tuple[tuple[str, ...], tuple[str, ...]]) -> Table:
    negative, positive = ([_lab(name) for name in side] for side in sides)
    # An exactly equal lightness at both ends: -v and v weigh the same.
    positive[-1][0] = negative[-1][0]
    blue, orange = _ramp(negative, NEUTRAL), _ramp(positive, NEUTRAL)
    return _table(np.vstack([blue[-1:], blue[::-1], orange[1:]]))


def entries_of(values: Floats, largest: float, *, signed: bool) -> Table:
    """The entries of values in their map, uint8 of their shape.

    Args:
        values: any numbers.
        largest: what gets the strongest colour; so does what is farther from zero.
        signed: whether they belong into the signed map; else what is below zero counts as zero.
    """
    share = np.clip(values / max(largest, _TINY), -1 if signed else 0, 1)
    return np.asarray(np.round(NEUTRAL + 127 * share if signed else 255 * share), np.uint8)


def lightness(colours: npt.NDArray[np.uint8]) -> _Floats:
    """L* of CIELAB, 0 (black) to 100 (white), of sRGB colours (..., 3)."""
    luminance = _linear(colours / 255.0) @ _TO_XYZ[1]
    return np.asarray(116 * _lab_curve(luminance) - 16)


def _lab(name: str) -> _Floats:
    """CIELAB of a colour like "#2563eb"."""
    rgb = np.array([int(name[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    x, y, z = _lab_curve(_TO_XYZ @ _linear(rgb) / _WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _ramp(anchors: list[_Floats], count: int) -> _Floats:
    """`count` CIELAB colours through `anchors`, even in lightness, as sRGB in 0 to 1."""
    points = np.array(anchors)
    wanted = np.linspace(points[0, 0], points[-1, 0], count)
    order = np.argsort(points[:, 0])
    a, b = (np.interp(wanted, points[order, 0], points[order, axis]) for axis in (1, 2))
    middle = (wanted + 16) / 116
    curve = np.stack([middle + a / 500, middle, middle - b / 200], axis=1)
    xyz = np.where(curve > 6 / 29, curve**3, (curve - 4 / 29) * 3 * (6 / 29) ** 2) * _WHITE
    linear = np.clip(xyz @ np.linalg.inv(_TO_XYZ).T, 0, 1)
    return np.asarray(np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear))


def _table(ramp: _Floats) -> Table:
    table = np.round(ramp * 255).astype(np.uint8)
    table.flags.writeable = False
    return table


def _linear(rgb: _Floats) -> _Floats:
    return np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)


def _lab_curve(ratio: _Floats) -> _Floats:
    return np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
