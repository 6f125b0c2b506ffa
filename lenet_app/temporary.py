"""Temporary files beside those that are written, and the removal of what a killed process left of them.

A temporary file is locked for as long as it is written. The lock ends with its process, however that ends: so a file
whose lock is free belongs to nobody. On Windows a file that somebody has open cannot be removed, which does the same.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"\..*\.[0-9a-f]{8}\.lenet-app\.tmp")
"""No other program's temporary files are called so."""
_LONGEST = 100
"""Bytes of a temporary name that are the file's own."""
_TRIES = 20


@dataclass
class Temporary:
    """A new file that is open and locked. It goes unless it was put somewhere."""

    path: Path
    file: BinaryIO

    def put(self, target: Path, how: Callable[[Path, Path], object]) -> None:
        """Give the whole file its own name; `how` takes the temporary path and the target.

        Raises:
            OSError: it cannot have that name.
        """
        if os.name == "nt":  # where an open file cannot be renamed
            self.file.close()
        how(self.path, target)


@contextmanager
def temporary_beside(target: Path) -> Iterator[Temporary]:
    """A new file in the folder of `target`, under a name that nothing else has.

    Raises:
        OSError: there can be none.
    """
    temporary = _made(target)
    try:
        yield temporary
    finally:
        if os.name == "nt":
            temporary.file.close()
        with suppress(OSError):  # it has its own name by now, or the fault is told already
            temporary.path.unlink(missing_ok=True)
        with suppress(OSError):  # of what could not be written there is still some
            temporary.file.close()


def _made(target: Path) -> Temporary:
    name = target.name.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore")
    tries = 0
    while True:
        path = target.with_name(f".{name}.{os.urandom(4).hex()}.lenet-app.tmp")
        file, tries = path.open("xb"), tries + 1
        is_there = locked(file.fileno()) is not False and os.fstat(file.fileno()).st_nlink > 0
        if is_there or tries == _TRIES:  # some disks count no links
            return Temporary(path, file)
        file.close()  # somebody who clears up was quicker than the lock


def locked(descriptor: int) -> bool | None:
    """Whether an open file is locked for this process now; None where the disk or the system has no locks.

    The lock goes when the file is closed, or its process ends.
    """
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def clear_left(folders: Iterable[Path]) -> None:
    """Remove from these folders the temporary files of processes that are no more; nothing is said of any fault."""
    for folder in folders:
        try:
            left = [Path(entry.path) for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
        except OSError:
            continue
        for path in left:
            with suppress(OSError):
                _clear(path)


def _clear(path: Path) -> None:
    if fcntl is None:
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if locked(descriptor):
            path.unlink()
    finally:
        os.close(descriptor)
