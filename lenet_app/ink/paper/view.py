"""A picture as it is read: a part of it, straightened and turned, and the way back for what was found there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.ink.paper.outline import Points
from lenet_app.ink.paper.perspective import homography, mapped, straightened

Bytes = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True, eq=False)
class View:
    """What is looked at of a picture.

    Args:
        pixels: uint8 (height, width, 3).
        corners: (4, 2), x and y in pixels of the picture of the upper left, upper right, lower right and lower left
            corner of `pixels`.
    """

    pixels: Bytes
    corners: Points

    @classmethod
    def of(cls, pixels: Bytes) -> "View":
        """A whole picture as it is."""
        return cls(pixels, _rectangle(pixels.shape[1], pixels.shape[0]))

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole picture as it is."""
        return np.array_equal(self.corners, _rectangle(self.pixels.shape[1], self.pixels.shape[0]))

    def between(self, corners: Points, size: tuple[int, int]) -> "View":
        """What lies between four corners, in pixels of this view, as a rectangle of `size` (width, height)."""
        return View(straightened(self.pixels, corners, size), mapped(self._to_picture, corners))

    def turned(self, turn: int) -> "View":
        """Turned clockwise by `turn` degrees: 0, 90, 180 or 270."""
        quarters = turn // 90
        return View(np.ascontiguousarray(np.rot90(self.pixels, -quarters)), np.roll(self.corners, quarters, axis=0))

    def rotated(self, degrees: float) -> "View":
        """Rotated clockwise by any angle, larger as it has to be; beyond its edges the paper goes on."""
        height, width = self.pixels.shape[:2]
        angle = np.radians(degrees)
        wide, high = abs(np.cos(angle)), abs(np.sin(angle))
        size = round(width * wide + height * high), round(width * high + height * wide)
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        corners = (_rectangle(*size) - np.array(size) / 2) @ back + (width / 2, height / 2)
        return self.between(np.asarray(corners, np.float64), size)

    def in_picture(self, box: Box) -> Box:
        """Where a box of this view lies in the picture: the bounds of the ellipse in it, for digits fill no corners."""
        middles = mapped(self._to_picture, _middles(box))
        reach = np.hypot(middles[1] - middles[0], middles[3] - middles[2]) / 2
        left, top = middles.mean(axis=0) - reach
        return float(left), float(top), float(2 * reach[0]), float(2 * reach[1])

    def from_picture(self, box: Box) -> Box:
        """The bounds in this view of a box of the picture."""
        left, top, width, height = box
        corners = mapped(self._from_picture, _rectangle(width, height) + np.array([left, top]))
        low, high = corners.min(axis=0), corners.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    @property
    def _to_picture(self) -> Points:
        return homography(_rectangle(self.pixels.shape[1], self.pixels.shape[0]), self.corners)

    @property
    def _from_picture(self) -> Points:
        return np.asarray(np.linalg.inv(self._to_picture), np.float64)


def _rectangle(width: float, height: float) -> Points:
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def _middles(box: Box) -> Points:
    """The middles of the left, right, upper and lower side."""
    left, top, width, height = box
    x, y = left + width / 2, top + height / 2
    return np.array([(left, y), (left + width, y), (x, top), (x, top + height)], np.float64)
