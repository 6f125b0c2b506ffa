"""Sheets of handwriting: rows of known digits on paper, as ink and as a picture of the sheet alone."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.ink.raster import discs
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import prints
from lenet_app.paths import Home

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

STROKES = Path(__file__).resolve().parents[4] / "shared" / "data" / "handwriting" / "strokes_pendigits.jsonl.gz"
"""Real strokes; without them all digits are MNIST's."""

_PENS = ((40, 40, 45), (45, 55, 130), (90, 90, 95), (150, 40, 40), (25, 60, 60))
_PAPERS = ((246, 245, 240), (235, 232, 222), (225, 228, 235), (244, 238, 200))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of paper.

    Args:
        picture: uint8 (height, width, 3).
        text: the digits of its rows, a line each.
        paper: its colour.
    """

    picture: Bytes
    text: str
    paper: tuple[int, int, int]


def written(random: np.random.Generator, *, strokes: bool, rows: int = 0, board: bool = False) -> Sheet:
    """A sheet with rows of digits.

    Args:
        random: decides everything that varies.
        strokes: whether one writer of `STROKES` wrote it; else the digits are of MNIST's test pictures.
        rows: how many; 0 leaves that to chance.
        board: whether chalk wrote on a dark board.
    """
    high = int(random.integers(38, 64))
    lengths = [int(random.integers(3, 9)) for _ in range(rows or int(random.integers(1, 6)))]
    digits = _strokes(sum(lengths), high, random) if strokes else _pictures(sum(lengths), high, random)
    gap, lead = random.uniform(0.2, 0.55) * high, random.uniform(1.5, 2.1) * high
    margin = int(random.uniform(0.7, 1.6) * high)
    lines, widths, text = [], [], []
    for length in lengths:
        line = [next(digits) for _ in range(length)]
        gaps = gap * random.uniform(0.7, 1.3, length)
        lines.append((line, gaps))
        widths.append(sum(ink.shape[1] for ink, _ in line) + float(gaps.sum()))
        text.append("".join(label for _, label in line))
    room = random.uniform(0, 2) * high
    ink = np.zeros((2 * margin + int(lead * len(lines)), 2 * margin + int(max(widths) + room)))
    for number, (line, gaps) in enumerate(lines):
        x, base = margin + random.uniform(0, 0.4 * high), margin + (number + 0.85) * lead
        for (digit, _), after in zip(line, gaps, strict=True):
            top, left = int(base - digit.shape[0] + random.normal(0, 0.04 * high)), int(x)
            place = ink[top : top + digit.shape[0], left : left + digit.shape[1]]
            np.maximum(place, digit[: place.shape[0], : place.shape[1]], out=place)
            x += digit.shape[1] + after
    paper = (35, 48, 44) if board else _PAPERS[random.integers(len(_PAPERS))]
    pen = (232, 232, 226) if board else _PENS[random.integers(len(_PENS))]
    return Sheet(on_paper(ink * random.uniform(0.75, 1), paper, pen, random), "\n".join(text), paper)


def on_paper(ink: Floats, paper: Sequence[int], pen: Sequence[int], random: np.random.Generator) -> Bytes:
    """Ink in [0, 1] in the colour of a pen on paper that is a little uneven."""
    height, width = ink.shape
    uneven = Image.fromarray(random.normal(0, 3, (7, 9)).astype(np.float32))
    coarse = uneven.resize((width, height), Image.Resampling.BICUBIC)
    ground = np.asarray(paper, np.float64) + np.asarray(coarse)[..., None] + random.normal(0, 2, (height, width, 1))
    return np.asarray((ground + ink[..., None] * (np.asarray(pen) - ground)).clip(0, 255), np.uint8)


def _pictures(count: int, high: int, random: np.random.Generator) -> Iterator[tuple[Floats, str]]:
    """Digits of MNIST's test pictures, cut to their ink, with what they are."""
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    for number in random.integers(0, len(test.images), count):
        side = round(28 / 20 * high * random.uniform(0.92, 1.08))
        large = Image.fromarray(test.images[number, 0]).resize((side, side), Image.Resampling.BICUBIC)
        yield _cut(np.asarray(large, np.float64) / 255), str(test.labels[number])


def _strokes(
    count: int,
    high: int,
    random: np.random.Generator,
    path: Path = STROKES,
    pens: tuple[float, float] = (0.07, 0.13),
    some: str = "0123456789",
) -> Iterator[tuple[Floats, str]]:
    """Digits of one writer, drawn by a round pen whose width lies between `pens` of the height, with what they are.

    It is one who wrote one of `some` at least.
    """
    writers = {name: own for name, own in _writers(path).items() if any(label in some for label, _ in own)}
    own = writers[sorted(writers)[random.integers(len(writers))]]
    pen = random.uniform(*pens) * high
    for number in random.integers(0, len(own), count):
        label, value = own[number]
        drawing = drawing_from_json(value)
        points = np.concatenate([stroke.line for stroke in drawing.strokes])
        low, extent = points.min(axis=0), np.ptp(points, axis=0)
        unit = high * random.uniform(0.92, 1.08) / max(extent.max(), 1e-9)
        size = np.ceil(extent * unit + 2 * pen).astype(int)
        mask = np.zeros((size[1] * 2, size[0] * 2), np.bool_)
        for stroke in drawing.strokes:
            mask |= discs(prints(((stroke.line - low) * unit + pen) * 2, 1.0), pen, mask.shape)
        yield _cut(mask.reshape(size[1], 2, size[0], 2).mean(axis=(1, 3))), label


@cache
def _writers(path: Path) -> dict[str, list[tuple[str, dict[str, object]]]]:
    found: dict[str, list[tuple[str, dict[str, object]]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            found.setdefault(str(value["writer"]), []).append((str(value["label"]), value))
    return found


def _cut(ink: Floats) -> Floats:
    rows, columns = np.nonzero((ink > 0.3).any(axis=1))[0], np.nonzero((ink > 0.3).any(axis=0))[0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
