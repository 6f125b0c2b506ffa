"""Tar archives, read from front to back within limits of our own.

Python's tarfile is not used: of an archive's extended headers it makes numbers of any length, which holds the whole
program up (241 bytes for 10 s, ten times as many digits for a quarter of an hour), and it sets no limit to members.
What is needed here is little: each member's name and size. The form is that of POSIX.1-1988, ustar; name and size are
heeded in the extended headers of POSIX.1-2001, pax, and in GNU's long names, too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BLOCK = 512
_MOST_MEMBERS = 1000
_MOST_EXTENDED = 1 << 16
"""Bytes of an extended header, or of a long name."""

_NAME, _SIZE, _CHECKSUM, _KIND = slice(0, 100), slice(124, 136), slice(148, 156), slice(156, 157)
_PLAIN_KINDS = (b"0", b"\0", b"7")
_KINDS_WITHOUT_CONTENT = (b"1", b"2", b"3", b"4", b"5", b"6")  # links, devices, folders and pipes
_EXTENDED, _EXTENDED_FOR_ALL, _LONG_NAME = b"x", b"g", b"L"
_PAX_NAME = re.compile(rb"(?:^|\n)\d{1,6} path=([^\n]*)\n")
_PAX_SIZE = re.compile(rb"(?:^|\n)\d{1,6} size=(\d{1,15})\n")
_GNU_SPARSE = b" GNU.sparse."


class TarError(Exception):
    """The archive is damaged."""


class TooManyMembersError(Exception):
    """The archive holds more than is looked at."""

    most = _MOST_MEMBERS


@dataclass(frozen=True)
class Member:
    """What an archive tells of one file.

    Args:
        name: with its folders; bytes that are no UTF-8 are written as escapes.
        size: in bytes.
        is_plain: whether it is a file with its content, not a link, a folder, a device or one with holes.
    """

    name: str
    size: int
    is_plain: bool


class Tar:
    """The members of an archive in their order; the content of one can be read until the next is asked for.

    Args:
        read: gives the next bytes of the archive, fewer than were asked for only at its end.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._left = 0
        """Bytes of the present member's content that are not read yet."""
        self._padding = 0

    def __iter__(self) -> Iterator[Member]:
        """Each file, link or folder.

        Raises:
            TarError: the archive is damaged.
            TooManyMembersError: it goes on for too long.
        """
        extended, long_name = b"", b""
        for number in range(_MOST_MEMBERS):
            self._skip()
            header = self._read(_BLOCK)
            if number and not header.strip(b"\0"):
                return
            kind, size = header[_KIND], _checked_size(header)
            if kind in (_EXTENDED, _EXTENDED_FOR_ALL, _LONG_NAME):
                self._begin(size)
                content = self._extended(size)
                if kind == _EXTENDED:
                    extended = content
                elif kind == _LONG_NAME:
                    long_name = content
                continue
            member = _member(header, size, extended, long_name)
            self._begin(0 if kind in _KINDS_WITHOUT_CONTENT else member.size)
            yield member
            extended, long_name = b"", b""
        raise TooManyMembersError

    def content(self, most: int | None = None) -> bytes:
        """The rest of the present member's content, or `most` bytes of it.

        Raises:
            TarError: the archive ends before it.
        """
        size = self._left if most is None else min(most, self._left)
        content = self._read(size)
        if len(content) < size:
            raise TarError
        self._left -= size
        return content

    def _extended(self, size: int) -> bytes:
        if size > _MOST_EXTENDED:
            raise TarError
        return self.content()

    def _begin(self, size: int) -> None:
        self._left, self._padding = size, -size % _BLOCK

    def _skip(self) -> None:
        """Pass over what is left of the present member, to the next header."""
        left = self._left + self._padding
        while left:
            piece = self._read(min(left, 1 << 20))
            if not piece:
                raise TarError
            left -= len(piece)
        self._begin(0)


def _checked_size(header: bytes) -> int:
    """The size that a header tells, its sum checked.

    Raises:
        TarError: it is none.
    """
    if len(header) < _BLOCK:
        raise TarError
    blank = header[: _CHECKSUM.start] + b" " * 8 + header[_CHECKSUM.stop :]
    if _octal(header[_CHECKSUM]) != sum(blank):
        raise TarError
    field = header[_SIZE]
    # GNU's way to tell sizes beyond 8 GB.
    return int.from_bytes(field[1:], "big") if field[0] == 0x80 else _octal(field)


def _octal(field: bytes) -> int:
    digits = field.partition(b"\0")[0].strip()
    if not re.fullmatch(rb"[0-7]*", digits):
        raise TarError
    return int(digits or b"0", 8)


def _member(header: bytes, size: int, extended: bytes, long_name: bytes) -> Member:
    name = _PAX_NAME.search(extended)
    other_size = _PAX_SIZE.search(extended)
    # Of a long name that is parted, the header's first field holds the end.
    raw = name[1] if name else (long_name or header[_NAME]).partition(b"\0")[0]
    is_plain = header[_KIND] in _PLAIN_KINDS and not raw.endswith(b"/") and _GNU_SPARSE not in extended
    told = raw.rstrip(b"/").decode("utf-8", "backslashreplace")
    return Member(told, int(other_size[1]) if other_size else size, is_plain)
