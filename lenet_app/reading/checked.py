"""A page as a person has gone over it: digits corrected, and marks left out that are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lenet_app.networks.certainty import Certainty
from lenet_app.reading.page import Box, Page, ReadDigit, Row

_SAME = 0.5
"""Of the union of two boxes: where they share so much they are taken for the same digit's."""


@dataclass(frozen=True, eq=False)
class CheckedDigit:
    """A digit as it was read, and what a person said of it.

    Args:
        read: the model's answer.
        row: the number of its row, from 0.
        is_corrected: whether a person said what it is.
        given: what they said, 0 to 9; None where it is no digit at all.
    """

    read: ReadDigit
    row: int
    is_corrected: bool = False
    given: int | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether a person said that it is no digit."""
        return self.is_corrected and self.given is None

    @property
    def is_doubtful(self) -> bool:
        """Whether the model is not sure and nobody has said what it is."""
        return not self.is_corrected and not self.read.sure

    @property
    def best(self) -> int:
        """What it is taken for, 0 to 9; of one that was left out, what the model took it for."""
        return self.read.best if self.given is None else self.given

    @property
    def text(self) -> str:
        """The digit, `page.NOT_SURE` where it is doubtful, nothing where it was left out."""
        if self.is_left_out:
            return ""
        return str(self.given) if self.is_corrected else self.read.text

    @property
    def confidence(self) -> float:
        """How likely it is right, 0 to 1; what a person said is taken to be so."""
        return 1.0 if self.is_corrected else self.read.confidence


@dataclass(frozen=True, eq=False)
class CheckedPage:
    """A page and its corrections; never changed, every correction makes another one.

    Args:
        page: as it was read.
        corrections: by the digit's number in the order of reading, from 0, what it is; None where it is no digit.
    """

    page: Page = field(default_factory=Page)
    corrections: Mapping[int, int | None] = field(default_factory=dict)

    @cached_property
    def digits(self) -> tuple[CheckedDigit, ...]:
        """All digits in the order of reading, also those that were left out."""
        read = ((digit, number) for number, row in enumerate(self.page.rows) for digit in row.digits)
        given = self.corrections
        return tuple(
            CheckedDigit(digit, row, index in given, given.get(index)) for index, (digit, row) in enumerate(read)
        )

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the digits of each row, also of those that were left out."""
        rows = range(len(self.page.rows))
        return tuple(tuple(n for n, digit in enumerate(self.digits) if digit.row == row) for row in rows)

    @property
    def lines(self) -> tuple[tuple[str, float], ...]:
        """Text and lowest confidence of each row of which something is left."""
        rows = ([self.digits[n] for n in row if not self.digits[n].is_left_out] for row in self.rows)
        return tuple(
            ("".join(digit.text for digit in row), min(digit.confidence for digit in row)) for row in rows if row
        )

    @property
    def text(self) -> str:
        """The rows, a line each."""
        return "\n".join(text for text, _ in self.lines)

    @property
    def count(self) -> int:
        """How many digits there are, without those that were left out."""
        return sum(not digit.is_left_out for digit in self.digits)

    @property
    def doubtful(self) -> tuple[int, ...]:
        """The numbers of the doubtful digits."""
        return tuple(n for n, digit in enumerate(self.digits) if digit.is_doubtful)

    def corrected(self, index: int, digit: int | None) -> "CheckedPage":
        """With what a person says of digit `index`: 0 to 9, or None where it is no digit."""
        assert 0 <= index < len(self.digits)
        return replace(self, corrections={**self.corrections, index: digit})

    def as_read(self, index: int) -> "CheckedPage":
        """With digit `index` as it was read."""
        return replace(self, corrections={n: given for n, given in self.corrections.items() if n != index})

    def next_doubtful(self, after: int | None) -> int | None:
        """The first doubtful digit behind number `after`, or from the start again; None where there is none."""
        doubtful = self.doubtful
        later = [n for n in doubtful if after is not None and n > after]
        return next(iter(later or doubtful), None)

    def carried_to(self, page: Page) -> "CheckedPage":
        """A page that was read anew, with the corrections of the digits that stand where they stood."""
        fresh = CheckedPage(page)
        given: dict[int, int | None] = {}
        for index, digit in self.corrections.items():
            box = self.digits[index].read.box
            shares = [_shared(box, other.read.box) for other in fresh.digits]
            nearest = max(range(len(shares)), key=shares.__getitem__, default=None)
            if nearest is not None and shares[nearest] >= _SAME:
                given[nearest] = digit
        return replace(fresh, corrections=given)

    def with_certainty(self, certainty: Certainty) -> "CheckedPage":
        """The same answers with another threshold."""
        rows = (
            Row(tuple(replace(one, recognition=replace(one.recognition, certainty=certainty)) for one in row.digits))
            for row in self.page.rows
        )
        return replace(self, page=replace(self.page, rows=tuple(rows)))


def _shared(one: Box, other: Box) -> float:
    """The part of the union of two boxes that lies in both, 0 to 1."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    both = max(width, 0.0) * max(height, 0.0)
    union = one[2] * one[3] + other[2] * other[3] - both
    return both / union if union > 0 else 0.0
