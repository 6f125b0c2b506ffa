"""The kinds of made pages that are ruled, squared, folded, or laid out in boxes, tables and columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from tests.tools.made_pages.kinds import _photographed as photographed
from tests.tools.made_pages.sheets import Bytes, Floats, _pictures, _strokes, on_paper

Random = np.random.Generator
Colour = tuple[int, int, int]

_FINE = 4
"""Lines are drawn so many times larger."""
_BLACK, _GREY = (25, 25, 28), (110, 112, 118)
_BLUE, _PENCIL, _DARK = (70, 90, 175), (125, 125, 128), (40, 42, 48)


@dataclass(eq=False)
class Layout:
    """A sheet in the making: ink and rules apart.

    Args:
        ink: float64 (height, width) in [0, 1].
        high: pixels of a usual digit.
        rules: what is printed, as (from, to, width), in pixels.
        numbers: what is written, a number each, in the order of reading.
    """

    ink: Floats
    high: int
    rules: list[tuple[tuple[float, float], tuple[float, float], float]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def write(
        self, digits: Iterator[tuple[Floats, str]], length: int, left: float, base: float, random: Random
    ) -> None:
        """Write a number from its left lower corner on."""
        text = ""
        for _ in range(length):
            digit, label = next(digits)
            top, x = int(base - digit.shape[0] + random.normal(0, 0.03 * self.high)), int(left)
            place = self.ink[top : top + digit.shape[0], x : x + digit.shape[1]]
            np.maximum(place, digit[: place.shape[0], : place.shape[1]], out=place)
            left += digit.shape[1] + random.uniform(0.12, 0.3) * self.high
            text += label
        self.numbers.append(text)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float) -> None:
        """Print a straight line."""
        self.rules.append(((x0, y0), (x1, y1), width))

    def frame(self, box: tuple[float, float, float, float], width: float) -> None:
        """Print a box: left, top, right, bottom."""
        left, top, right, bottom = box
        for y in (top, bottom):
            self.rule(left, y, right, y, width)
        for x in (left, right):
            self.rule(x, top, x, bottom, width)

    def printed(self) -> Floats:
        """How much of each pixel the rules cover, in [0, 1]."""
        height, width = self.ink.shape
        large = Image.new("L", (width * _FINE, height * _FINE))
        pen = ImageDraw.Draw(large)
        for start, end, wide in self.rules:
            half = wide / 2
            corners = [min(start[0], end[0]) - half, min(start[1], end[1]) - half,
                       max(start[0], end[0]) + half, max(start[1], end[1]) + half]  # fmt: skip
            pen.rectangle([_FINE * value for value in corners], fill=255)
        return np.asarray(large.resize((width, height), Image.Resampling.BOX), np.float64) / 255


Arrange = Callable[[Iterator[tuple[Floats, str]], int, Random], Layout]


def ruled_page_of(kind: str, seed: int, *, strokes: bool = False) -> tuple[Bytes, str]:
    """A made page, uint8 (height, width, 3), and its numbers, a line each."""
    random = np.random.default_rng([seed, *kind.encode()])
    of = RULED_KINDS[kind]
    high = int(random.integers(*of.high))
    digits = (_strokes if strokes else _pictures)(400, high, random)
    layout = of.arrange(digits, high, random)
    printed, ink = layout.printed(), layout.ink
    if of.bent:
        printed, ink = _bent(printed, ink, high, random)
    pen = of.pens[random.integers(len(of.pens))]
    rule = of.rules[random.integers(len(of.rules))]
    paper = (244, 243, 238) if random.random() < 0.5 else (232, 230, 222)
    seen = on_paper(ink * random.uniform(0.85, 1), paper, pen, random).astype(np.float64)
    seen *= 1 - printed[..., None] * (1 - np.asarray(rule) / 255)
    if of.flaw is not None:
        seen = of.flaw(seen, layout, random)
    return photographed(np.asarray(seen.clip(0, 255), np.uint8), random), "\n".join(layout.numbers)


def _blank(width: float, height: float, high: int) -> Layout:
    return Layout(np.zeros((int(height), int(width))), high)


def _rows(digits: Iterator[tuple[Floats, str]], high: int, random: Random, *, squares: bool = False) -> Layout:
    """Numbers on ruled or squared paper."""
    count, lead = int(random.integers(2, 6)), random.uniform(1.5, 1.9) * high
    layout = _blank(random.uniform(8, 14) * high, lead * (count + 1.3), high)
    height, width = layout.ink.shape
    wide = random.uniform(1.2, 3.2)
    for number in range(count):
        base = lead * (number + 1.25) + random.uniform(-0.1, 0.05) * high
        length = int(random.integers(3, 7))
        layout.write(digits, length, random.uniform(0.5, 1.5) * high, base, random)
    if squares:
        side = random.uniform(0.45, 0.75) * high
        for x in np.arange(side / 3, width, side):
            layout.rule(x, 0, x, height, wide / 1.5)
        for y in np.arange(side / 2, height, side):
            layout.rule(0, y, width, y, wide / 1.5)
    else:
        margin = random.choice([0, 0.3]) * high
        for number in range(count + 1):
            y = lead * (number + 1.25)
            layout.rule(margin, y, width - margin, y, wide)
    return layout


def _squares(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    return _rows(digits, high, random, squares=True)


def _plain(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    layout = _rows(digits, high, random)
    layout.rules.clear()
    return layout


def _boxes(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """Numbers in separate boxes, a digit each."""
    return _cells(digits, high, random, apart=random.uniform(0.15, 0.5))


def _shared(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """The same with shared walls."""
    return _cells(digits, high, random, apart=0)


def _comb(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """Walls of part of the height on a line."""
    return _cells(digits, high, random, apart=0, teeth=random.uniform(0.35, 1.0))


def _cells(
    digits: Iterator[tuple[Floats, str]], high: int, random: Random, *, apart: float, teeth: float = 0
) -> Layout:
    side, tall = random.uniform(1.15, 1.6) * high, random.uniform(1.3, 1.7) * high
    count, rows = int(random.integers(4, 9)), int(random.integers(1, 4))
    gap, lead = apart * high, tall + random.uniform(0.3, 0.9) * high
    layout = _blank(count * (side + gap) + 1.6 * high, rows * lead + 1.2 * high, high)
    wide = max(1.0, random.uniform(0.03, 0.07) * high)
    for row in range(rows):
        top = 0.7 * high + row * lead
        text = ""
        for place in range(count):
            left = 0.8 * high + place * (side + gap)
            if teeth:
                layout.rule(left, top + (1 - teeth) * tall, left, top + tall, wide)
                layout.rule(left + side, top + (1 - teeth) * tall, left + side, top + tall, wide)
                layout.rule(left, top + tall, left + side, top + tall, wide)
            else:
                layout.frame((left, top, left + side, top + tall), wide)
            digit_room = max(0.0, side - 0.75 * high)
            base = top + (tall + high) / 2 + random.uniform(-0.08, 0.12) * high
            layout.write(digits, 1, left + random.uniform(0.2, 0.7) * digit_room, base, random)
            text += layout.numbers.pop()
        layout.numbers.append(text)
    return layout


def _table(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """A table, three or four rows of three to five columns, a number of one to three digits in each cell."""
    rows, columns = int(random.integers(3, 5)), int(random.integers(3, 6))
    most = int(random.integers(1, 4))
    wide, tall = random.uniform(1.05, 1.4) * (most * 0.9 + 0.7) * high, random.uniform(1.4, 1.9) * high
    layout = _blank(columns * wide + 1.4 * high, rows * tall + 1.4 * high, high)
    left, top, thick = 0.7 * high, 0.7 * high, random.uniform(1.2, 3)
    for x in range(columns + 1):
        layout.rule(left + x * wide, top, left + x * wide, top + rows * tall, thick)
    for y in range(rows + 1):
        layout.rule(left, top + y * tall, left + columns * wide, top + y * tall, thick)
    for row in range(rows):
        for column in range(columns):
            base = top + row * tall + (tall + high) / 2 + random.uniform(-0.1, 0.1) * high
            length = int(random.integers(1, most + 1))
            layout.write(digits, length, left + (column + random.uniform(0.08, 0.15)) * wide, base, random)
    return layout


def _columns(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """Two or three columns of numbers."""
    rows, columns = int(random.integers(3, 7)), int(random.integers(2, 4))
    most, lead = int(random.integers(2, 5)), random.uniform(1.35, 1.8) * high
    pitch = (most * 0.95 + random.uniform(1.2, 3)) * high
    layout = _blank(columns * pitch + 0.8 * high, (rows + 1) * lead, high)
    for row in range(rows):
        for column in range(columns):
            left = 0.7 * high + column * pitch + random.uniform(0, 0.15) * high
            layout.write(digits, int(random.integers(1, most + 1)), left, (row + 1) * lead, random)
    return layout


def _scattered(digits: Iterator[tuple[Floats, str]], high: int, random: Random) -> Layout:
    """Digits here and there, told in rows of the sheet from the top; their order is not asked."""
    layout = _blank(random.uniform(8, 13) * high, random.uniform(5, 9) * high, high)
    height, width = layout.ink.shape
    taken: list[tuple[float, float]] = []
    for _ in range(400):
        x, y = random.uniform(0.3 * high, width - 1.3 * high), random.uniform(1.4 * high, height - 0.4 * high)
        if len(taken) < 16 and all(abs(x - a) > 1.5 * high or abs(y - b) > 1.5 * high for a, b in taken):
            taken.append((x, y))
    for x, y in taken:
        layout.write(digits, 1, x, y, random)
    return layout


def _bent(printed: Floats, ink: Floats, high: int, random: Random) -> tuple[Floats, Floats]:
    """The page's paper bulges: what was level is an arc or a wave, what was upright leans a little."""
    height, width = ink.shape
    depth, waves = random.uniform(0.25, 0.8) * high, random.uniform(0.35, 0.9)
    phase = random.uniform(0, 2 * np.pi)
    down, across = np.mgrid[:height, :width].astype(np.float64)
    y = down + depth * np.sin(2 * np.pi * waves * across / width + phase)
    x = across + 0.4 * depth * np.sin(np.pi * down / height + phase)
    room = int(depth) + 2

    def moved(field: Floats) -> Floats:
        framed = np.pad(field, room)
        left, top = np.floor(x + room).clip(0, width + 2 * room - 2), np.floor(y + room).clip(0, height + 2 * room - 2)
        a, b = left.astype(int), top.astype(int)
        u, v = (x + room - left).clip(0, 1), (y + room - top).clip(0, 1)
        upper = (1 - u) * framed[b, a] + u * framed[b, a + 1]
        return np.asarray((1 - v) * upper + v * ((1 - u) * framed[b + 1, a] + u * framed[b + 1, a + 1]))

    return moved(printed), moved(ink)


def _streak(seen: Floats, layout: Layout, random: Random) -> Floats:
    """A scanner's streak, dark or light, from one edge to the other, through what is written."""
    rows, columns = np.flatnonzero(layout.ink.any(axis=1)), np.flatnonzero(layout.ink.any(axis=0))
    thick, level = int(random.integers(1, 4)), random.choice([0.35, 0.6, 1.25])
    if random.random() < 0.5:
        y = int(rows[int(random.uniform(0.1, 0.9) * (len(rows) - 1))])
        part = slice(y, y + thick), slice(None)
    else:
        x = int(columns[int(random.uniform(0.1, 0.9) * (len(columns) - 1))])
        part = slice(None), slice(x, x + thick)
    seen[part] = np.minimum(seen[part] * level, 255) if level < 1 else 245
    return seen


def _fold(seen: Floats, layout: Layout, random: Random) -> Floats:
    """A fold: a dark valley with a light ridge beside it, straight across, and one half in another light."""
    height, width = layout.ink.shape
    rows, columns = np.flatnonzero(layout.ink.any(axis=1)), np.flatnonzero(layout.ink.any(axis=0))
    down, across = np.mgrid[:height, :width].astype(np.float64)
    lean = random.uniform(-0.03, 0.03)
    if random.random() < 0.5:
        off = down - rows[int(random.uniform(0.1, 0.9) * (len(rows) - 1))] - lean * (across - width / 2)
    else:
        off = across - columns[int(random.uniform(0.1, 0.9) * (len(columns) - 1))] - lean * (down - height / 2)
    soft, deep = random.uniform(0.8, 3), random.uniform(0.2, 0.5)
    light = 1 - deep * np.exp(-0.5 * (off / soft) ** 2) - random.uniform(0.02, 0.15) / (1 + np.exp(-off.clip(-60, 60)))
    return np.asarray(seen * light[..., None])


@dataclass(frozen=True)
class _Kind:
    """How a page of a kind is made.

    Args:
        arrange: what stands where.
        pens: their colours.
        rules: the colours of what is printed.
        high: the least height of a digit in pixels, and the first beyond the largest.
        bent: whether the paper bulges.
        flaw: what a scanner or a fold does to it.
    """

    arrange: Arrange
    pens: tuple[Colour, ...] = (_DARK, _BLUE, _PENCIL)
    rules: tuple[Colour, ...] = (_BLACK, _GREY)
    high: tuple[int, int] = (38, 60)
    bent: bool = False
    flaw: Callable[[Floats, Layout, Random], Floats] | None = None


RULED_KINDS: dict[str, _Kind] = {
    "unruled": _Kind(_plain),
    "blue on black": _Kind(_rows, pens=(_BLUE,), rules=(_BLACK,)),
    "pencil on black": _Kind(_rows, pens=(_PENCIL,), rules=(_BLACK,)),
    "squared": _Kind(_squares),
    "bent rules": _Kind(_rows, bent=True),
    "table": _Kind(_table),
    "bent table": _Kind(_table, bent=True),
    "streak": _Kind(_plain, flaw=_streak),
    "fold": _Kind(_plain, flaw=_fold),
    "boxes": _Kind(_boxes),
    "shared boxes": _Kind(_shared),
    "comb": _Kind(_comb),
    "small boxes": _Kind(_boxes, high=(12, 17)),
    "small cells": _Kind(_shared, high=(12, 17)),
    "columns": _Kind(_columns),
    "scattered": _Kind(_scattered),
}
"""What is on a page, by name; the first has neither rules nor flaws."""
