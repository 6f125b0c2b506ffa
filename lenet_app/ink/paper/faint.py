"""Faint parts of strokes: what the pen hardly pressed belongs to its digit, as far as the paper beside it is cleaner.

One threshold for a page lies half-way up its strongest edges, so strokes of a third of the usual darkness vanish. They
are told from soft edges of dark strokes by the darkest ink around them, of which they have half or more, and from
paper, printed patterns and shadows by what the paper shows far from all ink.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, components_of, holding, labelled, typical_height
from lenet_app.ink.paper.lines import lines_of, near_lines
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask, dilated, eroded

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True)
class _Rules:
    """What is a faint stroke. Signals are shares of the usual one of ink.

    Args:
        faintest: of what touches other ink.
        faintest_alone: somewhere in what stands by itself.
        faintest_part: somewhere in what stands by itself and is too low for a digit, but near to other ink.
        of_darkest: of the darkest signal around: less is the soft edge of a stroke.
        around: pen widths, over which the darkest is looked for.
        pressed: pen widths, over which one digit's darkest is looked for.
        far: times the usual height of marks from all ink: there is paper; or, where there is too little of that,
        beside: pen widths from all ink.
        least_far: of the page: with less paper nothing is known of it.
        tiles: of the page along each side, in which its paper is looked at.
        cleanest: of the paper of a tile, that is no darker than what counts as its darkest.
        clean_tiles: of the tiles, that are no darker: a pattern is everywhere, a faint digit is not.
        above: times the paper's darkest, that a stroke has.
        least_area: squares of the pen's width.
        together: pen widths between parts that count as one: a thin stroke is broken where it is faintest.
        skipped: of the usual height, between faint parts of one digit.
        largest: times the usual height, of a side of its box: what is longer is a line of the paper.
        long: times the usual height, of lines that no stroke is as long as.
        beside_line: pen widths from such a line, where it may go on.
        low: of the usual height: what stands by itself and is lower is dirt, unless it is near to other ink.
        high: the same, and is higher.
        next_to: of the usual height, how far the next digit is at most from what stands by itself.
        level: of the lower of the two heights, that lie beside each other.
        thick: pen widths: thicker is a shadow.
        thin: pen widths: thinner is a fold.
        least_stroke: squares of the pen's width, of a stroke that is faint from end to end.
        most_strokes: of these in one digit, the largest, to bound the time.
        dark: of full ink: what has as much is a digit's ink without further signs.
    """

    faintest: float = 0.12
    faintest_alone: float = 0.25
    faintest_part: float = 0.35
    of_darkest: float = 0.5
    around: float = 0.75
    pressed: float = 1.0
    far: float = 1.0
    beside: float = 3.0
    least_far: float = 0.02
    tiles: int = 8
    cleanest: float = 0.995
    clean_tiles: float = 0.8
    above: float = 2.0
    least_area: float = 0.5
    together: float = 1.0
    skipped: float = 0.25
    largest: float = 1.3
    long: float = 2.5
    beside_line: float = 0.5
    low: float = 0.5
    high: float = 1.6
    next_to: float = 2.0
    level: float = 0.5
    thick: float = 2.0
    thin: float = 0.6
    least_stroke: float = 1.0
    most_strokes: int = 8
    dark: float = 0.5


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class Seen:
    """How a page looks beside its ink.

    Args:
        signal: float32 (height, width), how much each pixel stands out of the paper.
        full: the usual signal of ink.
        edge: the least signal of what was found to be ink.
        free: bool (height, width), what tells about the paper; None where all of it does.
    """

    signal: Floats
    full: float
    edge: float
    free: Mask | None = None


def faint_strokes(seen: Seen, mask: Mask, written: Mask) -> Mask:
    """The faint parts of strokes, and faint strokes beside others.

    Args:
        seen: the page.
        mask: bool (height, width), the ink that was found.
        written: the same without the lines of the paper; what is faint and touches these is one of them.

    Returns:
        bool (height, width), what is to be added to `written`.
    """
    pen, nothing = pen_width(written), np.zeros(mask.shape, np.bool_)
    least = _least(seen, mask, written, pen) if pen else np.inf
    if least >= seen.edge:
        return nothing
    reach = max(2, round(_RULES.around * pen))
    may_be = (seen.signal > least) & ~mask
    of_darkest = max(_RULES.of_darkest, seen.edge / seen.full)
    core = may_be & (seen.signal > of_darkest * highest(seen.signal, reach))
    lines = mask & ~written
    if lines.any():
        core &= ~holding(core, core & highest(lines, reach))
    edges = may_be & highest(written, reach)
    marks = components_of(written | core | edges)
    all_found = mask | core | edges
    core &= _parts_of_digits(core, marks, pen)
    if core.any():
        core &= ~_near_folds(all_found, typical_height(marks.boxes[1:], marks.areas[1:]), pen)
    if not core.any():
        return nothing
    added = core | (edges & highest(core, reach))
    return np.asarray(added & ~_apart(seen, written, added, pen))


def evenly_pressed(ink: Floats) -> Floats:
    """One digit's ink where the pen pressed less, as dark as the rest: whoever asks for half of full ink has all of it.

    A pen presses less by and by, or for a whole stroke; what is faint all at once where it meets the ink, and is not as
    wide as the pen, is a fold, a shadow, a line.

    Args:
        ink: float32 (height, width) in [0, 1], of marks alone.

    Returns:
        The same where a stroke is dark; soft edges stay what they are beside their stroke.
    """
    reach = max(1, round(_RULES.pressed * pen_width(ink > 0)))
    share = ink / np.maximum(highest(ink, reach), np.finfo(np.float32).tiny)
    core, dark = share >= _RULES.of_darkest, ink >= _RULES.dark
    pressed = holding(core, dark)
    even = np.where(pressed, np.maximum(ink, share), ink)
    pen, rest = pen_width(dark), core & ~pressed
    least, inner = _RULES.least_stroke * pen**2, _RULES.thin * pen / 2
    if not pen or np.count_nonzero(rest) < least:
        return np.asarray(even, np.float32)
    parts = components_of(dilated(eroded(rest, inner), inner))
    for part in np.argsort(-parts.areas, kind="stable")[: _RULES.most_strokes].tolist():
        if parts.areas[part] >= least and _width(parts, part) <= _RULES.thick * pen:
            own = (parts.labels == part) & rest
            stroke = (ink / np.median(ink[own])).clip(0, 1)  # to where it meets what is dark
            even = np.where(highest(own, reach) & (stroke >= _RULES.of_darkest), np.maximum(even, stroke), even)
    return np.asarray(even, np.float32)


def _least(seen: Seen, mask: Mask, written: Mask, pen: float) -> float:
    """The least signal that is more than paper; infinite where that is not known."""
    marks = components_of(written)
    for reach in (_RULES.far * typical_height(marks.boxes[1:], marks.areas[1:]), _RULES.beside * pen):
        far = ~highest(mask, max(4, round(reach)))
        far = far if seen.free is None else far & seen.free
        if np.count_nonzero(far) >= _RULES.least_far * mask.size:
            return max(_RULES.faintest * seen.full, _RULES.above * _darkest(seen.signal, far))
    return np.inf


def _darkest(signal: Floats, paper: Mask) -> float:
    """How dark the paper is in most places."""
    rows, columns = (np.linspace(0, side, _RULES.tiles + 1).astype(int) for side in paper.shape)
    found = []
    for top, bottom in pairwise(rows.tolist()):
        for left, right in pairwise(columns.tolist()):
            part = np.s_[top:bottom, left:right]
            own = signal[part][paper[part]]
            if own.size >= max(1.0, _RULES.least_far * (bottom - top) * (right - left)):
                found.append(np.quantile(own, _RULES.cleanest))
    return float(np.quantile(found, _RULES.clean_tiles)) if found else np.inf


def _parts_of_digits(core: Mask, marks: Components, pen: float) -> Mask:
    """Where there are neither specks nor lines of the paper, nor parts that lie where such a line goes on."""
    most = _RULES.largest * typical_height(marks.boxes[1:], marks.areas[1:])
    least = max(4.0, _RULES.least_area * pen**2)
    parts, groups = components_of(core), _together(core, _RULES.together * pen)
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    line = (sides > most).any(axis=1)
    good = np.asarray(~line)
    room = _RULES.beside_line * pen
    for left, top, right, bottom in parts.boxes[line].tolist():
        axis, low, high = (1, top, bottom) if right - left > bottom - top else (0, left, right)
        if high - low < most:
            good &= (parts.boxes[:, axis] < low - room) | (parts.boxes[:, axis + 2] > high + room)
    is_large_together = (groups.areas >= least) & (groups.boxes[:, 2:] - groups.boxes[:, :2] <= most).all(axis=1)
    is_large = parts.areas >= least
    return np.asarray(good[parts.labels] & (is_large[parts.labels] | is_large_together[groups.labels]))


def _near_folds(mask: Mask, typical: float, pen: float) -> Mask:
    """What lies on lines longer than any stroke, of which digits hide parts: folds, and pale lines of the paper."""
    long, room = _RULES.long * max(typical, pen), _RULES.beside_line * pen
    level, upright = lines_of(mask, pen, long), lines_of(mask.T, pen, long)
    return near_lines(mask.shape, level, room) | near_lines(mask.T.shape, upright, room).T


def _together(mask: Mask, distance: float) -> Components:
    """The parts of a mask, those that are no farther from each other, in pixels, as one."""
    near = components_of(dilated(mask, distance / 2))
    return labelled(np.where(mask, near.labels, 0), len(near.areas) - 1)


def _apart(seen: Seen, written: Mask, added: Mask, pen: float) -> Mask:
    """What of `added` stands by itself and is no stroke of a digit, be it of a faint one in pieces or of a dark one."""
    both = components_of(written | added)
    own = np.zeros(len(both.areas), np.bool_)
    own[both.labels[written]] = True
    alone = added & ~own[both.labels]
    typical = typical_height(both.boxes[own], both.areas[own])
    digits = both.boxes[own & (both.boxes[:, 3] - both.boxes[:, 1] >= _RULES.low * typical)]
    bad = alone
    for groups in (_together(alone, _RULES.skipped * typical), _together(written | added, _RULES.together * pen)):
        parts = labelled(np.where(alone, groups.labels, 0), len(groups.areas) - 1)
        darkest = np.zeros(len(parts.areas))
        np.maximum.at(darkest, parts.labels[alone], seen.signal[alone])
        is_high = parts.boxes[:, 3] - parts.boxes[:, 1] >= _RULES.low * typical
        good = darkest >= seen.full * np.where(is_high, _RULES.faintest_alone, _RULES.faintest_part)
        for group in np.flatnonzero(good).tolist():
            good[group] = _width(parts, group) <= _RULES.thick * pen and any(
                _is_beside(box, digits, typical) for box in (parts.boxes[group], groups.boxes[group])
            )
        bad = bad & ~good[parts.labels]
    return np.asarray(bad)


def _is_beside(box: Ints, others: Ints, typical: float) -> bool:
    """Whether a box is as high as digits are and stands beside others."""
    left, top, right, bottom = box
    high = bottom - top
    if not _RULES.low * typical <= high <= _RULES.high * typical or not len(others):
        return False
    away = np.maximum(others[:, 0] - right, left - others[:, 2])
    level = np.minimum(others[:, 3], bottom) - np.maximum(others[:, 1], top)
    lower = np.minimum(others[:, 3] - others[:, 1], high)
    return bool(((away < _RULES.next_to * typical) & (level >= _RULES.level * lower)).any())


def _width(parts: Components, part: int) -> float:
    left, top, right, bottom = parts.boxes[part]
    return pen_width(parts.labels[top:bottom, left:right] == part)


def highest(values: npt.NDArray[_T], reach: int) -> npt.NDArray[_T]:
    """The largest of `values` (height, width), none below 0, within a square of 2 `reach` + 1 pixels around each."""
    for axis in (0, 1):
        room = [(0, 0), (0, 0)]
        room[axis] = (reach, reach)
        # What is widest so far, over itself moved, is up to twice as wide.
        found, wide = np.pad(values, room), 1
        while wide < 2 * reach + 1:
            step = min(wide, 2 * reach + 1 - wide)
            found = (
                np.maximum(found[:-step], found[step:]) if axis == 0 else np.maximum(found[:, :-step], found[:, step:])
            )
            wide += step
        values = found
    return values
