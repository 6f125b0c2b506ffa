"""From a picture's pixels to its marks: background, contrast, polarity, specks.

A mark is what differs from the background along the colour direction in which the strongest differences lie; so dark
on light, light on dark and blue on yellow are all the same case, and the polarity is only told to the user.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from lenet_app.ink.components import components
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float32]

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as Pillow's own conversion to grey

_GRID = 32  # cells along each side, through which the smooth background is laid
_FINE_GRID = 64  # cells along each side for the local background, fine enough for the edge of a shadow
_WINDOW = 17  # of those cells: the local median steps over strokes of less than half of it
_ROOM = 128  # pixels of the shorter side, below which strokes are too wide for that
_SHARPLY_LIT = 0.12  # of the border
_FAINTEST = 0.04  # contrast, of black to white, below which nothing counts as a mark
_NOISE_FACTOR = 6.0  # how far marks must stand out of the paper's noise
_FAINT, _SURE = 0.2, 0.5  # of the marks' contrast: what may belong to a mark, and what a mark must have somewhere


@dataclass(frozen=True)
class _Dirt:
    """What is no mark although it is dark enough, as long as other marks are there.

    Args:
        speck: of the largest mark's area: smaller ones are dirt.
        contact: of the picture's perimeter: marks that run along more of it are frames and shadows.
    """

    speck: float
    contact: float


_EVEN_LIGHT = _Dirt(speck=0.02, contact=0.2)
_SHARP_LIGHT = _Dirt(speck=0.08, contact=0.0)  # the edges of shadows leave traces


@dataclass(frozen=True, eq=False)
class Marks:
    """What was found: `ink` float32 (height, width) in [0, 1], and whether the marks were darker than their ground."""

    ink: Floats
    dark_on_light: bool


def marks_of(pixels: Floats) -> Marks:
    """Find the marks of an opaque picture.

    Args:
        pixels: float32 (height, width, 3), red, green and blue in [0, 1].

    Returns:
        The marks; all 0 where the picture shows nothing but paper.
    """
    background, dirt = _background(pixels)
    difference = pixels - background
    strength = np.linalg.norm(difference, axis=2)
    strongest = strength >= 0.5 * np.quantile(strength, 0.999)
    direction = difference[strongest].mean(axis=0)
    direction /= max(float(np.linalg.norm(direction)), np.finfo(np.float32).tiny)
    signal = difference @ direction
    ink = _marks(signal, noise=1.4826 * float(np.median(np.abs(signal))), dirt=dirt)
    return Marks(ink, bool(direction @ LUMINANCE < 0))


def marks_of_coverage(coverage: Floats) -> Floats:
    """The marks of a picture whose ink is its opacity, float32 (height, width) in [0, 1]."""
    return _marks(coverage, noise=0.0, dirt=_EVEN_LIGHT)


def _marks(signal: Floats, *, noise: float, dirt: _Dirt) -> Floats:
    """The marks of `signal`, 0 where there is paper, evened to [0, 1]; `noise` is the paper's standard deviation."""
    positive = np.maximum(signal, 0)
    full = float(np.median(positive[positive >= 0.5 * np.quantile(positive, 0.999)]))
    if full < max(_FAINTEST, _NOISE_FACTOR * noise):
        return np.zeros(signal.shape, np.float32)
    faint = positive > max(_FAINT * full, 3 * noise)
    kept = _kept(faint, positive > _SURE * full, dirt)
    return np.where(kept, np.minimum(positive / full, 1), 0).astype(np.float32)


def _kept(faint: Mask, sure: Mask, dirt: _Dirt) -> Mask:
    """The parts of `faint` that are marks: sure somewhere, and no dirt."""
    labels, count = components(faint)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    seeds = np.bincount(labels[sure], minlength=count + 1)
    areas[0] = 0
    good = (seeds > 0) & (areas > 0)
    border = np.concatenate([labels[0], labels[-1], labels[1:-1, 0], labels[1:-1, -1]])
    inner = good & (np.bincount(border, minlength=count + 1) <= dirt.contact * len(border))
    good = inner if inner.any() else good
    largest = areas[good].max(initial=0)
    return np.asarray((good & (areas >= dirt.speck * largest))[labels])


def _background(pixels: Floats) -> tuple[Floats, _Dirt]:
    """The picture as it would be without marks, of the same shape, and what has to be expected of it."""
    height, width, _ = pixels.shape
    cells = _resized(pixels, (_GRID, _GRID))
    smooth = _smooth_background(cells)
    if min(height, width) < _ROOM or not _is_sharply_lit(cells, smooth):
        return _resized(smooth, (width, height)), _EVEN_LIGHT
    local = _local_background(_resized(pixels, (_FINE_GRID, _FINE_GRID)))
    return _resized(local, (width, height)), _SHARP_LIGHT


def _is_sharply_lit(cells: Floats, smooth: Floats) -> bool:
    """Whether the paper is not as `smooth` says: that shows along the border, where there is little ink."""
    off = np.linalg.norm(cells - smooth, axis=2)
    border = np.concatenate([off[0], off[-1], off[1:-1, 0], off[1:-1, -1]])
    return bool(np.mean(border > max(0.3 * float(np.quantile(off, 0.98)), _FAINTEST)) > _SHARPLY_LIT)


def _smooth_background(cells: Floats) -> Floats:
    """A surface of second degree through the paper of `cells` (grid, grid, 3), started from the border's colour.

    Iteratively reweighted least squares with Cauchy-like weights: what is far from the surface, ink, loses its say.
    """
    axis = np.linspace(-1, 1, _GRID)
    x, y = (part.ravel() for part in np.meshgrid(axis, axis))
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    flat = cells.reshape(-1, 3).astype(np.float64)
    ring = np.maximum(abs(x), abs(y)) == 1
    surface = np.broadcast_to(np.median(flat[ring], axis=0), flat.shape)
    for _ in range(12):
        off = np.linalg.norm(flat - surface, axis=1)
        spread = max(float(np.median(off)), 0.02)
        weights = 1 / (1 + (off / spread) ** 2)
        surface = basis @ np.linalg.lstsq(basis * weights[:, None], flat * weights[:, None], rcond=None)[0]
    return surface.reshape(cells.shape).astype(np.float32)


def _local_background(cells: Floats) -> Floats:
    """The median around every cell: it follows the edge of a shadow and steps over strokes."""
    half = _WINDOW // 2
    framed = np.pad(cells, ((half, half), (half, half), (0, 0)), mode="symmetric")
    windows = sliding_window_view(framed, (_WINDOW, _WINDOW), axis=(0, 1))
    return np.asarray(np.median(windows, axis=(3, 4)), np.float32)


def _resized(pixels: Floats, size: tuple[int, int]) -> Floats:
    """`pixels` (height, width, 3) at another size (width, height), smoothly."""
    planes = [Image.fromarray(np.ascontiguousarray(pixels[..., k])) for k in range(3)]
    return np.stack([np.asarray(plane.resize(size, Image.Resampling.BILINEAR)) for plane in planes], axis=2)
