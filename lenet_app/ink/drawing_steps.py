"""How a drawing was prepared, step by step, as small pictures that a person can look through."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.ink.deslant_drawing import deslanted_drawing
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.steps import LONGEST_SIDE, Step, StepKind
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.ink.whole import drawing_sheet, on_a_sheet

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class DrawingPreparation:
    """How a drawing was prepared.

    Args:
        steps: in their order; UPRIGHT is there only where it was asked for.
        fitted: the fitted ink, which tells the slant.
    """

    steps: tuple[Step, ...]
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
    steps = [Step(StepKind.STROKES, drawing_sheet(drawing, LONGEST_SIDE))]
    if deslant:
        steps.append(Step(StepKind.UPRIGHT, drawing_sheet(_within(upright), LONGEST_SIDE)))
    steps.append(Step(StepKind.PEN, _bytes(ink.marks)))
    steps.append(Step(StepKind.CENTRED, _bytes(fitted.picture)))
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
