"""The outline of a part of a picture: its convex hull, and how near that is to a quadrilateral.

Sheets, cards and frames are quadrilaterals, also when they are seen at an angle; digits are not: the largest
quadrilateral in an ellipse has 2 / π = 0.64 of its area.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.raster import Mask

Points = npt.NDArray[np.float64]
"""(n, 2), x and y in pixels."""

_MEASURED_ANGLES = 36
_MOST_CORNERS = 20
"""Of an outline when quadrilaterals are tried: 4,845 of them."""
_SMALL_CORNER = 0.01
"""Of a polygon's area, that a corner cuts off at least."""
_AT_EDGE = 3.0
"""Pixels from a picture's edge, within which a side lies on it."""
_FURTHEST = 0.5
"""Of a picture's sides, by which a corner may lie outside."""


def hull_of(mask: Mask) -> Points:
    """The corners of the convex hull of the pixels of `mask`, which has one at least, in turn.

    Andrew's monotone chain (1979), over the outermost pixels of every row.
    """
    rows = np.nonzero(mask.any(axis=1))[0]
    first = mask[rows].argmax(axis=1)
    beyond = mask.shape[1] - mask[rows][:, ::-1].argmax(axis=1)
    left = [(float(x), float(y)) for y, x in zip(rows, first, strict=True) for y in (y, y + 1)]
    right = [(float(x), float(y)) for y, x in zip(rows, beyond, strict=True) for y in (y, y + 1)]
    return np.array(_chain(left, 1) + _chain(right, -1)[::-1])


def area_of(corners: Points) -> float:
    """The area of a polygon, by the shoelace formula."""
    x, y = corners.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def quadrilateral_share(corners: Points) -> float:
    """How much of a convex polygon its largest quadrilateral covers, of corners of the polygon, from 0 to 1."""
    area, largest = area_of(corners), quadrilateral_of(corners)
    return 0.0 if area <= 0 or largest is None else area_of(largest) / area


def quadrilateral_of(corners: Points) -> Points | None:
    """The largest quadrilateral of corners of a convex polygon, (4, 2), in their turn; None of a triangle or less."""
    if len(corners) < 4:
        return None
    chosen = np.array(list(combinations(range(min(len(corners), _MOST_CORNERS)), 4)))
    tried = _simplified(corners)[chosen]
    x, y = tried.transpose(2, 0, 1)
    doubled = (x[:, 2] - x[:, 0]) * (y[:, 3] - y[:, 1]) - (x[:, 3] - x[:, 1]) * (y[:, 2] - y[:, 0])
    return np.asarray(tried[np.abs(doubled).argmax()])


def completed(corners: Points, shape: tuple[int, int]) -> Points | None:
    """The quadrilateral of which a picture of `shape` (height, width) shows a convex polygon, (4, 2), in turn.

    Where the picture's edges cut off its corners, these lie outside, where its sides meet; None where that is not so.
    """
    size = np.array(shape[::-1], np.float64)
    kept = _without_small(corners)
    while len(kept) > 4:
        found = [
            (number, meeting) for number in range(len(kept)) if (meeting := _beyond(kept, number, size)) is not None
        ]
        if not found:
            return None
        following = np.roll(kept, -1, axis=0)
        number, meeting = min(found, key=lambda one: float(np.linalg.norm(following[one[0]] - kept[one[0]])))
        kept[number] = meeting
        kept = np.delete(kept, (number + 1) % len(kept), axis=0)
    return kept if len(kept) == 4 else None


def slenderness(corners: Points) -> float:
    """The smallest extent of a polygon over its largest, from 0 to 1."""
    angles = np.linspace(0, np.pi, _MEASURED_ANGLES, endpoint=False)
    extents = np.ptp(corners @ np.stack([np.cos(angles), np.sin(angles)]), axis=0)
    return float(extents.min() / extents.max())


def filled(corners: Points, shape: tuple[int, int]) -> Mask:
    """The pixels of a picture of `shape` (height, width) within a polygon."""
    image = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(image).polygon([(x - 0.5, y - 0.5) for x, y in corners.tolist()], fill=1)
    return np.asarray(image)


def _chain(points: list[tuple[float, float]], side: int) -> list[tuple[float, float]]:
    """Of points from top to bottom those that bulge out, to the left (`side` 1) or to the right (-1)."""
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1:
            (x0, y0), (x1, y1) = chain[-2:]
            if side * ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) < 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def _simplified(corners: Points) -> Points:
    """At most `_MOST_CORNERS` corners: again and again the one goes that cuts off least."""
    kept = corners
    while len(kept) > _MOST_CORNERS:
        kept = np.delete(kept, _cut_off(kept).argmin(), axis=0)
    return kept


def _without_small(corners: Points) -> Points:
    """A polygon without the corners that cut off hardly anything."""
    kept, least = np.array(corners, np.float64), _SMALL_CORNER * area_of(corners)
    while len(kept) > 4:
        cut = _cut_off(kept)
        if cut.min() > least:
            break
        kept = np.delete(kept, cut.argmin(), axis=0)
    return kept


def _cut_off(corners: Points) -> npt.NDArray[np.float64]:
    """The area of the triangle that each corner makes with its neighbours, (n,)."""
    before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
    (ax, ay), (bx, by) = (corners - before).T, (after - before).T
    return np.asarray(np.abs(ax * by - ay * bx) / 2)


def _beyond(corners: Points, number: int, size: Points) -> Points | None:
    """Where the sides beside side `number` meet beyond the edge of the picture that it lies on; None where not."""
    before, start, end, after = corners[np.arange(number - 1, number + 3) % len(corners)]
    one, other = start - before, end - after
    turning = one[0] * other[1] - one[1] * other[0]
    if abs(turning) < 1e-9:
        return None
    ahead = ((end - start)[0] * other[1] - (end - start)[1] * other[0]) / turning
    meeting = np.asarray(start + ahead * one)
    if ahead <= 0 or (np.maximum(-meeting, meeting - size) > _FURTHEST * size).any():
        return None
    on_low = (start < _AT_EDGE) & (end < _AT_EDGE) & (meeting < _AT_EDGE)
    on_high = (start > size - _AT_EDGE) & (end > size - _AT_EDGE) & (meeting > size - _AT_EDGE)
    return meeting if (on_low | on_high).any() else None
