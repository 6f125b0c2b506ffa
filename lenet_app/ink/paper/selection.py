"""Which connected components of a picture are marks: no specks, no frames, nothing that reaches in from the edge."""

from dataclasses import dataclass
from math import pi

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, Labels, components_of
from lenet_app.ink.paper.outline import area_of, filled, hull_of, quadrilateral_share, slenderness
from lenet_app.ink.paper.rings import encloses, rings
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Shapes:
    """What the shape of a part tells.

    Args:
        quadrilateral: of a hull that its largest quadrilateral covers: frames and sheets have more.
        frame_ink: of its box that is ink: frames have less.
        sheet_ink: of its hull that is ink: sheets have more.
        least_side: pixels of the shorter side; in smaller pictures a sheet leaves no room for marks.
        sheet: of the picture's area: sheets are larger.
        slender: width over length: sheets are wider.
        enclosed: of a frame's longer side: what it was drawn around is larger.
        along: of each side of what is enclosed, from where the frame is to be seen.
        most_frames: that are looked for, the largest first, to bound the time.
    """

    quadrilateral: float = 0.88
    frame_ink: float = 0.5
    sheet_ink: float = 0.6
    least_side: int = 100
    sheet: float = 0.12
    slender: float = 0.4
    enclosed: float = 0.15
    along: float = 0.5
    most_frames: int = 16


_SHAPES = _Shapes()


@dataclass(frozen=True)
class _Strength:
    """What the sure pixels of a part, and its width, tell.

    Args:
        seeded: of a part that is sure: with less it is a shadow, if others have more.
        clear: of a part that is sure: with so much it is written.
        reference: of the shorter side: smaller parts tell nothing about the others.
        thicker: times the pen's width: what is thicker is not written.
        shorter: of the length of what reaches in from the edge: shorter parts are not what the picture is of.
        stronger: times as many sure pixels as others: then a part is written, though it runs into an edge.
        apart: of the marks' size, from which on two parts do not belong together.
    """

    seeded: float = 0.1
    clear: float = 0.4
    reference: float = 0.05
    thicker: float = 1.7
    shorter: float = 0.1
    stronger: int = 3
    apart: float = 0.05


_STRENGTH = _Strength()


@dataclass(frozen=True)
class Dirt:
    """What is no mark although it is dark enough, as long as other marks are there.

    Args:
        speck: of the largest mark's area: smaller ones are dirt.
        contact: of the picture's perimeter: marks that run along more of it are frames and shadows.
        faintest: of the marks' contrast: what is fainter belongs to no mark.
    """

    speck: float
    contact: float
    faintest: float


EVEN_LIGHT = Dirt(speck=0.02, contact=0.2, faintest=0.2)
SHARP_LIGHT = Dirt(speck=0.08, contact=0.0, faintest=0.3)
"""The edges of shadows leave traces."""


@dataclass(frozen=True, eq=False)
class Selection:
    """What was chosen.

    Args:
        marks: bool (height, width).
        objects: what was left out of it for being a frame, or for reaching in from the edge.
        specks: how many parts were left out for being small.
    """

    marks: Mask
    objects: Mask
    specks: int


def selection(faint: Mask, sure: Mask, dirt: Dirt) -> Selection:
    """The parts of `faint` that are marks: sure somewhere, and no dirt.

    Args:
        faint: what may belong to a mark.
        sure: what a mark must have somewhere.
        dirt: what is to be expected.
    """
    parts = components_of(faint)
    seeds = np.bincount(parts.labels[sure & faint], minlength=len(parts.areas))
    seeds[0] = 0
    good: Mask = seeds > _STRENGTH.seeded * parts.areas
    good = good if good.any() else seeds > 0
    seeds[~good] = 0
    objects: Mask = np.zeros(len(good), np.bool_)
    if good.sum() > 1:
        objects = _reaching_in(parts, seeds, dirt)
        objects |= _frames(parts, good & ~objects)
        objects |= rings(parts, good & ~objects)
    marks = good & ~objects
    large = parts.areas >= dirt.speck * parts.areas[marks].max(initial=0)
    specks = int(np.count_nonzero(marks & ~large))
    return Selection(np.asarray((marks & large)[parts.labels]), np.asarray(objects[parts.labels]), specks)


def sheet_in(marks: Mask) -> Mask | None:
    """The sheet that the largest part of `marks` seems to be, such as white paper on a dark table, or None."""
    least = _SHAPES.sheet * marks.size
    if np.count_nonzero(marks) < _SHAPES.sheet_ink * least or min(marks.shape) < _SHAPES.least_side:
        return None
    parts = components_of(marks)
    largest = int(parts.areas.argmax())
    ink = parts.areas[largest]
    left, top, right, bottom = parts.boxes[largest]
    # A quadrilateral fills half its box.
    if ink < _SHAPES.sheet_ink / 2 * (right - left) * (bottom - top):
        return None
    hull = hull_of(parts.labels == largest)
    area = area_of(hull)
    if area < least or ink < _SHAPES.sheet_ink * area or slenderness(hull) < _SHAPES.slender:
        return None
    if quadrilateral_share(hull) < _SHAPES.quadrilateral:
        return None
    return filled(hull, (marks.shape[0], marks.shape[1]))


def _reaching_in(parts: Components, seeds: Labels, dirt: Dirt) -> Mask:
    """What touches the picture's edge and is not of the writing within it: edges, shadows, fingers, a pen.

    Args:
        parts: of what may be marks.
        seeds: how many pixels of each surely are.
        dirt: what is to be expected.
    """
    labels, good = parts.labels, seeds > 0
    contacts = np.stack([np.bincount(side, minlength=len(good)) for side in _sides(labels)])
    border: Mask = good & contacts.any(axis=0)
    inner: Mask = good & ~border
    if not border.any() or not inner.any():
        return np.zeros_like(border)
    # Twice the area over the outline, which lines of two directions cross so often: see pen_width.py.
    widths = 2 * parts.areas / np.maximum(pi / 4 * _crossings(labels, len(good)), 1)
    lengths, sizes = parts.areas / np.maximum(widths, 1), _sizes(parts)
    clear = seeds >= _STRENGTH.clear * parts.areas
    chief = int(np.where(inner & clear, lengths, 0).argmax())
    written = seeds > _STRENGTH.stronger * seeds[inner].max()
    along = (contacts.sum(axis=0) > dirt.contact * 2 * sum(labels.shape)) & ~written
    across = (np.count_nonzero(contacts, axis=0) > 1) & (_gaps(parts, chief) > _STRENGTH.apart * sizes[chief])
    alien = (widths > _STRENGTH.thicker * widths[chief]) | across
    if not chief or sizes[chief] < _STRENGTH.reference * min(labels.shape):
        alien = np.zeros_like(border)
    return np.asarray(border & (along | (alien & (_STRENGTH.shorter * lengths <= lengths[chief]))))


def _crossings(labels: Labels, size: int) -> Labels:
    """How often the rows and the columns of pixels cross the outline of each part, of which there are `size`."""
    # A row crosses it at both ends of a run, a column at both ends of a stretch down.
    lefts, tops = labels[:, 1:][labels[:, 1:] != labels[:, :-1]], labels[1:][labels[1:] != labels[:-1]]
    starts = (lefts, labels[:, 0], tops, labels[0])
    return np.asarray(2 * sum(np.bincount(start, minlength=size) for start in starts))


def _sides(labels: Labels) -> tuple[Labels, ...]:
    return labels[0], labels[-1], labels[:, 0], labels[:, -1]


def _sizes(parts: Components) -> Labels:
    """The longer side of the box of each part."""
    return np.asarray((parts.boxes[:, 2:] - parts.boxes[:, :2]).max(axis=1))


def _gaps(parts: Components, chief: int) -> Floats:
    """How far the box of each part is from that of one of them, in pixels."""
    box = parts.boxes[chief]
    away = np.maximum(parts.boxes[:, :2] - box[2:], box[:2] - parts.boxes[:, 2:])
    return np.asarray(np.hypot(*np.maximum(away, 0).T))


def _frames(parts: Components, good: Mask) -> Mask:
    """Drawn or printed boxes around the writing."""
    frames, sizes, boxes = np.zeros_like(good), _sizes(parts), parts.boxes
    hollow = good & (parts.areas < _SHAPES.frame_ink * np.prod(boxes[:, 2:] - boxes[:, :2], axis=1))
    hollow &= sizes >= _STRENGTH.reference * min(parts.labels.shape)
    for part in np.argsort(np.where(hollow, -sizes, 0), kind="stable")[: min(int(hollow.sum()), _SHAPES.most_frames)]:
        left, top, right, bottom = boxes[part]
        inside = (boxes[:, :2] > (left, top)).all(axis=1) & (boxes[:, 2:] < (right, bottom)).all(axis=1)
        inside &= good & (sizes >= _SHAPES.enclosed * sizes[part])
        if inside.any():
            mask: Mask = parts.labels[top:bottom, left:right] == part
            enclosed = any(encloses(mask, box, _SHAPES.along) for box in boxes[inside] - (left, top, left, top))
            frames[part] = enclosed and quadrilateral_share(hull_of(mask)) >= _SHAPES.quadrilateral
    return frames
