"""A lock that a run holds while it lasts; it ends with its process, however that ends."""

import sys
import time
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool | None:
        """Whether the first byte is this handle's now."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    from lenet_app.temporary import locked as _locked

_TRIES, _PAUSE = 20, 0.01
"""Whoever looks whether a run is at work holds its lock for a moment; seconds."""


class Lock:
    """A lock that is held. Where the disk knows no locks it keeps nobody out.

    Args:
        file: open, and locked.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    @staticmethod
    def taken(path: Path) -> "Lock | None":
        """The lock of this file, which is made as needed; None where somebody holds it.

        Raises:
            OSError: the file cannot be made.
        """
        for _ in range(_TRIES):
            file = path.open("ab")
            if _locked(file.fileno()) is not False:
                return Lock(file)
            file.close()
            time.sleep(_PAUSE)
        return None

    def release(self) -> None:
        """Let it go."""
        self._file.close()


def is_held(path: Path) -> bool:
    """Whether a process that lives holds the lock of this file; a file that is not there has none."""
    try:
        with path.open("rb") as file:
            return _locked(file.fileno()) is False
    except OSError:
        return False
