"""What the markers of JPEG and JPEG 2000 files tell of the work that decoding them would be."""

import re
from collections.abc import Iterator
from typing import IO

_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # in coded data 0xFF is followed by 0, or by a restart's number
_CHUNK = 4096  # bytes that are searched at a time
_SCAN, _START, _END, _ALONE = 0xDA, 0xD8, 0xD9, 0x01  # ITU-T T.81, table B.1
_CODESTREAM = b"\xff\x4f\xff\x51"  # ITU-T T.800, annex A.4: SOC, after which SIZ must come
_SIZE, _TILE, _CODING, _COMPONENT_CODING = 0x51, 0x90, 0x52, 0x53  # SIZ, SOT, COD, COC
_MANY_COMPONENTS = 257  # from there on their numbers have two bytes
_LARGEST = 1 << 40  # bytes: no file has a larger box
_MOST_BOXES = 1000  # are looked at, of usually five


def scans_in(file: IO[bytes], most: int) -> int:
    """Count the scans of a JPEG file, each of which a decoder carries through the whole picture.

    Args:
        file: at any place; it is left where it was.
        most: counting stops beyond.

    Returns:
        The number of scans up to the picture's end, at most `most` + 1.
    """
    before, count = file.tell(), 0
    for marker in _markers(file):
        count += marker == _SCAN
        if marker == _END or count > most:
            break
    file.seek(before)
    return count


def halvings_in(file: IO[bytes]) -> int:
    """How often a JPEG 2000 picture can be halved by leaving out what is fine; 0 where the file does not tell.

    Args:
        file: at any place; it is left where it was.
    """
    before = file.tell()
    begin = _codestream(file)
    levels: list[int] = []
    if begin is not None:
        file.seek(begin)
        levels = list(_levels(file))
    file.seek(before)
    return min(levels, default=0)


def _markers(file: IO[bytes]) -> Iterator[int]:
    """The markers of a JPEG file in turn; what lies between them is passed over."""
    place = 0
    while True:
        file.seek(place)
        chunk = file.read(_CHUNK)
        found = _MARKER.search(chunk)
        if found is None:
            if len(chunk) < _CHUNK:
                return
            place += _CHUNK - 1  # a marker may lie across two chunks
            continue
        marker, place = found[1][0], place + found.end()
        yield marker
        if marker not in (_START, _END, _ALONE):
            file.seek(place)
            place += int.from_bytes(file.read(2), "big")


def _codestream(file: IO[bytes]) -> int | None:
    """Where the segment SIZ of a JPEG 2000 file begins, within a box if it has boxes; None where it is not found."""
    place = 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        if head.startswith(_CODESTREAM):
            return place + 2
        length, content = int.from_bytes(head[:4], "big"), 8
        if length == 1:  # ITU-T T.800, annex I.4: then a longer number follows
            length, content = int.from_bytes(head[8:], "big"), 16
        if head[4:8] == b"jp2c":
            length = content  # only into this box
        if not content <= length < _LARGEST:
            break
        place += length
    return None


def _levels(file: IO[bytes]) -> Iterator[int]:
    """The numbers of decomposition levels that the main header gives, from SIZ on: annexes A.6.1 and A.6.2."""
    components = 0
    while len(head := file.read(4)) == 4 and head[0] == 0xFF and head[1] != _TILE:
        content = file.read(max(int.from_bytes(head[2:], "big") - 2, 0))
        if head[1] == _SIZE:
            components = int.from_bytes(content[34:36], "big")
        place = {_CODING: 5, _COMPONENT_CODING: 2 if components < _MANY_COMPONENTS else 3}.get(head[1])
        if place is not None and place < len(content):
            yield content[place]
