"""The corner marks of a printed sheet in a picture: black squares with a white ring and a black centre.

Black in white in black keeps its order, its common centre and roughly its proportions under any light and from any
side; so do the finder patterns of QR codes (ISO/IEC 18004).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from lenet_app.ink.paper.components import Components, components_of
from lenet_app.samples.sheets.layout import MARK, MARK_CENTRE

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Rules:
    """What may be a mark.

    Args:
        looks: how black is told from white: over which part of the longer side the light is averaged, and which share
            of it black has at most.
        least_side: pixels of a ring.
        largest: of the picture's longer side: a ring has less.
        slender: width over height of a ring's box, or the other way round, is less.
        off_centre: of a ring's side: how far its centre may be from the square's within.
        inner: of the ring's side that the square within has, at least and at most.
        black: of the light of the lightest in its box: a ring has less.
        lightest: of what is in a box is darker than that.
        full: of its box that a ring covers at most.
        most: marks that are looked at, the largest first.
    """

    looks: tuple[tuple[float, float], ...] = ((1 / 16, 0.75), (1 / 40, 0.75), (1 / 16, 0.55), (1 / 40, 0.9))
    least_side: int = 9
    largest: float = 0.25
    slender: float = 2.5
    off_centre: float = 0.15
    inner: tuple[float, float] = (0.6 * MARK_CENTRE / MARK, 1.5 * MARK_CENTRE / MARK)
    black: float = 0.6
    lightest: float = 0.9
    full: float = 0.8
    most: int = 10


_RULES = _Rules()


@dataclass(frozen=True, eq=False)
class Found:
    """What looks like marks.

    Args:
        centres: (n, 2), x and y in pixels.
        sides: (n,), the mean of the width and the height of each in pixels; the largest come first.
    """

    centres: Floats
    sides: Floats


def found_marks(grey: Bytes) -> Iterator[Found]:
    """What looks like corner marks, by one way to tell black from white after the other.

    Args:
        grey: uint8 (height, width).
    """
    picture = Image.fromarray(grey)
    for reach, share in _RULES.looks:
        radius = max(4, round(reach * max(grey.shape)))
        light = np.asarray(picture.filter(ImageFilter.BoxBlur(radius)))
        yield _nested(grey, components_of(grey < share * light))


def _nested(grey: Bytes, parts: Components) -> Found:
    """The parts that are a black ring around a black square."""
    largest = _RULES.largest * max(grey.shape)
    boxes = parts.boxes.astype(np.float64)
    sizes, centres = boxes[:, 2:] - boxes[:, :2], (boxes[:, 2:] + boxes[:, :2]) / 2
    longer, shorter = sizes.max(axis=1), sizes.min(axis=1)
    is_ring = (shorter >= _RULES.least_side) & (longer <= largest) & (longer < _RULES.slender * shorter)
    is_ring &= parts.areas < _RULES.full * sizes.prod(axis=1)
    is_square = (longer < _RULES.slender * shorter) & (shorter >= _RULES.inner[0] * _RULES.least_side)
    rings, squares = np.flatnonzero(is_ring), np.flatnonzero(is_square)
    found: list[tuple[float, float, float]] = []
    order = squares[np.argsort(centres[squares, 0])]
    across = centres[order, 0]
    for ring in rings:
        reach = _RULES.off_centre * sizes[ring]
        first, beyond = np.searchsorted(across, (centres[ring, 0] - reach[0], centres[ring, 0] + reach[0]))
        near = order[first:beyond]
        near = near[np.abs(centres[near, 1] - centres[ring, 1]) <= reach[1]]
        shares = sizes[near] / sizes[ring]
        near = near[((shares > _RULES.inner[0]) & (shares < _RULES.inner[1])).all(axis=1)]
        if len(near):
            square = near[parts.areas[near].argmax()]
            if _is_black(grey, parts, int(ring)):
                found.append((*centres[square], float(sizes[ring].mean())))
    marks = np.array(sorted(found, key=lambda mark: -mark[2])[: _RULES.most]).reshape(-1, 3)
    return Found(marks[:, :2], marks[:, 2])


def _is_black(grey: Bytes, parts: Components, ring: int) -> bool:
    """Whether a ring is as black as print is; the pale lines around a cell are not."""
    left, top, right, bottom = parts.boxes[ring]
    part = grey[top:bottom, left:right]
    within = part[parts.labels[top:bottom, left:right] == ring]
    return float(np.median(within)) < _RULES.black * float(np.quantile(part, _RULES.lightest))
