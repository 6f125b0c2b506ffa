"""The ink in a frame that a person laid around a digit which was not found: all of it is taken to be that digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from lenet_app.ink.files.pixels import Bytes
from lenet_app.ink.ink import Ink, box_of
from lenet_app.ink.paper.components import Components
from lenet_app.ink.paper.page_extraction import page_ink
from lenet_app.ink.strokes import Drawing
from lenet_app.reading.drawing_ink import page_of_drawing
from lenet_app.reading.page import Box
from lenet_app.reading.part import with_paper

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Rules:
    """What of the ink in a frame is meant.

    Args:
        own: of a mark that lies in the frame: with less it is a neighbour's.
        least_own: of the ink in the frame that lies in such marks; with less the digit touches its neighbours,
            and all is meant.
        least_height: of the frame's height: lower ink is dirt beside a digit that is too faint.
    """

    own: float = 0.5
    least_own: float = 0.3
    least_height: float = 0.4


_RULES = _Rules()


def inks_in_picture(shown: Bytes, boxes: Sequence[Box]) -> list[Ink | None]:
    """The ink in each box of a picture.

    Args:
        shown: uint8 (height, width, 3), as `Reader.read` takes them.
        boxes: left, top, width and height in its pixels.

    Returns:
        None where a box shows nothing but paper, even when it is looked at alone.
    """
    page = page_ink(shown)
    found: list[Ink | None] = [None] * len(boxes)
    if page is not None:
        found = [_ink_in(page.marks, page.components, _scaled(box, page.scale)) for box in boxes]
    return [
        ink if ink is not None and _is_high(ink) else _ink_alone(shown, box) or ink
        for ink, box in zip(found, boxes, strict=True)
    ]


def inks_in_drawing(drawing: Drawing, boxes: Sequence[Box]) -> list[Ink | None]:
    """The same of a drawing; boxes are in its unit."""
    page = page_of_drawing(drawing)
    if page is None:
        return [None] * len(boxes)
    placed = (_scaled((x - page.left, y - page.top, width, height), page.scale) for x, y, width, height in boxes)
    return [_ink_in(page.ink.marks, page.ink.components, box) for box in placed]


def _scaled(box: Box, scale: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in whole pixels, none below 0."""
    left, top, width, height = box
    edges = (floor(left * scale), floor(top * scale), ceil((left + width) * scale), ceil((top + height) * scale))
    return max(edges[0], 0), max(edges[1], 0), max(edges[2], 0), max(edges[3], 0)


def _ink_in(marks: Floats, page: Components, box: tuple[int, int, int, int]) -> Ink | None:
    """What lies in `box` of the marks that belong there."""
    left, top, right, bottom = box
    labels = page.labels[top:bottom, left:right]
    inside = np.bincount(labels.ravel(), minlength=len(page.areas))
    inside[0] = 0
    own = (inside > 0) & (inside >= _RULES.own * page.areas)
    if inside[own].sum() < _RULES.least_own * inside.sum():
        own = inside > 0
    if not own.any():
        return None
    return Ink(np.where(own[labels], marks[top:bottom, left:right], 0).astype(np.float32))


def _is_high(ink: Ink) -> bool:
    box = box_of(ink.marks)
    return box is not None and box[3] - box[1] >= _RULES.least_height * len(ink.marks)


def _ink_alone(shown: Bytes, box: Box) -> Ink | None:
    """What a box shows when nothing around it tells what ink is."""
    left, top, right, bottom = _scaled(box, 1)
    part = shown[top:bottom, left:right]
    if not part.size:
        return None
    page = page_ink(with_paper(part)[0], keeps_lines=True)
    return None if page is None else Ink(page.marks)
