"""Where the sheet lies in a picture that shows more than it: on a table, in a frame, between bars.

What is smooth and bounded by edges all around is a sheet where its outline is a quadrilateral that stands out of its
surroundings. A page that fills the picture has no such outline.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.ink.files.decoding import reduced
from lenet_app.ink.paper.bars import without_bars
from lenet_app.ink.paper.components import components_of
from lenet_app.ink.paper.outline import Points, area_of, completed, filled, hull_of, quadrilateral_of
from lenet_app.ink.raster import Mask, eroded

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Rules:
    """What a sheet is. Lengths are in pixels of the small picture, colours from 0 to 1.

    Args:
        longest_side: of the small picture.
        edges: differences across two pixels, beyond which a surface ends, the highest first.
        least_area: of the picture.
        largest_area: of the picture; what has more fills it.
        least_filled: of the outline, that is smooth; the rest is what is written.
        least_border: of the outline's border, that is smooth.
        quadrilateral: of the outline, that a quadrilateral covers, and of what that covers, that the outline does.
        inner: of a side, that has something beyond; with less it lies on the picture's edge.
        reach: from a side, how far outside of it colours are compared.
        step: by which a side stands out, at least.
        standing_out: of a side, that has to stand out.
        alike: colours that differ less may be those of one surface.
        most_alike: of what lies outside, that may look like the sheet.
        shaded: of the sheet's light, that its surroundings have at least where they may be the same in a shadow.
        tinted: by which colours without their light differ, at least, where no shadow explains it.
    """

    longest_side: int = 160
    edges: tuple[float, ...] = (0.14, 0.08, 0.05)
    least_area: float = 0.1
    largest_area: float = 0.96
    least_filled: float = 0.55
    least_border: float = 0.85
    quadrilateral: float = 0.9
    inner: float = 0.4
    reach: float = 4.0
    step: float = 0.08
    standing_out: float = 0.75
    alike: float = 0.1
    most_alike: float = 0.3
    shaded: float = 0.4
    tinted: float = 0.04


_RULES = _Rules()
_EDGE = 0.03
"""Of a sheet's longer side, within which what lies beside it may be its edge."""
_OUTLINE = 0.5
"""Of a sheet's area: what is read as one digit and is larger is the sheet's outline, as a 0."""
_SAMPLES = 40
"""Points along a side."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet within a picture.

    Args:
        corners: (4, 2), x and y in pixels of the picture: upper left, upper right, lower right, lower left.
        is_certain: False where it may also be a part of a larger page, lit otherwise or framed by hand.
    """

    corners: Points
    is_certain: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its straightened picture, in whole pixels."""
        sides = np.linalg.norm(np.roll(self.corners, -1, axis=0) - self.corners, axis=1)
        return max(1, round((sides[0] + sides[2]) / 2)), max(1, round((sides[1] + sides[3]) / 2))

    def has_edge_in(self, box: tuple[float, float, float, float]) -> bool:
        """Whether what fills a box (left, top, width and height) may be the sheet's edge, or the shadow beside it.

        It lies there, and is no longer across the edge than along it, as digits are that a line crosses; or it is the
        outline all around.
        """
        left, top, width, height = box
        if width * height >= _OUTLINE * area_of(self.corners):
            return True
        places = np.array([(left, top), (left + width, top), (left + width, top + height), (left, top + height)])
        along = np.roll(self.corners, -1, axis=0) - self.corners
        along /= np.linalg.norm(along, axis=1)[:, None]
        inwards = np.stack([-along[:, 1], along[:, 0]], axis=1)
        depths = ((places[:, None] - self.corners) * inwards).sum(axis=2)
        outermost = depths.min(axis=1)
        if not outermost.min() < 0 or not outermost.max() > -_EDGE * max(self.size):
            return False
        side = np.unravel_index(depths.argmin(), depths.shape)[1]
        sides = np.array([width, height])
        return bool(np.abs(along[side]) @ sides >= np.abs(inwards[side]) @ sides)


def find_sheet(pixels: Bytes) -> Sheet | None:
    """The sheet in a picture.

    Args:
        pixels: uint8 (height, width, 3).

    Returns:
        The sheet; None where the page fills the picture, or nothing else is clear.
    """
    left, top, right, bottom = without_bars(pixels)
    inner = pixels[top:bottom, left:right]
    found = _on_a_table(inner)
    if found is not None:
        return Sheet(found.corners + np.array([left, top]), found.is_certain)
    if inner.shape == pixels.shape:
        return None
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    return Sheet(corners, is_certain=True)


def _on_a_table(pixels: Bytes) -> Sheet | None:
    """The quadrilateral that stands out most."""
    small_picture = reduced(Image.fromarray(np.ascontiguousarray(pixels)), _RULES.longest_side)
    small = np.asarray(np.asarray(small_picture, np.float32) / np.float32(255), np.float32)
    if min(small.shape[:2]) <= 4 * _RULES.reach:
        return None
    slopes = _slopes(small)
    best: tuple[float, Points, bool] | None = None
    for edge in _RULES.edges:
        parts = components_of(slopes < edge)
        fills = False
        for number in np.flatnonzero(parts.areas >= _RULES.least_filled * _RULES.least_area * slopes.size):
            outline = hull_of(parts.labels == number)
            area = area_of(outline)
            if parts.areas[number] < _RULES.least_filled * area:
                continue
            if area > _RULES.largest_area * slopes.size:
                fills = True
                continue
            corners = _clear_corners(small, parts.labels == number, outline)
            if corners is not None and (best is None or area > best[0]):
                best = area, corners, _is_certain(small, corners)
        if best is not None or fills:
            break
    if best is None:
        return None
    scale = np.array(pixels.shape[1::-1]) / small.shape[1::-1]
    return Sheet(_from_upper_left(best[1]) * scale, best[2])


def _slopes(small: Floats) -> Floats:
    """By how much each pixel's neighbours on both sides differ, in any colour, (height, width)."""
    framed = np.pad(small, ((1, 1), (1, 1), (0, 0)), mode="edge")
    across = np.abs(framed[1:-1, 2:] - framed[1:-1, :-2]).max(axis=2)
    down = np.abs(framed[2:, 1:-1] - framed[:-2, 1:-1]).max(axis=2)
    return np.asarray(np.maximum(across, down))


def _clear_corners(small: Floats, part: Mask, outline: Points) -> Points | None:
    """The corners of a part that is a sheet; None of any other."""
    shape = (part.shape[0], part.shape[1])
    if area_of(outline) < _RULES.least_area * part.size:
        return None
    within = filled(outline, shape)
    border = eroded(within, 2) & ~eroded(within, 4)
    if np.count_nonzero(part & border) < _RULES.least_border * np.count_nonzero(border):
        return None
    for corners in (quadrilateral_of(outline), completed(outline, shape)):
        if corners is None or not _stands_out(small, corners):
            continue
        seen = np.count_nonzero(filled(corners, shape))
        if _RULES.quadrilateral * np.count_nonzero(within) <= seen <= np.count_nonzero(within) / _RULES.quadrilateral:
            return corners
    return None


def _stands_out(small: Floats, corners: Points) -> bool:
    """Whether the sides of a quadrilateral do that have something beyond."""
    contrasts = [_contrasts(small, corners, side) for side in range(4)]
    inner = [one for one in contrasts if len(one) >= _RULES.inner * _SAMPLES]
    clear = all(float((one > _RULES.step).mean()) >= _RULES.standing_out for one in inner)
    return bool(inner) and clear


def _contrasts(small: Floats, corners: Points, side: int) -> Floats:
    """How far colours change at points along a side, but for points where the picture ends; (n,)."""
    start, end = corners[side], corners[(side + 1) % 4]
    along = end - start
    outwards = np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1e-9)
    if outwards @ (corners.mean(axis=0) - start) > 0:
        outwards = -outwards
    places = start + np.linspace(0.06, 0.94, _SAMPLES)[:, None] * along
    beyond = places + _RULES.reach * outwards
    within = ((beyond >= 0) & (beyond < small.shape[1::-1])).all(axis=1)
    inside = _colours(small, places[within] - outwards)
    outside = (_colours(small, places[within] + share * _RULES.reach * outwards) for share in (0.4, 0.7, 1.0))
    return np.asarray(np.max([np.abs(inside - one).max(axis=1) for one in outside], axis=0))


def _colours(small: Floats, places: Points) -> Floats:
    """The colours at places (n, 2), (n, 3); beyond the picture's edge those at it."""
    columns, rows = np.floor(places).astype(int).T
    height, width = small.shape[:2]
    return np.asarray(small[rows.clip(0, height - 1), columns.clip(0, width - 1)])


def _is_certain(small: Floats, corners: Points) -> bool:
    """Whether what lies outside can be no part of the page, neither beside a line nor in a shadow."""
    within = filled(corners, (small.shape[0], small.shape[1]))
    paper, around = np.median(small[within], axis=0), small[~within]
    alike = np.abs(around - paper).max(axis=1) < _RULES.alike
    if alike.mean() > _RULES.most_alike:
        return False
    other = np.median(around, axis=0)
    light, dark = sorted((float(paper.mean()), float(other.mean())), reverse=True)
    tint = np.abs(paper / max(paper.sum(), 1e-3) - other / max(other.sum(), 1e-3)).max()
    return bool(dark < _RULES.shaded * light or tint > _RULES.tinted)


def _from_upper_left(corners: Points) -> Points:
    """Corners clockwise as they are seen, from the upper left one of a sheet that lies nearly upright."""
    middle = corners.mean(axis=0)
    order = np.argsort(np.arctan2(*(corners - middle).T[::-1]))
    turned = corners[order]
    # Of the four sides the upper one is that which looks up most.
    normals = [turned[k] + turned[(k + 1) % 4] - 2 * middle for k in range(4)]
    return np.roll(turned, -int(np.argmin([normal[1] / np.linalg.norm(normal) for normal in normals])), axis=0)
