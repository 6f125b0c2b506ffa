"""Writing files so that a crash or a full disk never leaves half of one."""

import os
import tempfile
from errno import EINVAL, EISDIR, ELOOP
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr


def is_file(path: Path) -> bool:
    """Whether a file is there that can be asked for; a name too long or a closed folder is just a no."""
    try:
        return path.is_file()
    except OSError:
        return False


def files_in(folder: Path, suffix: str) -> tuple[Path, ...]:
    """What lies in a folder under names that end so, by name; nothing where the folder is missing or closed.

    That one of the user's folders is closed is told once, at the start: see `paths.Home.fault`.
    """
    try:
        return tuple(sorted(folder.glob(f"*{suffix}")))
    except OSError:
        return ()


def check_writable(path: Path) -> None:
    """Find out, before the work for it is done, whether a file can be written to `path`; folders are made as needed.

    Raises:
        UserError: it cannot, or something other than a file is there.
    """
    try:
        target = _target(path)
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise _not_written(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name beside `path`, sync it, and rename it; folders are made as needed.

    Of a symbolic link it is the target that is written.

    Raises:
        UserError: it could not be written, or something other than a file is there; what stood there before still does.
    """
    try:
        target = _target(path)
        temporary = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}.tmp")
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _not_written(path, error) from error


def _target(path: Path) -> Path:
    """The file that `path` leads to, its folder made; a device is refused, for the rename would replace it."""
    target = Path(os.path.realpath(path))  # Path's own ends in no OSError where links lead in a circle
    if any(one.is_symlink() for one in (target, *target.parents)):
        raise OSError(ELOOP, os.strerror(ELOOP))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if target.exists() and not target.is_file():
        raise OSError(EINVAL, tr("it is not a file"))
    return target


def _not_written(path: Path, error: OSError) -> UserError:
    fault = error.strerror or str(error)
    return UserError(tr("{file} cannot be written: {fault}.").format(file=path, fault=fault))
