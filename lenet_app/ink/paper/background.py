"""The paper: what a picture would be without its marks, under whatever light it was taken.

Planes are float32 (channels, height, width) in [0, 1]; a grey picture has one, a coloured one three.
"""

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

_GRID = 32  # cells along each side, through which the smooth background is laid
_FINE_GRID = 64  # cells along each side for the local background, fine enough for the edge of a shadow
_WINDOW = 17  # of those cells: the local median steps over strokes of less than half of it
_WIDEST = 45  # of those cells: of a strip, that is not far along the other side
_ROOM = 128  # pixels of the shorter side, below which strokes are too wide for that
_SHARPLY_LIT = 0.12  # of the border
_LEAST = 0.04  # of black to white: a difference that can be seen
_EXTREME = (0.15, 0.85)  # of all cells: where paper is looked for if it is known to be the darker or the lighter part
_ROUNDS = 12
_LEFTOVER_GRID = 128  # cells along the longer side, in which what is left of the light is measured
_LEAST_WEIGHT = 0.02  # of a cell: what the smooth background has to say where almost all is marked


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
    cells = resized(planes, (_GRID, _GRID))
    smooth = _smooth_background(cells, darker)
    if min(height, width) < _ROOM or not _is_sharply_lit(cells, smooth):
        return resized(smooth, (width, height)), False
    return _local_background(planes, _WINDOW, _WINDOW), True


def page_background(planes: Floats) -> Floats:
    """The page without its marks, (channels, height, width): they are many, so there is no telling them from afar.

    The window is about as wide as high in the picture, however long a strip that is.
    """
    longer = max(planes.shape[1:])
    high, wide = (min(round(_WINDOW * longer / side), _WIDEST) | 1 for side in planes.shape[1:])
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
    cell = max(1.0, max(height, width) / _LEFTOVER_GRID)
    size = max(1, round(width / cell)), max(1, round(height / cell))
    free = averaged(np.where(marks, np.float32(0), np.float32(1)), size)
    paper = averaged(np.where(marks, np.float32(0), signal), size)
    half = max(1, round(reach / cell))
    weight = _window_sum(free.astype(np.float64), half)
    mean = _window_sum(paper.astype(np.float64), half) / np.maximum(weight, _LEAST_WEIGHT * (2 * half + 1) ** 2)
    return np.asarray(Image.fromarray(mean.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR))


def border_of(field: npt.NDArray[_T]) -> npt.NDArray[_T]:
    """The outermost pixels of `field` (height, width), each once where there are two rows or more."""
    return np.concatenate([field[0], field[-1], field[1:-1, 0], field[1:-1, -1]])


def _is_sharply_lit(cells: Floats, smooth: Floats) -> bool:
    """Whether the paper is not as `smooth` says: that shows along the border, where there is little ink."""
    off = _distance(cells, smooth)
    least = max(0.3 * float(np.quantile(off, 0.98)), _LEAST)
    return bool(np.mean(border_of(off) > least) > _SHARPLY_LIT)


def _smooth_background(cells: Floats, darker: bool | None) -> Floats:
    """A surface of second degree through the paper of `cells` (channels, grid, grid), started from the border's colour.

    Iteratively reweighted least squares with Cauchy-like weights: what is far from the surface, ink, loses its say.
    """
    axis = np.linspace(-1, 1, _GRID)
    x, y = (part.ravel() for part in np.meshgrid(axis, axis))
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    flat = cells.reshape(len(cells), -1).T.astype(np.float64)
    surface = np.broadcast_to(_start(flat, np.maximum(abs(x), abs(y)) == 1, darker), flat.shape)
    for _ in range(_ROUNDS):
        off = np.linalg.norm(flat - surface, axis=1) * np.sqrt(3 / len(cells))
        spread = max(float(np.quantile(off, 0.5 if darker is None else _EXTREME[0])), 0.02)
        weights = 1 / (1 + (off / spread) ** 2)
        surface = basis @ np.linalg.lstsq(basis * weights[:, None], flat * weights[:, None], rcond=None)[0]
    return surface.T.reshape(cells.shape).astype(np.float32)


def _start(flat: Wide, ring: Mask, darker: bool | None) -> Wide:
    """The colour (channels,) that the paper is taken to have at first, of cells (n, channels)."""
    if darker is None:
        return np.asarray(np.median(flat[ring], axis=0))
    grey = flat.mean(axis=1)
    low, high = np.quantile(grey, _EXTREME)
    return np.asarray(np.median(flat[grey >= high if darker else grey <= low], axis=0))


def _local_background(planes: Floats, high: int, wide: int) -> Floats:
    """The median around every cell of a grid: it follows the edge of a shadow and steps over strokes.

    Args:
        planes: (channels, height, width).
        high: the window's height in cells, an odd number; of a larger window only every second, third … cell is taken.
        wide: its width.
    """
    room = ((0, 0), (high // 2, high // 2), (wide // 2, wide // 2))
    cells = np.pad(resized(planes, (_FINE_GRID, _FINE_GRID)), room, mode="symmetric")
    windows = sliding_window_view(cells, (high, wide), axis=(1, 2))[..., :: high // _WINDOW, :: wide // _WINDOW]
    medians = np.median(windows, axis=(3, 4)).astype(np.float32)
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
