"""Segmentation: where a row may be cut. Every mark becomes one or more pieces, of which digits are put together.

Heuristic over-segmentation as in LeCun, Bottou, Bengio and Haffner (1998), section V-A: more cuts than needed, among
which the best path chooses later. A cut is a way from above a mark to below it that crosses as little ink as it can;
it may lean by 45 degrees, so slanted writing needs no straightening.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, holding
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import Mask
from lenet_app.reading.rows import RowMarks

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """Where marks are cut (segmentation).

    Args:
        narrow: of the row's height: narrower marks are not cut.
        apart: of the row's height, between two cuts of a mark.
        cuts_per_height: how many cuts at most in a mark, for each row's height of its width.
        deepest: pen widths of ink that a cut may cross.
        level: pen widths, by which the floor of a valley may rise.
        paper_cost: of a pixel of paper, for a cut; a pixel of ink costs 1.
        lean_cost: of a step aside.
        thin: of the row's pen: thinner strokes are of another one.
    """

    narrow: float = 0.5
    apart: float = 0.12
    cuts_per_height: float = 4.0
    deepest: float = 4.0
    level: float = 0.2
    paper_cost: float = 0.02
    lean_cost: float = 0.08
    thin: float = 0.6


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class CutPath:
    """A way from above a mark to below it.

    Args:
        columns: int64 (height,), the last column on its left in every row of the mark.
        crossed: pen widths of ink that it crosses; what a loop encloses counts as ink.
    """

    columns: Ints
    crossed: float


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a mark, or a whole one.

    Args:
        box: left, top, right, bottom in the page's pixels.
        area: pixels of ink.
        mark: the number of the mark in the page.
        left_cut: pen widths of ink that the cut on its left crossed; 0 where the mark ends there.
        right_cut: the same on its right.
        pen: pixels, the width of its mark's strokes, where these are of a thinner pen than the row's; else 0.
    """

    box: tuple[int, int, int, int]
    area: int
    mark: int
    left_cut: float = 0.0
    right_cut: float = 0.0
    pen: float = 0.0


@dataclass(frozen=True, eq=False)
class RowPieces:
    """A row's pieces from the left to the right, by their middles.

    Args:
        numbers: int64 (height, width) over `box`: the number of the piece at each pixel from 1 on, 0 for none.
        box: left, top, right, bottom of the row in the page's pixels.
        height: the typical height of the row's digits, in pixels.
        pen: the width of its strokes, in pixels.
        tied: pairs of marks that are known to belong together, see `Components`.
    """

    pieces: tuple[Piece, ...]
    numbers: Ints
    box: tuple[int, int, int, int]
    height: float
    pen: float
    tied: frozenset[tuple[int, int]] = frozenset()

    def stroke_length(self, piece: Piece) -> float:
        """How long the strokes of a piece are, over the row's height."""
        return float(piece.area / ((piece.pen or self.pen) * self.height))


def box_around(pieces: Sequence[Piece]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all of them together, in the page's pixels."""
    lefts, tops, rights, bottoms = zip(*(piece.box for piece in pieces), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def cut_row(page: Components, row: RowMarks, pen: float) -> RowPieces:
    """Cut the marks of a row into pieces; `pen` is the width of the strokes in pixels."""
    return _row_pieces(page, row, pen, lambda ink: cut_paths(ink, height=row.height, pen=pen))


def whole_row(page: Components, row: RowMarks, pen: float) -> RowPieces:
    """The same without cuts: every mark is a piece."""
    return _row_pieces(page, row, pen, lambda ink: [])


def _row_pieces(page: Components, row: RowMarks, pen: float, paths_of: Callable[[Mask], list[CutPath]]) -> RowPieces:
    own = page.boxes[list(row.labels)]
    left, top, right, bottom = (int(v) for v in (*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)))
    found: list[tuple[Piece, Mask]] = []
    for mark in row.labels:
        x0, y0, x1, y1 = (int(v) for v in page.boxes[mark])
        ink = page.labels[y0:y1, x0:x1] == mark
        own_pen = pen_width(ink)
        own_pieces = _pieces_of(ink, paths_of(ink), (x0, y0), mark)
        is_thin = own_pen < _RULES.thin * pen
        found += [(replace(piece, pen=own_pen), part) for piece, part in own_pieces] if is_thin else own_pieces
    found.sort(key=lambda item: item[0].box[0] + item[0].box[2])
    numbers = np.zeros((bottom - top, right - left), np.int64)
    for number, (piece, ink) in enumerate(found, start=1):
        x0, y0, x1, y1 = piece.box
        numbers[y0 - top : y1 - top, x0 - left : x1 - left][ink] = number
    pieces = tuple(piece for piece, _ in found)
    return RowPieces(pieces, numbers, (left, top, right, bottom), row.height, pen, page.tied)


def _pieces_of(ink: Mask, paths: list[CutPath], corner: tuple[int, int], mark: int) -> list[tuple[Piece, Mask]]:
    """The pieces of one mark, each with its ink within its box."""
    columns = np.arange(ink.shape[1])
    zone = np.zeros(ink.shape, np.int64)
    for path in paths:
        zone += columns > path.columns[:, None]
    depths = [0.0, *(path.crossed for path in paths), 0.0]
    found = []
    for number in range(len(paths) + 1):
        part = ink & (zone == number)
        if not part.any():
            continue
        x0, y0, x1, y1 = _box(part)
        box = (corner[0] + x0, corner[1] + y0, corner[0] + x1, corner[1] + y1)
        piece = Piece(box, int(np.count_nonzero(part)), mark, depths[number], depths[number + 1])
        found.append((piece, part[y0:y1, x0:x1]))
    return found


def _box(mask: Mask) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def cut_paths(ink: Mask, *, height: float, pen: float) -> list[CutPath]:
    """The ways along which a mark may be cut, from the left to the right.

    First come those that cross no loop: digits that touch make a neck in the outline of both. Then come the others, for
    digits that touch twice.

    Args:
        ink: bool (height, width), the mark in its box.
        height: pixels, of the row's digits.
        pen: pixels, the width of the strokes.
    """
    if ink.shape[1] <= max(_RULES.narrow * height, 3 * pen):
        return []
    most = int(_RULES.cuts_per_height * ink.shape[1] / height) + 1
    solid = _without_holes(ink)
    chosen: list[tuple[int, Ints]] = []
    for column, path in [*_ways(solid, height=height, pen=pen), *_ways(ink, height=height, pen=pen)]:
        if len(chosen) < most and all(abs(column - other) >= _RULES.apart * height for other, _ in chosen):
            chosen.append((column, path))
    chosen.sort(key=lambda item: item[0])
    return [CutPath(path, _crossed(solid, path) / pen) for _, path in chosen]


def _crossed(solid: Mask, path: Ints) -> float:
    return float(np.count_nonzero(solid[np.arange(len(path)), path]))


def _ways(ink: Mask, *, height: float, pen: float) -> list[tuple[int, Ints]]:
    """Cheap ways through a mark, the cheapest first, each with its column in the middle row."""
    cost = np.where(ink, 1.0, _RULES.paper_cost)
    down, up = _cheapest(cost), _cheapest(cost[::-1])[::-1]
    middle = ink.shape[0] // 2
    through = (down + up - cost)[middle]
    apart, margin = max(2, round(_RULES.apart * height)), max(1, round(0.5 * pen))
    columns = _valleys(through, apart=apart, margin=margin, level=_RULES.level * pen)
    columns = [x for x in columns if through[x] <= _RULES.deepest * pen + 2 * _RULES.paper_cost * ink.shape[0]]
    return [(x, _path(down, up, middle, x)) for x in sorted(columns, key=lambda x: float(through[x]))]


def _without_holes(ink: Mask) -> Mask:
    """`ink` with the paper that it encloses: a way through a loop then costs as much as the loop is high."""
    around = np.ones((ink.shape[0] + 2, ink.shape[1] + 2), np.bool_)
    around[1:-1, 1:-1] = False
    return np.asarray(~holding(np.pad(~ink, 1, constant_values=True), around)[1:-1, 1:-1])


def _cheapest(cost: Floats) -> Floats:
    """For each pixel the least cost of a way to it from the first row, which goes straight or leans by 45 degrees."""
    total = np.full((cost.shape[0], cost.shape[1] + 2), np.inf)
    total[:, 1:-1] = cost
    least = np.empty(cost.shape[1])
    for row in range(1, len(cost)):
        before = total[row - 1]
        np.minimum(before[:-2], before[2:], out=least)
        least += _RULES.lean_cost
        np.minimum(least, before[1:-1], out=least)
        total[row, 1:-1] += least
    return total[:, 1:-1]


def _valleys(profile: Floats, *, apart: int, margin: int, level: float) -> list[int]:
    """The columns with the least of `profile` within `apart` on either side, none within `margin` of the ends.

    Of a valley whose floor, level to within `level`, is wide, both ends are given too: a tail that touches the next
    digit is as thin all along, and is to be cut where it ends.
    """
    found: list[int] = []
    for x in np.argsort(profile, kind="stable"):
        if any(abs(x - other) < apart for other in found):
            continue
        if profile[x] > profile[max(0, x - apart) : x + apart + 1].min():
            continue
        low, high = int(x), int(x)
        while low > 0 and profile[low - 1] <= profile[x] + level:
            low -= 1
        while high + 1 < len(profile) and profile[high + 1] <= profile[x] + level:
            high += 1
        found += [low, int(x), high] if high - low > 2 * apart else [(low + high) // 2]
    return [x for x in found if margin <= x < len(profile) - margin]


def _path(down: Floats, up: Floats, middle: int, column: int) -> Ints:
    """The cheapest way through one pixel of the middle row, traced both ways."""
    path = np.zeros(len(down), np.int64)
    path[middle] = column
    for row in range(middle - 1, -1, -1):
        path[row] = _step(down[row], int(path[row + 1]))
    for row in range(middle + 1, len(down)):
        path[row] = _step(up[row], int(path[row - 1]))
    return path


def _step(total: Floats, column: int) -> int:
    """The column that the way came from."""
    around = [c for c in (column, column - 1, column + 1) if 0 <= c < len(total)]
    return min(around, key=lambda c: float(total[c]) + (_RULES.lean_cost if c != column else 0.0))
