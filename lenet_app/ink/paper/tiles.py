"""Tiles: digits side by side, each on a square ground of its own, as plots of data sets show them, with captions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.paper.components import Components, components_of
from lenet_app.ink.raster import Mask, dilated, eroded

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Rules:
    """What tiles are. Lengths are in pixels, colours from 0 to 255.

    Args:
        longest_side: of the small picture, in which they are looked for.
        unlike: by which a tile's ground differs from the page, at least.
        alike: what is of the page, or of a tile's ground, differs less from it.
        bare: of the picture's border, that shows the page.
        line: half of the width of axes and their ticks, at most.
        least: a tile's side in the small picture.
        slender: times as long as wide, at most.
        ground: of a tile, at least; the rest is its digit.
        straight: of each of its sides.
        even: times as large as the usual one, or as small, at most.
        digit: of a tile, at least, that is not its ground: others are marks that a form is found by.
        several: tiles, at least.
        caption: of a tile's height: what is lower, outside of all tiles, is what is printed about them.
    """

    longest_side: int = 640
    unlike: float = 80.0
    alike: float = 26.0
    bare: float = 0.7
    line: float = 1.5
    least: int = 12
    slender: float = 1.6
    ground: float = 0.4
    straight: float = 0.75
    even: float = 1.25
    digit: float = 0.02
    several: int = 2
    caption: float = 0.4


_RULES = _Rules()


def without_tiles(pixels: Bytes) -> Bytes:
    """A picture in which the digits of tiles lie on the page, without captions.

    Args:
        pixels: uint8 (height, width, 3).

    Returns:
        The same shape; `pixels` where there are no tiles.
    """
    small = np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), _RULES.longest_side), np.float32)
    page = _page_of(small)
    if page is None:
        return pixels
    squares = _squares(np.asarray(np.abs(small - page).max(axis=2) > _RULES.unlike))
    boxes = squares[[_shows_digit(small[top:bottom, left:right]) for left, top, right, bottom in squares.tolist()]]
    if len(boxes) < _RULES.several:
        return pixels
    scale = np.array([*pixels.shape[1::-1]] * 2) / np.array([*small.shape[1::-1]] * 2)
    edge = int(np.ceil(scale.max())) + 1
    found, free = pixels.copy(), np.ones(pixels.shape[:2], np.bool_)
    for left, top, right, bottom in np.round(boxes * scale).astype(int).tolist():
        whole = np.s_[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge]
        inner = np.s_[top + edge : bottom - edge, left + edge : right - edge]
        found[whole], free[whole] = page, False
        found[inner] = _on_page(pixels[inner].astype(np.float32), page)
    captions = free & (np.abs(found - page).max(axis=2) > _RULES.alike)
    low = _RULES.caption * float(np.median(boxes[:, 3] - boxes[:, 1])) * scale[1]
    found[_lower(captions, low)] = page
    return found


def _page_of(small: Floats) -> Floats | None:
    """The colour (3,) of the page around everything; None where it has none."""
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    page = np.median(border, axis=0)
    bare = (np.abs(border - page).max(axis=1) < _RULES.alike).mean()
    return np.asarray(page, np.float32) if bare >= _RULES.bare else None


def _squares(unlike: Mask) -> Ints:
    """The boxes (n, 4) of what is solid, square, and as large as most of such."""
    parts = components_of(dilated(eroded(unlike, _RULES.line), _RULES.line))
    sizes = parts.boxes[:, 2:] - parts.boxes[:, :2]
    may_be = (sizes.min(axis=1) >= _RULES.least) & (sizes.max(axis=1) <= _RULES.slender * sizes.min(axis=1))
    may_be &= parts.areas >= _RULES.ground * sizes.prod(axis=1)
    chosen = np.array([number for number in np.flatnonzero(may_be).tolist() if _has_straight_sides(parts, number)], int)
    boxes, sizes = parts.boxes[chosen], sizes[chosen]
    off = np.abs(np.log(sizes / np.median(sizes, axis=0))).max(axis=1) if len(chosen) else np.zeros(0)
    return np.asarray(boxes[off <= np.log(_RULES.even)])


def _shows_digit(tile: Floats) -> bool:
    off = np.abs(tile - np.median(tile, axis=(0, 1))).max(axis=2)[1:-1, 1:-1]
    return bool((off > _RULES.alike).mean() >= _RULES.digit)


def _has_straight_sides(parts: Components, number: int) -> bool:
    left, top, right, bottom = parts.boxes[number]
    own = parts.labels[top:bottom, left:right] == number
    # The outermost pixels may lie half on the page.
    ends = (own[:2], own[-2:], own[:, :2].T, own[:, -2:].T)
    return all(end.mean(axis=1).max() >= _RULES.straight for end in ends)


def _on_page(tile: Floats, page: Floats) -> Floats:
    """A tile with the page as its ground, its digit darker than a light page or lighter than a dark one."""
    ink = np.abs(tile - np.median(tile, axis=(0, 1)))
    return np.asarray((page - ink if page.mean() > 127 else page + ink).clip(0, 255))


def _lower(marks: Mask, height: float) -> Mask:
    """The marks that are lower than that."""
    parts = components_of(marks)
    return np.asarray((parts.boxes[:, 3] - parts.boxes[:, 1] < height)[parts.labels] & marks)
