"""From a picture's pixels to the marks of one digit (binarisation): background, contrast, polarity, what is no mark.

A mark is what differs from the background along the colour direction in which the strongest differences lie; so dark
on light, light on dark and blue on yellow are all the same case, and the polarity is only told to the user.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.paper.background import digit_background, leftover
from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.contrast import (
    LUMINANCE,
    deviation,
    direction_of,
    lightness_weights,
    planes_of,
    signal_along,
    strength_of,
    top_of,
)
from lenet_app.ink.paper.digit_ruling import digit_ruling
from lenet_app.ink.paper.faint import evenly_pressed
from lenet_app.ink.paper.lighting import evenly_lit
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.paper.resampling import coarsened
from lenet_app.ink.paper.selection import EVEN_LIGHT, SHARP_LIGHT, Dirt, Selection, selection, sheet_in
from lenet_app.ink.raster import Mask, dilated

Floats = npt.NDArray[np.float32]

_TINY = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True)
class _Rules:
    """How the marks of one digit are told from the paper.

    Args:
        least_contrast: of black to white: marks have more.
        least_over_noise: deviations of the paper: marks stand out farther.
        printed: of the marks' contrast: what may belong to a printed line.
        sure: of the marks' contrast: what a mark must have somewhere.
        most_strongest: pixels, the strongest ones, that tell how strong the marks are.
        least_relief: of the marks' contrast: less uneven light harms nothing.
        light_reach: pen widths, over which the light is evened.
        least_side: pixels of the shorter side; in smaller pictures the light is not evened.
        coarsest: of the shorter side: noise is averaged away over squares up to that.
        most_looks: at a picture, each past what the one before told to be no mark.
        many_pixels: of which a quarter tells the noise as well.
        soft_edge: pixels: how far the soft edges of marks reach.
        sheet_edge: of a sheet's side that is its edge.
        crumb: of the shorter side: so small are the bits of printed lines where nothing is written.
        weakest: of the contrast of what was taken away: marks beside it have more.
    """

    least_contrast: float = 0.04
    least_over_noise: float = 6.0
    printed: float = 0.1
    sure: float = 0.5
    most_strongest: int = 120
    least_relief: float = 0.03
    light_reach: float = 3.5
    least_side: int = 128
    coarsest: float = 1 / 50
    most_looks: int = 3
    many_pixels: int = 100_000
    soft_edge: float = 1.5
    sheet_edge: float = 0.02
    crumb: float = 0.04
    weakest: float = 0.25


_RULES = _Rules()

USUAL_THRESHOLD = 0.2
"""Of the marks' contrast: what may belong to a mark where the paper is no noisier than usual."""


@dataclass(frozen=True, eq=False)
class Marks:
    """What was found, and how.

    Args:
        ink: float32 (height, width) in [0, 1], all 0 where the picture shows nothing but paper.
        dark_on_light: whether the marks were darker than their ground.
        signal: float32 (height, width), how much each pixel stands out of the background, 1 for the marks; what has
            nothing to do with them may be beyond all bounds.
        found: what had enough contrast, before anything was taken away.
        threshold: what counted as ink, of the marks' contrast.
        lines: the paper's printed lines that were taken away.
        objects: frames, edges and things that were taken away.
        specks: how many were taken away.
        direction: float32 (3,), the colour direction along which was looked; its length is 1.
    """

    ink: Floats
    dark_on_light: bool
    signal: Floats
    found: Mask
    threshold: float
    lines: Mask
    objects: Mask
    specks: int
    direction: Floats

    @property
    def has_lines(self) -> bool:
        """Whether printed lines were taken away."""
        return bool(self.lines.any())

    @property
    def has_objects(self) -> bool:
        """Whether frames, dark edges or things that reach into the picture were taken away."""
        return bool(self.objects.any())


@dataclass(frozen=True, eq=False)
class _Look:
    """A picture seen along the direction of its marks.

    Args:
        signal: (height, width).
        seen: the same without what is known to be no mark.
        full: the marks' signal.
        noise: the paper's standard deviation.
        direction: (3,), in which the marks differ from the paper.
        least: of the marks' contrast, which may belong to a mark.
    """

    signal: Floats
    seen: Floats
    full: float
    noise: float
    direction: Floats
    least: float = USUAL_THRESHOLD

    @property
    def dark(self) -> bool:
        """Whether the marks are darker than the paper."""
        return bool(self.direction @ LUMINANCE < 0)

    @property
    def is_blank(self) -> bool:
        return self.full < max(_RULES.least_contrast, _RULES.least_over_noise * self.noise)

    def threshold(self, chosen: float | None) -> float:
        """The least part of `full` that may belong to a mark."""
        return max(self.least, 3 * self.noise / max(self.full, _TINY)) if chosen is None else chosen

    def masks(self, threshold: float) -> tuple[Mask, Mask]:
        """What may belong to a mark, and what a mark must have somewhere."""
        sure = max(threshold, min(_RULES.sure, _RULES.sure / USUAL_THRESHOLD * threshold))
        return self.seen > threshold * self.full, self.seen > sure * self.full


@dataclass(frozen=True, eq=False)
class _Find:
    """What a look at a picture brought to light, for the next look to know.

    Args:
        faint: what might have been ink.
        lines: the paper's printed lines.
        chosen: the marks, and the objects that are none.
        reach: over how many pixels the light is evened; 0 where there is no room for that.
    """

    faint: Mask
    lines: Mask
    chosen: Selection
    reach: float

    @property
    def ink(self) -> Mask:
        """Everything that is not paper, with its soft edges."""
        return dilated(self.chosen.marks | self.removed, _RULES.soft_edge)

    @property
    def removed(self) -> Mask:
        """What was found to be no mark although it is strong."""
        return self.lines | self.chosen.objects

    @property
    def cleared(self) -> Mask:
        """What is not looked at again: what was removed with its soft edges, but for strokes that touch it."""
        return self.removed | (dilated(self.removed, _RULES.soft_edge) & ~self.faint)


def marks_of(pixels: Floats, corrections: Corrections = AUTOMATIC) -> Marks:
    """Find the marks of an opaque picture.

    Args:
        pixels: float32 (height, width, 3), red, green and blue in [0, 1].
        corrections: what a person chose.

    Returns:
        The marks; none where the picture shows nothing but paper.
    """
    planes = planes_of(pixels)
    nothing: Mask = np.zeros(planes.shape[1:], np.bool_)
    marks = _extract(planes, nothing, corrections)
    sheet = sheet_in(marks.ink >= 0.5)
    if sheet is None:
        return marks
    # What was taken for a mark is a sheet that lies on something else: the marks are on it.
    beside = dilated(~sheet, _RULES.sheet_edge * float(np.sqrt(sheet.sum())))
    if beside.all():
        return marks
    paper = np.median(planes[:, ~beside], axis=1)
    written = _extract(np.where(beside, paper[:, None, None], planes), beside, corrections)
    # A bold stroke looks like a sheet too; then all that is found on it lies along its edge.
    inside = written.ink[~dilated(beside, 2 * _RULES.soft_edge)].sum()
    return written if inside > 0.5 * written.ink.sum() else marks


def marks_of_coverage(coverage: Floats, corrections: Corrections = AUTOMATIC, *, dark: bool) -> Marks:
    """The marks of a picture whose ink is its opacity.

    Args:
        coverage: float32 (height, width) in [0, 1].
        corrections: what a person chose.
        dark: whether the ink is dark.
    """
    nothing = np.zeros(coverage.shape, np.bool_)
    towards = np.full(3, (-1 if dark else 1) / np.sqrt(3), np.float32)
    look = _Look(coverage, coverage, _full(coverage), 0.0, towards)
    if look.is_blank:
        return _blank(look)
    faint, sure = look.masks(look.threshold(corrections.threshold))
    return _marks(look, _Find(faint, nothing, selection(faint, sure, EVEN_LIGHT), 0), corrections)


def _extract(planes: Floats, hidden: Mask, corrections: Corrections) -> Marks:
    """The marks of a picture where it is not `hidden`."""
    ground, sharp = digit_background(planes, corrections.inverted)
    difference, dirt = planes - ground, SHARP_LIGHT if sharp else EVEN_LIGHT
    look = fine = _look(difference, hidden, None, corrections, dirt)
    coarseness = 2
    while look.is_blank and coarseness <= _RULES.coarsest * min(hidden.shape):
        difference = coarsened(planes - ground, coarseness)
        look = _look(difference, hidden, None, corrections, dirt)
        coarseness *= 2
    known = _lattice(fine, dirt) if look.is_blank else None
    if known is not None:
        beside = _look(planes - ground, hidden, known, corrections, dirt)
        look, difference, known = (look, difference, None) if beside.is_blank else (beside, planes - ground, known)
    if look.is_blank and corrections.threshold is None:
        return _blank(look)
    find = _find(look, hidden, known, dirt, corrections)
    for _ in range(_RULES.most_looks - 1):
        if not _is_worth_another(look, find):
            break
        again = _look(difference, hidden, find, corrections, dirt)
        if again.full < _RULES.weakest * look.full or (again.is_blank and corrections.threshold is None):
            break
        known, look = find, again
        find = _find(look, hidden, known, dirt, corrections)
        if np.array_equal(find.removed, known.removed):
            break
    if _are_crumbs(find):
        return _blank(look)
    marks = _marks(look, find, corrections)
    if not look.dark:  # a dark ground does not tell the light
        return marks
    return replace(marks, ink=evenly_lit(marks.ink, np.tensordot(lightness_weights(ground), ground, 1)))


def _look(difference: Floats, hidden: Mask, known: _Find | None, corrections: Corrections, dirt: Dirt) -> _Look:
    """Look along the direction in which the strongest differences lie, past what is known to be no mark."""
    blind = hidden if known is None else hidden | known.cleared
    strength = strength_of(difference)
    strength[blind] = 0
    if corrections.inverted is not None:
        lighter = np.tensordot(lightness_weights(difference), difference, 1) > 0
        strength[lighter == corrections.inverted] = 0
    direction = direction_of(difference, strength, top_of(strength, _RULES.most_strongest))
    signal = signal_along(direction, difference)
    if known is not None and known.reach:
        signal = signal - leftover(signal, known.ink | hidden, known.reach)
    noise = _noise(signal, blind)
    seen = np.where(blind, np.float32(0), signal)
    colour = direction if len(direction) == 3 else np.repeat(direction / np.float32(np.sqrt(3)), 3)
    return _Look(signal, seen, _full(seen), noise, colour, dirt.faintest)


def _find(look: _Look, hidden: Mask, known: _Find | None, dirt: Dirt, corrections: Corrections) -> _Find:
    """Tell marks, printed lines, objects and dirt from each other."""
    faint, sure = look.masks(look.threshold(corrections.threshold))
    printed = look.seen > max(_RULES.printed * look.full, 3 * look.noise)
    lines = digit_ruling(look.seen, faint | printed, sure, look.full)
    chosen = selection(faint & ~lines, sure & ~lines, dirt)
    if known is not None:
        lines = lines | known.lines
        chosen = replace(chosen, objects=chosen.objects | known.chosen.objects)
    return _Find(faint, lines, chosen, _reach(chosen.marks))


def _lattice(look: _Look, dirt: Dirt) -> _Find | None:
    """Printed lines so dark and so many that they were taken for noise, and what is as dark beside them."""
    strong = look.seen > _RULES.sure * look.full
    lines = digit_ruling(look.seen, strong, strong, look.full)
    if look.full < _RULES.least_contrast or not lines.any():
        return None
    beside = strong & ~lines
    chosen = selection(beside, beside, dirt)
    return _Find(strong, lines, chosen, _reach(chosen.marks))


def _reach(marks: Mask) -> float:
    return _RULES.light_reach * pen_width(marks) if min(marks.shape) >= _RULES.least_side else 0.0


def _are_crumbs(find: _Find) -> bool:
    """Whether nothing but bits of printed lines was found."""
    if not find.lines.any():
        return False
    boxes = components_of(find.chosen.marks).boxes
    return bool((boxes[:, 2:] - boxes[:, :2]).max() < _RULES.crumb * min(find.lines.shape))


def _is_worth_another(look: _Look, find: _Find) -> bool:
    """Whether there are lines or objects beside which the marks are to be seen anew, or light that is not even."""
    if find.removed.any():
        return True
    if not find.reach:
        return False
    relief = leftover(look.seen, find.ink, find.reach)
    return bool(np.quantile(np.abs(relief), 0.95) > _RULES.least_relief * look.full)


def _marks(look: _Look, find: _Find, corrections: Corrections) -> Marks:
    signal = (look.signal / max(look.full, _TINY)).astype(np.float32)
    ink = evenly_pressed(np.where(find.chosen.marks, signal.clip(0, 1), np.float32(0)))
    found = find.faint | find.removed
    threshold = look.threshold(corrections.threshold)
    objects, specks = find.chosen.objects, find.chosen.specks
    return Marks(ink, look.dark, signal, found, threshold, find.lines, objects, specks, look.direction)


def _blank(look: _Look) -> Marks:
    nothing = np.zeros(look.signal.shape, np.bool_)
    none = np.zeros(look.signal.shape, np.float32)
    return Marks(none, look.dark, none, nothing, USUAL_THRESHOLD, nothing, nothing, 0, look.direction)


def _noise(signal: Floats, blind: Mask) -> float:
    """The standard deviation of the paper."""
    step = 2 if signal.size > _RULES.many_pixels else 1  # a quarter of many pixels tells as much
    return deviation(signal[::step, ::step][~blind[::step, ::step]])


def _full(signal: Floats) -> float:
    """The usual signal of what stands out most."""
    strong = signal[signal >= max(0.5 * top_of(signal, _RULES.most_strongest), _TINY)]
    return float(np.median(strong)) if strong.size else 0.0
