"""A small folder with the layout of the real handwriting, of real MNIST digits and made-up strokes."""

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.unit.samples import digits

SHAPES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(50 + 25 * np.cos(a), 50 + 45 * np.sin(a)) for a in np.linspace(0, 6.28, 30)]],
    "1": [[(50, 5), (50, 95)]],
    "4": [[(30, 5), (20, 55), (75, 55)], [(60, 5), (60, 95)]],
    "7": [[(20, 10), (75, 10), (40, 95)]],
    "m": [[(0, 90), (5, 40), (25, 40), (28, 90), (30, 50), (50, 40), (55, 90)]],
    "o": [[(50 + 40 * np.cos(a), 50 + 40 * np.sin(a)) for a in np.linspace(0, 6.28, 30)]],
    "X": [[(5, 5), (95, 95)], [(95, 5), (5, 95)]],
}


def stroke_lines(labels: Sequence[str], seed: int) -> list[dict[str, Any]]:
    """Drawings of these labels, each a little different, by writers a and b in turn."""
    random = np.random.default_rng(seed)
    lines = []
    for number, label in enumerate(labels):
        matrix = np.eye(2) + random.normal(0, 0.08, (2, 2))
        strokes = [np.round(np.array(stroke) @ matrix * 4, 1).tolist() for stroke in SHAPES[label]]
        lines.append({"label": label, "writer": "ab"[number % 2], "strokes": strokes})
    return lines


def write_strokes(path: Path, lines: Sequence[object]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def write_data(folder: Path) -> None:
    """Two sets of strokes, letters, and pictures of digits and of numbers; some of the pictures cannot be read."""
    folder.mkdir()
    write_strokes(folder / "strokes_pendigits.jsonl.gz", stroke_lines("0147" * 5, seed=1))
    unipen = stroke_lines("1470" * 3, seed=2)
    write_strokes(folder / "strokes_unipen.jsonl.gz", [*unipen, {"label": "1", "writer": "a", "strokes": []}])
    write_strokes(folder / "strokes_letters.jsonl.gz", stroke_lines("moXomX", seed=3))
    _write_pictures(folder)
    _write_numbers(folder)


def _write_pictures(folder: Path) -> None:
    (folder / "digits").mkdir()
    real = digits(6)
    rows = []
    for number in range(6):
        _digit(real.images[number, 0]).save(folder / "digits" / f"{number}.png")
        rows.append([f"digits/{number}.png", str(real.labels[number])])
    Image.new("L", (60, 60), 255).save(folder / "digits" / "blank.png")
    (folder / "digits" / "broken.png").write_bytes(b"no picture")
    _write_csv(folder / "digits.csv", [*rows, ["digits/blank.png", "3"], ["digits/broken.png", "4"]])


def _write_numbers(folder: Path) -> None:
    for name in ("numbers", "cheques"):
        (folder / name).mkdir()
    real = digits(5)
    line = np.hstack([np.pad(image[0], 8) for image in real.images[:4]])
    Image.fromarray(255 - np.kron(line, np.ones((3, 3), np.uint8))).save(folder / "numbers" / "00.png")
    (folder / "numbers" / "01.png").write_bytes(b"no picture")
    label = "".join(map(str, real.labels[:4]))
    _write_csv(folder / "numbers.csv", [["numbers/00.png", label], ["numbers/01.png", "12|34"]])
    _digit(real.images[4, 0]).save(folder / "cheques" / "000.png")
    _write_csv(folder / "cheques.csv", [["cheques/000.png", str(real.labels[4])]])


def _digit(image: np.ndarray) -> Image.Image:
    return Image.fromarray(255 - np.kron(image, np.ones((5, 5), np.uint8)))


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["file", "label"], *rows])
