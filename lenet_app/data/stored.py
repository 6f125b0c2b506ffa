"""Labelled pictures that stay on the disk and are read when they are asked for.

They are read by their positions and not through a memory map: where a file is cut off under a map, the system kills the
process; here the read is short, and that is told in a sentence. Mapped pages count as the process's memory, too.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from weakref import finalize

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import regular_file
from lenet_app.data.pictures import Pictures, PictureSet
from lenet_app.errors import UserError
from lenet_app.language import tr

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.integer]

MOST_IN_MEMORY = 256 << 20
"""Bytes of pictures, to learn or to test with, that are read into memory; more of them stay on the disk."""
MOST_PICTURES = 1 << 24
"""Of a set on the disk: a label and a place of each are in memory."""

_NEAR = 1 << 16
"""Bytes between two wanted pictures that are read rather than passed over."""
_AT_ONCE = 1 << 22


class UnreadableError(UserError):
    """A file that was opened before cannot be read any more, or is another one than it was."""


class PictureFile:
    """A file in which pictures of one size follow each other; it is open for as long as this lives.

    Args:
        path: of a regular file.
        first: the byte at which the first picture begins.
        stride: bytes from the beginning of a picture to that of the next.
        size: bytes of a picture.
        count: how many there are.

    Raises:
        UnreadableError: it cannot be opened, or is shorter than that.
    """

    def __init__(self, path: Path, *, first: int, stride: int, size: int, count: int) -> None:
        self._path, self._first, self._stride, self._size, self.count = path, first, stride, size, count
        self._lock = Lock()
        """The window and a training read the same file, each from its place."""
        try:
            self._file = regular_file(path)
            finalize(self, self._file.close)
            self._state = self._state_now()
        except OSError as error:
            raise self._unreadable(error) from error
        if self._state[0] < first + (count - 1) * stride + size:
            raise self._changed()

    def read(self, numbers: npt.NDArray[np.int64], pictures: Bytes, rows: Places) -> None:
        """Read the pictures with these numbers into rows of an array.

        Args:
            numbers: from 0, sorted.
            pictures: uint8 (m, size).
            rows: of each number its row.

        Raises:
            UnreadableError: the file cannot be read, or is another one than it was.
        """
        starts = numbers * self._stride
        is_far = np.diff(starts) > _NEAR
        is_full = np.diff((starts - starts[:1]) // _AT_ONCE) > 0
        ends = np.flatnonzero(is_far | is_full) + 1
        for part, target in zip(np.split(numbers, ends), np.split(rows, ends), strict=True):
            if not len(part):
                continue
            first, last = int(part[0]), int(part[-1])
            if self._stride == self._size and _is_run(part) and _is_run(target):
                self._fill(first, pictures[target[0] : target[0] + len(part)].reshape(-1))
            else:
                records = np.empty((last - first + 1, self._stride), np.uint8)
                self._fill(first, records.reshape(-1)[: (last - first) * self._stride + self._size])
                pictures[target] = records[part - first, : self._size]

    def expect(self, first: int, last: int) -> None:
        """Say that the pictures with these numbers, and those between them, will soon be read."""
        if hasattr(os, "posix_fadvise"):
            start, size = self._first + first * self._stride, (last - first + 1) * self._stride
            with suppress(OSError):  # a disk that takes no advice
                os.posix_fadvise(self._file.fileno(), start, size, os.POSIX_FADV_WILLNEED)

    def _fill(self, first: int, values: Bytes) -> None:
        """Read what lies from the beginning of a picture on."""
        wanted = values.data
        try:
            with self._lock:
                self._file.seek(self._first + first * self._stride)
                while wanted and (given := self._file.readinto(wanted)):
                    wanted = wanted[given:]
                state = self._state_now()
        except OSError as error:
            raise self._unreadable(error) from error
        if wanted or state != self._state:
            raise self._changed()

    def _state_now(self) -> tuple[int, int]:
        facts = os.fstat(self._file.fileno())
        return facts.st_size, facts.st_mtime_ns

    def _unreadable(self, error: OSError) -> UnreadableError:
        fault = error.strerror or str(error)
        return UnreadableError(tr("{file} cannot be read: {fault}.").format(file=self._path, fault=fault))

    def _changed(self) -> UnreadableError:
        return UnreadableError(tr("{file} was changed while it was in use.").format(file=self._path))


@dataclass(frozen=True, eq=False)
class StoredPictures:
    """Labelled pictures in one or several files; labels and places are in memory, the pictures are not.

    Args:
        files: those of each follow those of the one before.
        shape: channels, height and width of every picture.
        labels: uint8 (n,).
        places: the numbers of the pictures in the files, (n,), sorted; None where it is all of them.
        transposed: whether the files have them column by column.
    """

    files: tuple[PictureFile, ...]
    shape: tuple[int, int, int]
    labels: Bytes
    places: Places | None = None
    transposed: bool = False

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.labels)

    @property
    def picture_bytes(self) -> int:
        """Of each picture."""
        channels, height, width = self.shape
        return channels * height * width

    @property
    def images(self) -> Bytes:
        """All of them, (n, channels, height, width), which are read for it."""
        return self.take(np.arange(len(self))).images

    def take(self, indices: Places) -> Pictures:
        """The pictures at `indices`, in that order, in memory.

        Raises:
            UnreadableError: a file cannot be read, or is another one than it was.
        """
        channels, height, width = self.shape
        found = np.empty((len(indices), self.picture_bytes), np.uint8)
        numbers = np.asarray(self._places_of(indices), np.int64)
        rows = np.argsort(numbers, kind="stable")
        numbers, first = numbers[rows], 0
        for file in self.files:
            part = slice(*np.searchsorted(numbers, (first, first + file.count)))
            file.read(numbers[part] - first, found, rows[part])
            first += file.count
        if self.transposed:
            images = found.reshape(-1, channels, width, height).swapaxes(2, 3).copy()
        else:
            images = found.reshape(-1, channels, height, width)
        return Pictures(images, self.labels[indices])

    def expect(self, indices: Places) -> None:
        """Say that these pictures, which are neighbours, will soon be taken, so that the disk begins to read them."""
        numbers = self._places_of(indices)
        begin, end, first = int(numbers[0]), int(numbers[-1]), 0
        for file in self.files:
            low, high = max(begin - first, 0), min(end - first, file.count - 1)
            if low <= high:
                file.expect(low, high)
            first += file.count

    def part(self, indices: Places) -> PictureSet:
        """These as a set of its own, which is read where it is small enough.

        Raises:
            UnreadableError: a file cannot be read, or is another one than it was.
        """
        places = np.asarray(self._places_of(indices), np.int32)
        return replace(self, labels=self.labels[indices], places=places).settled()

    def labelled(self, labels: Bytes) -> "StoredPictures":
        """The same pictures with other labels."""
        return replace(self, labels=labels)

    def locked(self) -> "StoredPictures":
        """The same, whose labels nobody can write to any more."""
        self.labels.flags.writeable = False
        return self

    def settled(self) -> PictureSet:
        """The same in memory where that may hold it.

        Raises:
            UnreadableError: a file cannot be read, or is another one than it was.
        """
        stays = len(self) * self.picture_bytes > MOST_IN_MEMORY
        return self if stays else self.take(np.arange(len(self)))

    def _places_of(self, indices: Places) -> Places:
        return indices if self.places is None else self.places[indices]


def _is_run(numbers: Places) -> bool:
    """Whether each is one more than the one before."""
    return bool((np.diff(numbers) == 1).all())


def some_of(pictures: PictureSet) -> Bytes:
    """Pictures that tell what all are like: all of them in memory, some from everywhere of those on the disk."""
    if not isinstance(pictures, StoredPictures):
        return pictures.images
    blocks, each = 64, max(1, min(64, len(pictures), (1 << 20) // pictures.picture_bytes))
    firsts = np.linspace(0, len(pictures) - each, blocks).astype(np.intp)
    return pictures.take((firsts[:, None] + np.arange(each)).ravel()).images
