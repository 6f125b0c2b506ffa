"""CIFAR-10 in its binary form, as an archive or unpacked.

The form is described on Krizhevsky's page of the set: five files to train on and one to test with; each picture is one
byte of label and 3 × 32 × 32 bytes of red, green and blue, row by row. `batches.meta.txt` names the ten classes.

The other two archives of the set are refused: Python's holds pickles, which can run any code when they are read.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import Content, Stop, never, opened
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.data.tar import Member, Tar, TarError, TooManyMembersError
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

TITLE = "CIFAR-10"
CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

_ARCHIVE = "cifar-10-binary.tar.gz"
_FOLDER = "cifar-10-batches-bin"
_TRAINING = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
_TEST = "test_batch.bin"
_NAMES = "batches.meta.txt"
_FILES = (*_TRAINING, _TEST, _NAMES)
_PICKLES = {*(name.removesuffix(".bin") for name in (*_TRAINING, _TEST)), "batches.meta"}
_MATLAB = {f"{name}.mat" for name in _PICKLES}
_OTHER_FOLDERS = ("cifar-10-batches-py", "cifar-10-batches-mat")
_SHAPE = (3, 32, 32)
_RECORD = 1 + 3 * 32 * 32
_LARGEST = {name: 4096 if name == _NAMES else 10_000 * _RECORD for name in _FILES}
# Of all that an archive unpacks to, the members that are passed over included.
_LARGEST_ARCHIVE = 256 * 1024 * 1024


def find(path: Path) -> Path | None:
    """The archive or the folder of batches that `path` means, or None where there is nothing of CIFAR-10.

    Args:
        path: an archive, the folder of batches, one of its files, or a folder that holds such a folder or archive.

    Raises:
        OSError, UserError: it cannot be read.
    """
    if path.is_file():
        if path.name in {*_FILES, *_PICKLES, *_MATLAB}:
            return path.parent
        return path if _is_archive(path) else None
    for folder in (path, path / _FOLDER):
        if any((folder / name).is_file() for name in _FILES):
            return folder
    if (path / _ARCHIVE).is_file():
        return path / _ARCHIVE
    for folder in (path, *(path / other for other in _OTHER_FOLDERS)):
        if any((folder / name).is_file() for name in (*_PICKLES, *_MATLAB)):
            return folder
    return None


def files(place: Path) -> tuple[Path, ...]:
    """The files that `read` takes from what `find` found."""
    return (place,) if place.is_file() else tuple(place / name for name in _FILES if (place / name).is_file())


def read(place: Path, name: str, stop: Stop = never) -> DataSet:
    """Read the archive or the folder of batches that `find` found, and call it `name`.

    Batches may hold fewer pictures than the published 10,000 if all hold the same number: a small copy is a set, too.

    Returns:
        Colour pictures of 3 × 32 × 32 and their ten classes.

    Raises:
        UserError: a file is missing, damaged or of another form of the set, or reading was stopped.
    """
    parts = _Parts(place)
    members = _folder_members(place, stop) if place.is_dir() else _archive_members(place, stop)
    for member, content in members:
        parts.add(member, content)
    return parts.data_set(name)


@dataclass
class _Parts:
    """What was read so far; the first batch says how many pictures every batch has."""

    place: Path
    class_names: tuple[str, ...] = CLASS_NAMES
    images: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, *_SHAPE), np.uint8))
    labels: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> None:
        """Take the content of one of `_FILES` in.

        Raises:
            UserError: it is damaged, or was there before.
        """
        if name in self.seen:
            raise UserError(tr("{file} holds {name} twice.").format(file=self.place, name=name))
        if name == _NAMES:
            self.class_names = self._read_names(content)
            self.seen[name] = 0
        else:
            self._take(name, content)

    def data_set(self, name: str) -> DataSet:
        """All of it, read-only.

        Raises:
            UserError: a batch is missing.
        """
        missing = [one for one in (*_TRAINING, _TEST) if one not in self.seen]
        if missing:
            sentence = tr("{place} lacks {names}; CIFAR-10 is read from {archive} or its unpacked folder.")
            raise UserError(sentence.format(place=self.place, names=", ".join(missing), archive=_ARCHIVE))
        for array in (self.images, self.labels):
            array.flags.writeable = False
        end = len(self.labels) // 6 * 5
        training, test = (Pictures(self.images[part], self.labels[part]) for part in (slice(end), slice(end, None)))
        return DataSet(name, TITLE, self.class_names, training, test, Fitting.WHOLE)

    def _take(self, name: str, content: bytes) -> None:
        count, rest = divmod(len(content), _RECORD)
        if rest or not count:
            sentence = trn(
                "{file} is damaged: its {count} byte is not a whole number of pictures of {record} bytes.",
                "{file} is damaged: its {count} bytes are not a whole number of pictures of {record} bytes.",
                len(content),
            )
            raise UserError(sentence.format(file=self._path(name), count=f"{len(content):,}", record=f"{_RECORD:,}"))
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
            self.images, self.labels = np.empty((6 * count, *_SHAPE), np.uint8), np.empty(6 * count, np.uint8)
        records = np.frombuffer(content, np.uint8).reshape(count, _RECORD)
        highest = int(records[:, 0].max())
        if highest >= len(CLASS_NAMES):
            sentence = tr("{file} is damaged: it holds the label {label}; the labels of CIFAR-10 are 0 to 9.")
            raise UserError(sentence.format(file=self._path(name), label=highest))
        first = (*_TRAINING, _TEST).index(name) * count
        self.labels[first : first + count] = records[:, 0]
        self.images[first : first + count] = records[:, 1:].reshape(count, *_SHAPE)
        self.seen[name] = count

    def _read_names(self, content: bytes) -> tuple[str, ...]:
        lines = content.decode("utf-8", errors="replace").splitlines()
        names = tuple(line.strip() for line in lines if line.strip())
        if not all(name.isprintable() for name in names):
            raise UserError(tr("{file} is damaged: its lines are no names.").format(file=self._path(_NAMES)))
        if len(names) != len(CLASS_NAMES):
            sentence = trn(
                "{file} names {count} class; CIFAR-10 has {expected}.",
                "{file} names {count} classes; CIFAR-10 has {expected}.",
                len(names),
            )
            path = self._path(_NAMES)
            raise UserError(sentence.format(file=path, count=f"{len(names):,}", expected=len(CLASS_NAMES)))
        return names

    def _path(self, name: str) -> str:
        """How a sentence names a file, in a folder or in an archive."""
        if self.place.is_dir():
            return str(self.place / name)
        return tr("{name} in {archive}").format(name=name, archive=self.place.name)


def _folder_members(folder: Path, stop: Stop) -> Iterator[tuple[str, bytes]]:
    paths = files(folder)
    if not paths:
        _refuse_other_forms(folder, {name for name in _PICKLES | _MATLAB if (folder / name).is_file()})
    for path in paths:
        with opened(path, stop) as file:
            content = file.read(_LARGEST[path.name] + 1)
        if len(content) > _LARGEST[path.name]:
            raise UserError(tr("{file} is larger than that file of CIFAR-10 can be.").format(file=path))
        yield path.name, content


def _archive_members(path: Path, stop: Stop) -> Iterator[tuple[str, bytes]]:
    """The files that are known, in the archive's order; nothing is unpacked to disk."""
    try:
        with opened(path, stop) as file:
            read = _limited(file, path)
            archive = Tar(read)
            for member in archive:
                name = PurePosixPath(member.name).name
                _refuse_other_forms(path, {name})
                if name in _FILES:
                    _check(member, name, path)
                    yield name, archive.content()
            while read(1 << 20):  # gzip checks its sum at the end
                pass
    except TarError as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    except TooManyMembersError as error:
        sentence = tr("{file} holds more than {most} files; CIFAR-10 has {expected}.")
        facts = {"most": f"{error.most:,}", "expected": len(_FILES)}
        raise UserError(sentence.format(file=path.name, **facts)) from error


def _check(member: Member, name: str, path: Path) -> None:
    if not member.is_plain:
        sentence = tr("{name} in {archive} is not a plain file, but a link or the like.")
        raise UserError(sentence.format(name=member.name, archive=path.name))
    if member.size > _LARGEST[name]:
        sentence = tr("{name} in {archive} is larger than that file of CIFAR-10 can be.")
        raise UserError(sentence.format(name=member.name, archive=path.name))


def _limited(file: Content, path: Path) -> Callable[[int], bytes]:
    """Reads the file, and refuses an archive that unpacks to more than CIFAR-10 can be."""
    left = _LARGEST_ARCHIVE

    def read(size: int) -> bytes:
        nonlocal left
        content = file.read(size)
        left -= len(content)
        if left < 0:
            sentence = tr("{file} unpacks to more than CIFAR-10 can be.")
            raise UserError(sentence.format(file=path.name))
        return content

    return read


def _is_archive(path: Path) -> bool:
    """Whether the file is a tar archive, plain or gzipped, by its name or its content.

    Raises:
        UserError: it cannot be read.
    """
    if path.name.lower().endswith((".tar.gz", ".tgz", ".tar")):
        return True
    with opened(path) as file:
        try:
            return file.read(512)[257:262] == b"ustar"
        except (EOFError, zlib.error):
            return False


def _refuse_other_forms(place: Path, names: set[str]) -> None:
    """Refuse the set's other two archives by the names of what they hold.

    Raises:
        UserError: one of the names is theirs.
    """
    if names & _PICKLES:
        sentence = tr("{place} holds pickles, which can run any code when they are read; take {archive} instead.")
        raise UserError(sentence.format(place=place, archive=_ARCHIVE))
    if names & _MATLAB:
        sentence = tr("{place} holds files of Matlab, which cannot be read here; take {archive} instead.")
        raise UserError(sentence.format(place=place, archive=_ARCHIVE))
