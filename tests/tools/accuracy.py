"""How well real handwriting is read: `python tests/tools/accuracy.py [--model M] [--data FOLDER]`.

Prints, for every set of handwriting, the accuracy over all and for each digit. A drawing or picture in which no ink is
found, or that is refused, counts as wrong.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.ink.normalise import SIDE, Ink, Picture, fit
from lenet_app.ink.picture import read_picture
from lenet_app.ink.strokes import drawing_from_json, drawing_ink
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary

_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "handwriting"
_STROKE_SETS = ("strokes_pendigits", "strokes_unipen")
_NO_INK = np.zeros((SIDE, SIDE), np.float32)


def main() -> int:
    """Print the table; 1 where the data or the model is missing."""
    parser = argparse.ArgumentParser(description="Measure how well real handwriting is read.")
    parser.add_argument("--model", metavar="M", help="the name or file of a model; without it the default one")
    parser.add_argument("--data", type=Path, default=_DATA, metavar="FOLDER", help="the handwriting data")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"The handwriting data is missing: {options.data} is no folder.", file=sys.stderr)
        return 1
    try:
        recognizer = Recognizer(ModelLibrary().open(options.model))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{'':20} {'n':>6} {'all':>7}  " + " ".join(f"{digit:>6}" for digit in range(10)))
    for name in _STROKE_SETS:
        _report(name, recognizer, list(_drawings(options.data / f"{name}.jsonl.gz")))
    _report("pictures", recognizer, list(_pictures(options.data)))
    return 0


def _drawings(path: Path) -> Iterator[tuple[Picture, int]]:
    """The fitted drawings of a file of strokes, with their labels."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            yield _fitted(drawing_ink(drawing_from_json(value))), int(value["label"])


def _pictures(folder: Path) -> Iterator[tuple[Picture, int]]:
    """The fitted pictures of `digits.csv`, with their labels."""
    with (folder / "digits.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            try:
                ink: Ink | None = read_picture(folder / row["file"]).ink
            except UserError as error:
                print(error, file=sys.stderr)
                ink = None
            yield _fitted(ink), int(row["label"])


def _fitted(ink: Ink | None) -> Picture:
    fitted = None if ink is None else fit(ink)
    return _NO_INK if fitted is None else fitted.picture


def _report(name: str, recognizer: Recognizer, samples: list[tuple[Picture, int]]) -> None:
    """Print one line: how many, and the percentage read rightly of all and of each digit."""
    pictures = np.stack([picture for picture, _ in samples])[:, None]
    labels = np.array([label for _, label in samples])
    answers = np.array([recognition.best for recognition in recognizer.recognise_all(pictures)])
    right = (answers == labels) & pictures.any(axis=(1, 2, 3))
    digits = " ".join(f"{_percentage(right[labels == digit]):>6}" for digit in range(10))
    print(f"{name:20} {len(labels):>6} {_percentage(right):>7}  {digits}", flush=True)


def _percentage(right: npt.NDArray[np.bool_]) -> str:
    return f"{100 * right.mean():.2f}" if len(right) else "–"


if __name__ == "__main__":
    sys.exit(main())
