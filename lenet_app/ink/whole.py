"""From a whole picture, or a drawing on its sheet, to a picture of a data set's size, with its colours.

For networks that tell things apart by more than ink. The picture is scaled, its aspect kept, until it covers the size
that is wanted, and its middle part is taken: as CIFAR-10's were made from photographs, nothing is squeezed and nothing
is framed.
"""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.ink.raster import discs
from lenet_app.ink.strokes import PEN_COLOUR, Colour, Drawing, Point, Stroke, prints

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Size = tuple[int, int]
"""Height and width in pixels."""

_SHEET_PIXELS_PER_PIXEL = 6
_CURVE_STEP_PIXELS = 6.0
_MOST_CURVE_PARTS = 16
_SHEET_MARGIN = 0.1
"""Of the side, around a drawing that tells no sheet."""
_LEAST_VISIBLE_RANGE = 4
"""Of 255, between the values of a picture."""


@dataclass(frozen=True, eq=False)
class FittedWhole:
    """A whole picture as a data set's, and what was done to it.

    Args:
        picture: uint8 (channels, height, width).
        scaled: whether it had another size.
        cut: whether it was longer one way, so that only its middle part was taken.
        inverted: whether it was dark on light, where the network wants light on dark.
    """

    picture: Bytes
    scaled: bool
    cut: bool
    inverted: bool

    @property
    def planes(self) -> Bytes:
        """The picture, (channels, height, width)."""
        return self.picture


def fit_whole(pixels: Bytes, channels: int, size: Size) -> FittedWhole | None:
    """Scale a picture to `size`, so that it covers it, and take the middle part.

    Args:
        pixels: uint8 (height, width, 3), at least 1 × 1.
        channels: 3, or 1 for the luminance, light on dark. Then a picture that is dark on light is inverted: one whose
            border, by its median, is lighter than the picture is in the mean.
        size: of the result.

    Returns:
        The fitted picture, or None where there is nothing to be seen: all of it has one colour.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    grey = channels == 1
    if grey:
        image = image.convert("L")
    scaled, cut = _covering(image, size)
    fitted = np.asarray(scaled)
    if int(np.ptp(fitted.reshape(size[0] * size[1], -1), axis=0).max()) < _LEAST_VISIBLE_RANGE:
        return None
    inverted = grey and is_dark_on_light(np.asarray(image))
    planes = fitted[None] if grey else fitted.transpose(2, 0, 1)
    picture = np.ascontiguousarray(255 - planes if inverted else planes)
    return FittedWhole(picture, image.size != scaled.size, cut, inverted)


def fit_sheet(drawing: Drawing, channels: int, size: Size) -> FittedWhole | None:
    """Fit a drawing with the sheet that it was drawn on: the unit square, white.

    Returns:
        The fitted picture, or None where nothing can be seen on the sheet.
    """
    if drawing.is_empty:
        return None
    return fit_whole(drawing_sheet(drawing, _SHEET_PIXELS_PER_PIXEL * max(size)), channels, size)


def drawing_sheet(drawing: Drawing, side: int) -> Bytes:
    """The unit square of a drawing as the canvas shows it, later strokes over earlier ones, but without soft edges.

    Returns:
        uint8 (side, side, 3).
    """
    sheet = np.full((side, side, 3), 255, np.uint8)
    strokes = (stroke for stroke in drawing.strokes if stroke.points)
    for (colour, width), same in groupby(strokes, key=lambda stroke: (stroke.colour, stroke.width)):
        radius = width * side / 2
        step = min(max(radius / 2, 0.25), 2.0)
        centres = np.concatenate([prints(_smooth(stroke.line * side), step) for stroke in same])
        _print(sheet, centres, radius, PEN_COLOUR if colour is None else colour)
    return sheet


def on_a_sheet(drawing: Drawing) -> Drawing:
    """A drawing in any unit brought to the middle of the unit square, its aspect kept, with a margin around it."""
    bounds = drawing.bounds
    if bounds is None:
        return drawing
    left, top, right, bottom = bounds
    # Far from the origin a dot has no extent left.
    side = (max(right - left, bottom - top) or 1.0) / (1 - 2 * _SHEET_MARGIN)
    middle = (left + right) / 2, (top + bottom) / 2

    def placed(point: Point) -> Point:
        return (point[0] - middle[0]) / side + 0.5, (point[1] - middle[1]) / side + 0.5

    return Drawing(
        tuple(Stroke(tuple(map(placed, one.points)), one.width / side, one.colour) for one in drawing.strokes)
    )


def _print(sheet: Bytes, centres: Floats, radius: float, colour: Colour) -> None:
    """Print round spots on the sheet; only the part of it where they lie is looked at."""
    low = np.maximum(np.floor(centres.min(axis=0) - radius).astype(int), 0)
    left, top = low
    part = sheet[top : max(int(np.ceil(centres[:, 1].max() + radius)), top), left:]
    part = part[:, : max(int(np.ceil(centres[:, 0].max() + radius)) - left, 0)]
    part[discs(centres - low, radius, part.shape[:2])] = colour


def _smooth(line: Floats) -> Floats:
    """The canvas's curve through `line` (n, 2) in pixels: it leads from midpoint to midpoint and bends in between."""
    if len(line) < 3:
        return line
    middles = (line[1:-1] + line[2:]) / 2
    starts, bends = np.concatenate([line[:1], middles[:-1]]), line[1:-1]
    longest = float(np.hypot(*np.diff(line, axis=0).T).max())
    parts = int(min(max(np.ceil(longest / _CURVE_STEP_PIXELS), 1), _MOST_CURVE_PARTS))
    t = np.arange(1, parts + 1)[:, None] / parts
    curves = (1 - t) ** 2 * starts[:, None] + 2 * t * (1 - t) * bends[:, None] + t**2 * middles[:, None]
    return np.concatenate([line[:1], curves.reshape(-1, 2), line[-1:]])


def _covering(image: Image.Image, size: Size) -> tuple[Image.Image, bool]:
    """The middle part of `image` at `size`, and whether anything else was left out.

    Area-averaged where it gets smaller, cubic where it grows.
    """
    height, width = size
    scale = max(width / image.width, height / image.height)
    across, down = min(width / scale, image.width), min(height / scale, image.height)
    left, top = (image.width - across) / 2, (image.height - down) / 2
    cut = max(left, top) * scale >= 0.5  # less is not a pixel of the result at either end
    method = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BICUBIC
    box = (left, top, min(left + across, image.width), min(top + down, image.height))
    return image.resize((width, height), method, box), cut


def is_dark_on_light(grey: Bytes) -> bool:
    """Whether the border of a grey picture (height, width), by its median, is lighter than the picture in the mean."""
    border = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
    return bool(np.median(border) > grey.mean())
