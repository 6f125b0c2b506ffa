"""The paper: what a picture would be without its marks, under whatever light it was taken.

Planes are float32 (channels, height, width) in [0, 1]; a grey picture has one, a coloured one three.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from lenet_app.ink.paper.resampling import averaged, resized
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True)
class _Grids:
    """How the paper is followed.

    Args:
        smooth: cells along each side, through which the surface of second degree is laid.
        local: cells along each side for the local background, fine enough for the edge of a shadow.
        window: local cells along each side of the median's window, which steps over strokes of less than half
            of it.
        widest_window: the same of a strip, which needs more along its short side to reach as far.
        leftover: cells along the longer side, in which the light that is left over is measured.
        rounds: of the fit of the surface.
        widest_pen: cells of those along each side.
    """

    smooth: int = 32
    local: int = 64
    window: int = 17
    widest_window: int = 45
    leftover: int = 128
    rounds: int = 12
    widest_pen: int = 3


_GRIDS = _Grids()


@dataclass(frozen=True)
class _Limits:
    """What decides how a picture is lit.

    Args:
        least_side: pixels of the shorter side; in smaller pictures strokes are too wide for the local
            background.
        sharply_lit: of the border that is off the smooth surface by more than a pen's width, from which on a picture
            is sharply lit.
        framed: of the border that is off it at all: with so much there is something narrow around the paper.
        visible: of black to white: a smaller difference cannot be seen.
        extremes: quantiles of the cells beyond which the darker or the lighter part of a picture lies.
        least_weight: of a window, that counts where almost all of it is marked.
    """

    least_side: int = 128
    sharply_lit: float = 0.12
    framed: float = 0.33
    visible: float = 0.04
    extremes: tuple[float, float] = (0.15, 0.85)
    least_weight: float = 0.02


_LIMITS = _Limits()


def digit_background(planes: Floats, darker: bool | None = None) -> tuple[Floats, bool]:
    """The picture without its marks.

    Args:
        planes: (channels, height, width).
        darker: whether the marks are known to be darker (True) or lighter (False) than their ground.

    Returns:
        The background, of the shape of `planes`, and whether it was lit sharply: then it is only roughly known along
        the edges of shadows.
    """
    _, height, width = planes.shape
    cells = resized(planes, (_GRIDS.smooth, _GRIDS.smooth))
    smooth = _smooth_background(cells, darker)
    if min(height, width) < _LIMITS.least_side or not _is_sharply_lit(cells, smooth):
        return resized(smooth, (width, height)), False
    return _local_background(planes, _GRIDS.window, _GRIDS.window), True


def page_background(planes: Floats) -> Floats:
    """The page without its marks, (channels, height, width): they are many, so there is no telling them from afar.

    The window is about as wide as high in the picture, however long a strip that is.
    """
    longer = max(planes.shape[1:])
    high, wide = (min(round(_GRIDS.window * longer / side), _GRIDS.widest_window) | 1 for side in planes.shape[1:])
    return _local_background(planes, high, wide)


def leftover(signal: Floats, marks: Mask, reach: float) -> Floats:
    """The mean of what is no mark within about `reach` pixels: light and paper that the background did not follow.

    Args:
        signal: (height, width), 0 where the picture is as its background.
        marks: what must not count.
        reach: in pixels; it has to be some times the pen's width, so that every window sees paper.

    Returns:
        (height, width), to be taken off `signal`.
    """
    height, width = signal.shape
    cell = max(1.0, max(height, width) / _GRIDS.leftover)
    size = max(1, round(width / cell)), max(1, round(height / cell))
    free = averaged(np.where(marks, np.float32(0), np.float32(1)), size)
    paper = averaged(np.where(marks, np.float32(0), signal), size)
    half = max(1, round(reach / cell))
    weight = _window_sum(free.astype(np.float64), half)
    mean = _window_sum(paper.astype(np.float64), half) / np.maximum(weight, _LIMITS.least_weight * (2 * half + 1) ** 2)
    return np.asarray(Image.fromarray(mean.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR))


def border_of(field: npt.NDArray[_T]) -> npt.NDArray[_T]:
    """The outermost pixels of `field` (height, width), each once where there are two rows or more."""
    return np.concatenate([field[0], field[-1], field[1:-1, 0], field[1:-1, -1]])


def _is_sharply_lit(cells: Floats, smooth: Floats) -> bool:
    """Whether the paper is not as `smooth` says: that shows along the border, where there is little ink.

    Where the border cuts a digit off there is more, but no wider than a pen.
    """
    off = _distance(cells, smooth)
    is_off = off > max(0.3 * float(np.quantile(off, 0.98)), _LIMITS.visible)
    wide = np.mean(border_of(_wide(is_off, _GRIDS.widest_pen)))
    return bool(wide > _LIMITS.sharply_lit or np.mean(border_of(is_off)) > _LIMITS.framed)


def _wide(mask: Mask, width: int) -> Mask:
    """What of `mask` lies in one of its squares of `width` + 1 cells a side."""
    framed = np.pad(mask, width)
    squares = sliding_window_view(framed, (width + 1, width + 1)).all(axis=(2, 3))
    return np.asarray(sliding_window_view(squares, (width + 1, width + 1)).any(axis=(2, 3)))


def _smooth_background(cells: Floats, darker: bool | None) -> Floats:
    """A surface of second degree through the paper of `cells` (channels, grid, grid), started from the border's colour.

    Iteratively reweighted least squares with Cauchy-like weights: what is far from the surface, ink, loses its say.
    """
    axis = np.linspace(-1, 1, _GRIDS.smooth)
    x, y = (part.ravel() for part in np.meshgrid(axis, axis))
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    flat = cells.reshape(len(cells), -1).T.astype(np.float64)
    surface = np.broadcast_to(_start(flat, np.maximum(abs(x), abs(y)) == 1, darker), flat.shape)
    for _ in range(_GRIDS.rounds):
        off = np.linalg.norm(flat - surface, axis=1) * np.sqrt(3 / len(cells))
        spread = max(float(np.quantile(off, 0.5 if darker is None else _LIMITS.extremes[0])), 0.02)
        weights = 1 / (1 + (off / spread) ** 2)
        surface = basis @ np.linalg.lstsq(basis * weights[:, None], flat * weights[:, None], rcond=None)[0]
    return surface.T.reshape(cells.shape).astype(np.float32)


def _start(flat: Wide, ring: Mask, darker: bool | None) -> Wide:
    """The colour (channels,) that the paper is taken to have at first, of cells (n, channels)."""
    if darker is None:
        return np.asarray(np.median(flat[ring], axis=0))
    grey = flat.mean(axis=1)
    low, high = np.quantile(grey, _LIMITS.extremes)
    return np.asarray(np.median(flat[grey >= high if darker else grey <= low], axis=0))


def _local_background(planes: Floats, high: int, wide: int) -> Floats:
    """The median around every cell of a grid: it follows the edge of a shadow and steps over strokes.

    Args:
        planes: (channels, height, width).
        high: the window's height in cells, an odd number; of a larger window only every second, third … cell is taken.
        wide: its width.
    """
    room = ((0, 0), (high // 2, high // 2), (wide // 2, wide // 2))
    cells = np.pad(resized(planes, (_GRIDS.local, _GRIDS.local)), room, mode="symmetric")
    windows = sliding_window_view(cells, (high, wide), axis=(1, 2))
    looked_at = windows[..., :: high // _GRIDS.window, :: wide // _GRIDS.window]
    medians = np.median(looked_at, axis=(3, 4)).astype(np.float32)
    return resized(medians, planes.shape[:0:-1])


def _distance(one: Floats, other: Floats) -> Floats:
    """How far the colours of two pictures are from each other, (height, width); black from white is √3."""
    return np.asarray(np.linalg.norm(one - other, axis=0) * np.sqrt(3 / len(one)), np.float32)


def _window_sum(field: Wide, half: int) -> Wide:
    """The sum of the square window of 2 `half` + 1 cells around every cell; beyond the edge is nothing."""
    for axis in (0, 1):
        width = [(0, 0), (0, 0)]
        width[axis] = (half + 1, half)
        sums = np.pad(field, width).cumsum(axis=axis)
        beyond, before = np.split(sums, [2 * half + 1], axis=axis)[1], sums
        field = beyond - np.take(before, range(beyond.shape[axis]), axis=axis)
    return field
