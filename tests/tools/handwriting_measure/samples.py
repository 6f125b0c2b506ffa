"""The samples of every set, as they lie in the data folder, and the fixed parts of them that are measured."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.paths import Home
from tests.tools.handwriting_measure.plan import MNIST, Kind, SetPlan

LIKE_DIGITS = frozenset("oOlLIiJjzZsSbBqgGDQUyYtTpP")
"""Letters that do look like a digit: nobody can ask that they be answered with "not sure"."""


@dataclass(frozen=True)
class Sample:
    """One drawing or picture.

    Args:
        label: what it shows; rows of a picture of numbers are separated by `|`.
        number: its place in the set, from 0.
        name: the picture's file, or the line of the drawing.
        writer: who wrote it; empty where nobody knows.
        content: the drawing's parsed JSON, or the picture's file; None for MNIST.
    """

    label: str
    number: int
    name: str
    writer: str = ""
    content: dict[str, Any] | Path | None = None


def read_samples(plan: SetPlan, folder: Path) -> list[Sample]:
    """All samples of a set; letters only as far as they look like no digit.

    Raises:
        UserError: the set's file is missing or is not what it should be.
    """
    if plan.name == MNIST.name:
        labels = catalogue.load(catalogue.MNIST, Home.of_user().data).test.labels
        return [Sample(str(label), number, f"picture {number}") for number, label in enumerate(labels)]
    path = source_file(plan, folder)
    try:
        found = list(_strokes(path) if path.suffix == ".gz" else _pictures(path))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error
    if plan.kind == Kind.LETTERS:
        found = [sample for sample in found if sample.label not in LIKE_DIGITS]
    if not found:
        raise UserError(f"{path} holds nothing.")
    return found


def source_file(plan: SetPlan, folder: Path) -> Path:
    """The file that tells the samples of a set."""
    return folder / (f"{plan.source}.jsonl.gz" if plan.source.startswith("strokes_") else f"{plan.source}.csv")


def fixed_part(samples: list[Sample], most: int | None) -> list[Sample]:
    """At most so many of the samples, drawn once and for all; None keeps all of them."""
    if most is None or len(samples) <= most:
        return samples
    order = np.random.default_rng(1998).permutation(len(samples))[:most]
    return [samples[place] for place in sorted(order.tolist())]


def _strokes(path: Path) -> Iterator[Sample]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            value = json.loads(line)
            yield Sample(str(value["label"]), number, f"line {number + 1}", str(value.get("writer", "")), value)


def _pictures(path: Path) -> Iterator[Sample]:
    with path.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            yield Sample(row["label"], number, row["file"], row.get("writer") or "", path.parent / row["file"])
