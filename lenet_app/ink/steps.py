"""What was done to a drawing or a picture, step by step, as small pictures that a person can look through."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.ink import Box
from lenet_app.ink.paper.digit_extraction import Marks
from lenet_app.ink.prepared import Prepared, PreparedDrawing, PreparedPicture
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.ink.whole import drawing_sheet, on_a_sheet

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

LONGEST_SIDE = 256
"""Pixels of a step's picture; the last one is 28 × 28."""

_FRAME_COLOUR = (224, 112, 32)
"""An orange that stands out on paper, boards and ink alike."""
_FRAME_WIDTH = 2


class StepKind(StrEnum):
    """What was done, to a picture or to a drawing, in the order of the doing."""

    STROKES = "strokes"
    """The drawing on its sheet, with the pens that it was drawn with."""
    GREY = "grey"
    """The picture as one brightness: of the colours, what tells the marks from the paper."""
    GROUND = "ground"
    """The paper and its light taken off: marks light on black, whatever they were."""
    THRESHOLD = "threshold"
    """What has enough contrast to be ink, white on black."""
    LINES = "lines"
    """Without the paper's printed lines, frames, dark edges and things that reach into the picture."""
    SPECKS = "specks"
    """Without specks and dust: the ink."""
    BOX = "box"
    """The picture with a frame around the ink."""
    UPRIGHT = "upright"
    """The ink in its box, set upright."""
    PEN = "pen"
    """The ink of the one pen that every drawing is read with, in its box."""
    CENTRED = "centred"
    """The fitted picture."""


@dataclass(frozen=True, eq=False)
class Step:
    """One step.

    Args:
        kind: what was done.
        image: uint8 (height, width) or (height, width, 3), what it led to.
    """

    kind: StepKind
    image: Bytes


@dataclass(frozen=True, eq=False)
class Preparation:
    """How a drawing or a picture was prepared.

    Args:
        steps: in their order. UPRIGHT is there only where it was asked for; of a picture LINES and SPECKS only where
            something was taken away, BOX and CENTRED only where there is ink.
        made: what the steps are pictures of.
    """

    steps: tuple[Step, ...]
    made: Prepared


def preparation_of(made: Prepared) -> Preparation:
    """The steps of what was prepared already."""
    steps = _of_drawing(made) if isinstance(made, PreparedDrawing) else _of_picture(made)
    return Preparation(tuple(steps), made)


def _of_drawing(made: PreparedDrawing) -> Iterator[Step]:
    yield Step(StepKind.STROKES, drawing_sheet(made.drawing, LONGEST_SIDE))
    if made.upright is not None:
        yield Step(StepKind.UPRIGHT, drawing_sheet(_within(made.upright), LONGEST_SIDE))
    yield Step(StepKind.PEN, _bytes(made.ink.marks))
    yield Step(StepKind.CENTRED, _bytes(made.fitted.picture))


def _of_picture(made: PreparedPicture) -> Iterator[Step]:
    shown, marks, fitted = made.picture.shown, made.picture.marks, made.fitted
    yield Step(StepKind.GREY, _small(_brightness(shown, marks)))
    yield Step(StepKind.GROUND, _shade(marks.signal))
    yield Step(StepKind.THRESHOLD, _shade(marks.found))
    left = marks.found & ~marks.lines & ~marks.objects
    if marks.has_lines or marks.has_objects:
        yield Step(StepKind.LINES, _shade(left))
    if (left & (marks.ink == 0)).any():
        yield Step(StepKind.SPECKS, _shade(marks.ink))
    if fitted is None:
        return
    yield Step(StepKind.BOX, _framed(shown, fitted.box))
    if fitted.upright is not None:
        yield Step(StepKind.UPRIGHT, _shade(fitted.upright))
    yield Step(StepKind.CENTRED, _bytes(fitted.picture))


def _within(drawing: Drawing) -> Drawing:
    """The drawing moved sideways onto the sheet, which the shear may have led it off; made smaller only if it must."""
    bounds = drawing.bounds
    if bounds is None:
        return drawing
    left, _, right, _ = bounds
    if right - left > 1:
        return on_a_sheet(drawing)
    aside = max(0.0, -left) - max(0.0, right - 1)
    moved = (replace(one, points=_moved(one, aside)) for one in drawing.strokes)
    return drawing if aside == 0 else Drawing(tuple(moved))


def _moved(stroke: Stroke, aside: float) -> tuple[tuple[float, float], ...]:
    return tuple((x + aside, y) for x, y in stroke.points)


def _brightness(shown: Bytes, marks: Marks) -> Bytes:
    """The picture along the direction in which the marks differ, paper light where the marks are dark."""
    red, green, blue = (shown[..., channel] for channel in range(3))
    if np.array_equal(red, green) and np.array_equal(red, blue):
        return np.ascontiguousarray(red)
    towards = -marks.direction if marks.dark_on_light else marks.direction
    along = shown.astype(np.float32) @ towards
    low, high = float(along.min()), float(along.max())
    return np.asarray((along - low) / max(high - low, 1.0) * 255 + 0.5).astype(np.uint8)


def _shade(values: npt.NDArray[np.generic]) -> Bytes:
    """Values from 0 to 1 as a small picture."""
    return _small(_bytes(np.asarray(values, np.float32)))


def _bytes(values: Floats) -> Bytes:
    return (values.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def _small(picture: Bytes) -> Bytes:
    longer = max(picture.shape[:2])
    if longer <= LONGEST_SIDE:
        return picture
    width, height = (max(1, round(side * LONGEST_SIDE / longer)) for side in picture.shape[1::-1])
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))


def _framed(shown: Bytes, box: Box) -> Bytes:
    small = _small(shown)
    image = Image.fromarray(np.ascontiguousarray(small))
    scale = small.shape[1] / shown.shape[1], small.shape[0] / shown.shape[0]
    left, top, right, bottom = (edge * scale[place % 2] for place, edge in enumerate(box))
    around = (left - _FRAME_WIDTH, top - _FRAME_WIDTH, right + _FRAME_WIDTH - 1, bottom + _FRAME_WIDTH - 1)
    ImageDraw.Draw(image).rectangle(around, outline=_FRAME_COLOUR, width=_FRAME_WIDTH)
    return np.asarray(image)
