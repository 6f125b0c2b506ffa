"""Tiles: digits side by side, each on a square ground of its own, as plots of data sets show them, with captions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.paper.components import Components, components_of
from lenet_app.ink.paper.faint import highest
from lenet_app.ink.raster import Mask

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Rules:
    """What tiles are. Lengths are in pixels of the small picture, colours from 0 to 255.

    Args:
        longest_side: of the small picture, in which they are looked for.
        unlike: by which a tile's ground differs from the page, at least.
        alike: what is of the page, or of a tile's ground, differs less from it.
        bare: of the picture's border, that shows the page.
        line: on either side of the middle of axes and their ticks, at most.
        least: a tile's side.
        slender: times as long as wide, at most.
        ground: of a tile, at least, that has one colour; the rest is its digit.
        straight: of each of its sides.
        even: times as large as the usual one, or as small, at most.
        apart: of a tile's side, to the next tile beside, above or below it, at most.
        digit: of a tile's height, that its digit is high, at least.
        pieces: of that height in a tile, at most: more are a picture.
        several: tiles with a digit, at least, and
        most: of all squares.
        caption: of the height of the tiles' digits: what is lower, and
        near: of a tile's height, so far from a tile, is printed about it; or
        small_print: of the height of the digits, what is lower anywhere.
        bar: times as long as wide, at least, and
        long: of a tile's height, at least, a bar of colours that explains them.
    """

    longest_side: int = 640
    unlike: float = 80.0
    alike: float = 26.0
    bare: float = 0.7
    line: int = 1
    least: int = 12
    slender: float = 1.6
    ground: float = 0.4
    straight: float = 0.75
    even: float = 1.25
    apart: float = 1.6
    digit: float = 0.2
    pieces: int = 8
    several: int = 2
    most: float = 0.5
    caption: float = 0.5
    near: float = 0.75
    small_print: float = 0.3
    bar: float = 4.0
    long: float = 0.8


_RULES = _Rules()


def without_tiles(pixels: Bytes) -> Bytes:
    """A picture in which the digits of tiles lie on the page, without what is printed about them.

    Args:
        pixels: uint8 (height, width, 3).

    Returns:
        The same shape; `pixels` where there are no tiles.
    """
    small = np.asarray(reduced(Image.fromarray(np.ascontiguousarray(pixels)), _RULES.longest_side), np.float32)
    page = _page_of(small)
    if page is None:
        return pixels
    off = np.abs(small - page).max(axis=2)
    tiles = _beside_others(_squares(off > _RULES.unlike))
    digits = [_digit_height(small[top:bottom, left:right]) for left, top, right, bottom in tiles.tolist()]
    shown = [high for high in digits if high]
    if len(shown) < max(_RULES.several, _RULES.most * len(tiles)):
        return pixels
    captions = _captions(off > _RULES.alike, tiles, float(np.median(shown)))
    scale = np.array([*pixels.shape[1::-1]] * 2) / np.array([*small.shape[1::-1]] * 2)
    edge, found = int(np.ceil(scale.max())) + 1, pixels.copy()
    for box in np.concatenate([captions, tiles]):
        left, top, right, bottom = np.round(box * scale).astype(int).tolist()
        found[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = page
    for left, top, right, bottom in np.round(tiles * scale).astype(int).tolist():
        inner = np.s_[top + edge : bottom - edge, left + edge : right - edge]
        found[inner] = _on_page(pixels[inner].astype(np.float32), page)
    return found


def _page_of(small: Floats) -> Floats | None:
    """The colour (3,) of the page around everything; None where it has none."""
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    page = np.median(border, axis=0)
    bare = (np.abs(border - page).max(axis=1) < _RULES.alike).mean()
    return np.asarray(page, np.float32) if bare >= _RULES.bare else None


def _squares(unlike: Mask) -> Ints:
    """The boxes (n, 4) of what is solid, square, and as large as most of such."""
    parts = components_of(highest(~highest(~unlike, _RULES.line), _RULES.line))
    sizes = parts.boxes[:, 2:] - parts.boxes[:, :2]
    may_be = (sizes.min(axis=1) >= _RULES.least) & (sizes.max(axis=1) <= _RULES.slender * sizes.min(axis=1))
    may_be &= parts.areas >= _RULES.ground * sizes.prod(axis=1)
    chosen = np.array([number for number in np.flatnonzero(may_be).tolist() if _has_straight_sides(parts, number)], int)
    boxes, sizes = parts.boxes[chosen], sizes[chosen]
    off = np.abs(np.log(sizes / np.median(sizes, axis=0))).max(axis=1) if len(chosen) else np.zeros(0)
    return np.asarray(boxes[off <= np.log(_RULES.even)])


def _has_straight_sides(parts: Components, number: int) -> bool:
    left, top, right, bottom = parts.boxes[number]
    own = parts.labels[top:bottom, left:right] == number
    # The outermost pixels may lie half on the page.
    ends = (own[:2], own[-2:], own[:, :2].T, own[:, -2:].T)
    return all(end.mean(axis=1).max() >= _RULES.straight for end in ends)


def _beside_others(squares: Ints) -> Ints:
    """Those that stand beside, above or below another one, as tiles do and pictures here and there on a page do not."""
    away = _away(squares, squares)
    sizes = squares[:, 2:] - squares[:, :2]
    is_level, is_near = away <= -sizes / 2, away <= _RULES.apart * sizes
    is_next = (is_level & is_near[..., ::-1]).any(axis=2) & ~np.eye(len(squares), dtype=bool)
    return np.asarray(squares[is_next.any(axis=1)])


def _away(boxes: Ints, others: Ints) -> Ints:
    """The paper between each of boxes (n, 4) and of others (m, 4), across and down (n, m, 2); below 0 they overlap."""
    begin = np.maximum(boxes[:, None, :2], others[None, :, :2])
    return np.asarray(begin - np.minimum(boxes[:, None, 2:], others[None, :, 2:]))


def _digit_height(tile: Floats) -> float:
    """How high the digit in a tile is; 0 where it shows none, or a picture of something else."""
    off = np.abs(tile - np.median(tile, axis=(0, 1))).max(axis=2)[2:-2, 2:-2]
    marks = off > 2 * _RULES.alike
    boxes = components_of(marks).boxes[1:]
    high = (boxes[:, 3] - boxes[:, 1])[boxes[:, 3] - boxes[:, 1] >= _RULES.digit * len(tile)]
    is_flat = (off <= _RULES.alike).mean() >= _RULES.ground
    return float(high.max()) if is_flat and 1 <= len(high) <= _RULES.pieces else 0.0


def _captions(marks: Mask, tiles: Ints, high: float) -> Ints:
    """The boxes (n, 4) of letters, ticks and bars of colours around tiles, whose digits are so high."""
    free = marks.copy()
    for left, top, right, bottom in tiles.tolist():
        free[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    boxes = components_of(free).boxes[1:]
    sizes, tile = boxes[:, 2:] - boxes[:, :2], float(np.median(tiles[:, 3] - tiles[:, 1]))
    near = (_away(boxes, tiles).max(axis=2) <= _RULES.near * tile).any(axis=1)
    is_print = sizes[:, 1] < high * np.where(near, _RULES.caption, _RULES.small_print)
    is_bar = (sizes.max(axis=1) >= _RULES.bar * sizes.min(axis=1)) & (sizes.max(axis=1) >= _RULES.long * tile)
    return np.asarray(boxes[is_print | (is_bar & near)])


def _on_page(tile: Floats, page: Floats) -> Floats:
    """A tile with the page as its ground, its digit darker than a light page or lighter than a dark one."""
    ink = np.abs(tile - np.median(tile, axis=(0, 1)))
    return np.asarray((page - ink if page.mean() > 127 else page + ink).clip(0, 255))
