"""What was read up to a moment, for a table that is made and written beside the window."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lenet_app.gui.read.item import Item, Said
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.pictures import Part
from lenet_app.reading.table import Origin, table

_MARK = b"\xef\xbb\xbf"
"""Without it in front spreadsheets do not take a table for UTF-8."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One picture, part of a picture, or drawing that was read.

    Args:
        path: what the table calls it.
        file_page: which of several pages of its file it is, from 1 on; None where there is one.
        part: which part of its picture it is; None of the whole.
        page: what was read, with what was corrected.
        model: the name of the model that answered.
    """

    path: str
    file_page: int | None
    part: Part | None
    page: CheckedPage
    model: str


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that was read; never changes, so any thread may use it.

    Args:
        entries: in the order of the list.
        said: what a person said of each, by its key.
    """

    entries: tuple[Entry, ...]
    said: Mapping[int, Said]

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Snapshot":
        """What these items say now, those that a table has rows for."""
        entries, said = [], {}
        for item in items:
            if item.in_table and item.page is not None and item.model is not None:
                entries.append(Entry(item.path, item.file_page, item.part, item.page, item.model.name))
                said[item.key] = item.said
        return cls(tuple(entries), said)

    def as_csv(self) -> bytes:
        """A table of all rows, with their corrections, each with the model that answered."""
        pages = [(Origin(one.path, one.file_page, one.part or ()), one.page.cells, one.model) for one in self.entries]
        return _MARK + table(pages, has_parts=True)

    @property
    def counts(self) -> tuple[int, int]:
        """How many pictures have a row in the table, and how many rows these are."""
        rows = [len(one.page.cells) for one in self.entries]
        return sum(map(bool, rows)), sum(rows)
