"""Tables for other programs, as RFC 4180 has them."""

import csv
from collections.abc import Iterable
from io import StringIO


def as_table(titles: Iterable[str], lines: Iterable[Iterable[object]]) -> bytes:
    """A file of comma-separated values in UTF-8, with a line of titles."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(lines)
    return text.getvalue().encode()
