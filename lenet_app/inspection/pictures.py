"""Values as coloured pictures, to be kept: one map or a whole layer, as PNG or SVG."""

from io import BytesIO
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.colour_maps import Table, entries_of, gradient_map, non_negative_map, signed_map

Floats = npt.NDArray[np.floating]
Colours = npt.NDArray[np.uint8]
"""uint8 (height, width, 3), RGB."""

SCALES = (1, 2, 4)
_PIXELS = 8
"""Of a picture for each value, at the scale 1."""
_LONGEST = 4096
_GAP = 1
"""Values between two maps."""


def coloured(
    values: Floats, *, largest: float | None = None, signed: bool | None = None, dark: bool = False
) -> Colours:
    """Values (height, width), one pixel each, in the program's colours.

    Args:
        values: of a map, for example.
        largest: the value with the strongest colour; None for the largest of these, of either sign.
        signed: whether they can be below zero; None for whether one is.
        dark: whether the picture is for a dark page.
    """
    chosen = _map(values, signed=signed, dark=dark)
    return np.asarray(chosen[_entries(values, largest, signed=signed)])


def layer_picture(
    values: Floats,
    *,
    largest: float | None = None,
    signed: bool | None = None,
    dark: bool = False,
    across: int | None = None,
    of_gradients: bool = False,
) -> Colours:
    """A layer's maps or units side by side in lines, one pixel a value, maps with a gap.

    Args:
        values: (maps, height, width) or (units,).
        largest: as of `coloured`, for all maps together.
        signed: likewise.
        dark: likewise.
        across: how many maps or units stand in a line; None for as many as there are lines, or one more.
        of_gradients: whether they have the colours of gradients, the strongest for the largest of these.
    """
    if of_gradients:
        values = values / (np.abs(values).max() or 1)  # they may be too small for the least that counts as a scale
        largest, signed = 1.0, True
    maps = values if values.ndim == 3 else values.reshape(-1, 1, 1)
    count, height, width = maps.shape
    gap = _GAP if values.ndim == 3 else 0
    across = min(across or int(np.ceil(np.sqrt(count))), count)
    lines = -(-count // across)
    chosen = gradient_map(dark) if of_gradients else _map(values, signed=signed, dark=dark)
    background = np.array([0, 0, 0] if dark else [255, 255, 255], np.uint8)
    sheet = np.empty((lines * (height + gap) - gap, across * (width + gap) - gap, 3), np.uint8)
    sheet[...] = background
    for number, entries in enumerate(_entries(maps, largest, signed=signed)):
        top, left = (place * (side + gap) for place, side in zip(divmod(number, across), (height, width), strict=True))
        sheet[top : top + height, left : left + width] = chosen[entries]
    return sheet


def as_png(colours: Colours, scale: int = 1) -> bytes:
    """A picture as PNG, every pixel of it a square of 8 pixels times the scale, with nothing between them blurred.

    A picture with so many pixels that it would be longer than 4096 at the scale 1 gets smaller squares.

    Args:
        colours: uint8 (height, width, 3).
        scale: one of `SCALES`.
    """
    assert scale in SCALES
    side = min(_PIXELS, max(1, _LONGEST // max(colours.shape))) * scale
    enlarged = colours.repeat(side, axis=0).repeat(side, axis=1)
    file = BytesIO()
    Image.fromarray(enlarged).save(file, "PNG")
    return file.getvalue()


def as_svg(colours: Colours) -> bytes:
    """A picture as SVG, every pixel of it a square of 8: shapes that stay sharp at any size, a path for each colour."""
    height, width, _ = colours.shape
    paths: dict[str, list[str]] = {}
    for row, line in enumerate(colours):
        starts = [0, *(np.flatnonzero((line[1:] != line[:-1]).any(axis=1)) + 1).tolist(), width]
        for left, right in pairwise(starts):
            red, green, blue = line[left].tolist()
            run = f"M{left} {row}h{right - left}v1h{left - right}z"
            paths.setdefault(f"#{red:02x}{green:02x}{blue:02x}", []).append(run)
    shapes = "\n".join(f'<path fill="{colour}" d="{"".join(runs)}"/>' for colour, runs in paths.items())
    size = f'width="{width * _PIXELS}" height="{height * _PIXELS}" viewBox="0 0 {width} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} shape-rendering="crispEdges">'
    return f"{head}\n{shapes}\n</svg>\n".encode()


def _map(values: Floats, *, signed: bool | None, dark: bool) -> Table:
    return signed_map(dark) if _is_signed(values, signed=signed) else non_negative_map(dark)


def _entries(values: Floats, largest: float | None, *, signed: bool | None) -> Table:
    most = float(np.abs(values).max()) if largest is None else largest
    return entries_of(values, most, signed=_is_signed(values, signed=signed))


def _is_signed(values: Floats, *, signed: bool | None) -> bool:
    return bool((values < 0).any()) if signed is None else signed
