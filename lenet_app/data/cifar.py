"""CIFAR-10 in its binary form, as an archive or unpacked.

The form is described on Krizhevsky's page of the set: five files to train on and one to test with; each picture is one
byte of label and 3 × 32 × 32 bytes of red, green and blue, row by row. `batches.meta.txt` names the ten classes.

The other two archives of the set are refused: Python's holds pickles, which can run any code when they are read.
"""

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from lenet_app.data.cifar_parts import (
    ARCHIVE,
    NAMES,
    RECORD,
    TEST,
    TRAINING,
    InPack,
    InPlace,
    Parts,
    TooLargeError,
)
from lenet_app.data.opening import Content, Stop, never, opened
from lenet_app.data.packs import read_pack
from lenet_app.data.pictures import DataSet
from lenet_app.data.tar import Member, Tar, TarError, TooManyMembersError
from lenet_app.data.unpacked import MOST_BYTES, Unpacked
from lenet_app.errors import UserError
from lenet_app.language import tr

_FOLDER = "cifar-10-batches-bin"
_FILES = (*TRAINING, TEST, NAMES)
_PICKLES = {*(name.removesuffix(".bin") for name in (*TRAINING, TEST)), "batches.meta"}
_MATLAB = {f"{name}.mat" for name in _PICKLES}
_OTHER_FOLDERS = ("cifar-10-batches-py", "cifar-10-batches-mat")
_LARGEST_NAMES, _LARGEST_PACKED = 4096, 10_000 * RECORD
# Of all that an archive unpacks to beside the files that are wanted.
_LARGEST_REST = 64 * 1024 * 1024
_AT_ONCE = 1000 * RECORD


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
    if (path / ARCHIVE).is_file():
        return path / ARCHIVE
    for folder in (path, *(path / other for other in _OTHER_FOLDERS)):
        if any((folder / name).is_file() for name in (*_PICKLES, *_MATLAB)):
            return folder
    return None


def files(place: Path) -> tuple[Path, ...]:
    """The files that `read` takes from what `find` found."""
    return (place,) if place.is_file() else tuple(place / name for name in _FILES if (place / name).is_file())


def read(place: Path, name: str, unpacked: Unpacked, stop: Stop = never) -> DataSet:
    """Read the archive or the folder of batches that `find` found, and call it `name`.

    Batches may hold any number of pictures if all hold the same: a small copy is a set, too. Pictures that memory is
    not to hold stay on the disk; an archive of so many is unpacked once.

    Returns:
        Colour pictures of 3 × 32 × 32 and their ten classes.

    Raises:
        UserError: a file is missing, damaged or of another form of the set, or reading was stopped.
    """
    if place.is_dir():
        return _read_folder(place, name, stop)
    fact = place.stat()
    path = unpacked.path(place, f"{fact.st_size} {fact.st_mtime_ns}")
    known = read_pack(path, name)
    if known is not None:
        return known
    parts = Parts(place)
    try:
        _take_archive(parts, stop)
        return parts.data_set(name)
    except TooLargeError as error:
        count = error.count
    unpacked.make(path, place, 6 * count * RECORD, lambda file: _pack(place, count, file, stop))
    known = read_pack(path, name)
    if known is None:
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=tr("it is damaged")))
    return known


def _read_folder(folder: Path, name: str, stop: Stop) -> DataSet:
    parts = Parts(folder)
    try:
        _take_folder(parts, stop)
    except TooLargeError as error:
        parts = Parts(folder, InPlace(error.count))
        _take_folder(parts, stop)
    return parts.data_set(name)


def _pack(place: Path, count: int, file: BinaryIO, stop: Stop) -> None:
    """Write a large archive's pictures into a pack."""
    room = InPack(count, file)
    parts = Parts(place, room)
    _take_archive(parts, stop)
    room.end(parts)


def _take_folder(parts: Parts, stop: Stop) -> None:
    folder = parts.place
    paths = files(folder)
    if not paths:
        _refuse_other_forms(folder, {name for name in _PICKLES | _MATLAB if (folder / name).is_file()})
    for path in paths:
        with opened(path, stop) as file:
            if file.is_packed or path.name == NAMES:
                most = _LARGEST_NAMES if path.name == NAMES else _LARGEST_PACKED
                content = file.read(most + 1)
                if len(content) > most:
                    raise UserError(tr("{file} is larger than that file of CIFAR-10 can be.").format(file=path))
                parts.add(path.name, len(content), iter((content,)))
            else:
                parts.add(path.name, file.stored, _pieces(file.read, file.stored, path))


def _take_archive(parts: Parts, stop: Stop) -> None:
    """The files that are known, in the archive's order."""
    path = parts.place
    try:
        with opened(path, stop) as file:
            limited = _Limited(file, path)
            archive = Tar(limited.read)
            for member in archive:
                name = PurePosixPath(member.name).name
                _refuse_other_forms(path, {name})
                if name in _FILES:
                    _check(member, name, path)
                    limited.allow(member.size)
                    parts.add(name, member.size, _pieces(archive.content, member.size, path))
            while limited.read(1 << 20):  # gzip checks its sum at the end
                pass
    except TarError as error:
        raise UserError(tr("{file} is damaged: it cannot be unpacked.").format(file=path.name)) from error
    except TooManyMembersError as error:
        sentence = tr("{file} holds more than {most} files; CIFAR-10 has {expected}.")
        facts = {"most": f"{error.most:,}", "expected": len(_FILES)}
        raise UserError(sentence.format(file=path.name, **facts)) from error


def _pieces(read: Callable[[int], bytes], size: int, path: Path) -> Iterator[bytes]:
    """What `read` gives, a few whole records at a time."""
    while size:
        piece = read(min(size, _AT_ONCE))
        if len(piece) < min(size, _AT_ONCE):
            raise UserError(tr("{file} was changed while it was in use.").format(file=path))
        size -= len(piece)
        yield piece


def _check(member: Member, name: str, path: Path) -> None:
    if not member.is_plain:
        sentence = tr("{name} in {archive} is not a plain file, but a link or the like.")
        raise UserError(sentence.format(name=member.name, archive=path.name))
    if member.size > (_LARGEST_NAMES if name == NAMES else MOST_BYTES):
        sentence = tr("{name} in {archive} is larger than that file of CIFAR-10 can be.")
        raise UserError(sentence.format(name=member.name, archive=path.name))


class _Limited:
    """Reads an archive, and refuses one that unpacks to much beside what is wanted of it."""

    def __init__(self, file: Content, path: Path) -> None:
        self._file, self._path, self._left = file, path, _LARGEST_REST

    def allow(self, size: int) -> None:
        """So many bytes more are wanted."""
        self._left += size

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        content = self._file.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise UserError(tr("{file} unpacks to more than CIFAR-10 can be.").format(file=self._path.name))
        return content


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
        raise UserError(sentence.format(place=place, archive=ARCHIVE))
    if names & _MATLAB:
        sentence = tr("{place} holds files of Matlab, which cannot be read here; take {archive} instead.")
        raise UserError(sentence.format(place=place, archive=ARCHIVE))
