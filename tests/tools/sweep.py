"""How well rows are read in one sweep: `python -m tests.tools.sweep MODEL [--sets cheques …] [--sheet FILE]`.

The same rows are read by the sweep alone, by pieces as the program does, and by both together. Rows of pen strokes are
painted: five digits of a writer, all of one height, just touching or so far apart. Nothing is learned from here.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import fit
from lenet_app.ink.paper.opaque import opaque_picture
from lenet_app.ink.paper.page_extraction import PageInk, page_ink
from lenet_app.ink.raster import discs
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.paths import Home
from lenet_app.reading.candidates import candidate_ink, candidates
from lenet_app.reading.cuts import cut_row
from lenet_app.reading.path import best_path as piece_path
from lenet_app.reading.reader import LEAST_HEIGHT
from lenet_app.reading.rows import RowMarks, find_rows
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.reading.sweep.together import WEIGHTS, Verdict, Weights, verdicts
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.handwriting_measure import figures
from tests.tools.handwriting_measure.plan import PLANS
from tests.tools.handwriting_measure.samples import Sample, read_samples

Bytes = npt.NDArray[np.uint8]

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "handwriting"
_HEIGHT = 60  # pixels of a digit of painted rows
_PEN = 6.0


@dataclass(frozen=True, eq=False)
class RowRead:
    """One row: its line, and what the sweep, the pieces and both together say, the best first."""

    line: Bytes
    sweep: str
    pieces: str
    verdicts: list[Verdict]

    @property
    def together(self) -> Verdict:
        """What is best by both."""
        return self.verdicts[0]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how well rows are read in one sweep.")
    parser.add_argument("model", type=Path, metavar="FILE", help="the model that sweeps")
    parser.add_argument("--sets", nargs="+", default=["cheques", "numbers", "pages", "touching", "apart"])
    parser.add_argument("--rows", type=int, default=300, metavar="N", help="painted rows of each kind")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="contact sheets of what the sweep has wrong")
    options = parser.parse_args(arguments)
    sweep, recognizer = Sweep(read_model(options.model)), Recognizer(ModelLibrary(Home.of_user().models).open(None))
    for name in options.sets:
        read = [(label, shown, read_rows(shown, sweep, recognizer)) for label, shown in _pictures(name, options.rows)]
        for kind in ("sweep", "pieces", "together"):
            labels, texts = [label for label, _, _ in read], [_text(rows, kind) for _, _, rows in read]
            whole = sum(one == other for one, other in zip(labels, texts, strict=True)) / len(read)
            digits = figures.digits_right(labels, texts)
            print(f"{name:10} {kind:9} whole {whole:.1%}  digits {digits:.1%}  of {len(read)}")
        print(f"{'':10} sure together: {_sure(read)}", flush=True)
        if options.sheet:
            wrong = [one for one in read if _text(one[2], "sweep") != one[0]]
            _sheet(wrong, options.sheet.with_stem(f"{options.sheet.stem}-{name}"))
    return 0


_Read = tuple[str, Bytes, list[RowRead]]
"""What a picture shows, the picture, and its rows."""


def _text(rows: list[RowRead], kind: str) -> str:
    texts = {
        "sweep": [row.sweep for row in rows],
        "pieces": [row.pieces for row in rows],
        "together": ["".join(map(str, row.together.digits)) for row in rows],
    }
    return "|".join(text for text in texts[kind] if text)


def _sure(read: list[_Read]) -> str:
    """How many pictures are sure by all their rows, and how many of these are wholly right."""
    parts = []
    for least in (0.8, 0.9, 0.95):
        right = [
            _text(rows, "together") == label
            for label, _, rows in read
            if rows and min(row.together.confidence() for row in rows) >= least
        ]
        share = f"{sum(right) / len(right):.1%}" if right else "none"
        parts.append(f"from {least:.0%} on {len(right) / len(read):.1%}, right {share}")
    return "; ".join(parts)


def read_rows(shown: Bytes, sweep: Sweep, recognizer: Recognizer, weights: Weights = WEIGHTS) -> list[RowRead]:
    """The rows of a picture."""
    ink = page_ink(shown)
    return [] if ink is None else read_ink(ink, sweep, recognizer, weights)


def read_ink(ink: PageInk, sweep: Sweep, recognizer: Recognizer, weights: Weights = WEIGHTS) -> list[RowRead]:
    """The rows of ink."""
    rows = [row for row in find_rows(ink.components, ink.pen) if row.height >= LEAST_HEIGHT * ink.scale]
    return [_read_row(ink, row, sweep, recognizer, weights) for row in rows]


def _read_row(ink: PageInk, row: RowMarks, sweep: Sweep, recognizer: Recognizer, weights: Weights) -> RowRead:
    swept = sweep.row(ink, row)
    pieces = cut_row(ink.components, row, ink.pen)
    wanted = candidates(pieces)
    fitted = [fit(candidate_ink(pieces, ink.marks, one)) for one in wanted]
    answers = recognizer.once.recognise_all([one.picture[None] for one in fitted if one is not None])
    path = "".join(str(answers[n].best) for n in piece_path(pieces, wanted, answers))
    best = "".join(map(str, swept.readings[0].digits))
    return RowRead(swept.line.picture, best, path, verdicts(swept, pieces, wanted, answers, weights=weights))


def _pictures(name: str, count: int) -> Iterator[tuple[str, Bytes]]:
    if name in ("touching", "apart"):
        yield from painted_rows(count, 0.0 if name == "touching" else 0.15)
        return
    for plan in PLANS:
        if plan.name == name:
            for sample in read_samples(plan, _DATA):
                assert isinstance(sample.content, Path)
                yield sample.label, opaque_picture(read_pixels(sample.content))
            return
    source = _DATA / f"{name}.csv"
    for line in source.read_text(encoding="utf-8").splitlines()[1:]:
        file, label = line.split(",")
        yield label, opaque_picture(read_pixels(_DATA / file))


def painted_rows(count: int, gap: float) -> Iterator[tuple[str, Bytes]]:
    """Rows of five pen digits of one writer, all of one height.

    Args:
        count: how many.
        gap: of the height, between the ink of neighbours at its nearest; 0 is just touching.
    """
    plan = next(plan for plan in PLANS if plan.source == "strokes_pendigits")
    by_writer: dict[str, list[Sample]] = defaultdict(list)
    for sample in read_samples(plan, _DATA):
        by_writer[sample.writer].append(sample)
    random = np.random.default_rng(11)
    writers = sorted(by_writer)
    for number in range(count):
        own = by_writer[writers[number % len(writers)]]
        chosen = [own[int(k)] for k in random.integers(0, len(own), 5)]
        yield "".join(one.label for one in chosen), _painted([_inked(one) for one in chosen], gap)


def _inked(sample: Sample) -> npt.NDArray[np.bool_]:
    assert isinstance(sample.content, dict)
    drawing = drawing_from_json(sample.content)
    lines = [np.asarray(stroke.line) for stroke in drawing.strokes]
    every = np.concatenate(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    unit = (_HEIGHT - _PEN) / max(float(high[1] - low[1]), 1e-6, 0.3 * float(high[0] - low[0]))
    dense = []
    for line in lines:
        points = (line - low) * unit + _PEN
        steps = np.maximum(1, np.ceil(np.hypot(*np.diff(points, axis=0).T) * 2)).astype(int)
        dense.append(points[:1])
        for a, b, n in zip(points[:-1], points[1:], steps, strict=True):
            dense.append(a + (b - a) * (np.arange(1, n + 1) / n)[:, None])
    width = int((high[0] - low[0]) * unit + 2 * _PEN) + 1
    mask = discs(np.concatenate(dense), _PEN / 2, (int((high[1] - low[1]) * unit + 2 * _PEN) + 1, width))
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _painted(digits: list[npt.NDArray[np.bool_]], gap: float) -> Bytes:
    high = max(len(one) for one in digits)
    page = np.zeros((high, sum(one.shape[1] for one in digits) + 6 * _HEIGHT), np.bool_)
    where, right = 0, np.full(high, -10_000)
    for digit in digits:
        own = np.zeros((high, digit.shape[1]), np.bool_)
        own[high - len(digit) :] = digit
        some = own.any(axis=1)
        left = np.where(some, own.argmax(axis=1), 10_000)
        near = np.maximum.reduce([np.roll(right, k) for k in (-1, 0, 1)]) - left
        where = max(0, int(near.max()) + round(gap * _HEIGHT)) if right.max() > 0 else 0
        page[:, where : where + own.shape[1]] |= own
        beyond = where + own.shape[1] - own[:, ::-1].argmax(axis=1)
        right = np.maximum(right, np.where(some, beyond, -10_000))
    page = page[:, : np.flatnonzero(page.any(axis=0))[-1] + 1]
    framed = np.pad(page, _HEIGHT // 2)
    grey = np.where(framed, 40, 235).astype(np.uint8)
    return np.dstack([grey, grey, grey])


def _sheet(wrong: list[_Read], file: Path) -> None:
    canvas = Image.new("RGB", (1500, 64 * max(1, -(-len(wrong) // 3))), (90, 90, 110))
    pen = ImageDraw.Draw(canvas)
    for number, (label, shown, rows) in enumerate(wrong):
        x, y = number % 3 * 500, number // 3 * 64
        small = Image.fromarray(shown)
        small.thumbnail((170, 60))
        canvas.paste(small, (x, y))
        pen.text(
            (x + 172, y), f"{label}: sweep {_text(rows, 'sweep')} pieces {_text(rows, 'pieces')}", fill=(255, 255, 0)
        )
        left = x + 172
        for row in rows:
            image = Image.fromarray(row.line)
            canvas.paste(image.resize((round(image.width * 1.4), 45)), (left, y + 14))
            left += round(image.width * 1.4) + 6
    canvas.save(file)


if __name__ == "__main__":
    sys.exit(main())
