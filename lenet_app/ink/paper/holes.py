"""Punched holes: dark discs of about a digit's size that stand beside no digit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.components import Components, typical_height

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Rules:
    """What a hole is.

    Args:
        least: pixels of its narrower side.
        thick: pen widths, of the same, at least: the pen makes dots.
        low: of the usual height of marks, at least: what is lower may be a point.
        high: the same, at most.
        round: its longer over its shorter side, at most; a 0 that ran full is higher than wide.
        full: of the ellipse in its box, that is ink, at least.
        inner: of the radius, within which there is nothing but ink.
        beyond: of what lies between the ellipse and the corners of its box, that is ink, at most.
        apart: of its height, that lies between it and the digits beside it, at least.
        level: of the lower of two marks, that stand beside each other.
    """

    least: float = 5.0
    thick: float = 2.0
    low: float = 0.35
    high: float = 1.5
    round: float = 1.2
    full: float = 0.88
    inner: float = 0.7
    beyond: float = 0.4
    apart: float = 0.5
    level: float = 0.5


_RULES = _Rules()


def holes_in(parts: Components, pen: float) -> Bools:
    """Which of the parts are punched holes.

    Args:
        parts: connected components.
        pen: the width of strokes in pixels.

    Returns:
        bool (n + 1,).
    """
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    usual = typical_height(parts.boxes[1:], parts.areas[1:])
    least = max(_RULES.thick * pen, _RULES.low * usual, _RULES.least)
    found = (sides.min(axis=1) >= least) & (sides.max(axis=1) <= _RULES.high * usual)
    found &= sides.max(axis=1) <= _RULES.round * sides.min(axis=1)
    found[found] = [_is_disc(parts, number) for number in np.flatnonzero(found).tolist()]
    digits = ~found & (sides[:, 1] >= _RULES.low * usual)
    found[found] = [_stands_apart(parts, number, digits) for number in np.flatnonzero(found).tolist()]
    return np.asarray(found)


def _is_disc(parts: Components, number: int) -> bool:
    left, top, right, bottom = parts.boxes[number].tolist()
    own = parts.labels[top:bottom, left:right] == number
    down, across = (2 * np.arange(0.5, side) / side - 1 for side in own.shape)
    away = np.hypot(down[:, None], across)
    is_full = own[away <= 1].mean() >= _RULES.full and own[away <= _RULES.inner].all()
    return bool(is_full and own[away > 1].mean() <= _RULES.beyond)


def _stands_apart(parts: Components, number: int, digits: Bools) -> bool:
    """Whether no digit is beside it as the next one of its row would be."""
    left, top, right, bottom = parts.boxes[number].tolist()
    boxes = parts.boxes[digits]
    level = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
    beside = level >= _RULES.level * np.minimum(boxes[:, 3] - boxes[:, 1], bottom - top)
    away = np.maximum(boxes[:, 0] - right, left - boxes[:, 2])
    return bool((away[beside] >= _RULES.apart * (bottom - top)).all())
