"""The cells of a straightened sheet, each cut out by its own printed lines, and without these.

Paper is seldom flat: between the corner marks a cell may lie millimetres from where it should, and its lines tell.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from lenet_app.ink.paper.contrast import LUMINANCE
from lenet_app.samples.sample import CLASSES
from lenet_app.samples.sheets.layout import LINE, Cell
from lenet_app.samples.sheets.photograph import Sheet

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """How lines are looked for and taken away; lengths are millimetres.

    Args:
        reach: how far a cell may lie from where it should.
        apart: how much farther from there a line may lie than the cell as a whole.
        nearest: the share by which a line counts less that lies as far away as it may.
        along: of a side: what of its middle tells where the line is.
        paper: of the columns of pixels: no more are darker than paper.
        least: of the paper's light that a line takes at least.
        beside: to the middle of a line: there it is paper again, however soft the picture.
        stroke: times the line's darkness: what is darker is written over it.
        margin: around a cell's lines that is cut out with it, for what was written beyond them.
    """

    reach: float = 3.0
    apart: float = 0.8
    nearest: float = 0.3
    paper: float = 0.7
    along: float = 0.7
    least: float = 0.03
    beside: float = 0.45
    stroke: float = 2.2
    margin: float = 1.3


_RULES = _Rules()


class Cut(NamedTuple):
    """A cell that was cut out.

    Args:
        cell: which one.
        shown: uint8 (height, width, 3), as it is in the picture.
        cleared: the same without the printed lines.
        frame: pixels from each edge of these to the cell's lines.
    """

    cell: Cell
    shown: Bytes
    cleared: Bytes
    frame: int


class _Line(NamedTuple):
    """A printed line, across the direction in which places are counted.

    Args:
        place: in pixels.
        darkness: of the paper's light that it takes; 0 where it is not to be seen.
    """

    place: int
    darkness: float


_Lines = tuple[_Line, _Line]


def cells_of(sheet: Sheet) -> list[Cut]:
    """Cut out all cells, in the order of the layout."""
    grey = np.asarray(sheet.pixels @ LUMINANCE, np.float32)
    across, down = _all_lines(grey, sheet, 0), _all_lines(grey.T, sheet, 1)
    return [_cut(sheet, cell, *lines) for cell, *lines in zip(sheet.layout.cells, across, down, strict=True)]


def _cut(sheet: Sheet, cell: Cell, across: _Lines, down: _Lines) -> Cut:
    """Cut out one cell, of which the lines across the columns and across the rows are known."""
    frame = round(_RULES.margin * sheet.scale)
    (left, right), (top, bottom) = across, down
    height, width = sheet.pixels.shape[:2]
    x, y = max(left.place - frame, 0), max(top.place - frame, 0)
    shown = sheet.pixels[y : min(bottom.place + frame + 1, height), x : min(right.place + frame + 1, width)].copy()
    cleared = shown.astype(np.float32)
    for line in across:
        _clear(cleared, line._replace(place=line.place - x), sheet.scale)
    for line in down:
        _clear(cleared.transpose(1, 0, 2), line._replace(place=line.place - y), sheet.scale)
    return Cut(cell, shown, cleared.round().astype(np.uint8), frame)


def _all_lines(grey: Floats, sheet: Sheet, axis: int) -> list[_Lines]:
    """The first and the last line of every cell across the columns of a picture.

    Args:
        grey: (height, width), of the sheet, or of the sheet with rows and columns exchanged.
        sheet: as it is.
        axis: 0, or 1 where rows and columns are exchanged.
    """
    scale, origin = sheet.scale, sheet.layout.marks[0]
    profiles = []
    for cell in sheet.layout.cells:
        begins = (np.array(cell.area[:2]) - origin) * scale
        sizes = np.array(cell.area[2:]) * scale
        order = (axis, 1 - axis)
        profiles.append(_profile(grey, begins[order,], sizes[order,], scale))
    reach = round(_RULES.reach * scale)
    fits = np.array([one.fits(reach) for one in profiles]).reshape(CLASSES, sheet.layout.each, -1)
    # Paper bends smoothly, so cells lie as their neighbours do, whatever is written in one of them.
    framed = np.pad(fits, ((1, 1), (1, 1), (0, 0)), mode="edge")
    around = sliding_window_view(framed, (3, 3), axis=(0, 1)).sum(axis=(3, 4)) + fits
    near = 1 - _RULES.nearest * np.abs(np.arange(-reach, reach + 1)) / reach
    shifts = (around * near).argmax(axis=2) - reach
    usual = float(np.median(fits.max(axis=2)))
    return [one.lines(int(shift), usual, scale) for one, shift in zip(profiles, shifts.ravel(), strict=True)]


@dataclass(frozen=True, eq=False)
class _Profile:
    """How dark the columns of pixels across a cell are.

    Args:
        darkness: (n,), of the paper's light, that most pixels of a column take at least.
        first: the column of the first one.
        begin: places from there to where the cell should begin.
        span: places from there to where it should end.
    """

    darkness: Floats
    first: int
    begin: int
    span: int

    def fits(self, reach: int) -> Floats:
        """How well both lines are seen where the cell lies so many pixels beside its place, from -`reach` on."""
        places = self.begin + np.arange(-reach, reach + 1)
        return np.asarray(np.minimum(self.darkness[places], self.darkness[places + self.span]))

    def lines(self, shift: int, usual: float, scale: float) -> _Lines:
        """The lines of a cell that lies `shift` pixels beside its place; `usual` is how dark lines are."""
        begin = self.begin + shift
        return self._line(begin, usual, scale), self._line(begin + self.span, usual, scale)

    def _line(self, place: int, usual: float, scale: float) -> _Line:
        apart = round(_RULES.apart * scale)
        away = np.arange(-apart, apart + 1)
        # What is darker than lines are is a stroke, which tells no more than a line does.
        near = self.darkness[place + away].clip(None, usual) * (1 - _RULES.nearest * np.abs(away) / apart)
        at = int(near.argmax())
        darkness = float(near[at])
        is_seen = darkness > max(_RULES.least, usual / 3)
        return _Line(self.first + place + (int(away[at]) if is_seen else 0), usual if is_seen else 0.0)


def _profile(grey: Floats, begins: Places, sizes: Places, scale: float) -> _Profile:
    """Of a cell that should begin at (column, row) and have this width and height, in pixels."""
    (left, top), (width, height) = begins, sizes
    room = round(_RULES.reach * scale) + round(_RULES.apart * scale)
    aside = (1 - _RULES.along) / 2 * height
    rows = grey[max(0, round(top + aside)) : round(top + height - aside)]
    first, beyond = round(left) - room - 1, round(left + width) + room + 2
    columns = np.arange(first, beyond).clip(0, grey.shape[1] - 1)
    light = np.median(rows[:, columns], axis=0)  # most of a line is not written on
    paper = float(np.quantile(light, _RULES.paper))
    darkness = ((paper - light) / max(paper, 1.0)).clip(0, None)
    smooth = np.convolve(darkness, np.ones(3) / 3, "same").astype(np.float32)
    return _Profile(smooth, first, round(left) - first, round(left + width) - round(left))


def _clear(part: Floats, line: _Line, scale: float) -> None:
    """Take a line from part of a picture (height, width, 3): the paper beside it goes on over it, and so do strokes."""
    reach = round((_RULES.beside + LINE / 2) * scale)
    first, last = line.place - reach, line.place + reach
    if not line.darkness or first < 1 or last > part.shape[1] - 2:
        return
    before, after = part[:, first - 1 : first + 1].mean(axis=1), part[:, last : last + 2].mean(axis=1)
    is_before = before @ LUMINANCE > after @ LUMINANCE
    bridged = np.where(is_before[:, None], before, after)[:, None]
    own = part[:, first : last + 1]
    is_stroke = own @ LUMINANCE < (1 - _RULES.stroke * line.darkness) * (bridged @ LUMINANCE)
    own[~is_stroke] = np.broadcast_to(bridged, own.shape)[~is_stroke]
