"""Drawings that somebody painted with a pen far too thick, as the preparation of pictures brings them to a usual one.

The pen fills the wedge between the flag and the stem of a 1 and the loops of an 8 or a 9, and no thinning opens them
again: such shapes are written by nobody, yet they reach the network.
"""

import numpy as np
import numpy.typing as npt

from lenet_app.ink.ink import Ink
from lenet_app.ink.normalise import SIDE, fit
from lenet_app.ink.raster import discs
from lenet_app.ink.strokes import prints
from lenet_app.penmanship.traces import Traces

_LONGER_SIDE_PIXELS = 100
"""Of the box of the centre lines."""
_PEN_WIDTHS = (0.15, 0.34)
"""Of that side."""
_STEP_PER_RADIUS = 0.1
"""From one print of the pen to the next."""


def painted(traces: Traces, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """The drawings, each painted with another thick pen, and fitted as the ink of a picture is.

    Args:
        traces: the drawings, in any unit.
        random: the source of the pens' widths.

    Returns:
        uint8 (n, 1, 28, 28), ink 255 at the brightest pixel of each.
    """
    pictures = np.zeros((traces.count, 1, SIDE, SIDE), np.uint8)
    unit = traces.in_unit_boxes()
    starts = np.append(unit.starts, len(unit.points))
    radii = random.uniform(*_PEN_WIDTHS, traces.count) * _LONGER_SIDE_PIXELS / 2
    for number, radius in enumerate(radii.tolist()):
        own = slice(starts[number], starts[number + 1])
        lines = _lines(unit.points[own] * _LONGER_SIDE_PIXELS + radius, unit.stroke[own])
        centres = np.concatenate([prints(line, max(1.0, _STEP_PER_RADIUS * radius)) for line in lines])
        width, height = np.ceil(centres.max(axis=0) + radius).astype(int).tolist()
        fitted = fit(Ink(discs(centres, radius, (height, width)).astype(np.float32)))
        assert fitted is not None
        pictures[number, 0] = (255 * fitted.picture + np.float32(0.5)).astype(np.uint8)
    return pictures


def _lines(points: npt.NDArray[np.float32], stroke: npt.NDArray[np.intp]) -> list[npt.NDArray[np.float64]]:
    """The centre line of each stroke."""
    cuts = np.flatnonzero(np.diff(stroke)) + 1
    return [line.astype(np.float64) for line in np.split(points, cuts)]
