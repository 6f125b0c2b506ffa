"""The ink of a page (binarisation): marks for many digits at once, on plain or patterned paper.

A picture of one digit can be judged by its largest mark. A page cannot: its marks are many, and on a cheque the printed
pattern of the paper is as dark as a faint pen. So the paper is followed locally, and the threshold between paper and
ink is the darkness at which the strongest edges lie, whatever share of the page is ink.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.background import page_background
from lenet_app.ink.paper.breaks import breaks
from lenet_app.ink.paper.components import Components, components_of, holding, typical_height
from lenet_app.ink.paper.contrast import deviation, direction_of, planes_of, signal_along, strength_of, top_of
from lenet_app.ink.paper.faint import Seen, faint_strokes
from lenet_app.ink.paper.grid import Grid, grid_of
from lenet_app.ink.paper.holes import holes_in
from lenet_app.ink.paper.lighting import light_gain
from lenet_app.ink.paper.page_ruling import Ruling, ruling_of, without_lines
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.paper.resampling import blurred, enlarged
from lenet_app.ink.paper.rings import circles_in, rings
from lenet_app.ink.raster import Mask

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Rules:
    """How a page's ink is told from its paper.

    Args:
        least_side: pixels of the shorter side; smaller pictures are enlarged, for cuts need room.
        longest_side: pixels, beyond which nothing is enlarged.
        small: pixels; where digits are lower, lines and strokes run into each other.
        largest_factor: by which a picture is enlarged at most.
        blur: pixels of the picture, the deviation of a Gaussian: paper's weave and the camera's noise go, strokes stay.
        finer_blur: the same, where what is written is small.
        edge_power: of the gradient, as the weight of a pixel in the threshold: weak edges of a pattern have little say.
        faint: of the threshold: what may belong to a mark.
        sure: of the threshold: what a mark must have somewhere.
        least_threshold: of black to white: what has a lower one is no ink.
        least_contrast: times the deviation of the paper: what stands out less is no ink.
        faintest_mark: of the usual mark: no pixel of a mark is given less.
        thickest_streak: pixels of a light streak.
        least_streak: of the strokes that a streak crosses, those that it interrupts.
        strokes_of_streak: that it interrupts, at least.
        beside_lines: pixels of the picture beside a line, which its edges reach.
        pale_line: of the threshold: what lines may be as pale as.
        least_pale: of the page, that is no ink and as dark as such lines; the soft edges of strokes are less, and
        most_pale: more is something else.
        several_pale: lines from edge to edge more than there are in the ink, to be the paper's.
        paler: of the threshold of all ink: with a lower one, the pen is paler than the lines.
    """

    least_side: int = 160
    longest_side: int = 1024
    small: float = 28.0
    largest_factor: float = 4.0
    blur: float = 1.0
    finer_blur: float = 0.3
    edge_power: int = 3
    faint: float = 0.9
    sure: float = 1.3
    least_threshold: float = 0.03
    least_contrast: float = 2.5
    faintest_mark: float = 0.1
    thickest_streak: int = 4
    least_streak: float = 0.8
    strokes_of_streak: int = 4
    beside_lines: float = 3.0
    pale_line: float = 0.45
    least_pale: float = 0.025
    most_pale: float = 0.3
    several_pale: int = 3
    paler: float = 0.85


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class PageInk:
    """The marks of a page.

    Args:
        marks: float32 (height, width) in [0, 1], 0 where there is no ink.
        components: the marks told apart.
        scale: pixels of `marks` per pixel of the picture; 1 or more.
        pen: the mean width of the strokes, in pixels of `marks`.
        grid: the cells of the table, where the paper's lines make one.
    """

    marks: Floats
    components: Components
    scale: float
    pen: float
    grid: Grid | None = None

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
    difference = _difference(pixels)
    scale = _scale(*difference.shape[1:])
    found = _found(difference, scale)
    if found is None or keeps_lines:
        return None if found is None else found.page(Ruling())
    page, ruling = _without_its_lines(difference, found)
    height = _height(page)
    if 0 < height < _RULES.small:
        finer = _found(difference, _finest_scale(*difference.shape[1:]), blur=_RULES.finer_blur)
        if finer is not None:
            other, more = _without_its_lines(difference, finer)
            has_boxes = bool(more.level and more.upright)
            page = page if ruling.is_empty and not has_boxes else other
    return page


def _without_its_lines(difference: Floats, found: "_Found") -> tuple[PageInk, Ruling]:
    """The page without the paper's lines, and these lines.

    They must not decide what ink is where they are darker than the pen.
    """
    ruling = _ruling(found)
    if not ruling.is_empty:
        free = ~ruling.near(found.mask.shape, _RULES.beside_lines * found.scale)
        paler = _found(difference, found.scale, free, found.blur)
        if paler is not None and paler.threshold < _RULES.paler * found.threshold:
            own = ruling_of(paler.drawn, pen_width(paler.mask & free))
            is_dark = paler.seen.signal > paler.seen.full / _RULES.paler
            every = own.with_others(ruling, paler.mask, is_dark)
            return paler.page(every), every
    return found.page(ruling), ruling


def _ruling(found: "_Found") -> Ruling:
    """The lines of a page, also those that are so pale that little of them is ink."""
    pen = pen_width(found.mask)
    ruling = ruling_of(found.drawn, pen)
    pale = found.seen.signal > _RULES.pale_line * found.threshold
    more = np.count_nonzero(pale) - np.count_nonzero(found.mask)
    if not _RULES.least_pale <= more / pale.size <= _RULES.most_pale:
        return ruling
    other = ruling_of(pale, pen)
    is_ruled = other.across(pale.shape) >= ruling.across(pale.shape) + _RULES.several_pale
    return other.as_thick_as_in(found.mask) if is_ruled else ruling


def _scale(height: int, width: int) -> float:
    """By how much a picture is enlarged before anything is known of it."""
    shorter, longer = sorted((height, width))
    return min(_RULES.largest_factor, max(1.0, min(_RULES.least_side / shorter, _RULES.longest_side / longer)))


def _height(page: PageInk) -> float:
    """How high what is written mostly is, in pixels of the picture; 0 where there is nothing."""
    return typical_height(page.components.boxes[1:], page.components.areas[1:]) / page.scale


def _finest_scale(height: int, width: int) -> float:
    """By how much a picture is enlarged at most."""
    return max(1.0, min(_RULES.largest_factor, _RULES.longest_side / max(height, width)))


def page_ink_of_marks(marks: Floats) -> PageInk | None:
    """The same of ink that is known already; float32 (height, width) in [0, 1]."""
    mask = marks >= 0.5
    if not mask.any():
        return None
    pen = pen_width(mask)
    ruling = ruling_of(mask, pen)
    written = without_lines(mask, ruling)
    return _told_apart(marks, written, 1.0, ruling, pen_width(written) or pen)


@dataclass(frozen=True, eq=False)
class _Found:
    """What stands out of the paper, the paper's lines among it.

    Args:
        marks: float32 (height, width) in [0, 1].
        mask: where there are any.
        circles: those around numbers: their arcs look like lines of the paper.
        scale: pixels of `marks` per pixel of the picture.
        threshold: between paper and ink, of black to white.
        blur: with which that was found.
        seen: how the page looks beside them.
    """

    marks: Floats
    mask: Mask
    circles: Mask
    scale: float
    threshold: float
    blur: float
    seen: Seen

    @property
    def drawn(self) -> Mask:
        """The marks without circles."""
        return self.mask & ~self.circles

    def page(self, ruling: Ruling) -> PageInk:
        """The page without these lines, with the faint parts of strokes."""
        written = without_lines(self.drawn, ruling)
        faint = faint_strokes(self.seen, self.mask, written)
        # What is faint is ink for all that: whoever asks where a digit has ink asks for a half.
        lifted = (1 + (self.seen.signal / self.seen.full).clip(0, 1)) / 2
        pen = pen_width(written) or pen_width(self.mask)  # the lines may have been of another pen
        return _told_apart(np.where(faint, lifted, self.marks), written | faint, self.scale, ruling, pen)


def _found(difference: Floats, scale: float, free: Mask | None = None, blur: float = _RULES.blur) -> _Found | None:
    """The ink of a page, or None where there is only paper.

    Args:
        difference: of the picture from its paper, (channels, height, width).
        scale: by which the picture is enlarged.
        blur: pixels of the picture.
        free: what tells colour and threshold of the ink, over the enlarged picture; None where all of it does.
    """
    fine = enlarged(_signal(difference, None if free is None else _reduced(free, difference.shape[1:])), scale)
    smooth = blurred(fine, blur * scale)
    threshold = _edge_threshold(smooth, free)
    mask = holding(smooth > _RULES.faint * threshold, smooth > _RULES.sure * threshold)
    if not _is_ink(smooth if free is None else smooth[free], mask if free is None else mask[free], threshold):
        return None
    is_full = mask & (fine > threshold)
    full = float(np.median(fine[is_full if free is None or not (is_full & free).any() else is_full & free]))
    marks = np.where(mask, (fine / full).clip(_RULES.faintest_mark, 1), 0).astype(np.float32)
    bridged = _across_streaks(mask)
    seen = Seen(smooth, full, _RULES.faint * threshold, free)
    marks, mask = np.where(bridged, np.float32(1), marks), mask | bridged
    parts = components_of(mask)
    return _Found(marks, mask, circles_in(parts)[parts.labels], scale, threshold, blur, seen)


def _reduced(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """An enlarged mask as it is at the middles of the picture's pixels."""
    rows, columns = (((np.arange(side) + 0.5) * large / side).astype(np.int64)
                     for side, large in zip(shape, mask.shape, strict=True))  # fmt: skip
    return mask[np.ix_(rows, columns)]


def _told_apart(marks: Floats, written: Mask, scale: float, ruling: Ruling, pen: float) -> PageInk:
    """Marks as connected components, without circles around numbers and punched holes.

    Args:
        marks: float32 (height, width) in [0, 1].
        written: where there are any but for the lines of the paper.
        scale: see `PageInk`.
        ruling: these lines.
        pen: the width of the strokes.
    """
    components = components_of(written)
    others = rings(components) | holes_in(components, pen)
    if others.any():
        written = written & ~others[components.labels]
        components = components_of(written)
    missing = breaks(components, pen) & ~written
    if missing.any():
        written, marks = written | missing, np.where(missing, np.float32(1), marks)
        components = components_of(written)
    grid = grid_of(ruling, typical_height(components.boxes[1:], components.areas[1:]))
    return PageInk(np.where(written, marks, np.float32(0)), components, scale, pen, grid)


def _across_streaks(mask: Mask) -> Mask:
    """What a light streak of a scanner, level and straight, took out of all strokes that it crosses."""
    band, bridged = np.zeros(len(mask), np.bool_), np.zeros(mask.shape, np.bool_)
    gaps = []
    for thick in range(1, min(_RULES.thickest_streak, len(mask) - 2) + 1):
        within = [slice(1 + k, len(mask) - thick + k) for k in range(thick)]
        both, between = mask[: -thick - 1] & mask[thick + 1 :], np.any([mask[part] for part in within], axis=0)
        gap = both & ~between
        crossed = np.maximum(both.sum(axis=1), between.sum(axis=1))
        is_streak = (_count(gap) >= _RULES.strokes_of_streak) & (gap.sum(axis=1) >= _RULES.least_streak * crossed)
        for part in within:
            band[part] |= is_streak
        gaps.append((gap, within))
    # Not all strokes are interrupted over the same rows.
    for gap, within in gaps if band.any() else ():
        near = np.any([band[part] for part in within], axis=0)
        for part in within:
            bridged[part] |= gap & near[:, None]
    return bridged


def _count(mask: Mask) -> npt.NDArray[np.int64]:
    """How many runs there are in each row."""
    return np.asarray(np.count_nonzero(np.diff(np.pad(mask, ((0, 0), (1, 0))).astype(np.int8), axis=1) == 1, axis=1))


def _difference(pixels: Bytes) -> Floats:
    """How far each pixel is from the paper around it, in each channel.

    Ink takes a share of the light, so in a shadow it differs less from the paper; that is made up for.
    """
    planes = planes_of(pixels.astype(np.float32) / np.float32(255))
    paper = page_background(planes)
    gain = light_gain(paper.mean(axis=0))
    difference = planes - paper
    # Where a digit is so large that its ink was taken for paper, what is lighter is the paper itself.
    is_darker = difference.mean(axis=0) < 0
    return np.asarray(difference * np.where(is_darker | (gain < 1), gain, np.float32(1)))


def _signal(difference: Floats, free: Mask | None) -> Floats:
    """`difference` along the colour direction of the strongest of those that are free, or of all."""
    strength = strength_of(difference)
    if free is not None:
        strength = np.where(free, strength, np.float32(0))
    return signal_along(direction_of(difference, strength, top_of(strength)), difference)


def _edge_threshold(signal: Floats, free: Mask | None) -> float:
    """The mean of `signal`, weighted by a power of its gradient: half-way up the strongest edges.

    Kittler, Illingworth and Föglein (1985), "Threshold selection based on a simple image statistic", with a power.
    """
    if min(signal.shape) < 2:
        return 0.0
    weights = np.hypot(*np.gradient(signal)) ** _RULES.edge_power
    if free is not None:
        weights = np.where(free, weights, np.float32(0))
    return float((signal * weights).sum(dtype=np.float64) / max(float(weights.sum(dtype=np.float64)), 1e-30))


def _is_ink(signal: Floats, mask: Mask, threshold: float) -> bool:
    """Whether `mask` stands out of the paper: noise has no edges that lie far above its own deviation."""
    if threshold < _RULES.least_threshold or not mask.any() or mask.all():
        return False
    paper = signal[~mask]
    return float(np.median(signal[mask])) > _RULES.least_contrast * deviation(paper - np.median(paper))
