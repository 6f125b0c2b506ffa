"""Printed lines of ruled and squared paper around one digit: long, thin and almost straight, told from strokes.

A line of the paper goes on where the writing has ended, on both sides; a 7's top, a 2's foot and a minus sign do not.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Labels, components_of, run_heights
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Rules:
    """What a printed line is.

    Args:
        least_side: pixels of the shorter side; in smaller pictures lines and strokes look alike.
        blocks: pieces into which a line is cut; from one to the next it may move by a pixel.
        occupied: of a block that is covered, from which on it belongs to a line.
        gap: blocks, that an empty one takes off a line's length.
        length: of the picture's side: shorter ones are strokes.
        whole_length: of the picture's side: so long are lines with nothing written among them.
        thickest: of the picture's side.
        thin_part: of a line that is thin; strokes may cross the rest.
        room: of the picture's side, by which a line goes on beyond the writing.
        unlike: of the writing's thickness or contrast: what has less is of another pen.
        speck: of the largest part of the writing: smaller ones are crumbs.
    """

    least_side: int = 100
    blocks: int = 64
    occupied: float = 0.6
    gap: int = 2
    length: float = 0.5
    whole_length: float = 0.9
    thickest: float = 0.02
    thin_part: float = 0.5
    room: float = 0.02
    unlike: float = 0.65
    speck: float = 0.02


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class _Line:
    """A line that may be the paper's.

    Args:
        pixels: its own, without those that strokes have a part in; flat indices.
        start, end: where along the picture, 0 to 1.
        vertical: whether it runs down.
        thickness: in pixels.
        level: its signal.
    """

    pixels: Labels
    start: float
    end: float
    vertical: bool
    thickness: float
    level: float


@dataclass(frozen=True, eq=False)
class _Beside:
    """Pixels of a mask along a path, (n,) each: where they are, how thick the mask is there, and their signal."""

    rows: Labels
    columns: Labels
    runs: Labels
    signal: Floats


def digit_ruling(signal: Floats, faint: Mask, sure: Mask, full: float) -> Mask:
    """Find the printed lines of the paper.

    Args:
        signal: (height, width), how much each pixel stands out of the paper.
        faint: what stands out of the paper's noise; of faint lines it holds more than dots.
        sure: what is strong enough for ink.
        full: the signal of ink.

    Returns:
        The pixels of `faint` that belong to lines; where strokes cross, they are kept whole.
    """
    none = np.zeros(faint.shape, np.bool_)
    if min(faint.shape) < _RULES.least_side:
        return none
    lines = _lines(signal, faint, full, vertical=False) + _lines(signal, faint, full, vertical=True)
    while lines:
        rest = _writing(sure, lines)
        kept = _ruled(lines, rest, signal) if rest.any() else _sheet(lines)
        if len(kept) == len(lines):
            break
        lines = kept
    return _covered(faint.shape, lines)


def _lines(signal: Floats, faint: Mask, full: float, *, vertical: bool) -> list[_Line]:
    """All long, thin and straight parts of `faint` in one direction."""
    mask = faint.T if vertical else faint
    blocks = _line_blocks(mask)
    if not blocks.any():
        return []
    length = max(2, mask.shape[1] // _RULES.blocks)
    parts = components_of(blocks)
    rows, columns = np.nonzero(mask)
    numbers = parts.labels[rows, np.minimum(columns // length, blocks.shape[1] - 1)]
    near = numbers > 0
    rows, columns, numbers = rows[near], columns[near], numbers[near]
    runs = run_heights(mask)[rows, columns]
    level = (signal.T if vertical else signal)[rows, columns]
    order = np.argsort(numbers, kind="stable")
    found = []
    for number, own in enumerate(np.split(order, np.searchsorted(numbers[order], range(2, len(parts.areas)))), 1):
        start, end = (float(edge) / blocks.shape[1] for edge in parts.boxes[number, ::2])
        beside = _Beside(rows[own], columns[own], runs[own], level[own])
        found.append(_line(beside, (start, end), mask.shape, full, vertical=vertical))
    return [line for line in found if line is not None]


def _line(
    beside: _Beside, reach: tuple[float, float], shape: tuple[int, ...], full: float, *, vertical: bool
) -> _Line | None:
    """The line of the pixels `beside` it, from one part of the picture to another, or None where it is no thin line.

    Args:
        beside: the pixels of the mask along a path.
        reach: where along the picture that is, from 0 to 1.
        shape: of the mask, (height, width); its rows are columns of the picture where `vertical`.
        full: the signal of ink.
        vertical: whether the path runs down.
    """
    height, width = shape
    thin = beside.runs <= max(3, _RULES.thickest * height)
    if reach[1] - reach[0] < _RULES.length or not thin.any():
        return None
    if len(np.unique(beside.columns[thin])) < _RULES.thin_part * (reach[1] - reach[0]) * width:
        return None
    thickness, level = float(np.median(beside.runs[thin])), float(np.median(beside.signal[thin]))
    own = beside.runs <= 1.6 * thickness + 1
    if level < 0.75 * full:  # a stroke along it is darker
        own &= beside.signal < (level + full) / 2
    rows, columns = beside.rows[own], beside.columns[own]
    pixels = columns * height + rows if vertical else rows * width + columns
    return _Line(pixels, *reach, vertical, thickness, level)


def _line_blocks(mask: Mask) -> Mask:
    """Of the picture cut into short pieces of rows, those on a long path to the right that hardly turns.

    Returns:
        bool (height, blocks along the row).
    """
    height, width = mask.shape
    length = max(2, width // _RULES.blocks)
    count = width // length
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    occupied = grown[:, : count * length].reshape(height, count, length).sum(axis=2) >= _RULES.occupied * length
    if occupied.any(axis=0).sum() < _RULES.length * count:
        return np.zeros(occupied.shape, np.bool_)
    gain = np.where(occupied, 1, -_RULES.gap).astype(np.int32)
    total = _longest(gain) + _longest(gain[:, ::-1])[:, ::-1] - gain
    return np.asarray(occupied & (total >= _RULES.length * count))


def _longest(gain: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The best sum of `gain` on a path that ends in each place, from the left, a row up or down at every step."""
    best = np.empty_like(gain)
    before = np.zeros(len(gain), np.int32)
    for column in range(gain.shape[1]):
        beside = before.copy()
        np.maximum(beside[1:], before[:-1], out=beside[1:])
        np.maximum(beside[:-1], before[1:], out=beside[:-1])
        before = np.maximum(beside, 0) + gain[:, column]
        best[:, column] = before
    return best


def _covered(shape: tuple[int, ...], lines: list[_Line]) -> Mask:
    covered = np.zeros(shape, np.bool_)
    for line in lines:
        covered.flat[line.pixels] = True
    return covered


def _writing(sure: Mask, lines: list[_Line]) -> Mask:
    """What is left without the lines and without crumbs."""
    parts = components_of(sure & ~_covered(sure.shape, lines))
    # Where lines cross, a spot is left that belongs to both.
    crossing = (3 * max(line.thickness for line in lines) + 2) ** 2
    return np.asarray((parts.areas > max(_RULES.speck * parts.areas.max(), crossing))[parts.labels])


def _ruled(lines: list[_Line], rest: Mask, signal: Floats) -> list[_Line]:
    """Those of `lines` that go on beyond the writing and are many, or unlike what the pen wrote."""
    rows, columns = np.nonzero(rest.any(axis=1))[0], np.nonzero(rest.any(axis=0))[0]
    height, width = rest.shape
    along = {False: (columns[0] / width, (columns[-1] + 1) / width), True: (rows[0] / height, (rows[-1] + 1) / height)}
    pen, level = pen_width(rest), float(np.median(signal[rest]))
    kept = []
    several = len(lines) > 2
    for line in lines:
        first, last = along[line.vertical]
        unlike = line.thickness < _RULES.unlike * pen or line.level < _RULES.unlike * level
        beyond = _beyond(line.start, first, unlike) and _beyond(1 - line.end, 1 - last, unlike)
        if beyond and (several or unlike):
            kept.append(line)
    return kept


def _beyond(end: float, writing: float, unlike: bool) -> bool:
    """Whether a line's end, measured from the picture's edge, is farther out than the writing's."""
    return end <= writing - _RULES.room or (unlike and end <= _RULES.room)


def _sheet(lines: list[_Line]) -> list[_Line]:
    """Lines with nothing written among them: the paper's if they are many and cross all of the picture."""
    whole = [line for line in lines if line.end - line.start >= _RULES.whole_length]
    return whole if len(whole) > 2 else []
