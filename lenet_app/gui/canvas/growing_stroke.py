"""A stroke in the making."""

from collections.abc import Sequence
from math import dist

from lenet_app.gui.canvas.content import CanvasContent
from lenet_app.gui.canvas.pen_and_eraser import ERASER_PER_PEN
from lenet_app.ink.strokes import Colour, Drawing, Point, Stroke

_SHORTEST_WIPE = 0.25  # of the eraser's radius; shorter moves are put together


class UnfinishedStroke:
    """What the pen has drawn, or the eraser has left, since it was set down.

    Args:
        content: what is on the canvas; in the place of a picture a new drawing begins.
        pen_width: as a share of the side.
        colour: the pen's; None where nobody chose one.
        erasing: whether it is the eraser, which is wider than the pen.
    """

    def __init__(
        self, content: CanvasContent, pen_width: float, colour: Colour | None = None, *, erasing: bool
    ) -> None:
        self.erasing = erasing
        self.colour = colour
        self.width = pen_width * ERASER_PER_PEN if erasing else pen_width
        self._kept = content if isinstance(content, Drawing) else Drawing()
        self._points: list[Point] = []
        self._waiting: Point | None = None

    @property
    def points(self) -> Sequence[Point]:
        """The way of the pen or the eraser so far."""
        return self._points

    @property
    def stroke(self) -> Stroke | None:
        """The line so far; None for the eraser, which leaves none."""
        return None if self.erasing else Stroke(tuple(self._points), self.width, self.colour)

    @property
    def kept(self) -> Drawing:
        """The drawing without this stroke, less what the eraser has taken."""
        return self._kept

    @property
    def drawing(self) -> Drawing:
        """The drawing with this stroke."""
        stroke = self.stroke
        return self._kept if stroke is None else self._kept.with_stroke(stroke)

    def extend(self, point: Point) -> bool:
        """Go on to `point`; False where that changes nothing now: it is there already, or too near for the eraser."""
        self._waiting = None
        if self._points and self._points[-1] == point:
            return False
        if self.erasing and self._points and dist(self._points[-1], point) < _SHORTEST_WIPE * self.width / 2:
            self._waiting = point
            return False
        self._points.append(point)
        if self.erasing:
            self._kept = self._kept.erased(self._points[-2:], self.width / 2)
        return True

    def finish(self) -> None:
        """Go to the last point, if the eraser was too near to it."""
        if self._waiting is not None:
            self._kept = self._kept.erased((self._points[-1], self._waiting), self.width / 2)
            self._waiting = None
