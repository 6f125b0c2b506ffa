"""What was read in many pictures as one table."""

import csv
from collections.abc import Iterable
from io import StringIO

TITLES = ("path", "row", "text", "confidence", "model")


def table(pages: Iterable[tuple[str, Iterable[tuple[str, float]], str]]) -> bytes:
    """The rows of all pages as CSV, with a line of titles.

    Args:
        pages: the path or the name of each picture, of each of its rows the text and the lowest confidence, 0 to 1, and
            the name of the model that answered.

    Returns:
        UTF-8; bytes of a path that are none are kept as they are.
    """
    lines = StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(TITLES)
    for path, rows, model in pages:
        for number, (text, confidence) in enumerate(rows, start=1):
            writer.writerow((path, number, text, f"{confidence:.4f}", model))
    return lines.getvalue().encode("utf-8", "surrogateescape")
