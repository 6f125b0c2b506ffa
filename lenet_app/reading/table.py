"""What was read in many pictures as one table."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import repeat

TITLES = ("path", "row", "text", "confidence", "model")
Line = tuple[Sequence[str], float]
"""The texts of a row's cells, and the lowest confidence."""
PART = "part"
"""The title behind the first one in tables that tell parts."""


def table(pages: Iterable[tuple[str, Iterable[Line], str]], parts: Iterable[Iterable[int]] | None = None) -> bytes:
    """The rows of all pages as CSV, with a line of titles.

    Args:
        pages: the path or the name of each picture, of each of its rows the texts of its cells, mostly one, and the
            lowest confidence, 0 to 1, and the name of the model that answered. Where a row has several cells, so many
            columns stand for the text.
        parts: of each page the left, top, width and height of the part of the picture that it is, in pixels of the
            upright picture; nothing of a whole one. None where all are whole: then the table has no such column.

    Returns:
        UTF-8; bytes of a path that are none are kept as they are.
    """
    lines = StringIO(newline="")
    writer = csv.writer(lines)
    every = [(path, list(rows), model) for path, rows, model in pages]
    columns = max((len(texts) for _, rows, _ in every for texts, _ in rows), default=1)
    more = tuple(f"{TITLES[2]} {number}" for number in range(2, columns + 1))
    before = TITLES[:2] if parts is None else (TITLES[0], PART, TITLES[1])
    writer.writerow((*before, TITLES[2], *more, *TITLES[3:]))
    for (path, rows, model), part in zip(every, repeat(()) if parts is None else parts, strict=parts is not None):
        beginning = (path,) if parts is None else (path, " ".join(map(str, part)))
        for number, (texts, confidence) in enumerate(rows, start=1):
            cells = (*texts, *[""] * (columns - len(texts)))
            writer.writerow((*beginning, number, *cells, f"{confidence:.4f}", model))
    return lines.getvalue().encode("utf-8", "surrogateescape")
