"""The figures of a run as tables: a row for each epoch, and a row for about each thousandth of its steps."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from lenet_app.json_values import told
from lenet_app.language import tr
from lenet_app.training.changes import Change
from lenet_app.training.length import Length
from lenet_app.training.reports import BatchReport, EpochReport


class EpochFigures(NamedTuple):
    """A row of epochs.csv; see `EpochReport`. `total_seconds` are those of the run, validating included."""

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float
    images_per_second: float
    total_seconds: float

    @staticmethod
    def of(report: EpochReport, total_seconds: float) -> "EpochFigures":
        """What a report tells."""
        own = EpochFigures._fields[:-1]
        return EpochFigures._make([*(getattr(report, name) for name in own), total_seconds])


class LayerRow(NamedTuple):
    """A row of layers.csv: what is known of a layer after an epoch; see `LayerFigures`."""

    epoch: int
    layer: str
    weight: float
    gradient: float | None
    dead: int
    units: int

    @staticmethod
    def of(report: EpochReport) -> "list[LayerRow]":
        """What a report tells."""
        return [
            LayerRow(report.epoch, one.name, one.weight, one.gradient, one.dead, one.units) for one in report.layers
        ]


class StepFigures(NamedTuple):
    """A row of steps.csv.

    Args:
        step: batches of the run so far.
        epoch: the one that ran, from 1.
        images: pictures learned in the whole run so far.
        seconds: of training so far.
        loss: mean of the pictures since the row before, each before it was learned.
        accuracy: the share of right answers among the same.
        learning_rate: of the newest step.
    """

    step: int
    epoch: int
    images: int
    seconds: float
    loss: float
    accuracy: float
    learning_rate: float


@dataclass(frozen=True)
class Figures:
    """All tables of a run, and what was changed about it."""

    epochs: tuple[EpochFigures, ...] = ()
    steps: tuple[StepFigures, ...] = ()
    layers: tuple[LayerRow, ...] = ()
    changes: tuple[Change, ...] = ()

    def until(self, epoch: int, images: int) -> "Figures":
        """What of it was known after an epoch, when so many pictures were learned."""
        return Figures(
            tuple(row for row in self.epochs if row.epoch <= epoch),
            tuple(row for row in self.steps if row.images <= images),
            tuple(row for row in self.layers if row.epoch <= epoch),
            self.changes,
        )


class StepLog:
    """Gathers the rows of steps.csv from the reports of batches, all of which are to come, one after the other.

    Args:
        length: of the run as it was planned.
        rows: those that there are; the next report is the first after a whole epoch.
        begun: pictures learned before that.
    """

    def __init__(self, length: Length, rows: Iterable[StepFigures] = (), begun: int = 0) -> None:
        self.rows = list(rows)
        self._length = length
        self._epochs = self._mark = (0.0, 0.0, begun)
        """Summed loss, right answers and pictures, of the whole epochs before and at the last row."""

    def add(self, report: BatchReport) -> None:
        """Take a report."""
        loss, right, before = self._epochs
        pictures = report.images - before
        now = (loss + report.loss * pictures, right + report.accuracy * pictures, report.images)
        step = (report.epoch - 1) * self._length.per_epoch + report.batch
        is_last = report.epoch == report.epochs and report.batch == report.batches
        if step % self._length.spacing == 0 or is_last:
            loss, right, count = (one - other for one, other in zip(now, self._mark, strict=True))
            means = round(loss / count, 6), round(right / count, 6)
            row = (step, report.epoch, report.images, round(report.seconds, 3), *means, report.learning_rate)
            self.rows.append(StepFigures(*row))
            self._mark = now
        if report.batch == report.batches:
            self._epochs = now


Row = TypeVar("Row", EpochFigures, StepFigures, LayerRow)


def as_csv(kind: type[Row], rows: Sequence[Row]) -> bytes:
    """A table with the names of its columns above; an empty cell is None."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kind._fields)
    writer.writerows(rows)
    return text.getvalue().encode()


def from_csv(kind: type[Row], content: bytes) -> tuple[Row, ...]:
    """The rows that `as_csv` wrote.

    Raises:
        ValueError: it did not write this.
    """
    first, *rest = list(csv.reader(io.StringIO(content.decode()))) or [[]]
    if tuple(first) != kind._fields or any(len(row) != len(first) for row in rest):
        raise ValueError(tr("its columns are others"))
    texts = [kind.__annotations__[name] is str for name in kind._fields]
    return tuple(
        kind._make(cell if is_text else _number(cell) for cell, is_text in zip(row, texts, strict=True)) for row in rest
    )


def columns_from_csv(kind: type[Row], content: bytes, names: Sequence[str]) -> list[tuple[float | int | None, ...]]:
    """Some columns of the rows that `as_csv` wrote, in a third of the time that all take.

    Raises:
        ValueError: it did not write this.
    """
    first, *rest = content.decode().splitlines() or [""]
    places, count = [kind._fields.index(name) for name in names], len(kind._fields)
    cells = [line.split(",") for line in rest]
    if first != ",".join(kind._fields) or any(len(row) != count for row in cells):
        raise ValueError(tr("its columns are others"))
    return [tuple(_number(row[place]) for place in places) for row in cells]


def _number(cell: str) -> float | int | None:
    if not cell:
        return None
    try:
        return int(cell) if cell.lstrip("-").isdigit() else float(cell)
    except ValueError as error:
        raise ValueError(tr("“{cell}” is not a number").format(cell=told(cell))) from error
