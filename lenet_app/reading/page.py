"""What was read: a page of rows of digits, as values."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lenet_app.ink.normalise import Picture
from lenet_app.recognition.recognizer import Recognition

Box = tuple[float, float, float, float]
"""Left, top, width and height, in pixels of the picture that was read."""

NOT_SURE = "?"

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
    """

    recognition: Recognition
    box: Box
    fitted: Picture | None = None
    is_doubted: bool = False

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
        return (
            min(self.recognition.confidence, _MOST_CONFIDENCE_IN_DOUBT)
            if self.is_doubted
            else self.recognition.confidence
        )

    @property
    def text(self) -> str:
        """The answer, or `NOT_SURE`."""
        return str(self.best) if self.sure else NOT_SURE


@dataclass(frozen=True, eq=False)
class Row:
    """The digits of a row, from the left to the right; at least one."""

    digits: tuple[ReadDigit, ...]

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
        """The lowest confidence of its digits."""
        return min(digit.confidence for digit in self.digits)


@dataclass(frozen=True, eq=False)
class Page:
    """All rows, from the top to the bottom.

    Args:
        rows: none where no digits were found.
        complete: False where there was more than can be read in a reasonable time, and only a part was.
        turn: by how many degrees clockwise the picture was turned to be read: 0, 90, 180 or 270. Boxes are in the
            picture as it was before.
    """

    rows: tuple[Row, ...] = ()
    complete: bool = True
    turn: int = 0

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
        rows = (Row(tuple(change(digit) for digit in row.digits)) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def placed(self, left: float, top: float, scale: float) -> "Page":
        """The page with its boxes made larger by `scale`, then moved by `left` and `top`."""

        def place(digit: ReadDigit) -> ReadDigit:
            x, y, width, height = digit.box
            return replace(digit, box=(left + x * scale, top + y * scale, width * scale, height * scale))

        return self.changed(place)
