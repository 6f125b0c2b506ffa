"""The user's samples in a database: added, looked for, relabelled, deleted and brought back."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.ink.normalise import SIDE
from lenet_app.language import tr
from lenet_app.samples.sample import CLASSES, Bytes, Sample, Source, drawing_of, is_picture, now, strokes_text
from lenet_app.samples.schema import connected, told, writing

Ids = npt.NDArray[np.int64]

TRASH_DAYS = 30
"""How long what was deleted can be brought back."""
_SOURCES = {str(source): source for source in Source}
_POSSIBLE = {None, *range(CLASSES)}
_MOST_AT_ONCE = 500
"""Of the numbers that are named in one question."""


@dataclass(frozen=True)
class Query:
    """Which samples are wanted.

    Args:
        label: of this digit; None for all.
        wrong: only those that were answered wrongly.
        model: only those that the model of this name answered; None for all.
        since: labelled then or later, ISO 8601, as far as it goes: "2026-11" will do; empty for all.
        until: labelled then or earlier, the same; a day counts as a whole.
    """

    label: int | None = None
    wrong: bool = False
    model: str | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, eq=False)
class Faces:
    """What a list shows of some samples, in its order.

    Args:
        ids: int64 (n,).
        pictures: uint8 (n, 28, 28).
        labels: uint8 (n,).
        wrong: bool (n,), which were answered wrongly.
    """

    ids: Ids
    pictures: Bytes
    labels: Bytes
    wrong: npt.NDArray[np.bool_]


class SampleStore:
    """The samples in a file, which is made with the first one; any thread may ask, and other processes may write.

    What a method that writes has returned from is on the disk. Every method raises a `UserError` where the file is
    damaged, of a newer version or cannot be used.

    Args:
        file: of the database.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._connection is None:
                self._connection = connected(self.file)
                self._empty_trash(self._connection)
            with told(self.file):
                yield self._connection

    # What is written

    def add(self, samples: Iterable[Sample]) -> list[int]:
        """Keep samples, all or none of them; their numbers in the same order.

        Raises:
            UserError: they cannot be written, or one of them is no digit.
        """
        given = list(samples)
        for sample in given:
            if not (is_picture(sample.picture) and {sample.label, sample.answer} <= _POSSIBLE):
                raise UserError(tr("A sample must be a digit from 0 to 9 and have a fitted picture."))
        with self._opened() as connection, writing(connection):
            return [self._added(connection, sample) for sample in given]

    def _added(self, connection: sqlite3.Connection, sample: Sample) -> int:
        answer = None if sample.answer is None else int(sample.answer)
        facts = (int(sample.label), answer, _model(connection, sample.model), str(sample.source), sample.made or now())
        into = "INSERT INTO sample (label, answer, model, source, made) VALUES (?, ?, ?, ?, ?)"
        number = connection.execute(into, facts).lastrowid
        strokes = None if sample.drawing is None else strokes_text(sample.drawing)
        ink = (None, None) if sample.ink is None else (sample.ink.tobytes(), sample.ink.shape[1])
        content = (number, sample.picture.tobytes(), strokes, *ink)
        connection.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", content)
        assert number is not None
        return number

    def relabel(self, labels: Mapping[int, int]) -> dict[int, int]:
        """Give samples other labels, by their numbers; the labels before, with which the same is undone."""
        with self._opened() as connection, writing(connection):
            before = {}
            for number, label in labels.items():
                found = connection.execute("SELECT label FROM sample WHERE id = ?", (int(number),)).fetchone()
                if found is not None:
                    before[int(number)] = int(found[0])
                    connection.execute("UPDATE sample SET label = ? WHERE id = ?", (int(label), int(number)))
            return before

    def delete(self, ids: Iterable[int]) -> None:
        """Take samples out of sight; `restore` brings them back for `TRASH_DAYS`."""
        self._set_deleted(ids, now())

    def restore(self, ids: Iterable[int]) -> None:
        """Bring back samples that were deleted."""
        self._set_deleted(ids, None)

    def _set_deleted(self, ids: Iterable[int], when: str | None) -> None:
        with self._opened() as connection, writing(connection):
            rows = [(when, int(number)) for number in ids]
            connection.executemany("UPDATE sample SET deleted = ? WHERE id = ?", rows)

    def erase_all(self) -> None:
        """Delete every sample, those in the trash too, so that nothing of them is left in the file."""
        with self._opened() as connection:
            with writing(connection):
                connection.execute("DELETE FROM sample")
                connection.execute("DELETE FROM model")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _empty_trash(self, connection: sqlite3.Connection) -> None:
        oldest = (datetime.now(UTC) - timedelta(days=TRASH_DAYS)).isoformat(timespec="seconds")
        with told(self.file):
            if connection.execute("SELECT 1 FROM sample WHERE deleted < ? LIMIT 1", (oldest,)).fetchone():
                with writing(connection):
                    connection.execute("DELETE FROM sample WHERE deleted < ?", (oldest,))

    # What is asked

    def ids(self, query: Query | None = None) -> Ids:
        """The numbers of the samples that are wanted: by digit, of each the newest first."""
        where, values = _where(query or Query())
        with self._opened() as connection:
            order = f"SELECT id FROM sample WHERE {where} ORDER BY label, id DESC"
            return np.array(connection.execute(order, values).fetchall(), np.int64).reshape(-1)

    def counts(self, query: Query | None = None) -> tuple[int, ...]:
        """How many samples of each digit are wanted."""
        where, values = _where(query or Query())
        counted = [0] * CLASSES
        with self._opened() as connection:
            asked = f"SELECT label, COUNT(*) FROM sample WHERE {where} GROUP BY label"
            for label, count in connection.execute(asked, values):
                counted[label] = count
        return tuple(counted)

    def models(self) -> tuple[str, ...]:
        """The names of the models that answered, in their order."""
        with self._opened() as connection:
            asked = """SELECT name FROM model WHERE id IN (SELECT model FROM sample WHERE deleted IS NULL)
                       ORDER BY name"""
            return tuple(name for (name,) in connection.execute(asked))

    def faces(self, ids: Sequence[int] | Ids) -> Faces:
        """What a list shows of these samples; those that are not there any more are left out."""
        with told(self.file):
            rows = self._rows(ids, "sample.id, picture, label, answer")
            pictures = np.zeros((len(rows), SIDE, SIDE), np.uint8)
            for place, row in enumerate(rows):
                pictures[place] = _picture(row[1])
            wrong = np.array([row[3] is not None and row[3] != row[2] for row in rows], np.bool_)
            labels = np.array([_label(row[2]) for row in rows], np.uint8)
            return Faces(np.array([row[0] for row in rows], np.int64), pictures, labels, wrong)

    def labels(self, ids: Sequence[int] | Ids) -> dict[int, int]:
        """The labels of these samples by their numbers, in the same order; those that are not there are left out."""
        with told(self.file):
            return {row[0]: _label(row[1]) for row in self._rows(ids, "sample.id, label")}

    def samples(self, ids: Sequence[int] | Ids) -> list[Sample]:
        """These samples whole, in the same order; those that are not there any more are left out."""
        columns = "sample.id, label, picture, source, strokes, ink, ink_width, answer, model.name, made"
        with told(self.file):
            return [_sample(row) for row in self._rows(ids, columns)]

    def all(self, query: Query | None = None) -> Iterator[Sample]:
        """The samples that are wanted, whole, read some at a time."""
        ids = self.ids(query)
        for start in range(0, len(ids), _MOST_AT_ONCE):
            yield from self.samples(ids[start : start + _MOST_AT_ONCE])

    def pictures(self, query: Query | None = None) -> Pictures:
        """The fitted pictures that are wanted with their labels, (n, 1, 28, 28), as a data set has them."""
        faces = self.faces(self.ids(query))
        return Pictures(faces.pictures[:, None], faces.labels)

    def _rows(self, ids: Sequence[int] | Ids, columns: str) -> list[tuple]:  # type: ignore[type-arg]
        wanted = [int(number) for number in ids]
        found: dict[int, tuple] = {}  # type: ignore[type-arg]
        with self._opened() as connection:
            for start in range(0, len(wanted), _MOST_AT_ONCE):
                some = wanted[start : start + _MOST_AT_ONCE]
                marks = ",".join("?" * len(some))
                asked = f"""SELECT {columns} FROM sample JOIN content ON content.sample = sample.id
                            LEFT JOIN model ON model.id = sample.model WHERE sample.id IN ({marks})"""
                found |= {row[0]: row for row in connection.execute(asked, some)}
        return [found[number] for number in wanted if number in found]


def _where(query: Query) -> tuple[str, list[object]]:
    """A condition, and what its marks stand for."""
    terms, values = ["deleted IS NULL"], list[object]()
    if query.label is not None:
        terms.append("label = ?")
        values.append(query.label)
    if query.wrong:
        terms.append("answer != label")
    if query.model is not None:
        terms.append("model = (SELECT id FROM model WHERE name = ?)")
        values.append(query.model)
    if query.since:
        terms.append("made >= ?")
        values.append(query.since)
    if query.until:
        terms.append("substr(made, 1, ?) <= ?")
        values += [len(query.until), query.until]
    return " AND ".join(terms), values


def _model(connection: sqlite3.Connection, name: str | None) -> int | None:
    if name is None:
        return None
    connection.execute("INSERT OR IGNORE INTO model (name) VALUES (?)", (name,))
    return int(connection.execute("SELECT id FROM model WHERE name = ?", (name,)).fetchone()[0])


def _sample(row: tuple) -> Sample:  # type: ignore[type-arg]
    number, label, picture, source, strokes, ink, width, answer, model, made = row
    marks = None if ink is None else np.frombuffer(ink, np.uint8).reshape(-1, width)
    return Sample(
        label=_label(label),
        picture=_picture(picture),
        source=_SOURCES.get(source, Source.FILE),
        drawing=None if strokes is None else drawing_of(strokes),
        ink=marks,
        answer=answer,
        model=model,
        made=made,
        id=number,
    )


def _picture(content: bytes) -> Bytes:
    """A fitted picture as it was written; a ValueError where it is none."""
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE)


def _label(label: int) -> int:
    """A digit; a ValueError where it is none."""
    if label not in range(CLASSES):
        raise ValueError(label)
    return label
