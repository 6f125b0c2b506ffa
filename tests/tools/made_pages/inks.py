"""The kinds of made pages whose ink is hard: uneven pressure, breaks, mixed pens, overlapping and circled digits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from lenet_app.ink.paper.pen_width import pen_width
from lenet_app.ink.raster import dilated, discs, eroded
from lenet_app.ink.strokes import prints
from tests.tools.made_pages.kinds import _photographed as photographed
from tests.tools.made_pages.sheets import STROKES, Bytes, Floats, _pictures, _strokes, on_paper

Random = np.random.Generator
Digits = Iterator[tuple[Floats, str]]
Change = Callable[[Floats, str, Random], Floats]

SOURCES: dict[str, Path | None] = {
    "mnist": None,
    "pendigits": STROKES,
    "unipen": STROKES.with_name("strokes_unipen.jsonl.gz"),
}
"""Whose digits they are, by name; None are the test pictures of MNIST."""

_FINE = 4  # pens are changed so many times larger
_PENS = ((40, 42, 48), (60, 80, 165), (90, 90, 95), (120, 120, 124))
_PAPERS = ((246, 245, 240), (232, 230, 222), (225, 228, 235))


def ink_page_of(kind: str, seed: int, *, source: str = "mnist") -> tuple[Bytes, str]:
    """A made page, uint8 (height, width, 3), and its numbers, a line each; see `SOURCES`."""
    random = np.random.default_rng([seed, *kind.encode(), *source.encode()])
    of = INK_KINDS[kind]
    high = int(random.integers(*of.high))
    digits = _digits(source, high, random, of)
    count = 1 if of.single else int(random.integers(1, 5))
    lengths = [1 if of.single else int(random.integers(3, 7)) for _ in range(count)]
    lead = random.uniform(1.6, 2.1) * high
    lead, wide = (1.2 * lead, 2.6) if of.change is _circled else (lead, 1.9)
    width, height = (max(lengths) * wide + 2) * high, (count + 0.6) * lead + 0.4 * high
    ink = np.zeros((int(height), int(width)))
    numbers = []
    for number, length in enumerate(lengths):
        base, left, text = lead * (number + 1) + 0.2 * high, random.uniform(0.7, 1.4) * high, ""
        for _ in range(length):
            digit, label = next(digits)
            top, x = int(base - (high + digit.shape[0]) / 2 + random.normal(0, 0.03 * high)), int(left)
            place = ink[top : top + digit.shape[0], x : x + digit.shape[1]]
            np.maximum(place, digit[: place.shape[0], : place.shape[1]], out=place)
            left += digit.shape[1] + random.uniform(*of.gap) * high
            text += label
        numbers.append(text)
    pen, paper = _PENS[random.integers(len(_PENS))], _PAPERS[random.integers(len(_PAPERS))]
    seen = on_paper(ink * random.uniform(0.85, 1), paper, pen, random).astype(np.float64)
    if of.squared:
        _square(seen, random.uniform(0.45, 0.75) * high, random.uniform(0.8, 1.6), random)
    return photographed(np.asarray(seen.clip(0, 255), np.uint8), random), "\n".join(numbers)


def _digits(source: str, high: int, random: Random, kind: "_Kind") -> Digits:
    path = SOURCES[source]
    found = _pictures(2000, high, random) if path is None else _strokes(2000, high, random, path, kind.pen, kind.only)
    for digit, label in found:
        if label in kind.only:
            yield kind.change(digit, label, random), label


def _as_it_is(ink: Floats, _label: str, _random: Random) -> Floats:
    return ink


def _uneven(low: float, high: float) -> Change:
    """Less pressure on one or two parts of the strokes, where so much of the ink is left."""

    def change(ink: Floats, _label: str, random: Random) -> Floats:
        rows, columns = np.nonzero(ink > 0.5)
        down, across = np.mgrid[: ink.shape[0], : ink.shape[1]]
        for _ in range(int(random.integers(1, 3))):
            place = random.integers(len(rows))
            away = np.hypot(down - rows[place], across - columns[place]) / max(ink.shape)
            far = random.uniform(0.15, 0.35)
            ink = ink * (1 - (1 - random.uniform(low, high)) * np.exp(-0.5 * (away / far) ** 4))
        return ink

    return change


def _broken(ink: Floats, _label: str, random: Random) -> Floats:
    """The pen left the paper once or twice for up to one and a half of its widths."""
    rows, columns = np.nonzero(ink > 0.5)
    for _ in range(int(random.integers(1, 3))):
        for _ in range(20):
            place = random.integers(len(rows))
            gap = _gap_at(ink, rows[place], columns[place], random.uniform(0.5, 1.5))
            if gap is not None:
                ink = np.where(gap, 0.0, ink)
                break
    return ink


def _opened(ink: Floats, label: str, random: Random) -> Floats:
    """A 0 or an 8 that is open at the top and at the bottom, or at one of both; a 6 or a 9 that did not close."""
    ends = {"0": (0, -1), "8": (0, -1), "6": (-1,), "9": (0,)}.get(label, ())
    if len(ends) == 2 and random.random() < 0.4:
        ends = (ends[random.integers(2)],)
    lines = np.flatnonzero((ink > 0.5).any(axis=1))
    for end in ends:
        columns = np.flatnonzero(ink[lines[end]] > 0.5)
        gap = _gap_at(ink, int(lines[end]), int(np.median(columns)), random.uniform(0.8, 2.0))
        if gap is not None:
            ink = np.where(gap, 0.0, ink)
    return ink


def _gap_at(ink: Floats, row: int, column: int, wide: float) -> np.ndarray | None:
    """What is left out of a stroke around a place, `wide` in pen widths; None where there is no single stroke."""
    pen = pen_width(ink > 0.5)
    down, across = np.mgrid[: ink.shape[0], : ink.shape[1]]
    near = (np.hypot(down - row, across - column) < 1.6 * pen) & (ink > 0.5)
    y, x = down[near] - down[near].mean(), across[near] - across[near].mean()
    spread, ways = np.linalg.eigh(np.cov(np.stack([y, x])))
    if spread[1] < 3 * spread[0]:
        return None
    y, x = down - down[near].mean(), across - across[near].mean()
    along, aside = y * ways[0, 1] + x * ways[1, 1], y * ways[0, 0] + x * ways[1, 0]
    return np.asarray((np.abs(along) < wide * pen / 2) & (np.abs(aside) < 1.3 * pen))


def _mixed(ink: Floats, _label: str, random: Random) -> Floats:
    """Thin and pale, or thick and dark."""
    thin = random.random() < 0.5
    high = max(ink.shape)
    wanted = random.uniform(0.03, 0.05) * high if thin else random.uniform(0.13, 0.2) * high
    return _penned(ink, wanted) * (random.uniform(0.55, 1) if thin else 1)


def _thin(ink: Floats, _label: str, random: Random) -> Floats:
    return _penned(ink, max(1.3, random.uniform(0.03, 0.045) * max(ink.shape)))


def _penned(ink: Floats, wanted: float) -> Floats:
    """The digit with strokes of another width in pixels."""
    room = _FINE * (int(wanted) + 2)
    size = ink.shape[1] * _FINE, ink.shape[0] * _FINE
    large = Image.fromarray(np.asarray(255 * ink, np.uint8)).resize(size, Image.Resampling.BICUBIC)
    mask = np.pad(np.asarray(large) > 127, room)
    off = (wanted * _FINE - pen_width(mask)) / 2
    changed = dilated(mask, off) if off > 0 else eroded(mask, -off)
    high, wide = changed.shape[0] // _FINE, changed.shape[1] // _FINE
    small = changed[: high * _FINE, : wide * _FINE].reshape(high, _FINE, wide, _FINE).mean(axis=(1, 3))
    rows, columns = np.flatnonzero((small > 0.3).any(axis=1)), np.flatnonzero((small > 0.3).any(axis=0))
    return small[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink


def _circled(ink: Floats, _label: str, random: Random) -> Floats:
    """The digit in a circle drawn by the same pen."""
    pen = max(1.5, pen_width(ink > 0.5))
    half = np.array(ink.shape[::-1]) / 2
    radius = float(np.hypot(*half)) * random.uniform(1.05, 1.3) + pen
    turn = np.linspace(0, 2 * np.pi + random.uniform(-0.15, 0.5), 120) + random.uniform(0, 2 * np.pi)
    wave = 1 + random.uniform(0, 0.06) * np.cos(2 * turn + random.uniform(0, 6)) + np.linspace(0, 0.05, 120)
    side = 2 * int(1.25 * radius + 2 * pen)
    ring = np.stack([np.cos(turn) * random.uniform(0.92, 1.08), np.sin(turn)], axis=1) * (radius * wave)[:, None]
    mask = discs(prints((ring + side / 2) * 2, 1.0), pen, (2 * side, 2 * side))
    whole = mask.reshape(side, 2, side, 2).mean(axis=(1, 3))
    top, left = (side - ink.shape[0]) // 2, (side - ink.shape[1]) // 2
    place = whole[top : top + ink.shape[0], left : left + ink.shape[1]]
    np.maximum(place, ink, out=place)
    rows, columns = np.flatnonzero(whole.any(axis=1)), np.flatnonzero(whole.any(axis=0))
    return whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _square(seen: Floats, side: float, wide: float, random: Random) -> None:
    """Print squares on a page, thin and pale."""
    tone = 1 - np.array([0.45, 0.35, 0.2]) * random.uniform(0.4, 1.1)
    for axis in (0, 1):
        places = np.arange(seen.shape[axis]) - random.uniform(0, side)
        off = np.abs(places - side * np.round(places / side))
        covered = (wide / 2 + 0.5 - off).clip(0, 1)
        covered = covered[:, None, None] if axis == 0 else covered[None, :, None]
        seen *= 1 - covered * (1 - tone)


@dataclass(frozen=True)
class _Kind:
    """How a page of a kind is made.

    Args:
        change: what becomes of each digit.
        only: the digits that are written.
        gap: least and largest paper between two digits, of their height; below 0 they overlap.
        pen: least and largest width of the pen, of the height, where digits are drawn from strokes.
        high: the least height of a digit in pixels, and the first beyond the largest.
        single: whether there is one digit.
        squared: whether the paper is.
    """

    change: Change = _as_it_is
    only: str = "0123456789"
    gap: tuple[float, float] = (0.2, 0.5)
    pen: tuple[float, float] = (0.07, 0.13)
    high: tuple[int, int] = (40, 70)
    single: bool = False
    squared: bool = False


INK_KINDS: dict[str, _Kind] = {
    "even ink": _Kind(),
    "uneven ink": _Kind(_uneven(0.4, 0.7)),
    "faint parts": _Kind(_uneven(0.2, 0.4)),
    "one faint digit": _Kind(_uneven(0.2, 0.4), single=True),
    "breaks": _Kind(_broken),
    "open loops": _Kind(_opened, only="00889961"),
    "mixed pens": _Kind(_mixed),
    "overlapping": _Kind(gap=(-0.25, -0.05)),
    "circled": _Kind(_circled),
    "one circled": _Kind(_circled, single=True),
    "thin on squares": _Kind(_thin, pen=(0.03, 0.045), squared=True),
}
"""What the ink is like, by name; the first is as usual."""
