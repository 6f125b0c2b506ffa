"""What is no digit in made rows: its kinds, how high and how low each stands, and pictures of them.

In a row's glyphs a number from 0 to 9 is a digit, and `FIRST` with a kind's place in `KINDS` added is that kind.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship import among_digits
from lenet_app.penmanship.digits import drawn
from lenet_app.penmanship.no_digits import CAPITALS, SIGNS, SMALL_LETTERS
from lenet_app.penmanship.pens import canvas_pens, random_pens
from lenet_app.penmanship.rendering import rendered
from lenet_app.penmanship.rows.pool import Pool, ordered_pool, pen_widths
from lenet_app.penmanship.rows.texts import Text
from lenet_app.penmanship.rubbish import LETTERS, blobs, hatching, tangles, zigzags
from lenet_app.penmanship.styles import Style
from lenet_app.penmanship.traces import Traces

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Span = tuple[float, float]

FIRST = 10
"""The number of the first kind."""

_ON_CANVAS = 0.3  # of the pictures have the canvas' pen
_X_HEIGHT, _HIGH, _CAPITAL = (0.45, 0.9), (0.85, 1.3), (0.8, 1.2)
_ON_LINE = (-0.04, 0.06)


@dataclass(frozen=True)
class NoDigit:
    """A kind of what is no digit; lengths in heights of a digit.

    Args:
        name: what it is written by.
        high: from how high to how high it is.
        foot: from how far to how far its foot lies below the line that digits stand on.
        styles: how it is written, or
        kind: what draws it.
    """

    name: str
    high: Span
    foot: Span = _ON_LINE
    styles: tuple[Style, ...] = ()
    kind: Callable[[int, np.random.Generator], Traces] | None = None

    def drawn(self, count: int, random: np.random.Generator) -> Traces:
        """So many drawings of it."""
        return drawn(self.styles, count, random, LETTERS) if self.kind is None else self.kind(count, random)


def _letters(names: str, table: tuple[Style, ...], high: Span, *, as_capitals: bool = False) -> Iterable[NoDigit]:
    """The letters of a table, each by the styles that its name begins or ends."""
    for name in names:
        own = tuple(style for style in table if name in (style.name.split()[0], style.name.split()[-1]))
        yield NoDigit(name.upper() if as_capitals else name, high, styles=own)


def _without(table: tuple[Style, ...], *names: str) -> tuple[Style, ...]:
    return tuple(style for style in table if style.name not in names)


KINDS: tuple[NoDigit, ...] = (
    NoDigit("/", (0.95, 1.5), (0.0, 0.25), among_digits.SLASHES),
    NoDigit("+", (0.4, 0.95), (-0.35, 0.0), among_digits.PLUS_SIGNS),
    NoDigit("=", (0.25, 0.5), (-0.5, -0.15), among_digits.EQUAL_SIGNS),
    NoDigit("(", (1.0, 1.5), (0.0, 0.25), among_digits.OPENING_BRACKETS),
    NoDigit(")", (1.0, 1.5), (0.0, 0.25), among_digits.CLOSING_BRACKETS),
    NoDigit("Ⅰ", _CAPITAL, styles=among_digits.ROMAN_ONES),
    NoDigit("I", _CAPITAL, styles=among_digits.PLAIN_ONES),
    NoDigit("Ⅱ", _CAPITAL, styles=among_digits.ROMAN_TWOS),
    NoDigit("Ⅲ", _CAPITAL, styles=among_digits.ROMAN_THREES),
    NoDigit("€", _CAPITAL, styles=among_digits.CURRENCIES),
    NoDigit("%", _CAPITAL, styles=among_digits.PERCENTS),
    NoDigit("g", (0.75, 1.1), (0.2, 0.45), among_digits.SMALL_G),
    NoDigit("o", (0.4, 0.65), (-0.4, 0.05), among_digits.SMALL_O),
    *_letters("acemnruvwx", SMALL_LETTERS, _X_HEIGHT),
    *_letters("dfhk", SMALL_LETTERS, _HIGH),
    *_letters("AEFHKMNRVWX", CAPITALS, _CAPITAL),
    *_letters("cu", SMALL_LETTERS, _CAPITAL, as_capitals=True),
    NoDigit("sign", (0.5, 1.2), (-0.3, 0.1), _without(SIGNS, "plus", "equals", "two bars", "three bars", "bracket")),
    *(NoDigit("blot", (0.8, 1.4), (-0.1, 0.2), kind=kind) for kind in (tangles, zigzags, hatching, blobs)),
)
"""All kinds; those of the same name are the same to whoever writes them."""


def _numbers() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, kind in enumerate(KINDS):
        found.setdefault(kind.name, []).append(FIRST + place)
    return {name: tuple(numbers) for name, numbers in found.items()}


NUMBERS = _numbers()
"""The numbers of the kinds of each name."""

_NONE = np.zeros(FIRST)
_HIGH_FROM, _HIGH_TO, _FOOT_FROM, _FOOT_TO = (
    np.concatenate([_NONE + usual, values])
    for usual, values in zip((1, 1, 0, 0), np.array([(*kind.high, *kind.foot) for kind in KINDS]).T, strict=True)
)


def heights(glyphs: Text, random: np.random.Generator) -> Floats:
    """How high each glyph is, in heights of a digit: 1 for digits."""
    return random.uniform(_HIGH_FROM[glyphs], _HIGH_TO[glyphs]).astype(np.float32)


def usual_heights(glyphs: Text) -> Floats:
    """How high each glyph is usually."""
    return np.asarray((_HIGH_FROM + _HIGH_TO)[glyphs] / 2, np.float32)


def feet(glyphs: Text, random: np.random.Generator) -> Floats:
    """How far below the line each glyph ends, in heights of a digit: 0 for digits."""
    return random.uniform(_FOOT_FROM[glyphs], _FOOT_TO[glyphs]).astype(np.float32)


def no_digit_pool(each: int, random: np.random.Generator) -> Pool:
    """`each` pictures of every kind, ordered by the pen."""
    parts = []
    for kind in KINDS:
        pens = canvas_pens(each) if random.random() < _ON_CANVAS else random_pens(each, random)
        images = rendered(kind.drawn(each, random), pens, random)[:, 0]
        parts.append(images[np.argsort(pen_widths(images), kind="stable")])
    # A slash leans by itself, and what leans in a letter is seldom its stem: none of them is set upright.
    return ordered_pool(np.concatenate(parts), np.full((len(KINDS), 1), each), is_upright=True)
