"""Files of pictures that were unpacked once, beside the downloaded sets, so that they can be read in parts.

They can be removed at any time: what is missing is made anew.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage
from typing import BinaryIO

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.temporary import clear_left, temporary_beside

MOST_BYTES = 8 << 30
"""Of one file."""
_MOST_TOGETHER = 16 << 30
_SUFFIX = ".pictures"


class Unpacked:
    """The files in their folder.

    Args:
        downloads: the folder of downloaded sets, in which theirs is.
    """

    def __init__(self, downloads: Path) -> None:
        self.folder = downloads / ".unpacked"
        """Nothing in it need exist yet."""

    def path(self, source: Path, state: str) -> Path:
        """Where what is unpacked of a source is, or would be.

        Args:
            source: the packed file, or the folder.
            state: whatever tells that the source is another one than it was, such as its size and its time.
        """
        return self.folder / f"{_digest(os.path.realpath(source))}-{_digest(state)}{_SUFFIX}"

    def make(self, path: Path, source: Path, size: int, write: Callable[[BinaryIO], None]) -> None:
        """Make the file of this path whole or not at all; what an earlier state of its source left goes.

        Args:
            path: what `path` gave for the source.
            source: the packed file, or the folder.
            size: bytes that have to find room.
            write: writes the content into a new file.

        Raises:
            UserError: it is too large, there is no room, it cannot be written, or what `write` raises.
        """
        if size > MOST_BYTES:
            sentence = tr("{file} would unpack to {size} MB; at most {most} MB are unpacked.")
            facts = {"size": f"{size >> 20:,}", "most": f"{MOST_BYTES >> 20:,}"}
            raise UserError(sentence.format(file=source, **facts))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            clear_left([self.folder])
            self._make_room(path, size)
            if disk_usage(self.folder).free < size:
                sentence = tr("There is no room for {size} MB of unpacked pictures in {folder}.")
                raise UserError(sentence.format(size=f"{size >> 20:,}", folder=self.folder))
            with temporary_beside(path) as temporary:
                write(temporary.file)
                temporary.file.flush()
                os.fsync(temporary.file.fileno())
                temporary.put(path, lambda made, target: made.replace(target))
        except OSError as error:
            fault = error.strerror or str(error)
            raise UserError(tr("{file} cannot be written: {fault}.").format(file=path, fault=fault)) from error

    def _make_room(self, path: Path, size: int) -> None:
        """Remove other states of the same source, and of the rest the oldest that would be too much."""
        source = path.name.partition("-")[0]
        facts = [(one.stat(), one) for one in self.folder.glob(f"*{_SUFFIX}")]
        left = _MOST_TOGETHER - size
        for fact, one in sorted(facts, key=lambda entry: -entry[0].st_mtime_ns):
            left -= fact.st_size
            if left < 0 or one.name.partition("-")[0] == source:
                with suppress(OSError):  # on Windows somebody may have it open
                    one.unlink()


def _digest(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which the first paint does not wait for

    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:24]
