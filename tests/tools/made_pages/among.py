"""Rows in which something stands among the digits that is none: dates, sums, numbers of houses, brackets, units, words.

Letters are real ones of five writers, digits those of `sheets`; slashes, plus signs and brackets are drawn here. Of
everything it is known where it stands.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lenet_app.ink.raster import discs
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import prints
from tests.tools.made_pages.kinds import _photographed as photographed
from tests.tools.made_pages.sheets import STROKES, Bytes, Floats, _cut, _pictures, _strokes, on_paper

Random = np.random.Generator

LETTERS = STROKES.with_name("strokes_letters.jsonl.gz")
"""Real letters; kinds with letters need them."""

_PENS = ((40, 40, 45), (45, 55, 130), (90, 90, 95))
_PAPERS = ((246, 245, 240), (235, 232, 222))
_PLAIN = "aceEfFhHkKmMnNrRuvVwWxXA"  # what nobody takes for a digit


@dataclass(frozen=True)
class Item:
    """Something on a page.

    Args:
        text: a digit, or what else it is.
        box: left, top, right, bottom of its ink in pixels.
    """

    text: str
    box: tuple[int, int, int, int]

    @property
    def is_digit(self) -> bool:
        """Whether it is one."""
        return self.text.isdecimal()


@dataclass(frozen=True, eq=False)
class AmongPage:
    """A made page.

    Args:
        picture: uint8 (height, width, 3).
        rows: what stands in each row, from the left to the right, but for points, commas and equal signs.
    """

    picture: Bytes
    rows: tuple[tuple[Item, ...], ...]


def among_page_of(kind: str, seed: int, *, strokes: bool = False) -> AmongPage:
    """A made page with two or three rows of a kind."""
    random = np.random.default_rng([seed, *kind.encode()])
    high = int(random.integers(38, 60))
    digits = (_strokes if strokes else _pictures)(200, high, random)
    of, own = AMONG_KINDS[kind], sorted(_letters())[random.integers(len(_letters()))]
    count, lead = int(random.integers(2, 4)), random.uniform(1.9, 2.4) * high
    rows = [of.write(random) for _ in range(count)]
    ink = np.zeros((int(lead * (count + 0.6)), int(high * (2.2 + 1.25 * max(map(len, rows))))))
    pen = random.uniform(0.07, 0.12) * high
    gap, found = random.uniform(0.1, 0.32) * high, []
    for number, text in enumerate(rows):
        x, base = random.uniform(0.5, 1) * high, (number + 1.05) * lead
        items = []
        for sign in text:
            if sign == " ":
                x += random.uniform(0.35, 0.7) * high
                continue
            if sign.isdecimal():
                drawn, said = next(digits)
                foot = random.normal(0, 0.03)
            else:
                said = sign
                drawn, foot = _drawn(sign, own, high, pen, random)
            top, left = int(base + foot * high - drawn.shape[0]), int(x)
            place = ink[top : top + drawn.shape[0], left : left + drawn.shape[1]]
            np.maximum(place, drawn[: place.shape[0], : place.shape[1]], out=place)
            if said not in ".,=":
                items.append(Item(said, (left, top, left + drawn.shape[1], top + drawn.shape[0])))
            x += drawn.shape[1] + gap * random.uniform(0.6, 1.3)
        found.append(tuple(items))
    paper = _PAPERS[random.integers(len(_PAPERS))]
    seen = on_paper(ink * random.uniform(0.85, 1), paper, _PENS[random.integers(len(_PENS))], random)
    if of.is_printed_behind:
        seen = _printed_behind(seen, high, random)
    return AmongPage(photographed(seen, random), tuple(found))


def _drawn(sign: str, writer: str, high: int, pen: float, random: Random) -> tuple[Floats, float]:
    """A sign as ink, and how far its foot lies below the line, in heights of a digit."""
    if sign in _SIGNS:
        size, foot, strokes = _SIGNS[sign](random)
        lines = [np.asarray(stroke, np.float64) * size * high for stroke in strokes]
        return _inked(lines, pen), foot
    own = _letters()[writer]
    drawing = drawing_from_json(own.get(sign) or _letters()["every"][sign])
    lines = [np.asarray(stroke.line, np.float64) for stroke in drawing.strokes]
    every = np.concatenate(lines)
    size = random.uniform(0.6, 0.85) if sign in "acemnruvwx" else random.uniform(0.95, 1.15)
    unit = size * high / max(float(np.ptp(every[:, 1])), 0.3 * float(np.ptp(every[:, 0])), 1e-9)
    return _inked([(line - every.min(axis=0)) * unit for line in lines], pen), random.normal(0, 0.03)


def _inked(lines: list[Floats], pen: float) -> Floats:
    low = np.concatenate(lines).min(axis=0)
    lines = [line - low + pen for line in lines]
    wide, high = np.ceil(np.concatenate(lines).max(axis=0) + pen).astype(int) + 1
    mask = np.zeros((high * 2, wide * 2), np.bool_)
    for line in lines:
        mask |= discs(prints(line * 2, 1.0), pen, mask.shape)
    return _cut(mask.reshape(high, 2, wide, 2).mean(axis=(1, 3)))


@cache
def _letters() -> dict[str, dict[str, dict[str, object]]]:
    """The drawings of each letter of each writer, and of some writer."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    with gzip.open(LETTERS, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            for name in (str(value["writer"]), "every"):
                found.setdefault(name, {}).setdefault(str(value["label"]), value)
    return found


Signed = tuple[float, float, list[list[tuple[float, float]]]]


def _slash(random: Random) -> Signed:
    lean = random.uniform(0.35, 0.75)
    return (
        random.uniform(1.0, 1.4),
        random.uniform(0, 0.2),
        [[(lean, 0), (lean / 2 + random.normal(0, 0.02), 0.5), (0, 1)]],
    )


def _plus(random: Random) -> Signed:
    a, b = random.normal(0, 0.05, 2)
    return (
        random.uniform(0.5, 0.8),
        -random.uniform(0.05, 0.25),
        [[(0.5 + a, 0), (0.5 - a, 1)], [(0, 0.5 + b), (1, 0.5 - b)]],
    )


def _equals(random: Random) -> Signed:
    a, b = random.normal(0, 0.05, 2)
    return random.uniform(0.5, 0.7), -random.uniform(0.2, 0.35), [[(0, a), (1, 0)], [(0, 0.55 + b), (1, 0.55)]]


def _bracket(side: int) -> Callable[[Random], Signed]:
    def drawn(random: Random) -> Signed:
        deep, down = random.uniform(0.14, 0.25), np.linspace(0, 1, 9)
        points = [(0.3 - side * deep * float(np.sin(np.pi * y)), float(y)) for y in down]
        return random.uniform(1.05, 1.4), random.uniform(0.05, 0.2), [points]

    return drawn


def _dot(random: Random) -> Signed:
    return 0.05, 0.0, [[(0, 0), (0.5, 0.5)]]


_SIGNS: dict[str, Callable[[Random], Signed]] = {
    "/": _slash,
    "+": _plus,
    "=": _equals,
    "(": _bracket(1),
    ")": _bracket(-1),
    ".": _dot,
}


def _printed_behind(seen: Bytes, high: int, random: Random) -> Bytes:
    """The print of the back side shows through: faint, and mirrored."""
    height, width = seen.shape[:2]
    layer = Image.new("L", (width, height), 0)
    pen, size = ImageDraw.Draw(layer), int(high * random.uniform(0.35, 1.1))
    font = ImageFont.load_default(size)
    words = [
        "Rechnung",
        "Betrag",
        "Seite",
        "2470",
        "Datum",
        "Summe",
        "1835",
        "Konto",
        "Zahlung",
        "96",
        "Nummer",
        "EUR",
        "50",
    ]
    y = int(random.uniform(-0.3, 0.5) * size)
    while y < height:
        pen.text((int(random.uniform(-2, 0) * size), y), " ".join(random.permutation(words)), font=font, fill=255)
        y += int(1.4 * size)
    print_ = np.asarray(layer, np.float64)[:, ::-1, None] / 255
    return np.asarray(seen * (1 - random.uniform(0.06, 0.35) * print_), np.uint8)


@dataclass(frozen=True)
class _Kind:
    """What the rows of a kind say; a digit stands for any digit.

    Args:
        write: gives the text of a row.
        is_printed_behind: whether print shows through.
    """

    write: Callable[[Random], str]
    is_printed_behind: bool = False


def _number(random: Random, least: int, most: int) -> str:
    return "0" * int(random.integers(least, most + 1))


def _one_of(*texts: str) -> Callable[[Random], str]:
    return lambda random: texts[random.integers(len(texts))]


def _word(random: Random) -> str:
    return "".join(random.choice(list(_PLAIN), int(random.integers(2, 6))))


def _with_letters(random: Random) -> str:
    length = int(random.integers(4, 8))
    return "".join("0" if random.random() < 0.65 else random.choice(list(_PLAIN)) for _ in range(length))


AMONG_KINDS: dict[str, _Kind] = {
    "dates": _Kind(_one_of("00/0/0000", "00/00/00", "0/00/0000", "0/0", "00/00")),
    "sums": _Kind(_one_of("00+0=00", "0+0=0", "00+00", "000+00=000", "00 + 0 = 00")),
    "numbers": _Kind(_one_of("Nr. 00", "Nr 0", "Nr. 000", "N 00", "Nr.0")),
    "codes": _Kind(_one_of("A00", "K000", "0000H", "X00", "00A", "R0000")),
    "brackets": _Kind(_one_of("(00)", "(000)", "00 (00)", "0)", "00)", "000 (0)")),
    "Roman": _Kind(_one_of("IV", "XII", "VII", "IX", "XIV", "XVI", "00 IV", "VI 0", "III 00")),
    "units": _Kind(_one_of("0 km", "00 cm", "000 m", "0 h", "00 kN", "00.0 mm", "0 m")),
    "letters": _Kind(_with_letters),
    "words": _Kind(_word),
    "behind": _Kind(lambda random: _number(random, 3, 8), is_printed_behind=True),
}
"""What stands in the rows, by name."""


def items_of(page: AmongPage) -> Iterator[Item]:
    """All items of a page."""
    for row in page.rows:
        yield from row
