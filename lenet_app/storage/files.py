"""Files: read whole within limits, and written so that a crash or a full disk never leaves half of one."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from errno import EEXIST, EINVAL, EISDIR, ELOOP, ENOSPC, ENOTDIR, EOPNOTSUPP
from pathlib import Path
from shutil import disk_usage

from lenet_app.errors import UserError
from lenet_app.json_values import proper
from lenet_app.language import tr
from lenet_app.temporary import clear_left, temporary_beside


@dataclass(frozen=True)
class Unusable:
    """A file among the user's own that cannot be used.

    Args:
        path: of the file.
        fault: a sentence that names the file and what is wrong with it.
        reason: what is wrong, without the file's name; empty where that is not known by itself.
    """

    path: Path
    fault: str
    reason: str = ""

    @property
    def key(self) -> str:
        """What tells the file from all others."""
        return key_of(self.path)

    @property
    def name(self) -> str:
        """What the file is called."""
        return proper(self.path.name)


def key_of(path: Path) -> str:
    """What tells a file from all others, in ASCII: a name may hold bytes that are no text, which not all can keep."""
    return ascii(str(path))


def is_file(path: Path) -> bool:
    """Whether a file is there that can be asked for; a name too long or a closed folder is just a no."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def files_in(folder: Path, suffix: str) -> tuple[Path, ...]:
    """What lies in a folder under names that end so, by name; nothing where the folder is missing or closed.

    That one of the user's folders is closed is told once, at the start: see `paths.Home.fault`.
    """
    try:
        return tuple(sorted(folder.glob(f"*{suffix}")))
    except OSError:
        return ()


def read_bytes(path: Path, most: int, size: int | None = None) -> bytes:
    """The content of a file, read at once: what is made of it does not change when the file does.

    Args:
        path: of a file; a pipe or a device is refused.
        most: a larger file is refused.
        size: so many bytes from the beginning will do.

    Raises:
        OSError: it cannot be read, is no file, or is too large.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(EINVAL, tr("it is not a file"))
        if status.st_size > most:
            raise OSError(EINVAL, tr("it is too large"))
        return file.read(most if size is None else min(size, most))


def check_writable(path: Path, size: int = 0) -> None:
    """Find out, before the work for it is done, whether a file can be written to `path`; folders are made as needed.

    What killed processes left in its folder goes, for it takes room.

    Args:
        path: as it is to be written.
        size: bytes that have to find room.

    Raises:
        UserError: it cannot, there is no room, or something other than a file is there.
    """
    try:
        target = _target(path)
        clear_left([target.parent])
        with temporary_beside(target) as temporary:
            _take_room(temporary.file.fileno(), target.parent, size)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary name beside `path`, sync it, and rename it; folders are made as needed.

    Of a symbolic link it is the target that is written.

    Raises:
        UserError: it could not be written, or something other than a file is there; what stood there before still does.
    """
    _write(path, content, lambda temporary, target: temporary.replace(target))


def write_new(path: Path, content: bytes) -> None:
    """The same under a name that nothing has yet: of two who write it at once, one is told that it is taken.

    Raises:
        FileExistsError: something is there.
        UserError: it could not be written.
    """
    if os.path.lexists(path):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path))
    _write(path, content, _claim)


def _write(path: Path, content: bytes, put: Callable[[Path, Path], object]) -> None:
    try:
        target = _target(path)
        with temporary_beside(target) as temporary:
            temporary.file.write(content)
            temporary.file.flush()
            os.fsync(temporary.file.fileno())
            temporary.put(target, put)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from error


def _claim(temporary: Path, target: Path) -> None:
    """Give the file its name unless that is taken; the name and the whole content come at once where links can be."""
    if os.name == "nt":  # where a rename never replaces
        temporary.rename(target)
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # no links on this disk: an empty file claims the name first
        target.open("xb").close()
        try:
            temporary.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _target(path: Path) -> Path:
    """The file that `path` leads to, its folder made; a device is refused, for the rename would replace it."""
    target = Path(os.path.realpath(path))  # Path's own ends in no OSError where links lead in a circle
    if any(one.is_symlink() for one in (target, *target.parents)):
        raise OSError(ELOOP, os.strerror(ELOOP))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR)) from error
    try:
        mode = target.stat().st_mode  # a name too long is told here
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(EINVAL, tr("it is not a file"))
    return target


def _take_room(descriptor: int, folder: Path, size: int) -> None:
    """Have the disk give the room to a temporary file, so that quotas and other limits count, too.

    Raises:
        OSError: there is none.
    """
    if not size:
        return
    if disk_usage(folder).free < size:
        raise OSError(ENOSPC, os.strerror(ENOSPC))
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError as error:
            if error.errno not in (EINVAL, EOPNOTSUPP):  # this disk cannot tell
                raise


def _not_written(path: Path, error: OSError | ValueError) -> UserError:
    # Anything else is what Python says of names that no file can have.
    fault = error.strerror or str(error) if isinstance(error, OSError) else tr("no file can have such a name")
    return UserError(tr("{file} cannot be written: {fault}.").format(file=path, fault=fault))
