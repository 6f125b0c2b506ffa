"""A drawing of one or several rows as the ink of a page, its strokes told apart.

Where digits of a picture touch, a cut has to be found. Of a drawing it is known where one stroke ends and the next
begins, and mostly the pen is lifted between two digits: so a stroke is a mark, however many others it touches.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import BOX_SIDE
from lenet_app.ink.paper.components import Components, labelled
from lenet_app.ink.paper.page_extraction import PageInk
from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import discs
from lenet_app.ink.stroke_ink import PEN_WIDTH
from lenet_app.ink.strokes import Drawing, prints

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """How strokes become a page.

    Args:
        digit: pixels that the typical digit becomes high.
        longest_side: pixels of the page, which go before.
        step: pixels between two prints of the pen.
        ruling_width: of a digit's height: a longer line, so level, is ruling.
        ruling_height: of a digit's height: a lower line, so long, is ruling.
        beyond: of a digit's height, by which strokes reach beyond the place where they cross; else they only
            touch.
    """

    digit: int = 96
    longest_side: int = 2048
    step: float = 2.0
    ruling_width: float = 1.5
    ruling_height: float = 0.25
    beyond: float = 0.05


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class DrawingInk:
    """The ink of a drawing as one pen would have drawn it, whatever the pen's width was.

    Args:
        ink: the marks, of which each stroke is one; those that cross are tied.
        left: where the left edge of `ink` lies, in the drawing's unit.
        top: the same of its upper edge.
        scale: pixels of `ink` per unit of the drawing.
    """

    ink: PageInk
    left: float
    top: float
    scale: float


def page_of_drawing(drawing: Drawing) -> DrawingInk | None:
    """The ink of a drawing with as many digits as there may be, or None where nothing but lines is drawn.

    A digit is taken to be as high as the longer strokes are, and the pen to be what it is in a fitted picture.
    """
    lines = [stroke.line for stroke in drawing.strokes if stroke.points]
    heights = np.array([np.ptp(line[:, 1]) for line in lines])
    if not heights.size or heights.max() <= 0:
        return None
    digit = float(np.median(heights[heights >= heights.max() / 3]))
    lines = [line for line in lines if not _is_ruling(line, digit)]
    if not lines:
        return None
    low, high = (edge([edge(line, axis=0) for line in lines], axis=0) for edge in (np.min, np.max))
    scale = min(_RULES.digit / digit, _RULES.longest_side / float((high - low).max()))
    radius = max(1.0, scale * digit * PEN_WIDTH / BOX_SIDE / 2)
    room = radius + 1
    width, height = (int(side) for side in np.ceil((high - low) * scale + 2 * room))
    placed = [(line - low) * scale + room for line in lines]
    strokes = _strokes(placed, radius, (height, width), _RULES.beyond * scale * digit)
    mask = strokes.labels > 0
    left, top = (float(value) for value in low - room / scale)
    return DrawingInk(PageInk(mask.astype(np.float32), strokes, 1.0, pen_width(mask)), left, top, scale)


def _is_ruling(line: Floats, digit: float) -> bool:
    width, height = np.ptp(line, axis=0)
    return bool(width > _RULES.ruling_width * digit and height < _RULES.ruling_height * digit)


def _strokes(lines: list[Floats], radius: float, shape: tuple[int, int], beyond: float) -> Components:
    """A mark for each line, all in pixels; where lines lie over each other the first one has the ink."""
    labels = np.zeros(shape, np.int64)
    for number, line in enumerate(lines, start=1):
        low = np.maximum(np.floor(line.min(axis=0) - radius), 0).astype(np.int64)
        part = labels[low[1] :, low[0] :][: int(np.ptp(line[:, 1]) + 2 * radius) + 2]
        part = part[:, : int(np.ptp(line[:, 0]) + 2 * radius) + 2]
        part[discs(prints(line, _RULES.step) - low, radius, part.shape) & (part == 0)] = number
    tied = ((one, other) for one, other in combinations(range(len(lines)), 2)
            if _cross(lines[one], lines[other], beyond))  # fmt: skip
    return labelled(labels, len(lines), frozenset((one + 1, other + 1) for one, other in tied))


def _cross(one: Floats, other: Floats, beyond: float) -> bool:
    """Whether two lines cross somewhere and both go on for a while, either way."""
    if (one.min(axis=0) > other.max(axis=0)).any() or (other.min(axis=0) > one.max(axis=0)).any():
        return False
    start, step = one[:-1, None], np.diff(one, axis=0)[:, None]
    begin, stride = other[None, :-1], np.diff(other, axis=0)[None]
    turn = _cross_product(step, stride)
    with np.errstate(divide="ignore", invalid="ignore"):  # parallel segments do not cross
        along = _cross_product(begin - start, stride) / turn
        across = _cross_product(begin - start, step) / turn
        first, second = np.nonzero((along >= 0) & (along <= 1) & (across >= 0) & (across <= 1))
    one_goes_on = _goes_on(one, first + along[first, second], beyond)
    return bool((one_goes_on & _goes_on(other, second + across[first, second], beyond)).any())


def _cross_product(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])


def _goes_on(line: Floats, places: Floats, beyond: float) -> npt.NDArray[np.bool_]:
    """Whether a line goes on for so long before and after each of `places`, fractions between its points' numbers."""
    lengths = np.append(0.0, np.hypot(*np.diff(line, axis=0).T).cumsum())
    at = np.interp(places, np.arange(len(line)), lengths)
    return np.asarray((at > beyond) & (at < lengths[-1] - beyond))
