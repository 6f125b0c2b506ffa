"""Which connected parts of a picture are marks: no specks, no frames, nothing that reaches in from the edge."""

from dataclasses import dataclass
from math import pi

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, Labels, components_of
from lenet_app.ink.paper.outline import area_of, filled, hull_of, quadrilateral_share, slenderness
from lenet_app.ink.raster import Mask

Floats = npt.NDArray[np.float64]

_QUADRILATERAL = 0.88  # of a hull's area: more is a frame or a sheet
_FRAME_INK = 0.5  # of its hull: more is no frame
_SHEET_INK = 0.6  # of its hull: less is no sheet
_LEAST_SIDE = 100  # pixels of the shorter side: in less a sheet leaves no room for marks
_SHEET = 0.12  # of the picture's area: less is no sheet
_SLENDER = 0.4  # width over length: a narrower shape is no sheet
_ENCLOSED = 0.15  # of a frame's longer side: what is smaller is not what it was drawn around
_ALONG = 0.5  # of each side of what is enclosed: so much of a frame is to be seen from there
_MOST_FRAMES = 16  # are looked for, the largest first: bounds the time
_SEEDED = 0.1  # of a part: less that surely is ink makes it a shadow, as long as other parts have more
_CLEAR = 0.4  # of a part: what has so much that surely is ink is written, not shaded
_REFERENCE = 0.05  # of the picture's shorter side: what is smaller tells nothing about the marks
_THICKER = 1.7  # than the pen: not written
_SHORTER = 0.1  # of the length of what reaches in from the edge: so little is not what the picture is about
_STRONGER = 3  # times as much that surely is ink: what has more is written, though it may run into an edge
_APART = 0.05  # of the marks' size


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
    good: Mask = seeds > _SEEDED * parts.areas
    good = good if good.any() else seeds > 0
    seeds[~good] = 0
    objects: Mask = np.zeros(len(good), np.bool_)
    if good.sum() > 1:
        objects = _reaching_in(parts, seeds, dirt)
        objects |= _frames(parts, good & ~objects)
    marks = good & ~objects
    large = parts.areas >= dirt.speck * parts.areas[marks].max(initial=0)
    specks = int(np.count_nonzero(marks & ~large))
    return Selection(np.asarray((marks & large)[parts.labels]), np.asarray(objects[parts.labels]), specks)


def sheet_in(marks: Mask) -> Mask | None:
    """The sheet that the largest part of `marks` seems to be, such as white paper on a dark table, or None."""
    if np.count_nonzero(marks) < _SHEET * _SHEET_INK * marks.size or min(marks.shape) < _LEAST_SIDE:
        return None
    parts = components_of(marks)
    largest = int(parts.areas.argmax())
    left, top, right, bottom = parts.boxes[largest]
    if parts.areas[largest] < _SHEET_INK / 2 * (right - left) * (bottom - top):  # a quadrilateral fills half its box
        return None
    hull = hull_of(parts.labels == largest)
    area = area_of(hull)
    if area < _SHEET * marks.size or parts.areas[largest] < _SHEET_INK * area or slenderness(hull) < _SLENDER:
        return None
    return filled(hull, (marks.shape[0], marks.shape[1])) if quadrilateral_share(hull) >= _QUADRILATERAL else None


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
    clear = seeds >= _CLEAR * parts.areas
    chief = int(np.where(inner & clear, lengths, 0).argmax())
    along = (contacts.sum(axis=0) > dirt.contact * 2 * sum(labels.shape)) & (seeds <= _STRONGER * seeds[inner].max())
    across = (np.count_nonzero(contacts, axis=0) > 1) & (_gaps(parts, chief) > _APART * sizes[chief])
    alien = (widths > _THICKER * widths[chief]) | across
    if not chief or sizes[chief] < _REFERENCE * min(labels.shape):
        alien = np.zeros_like(border)
    return np.asarray(border & (along | (alien & (_SHORTER * lengths <= lengths[chief]))))


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
    hollow = good & (parts.areas < _FRAME_INK * np.prod(boxes[:, 2:] - boxes[:, :2], axis=1))
    hollow &= sizes >= _REFERENCE * min(parts.labels.shape)
    for part in np.argsort(np.where(hollow, -sizes, 0), kind="stable")[: min(int(hollow.sum()), _MOST_FRAMES)]:
        left, top, right, bottom = boxes[part]
        inside = (boxes[:, :2] > (left, top)).all(axis=1) & (boxes[:, 2:] < (right, bottom)).all(axis=1)
        inside &= good & (sizes >= _ENCLOSED * sizes[part])
        if inside.any():
            mask: Mask = parts.labels[top:bottom, left:right] == part
            enclosed = any(_encloses(mask, box) for box in boxes[inside] - (left, top, left, top))
            frames[part] = enclosed and quadrilateral_share(hull_of(mask)) >= _QUADRILATERAL
    return frames


def _encloses(mask: Mask, box: Labels) -> bool:
    """Whether `mask` has ink on all four sides of a box (left, top, right, bottom), along most of each side.

    The box around a crossed 7 holds also what lies beside its stem.
    """
    left, top, right, bottom = box
    rows, columns = mask[top:bottom], mask[:, left:right]
    beside = rows[:, :left].any(axis=1), rows[:, right:].any(axis=1)
    across = columns[:top].any(axis=0), columns[bottom:].any(axis=0)
    return all(float(side.mean()) >= _ALONG for side in (*beside, *across))
