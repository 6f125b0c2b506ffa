"""The IDX format of MNIST: a magic number, the sizes, then the values, big-endian; often gzipped.

The format is described on the MNIST page of LeCun, Cortes and Burges: two zero bytes, the type of the values (8 is
unsigned byte, 12 is a signed integer of 4 bytes), the number of dimensions, one 32-bit size for each, and the values
with the last dimension fastest.
"""

import struct
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import Content, Stop, never, opened
from lenet_app.data.stored import MOST_IN_MEMORY, MOST_PICTURES
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    import hashlib

Bytes = npt.NDArray[np.uint8]

UNSIGNED_BYTE = 8
INTEGER = 12

_WIDTH = {UNSIGNED_BYTE: 1, INTEGER: 4}
_MOST_LABELS = 4 * MOST_PICTURES
"""Bytes; as QMNIST writes them, there can be 2 million."""
# What deflate can make of one byte at most is 1032; gzip's own head and end make it less.
MOST_FROM_A_BYTE = 1032
_AT_ONCE = 1 << 18
_TURNED_AT_ONCE = 4096


class Header(NamedTuple):
    """What comes before the values.

    Args:
        kind: of the values, `UNSIGNED_BYTE` or `INTEGER`.
        sizes: of each dimension.
        is_packed: whether the file is gzipped.
    """

    kind: int
    sizes: tuple[int, ...]
    is_packed: bool

    @property
    def content(self) -> bytes:
        """As it stands in the file, unpacked."""
        return bytes([0, 0, self.kind, len(self.sizes)]) + struct.pack(f">{len(self.sizes)}I", *self.sizes)

    @property
    def expected(self) -> int:
        """Bytes of all values."""
        return prod(self.sizes) * _WIDTH[self.kind]


class _Content(NamedTuple):
    kind: int
    sizes: tuple[int, ...]
    values: Bytes  # as they are stored


def read_idx(
    path: Path,
    *,
    dimensions: int | tuple[int, ...],
    sha256: str | None = None,
    transposed: bool = False,
    most: int = MOST_IN_MEMORY,
    stop: Stop = never,
) -> Bytes:
    """Read one IDX file of unsigned bytes, gzipped or plain.

    Args:
        path: the file.
        dimensions: how many dimensions it must have (3 for pictures, 1 for labels), or may have.
        sha256: what the hash of the file inside the gzip wrapper must be, in hexadecimal; None leaves it unchecked.
        transposed: the last two dimensions are stored the other way round, as EMNIST has them: exchange them.
        most: bytes of values that are read.
        stop: whether reading is to end.

    Returns:
        uint8 of the sizes that the file gives, read-only.

    Raises:
        UserError: the file cannot be read, its magic number, sizes, length or hash are wrong, or reading was stopped.
    """
    allowed = (dimensions,) if isinstance(dimensions, int) else dimensions
    content = _read(path, {(UNSIGNED_BYTE, one) for one in allowed}, most, stop, sha256)
    if content is None:
        raise _no_idx(path, allowed)
    try:
        values = content.values.reshape(content.sizes)
    except ValueError as error:  # one size is 0, the others are beyond all arrays
        raise UserError(tr("{file} is damaged: its sizes are impossible.").format(file=path.name)) from error
    if transposed:
        values = _turned(values)
    values.flags.writeable = False
    return values


def read_labels(path: Path, stop: Stop = never) -> Bytes:
    """Read an IDX file of labels: bytes, or QMNIST's rows of integers, the first of which is the label.

    Returns:
        uint8 (n,), read-only.

    Raises:
        UserError: the file cannot be read or is damaged, a label is not within 0 to 255, or reading was
            stopped.
    """
    content = _read(path, {(UNSIGNED_BYTE, 1), (INTEGER, 1), (INTEGER, 2)}, _MOST_LABELS, stop)
    if content is None:
        raise UserError(tr("{file} is not an IDX file of labels.").format(file=path.name))
    labels = content.values
    if content.kind == INTEGER:
        each = prod(content.sizes[1:])
        wide = labels.view(">i4")[::each] if each else np.empty(0, ">i4")
        outside = wide[(wide < 0) | (wide > 255)]
        if len(outside):
            sentence = tr("{file} holds the label {label}; only 0 to 255 can be read.")
            raise UserError(sentence.format(file=path.name, label=outside[0]))
        labels = wide.astype(np.uint8)
    labels.flags.writeable = False
    return labels


def looks_like_idx(path: Path) -> bool:
    """Whether the file, gzipped or plain, begins as an IDX file does; False where it cannot be read."""
    try:
        with opened(path) as file:
            head = file.read(4)
    except UserError:
        return False
    return len(head) == 4 and head[:2] == b"\0\0" and 8 <= head[2] <= 14 and head[3] > 0


def read_header(path: Path, *, dimensions: tuple[int, ...]) -> Header:
    """The header of an IDX file of unsigned bytes, gzipped or plain.

    Args:
        path: the file.
        dimensions: how many it may have.

    Raises:
        UserError: the file cannot be read, or is no such file.
    """
    with opened(path) as file:
        header = _header(file, {(UNSIGNED_BYTE, one) for one in dimensions})
    if header is None:
        raise _no_idx(path, dimensions)
    return header


def check_length(path: Path, header: Header) -> None:
    """Whether a plain file is as long as its header says.

    Raises:
        UserError: it is not, or cannot be read.
    """
    with opened(path) as file:
        given = file.stored - len(header.content)
    _check_count(path, given // _WIDTH[header.kind], prod(header.sizes), has_more=given > header.expected)


def unpack_idx(path: Path, into: BinaryIO, stop: Stop) -> None:
    """Write what a gzipped IDX file holds, header included, into another file.

    Raises:
        UserError: it is damaged, or holds more or less than its header says, or reading was stopped.
    """
    with opened(path, stop) as file:
        header = _header(file, {(UNSIGNED_BYTE, 3), (UNSIGNED_BYTE, 4)})
        if header is None:
            raise _no_idx(path, (3, 4))
        into.write(header.content)
        possible, given = _is_possible(header, file), 0
        while possible and (piece := file.read(min(_AT_ONCE, header.expected - given))):
            given += into.write(piece)
        has_more = possible and bool(file.read(1))
    _check_count(path, given, header.expected, has_more=has_more)


def _no_idx(path: Path, dimensions: tuple[int, ...]) -> UserError:
    sentence = tr("{file} is not an IDX file of bytes with {numbers} dimensions.")
    return UserError(sentence.format(file=path.name, numbers="/".join(str(one) for one in dimensions)))


def _header(file: Content, allowed: set[tuple[int, int]]) -> Header | None:
    """The header, or None where kind and dimensions are none of the allowed."""
    head = file.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or (head[2], head[3]) not in allowed:
        return None
    written = file.read(4 * head[3])
    if len(written) < 4 * head[3]:
        return None
    return Header(head[2], struct.unpack(f">{head[3]}I", written), file.is_packed)


def _is_possible(header: Header, file: Content) -> bool:
    """Whether the file can hold what its header says, which can be anything."""
    return header.expected <= MOST_FROM_A_BYTE * file.stored


def _read(
    path: Path, allowed: set[tuple[int, int]], most: int, stop: Stop, sha256: str | None = None
) -> _Content | None:
    """The content, or None where kind and dimensions are none of the allowed."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint does not wait for

    with opened(path, stop) as file:
        header = _header(file, allowed)
        if header is None:
            return None
        if header.expected > most:
            sentence = tr("{file} is to hold {expected} MB by its header; at most {most} MB are read.")
            facts = {"expected": f"{header.expected >> 20:,}", "most": most >> 20}
            raise UserError(sentence.format(file=path.name, **facts))
        digest = hashlib.sha256(header.content)
        possible = _is_possible(header, file)
        values = _empty(path, header.expected) if possible else np.empty(0, np.uint8)
        given = _fill(values, file, digest if sha256 else None)
        # At the end gzip checks its sum.
        has_more = possible and bool(file.read(1))
    width = _WIDTH[header.kind]
    _check_count(path, given // width, header.expected // width, has_more=has_more)
    if sha256 is not None and digest.hexdigest() != sha256:
        raise UserError(tr("{file} is damaged: its SHA-256 is not the expected one.").format(file=path.name))
    return _Content(header.kind, header.sizes, values)


def _check_count(path: Path, given: int, expected: int, *, has_more: bool) -> None:
    if has_more:
        sentence = trn(
            "{file} holds more than the {count} value of its header.",
            "{file} holds more than the {count} values of its header.",
            expected,
        )
        raise UserError(sentence.format(file=path.name, count=f"{expected:,}"))
    if given != expected:
        sentence = trn(
            "{file} holds {count} value where its header says {expected}.",
            "{file} holds {count} values where its header says {expected}.",
            given,
        )
        raise UserError(sentence.format(file=path.name, count=f"{given:,}", expected=f"{expected:,}"))


def _empty(path: Path, count: int) -> Bytes:
    try:
        return np.empty(count, np.uint8)
    except MemoryError as error:
        sentence = tr("{file} needs {size} MB of memory, which are not free.")
        raise UserError(sentence.format(file=path.name, size=f"{count // 1_000_000:,}")) from error


def _fill(values: Bytes, file: Content, digest: "hashlib._Hash | None") -> int:
    """Read what fits into `values`, and say how much it was."""
    filled = 0
    while piece := file.read(min(_AT_ONCE, len(values) - filled)):
        values[filled : filled + len(piece)] = np.frombuffer(piece, np.uint8)
        filled += len(piece)
        if digest is not None:
            digest.update(piece)
    return filled


def _turned(values: Bytes) -> Bytes:
    """The last two dimensions exchanged, in the memory that `values` has: the largest set has 550 MB."""
    *outer, height, width = values.shape
    stored = values.reshape(-1, height, width)
    turned = values.reshape(-1, width, height)
    for first in range(0, len(stored), _TURNED_AT_ONCE):
        part = slice(first, first + _TURNED_AT_ONCE)
        turned[part] = stored[part].swapaxes(1, 2).copy()
    return turned.reshape(*outer, width, height)
