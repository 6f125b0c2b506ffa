"""What was read in many pictures as one table."""

import csv
from collections.abc import Iterable
from io import StringIO
from itertools import repeat

TITLES = ("path", "row", "text", "confidence", "model")
PART = "part"
"""The title behind the first one in tables that tell parts."""


def table(
    pages: Iterable[tuple[str, Iterable[tuple[str, float]], str]], parts: Iterable[Iterable[int]] | None = None
) -> bytes:
    """The rows of all pages as CSV, with a line of titles.

    Args:
        pages: the path or the name of each picture, of each of its rows the text and the lowest confidence, 0 to 1, and
            the name of the model that answered.
        parts: of each page the left, top, width and height of the part of the picture that it is, in pixels of the
            upright picture; nothing of a whole one. None where all are whole: then the table has no such column.

    Returns:
        UTF-8; bytes of a path that are none are kept as they are.
    """
    lines = StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(TITLES if parts is None else (TITLES[0], PART, *TITLES[1:]))
    for (path, rows, model), part in zip(pages, repeat(()) if parts is None else parts, strict=parts is not None):
        beginning = (path,) if parts is None else (path, " ".join(map(str, part)))
        for number, (text, confidence) in enumerate(rows, start=1):
            writer.writerow((*beginning, number, text, f"{confidence:.4f}", model))
    return lines.getvalue().encode("utf-8", "surrogateescape")
