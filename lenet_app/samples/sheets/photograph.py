"""A photograph of a printed sheet: which sheet it is, where its corners are, and how it looks from straight above."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.errors import UserError
from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.paper.contrast import LUMINANCE
from lenet_app.ink.paper.perspective import homography, mapped, straightened
from lenet_app.language import tr
from lenet_app.samples.sheets.corner_marks import Found, found_marks
from lenet_app.samples.sheets.layout import CODE_PLACES, LAYOUTS, MARK, MARK_CENTRE, MARK_GAP, Layout
from lenet_app.samples.sheets.layout_code import number_of

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

_LONGEST_SIDE = 3200
"""Pixels of a photograph that are used; more show nothing of a pen."""
_LOOKED_AT = 1600
"""Pixels of the longer side in which marks are looked for."""
_MOST_A_MM, _LEAST_A_MM = 7.0, 2.0
"""Pixels of a straightened sheet."""
_UNIT_SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
_UNEQUAL = 3.0
"""Times the smallest mark of a sheet: its largest one is smaller, from whatever side it is seen."""
_WANDER = (-0.16, -0.08, 0.0, 0.08, 0.16)
"""Of the way between two squares of the code: where paper is bent, they lie aside."""
_BLACK = 0.7
"""Of the paper's light: a black square has less."""
_HOLLOW = 0.25
"""Of the way from black to white: so much lighter is the centre of the upper left mark than that of the others."""
_LEAST_APART = 6.0
"""Times the size of a mark: the marks of a sheet are farther from each other, from whatever side they are seen."""
_SOFTEST = 1.2
"""Millimetres from black to white at the edge of a mark; where it takes more, strokes are no more than smudges."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet as it looks from straight above.

    Args:
        layout: which one it is.
        pixels: uint8 (height, width, 3), from the centre of the upper left mark to that of the lower right one.
        scale: pixels to a millimetre.
    """

    layout: Layout
    pixels: Bytes
    scale: float


def read_sheet(path: Path) -> Sheet:
    """Find the sheet in a photograph or a scan, turned or seen at an angle, and straighten it.

    Raises:
        UserError: the file cannot be read, or shows no whole sheet that can be read: the sentence tells why.
    """
    pixels = _over_white(read_pixels(path, longest_side=_LONGEST_SIDE))
    try:
        return sheet_in(pixels)
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from error


def sheet_in(pixels: Bytes) -> Sheet:
    """The same of a picture, uint8 (height, width, 3)."""
    grey = np.asarray((pixels @ LUMINANCE).round(), np.uint8)
    small = np.asarray(reduced(Image.fromarray(grey), _LOOKED_AT))
    shrink = max(grey.shape) / max(small.shape)
    most = Found(np.zeros((0, 2)), np.zeros(0))
    for found in found_marks(small):
        for corners in _quadrilaterals(found):
            number = _number_at(small, corners)
            if number is not None and _has_marks(small, corners, layout := _layout(number)):
                return _straight(pixels, grey, corners * shrink, layout)
        most = max(most, found, key=lambda one: len(one.sides))
    raise UserError(_why_not(small, most, shrink))


def _layout(number: int) -> Layout:
    """The layout of this number.

    Raises:
        UserError: there is none.
    """
    layout = next((one for one in LAYOUTS if one.number == number), None)
    if layout is None:
        raise UserError(tr("This sheet has a layout that this version of the program does not know."))
    return layout


def _has_marks(grey: Bytes, corners: Floats, layout: Layout) -> bool:
    """Whether there is a mark of the right size at each of the corners."""
    around = np.array([(np.cos(turn), np.sin(turn)) for turn in np.arange(4) * np.pi / 2])
    matrix = homography(layout.marks, corners)
    for mark in layout.marks:
        black, white = (
            _levels(grey, mapped(matrix, mark + around * (outer + inner) / 4))
            for outer, inner in ((MARK, MARK_GAP), (MARK_GAP, MARK_CENTRE))
        )
        if black is None or white is None or np.median(black) > _BLACK * np.median(white):
            return False
    return True


def _quadrilaterals(found: Found) -> Iterator[Floats]:
    """Corners (4, 2) that four of the marks may be, clockwise, from each of them on, the most likely first."""
    for some in combinations(range(len(found.sides)), 4):
        sides, centres = found.sides[list(some)], found.centres[list(some)]
        corners = _clockwise(centres)
        if sides.max() < _UNEQUAL * sides.min() and corners is not None:
            for turn in range(4):
                yield np.roll(corners, -turn, axis=0)


def _clockwise(points: Floats) -> Floats | None:
    """Four points in their order around their middle, or None where one lies within the others."""
    away = points - points.mean(axis=0)
    ordered = points[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]  # y is down, so angles grow clockwise
    sides = np.roll(ordered, -1, axis=0) - ordered
    onward = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * onward[:, 1] - sides[:, 1] * onward[:, 0]
    return ordered if (turns > 0).all() else None


def _number_at(grey: Bytes, corners: Floats) -> int | None:
    """What the code between the first two corners tells, or None where there is none."""
    step = CODE_PLACES[1] - CODE_PLACES[0]
    places = np.arange(-1, 2 * len(CODE_PLACES)) * step / 2 + CODE_PLACES[0]
    around = np.add.outer(places, np.array(_WANDER) * step).ravel()
    light = _levels(grey, mapped(homography(_UNIT_SQUARE, corners), np.column_stack([around, np.zeros(len(around))])))
    if light is None:
        return None
    light = light.reshape(-1, len(_WANDER))
    squares, paper = light[1::2].min(axis=1), light[::2].max(axis=1)
    paper = np.minimum(paper[:-1], paper[1:])
    is_black = squares < (squares[0] + paper) / 2
    return number_of(tuple(is_black.tolist())) if squares[0] < _BLACK * paper[0] else None


def _levels(grey: Bytes, points: Floats) -> Floats | None:
    """How light a picture is at points (n, 2), averaged over what is next to each; None where one lies outside."""
    columns, rows = np.rint(points - 0.5).astype(np.int64).T
    height, width = grey.shape
    if rows.min() < 1 or columns.min() < 1 or rows.max() >= height - 1 or columns.max() >= width - 1:
        return None
    around = [grey[rows + down, columns + across] for down in (-1, 0, 1) for across in (-1, 0, 1)]
    return np.asarray(np.mean(around, axis=0))


def _straight(pixels: Bytes, grey: Bytes, corners: Floats, layout: Layout) -> Sheet:
    """The sheet between these corners, in as many pixels as there are.

    Raises:
        UserError: these are too few, or too blurred.
    """
    size = layout.marks[2] - layout.marks[0]
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1) / (size[0], size[1], size[0], size[1])
    if sides.min() < _LEAST_A_MM:
        raise UserError(_too_small())
    scale = float(min(sides.mean(), _MOST_A_MM))
    if (shrink := float(sides.min() / scale)) > 1:
        pixels = np.asarray(reduced(Image.fromarray(pixels), round(max(grey.shape) / shrink)))
        corners = corners * (max(pixels.shape) / max(grey.shape))
    width, height = (round(side * scale) for side in size)
    sheet = Sheet(layout, straightened(pixels, corners, (width, height)), scale)
    if _softness(sheet) > _SOFTEST:
        raise UserError(tr("The picture is too blurred: hold the camera still, and let it focus on the sheet."))
    return sheet


def _softness(sheet: Sheet) -> float:
    """Millimetres over which the outer edges of the marks go from black to white, of all corners the middle value."""
    grey = sheet.pixels @ LUMINANCE
    first, beyond = (round(side * sheet.scale) for side in (MARK / 2 - 1.5, MARK / 2 + 2.5))
    near = round(MARK_CENTRE / 2 * sheet.scale)
    profiles = [
        profile
        for turned in (grey, grey[:, ::-1], grey[::-1], grey[::-1, ::-1])
        for profile in (turned[:near, first:beyond].mean(axis=0), turned[first:beyond, :near].mean(axis=1))
    ]
    return float(np.median([np.ptp(one) / max(float(np.diff(one).max()), 1.0) for one in profiles])) / sheet.scale


def _why_not(grey: Bytes, found: Found, shrink: float) -> str:
    """Why a picture with these marks, which has `shrink` times as many pixels to a side, shows no whole sheet."""
    count = len(found.sides)
    some = found.sides[:4]
    are_small = count > 0 and shrink * some.max() < _LEAST_A_MM * MARK
    are_marks = count > 1 and some.max() < _UNEQUAL * some.min()
    are_marks = are_marks and _nearest(found.centres[:4]) > _LEAST_APART * some.max()
    if not are_marks or (are_small and count < 4):
        return tr("No printed sheet is to be seen: the black marks in its four corners must be there, and sharp.")
    if count == 2:
        return tr("Only two of the four corner marks are to be seen: the whole sheet must be in the picture.")
    if count == 3:
        sentence = tr("The {corner} corner mark is not to be seen: the whole sheet must be in the picture.")
        return sentence.format(corner=_corner_name(_missing(grey, found.centres)))
    if are_small:
        return _too_small()
    return tr("The row of squares between the upper corner marks cannot be read: let nothing cover or blur it.")


def _nearest(points: Floats) -> float:
    """How far the two of several points are from each other that are nearest."""
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(points, 2))


def _too_small() -> str:
    return tr("The sheet is too small in the picture: photograph it from nearer, or scan it finer.")


def _corner_name(corner: int) -> str:
    return (tr("upper left"), tr("upper right"), tr("lower right"), tr("lower left"))[corner]


def _missing(grey: Bytes, centres: Floats) -> int:
    """Which corner three marks leave out, clockwise from the upper left one, whose mark alone has a white centre."""
    apart = np.linalg.norm(centres - np.roll(centres, -1, axis=0), axis=1)
    middle = (int(apart.argmax()) + 2) % 3  # the mark that the longest way does not touch
    before, after = (middle + 1) % 3, (middle + 2) % 3
    one, other = centres[before] - centres[middle], centres[after] - centres[middle]
    if one[0] * other[1] - one[1] * other[0] > 0:  # y is down: then the way from one to the other is clockwise
        before, after = after, before
    light = _levels(grey, centres)
    if light is None:
        return 0
    lightest, next_one = np.argsort(-light)[:2]
    if light[lightest] - light[next_one] < _HOLLOW * (float(grey.max()) - light[next_one]):
        return 0
    return {middle: 2, before: 3, after: 1}[int(lightest)]


def _over_white(pixels: Bytes) -> Bytes:
    """uint8 (height, width, 3) of red, green, blue and opacity."""
    if pixels[..., 3].min() == 255:
        return np.ascontiguousarray(pixels[..., :3])
    white = Image.new("RGBA", (pixels.shape[1], pixels.shape[0]), "white")
    return np.asarray(Image.alpha_composite(white, Image.fromarray(np.ascontiguousarray(pixels))).convert("RGB"))
