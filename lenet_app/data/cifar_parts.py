"""The batches of CIFAR-10 as they are read, and where their pictures go: to memory, to a pack, or nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from lenet_app.data import stored
from lenet_app.data.packs import PackFacts, PackWriter
from lenet_app.data.pictures import DataSet, Fitting, Pictures, PictureSet
from lenet_app.data.stored import MOST_PICTURES, PictureFile, StoredPictures
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

Bytes = npt.NDArray[np.uint8]

TITLE = "CIFAR-10"
CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
ARCHIVE = "cifar-10-binary.tar.gz"
TRAINING = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST = "test_batch.bin"
NAMES = "batches.meta.txt"
SHAPE = (3, 32, 32)
RECORD = 1 + 3 * 32 * 32


class TooLargeError(Exception):
    """The set is too large for memory: each batch holds `count` pictures."""

    def __init__(self, count: int) -> None:
        self.count = count


class Room(Protocol):
    """Where the pictures of the six batches go."""

    def put(self, first: int, images: Bytes) -> None:
        """Pictures (n, 3072), the first of which has the number `first`."""

    def parts(self, place: Path, labels: Bytes) -> tuple[PictureSet, PictureSet]:
        """What to learn, and what to test with."""


class Memory:
    """The memory.

    Raises:
        TooLargeError: it is not to hold so much.
    """

    def __init__(self, count: int) -> None:
        if 5 * count * prod(SHAPE) > stored.MOST_IN_MEMORY:
            raise TooLargeError(count)
        self._images = np.empty((6 * count, prod(SHAPE)), np.uint8)

    def put(self, first: int, images: Bytes) -> None:
        """Keep pictures."""
        self._images[first : first + len(images)] = images

    def parts(self, _place: Path, labels: Bytes) -> tuple[PictureSet, PictureSet]:
        """Both in memory."""
        end, images = len(labels) // 6 * 5, self._images.reshape(-1, *SHAPE)
        return Pictures(images[:end], labels[:end]), Pictures(images[end:], labels[end:])


class InPlace:
    """Nowhere: the pictures stay where they are, in the batches' files."""

    def __init__(self, count: int) -> None:
        self._count = count

    def put(self, first: int, images: Bytes) -> None:
        """Leave pictures where they are."""

    def parts(self, place: Path, labels: Bytes) -> tuple[PictureSet, PictureSet]:
        """On the disk."""
        size, end = prod(SHAPE), len(labels) // 6 * 5
        *training, test = (
            PictureFile(place / name, first=RECORD - size, stride=RECORD, size=size, count=self._count)
            for name in (*TRAINING, TEST)
        )
        return (
            StoredPictures(tuple(training), SHAPE, labels[:end]),
            StoredPictures((test,), SHAPE, labels[end:]).settled(),
        )


class InPack(InPlace):
    """A pack."""

    def __init__(self, count: int, file: BinaryIO) -> None:
        super().__init__(count)
        self._pack = PackWriter(file, SHAPE, 6 * count)

    def put(self, first: int, images: Bytes) -> None:
        """Write pictures."""
        self._pack.put(first, images)

    def end(self, parts: "Parts") -> None:
        """Write labels and class names, where nothing is missing."""
        parts.check_complete()
        facts = PackFacts(TITLE, parts.class_names, Fitting.WHOLE, SHAPE, 5 * self._count, self._count)
        self._pack.end(parts.labels, facts)


@dataclass
class Parts:
    """What was read so far; the first batch says how many pictures every batch has."""

    place: Path
    room: Room | None = None
    class_names: tuple[str, ...] = CLASS_NAMES
    labels: Bytes = field(default_factory=lambda: np.empty(0, np.uint8))
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take the content of one of `_FILES` in.

        Raises:
            UserError: it is damaged, or was there before.
            TooLargeError: it is the first batch, and there is no other room than memory, which is too small.
        """
        if name in self.seen:
            raise UserError(tr("{file} holds {name} twice.").format(file=self.place, name=name))
        if name == NAMES:
            self.class_names = self._read_names(b"".join(pieces))
            self.seen[name] = 0
        else:
            self._take(name, size, pieces)

    def data_set(self, name: str) -> DataSet:
        """All of it, read-only.

        Raises:
            UserError: a batch is missing.
        """
        self.check_complete()
        assert self.room is not None
        training, test = (part.locked() for part in self.room.parts(self.place, self.labels))
        return DataSet(name, TITLE, self.class_names, training, test, Fitting.WHOLE)

    def check_complete(self) -> None:
        """Whether all batches were there.

        Raises:
            UserError: one is missing.
        """
        missing = [one for one in (*TRAINING, TEST) if one not in self.seen]
        if missing:
            sentence = tr("{place} lacks {names}; CIFAR-10 is read from {archive} or its unpacked folder.")
            raise UserError(sentence.format(place=self.place, names=", ".join(missing), archive=ARCHIVE))

    def _take(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        count, rest = divmod(size, RECORD)
        if rest or not count:
            sentence = trn(
                "{file} is damaged: its {count} byte is not a whole number of pictures of {record} bytes.",
                "{file} is damaged: its {count} bytes are not a whole number of pictures of {record} bytes.",
                size,
            )
            raise UserError(sentence.format(file=self._path(name), count=f"{size:,}", record=f"{RECORD:,}"))
        other, expected = next(((one, held) for one, held in self.seen.items() if held), (name, count))
        if count != expected:
            sentence = trn(
                "{file} holds {count} picture where {other} holds {expected}.",
                "{file} holds {count} pictures where {other} holds {expected}.",
                count,
            )
            counts = {"count": f"{count:,}", "expected": f"{expected:,}"}
            raise UserError(sentence.format(file=self._path(name), other=other, **counts))
        if not len(self.labels):
            if 6 * count > MOST_PICTURES:
                sentence = tr("{file} holds more pictures than the {most} that can be read.")
                raise UserError(sentence.format(file=self._path(name), most=f"{MOST_PICTURES // 6:,}"))
            self.room = self.room or Memory(count)
            self.labels = np.empty(6 * count, np.uint8)
        self._put(name, (*TRAINING, TEST).index(name) * count, pieces)
        self.seen[name] = count

    def _put(self, name: str, first: int, pieces: Iterator[bytes]) -> None:
        assert self.room is not None
        for piece in pieces:
            records = np.frombuffer(piece, np.uint8).reshape(-1, RECORD)
            highest = int(records[:, 0].max())
            if highest >= len(CLASS_NAMES):
                sentence = tr("{file} is damaged: it holds the label {label}; the labels of CIFAR-10 are 0 to 9.")
                raise UserError(sentence.format(file=self._path(name), label=highest))
            self.labels[first : first + len(records)] = records[:, 0]
            self.room.put(first, records[:, 1:])
            first += len(records)

    def _read_names(self, content: bytes) -> tuple[str, ...]:
        lines = content.decode("utf-8", errors="replace").splitlines()
        names = tuple(line.strip() for line in lines if line.strip())
        if not all(name.isprintable() for name in names):
            raise UserError(tr("{file} is damaged: its lines are no names.").format(file=self._path(NAMES)))
        if len(names) != len(CLASS_NAMES):
            sentence = trn(
                "{file} names {count} class; CIFAR-10 has {expected}.",
                "{file} names {count} classes; CIFAR-10 has {expected}.",
                len(names),
            )
            path = self._path(NAMES)
            raise UserError(sentence.format(file=path, count=f"{len(names):,}", expected=len(CLASS_NAMES)))
        return names

    def _path(self, name: str) -> str:
        """How a sentence names a file, in a folder or in an archive."""
        if self.place.is_dir():
            return str(self.place / name)
        return tr("{name} in {archive}").format(name=name, archive=self.place.name)
