"""Bars along the edges of a picture: a scanner's black border, letterboxes, a line of print on its own ground."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Lines = npt.NDArray[np.int16]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Rules:
    """What a bar is, by its grey, 0 to 255.

    Args:
        looked_at: places along each line that are looked at.
        alike: what is on one bar differs less.
        mostly: of each of its lines, that has its grey; the rest is what is printed on it.
        shaded: of the lighter one's light the darker one of bar and page has at most: in a shadow there is more.
        least_page: of the line beyond the bar, and of all beyond, that is so much lighter or darker.
        most: of the picture's side, that a bar takes.
        soft: lines between the bar and the page that are neither.
        least: lines of a bar.
    """

    looked_at: int = 200
    alike: int = 26
    mostly: float = 0.75
    shaded: float = 0.35
    least_page: float = 0.6
    most: float = 0.45
    soft: int = 2
    least: int = 2


_RULES = _Rules()


def without_bars(pixels: Bytes) -> Box:
    """What is left of a picture without the bars at its edges.

    Args:
        pixels: uint8 (height, width, 3).

    Returns:
        Left, top, right and bottom in whole pixels.
    """
    grey = np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).convert("L"), np.int16)
    (bottom, right), left, top = grey.shape, 0, 0
    # A bar at one side ends those at the others, so that once around is not enough.
    for _ in range(2):
        rows = grey[top:bottom, left:right]
        top, bottom = top + _bar(rows), bottom - _bar(rows[::-1])
        columns = grey[top:bottom, left:right].T
        left, right = left + _bar(columns), right - _bar(columns[::-1])
    return left, top, right, bottom


def _bar(lines: Lines) -> int:
    """How many of the first lines are a bar."""
    looked_at = lines[:, :: max(1, lines.shape[1] // _RULES.looked_at)]
    own = float(np.median(looked_at[0]))
    is_bar = (np.abs(looked_at - own) < _RULES.alike).mean(axis=1) >= _RULES.mostly
    count = int(np.argmin(is_bar)) if not is_bar.all() else len(lines)
    page = looked_at[count + _RULES.soft :]
    if not _RULES.least <= count <= _RULES.most * len(lines) or not len(page):
        return 0
    is_other = (page > own / _RULES.shaded) if own < page.mean() else (page < own * _RULES.shaded)
    is_other &= np.abs(page - own) > 2 * _RULES.alike
    return count + _RULES.soft if min(is_other[0].mean(), is_other.mean()) >= _RULES.least_page else 0
