"""The IDX format of MNIST: a magic number, the sizes, then the values, big-endian; often gzipped.

The format is described on the MNIST page of LeCun, Cortes and Burges: two zero bytes, the type of the values (8 is
unsigned byte), the number of dimensions, one 32-bit size for each, and the values with the last dimension fastest.
"""

import gzip
import hashlib
import struct
import zlib
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import tr

_UNSIGNED_BYTE = 8
_GZIP_MAGIC = b"\x1f\x8b"


def read_idx(path: Path, *, dimensions: int, sha256: str | None = None) -> npt.NDArray[np.uint8]:
    """Read one IDX file of unsigned bytes, gzipped or plain.

    Args:
        path: the file.
        dimensions: how many dimensions it must have (3 for pictures, 1 for labels).
        sha256: what the hash of the file inside the gzip wrapper must be, in hexadecimal; None leaves it unchecked.

    Returns:
        uint8 of the sizes that the file gives, read-only.

    Raises:
        UserError: the file cannot be read, or its magic number, sizes, length or hash are wrong.
    """
    raw = _raw_bytes(path)
    magic = struct.pack(">HBB", 0, _UNSIGNED_BYTE, dimensions)
    header = 4 + 4 * dimensions
    if raw[:4] != magic or len(raw) < header:
        sentence = tr("{file} is not an IDX file of bytes with {count} dimensions.")
        raise UserError(sentence.format(file=path.name, count=dimensions))
    sizes = struct.unpack(f">{dimensions}I", raw[4:header])
    if len(raw) - header != prod(sizes):
        sentence = tr("{file} holds {given} values where its header says {expected}.")
        raise UserError(sentence.format(file=path.name, given=len(raw) - header, expected=prod(sizes)))
    if sha256 is not None and hashlib.sha256(raw).hexdigest() != sha256:
        raise UserError(tr("{file} is damaged: its SHA-256 is not the expected one.").format(file=path.name))
    return np.frombuffer(raw, np.uint8, offset=header).reshape(sizes)


def _raw_bytes(path: Path) -> bytes:
    try:
        stored = path.read_bytes()
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=fault)) from error
    if not stored.startswith(_GZIP_MAGIC):
        return stored
    try:
        return gzip.decompress(stored)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
