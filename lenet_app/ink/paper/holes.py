"""Punched holes and bullets: dark discs about as large as the digits beside them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, typical_height

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Rules:
    """What a disc is.

    Args:
        thick: pen widths, of its narrower side at least: the pen makes dots.
        high: of the usual height of marks, at least: lower ones may be points.
        round: its longer over its shorter side, at most.
        full: of the ellipse in its box, that is ink, at least.
        beyond: of what lies between the ellipse and the corners of its box, that is ink, at most.
    """

    thick: float = 2.0
    high: float = 0.35
    round: float = 1.4
    full: float = 0.88
    beyond: float = 0.4


_RULES = _Rules()


def discs_in(parts: Components, pen: float) -> Bools:
    """Which of the parts are discs.

    Args:
        parts: connected components.
        pen: the width of strokes in pixels.

    Returns:
        bool (n + 1,).
    """
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    least = max(_RULES.thick * pen, _RULES.high * typical_height(parts.boxes[1:], parts.areas[1:]))
    found = (sides.min(axis=1) >= max(least, 1.0)) & (sides.max(axis=1) <= _RULES.round * sides.min(axis=1))
    for number in np.flatnonzero(found).tolist():
        found[number] = _is_disc(parts, number)
    return np.asarray(found)


def _is_disc(parts: Components, number: int) -> bool:
    left, top, right, bottom = parts.boxes[number].tolist()
    own = parts.labels[top:bottom, left:right] == number
    down, across = (2 * np.arange(0.5, side) / side - 1 for side in own.shape)
    inside = down[:, None] ** 2 + across**2 <= 1
    return bool(own[inside].mean() >= _RULES.full and own[~inside].mean() <= _RULES.beyond)
