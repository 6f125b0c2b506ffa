"""Writing files so that a crash or a full disk never leaves half of one."""

import os
import tempfile
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr


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
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be written: {fault}.").format(file=path, fault=fault)) from error
