"""What was read: a page of rows of digits, as values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod

from lenet_app.ink.normalise import Picture
from lenet_app.recognition.recognizer import Recognition

Box = tuple[float, float, float, float]
"""Left, top, width and height, in pixels of the picture that was read."""

NOT_SURE = "?"

SURE_OF_NUMBER = 0.9
"""How likely a whole number has to be right to be called sure; `weigh_readers` tells what comes of it."""

_MOST_CONFIDENCE_IN_DOUBT = 0.5
"""Of a digit that the ink speaks against: of real ones about half are right."""


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """A digit of a row.

    Args:
        recognition: the model's answer.
        box: where it stands.
        fitted: what the model answered for; None where there was no ink, or where it was let go to save memory.
        is_doubted: whether the ink speaks against any answer, however confident the model is: see `doubt.py`.
        whole: of the least sure digit of a number that is not sure as a whole, how likely that number is right, 0 to 1;
            None of all other digits.
    """

    recognition: Recognition
    box: Box
    fitted: Picture | None = None
    is_doubted: bool = False
    whole: float | None = None

    @property
    def best(self) -> int:
        """The best guess, 0 to 9."""
        return self.recognition.best

    @property
    def sure(self) -> bool:
        """Whether the best guess is given as the answer."""
        return self.recognition.sure and not self.is_doubted

    @property
    def digit(self) -> int | None:
        """The answer; None where the model is not sure."""
        return self.best if self.sure else None

    @property
    def confidence(self) -> float:
        """How likely the best guess is right, 0 to 1."""
        most = _MOST_CONFIDENCE_IN_DOUBT if self.is_doubted else 1.0
        return min(self.recognition.confidence, most, 1.0 if self.whole is None else self.whole)

    @property
    def text(self) -> str:
        """The answer, or `NOT_SURE`."""
        return str(self.best) if self.sure else NOT_SURE


@dataclass(frozen=True)
class Place:
    """Where a number stands in a table or among columns, both from 0.

    Args:
        line: counted over the whole page.
        column: of the line.
    """

    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Row:
    """The digits of a row, from the left to the right; at least one. In a table or in columns, those of one number.

    Args:
        digits: all of them.
        whole: how likely all of it is right, 0 to 1, by those who weighed it as a whole; None where nobody did.
        place: in a table or among columns; None where there are none.
    """

    digits: tuple[ReadDigit, ...]
    whole: float | None = None
    place: Place | None = None

    @property
    def text(self) -> str:
        """The answers, `NOT_SURE` where there is none."""
        return "".join(digit.text for digit in self.digits)

    @property
    def best_text(self) -> str:
        """The best guesses."""
        return "".join(str(digit.best) for digit in self.digits)

    @property
    def confidence(self) -> float:
        """How likely all of it is right, 0 to 1; where nobody weighed it as a whole, the product over its digits."""
        return prod(digit.confidence for digit in self.digits) if self.whole is None else self.whole

    @property
    def sure(self) -> bool:
        """Whether the number is given as sure: every digit is, and the whole."""
        return self.confidence >= SURE_OF_NUMBER and all(digit.sure for digit in self.digits)


def weighed_row(digits: Sequence[ReadDigit], whole: float) -> Row:
    """A row that was weighed as a whole: where that leaves it unsure, its least sure digit is marked.

    Args:
        digits: from the left to the right.
        whole: how likely all of it is right, 0 to 1.
    """
    row = Row(tuple(digits), whole)
    if not digits or whole >= SURE_OF_NUMBER or not all(digit.sure for digit in digits):
        return row
    weakest = min(digits, key=lambda digit: digit.confidence)
    return replace(row, digits=tuple(replace(one, whole=whole) if one is weakest else one for one in digits))


@dataclass(frozen=True, eq=False)
class Page:
    """All rows, from the top to the bottom.

    Args:
        rows: none where no digits were found.
        complete: False where there was more than can be read in a reasonable time, and only a part was.
    """

    rows: tuple[Row, ...] = ()
    complete: bool = True

    @property
    def text(self) -> str:
        """The rows' answers, a line each."""
        return "\n".join(row.text for row in self.rows)

    @property
    def best_text(self) -> str:
        """The rows' best guesses, a line each."""
        return "\n".join(row.best_text for row in self.rows)

    def changed(self, change: Callable[[ReadDigit], ReadDigit]) -> "Page":
        """The page with every digit changed in this way."""
        rows = (replace(row, digits=tuple(change(digit) for digit in row.digits)) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def placed(self, left: float, top: float, scale: float) -> "Page":
        """The page with its boxes made larger by `scale`, then moved by `left` and `top`."""

        def place(digit: ReadDigit) -> ReadDigit:
            x, y, width, height = digit.box
            return replace(digit, box=(left + x * scale, top + y * scale, width * scale, height * scale))

        return self.changed(place)
