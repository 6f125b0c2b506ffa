"""What was read in many pictures as one table."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

TITLES = ("path", "row", "text", "confidence", "model")
Line = tuple[Sequence[str], float]
"""The texts of a row's cells, and the lowest confidence."""
PAGE, PART = "page", "part"
"""Titles behind the first one: where a file has several pages, and in tables that tell parts."""


@dataclass(frozen=True)
class Origin:
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


def table(pages: Iterable[tuple[Origin, Iterable[Line], str]], *, has_parts: bool = False) -> bytes:
    """The rows of all pages as CSV, with a line of titles.

    Args:
        pages: of each where it is, of each of its rows the texts of its cells, mostly one, and the lowest confidence, 0
            to 1, and the name of the model that answered. Where a row has several cells, so many columns stand for the
            text.
        has_parts: whether there is a column for parts.

    Returns:
        UTF-8; bytes of a path that are none are kept as they are. A column tells pages where there are any.
    """
    told = list(pages)
    has_pages = any(origin.page is not None for origin, _, _ in told)
    lines = StringIO(newline="")
    writer = csv.writer(lines)
    every = [(origin, list(rows), model) for origin, rows, model in told]
    columns = max((len(texts) for _, rows, _ in every for texts, _ in rows), default=1)
    more = tuple(f"{TITLES[2]} {number}" for number in range(2, columns + 1))
    own = [PAGE] * has_pages + [PART] * has_parts
    writer.writerow((TITLES[0], *own, *TITLES[1:3], *more, *TITLES[3:]))
    for origin, rows, model in every:
        parts = {PAGE: "" if origin.page is None else str(origin.page), PART: " ".join(map(str, origin.part))}
        beginning = (origin.path, *(parts[title] for title in own))
        for number, (texts, confidence) in enumerate(rows, start=1):
            cells = (*texts, *[""] * (columns - len(texts)))
            writer.writerow((*beginning, number, *cells, f"{confidence:.4f}", model))
    return lines.getvalue().encode("utf-8", "surrogateescape")
