"""The database of samples: its tables, the way from older ones to the present one, and how it is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr

_WAIT = 20.0
"""Seconds to wait for another process that writes."""

# The facts stand apart from the pictures: to list a hundred thousand samples no picture need be passed over.
_FIRST = """
CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE sample (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
    answer INTEGER CHECK (answer BETWEEN 0 AND 9),
    model INTEGER REFERENCES model (id),
    source TEXT NOT NULL,
    made TEXT NOT NULL,
    deleted TEXT
) STRICT;
CREATE TABLE content (
    sample INTEGER PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE,
    picture BLOB NOT NULL CHECK (length(picture) = 784),
    strokes TEXT,
    ink BLOB,
    ink_width INTEGER
) STRICT;
CREATE INDEX sample_listed ON sample (deleted, label, answer, model, made);
"""

MIGRATIONS = (_FIRST,)
"""What leads from each version of the schema to the next one; the first begins with nothing."""


def connected(file: Path, migrations: tuple[str, ...] = MIGRATIONS) -> sqlite3.Connection:
    """A connection to the database in this file, which is made or brought up to date where need be.

    A transaction that was committed is on the disk: with a write-ahead log that is synchronised in full, neither a
    killed process nor a power failure takes it away. A newer database is looked at and left as it is.

    Raises:
        UserError: it is of a newer version, is none, is damaged, or cannot be opened; nothing was changed then.
    """
    with told(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, file, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, file: Path, migrations: tuple[str, ...]) -> None:
    _refuse_newer(connection, file, migrations)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was deleted is not to be found in the file any more
    if _version(connection) == len(migrations):
        return
    with writing(connection):
        version = _version(connection)  # another process may have been first
        _refuse_newer(connection, file, migrations)
        for script in migrations[version:]:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_newer(connection: sqlite3.Connection, file: Path, migrations: tuple[str, ...]) -> None:
    if _version(connection) > len(migrations):
        sentence = tr("The samples in {file} were kept by a newer version of this program; they were left as they are.")
        raise UserError(sentence.format(file=file))


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """All within is written, or, where it fails, nothing; one process at a time."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Tell a fault of the database in a sentence.

    Raises:
        UserError: there is one.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            sentence = _damaged()
        elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            sentence = tr("The samples in {file} are in use by another program.")
        else:
            sentence = tr("The samples in {file} cannot be used: {fault}.")
        raise UserError(sentence.format(file=file, fault=error)) from error
    except (ValueError, TypeError, IndexError, RecursionError) as error:  # what stands there is no sample
        raise UserError(_damaged().format(file=file)) from error
    except OSError as error:
        sentence = tr("The samples in {file} cannot be used: {fault}.")
        raise UserError(sentence.format(file=file, fault=error.strerror or error)) from error


def _damaged() -> str:
    return tr("The samples in {file} cannot be read, for the file is damaged; it was left as it is.")
