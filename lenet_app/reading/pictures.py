"""Pictures from their files to what is read on them: whole or a part, a page of a file, turned as a person has it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import Bytes, read_pixels
from lenet_app.ink.files.tiff_pages import FilePage
from lenet_app.ink.paper.opaque import opaque_picture
from lenet_app.language import tr
from lenet_app.reading.page import Page
from lenet_app.reading.part import Region, cut, read_part, with_paper
from lenet_app.reading.picture_size import upright_size
from lenet_app.reading.reader import Reader
from lenet_app.reading.turned import turned_box, turned_picture

PictureSource = Path | FilePage | Bytes
"""A picture's file; a page of one; pixels, uint8 (height, width, 4), red, green, blue and opacity."""

Part = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the whole picture, upright."""

_LEAST = 1e-4  # of a picture's side; a part has at least a pixel


def picture_of(source: PictureSource, region: Region | None = None) -> Bytes:
    """A picture, or the part of it that is meant, in all the pixels that there are of that part.

    Returns:
        uint8 (height, width, 3), not yet turned.

    Raises:
        UserError: see `read_pixels` and `opaque_picture`.
    """
    if isinstance(source, np.ndarray):
        return opaque_picture(source if region is None else cut(source, region))
    path, page = _file(source)
    return opaque_picture(read_pixels(path, page) if region is None else read_part(path, region, page))


def read_shown(
    reader: Reader,
    shown: Bytes,
    turn: int | None,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    is_part: bool,
) -> Page | None:
    """Read a picture, or a part of one that was framed by hand, which shows little paper.

    Args:
        reader: reads it.
        shown: as `picture_of` gives it.
        turn: see `Reader.read`.
        should_stop: see `Reader.read`.
        is_part: whether it is a part.

    Returns:
        What was read, its boxes in pixels of `shown`; None where it was stopped.
    """
    paper, margin = with_paper(shown) if is_part else (shown, 0)
    page = reader.read(paper, should_stop, turn)
    return None if page is None else page.placed(-margin, -margin, 1)


def turned_page(page: Page, shown: Bytes) -> tuple[Page, Bytes]:
    """A page and its picture, turned as the page was read, its boxes in the turned picture."""
    height, width = shown.shape[:2]
    turned = page.changed(lambda digit: replace(digit, box=turned_box(digit.box, page.turn, width, height)))
    return turned, turned_picture(shown, page.turn)


def part_of(source: PictureSource, region: Region, shown: Bytes) -> Part:
    """Where a part lies in its picture.

    Args:
        source: the whole picture.
        region: the part.
        shown: uint8 (height, width, 3), the part as it was read, not yet turned.

    Raises:
        UserError: the file went away meanwhile.
    """
    left, top, right, bottom = region
    if isinstance(source, np.ndarray):
        height, width = source.shape[:2]
    else:
        high, wide = max(bottom - top, _LEAST), max(right - left, _LEAST)
        # Only the proportions of the whole are asked for; a view takes no memory.
        like = np.broadcast_to(np.uint8(0), (round(shown.shape[0] / high), round(shown.shape[1] / wide), 3))
        path, page = _file(source)
        width, height = upright_size(path, like, page)
    x, y = round(left * width), round(top * height)
    return x, y, max(1, round(right * width) - x), max(1, round(bottom * height) - y)


def region_of(part: Part, width: int, height: int, name: str) -> Region:
    """A part of a picture of so many pixels as shares of it.

    Raises:
        UserError: the part does not lie within the picture, which is called `name`.
    """
    left, top, wide, high = part
    if left + wide > width or top + high > height:
        sentence = tr("{file} has {width} × {height} pixels, and the part {part} does not lie within.")
        raise UserError(sentence.format(file=name, width=width, height=height, part=",".join(map(str, part))))
    return left / width, top / height, (left + wide) / width, (top + high) / height


def size_of(source: Path | FilePage, shown: Bytes) -> tuple[int, int]:
    """Width and height of a file's picture; see `upright_size`."""
    path, page = _file(source)
    return upright_size(path, shown, page)


def _file(source: Path | FilePage) -> tuple[Path, int]:
    return (source.path, source.number) if isinstance(source, FilePage) else (source, 1)
