"""The steps of a preparation as they are shown: a title, a short fact, the picture."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.corrections import Corrections
from lenet_app.ink.deslant import slant_degrees
from lenet_app.ink.ink import Box
from lenet_app.ink.normalise import FittedInk
from lenet_app.ink.paper.digit_extraction import Marks
from lenet_app.ink.prepared import PreparedDrawing, PreparedPicture
from lenet_app.ink.steps import Preparation, StepKind
from lenet_app.language import tr, trn
from lenet_app.networks.kind import shape_text


@dataclass(frozen=True, eq=False)
class ShownStep:
    """A step.

    Args:
        key: what tells the step from the others, the same for every picture.
        title: what was done.
        fact: how, in a few words; may be empty.
        image: uint8 (height, width) or (height, width, 3), what it led to.
    """

    key: str
    title: str
    fact: str
    image: npt.NDArray[np.uint8]


def shown_steps(preparation: Preparation, corrections: Corrections) -> tuple[ShownStep, ...]:
    """The steps in words.

    Args:
        preparation: what was done.
        corrections: what somebody had chosen for it.
    """
    made = preparation.made
    words = _of_drawing(made) if isinstance(made, PreparedDrawing) else _of_picture(made, corrections)
    return tuple(ShownStep(step.kind, *words[step.kind], step.image) for step in preparation.steps)


def _of_picture(made: PreparedPicture, corrections: Corrections) -> dict[str, tuple[str, str]]:
    ground = tr("ink darker than the ground") if made.picture.inverted else tr("ink lighter than the ground")
    how = tr("{threshold}, automatic") if corrections.threshold is None else tr("{threshold}, by hand")
    words: dict[str, tuple[str, str]] = {
        StepKind.GREY: (tr("Grey"), tr("one brightness a pixel")),
        StepKind.GROUND: (tr("Background removed"), ground),
        StepKind.THRESHOLD: (tr("Threshold"), how.format(threshold=f"{made.picture.threshold:.2f}")),
        StepKind.LINES: _removed(made.picture.marks),
        StepKind.SPECKS: (tr("Specks removed"), _specks(made.picture.marks.specks)),
        StepKind.BOX: (tr("Box around the ink"), "" if made.fitted is None else _size(made.fitted.box)),
    }
    fitted = {} if made.fitted is None else _of_fitting(made.fitted)
    return {**words, **fitted}


def _of_drawing(made: PreparedDrawing) -> dict[str, tuple[str, str]]:
    fitted = _of_fitting(made.fitted)
    return {
        StepKind.STROKES: (tr("Strokes"), tr("as they were drawn")),
        StepKind.UPRIGHT: fitted[StepKind.UPRIGHT],
        StepKind.PEN: (tr("Pen evened"), tr("one pen for all drawings")),
        StepKind.CENTRED: fitted[StepKind.CENTRED],
    }


def _of_fitting(fitted: FittedInk) -> dict[str, tuple[str, str]]:
    size = shape_text(fitted.picture.shape[::-1])
    if fitted.pen_width is None:
        fact = tr("in {size} pixels").format(size=size)
    else:
        fact = tr("in {size}, pen of {width} evened").format(size=size, width=f"{fitted.pen_width:.1f}")
    return {
        StepKind.UPRIGHT: (tr("Set upright"), _lean(fitted.slant or 0.0)),
        StepKind.CENTRED: (tr("Centred by mass"), fact),
    }


def _lean(slant: float) -> str:
    """How far the ink leant, and where to."""
    degrees = round(slant_degrees(slant))
    if degrees == 0:
        return tr("it was upright")
    leant = tr("it leant {degrees}° to the right") if degrees > 0 else tr("it leant {degrees}° to the left")
    return leant.format(degrees=abs(degrees))


def _removed(marks: Marks) -> tuple[str, str]:
    if not marks.has_objects:
        return tr("Lines removed"), tr("printed on the paper")
    if not marks.has_lines:
        return tr("Things removed"), tr("frames and edges")
    return tr("Lines removed"), tr("printed lines, frames and edges")


def _specks(count: int) -> str:
    if count == 0:
        return tr("too faint for ink")
    return trn("{count} speck", "{count} specks", count).format(count=count)


def _size(box: Box) -> str:
    left, top, right, bottom = box
    return tr("{size} pixels").format(size=shape_text((right - left, bottom - top)))
