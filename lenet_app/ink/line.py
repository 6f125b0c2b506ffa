"""A row of ink as the picture of a line: level, its digits of one height, in the middle of 32 pixels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

HEIGHT = 32
"""Pixels of a line's picture."""
DIGIT = 20
"""Pixels that its digits are high, more or less."""

_HIGHEST = 30.0  # pixels that the ink of a line is high at most, but for its outermost part
_OUTERMOST = 0.02  # of the ink on either side, that does not count for where the middle is
_STEEPEST = 0.2  # across over down: what is turned further stays as it is
_SHORT = 2.5  # of the height: the tilt of shorter rows is not believed in full


@dataclass(frozen=True, eq=False)
class Line:
    """The picture of a row.

    Args:
        picture: uint8 (32, width), ink 255, without paper at the ends.
        scale: pixels of it per pixel of the marks.
    """

    picture: Bytes
    scale: float


def line_of(marks: Floats, height: float) -> Line:
    """The picture of a row's marks.

    Args:
        marks: float32 (height, width) in [0, 1], cut to the row's box, without ink of other rows.
        height: the typical height of its digits in pixels of `marks`.
    """
    level = _levelled(marks, height)
    scale = DIGIT / height
    top, bottom = _span(level)
    scale *= min(1.0, _HIGHEST / max(scale * (bottom - top), 1e-6))
    size = max(1, round(level.shape[1] * scale)), max(1, round(level.shape[0] * scale))
    kind = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    small = np.asarray(Image.fromarray(level).resize(size, kind)).clip(0, 1)
    framed = np.pad(small, ((HEIGHT, HEIGHT), (0, 0)))
    first = int(np.clip(round(line_top(framed)), 0, len(framed) - HEIGHT))
    return Line((255 * framed[first : first + HEIGHT] + np.float32(0.5)).astype(np.uint8), scale)


def line_top(marks: Floats) -> float:
    """The row of `marks` (height, width) that the picture begins with, so that the ink is in the middle of it."""
    top, bottom = _span(marks)
    return (top + bottom - HEIGHT) / 2


def _span(marks: Floats) -> tuple[float, float]:
    """From where to where down the ink lies, without its outermost part."""
    sums = marks.sum(axis=1, dtype=np.float64).cumsum()
    if not sums[-1]:
        return 0.0, float(len(marks))
    top, beyond = np.searchsorted(sums, [_OUTERMOST * sums[-1], (1 - _OUTERMOST) * sums[-1]])
    return float(top), float(min(beyond + 1, len(marks)))


def _levelled(marks: Floats, height: float) -> Floats:
    """The marks with every column moved up or down, so that the row does not climb or fall."""
    ink = marks.sum(axis=0, dtype=np.float64)
    total = ink.sum()
    if not total:
        return marks
    rows, columns = np.arange(marks.shape[0]) + 0.5, np.arange(marks.shape[1]) + 0.5
    down = np.divide(rows @ marks, ink, out=np.zeros_like(ink), where=ink > 0)
    middle = float(ink @ columns / total)
    spread = float(ink @ (columns - middle) ** 2 / total)
    slope = float(ink @ ((columns - middle) * (down - ink @ down / total)) / total) / max(spread, 1e-6)
    slope *= spread / (spread + (_SHORT * height) ** 2 / 12)
    if abs(slope) > _STEEPEST:
        return marks
    shift = np.round(slope * (columns - middle)).astype(np.intp)
    room = int(np.abs(shift).max())
    if not room:
        return marks
    framed = np.pad(marks, ((room, room), (0, 0)))
    places = np.arange(len(marks) + 2 * room)[:, None] + shift[None, :]
    inside = (places >= 0) & (places < len(framed))
    return np.where(inside, framed[places.clip(0, len(framed) - 1), np.arange(marks.shape[1])[None, :]], 0)
