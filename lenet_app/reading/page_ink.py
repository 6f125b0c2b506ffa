"""The ink of a page: marks for many digits at once, on plain or patterned paper.

A picture of one digit can be judged by its largest mark. A page cannot: its marks are many, and on a cheque the printed
pattern of the paper is as dark as a faint pen. So the paper is followed locally, and the threshold between paper and
ink is the darkness at which the strongest edges lie, whatever share of the page is ink.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from lenet_app.ink.paper.components import components
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_GRID = 64  # cells along each side for the paper's colour
_WINDOW = 17  # of those cells along the longer side, and as far along the other: the median steps over less than half
_WIDEST = 45  # of those cells: of a strip, that is not far along the other side
_GAIN = 3.0  # how much a shadow's contrast is raised at most, and that of what is lighter than most is lowered
_ENOUGH = 160  # pixels of the shorter side, below which a picture is enlarged: cuts need room
_LONGEST = 1024  # pixels, which enlarging does not go beyond
_FINEST = 4.0  # how far a picture is enlarged at most
_BLUR = 1.0  # pixels of the picture: the weave of paper and the camera's noise go, strokes stay
_EDGE_POWER = 3  # of the gradient, in the threshold's weights: the pattern's many weak edges have little say
_FAINT, _SURE = 0.9, 1.3  # of the threshold: what may belong to a mark, and what a mark must have somewhere
_FAINTEST = 0.03  # of black to white: a fainter threshold is no ink
_CLEAREST = 2.5  # how many times the paper's own spread the ink must be


@dataclass(frozen=True, eq=False)
class PageInk:
    """The marks of a page.

    Args:
        marks: float32 (height, width) in [0, 1], 0 outside `mask`.
        mask: bool, where there is ink.
        scale: pixels of `marks` per pixel of the picture; 1 or more.
        pen: the mean width of the strokes, in pixels of `marks`.
    """

    marks: Floats
    mask: Mask
    scale: float
    pen: float


def page_ink(shown: Bytes) -> PageInk | None:
    """Find the marks of a page.

    Args:
        shown: uint8 (height, width, 3), as in `PictureInk.shown`.

    Returns:
        The marks, or None where the picture shows nothing but paper.
    """
    signal = _signal(shown)
    scale = min(_FINEST, max(1.0, min(_ENOUGH / min(signal.shape), _LONGEST / max(signal.shape))))
    fine = _enlarged(signal, scale)
    smooth = blurred(fine, _BLUR * scale)
    threshold = _edge_threshold(smooth)
    mask = _kept(smooth > _FAINT * threshold, smooth > _SURE * threshold)
    if not _is_ink(smooth, mask, threshold):
        return None
    full = float(np.median(fine[mask & (fine > threshold)]))
    marks = np.where(mask, (fine / full).clip(0.1, 1), 0).astype(np.float32)
    return PageInk(marks, mask, scale, pen_width(mask))


def page_ink_of_marks(marks: Floats) -> PageInk | None:
    """The same of ink that is known already, such as a drawing's; float32 (height, width) in [0, 1]."""
    mask = marks >= 0.5
    return PageInk(np.where(mask, marks, 0), mask, 1.0, pen_width(mask)) if mask.any() else None


def blurred(values: Floats, sigma: float) -> Floats:
    """`values` (height, width) under a Gaussian of the standard deviation `sigma`, in pixels."""
    reach = max(1, int(np.ceil(3 * sigma)))
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


def _signal(shown: Bytes) -> Floats:
    """How far each pixel is from the paper around it, along the colour direction of the strongest differences.

    Ink takes a share of the light, so in a shadow it differs less from the paper; that is made up for.
    """
    pixels = shown.astype(np.float32) / np.float32(255)
    paper = _paper(pixels)
    light = paper.mean(axis=2, keepdims=True)
    gain = (np.median(light) / np.maximum(light, 1 / 255)).clip(1 / _GAIN, _GAIN)
    difference = pixels - paper
    # Where a digit is so large that its ink was taken for paper, what is lighter is the paper itself.
    is_darker = difference.mean(axis=2, keepdims=True) < 0
    difference *= np.where(is_darker | (gain < 1), gain, 1)
    strength = np.linalg.norm(difference, axis=2)
    strongest = strength >= 0.5 * np.quantile(strength, 0.999)
    direction = difference[strongest].mean(axis=0)
    direction /= max(float(np.linalg.norm(direction)), np.finfo(np.float32).tiny)
    return np.asarray(difference @ direction, np.float32)


def _paper(pixels: Floats) -> Floats:
    """The picture without its marks: the median colour around every cell of a coarse grid."""
    height, width, _ = pixels.shape
    longer = max(height, width)
    # Odd numbers of cells, of which at most about `_WINDOW` along each side are looked at.
    high, wide = (min(round(_WINDOW * longer / side), _WIDEST) | 1 for side in (height, width))
    room = ((high // 2, high // 2), (wide // 2, wide // 2), (0, 0))
    cells = np.pad(_resized(pixels, (_GRID, _GRID)), room, mode="symmetric")
    windows = sliding_window_view(cells, (high, wide), axis=(0, 1))[..., :: high // _WINDOW, :: wide // _WINDOW]
    return _resized(np.median(windows, axis=(3, 4)).astype(np.float32), (width, height))


def _resized(pixels: Floats, size: tuple[int, int]) -> Floats:
    planes = [Image.fromarray(np.ascontiguousarray(pixels[..., k])) for k in range(pixels.shape[2])]
    return np.stack([np.asarray(plane.resize(size, Image.Resampling.BILINEAR)) for plane in planes], axis=2)


def _enlarged(signal: Floats, scale: float) -> Floats:
    if scale == 1:
        return signal
    height, width = (max(1, round(side * scale)) for side in signal.shape)
    return np.asarray(Image.fromarray(signal).resize((width, height), Image.Resampling.BICUBIC))


def _edge_threshold(signal: Floats) -> float:
    """The mean of `signal`, weighted by a power of its gradient: half-way up the strongest edges.

    Kittler, Illingworth and Föglein (1985), "Threshold selection based on a simple image statistic", with a power.
    """
    if min(signal.shape) < 2:
        return 0.0
    weights = np.hypot(*np.gradient(signal)) ** _EDGE_POWER
    return float((signal * weights).sum(dtype=np.float64) / max(float(weights.sum(dtype=np.float64)), 1e-30))


def _kept(faint: Mask, sure: Mask) -> Mask:
    """The parts of `faint` that are sure somewhere."""
    labels, count = components(faint)
    kept = np.zeros(count + 1, np.bool_)
    kept[labels[sure]] = True
    kept[0] = False
    return np.asarray(kept[labels])


def _is_ink(signal: Floats, mask: Mask, threshold: float) -> bool:
    """Whether `mask` stands out of the paper: noise has no edges that lie far above its own spread."""
    if threshold < _FAINTEST or not mask.any() or mask.all():
        return False
    paper = signal[~mask]
    spread = 1.4826 * float(np.median(np.abs(paper - np.median(paper))))
    return float(np.median(signal[mask])) > _CLEAREST * spread
