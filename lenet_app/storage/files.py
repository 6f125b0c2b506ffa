"""Writing files so that a crash or a full disk never leaves half of one."""

import os
import tempfile
from errno import EISDIR
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr


def is_file(path: Path) -> bool:
    """Whether a file is there that can be asked for; a name too long or a closed folder is just a no."""
    try:
        return path.is_file()
    except OSError:
        return False


def check_writable(path: Path) -> None:
    """Find out, before the work for it is done, whether a file can be written to `path`; folders are made as needed.

    Raises:
        UserError: it cannot, or a folder is there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _not_written(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name beside `path`, sync it, and rename it; folders are made as needed.

    Raises:
        UserError: it could not be written; what stood at `path` before still does.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> UserError:
    fault = error.strerror or str(error)
    return UserError(tr("{file} cannot be written: {fault}.").format(file=path, fault=fault))
