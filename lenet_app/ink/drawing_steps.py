"""How a drawing was prepared, step by step, as small pictures that a person can look through."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from lenet_app.ink.deslant_drawing import deslanted_drawing
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.strokes import Drawing, Stroke, drawing_ink
from lenet_app.ink.whole import drawing_sheet, on_a_sheet

Bytes = npt.NDArray[np.uint8]

LONGEST_SIDE = 256
"""Pixels of a sheet's picture; that of the one pen is smaller, and the last one is 28 × 28."""


class DrawingStepKind(StrEnum):
    """What was done, in the order of the doing."""

    STROKES = "strokes"
    """The drawing on its sheet, with the pens that it was drawn with."""
    UPRIGHT = "upright"
    """Its strokes set upright."""
    PEN = "pen"
    """The ink of the one pen that every drawing is read with, in its box."""
    CENTRED = "centred"
    """The fitted picture."""


@dataclass(frozen=True, eq=False)
class DrawingStep:
    """One step.

    Args:
        kind: what was done.
        image: uint8 (height, width) or (height, width, 3), what it led to.
    """

    kind: DrawingStepKind
    image: Bytes


@dataclass(frozen=True, eq=False)
class DrawingPreparation:
    """How a drawing was prepared.

    Args:
        steps: in their order; UPRIGHT is there only where it was asked for.
        fitted: the fitted ink, which tells the slant.
    """

    steps: tuple[DrawingStep, ...]
    fitted: FittedInk


def drawing_steps(drawing: Drawing, *, deslant: bool = False) -> DrawingPreparation | None:
    """Prepare a drawing as `drawing_ink` and `fit` do, and keep every step.

    Args:
        drawing: the strokes; the unit square is the sheet.
        deslant: whether slanted strokes are set upright first.

    Returns:
        The preparation, or None where nothing is drawn.
    """
    upright, slant = deslanted_drawing(drawing) if deslant else (drawing, None)
    ink = drawing_ink(upright)
    fitted = None if ink is None else fit(ink)
    if ink is None or fitted is None:
        return None
    steps = [DrawingStep(DrawingStepKind.STROKES, drawing_sheet(drawing, LONGEST_SIDE))]
    if deslant:
        steps.append(DrawingStep(DrawingStepKind.UPRIGHT, drawing_sheet(_within(upright), LONGEST_SIDE)))
    steps.append(DrawingStep(DrawingStepKind.PEN, _bytes(ink.marks)))
    steps.append(DrawingStep(DrawingStepKind.CENTRED, _bytes(fitted.picture)))
    return DrawingPreparation(tuple(steps), replace(fitted, slant=slant))


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


def _bytes(values: npt.NDArray[np.float32]) -> Bytes:
    return (values.clip(0, 1) * 255 + 0.5).astype(np.uint8)
