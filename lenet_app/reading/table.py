"""What was read in many pictures as one table."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

TITLES = ("path", "row", "text", "confidence", "model")
PAGE, PART = "page", "part"
"""Titles behind the first one: where a file has several pages, and in tables that tell parts."""


@dataclass(frozen=True)
class Place:
    """Where rows were read.

    Args:
        path: the path or the name of the picture.
        page: which of several pages of the file, from 1 on; None where there is one.
        part: left, top, width and height of the part of the picture, in pixels of the upright picture; nothing of a
            whole one.
    """

    path: str
    page: int | None = None
    part: Sequence[int] = ()


def table(pages: Iterable[tuple[Place, Iterable[tuple[str, float]], str]], *, has_parts: bool = False) -> bytes:
    """The rows of all pages as CSV, with a line of titles.

    Args:
        pages: of each where it is, of each of its rows the text and the lowest confidence, 0 to 1, and the name of the
            model that answered.
        has_parts: whether there is a column for parts.

    Returns:
        UTF-8; bytes of a path that are none are kept as they are. A column tells pages where there are any.
    """
    told = list(pages)
    has_pages = any(place.page is not None for place, _, _ in told)
    lines = StringIO(newline="")
    writer = csv.writer(lines)
    own = [PAGE] * has_pages + [PART] * has_parts
    writer.writerow((TITLES[0], *own, *TITLES[1:]))
    for place, rows, model in told:
        parts = {PAGE: "" if place.page is None else str(place.page), PART: " ".join(map(str, place.part))}
        beginning = (place.path, *(parts[title] for title in own))
        for number, (text, confidence) in enumerate(rows, start=1):
            writer.writerow((*beginning, number, text, f"{confidence:.4f}", model))
    return lines.getvalue().encode("utf-8", "surrogateescape")
