"""What was read: a page of rows of digits, as values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import Picture
from lenet_app.recognition.recognizer import Recognition

Box = tuple[float, float, float, float]
"""Left, top, width and height, in pixels of the picture that was read."""

NOT_SURE = "?"

_PARTING = frozenset("/+=()")
"""Signs that part numbers: where marks are not shown a space stands for them."""

SURE_OF_NUMBER = 0.75
"""How likely a whole number has to be right to be called sure; `weigh_readers` tells what comes of it."""

_MOST_CONFIDENCE_IN_DOUBT = 0.5
"""Of a digit that the ink or a reader speaks against: of real ones about half are right."""


@dataclass(frozen=True, eq=False)
class RowTrace:
    """What a sweep along a row saw, to be shown.

    Args:
        picture: uint8 (32, width), the row's line.
        frames: float32 (frames, 11), the logarithms of the probabilities of the ten digits and the blank; frame t has
            its middle at pixel `networks.row_network.STRIDE` × t of the picture.
        digits: what the row was read as.
        spans: of each of these the first frame that says it, and the first beyond.
    """

    picture: npt.NDArray[np.uint8]
    frames: npt.NDArray[np.float32]
    digits: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """A digit of a row.

    Args:
        recognition: the model's answer.
        box: where it stands.
        fitted: what the model answered for; None where there was no ink, or where it was let go to save memory.
        is_doubted: whether the ink, or one of the readers, speaks against the answer, however confident the model is:
            see `doubt.py`, `agreed.py` and `numbers.py`.
        whole: of the least sure digit of a number that is not sure as a whole, how likely that number is right, 0 to 1;
            None of all other digits.
        trace: of the sweep along its row, the same object for all of the row's digits; None where nobody swept, or
            where it was let go to save memory.
        place: which of the trace's digits it is.
        before: the points, commas, colons, dashes, slashes, plus and equal signs that stand before it.
        after: the same behind the last digit of a row; empty for all others.
        is_no_digit: whether it is ink of about a digit's size that nobody reads as one: a letter, a bracket, a sign. If
            it is doubted as well, the readers disagree on that.
    """

    recognition: Recognition
    box: Box
    fitted: Picture | None = None
    is_doubted: bool = False
    whole: float | None = None
    trace: RowTrace | None = None
    place: int = 0
    before: str = ""
    after: str = ""
    is_no_digit: bool = False

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
        shows_marks: whether its text has the marks between the digits, `ReadDigit.before` and `after`.
        place: in a table or among columns; None where there are none.
    """

    digits: tuple[ReadDigit, ...]
    whole: float | None = None
    shows_marks: bool = False
    place: Place | None = None

    @property
    def text(self) -> str:
        """The answers, `NOT_SURE` where there is none."""
        return text_with_marks([(digit, digit.text) for digit in self.digits], shows_marks=self.shows_marks)

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


def text_with_marks(digits: Sequence[tuple[ReadDigit, str]], *, shows_marks: bool) -> str:
    """The text of a row.

    Args:
        digits: from the left to the right, each with what it says.
        shows_marks: whether the marks between digits are kept. Otherwise numbers that a slash, a plus or an equal sign
            parts have a space between them, and other marks nothing.
    """
    if shows_marks:
        return "".join(digit.before + said + digit.after for digit, said in digits)
    parts = [" " + said if not _PARTING.isdisjoint(digit.before) else said for digit, said in digits]
    return "".join(parts).strip()


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
        turn: by how many degrees clockwise the picture was turned to be read: 0, 90, 180 or 270. Boxes are in the
            picture as it was before.
        others: ink of about a digit's size that is no digit, row by row from the left to the right; also that of rows
            without digits.
    """

    rows: tuple[Row, ...] = ()
    complete: bool = True
    turn: int = 0
    others: tuple[ReadDigit, ...] = ()

    @property
    def text(self) -> str:
        """The rows' answers, a line each."""
        return "\n".join(row.text for row in self.rows)

    @property
    def best_text(self) -> str:
        """The rows' best guesses, a line each."""
        return "\n".join(row.best_text for row in self.rows)

    def with_marks(self) -> "Page":
        """The page with points, commas, colons, dashes, slashes, plus and equal signs in its text."""
        return replace(self, rows=tuple(replace(row, shows_marks=True) for row in self.rows))

    def changed(self, change: Callable[[ReadDigit], ReadDigit]) -> "Page":
        """The page with every digit, and all that is none, changed in this way."""
        rows = (replace(row, digits=tuple(change(digit) for digit in row.digits)) for row in self.rows)
        return replace(self, rows=tuple(rows), others=tuple(map(change, self.others)))

    def placed(self, left: float, top: float, scale: float) -> "Page":
        """The page with its boxes made larger by `scale`, then moved by `left` and `top`."""

        def place(digit: ReadDigit) -> ReadDigit:
            x, y, width, height = digit.box
            return replace(digit, box=(left + x * scale, top + y * scale, width * scale, height * scale))

        return self.changed(place)
