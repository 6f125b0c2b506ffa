"""Whole sets in one file of ours: the pictures, their labels, and what is known of them.

The pictures come first, to learn and then to test with, one after the other; then a byte of label for each; then JSON,
and its length in the last eight bytes. Such files are made where a set lies packed or in many files (`unpacked.py`).
"""

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import opened
from lenet_app.data.pictures import DataSet, Fitting
from lenet_app.data.stored import PictureFile, StoredPictures
from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, plain, text_of
from lenet_app.language import tr

_LENGTH = 8
_MOST_FACTS = 1 << 20


@dataclass(frozen=True)
class PackFacts:
    """What a pack tells of its set beside pictures and labels; the parts are those of `DataSet`."""

    title: str
    class_names: tuple[str, ...]
    fitting: Fitting
    shape: tuple[int, int, int]
    training: int
    test: int

    @property
    def size(self) -> int:
        """Bytes of pictures and labels."""
        return (self.training + self.test) * (prod(self.shape) + 1)


class PackWriter:
    """Writes a pack: pictures in any order, at last the rest.

    Args:
        file: a new file.
        shape: of each picture.
        count: of all pictures.
    """

    def __init__(self, file: BinaryIO, shape: tuple[int, int, int], count: int) -> None:
        self._file, self._each, self._count = file, prod(shape), count

    def put(self, first: int, images: npt.NDArray[np.uint8]) -> None:
        """Write pictures, (n, channels, height, width); the first of them has the number `first`."""
        self._file.seek(first * self._each)
        self._file.write(np.ascontiguousarray(images).data)

    def end(self, labels: npt.NDArray[np.uint8], facts: PackFacts) -> None:
        """Write all labels, and what is known of the set."""
        self._file.seek(self._count * self._each)
        text = text_of(plain(facts)).encode()
        self._file.write(labels.tobytes() + text + len(text).to_bytes(_LENGTH, "little"))


def read_pack(path: Path, name: str) -> DataSet | None:
    """The set in a pack, called `name`; None where there is no pack, or a damaged one."""
    try:
        facts, labels = _read(path)
        size = prod(facts.shape)
        parts = []
        for first, count in ((0, facts.training), (facts.training, facts.test)):
            file = PictureFile(path, first=first * size, stride=size, size=size, count=count)
            parts.append(StoredPictures((file,), facts.shape, labels[first : first + count]).settled().locked())
    except (UserError, OSError, ValueError):
        return None
    return DataSet(name, facts.title, facts.class_names, parts[0], parts[1], facts.fitting)


def _read(path: Path) -> tuple[PackFacts, npt.NDArray[np.uint8]]:
    """What is known of the set, and all labels.

    Raises:
        UserError, OSError, ValueError: the file is damaged.
    """
    with opened(path) as content, path.open("rb") as file:
        end = content.stored - _LENGTH
        file.seek(end)
        length = int.from_bytes(file.read(_LENGTH), "little")
        if not 0 < length <= min(_MOST_FACTS, end):
            raise ValueError(length)
        file.seek(end - length)
        facts = made(parsed(file.read(length)), PackFacts, tr("The pack cannot be read: {fault}."))
        if min(facts.shape) < 1 or min(facts.training, facts.test) < 1 or facts.size != end - length:
            raise ValueError(facts)
        count = facts.training + facts.test
        file.seek(count * prod(facts.shape))
        labels = np.frombuffer(file.read(count), np.uint8)
        if labels.max() >= len(facts.class_names):
            raise ValueError(labels.max())
        return facts, labels
