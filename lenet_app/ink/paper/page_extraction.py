"""The ink of a page (binarisation): marks for many digits at once, on plain or patterned paper.

A picture of one digit can be judged by its largest mark. A page cannot: its marks are many, and on a cheque the printed
pattern of the paper is as dark as a faint pen. So the paper is followed locally, and the threshold between paper and
ink is the darkness at which the strongest edges lie, whatever share of the page is ink.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.background import page_background
from lenet_app.ink.paper.components import Components, components_of, holding
from lenet_app.ink.paper.contrast import deviation, direction_of, planes_of, signal_along, strength_of, top_of
from lenet_app.ink.paper.lighting import light_gain
from lenet_app.ink.paper.page_ruling import without_ruling
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.paper.resampling import blurred, enlarged
from lenet_app.ink.raster import Mask

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Rules:
    """How a page's ink is told from its paper.

    Args:
        least_side: pixels of the shorter side; smaller pictures are enlarged, for cuts need room.
        longest_side: pixels, beyond which nothing is enlarged.
        largest_factor: by which a picture is enlarged at most.
        blur: pixels of the picture, the deviation of a Gaussian: paper's weave and the camera's noise go, strokes stay.
        edge_power: of the gradient, as the weight of a pixel in the threshold: weak edges of a pattern have little say.
        faint: of the threshold: what may belong to a mark.
        sure: of the threshold: what a mark must have somewhere.
        least_threshold: of black to white: what has a lower one is no ink.
        least_contrast: times the deviation of the paper: what stands out less is no ink.
        faintest_mark: of the usual mark: no pixel of a mark is given less.
    """

    least_side: int = 160
    longest_side: int = 1024
    largest_factor: float = 4.0
    blur: float = 1.0
    edge_power: int = 3
    faint: float = 0.9
    sure: float = 1.3
    least_threshold: float = 0.03
    least_contrast: float = 2.5
    faintest_mark: float = 0.1


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class PageInk:
    """The marks of a page.

    Args:
        marks: float32 (height, width) in [0, 1], 0 where there is no ink.
        components: the marks told apart.
        scale: pixels of `marks` per pixel of the picture; 1 or more.
        pen: the mean width of the strokes, in pixels of `marks`.
    """

    marks: Floats
    components: Components
    scale: float
    pen: float

    @property
    def mask(self) -> Mask:
        """Where there is ink, bool (height, width)."""
        return np.asarray(self.components.labels > 0)


def page_ink(pixels: Bytes, *, keeps_lines: bool = False) -> PageInk | None:
    """Find the marks of a page.

    Args:
        pixels: uint8 (height, width, 3).
        keeps_lines: whether the lines of ruled and squared paper count as marks, too.

    Returns:
        The marks, or None where the picture shows nothing but paper.
    """
    signal = _signal(pixels)
    shorter, longer = sorted(signal.shape)
    scale = min(_RULES.largest_factor, max(1.0, min(_RULES.least_side / shorter, _RULES.longest_side / longer)))
    fine = enlarged(signal, scale)
    smooth = blurred(fine, _RULES.blur * scale)
    threshold = _edge_threshold(smooth)
    mask = holding(smooth > _RULES.faint * threshold, smooth > _RULES.sure * threshold)
    if not _is_ink(smooth, mask, threshold):
        return None
    full = float(np.median(fine[mask & (fine > threshold)]))
    marks = np.where(mask, (fine / full).clip(_RULES.faintest_mark, 1), 0).astype(np.float32)
    return _told_apart(marks, mask, scale, keeps_lines=keeps_lines)


def page_ink_of_marks(marks: Floats) -> PageInk | None:
    """The same of ink that is known already; float32 (height, width) in [0, 1]."""
    mask = marks >= 0.5
    return _told_apart(np.where(mask, marks, np.float32(0)), mask, 1.0) if mask.any() else None


def _told_apart(marks: Floats, mask: Mask, scale: float, *, keeps_lines: bool = False) -> PageInk:
    """Marks as connected components, without the paper's lines."""
    pen = pen_width(mask)
    if keeps_lines:
        return PageInk(marks, components_of(mask), scale, pen)
    written = without_ruling(mask, pen)
    components = components_of(written)
    # The lines may have been of another pen.
    return PageInk(np.where(written, marks, np.float32(0)), components, scale, pen_width(written) or pen)


def _signal(pixels: Bytes) -> Floats:
    """How far each pixel is from the paper around it, along the colour direction of the strongest differences.

    Ink takes a share of the light, so in a shadow it differs less from the paper; that is made up for.
    """
    planes = planes_of(pixels.astype(np.float32) / np.float32(255))
    paper = page_background(planes)
    gain = light_gain(paper.mean(axis=0))
    difference = planes - paper
    # Where a digit is so large that its ink was taken for paper, what is lighter is the paper itself.
    is_darker = difference.mean(axis=0) < 0
    difference *= np.where(is_darker | (gain < 1), gain, np.float32(1))
    strength = strength_of(difference)
    return signal_along(direction_of(difference, strength, top_of(strength)), difference)


def _edge_threshold(signal: Floats) -> float:
    """The mean of `signal`, weighted by a power of its gradient: half-way up the strongest edges.

    Kittler, Illingworth and Föglein (1985), "Threshold selection based on a simple image statistic", with a power.
    """
    if min(signal.shape) < 2:
        return 0.0
    weights = np.hypot(*np.gradient(signal)) ** _RULES.edge_power
    return float((signal * weights).sum(dtype=np.float64) / max(float(weights.sum(dtype=np.float64)), 1e-30))


def _is_ink(signal: Floats, mask: Mask, threshold: float) -> bool:
    """Whether `mask` stands out of the paper: noise has no edges that lie far above its own deviation."""
    if threshold < _RULES.least_threshold or not mask.any() or mask.all():
        return False
    paper = signal[~mask]
    return float(np.median(signal[mask])) > _RULES.least_contrast * deviation(paper - np.median(paper))
