"""The tools of the canvas: pen and eraser, and how wide they are."""

from enum import StrEnum

DEFAULT_PEN_WIDTH = 0.06
"""As a share of the canvas side, as all lengths on the canvas are."""
PEN_WIDTHS = (0.01, 0.2)
ERASER_PER_PEN = 2.0
"""The eraser is wider, so that a line is gone in one go."""


class Tool(StrEnum):
    """What the pointer does on the canvas."""

    PEN = "pen"
    ERASER = "eraser"
