"""What stands in a row and is no digit: which ink that is, and whether it is a slash, a plus sign or a bracket."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.reading.candidates import Candidate, measured
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.marks import Corners

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Rules:
    """Sizes are shares of the row's height, unless told otherwise.

    Args:
        tall: from here on what is in no digit is told of; lower ink is a mark or dirt.
        part: high and wide at least, of a digit that faded, and
        off: so far from the middle of the line.
        least_length: of strokes: less is a speck.
        over: of the narrower of two marks, that lies over or under the other where they are one.
        slash: high at least.
        mostly: of its height, one stroke is hardly wider across than
        thick: pen widths.
        straight: pen widths, by which the middle of a slash or bracket strays from a smooth line.
        straightest: of a slash, its middle from its chord at most.
        bent: of a bracket, the same at least.
        upright: of a bracket: by which it leans otherwise than the row's digits at most.
        bracket: high at least, in heights of a digit, unless it is as high as digits and
        reaching: ends so far below them.
        leaning: of a slash, across over down, at least; and
        further: more than the row's digits lean; or
        much_further: where it is no larger than they are.
        plus: high at least, and
        most_plus: at most.
        square: of a plus sign, the longer over the shorter side at most.
        widest_bar: of its shorter side, on each side of a bar's middle.
        crossed: of its ink, that lies in its two bars.
        arm: of either bar's length, on each side of the other, at least.
    """

    tall: float = 0.45
    part: tuple[float, float] = (0.22, 0.45)
    off: float = 0.25
    least_length: float = 0.5
    over: float = 0.5
    slash: float = 0.8
    mostly: float = 0.9
    thick: float = 1.9
    straight: float = 0.5
    straightest: float = 0.07
    bent: float = 0.1
    upright: float = 0.3
    bracket: float = 1.12
    reaching: float = 0.06
    leaning: float = 0.3
    further: float = 0.22
    much_further: float = 0.55
    plus: float = 0.3
    most_plus: float = 1.05
    square: float = 1.8
    widest_bar: float = 0.22
    crossed: float = 0.85
    arm: float = 0.2


_RULES = _Rules()


def others_in(row: RowPieces, rest: Sequence[Piece]) -> list[Candidate]:
    """Ink of about a digit's size that is in none, mark by mark, from the left to the right.

    Args:
        row: the pieces.
        rest: those that are in no digit.
    """
    runs = [(own, _run(row, own)) for own in _marks(row, rest)]
    large = [run for own, run in runs if _is_tall(row, own) or is_broad(run)]
    return [run for run in large if run.length >= _RULES.least_length]


def is_broad(ink: Candidate) -> bool:
    """Whether ink is lower than a digit, and too high and wide for a dash or a comma."""
    high = ink.relative_height
    return _RULES.part[0] <= high < _RULES.tall and ink.aspect * high >= _RULES.part[1]


@dataclass(frozen=True)
class Line:
    """How a row's digits stand.

    Args:
        lean: to the right, across over down.
        foot: the row of the page that they end at.
        height: pixels.
    """

    lean: float
    foot: float
    height: float


def is_left_of_digit(ink: Candidate, line: Line) -> bool:
    """Whether broad ink may be the foot or the top of a digit that faded; signs stand at half the height."""
    middle = (ink.box[1] + ink.box[3]) / 2
    return abs(middle - (line.foot - line.height / 2)) >= _RULES.off * line.height


def line_of_digits(leans: Sequence[float], boxes: Sequence[Corners]) -> Line | None:
    """The line of several digits; None where there are none.

    Args:
        leans: how far each leans to the right, see `lean_of`.
        boxes: left, top, right and bottom of each in pixels of the page.
    """
    if not boxes:
        return None
    feet, heights = [box[3] for box in boxes], [box[3] - box[1] for box in boxes]
    return Line(float(np.median(leans)), float(np.median(feet)), float(np.median(heights)))


def lean_of(mask: Mask) -> float:
    """How far ink leans to the right, across over down, by its moments; 0 of none."""
    y, x = np.nonzero(mask)
    if not len(y):
        return 0.0
    down = float(((y - y.mean()) ** 2).mean())
    return -float(((x - x.mean()) * (y - y.mean())).mean()) / max(down, 1.0)


def sign_of(mask: Mask, box: Corners, pen: float, line: Line) -> str:
    """`/`, `+`, `(` or `)` where ink is one of these, else nothing.

    Args:
        mask: bool, where it is in its box.
        box: left, top, right, bottom in pixels of the page.
        pen: pixels, the width of the strokes.
        line: of the other digits of the row.
    """
    if not mask.any():
        return ""
    if _is_plus(mask, pen, line):
        return "+"
    return _stroke_sign(mask, box, pen, line)


def _marks(row: RowPieces, rest: Sequence[Piece]) -> list[list[int]]:
    """The numbers of the pieces of each mark, those that lie over each other together."""
    left = {id(piece) for piece in rest}
    by_mark: dict[int, list[int]] = {}
    for number, piece in enumerate(row.pieces):
        if id(piece) in left:
            by_mark.setdefault(piece.mark, []).append(number)
    groups: list[tuple[int, int, list[int]]] = []
    for own in sorted(by_mark.values(), key=lambda own: min(row.pieces[k].box[0] for k in own)):
        start, end = min(row.pieces[k].box[0] for k in own), max(row.pieces[k].box[2] for k in own)
        if groups:
            first, beyond, before = groups[-1]
            if min(end, beyond) - max(start, first) >= _RULES.over * min(end - start, beyond - first):
                groups[-1] = min(first, start), max(beyond, end), before + own
                continue
        groups.append((start, end, own))
    return [sorted(own) for _, _, own in groups]


def _is_tall(row: RowPieces, own: list[int]) -> bool:
    """Whether one of the marks is, so that it is no colon, equal or division sign."""
    spans: dict[int, tuple[int, int]] = {}
    for k in own:
        _, top, _, bottom = row.pieces[k].box
        first, beyond = spans.get(row.pieces[k].mark, (top, bottom))
        spans[row.pieces[k].mark] = min(first, top), max(beyond, bottom)
    return max(beyond - first for first, beyond in spans.values()) >= _RULES.tall * row.height


def _run(row: RowPieces, own: list[int]) -> Candidate:
    """Pieces as one mark, without those between them that are not of it."""
    first, beyond = own[0], own[-1] + 1
    return measured(row, first, beyond, tuple(k for k in range(first, beyond) if k not in own))


def _is_plus(mask: Mask, pen: float, line: Line) -> bool:
    """Whether all of its ink lies in a level and an upright bar that cross."""
    high, wide = mask.shape
    size = high / line.height
    if not _RULES.plus <= size <= _RULES.most_plus or max(high, wide) > _RULES.square * min(high, wide):
        return False
    # Bars lean and bend a little; those of a pen that is thick for them would fill everything.
    half = min(0.75 * pen + 0.06 * line.height, _RULES.widest_bar * min(high, wide))
    level, upright = int(mask.sum(axis=1).argmax()), int(mask.sum(axis=0).argmax())
    rows, columns = np.arange(high)[:, None], np.arange(wide)[None, :]
    bars = (np.abs(rows - level) <= half) | (np.abs(columns - upright) <= half)
    arms = (upright / wide, 1 - upright / wide, level / high, 1 - level / high)
    return min(arms) >= _RULES.arm and float((mask & bars).sum()) >= _RULES.crossed * float(mask.sum())


def _stroke_sign(mask: Mask, box: Corners, pen: float, line: Line) -> str:
    """A slash or a bracket: one stroke from the top to the foot that leans or bends as no digit of the row does."""
    high, widths = len(mask) / line.height, mask.sum(axis=1)
    if high < _RULES.slash or not widths.all():
        return ""
    across = mask.shape[1] - mask[:, ::-1].argmax(axis=1) - mask.argmax(axis=1)
    if float(np.quantile(across, _RULES.mostly)) > _RULES.thick * pen + 1:
        return ""
    down, middles = np.linspace(-1, 1, len(mask)), (mask @ np.arange(mask.shape[1])) / widths
    bend, slope, start = np.polyfit(down, middles, 2)
    if np.abs(middles - np.polyval((bend, slope, start), down)).max() > _RULES.straight * pen + 1:
        return ""
    is_large = high >= _RULES.bracket or (high >= 1 and box[3] >= line.foot + _RULES.reaching * line.height)
    lean = -2 * slope / len(mask)
    if abs(bend) >= _RULES.straightest * line.height:
        is_bracket = is_large and abs(bend) >= _RULES.bent * line.height and abs(lean - line.lean) <= _RULES.upright
        return ("(" if bend > 0 else ")") if is_bracket else ""
    further = _RULES.further if is_large else _RULES.much_further
    return "/" if lean >= max(_RULES.leaning, line.lean + further) else ""
