"""Lines in a mask that are level or nearly so: thin, smooth, straight or bent; found by their runs, column by column.

Strokes may cross a line, so it is put together of pieces: where it is crossed, it goes on as it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import components_of, run_heights
from lenet_app.ink.raster import Mask

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """What pieces of lines are, and which belong together.

    Args:
        thickest: pen widths.
        lower_part: of the runs of a part, those that nothing touches.
        uneven: times their height, up to which a run is as high.
        steepest: rows up or down for a column.
        slope_over: columns over which a slope is measured.
        shortest: columns of a piece, at least; and times its thickness.
        gap: pen widths that strokes may cover.
        paper: columns in which a line may be interrupted by paper.
        covered: of a gap that ink covers.
        off: rows by which a piece may miss the other, and more for each column between them.
        off_for_each: the same for each column between them.
        alike: times as thick, at most; a pixel is nothing.
        reach: columns at a piece's end that tell where it goes.
        thin_part: of a line that no stroke crosses.
        solid: of a line that is ink.
        slender: times as long as thick, at least.
    """

    thickest: float = 2.0
    lower_part: float = 0.3
    uneven: float = 1.4
    steepest: float = 0.35
    slope_over: int = 3
    shortest: tuple[int, float] = (5, 1.5)
    gap: float = 20.0
    paper: int = 3
    covered: float = 0.85
    off: float = 1.5
    off_for_each: float = 0.06
    alike: float = 1.7
    reach: int = 16
    thin_part: float = 0.4
    solid: float = 0.85
    slender: float = 3.0


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class Line:
    """A line from the left to the right.

    Args:
        start: its first column.
        middles: float64 (length,), the row of its middle in each column from `start` on.
        thickness: pixels, mostly.
    """

    start: int
    middles: Floats
    thickness: float

    @property
    def end(self) -> int:
        """The first column beyond it."""
        return self.start + len(self.middles)

    def row_at(self, column: float) -> float:
        """Where it is, or would be, in a column."""
        return float(self.middles[int(np.clip(round(column) - self.start, 0, len(self.middles) - 1))])

    def towards(self, column: float) -> float:
        """Where it is, or beyond its ends would be if it went on as it goes there."""
        if self.start <= column < self.end:
            return self.row_at(column)
        if column < self.start:
            return float(self.middles[0] - _slope(self.middles[: 2 * _RULES.reach]) * (self.start - column))
        last = self.end - 1
        return float(self.middles[-1] + _slope(self.middles[-2 * _RULES.reach :]) * (column - last))


def crosses(line: Line, side: int, share: float) -> bool:
    """Whether a line goes from edge to edge of a page of `side` columns, but for margins of less than that share."""
    margin = (1 - share) / 2 * side
    return line.start <= margin and line.end >= side - margin


def lines_of(mask: Mask, pen: float, least: float) -> list[Line]:
    """The nearly level lines of a mask, from the left to the right.

    Args:
        mask: bool (height, width).
        pen: pixels, the width of strokes.
        least: columns, the length of the shortest.
    """
    pieces = _pieces(mask, max(3.0, _RULES.thickest * pen))
    chains = _chains(pieces, mask, pen)
    found = [_joined([pieces[k] for k in chain], mask) for chain in chains
             if pieces[chain[-1]].end - pieces[chain[0]].start >= least]  # fmt: skip
    return sorted((line for line in found if line is not None), key=lambda line: line.start)


def near_lines(shape: tuple[int, ...], lines: Sequence[Line], room: float) -> Mask:
    """The pixels of lines and what lies no more than `room` pixels beside them."""
    near = np.zeros(shape, np.bool_)
    for line in lines:
        half, beyond = line.thickness / 2 + room, round(room)
        middles = np.pad(line.middles, beyond, mode="edge")
        rows = np.arange(-int(half) - 1, int(half) + 2)[:, None] + np.round(middles).astype(np.int64)
        columns = np.broadcast_to(np.arange(line.start - beyond, line.end + beyond), rows.shape)
        inside = (np.abs(rows - middles) <= half) & (rows >= 0) & (rows < shape[0])
        inside &= (columns >= 0) & (columns < shape[1])
        near[rows[inside], columns[inside]] = True
    return near


@dataclass(frozen=True, eq=False)
class _Runs:
    """Upright runs of thin ink, (n,) each: column, middle row, height, and the number of the part they are of."""

    columns: Ints
    middles: Floats
    heights: Ints
    parts: Ints

    def only(self, which: Mask | Ints) -> "_Runs":
        return _Runs(self.columns[which], self.middles[which], self.heights[which], self.parts[which])


def _pieces(mask: Mask, thickest: float) -> list[Line]:
    """Parts of lines that nothing crosses, from the left to the right."""
    runs = _thin_runs(mask, thickest)
    runs = runs.only(runs.heights <= _usual_height(runs))
    # Where a part forks there is no telling which way a line goes.
    _, places, counts = np.unique(runs.parts * mask.shape[1] + runs.columns, return_inverse=True, return_counts=True)
    runs = runs.only(counts[places] == 1)
    runs = runs.only(np.lexsort((runs.columns, runs.parts)))
    runs = runs.only(_is_level(runs))
    ends = (np.flatnonzero((np.diff(runs.parts) != 0) | (np.diff(runs.columns) != 1)) + 1).tolist()
    found = []
    for start, beyond in zip([0, *ends], [*ends, len(runs.columns)], strict=True):
        piece = slice(start, beyond)
        thickness = float(np.median(runs.heights[piece])) if beyond > start else 0.0
        if beyond - start >= max(_RULES.shortest[0], _RULES.shortest[1] * thickness):
            found.append(Line(int(runs.columns[start]), runs.middles[piece], thickness))
    return sorted(found, key=lambda piece: piece.start)


def _thin_runs(mask: Mask, thickest: float) -> _Runs:
    thin = mask & (run_heights(mask) <= thickest)
    steps = np.diff(np.pad(thin.T, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    columns, first = np.nonzero(steps == 1)
    beyond = np.nonzero(steps == -1)[1]
    parts = components_of(thin).labels.T[columns, first]
    return _Runs(columns.astype(np.int64), (first + beyond - 1) / 2, (beyond - first).astype(np.int64), parts)


def _usual_height(runs: _Runs) -> Floats:
    """For each run the height up to which it is as high as the lower ones of its part: strokes touch a line."""
    order = np.lexsort((runs.heights, runs.parts))
    _, first, counts = np.unique(runs.parts[order], return_index=True, return_counts=True)
    low = runs.heights[order][first + (_RULES.lower_part * counts).astype(np.int64)]
    return np.asarray(np.repeat(_RULES.uneven * low + 1, counts)[np.argsort(order, kind="stable")])


def _is_level(runs: _Runs) -> Mask:
    """Which of the runs, sorted by part and column, are not steep."""
    step, wide = _RULES.slope_over, 2 * _RULES.slope_over
    level = np.ones(len(runs.columns), np.bool_)
    if len(level) > wide:
        is_one = (runs.parts[wide:] == runs.parts[:-wide]) & (runs.columns[wide:] - runs.columns[:-wide] == wide)
        steep = np.abs(runs.middles[wide:] - runs.middles[:-wide]) > _RULES.steepest * wide + 0.5
        level[step:-step] = ~(is_one & steep)
    return level


def _chains(pieces: list[Line], mask: Mask, pen: float) -> list[list[int]]:
    """Which pieces go on in which, by their indices."""
    starts = np.array([piece.start for piece in pieces])
    first = np.array([piece.middles[0] for piece in pieces])
    slopes = np.array([_slope(piece.middles[: _RULES.reach]) for piece in pieces])
    heights = np.array([piece.thickness for piece in pieces])
    best: dict[int, tuple[float, int]] = {}
    for k, piece in enumerate(pieces):
        low, high = np.searchsorted(starts, (piece.end - 1, piece.end + _RULES.gap * pen + 1))
        after = np.arange(low, high)
        after = after[after != k]
        if not len(after):
            continue
        gaps = starts[after] - piece.end + 1
        last, slope = piece.middles[-1], _slope(piece.middles[-_RULES.reach :])
        off = np.abs(last + gaps * (slope + slopes[after]) / 2 - first[after])
        fits = off <= _RULES.off + _RULES.off_for_each * gaps
        fits &= np.abs(np.log((heights[after] + 1) / (piece.thickness + 1))) <= np.log(_RULES.alike)
        for gap, other in sorted(zip(gaps[fits].tolist(), after[fits].tolist(), strict=True)):
            if gap <= _RULES.paper or _is_covered(mask, piece, pieces[other]):
                if other not in best or gap < best[other][0]:
                    best[other] = (gap, k)
                break
    following = {k: other for other, (_, k) in best.items()}
    chains = []
    for k in range(len(pieces)):
        if k in best:
            continue
        chain = [k]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        chains.append(chain)
    return chains


def _slope(middles: Floats) -> float:
    """Rows for each column, of a few columns by their two halves; 0 of a single one."""
    half = len(middles) // 2
    return float((middles[-half:].mean() - middles[:half].mean()) / (len(middles) - half)) if half else 0.0


def _is_covered(mask: Mask, one: Line, other: Line) -> bool:
    """Whether there is ink between two pieces."""
    columns = np.arange(one.end, other.start)
    if not len(columns):
        return True
    rows = np.interp(columns, (one.end - 1, other.start), (one.middles[-1], other.middles[0]))
    return float(mask[np.round(rows).astype(np.int64), columns].mean()) >= _RULES.covered


def _joined(pieces: Sequence[Line], mask: Mask) -> Line | None:
    """Pieces as one line; None where strokes make up too much of it."""
    start, end = pieces[0].start, pieces[-1].end
    known = np.concatenate([np.arange(piece.start, piece.end) for piece in pieces])
    rows = np.concatenate([piece.middles for piece in pieces])
    columns, places = np.unique(known, return_index=True)
    middles = np.interp(np.arange(start, end), columns, rows[places])
    lengths = np.array([len(piece.middles) for piece in pieces])
    order = np.argsort([piece.thickness for piece in pieces], kind="stable")
    middle = order[np.searchsorted(lengths[order].cumsum(), lengths.sum() / 2)]
    thickness = pieces[int(middle)].thickness
    length = end - start
    solid = mask[np.round(middles).astype(np.int64), np.arange(start, end)].mean()
    if len(columns) < _RULES.thin_part * length or solid < _RULES.solid or length < _RULES.slender * thickness:
        return None
    before, after = _beyond(mask[:, ::-1], mask.shape[1] - start, middles[::-1]), _beyond(mask, end, middles)
    return Line(start - len(before), np.concatenate([before[::-1], middles, after]), thickness)


def _beyond(mask: Mask, end: int, middles: Floats) -> Floats:
    """The rows of a line beyond its end, as long as there is ink: a piece too short to be one."""
    columns = np.arange(end, min(end + _RULES.reach, mask.shape[1]))
    rows = middles[-1] + _slope(middles[-_RULES.reach :]) * np.arange(1, len(columns) + 1)
    is_ink = mask[np.round(rows).astype(np.int64).clip(0, len(mask) - 1), columns]
    return np.asarray(rows[: len(rows) if is_ink.all() else int(is_ink.argmin())])
