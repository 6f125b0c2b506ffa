"""How a picture was prepared, step by step, as small pictures that a person can look through."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.deslant import deslanted_marks
from lenet_app.ink.files.picture import extracted
from lenet_app.ink.normalise import Box, FittedInk, Ink, fit
from lenet_app.ink.paper.extraction import Marks

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

LONGEST_SIDE = 256
"""Pixels of a step's picture; the last one is 28 × 28."""

_FRAME = (224, 112, 32)  # an orange that stands out on paper, boards and ink alike
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
    """How a picture was prepared.

    Args:
        steps: in their order. LINES, SPECKS and UPRIGHT are there only where something was done; BOX, UPRIGHT and
            CENTRED only where there is ink.
        inverted: whether the marks were darker than their ground.
        threshold: the least part of the marks' contrast that counted as ink, chosen or found, from 0 to 1.
        lines: whether printed lines were taken away.
        objects: whether frames, dark edges or things that reach into the picture were.
        specks: how many specks were.
        box: where the ink lies in `PictureInk.shown`; None where there is none.
        fitted: the fitted ink, which tells the slant and the pen's width; None where there is none.
    """

    steps: tuple[Step, ...]
    inverted: bool
    threshold: float
    lines: bool
    objects: bool
    specks: int
    box: Box | None
    fitted: FittedInk | None


def preparation_steps(pixels: Bytes, corrections: Corrections = AUTOMATIC) -> Preparation:
    """Prepare a picture as `picture_ink` and `fit` do, and keep every step.

    Args:
        pixels: uint8 (height, width, 4), as `picture.read_pixels` gives them.
        corrections: what a person chose.

    Raises:
        UserError: it has no pixels.
    """
    marks, shown, _ = extracted(pixels, corrections)
    fitted = fit(Ink(marks.ink, level=corrections.level), deslant=corrections.deslant)
    lines, objects = bool(marks.lines.any()), bool(marks.objects.any())
    steps = [Step(StepKind.GREY, _small(_brightness(shown, marks))), Step(StepKind.GROUND, _shade(marks.signal))]
    steps.append(Step(StepKind.THRESHOLD, _shade(marks.found)))
    left = marks.found & ~marks.lines & ~marks.objects
    if lines or objects:
        steps.append(Step(StepKind.LINES, _shade(left)))
    if (left & (marks.ink == 0)).any():
        steps.append(Step(StepKind.SPECKS, _shade(marks.ink)))
    if fitted is not None:
        steps += _of_fitting(shown, marks, fitted)
    box = None if fitted is None else fitted.box
    return Preparation(tuple(steps), marks.dark_on_light, marks.threshold, lines, objects, marks.specks, box, fitted)


def _of_fitting(shown: Bytes, marks: Marks, fitted: FittedInk) -> list[Step]:
    left, top, right, bottom = fitted.box
    steps = [Step(StepKind.BOX, _framed(shown, fitted.box))]
    if fitted.slant is not None:
        upright, _ = deslanted_marks(marks.ink[top:bottom, left:right])
        steps.append(Step(StepKind.UPRIGHT, _shade(upright)))
    return [*steps, Step(StepKind.CENTRED, _bytes(fitted.picture))]


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
    ImageDraw.Draw(image).rectangle(around, outline=_FRAME, width=_FRAME_WIDTH)
    return np.asarray(image)
