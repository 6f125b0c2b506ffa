"""How "7 or 1?" is set: the names large, the word between them small, in one line or two."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

_SMALLEST = 14
"""Pixels of the names' font."""
_WORD_SHARE = 0.45
"""The size of the word between the names, as a share of theirs."""
_PLACES = re.compile(r"(\{first\}|\{second\})")


@dataclass(frozen=True)
class Piece:
    """A part of the line in one font."""

    text: str
    is_name: bool

    def pixels(self, size: int) -> int:
        """The size of its font where the names have `size`; marks are as large as the names, words are smaller."""
        is_word = not self.is_name and any(mark.isalpha() for mark in self.text)
        return max(round(size * _WORD_SHARE), min(size, _SMALLEST)) if is_word else size


Line = tuple[Piece, ...]
FontOf = Callable[[int], QFont]
"""The font of so many pixels."""


def arrangements(template: str, first: str, second: str) -> list[tuple[Line, ...]]:
    """The sentence in one line, and in two that break behind the name that comes first.

    Args:
        template: such as "{first} or {second}?".
        first: the name in the place of {first}.
        second: the name in the place of {second}.
    """
    names = {"{first}": first, "{second}": second}
    parts = [part for part in _PLACES.split(template) if part]
    line = tuple(Piece(names.get(part, part), part in names) for part in parts)
    break_at = next((place for place, piece in enumerate(line, 1) if piece.is_name), len(line))
    upper, lower = line[:break_at], line[break_at:]
    if not any(piece.is_name for piece in lower):
        return [(line,)]
    return [(line,), (upper, (replace(lower[0], text=lower[0].text.lstrip()), *lower[1:]))]


def sized(lines: tuple[Line, ...], room: QSizeF, font_of: FontOf, largest: int) -> tuple[tuple[Line, ...], int]:
    """The lines as they fit into `room`, and the largest size of the names' font in which they do.

    Names that are too long for the smallest font are cut short; `largest` is how large it may be, in pixels.
    """
    widest = max(_width(line, largest, font_of) for line in lines)
    highest = len(lines) * QFontMetricsF(font_of(largest)).height()
    size = int(largest * min(1.0, room.width() / widest, room.height() / highest))
    if size >= _SMALLEST:
        return lines, size
    return tuple(_cut(line, room.width(), font_of) for line in lines), _SMALLEST


def _width(line: Line, size: int, font_of: FontOf) -> float:
    return sum(QFontMetricsF(font_of(piece.pixels(size))).horizontalAdvance(piece.text) for piece in line)


def _cut(line: Line, width: float, font_of: FontOf) -> Line:
    """The line in the smallest font, its names cut short so that it is no wider than `width`."""
    others = _width(tuple(piece for piece in line if not piece.is_name), _SMALLEST, font_of)
    each = (width - others) / sum(piece.is_name for piece in line)
    metrics = QFontMetricsF(font_of(_SMALLEST))

    def cut(piece: Piece) -> Piece:
        return replace(piece, text=metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, each))

    return tuple(cut(piece) if piece.is_name else piece for piece in line)
