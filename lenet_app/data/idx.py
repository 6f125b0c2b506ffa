"""The IDX format of MNIST: a magic number, the sizes, then the values, big-endian; often gzipped.

The format is described on the MNIST page of LeCun, Cortes and Burges: two zero bytes, the type of the values (8 is
unsigned byte, 12 is a signed integer of 4 bytes), the number of dimensions, one 32-bit size for each, and the values
with the last dimension fastest.
"""

import gzip
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    import hashlib

Bytes = npt.NDArray[np.uint8]

UNSIGNED_BYTE = 8
INTEGER = 12

_WIDTH = {UNSIGNED_BYTE: 1, INTEGER: 4}
_GZIP_MAGIC = b"\x1f\x8b"
# What deflate can make of one byte at most is 1032; gzip's own head and end make it less.
_MOST_FROM_A_BYTE = 1032
_AT_ONCE = 1 << 18
_TURNED_AT_ONCE = 4096


class _Content(NamedTuple):
    kind: int
    sizes: tuple[int, ...]
    values: Bytes  # as they are stored


def read_idx(
    path: Path, *, dimensions: int | tuple[int, ...], sha256: str | None = None, transposed: bool = False
) -> Bytes:
    """Read one IDX file of unsigned bytes, gzipped or plain.

    Args:
        path: the file.
        dimensions: how many dimensions it must have (3 for pictures, 1 for labels), or may have.
        sha256: what the hash of the file inside the gzip wrapper must be, in hexadecimal; None leaves it unchecked.
        transposed: the last two dimensions are stored the other way round, as EMNIST has them: exchange them.

    Returns:
        uint8 of the sizes that the file gives, read-only.

    Raises:
        UserError: the file cannot be read, or its magic number, sizes, length or hash are wrong.
    """
    allowed = (dimensions,) if isinstance(dimensions, int) else dimensions
    content = _read(path, {(UNSIGNED_BYTE, one) for one in allowed}, sha256)
    if content is None:
        sentence = tr("{file} is not an IDX file of bytes with {numbers} dimensions.")
        raise UserError(sentence.format(file=path.name, numbers="/".join(str(one) for one in allowed)))
    try:
        values = content.values.reshape(content.sizes)
    except ValueError as error:  # one size is 0, the others are beyond all arrays
        raise UserError(tr("{file} is damaged: its sizes are impossible.").format(file=path.name)) from error
    if transposed:
        values = _turned(values)
    values.flags.writeable = False
    return values


def read_labels(path: Path) -> Bytes:
    """Read an IDX file of labels: bytes, or QMNIST's rows of integers, the first of which is the label.

    Returns:
        uint8 (n,), read-only.

    Raises:
        UserError: the file cannot be read or is damaged, or a label is not within 0 to 255.
    """
    content = _read(path, {(UNSIGNED_BYTE, 1), (INTEGER, 1), (INTEGER, 2)}, None)
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
        with _opened(path) as stream:
            head = stream.read(4)
    except UserError:
        return False
    return len(head) == 4 and head[:2] == b"\0\0" and 8 <= head[2] <= 14 and head[3] > 0


def _read(path: Path, allowed: set[tuple[int, int]], sha256: str | None) -> _Content | None:
    """The content, or None where kind and dimensions are none of the allowed."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint does not wait for

    with _opened(path) as stream:
        head = stream.read(4)
        if len(head) < 4 or head[:2] != b"\0\0" or (head[2], head[3]) not in allowed:
            return None
        kind, dimensions = head[2], head[3]
        written = stream.read(4 * dimensions)
        if len(written) < 4 * dimensions:
            return None
        sizes = struct.unpack(f">{dimensions}I", written)
        expected = prod(sizes) * _WIDTH[kind]
        digest = hashlib.sha256(head + written)
        # A header can say anything: no memory is taken for what the file cannot hold.
        possible = expected <= _MOST_FROM_A_BYTE * path.stat().st_size
        values = _empty(path, expected) if possible else np.empty(0, np.uint8)
        given = _fill(values, stream, digest if sha256 else None) + _skip(stream)
    if given != expected:
        count = given // _WIDTH[kind]
        sentence = trn(
            "{file} holds {count} value where its header says {expected}.",
            "{file} holds {count} values where its header says {expected}.",
            count,
        )
        counts = {"count": f"{count:,}", "expected": f"{expected // _WIDTH[kind]:,}"}
        raise UserError(sentence.format(file=path.name, **counts))
    if sha256 is not None and digest.hexdigest() != sha256:
        raise UserError(tr("{file} is damaged: its SHA-256 is not the expected one.").format(file=path.name))
    return _Content(kind, sizes, values)


@contextmanager
def _opened(path: Path) -> Iterator[BufferedIOBase]:
    """The file's content, unpacked while it is read.

    Raises:
        UserError: reading it failed, here or within the block.
    """
    try:
        with path.open("rb") as file:
            packed = file.peek(2).startswith(_GZIP_MAGIC)
            if not packed:
                yield file
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=fault)) from error


def _empty(path: Path, count: int) -> Bytes:
    try:
        return np.empty(count, np.uint8)
    except MemoryError as error:
        sentence = tr("{file} needs {size} MB of memory, which are not free.")
        raise UserError(sentence.format(file=path.name, size=f"{count // 1_000_000:,}")) from error


def _fill(values: Bytes, stream: BufferedIOBase, digest: "hashlib._Hash | None") -> int:
    """Read what fits into `values`, and say how much it was."""
    filled = 0
    while filled < len(values):
        piece = stream.read(min(_AT_ONCE, len(values) - filled))
        if not piece:
            break
        values[filled : filled + len(piece)] = np.frombuffer(piece, np.uint8)
        filled += len(piece)
        if digest is not None:
            digest.update(piece)
    return filled


def _skip(stream: BufferedIOBase) -> int:
    """How many bytes are left; gzip checks its sum at the end of them."""
    count = 0
    while piece := stream.read(_AT_ONCE):
        count += len(piece)
    return count


def _turned(values: Bytes) -> Bytes:
    """The last two dimensions exchanged, in the memory that `values` has: the largest set has 550 MB."""
    *outer, height, width = values.shape
    stored = values.reshape(-1, height, width)
    turned = values.reshape(-1, width, height)
    for first in range(0, len(stored), _TURNED_AT_ONCE):
        part = slice(first, first + _TURNED_AT_ONCE)
        turned[part] = stored[part].swapaxes(1, 2).copy()
    return turned.reshape(*outer, width, height)
