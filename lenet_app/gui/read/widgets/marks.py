"""How digits are marked: a thin box and what was read, on a picture, on a drawing and in the text alike.

A mark never tells by its colour alone: what is doubtful has dashes and a question mark, what a person said a filled
label, what was left out dots and a cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.look.theme import Colours, with_tabular_figures
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedDigit
from lenet_app.reading.page import Box

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_LARGEST, _SMALLEST = 30, 11
"""Pixels of the labels' font."""
_SHARE = 0.62
"""Of a digit's width its label's font may have at most."""
_OF_DIGIT, _USUAL = 0.45, 18
"""Of a digit's height its label's font has, and pixels that it may have in any case."""
_NOTE, _NOTE_SHARE = 11, 0.45
"""Pixels of the font below it at least, and as a part of the label's."""
_PAD, _GAP = 4.0, 3.0
_ROUND = 3.0
_TINT = 0.15
"""How strong the colour lies over a digit under the pointer, which is looked at and not chosen."""
_DASHES, _DOTS = [4.0, 3.0], [1.0, 3.0]


@dataclass(frozen=True)
class Label:
    """How large a digit's label is.

    Args:
        pixels: of the font.
        has_percent: whether there is room for the confidence below the digit.
        is_shown: whether there is room for a label at all, which would hide its neighbours otherwise.
    """

    pixels: int
    has_percent: bool
    is_shown: bool = True

    @property
    def height(self) -> float:
        """In pixels."""
        return _height(self.pixels, has_percent=self.has_percent)


def _height(pixels: int, *, has_percent: bool) -> float:
    return pixels * 1.2 + (_note_pixels(pixels) * 1.2 if has_percent else 0) + 2


def _note_pixels(pixels: int) -> int:
    return max(_NOTE, round(_NOTE_SHARE * pixels))


def labels_for(places: Sequence[QRectF], base: QFont) -> list[Label]:
    """The largest labels that leave each digit's neighbours theirs; their digits are all of one size.

    Where even the smallest would lie over the row above, none is shown.
    """
    if not places:
        return []
    edges = _edges(places)
    slots, gaps = _slots(edges), _gaps(edges)
    by_height = (float(np.median(gaps)) - _GAP - 2) / 1.2
    by_digit = max(float(np.median(edges[:, 3] - edges[:, 1])) * _OF_DIGIT, _USUAL)
    pixels = int(min(max(min(float(slots.min()) * _SHARE, by_height, by_digit), _SMALLEST), _LARGEST))
    note = QFontMetricsF(_font(base, _note_pixels(pixels))).horizontalAdvance(percent(0.888, 0) + " %") + 2 * _PAD
    tall = _height(pixels, has_percent=True) + _GAP
    is_shown = by_height >= _SMALLEST - 1
    return [Label(pixels, bool(slot >= note and gap >= tall), is_shown) for slot, gap in zip(slots, gaps, strict=True)]


def _edges(places: Sequence[QRectF]) -> Floats:
    """Left, top, right and bottom of each place, (n, 4)."""
    return np.array([(one.left(), one.top(), one.right(), one.bottom()) for one in places])


def _share_extent(edges: Floats, axis: int) -> Bools:
    """Which of the places, (n, n), share a part of their extent along the axis: 0 across, 1 down; none with itself."""
    low, high = edges[:, axis], edges[:, axis + 2]
    shared: Bools = (low[:, None] < high[None]) & (low[None] < high[:, None])
    np.fill_diagonal(shared, val=False)
    return shared


def _slots(edges: Floats) -> Floats:
    """How wide a label may be over each place, so that those beside it have room for theirs."""
    middle = (edges[:, 0] + edges[:, 2]) / 2
    apart = np.where(_share_extent(edges, 1), np.abs(middle[:, None] - middle[None]), 4.0 * _LARGEST)
    return np.asarray(apart.min(axis=1))


def _gaps(edges: Floats) -> Floats:
    """How much is free above each place, up to the one above it."""
    gap = edges[:, 1][:, None] - edges[:, 3][None]
    is_above = _share_extent(edges, 0) & (gap >= 0)
    return np.asarray(np.where(is_above, gap, 4.0 * _LARGEST).min(axis=1))


def colour_of(digit: CheckedDigit, named: Colours) -> QColor:
    """Of the box and the text."""
    if digit.is_doubtful:
        return named.warning
    return named.secondary_text if digit.is_left_out else named.accent


def box_pen(digit: CheckedDigit, named: Colours, *, emphasised: bool) -> QPen:
    """What the box is drawn with; `emphasised` for the chosen one."""
    pen = QPen(colour_of(digit, named), 3.0 if emphasised else 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if digit.is_doubtful:
        pen.setDashPattern(_DASHES)
    elif digit.is_left_out:
        pen.setDashPattern(_DOTS)
    return pen


def paint_box(
    painter: QPainter, place: QRectF, digit: CheckedDigit, named: Colours, *, emphasised: bool, tinted: bool
) -> None:
    """The box around a digit, with an edge of the panel's colour so that it is seen on every picture.

    Args:
        painter: in pixels of the widget.
        place: where it stands, in pixels.
        digit: what was read.
        named: the theme's colours.
        emphasised: whether it is the chosen one.
        tinted: whether the pointer is over it.
    """
    pen = box_pen(digit, named, emphasised=emphasised)
    if tinted:
        tint = QColor(pen.color())
        tint.setAlphaF(_TINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(place, _ROUND, _ROUND)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not digit.is_left_out:
        around = QColor(named.panel)
        around.setAlphaF(0.7)
        painter.setPen(QPen(around, pen.widthF() + 2))
        painter.drawRoundedRect(place, _ROUND, _ROUND)
    painter.setPen(pen)
    painter.drawRoundedRect(place, _ROUND, _ROUND)


def mark_text(digit: CheckedDigit) -> str:
    """What stands over the box."""
    if digit.is_left_out:
        return "×?" if digit.is_doubtful else "×"
    return f"{digit.best}?" if digit.is_doubtful else str(digit.best)


def label_place(places: Sequence[QRectF], index: int, label: Label, bounds: QRectF) -> QRectF:
    """Where the label of a digit goes: above it, or below where another digit or the edge is above."""
    place, size = places[index], label.height
    above = QRectF(place.left(), place.top() - _GAP - size, place.width(), size)
    below = above.translated(0, place.height() + size + 2 * _GAP)
    for room in (above, below):
        if bounds.contains(room) and not any(room.intersects(other) for other in places if other is not place):
            return room
    return above if above.top() >= bounds.top() else below


def paint_label(
    painter: QPainter, room: QRectF, digit: CheckedDigit, label: Label, named: Colours, *, emphasised: bool
) -> None:
    """What was read, and how sure that is, in the middle of `room`, which may be narrower."""
    base = painter.font()
    large, small = _font(base, label.pixels, bold=True), _font(base, _note_pixels(label.pixels))
    text = mark_text(digit)
    note = _note(digit) if label.has_percent else ""
    width = max(QFontMetricsF(large).horizontalAdvance(text), QFontMetricsF(small).horizontalAdvance(note)) + 2 * _PAD
    chip = QRectF(0, 0, width, label.height)
    chip.moveCenter(room.center())
    is_filled = digit.is_corrected and not digit.is_left_out
    ground = QColor(named.accent if is_filled else named.panel)
    if not is_filled:
        ground.setAlphaF(0.9)
    painter.setBrush(ground)
    painter.setPen(QPen(colour_of(digit, named), 1.5) if emphasised else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(chip, _ROUND, _ROUND)
    painter.setPen(named.accent_text if is_filled else colour_of(digit, named))
    flags = Qt.AlignmentFlag.AlignHCenter
    painter.setFont(large)
    line = QRectF(chip.left(), chip.top(), chip.width(), label.pixels * 1.2 + 2)
    painter.drawText(line, flags | Qt.AlignmentFlag.AlignVCenter, text)
    if note:
        painter.setFont(small)
        painter.drawText(chip.adjusted(0, 0, 0, -1), flags | Qt.AlignmentFlag.AlignBottom, note)
    painter.setFont(base)


def _note(digit: CheckedDigit) -> str:
    return tr("yours") if digit.is_corrected else f"{percent(digit.confidence, 0)} %"


def _font(base: QFont, pixels: int, *, bold: bool = False) -> QFont:
    font = with_tabular_figures(base)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return font


def paint_marks(
    painter: QPainter,
    digits: Sequence[CheckedDigit],
    places: Sequence[QRectF],
    bounds: QRectF,
    named: Colours,
    *,
    chosen: int | None,
    hovered: int | None = None,
) -> None:
    """Boxes and labels of all digits; the one under the pointer and the chosen one come last, over their neighbours.

    Args:
        painter: in pixels of the widget.
        digits: what was read.
        places: where each stands, in pixels.
        bounds: where labels may go.
        named: the theme's colours.
        chosen: the number of the chosen digit.
        hovered: the number of the digit under the pointer.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    labels = labels_for(places, painter.font())
    order = sorted(range(len(digits)), key=lambda index: (index == chosen, index == hovered))
    for index in order:
        digit, is_chosen = digits[index], index == chosen
        paint_box(painter, places[index], digit, named, emphasised=is_chosen, tinted=index == hovered)
    for index in order:
        digit, is_chosen = digits[index], index == chosen
        label = replace(labels[index], has_percent=labels[index].has_percent and not digit.is_left_out)
        if label.is_shown or index in (chosen, hovered) or digit.is_doubtful or digit.is_corrected:
            room = label_place(places, index, label, bounds)
            paint_label(painter, room, digit, label, named, emphasised=is_chosen)


def box_of(place: QRectF, origin: QPointF, scale: float) -> Box:
    """A place in pixels of the widget as a box of the picture, in its own pixels."""
    inside = place.translated(-origin)
    return inside.x() / scale, inside.y() / scale, inside.width() / scale, inside.height() / scale


def moved(place: QRectF, origin: QPointF, scale: float) -> QRectF:
    """A place of the picture in pixels of the widget, its box drawn just outside of the ink."""
    outside = 2.0
    box = QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)
    return box.translated(origin).adjusted(-outside, -outside, outside, outside)
