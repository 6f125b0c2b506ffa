"""A page as a person has gone over it: digits corrected and added, and marks left out that are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lenet_app.networks.certainty import Certainty
from lenet_app.reading.page import Box, Page, Place, ReadDigit, text_with_marks
from lenet_app.reading.places import in_lines

SAME_DIGIT_OVERLAP = 0.5
"""Of the union of two boxes: where they share so much they are taken for the same digit's."""
_SAME_ROW_OVERLAP = 0.4
"""Of the lower of two boxes, that must lie beside the other for them to stand in one row."""


@dataclass(frozen=True, eq=False)
class CheckedDigit:
    """A digit as it was read, and what a person said of it.

    Args:
        read: the model's answer.
        row: the number of its row, from 0.
        is_corrected: whether a person said what it is.
        given: what they said, 0 to 9; None where it is no digit at all.
        is_added: whether a person showed where it is, for it had not been found.
        place: of its number in a table or among columns; None where there are none.
    """

    read: ReadDigit
    row: int
    is_corrected: bool = False
    given: int | None = None
    is_added: bool = False
    place: Place | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether it is no digit: a person said so, or it was read so."""
        return self.given is None if self.is_corrected else self.read.is_no_digit

    @property
    def is_doubtful(self) -> bool:
        """Whether it is to be checked: the model is unsure of it or of its number, and nobody has said what it is.

        Of what was read as no digit: whether some reader takes it for one.
        """
        if self.is_corrected:
            return False
        return self.read.is_doubted if self.read.is_no_digit else not (self.read.sure and self.read.whole is None)

    @property
    def best(self) -> int:
        """What it is taken for, 0 to 9; of one that was left out, what the model took it for."""
        return self.read.best if self.given is None else self.given

    @property
    def text(self) -> str:
        """The digit, `page.NOT_SURE` where the model is not sure of it, nothing where it was left out."""
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
        digits: all of them in the order of reading, also those that were left out, and ink that was read as no digit.
        complete: False where there was more than can be read in a reasonable time.
        shows_marks: whether its text has the marks between the digits, `ReadDigit.before` and `after`.
    """

    digits: tuple[CheckedDigit, ...] = ()
    complete: bool = True
    shows_marks: bool = False

    @classmethod
    def of(cls, page: Page, *, shows_marks: bool = False) -> "CheckedPage":
        """A page as it was read."""
        read = (CheckedDigit(digit, number, place=row.place)
                for number, row in enumerate(page.rows) for digit in row.digits)  # fmt: skip
        found = cls(tuple(read), page.complete, shows_marks)
        for other in page.others:
            found, _ = found._with_new(CheckedDigit(other, row=0))
        return found

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the digits of each row, also of those that were left out."""
        rows = range(max((digit.row for digit in self.digits), default=-1) + 1)
        return tuple(tuple(n for n, digit in enumerate(self.digits) if digit.row == row) for row in rows)

    @property
    def lines(self) -> tuple[tuple[str, float], ...]:
        """Text and lowest confidence of each row of which something is left."""
        return tuple((text, confidence) for text, confidence, _ in self._numbers)

    @property
    def cells(self) -> list[tuple[tuple[str, ...], float]]:
        """The texts of each line's cells, and its lowest confidence; without table or columns each row is a line."""
        return in_lines(self._numbers)

    @property
    def _numbers(self) -> tuple[tuple[str, float, Place | None], ...]:
        """Text, lowest confidence and place of each row of which something is left."""
        rows = ([self.digits[n] for n in row] for row in self.rows)
        left = [(row, [digit.confidence for digit in row if not digit.is_left_out]) for row in rows]
        return tuple((self._text_of(row), min(shares), row[0].place) for row, shares in left if shares)

    def _text_of(self, row: Sequence[CheckedDigit]) -> str:
        """A row, with the marks beside its digits where these are shown."""
        return text_with_marks([(digit.read, digit.text) for digit in row], shows_marks=self.shows_marks)

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

    @property
    def added_boxes(self) -> tuple[Box, ...]:
        """The boxes of the digits that a person added."""
        return tuple(digit.read.box for digit in self.digits if digit.is_added)

    @property
    def is_changed(self) -> bool:
        """Whether a person corrected or added anything."""
        return any(digit.is_corrected or digit.is_added for digit in self.digits)

    # What a person says

    def corrected(self, index: int, digit: int | None) -> "CheckedPage":
        """With what a person says of digit `index`: 0 to 9, or None where it is no digit; an added one is gone then."""
        assert 0 <= index < len(self.digits)
        if digit is None and self.digits[index].is_added:
            return self._without(index)
        return self._with(index, replace(self.digits[index], is_corrected=True, given=digit))

    def as_read(self, index: int) -> "CheckedPage":
        """With digit `index` as it was read."""
        return self._with(index, replace(self.digits[index], is_corrected=False, given=None))

    def with_digit(self, read: ReadDigit, given: int | None = None) -> tuple["CheckedPage", int]:
        """With a digit that was not found, in its place: in the row that it stands in, or in one of its own.

        Args:
            read: where it is, and what the model takes it for.
            given: what a person says it is, 0 to 9; None leaves it to the model.

        Returns:
            The page, and the number of the digit.
        """
        return self._with_new(CheckedDigit(read, 0, is_corrected=given is not None, given=given, is_added=True))

    def next_doubtful(self, after: int | None) -> int | None:
        """The first doubtful digit behind number `after`, or from the start again; None where there is none."""
        doubtful = self.doubtful
        later = [n for n in doubtful if after is not None and n > after]
        return next(iter(later or doubtful), None)

    # What the model says

    def answered(self, boxed: Sequence[ReadDigit]) -> "CheckedPage":
        """With the answers for digits that were added, known by their boxes."""
        answers = {one.box: one for one in boxed}
        return replace(
            self,
            digits=tuple(
                replace(one, read=answers.get(one.read.box, one.read)) if one.is_added else one for one in self.digits
            ),
        )

    def carried_to(self, page: Page, boxed: Sequence[ReadDigit] = ()) -> "CheckedPage":
        """A page that was read anew, with what a person said of the digits that stand where they stood.

        Args:
            page: the new one.
            boxed: the new answers for the digits that were added. One whose ink is gone is left away, and one that was
                found this time is a digit like the others.
        """
        fresh = CheckedPage.of(page, shows_marks=self.shows_marks)
        for digit in self.digits:
            if digit.is_corrected and not digit.is_added:
                fresh = fresh._given_there(digit) or fresh
        answers = {one.box: one for one in boxed}
        for digit in self.digits:
            if digit.is_added:
                read = answers.get(digit.read.box, digit.read)
                found = fresh._given_there(digit)
                if found is not None:
                    fresh = found
                elif read.fitted is not None or digit.read.fitted is None:
                    fresh, _ = fresh.with_digit(read, digit.given)
        return fresh

    def with_certainty(self, certainty: Certainty) -> "CheckedPage":
        """The same answers with another threshold."""
        return self._with_reads(lambda one: replace(one, recognition=replace(one.recognition, certainty=certainty)))

    def placed(self, place: Callable[[Box], Box]) -> "CheckedPage":
        """The same with its boxes elsewhere, for a picture that was turned."""
        return self._with_reads(lambda one: replace(one, box=place(one.box)))

    def without_pictures(self) -> "CheckedPage":
        """The same without the fitted pictures and what the sweeps saw."""
        return self._with_reads(lambda one: replace(one, fitted=None, trace=None))

    # Within

    def _given_there(self, digit: CheckedDigit) -> "CheckedPage | None":
        """With what was said of `digit` said of the one that stands in its place; None where none does."""
        shares = [0.0 if one.is_corrected or one.is_added else shared_part(digit.read.box, one.read.box)
                  for one in self.digits]  # fmt: skip
        nearest = max(range(len(shares)), key=shares.__getitem__, default=None)
        if nearest is None or shares[nearest] < SAME_DIGIT_OVERLAP:
            return None
        return self.corrected(nearest, digit.given) if digit.is_corrected else self

    def _with(self, index: int, digit: CheckedDigit) -> "CheckedPage":
        return replace(self, digits=(*self.digits[:index], digit, *self.digits[index + 1 :]))

    def _with_new(self, digit: CheckedDigit) -> tuple["CheckedPage", int]:
        """With a digit in the row that it stands in, or in one of its own, and its number."""
        box = digit.read.box
        row, others = _row_of(box, self.digits), self.digits
        place = None if row is None else next(one.place for one in others if one.row == row)
        if row is None:
            row = _rows_above(box, self)
            others = tuple(replace(one, row=one.row + (one.row >= row)) for one in others)
        middle = _middle(box, 0)
        index = sum(one.row < row or (one.row == row and _middle(one.read.box, 0) <= middle) for one in others)
        return replace(self, digits=(*others[:index], replace(digit, row=row, place=place), *others[index:])), index

    def _without(self, index: int) -> "CheckedPage":
        """Without digit `index`, and without its row where that is empty then."""
        row, rest = self.digits[index].row, (*self.digits[:index], *self.digits[index + 1 :])
        if not any(one.row == row for one in rest):
            rest = tuple(replace(one, row=one.row - (one.row > row)) for one in rest)
        return replace(self, digits=rest)

    def _with_reads(self, change: Callable[[ReadDigit], ReadDigit]) -> "CheckedPage":
        return replace(self, digits=tuple(replace(one, read=change(one.read)) for one in self.digits))


def _row_of(box: Box, digits: Sequence[CheckedDigit]) -> int | None:
    """The row of the nearest digit that stands beside `box`; None where none does."""
    beside = [
        one for one in digits if _overlap(box, one.read.box, 1) >= _SAME_ROW_OVERLAP * min(box[3], one.read.box[3])
    ]
    nearest = min(beside, key=lambda one: abs(_middle(one.read.box, 0) - _middle(box, 0)), default=None)
    return None if nearest is None else nearest.row


def _rows_above(box: Box, page: CheckedPage) -> int:
    """How many rows lie higher than `box`, by the middles of their digits."""
    middles = [[_middle(page.digits[n].read.box, 1) for n in row] for row in page.rows]
    return sum(sum(row) / len(row) < _middle(box, 1) for row in middles)


def _middle(box: Box, axis: int) -> float:
    """Across (0) or down (1)."""
    return box[axis] + box[axis + 2] / 2


def _overlap(one: Box, other: Box, axis: int) -> float:
    """How much of their extents two boxes share across (0) or down (1); 0 where nothing."""
    low, high = max(one[axis], other[axis]), min(one[axis] + one[axis + 2], other[axis] + other[axis + 2])
    return max(high - low, 0.0)


def shared_part(one: Box, other: Box) -> float:
    """The part of the union of two boxes that lies in both, 0 to 1."""
    both = _overlap(one, other, 0) * _overlap(one, other, 1)
    union = one[2] * one[3] + other[2] * other[3] - both
    return both / union if union > 0 else 0.0
