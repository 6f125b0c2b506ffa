"""Arrays of NumPy in files: `.npy`, and `.npz`, which is a ZIP archive of such files. Nothing is ever unpickled.

The format is described in NumPy's documentation (NEP 1): a magic text, the version, the length of the header, the
header, which is a dictionary of type, order and shape as Python writes it, and the values.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lenet_app.data.idx import MOST_FROM_A_BYTE
from lenet_app.data.opening import Stop, never, opened, regular_file, stopped
from lenet_app.errors import UserError
from lenet_app.language import tr

Numbers = npt.NDArray[Any]
Read = Callable[[int], bytes]

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 1 << 16
_TYPE = re.compile(rb"'descr' *: *'([<>|=]?)([A-Za-z])(\d*)'")
_ORDER = re.compile(rb"'fortran_order' *: *(True|False)")
_SHAPE = re.compile(rb"'shape' *: *\(([0-9L, ]{0,200})\)")
_NUMBERS = frozenset(("b1", *(kind + size for kind in "iu" for size in "1248"), "f2", "f4", "f8"))
_AT_ONCE = 1 << 18
_BLOCK = 1 << 20
_MOST_OF_A_DIRECTORY = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
# All that zipfile was seen to raise of damaged archives.
_ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, LookupError),
)


class _Head(NamedTuple):
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    length: int
    """Bytes before the values."""


@dataclass(frozen=True, eq=False)
class ArrayFile:
    """An array in a file, whose rows are read when they are asked for.

    Args:
        path: of the file.
        member: its name in the archive; empty where the file is the array.
        dtype: of its values, numbers or truth values.
        shape: the first size is the number of rows.
        begin: the byte of the file at which the first row begins; None where the values lie packed.
        header: bytes before the values, in what is unpacked.
    """

    path: Path
    member: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    begin: int | None
    header: int

    def __len__(self) -> int:
        """How many rows there are."""
        return self.shape[0]

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        if not self.member:
            return self.path.name
        return tr("{name} in {archive}").format(name=self.member, archive=self.path.name)

    def blocks(self, stop: Stop = never) -> Iterator[Numbers]:
        """The rows, some at a time, one after the other.

        Raises:
            UserError: the file cannot be read or is damaged, or reading was stopped.
        """
        each = prod(self.shape[1:]) * self.dtype.itemsize
        rows, left = max(1, _BLOCK // max(each, 1)), len(self)
        with _reading(self.path, self.member, stop) as read:
            _filled(read, self.header, self.name)
            while left:
                count = min(rows, left)
                content = _filled(read, count * each, self.name)
                yield np.frombuffer(content, self.dtype).reshape(count, *self.shape[1:])
                left -= count
            if read(1):  # at the end the sums of what is packed are checked, too
                raise UserError(tr("{file} holds more values than its header says.").format(file=self.name))


def array_in(path: Path) -> ArrayFile:
    """The array in a `.npy` file.

    Raises:
        UserError: it cannot be read, is no such file, or holds other things than numbers.
    """
    with opened(path) as file:
        head = _head(file.read, path.name)
        possible = file.stored * (MOST_FROM_A_BYTE if file.is_packed else 1)
        begin = None if file.is_packed else head.length
    return _checked(ArrayFile(path, "", head.dtype, head.shape, begin, head.length), possible)


def names_in(path: Path) -> list[str]:
    """The names of the arrays in a `.npz` file, without their ends.

    Raises:
        UserError: it cannot be read, or is no such file.
    """
    with opened(path) as file:  # or what it is instead
        is_archive = file.head.startswith(b"PK")
    if not is_archive:
        raise UserError(tr("{file} is no .npz file of NumPy.").format(file=path.name))
    with _archive(path, never) as archive:
        names = [info.filename for info in archive.infolist()]
    return [name.removesuffix(".npy") for name in names if name.endswith(".npy") and name.isprintable()]


def array_of(path: Path, name: str) -> ArrayFile:
    """The array of this name in a `.npz` file.

    Raises:
        UserError: it cannot be read, is not there, or holds other things than numbers.
    """
    member = f"{name}.npy"
    with _archive(path, never) as archive, archive.open(_info(archive, member)) as file:
        info = _info(archive, member)
        head = _head(file.read, tr("{name} in {archive}").format(name=name, archive=path.name))
        possible = min(info.file_size, info.compress_size * MOST_FROM_A_BYTE)
    begin = _place(path, info) + head.length if info.compress_type == zipfile.ZIP_STORED else None
    found = ArrayFile(path, name, head.dtype, head.shape, begin, head.length)
    return _checked(found, possible)


def _checked(array: ArrayFile, possible: int) -> ArrayFile:
    """The array, if its file can hold what its header says, which can be anything."""
    if array.header + prod(array.shape) * array.dtype.itemsize > possible:
        sentence = tr("{file} is damaged: it holds less than its header says.")
        raise UserError(sentence.format(file=array.name))
    return array


def _head(read: Read, name: str) -> _Head:
    start = _filled(read, len(_MAGIC) + 2, name)
    if not start.startswith(_MAGIC):
        raise UserError(tr("{file} is no array of NumPy.").format(file=name))
    width = 2 if start[6] == 1 else 4
    length = int.from_bytes(_filled(read, width, name), "little")
    text = _filled(read, min(length, _LONGEST_HEADER), name)
    kind, order, shape = (pattern.search(text) for pattern in (_TYPE, _ORDER, _SHAPE))
    if kind and kind[2] == b"O":
        sentence = tr("{file} holds Python's objects, which can run any code when they are read; save it as numbers.")
        raise UserError(sentence.format(file=name))
    if not kind or (kind[2] + kind[3]).decode() not in _NUMBERS:
        raise UserError(tr("{file} holds other things than numbers.").format(file=name))
    sizes = re.findall(rb"\d+", shape[1]) if shape else []
    if not order or not sizes or any(len(one) > 19 for one in sizes) or length > _LONGEST_HEADER:
        raise UserError(tr("{file} is damaged: its header cannot be read.").format(file=name))
    if order[1] == b"True" and len(sizes) > 1:
        sentence = tr("{file} is stored column by column; save it with numpy.ascontiguousarray.")
        raise UserError(sentence.format(file=name))
    dtype = np.dtype(b"".join(kind.groups()).decode())
    return _Head(dtype, tuple(int(one) for one in sizes), len(start) + width + length)


def _filled(read: Read, size: int, name: str) -> bytes:
    """So many bytes.

    Raises:
        UserError: there are fewer.
    """
    pieces, left = [], size
    while left and (piece := read(min(left, _AT_ONCE))):
        pieces.append(piece)
        left -= len(piece)
    if left:
        raise UserError(tr("{file} is damaged: it breaks off.").format(file=name))
    return b"".join(pieces)


@contextmanager
def _reading(path: Path, member: str, stop: Stop) -> Iterator[Read]:
    """What reads a file on, or what a member of an archive unpacks to."""
    if not member:
        with opened(path, stop) as content:
            yield content.read
        return
    with _archive(path, stop) as archive, archive.open(_info(archive, f"{member}.npy")) as file:
        yield file.read


@contextmanager
def _archive(path: Path, stop: Stop) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive; what goes wrong while it is read within the block is told as well."""
    try:
        with regular_file(path) as file, zipfile.ZipFile(_Piecewise(file, path, stop)) as archive:
            yield archive
    except _ZIP_FAULTS as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=fault)) from error


def _info(archive: zipfile.ZipFile, member: str) -> zipfile.ZipInfo:
    info = archive.getinfo(member)
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    return info


def _place(path: Path, info: zipfile.ZipInfo) -> int:
    """The byte at which a member's content begins; its own header tells how long that is."""
    try:
        with regular_file(path) as file:
            file.seek(info.header_offset)
            *_, name, extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size) or b"")
    except (OSError, struct.error) as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    return info.header_offset + _LOCAL_HEADER.size + int(name) + int(extra)


class _Piecewise:
    """A file for `zipfile`, which reads a directory of any length at once; here no more than one may have.

    Args:
        file: the archive.
        path: its path, for what is told.
        stop: whether reading is to end.
    """

    def __init__(self, file: FileIO, path: Path, stop: Stop) -> None:
        self._file, self._path, self._stop = file, path, stop
        self.seek, self.tell, self.seekable, self.close = file.seek, file.tell, file.seekable, file.close

    def read(self, size: int = -1) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        if self._stop():
            raise stopped(self._path)
        if size < 0:
            place = self._file.tell()
            size = self._file.seek(0, 2) - place
            self._file.seek(place)
        if size > _MOST_OF_A_DIRECTORY:
            raise zipfile.BadZipFile
        return self._file.read(size) or b""
