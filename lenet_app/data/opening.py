"""Opening the files of data sets: regular files alone, unpacked while they are read, no further than somebody asks.

Reading is done in pieces, between which Python's lock is free and whoever waits may stop it.
"""

import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL
from io import FileIO
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr

Stop = Callable[[], bool]
"""Whether reading is to end; it is asked before each piece."""

_AT_ONCE = 1 << 18
_MOST_PACKED = 8 << 30
_MOST_GZIP_MEMBERS = 100_000
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_ALONE = 16 + zlib.MAX_WBITS  # what zlib calls gzip's wrapper
_HEAD = 512
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|\?xml|html|head|body)\b", re.I | re.S
)


def never() -> bool:
    """The answer of whoever waits to the end."""
    return False


def stopped(path: Path) -> UserError:
    """What is raised where nobody waits for a file any more."""
    return UserError(tr("Reading {file} was stopped.").format(file=path.name))


class Content:
    """The content of an open file, unpacked where it is gzipped.

    Args:
        file: a regular file at its beginning.
        path: its path, for what is told.
        stop: whether reading is to end.
    """

    def __init__(self, file: FileIO, path: Path, stop: Stop) -> None:
        self._file, self._path, self._stop = file, path, stop
        self.stored = os.fstat(file.fileno()).st_size
        """Bytes of the file as it lies on the disk."""
        self.head = file.read(_HEAD) or b""
        """Its first bytes as they lie on the disk."""
        file.seek(0)
        self._unpacker = zlib.decompressobj(_GZIP_ALONE) if self.head.startswith(_GZIP_MAGIC) else None
        self._members_left, self._left = _MOST_GZIP_MEMBERS, b""

    @property
    def is_packed(self) -> bool:
        """Whether it is gzipped."""
        return self._unpacker is not None

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end, where gzip's sum is checked.

        Raises:
            EOFError: what is packed breaks off.
            zlib.error: what is packed is damaged.
            OSError: the disk refuses.
            UserError: reading was stopped.
        """
        pieces = []
        while size and (piece := self._piece(min(size, _AT_ONCE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        if self._unpacker is None:
            return self._stored(size)
        while not self._unpacker.eof or self._begin_next_member():
            packed = self._left or self._stored(_AT_ONCE)
            # With nothing more to unpack, too: zlib may hold something back.
            piece = self._unpacker.decompress(packed, size)
            self._left = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            if piece:
                return piece
            if not packed and not self._unpacker.eof:
                raise EOFError
        return b""

    def _begin_next_member(self) -> bool:
        """Go on where one gzip file follows another; zeros at the end are padding."""
        self._left = self._left.lstrip(b"\0") or self._stored(_AT_ONCE).lstrip(b"\0")
        if not self._left:
            return False
        self._members_left -= 1
        if not self._members_left:
            raise zlib.error
        self._unpacker = zlib.decompressobj(_GZIP_ALONE)
        return True

    def _stored(self, size: int) -> bytes:
        if self._stop():
            raise stopped(self._path)
        return self._file.read(size) or b""


@contextmanager
def opened(path: Path, stop: Stop = never) -> Iterator[Content]:
    """The content of a file; what goes wrong while it is read within the block is told as well.

    Raises:
        UserError: it is no regular file, cannot be read, is damaged or a web page, or reading was stopped.
    """
    try:
        with regular_file(path) as file:
            content = Content(file, path, stop)
            if _WEB_PAGE.match(content.head):
                sentence = tr("{file} is a web page that a server sent in place of a file of a data set.")
                raise UserError(sentence.format(file=path.name))
            if content.is_packed and content.stored > _MOST_PACKED:
                sentence = tr("{file} is larger than {most} MB, the most that is unpacked.")
                raise UserError(sentence.format(file=path.name, most=f"{_MOST_PACKED >> 20:,}"))
            yield content
    except (EOFError, zlib.error) as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=fault)) from error


def regular_file(path: Path) -> FileIO:
    """The file, opened to be read; a pipe or a device could be waited for or read for ever.

    Raises:
        OSError: it is none, or cannot be opened.
    """
    _refuse_other_kinds(path.stat())
    # It may have been exchanged since: opening a pipe would wait for whoever writes to it.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    file = FileIO(os.open(path, flags), "rb")
    try:
        _refuse_other_kinds(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def _refuse_other_kinds(facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(EINVAL, tr("it is not a file"))
