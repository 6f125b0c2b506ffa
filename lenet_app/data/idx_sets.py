"""Data sets of four IDX files, as MNIST has them: Fashion-MNIST, EMNIST, Kuzushiji-MNIST, QMNIST and anybody's own."""

import re
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data import stored
from lenet_app.data.checks import Labels, Table, check_counts, check_pictures, check_shapes, classes_of
from lenet_app.data.idx import Header, check_length, looks_like_idx, read_header, read_idx, read_labels, unpack_idx
from lenet_app.data.opening import Stop, never, opened
from lenet_app.data.pictures import DataSet, Pictures, fitting_of
from lenet_app.data.stored import PictureFile, StoredPictures, some_of
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError
from lenet_app.language import tr

# emnist-letters-train-images-idx3-ubyte.gz, t10k-labels.idx1-ubyte, qmnist-test-labels-idx2-int.gz …
_NAME = re.compile(
    r"(?P<prefix>(?:.*[-_.])?)(?P<part>train|t10k|test)[-_.](?P<content>images|labels)"
    r"[-_.]idx[1-4][-_.](?:ubyte|int)(?:\.gz)?",
    re.IGNORECASE,
)
# Where archives and other programs put the files.
_INNER_FOLDERS = ("raw", "gzip")
_MOST_FILES = 1000
"""Of a folder, with such names."""
_NAMED = 5
"""Of several sets in one folder, in a sentence."""
_MOST_OF_A_TABLE = 1 << 14
"""Bytes; EMNIST's longest has 62 lines."""

_PARTS = ("train", "test")
Role = tuple[str, str]
_ROLES: dict[Role, str] = {
    ("train", "images"): "train-images-idx3-ubyte",
    ("train", "labels"): "train-labels-idx1-ubyte",
    ("test", "images"): "t10k-images-idx3-ubyte",
    ("test", "labels"): "t10k-labels-idx1-ubyte",
}


@dataclass(frozen=True)
class IdxSet:
    """Where the files of one set lie; `prefix` is what their names have in common before "train" and "test"."""

    folder: Path
    prefix: str
    roles: dict[Role, Path]

    @property
    def missing(self) -> list[str]:
        """The usual names of the files that are not there."""
        usual = _ROLES if not self.prefix else {role: name.replace("t10k", "test") for role, name in _ROLES.items()}
        return [self.prefix + name for role, name in usual.items() if role not in self.roles]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that `read` takes, the table of class names included where there is one."""
        mapping = self.mapping
        return (*self.roles.values(), *((mapping,) if mapping else ()))

    @property
    def mapping(self) -> Path | None:
        """EMNIST's table of labels and their characters, where it lies beside the pictures."""
        path = self.folder / f"{self.prefix}mapping.txt"
        return path if self.is_emnist and path.is_file() else None

    @property
    def is_emnist(self) -> bool:
        """Whether the pictures are stored column by column."""
        return self.prefix.lower().startswith("emnist")


def find(path: Path) -> IdxSet | None:
    """The set that a folder holds or that a file is one of, or None where no file has such a name.

    Raises:
        UserError: the set lacks a file, or a folder holds several sets.
    """
    if path.is_file():
        match = _NAME.fullmatch(path.name)
        if match is None:
            return None
        found = _sets(path.parent)[match["prefix"].lower()]
        roles = found.roles | {_role(match): path}
        return _complete(IdxSet(found.folder, found.prefix, roles))
    for folder in (path, *(path / name for name in _INNER_FOLDERS)):
        sets = _sets(folder) if folder.is_dir() else {}
        whole = [one for one in sets.values() if not one.missing]
        if len(whole) > 1:
            sentence = tr("{folder} holds several data sets; name a file of one instead of the folder: {files}.")
            names = ", ".join(one.roles["train", "images"].name for one in whole[:_NAMED])
            raise UserError(sentence.format(folder=folder, files=names))
        if sets:
            return _complete(whole[0] if whole else next(iter(sets.values())))
    return None


def is_unnamed(path: Path) -> bool:
    """Whether a file is one of IDX although its name does not tell which of a set's files it is."""
    return path.is_file() and not _NAME.fullmatch(path.name) and looks_like_idx(path)


def read(found: IdxSet, name: str, unpacked: Unpacked, stop: Stop = never) -> DataSet:
    """Read all files of a set, and call it `name`; pictures that memory is not to hold stay on the disk.

    EMNIST's pictures are turned the right way round. Labels that begin at 1 are shifted to begin at 0. There are as
    many classes as the highest label says.

    Raises:
        UserError: a file is damaged, the files do not belong together, a label is one that the set cannot have, or
            reading was stopped.
    """
    # The small files first, so that a wrong set is refused at once.
    labels = [
        Labels(found.roles[part, "labels"].name, read_labels(found.roles[part, "labels"], stop)) for part in _PARTS
    ]
    training, test = (
        _pictures(found, part, own.values, unpacked, stop) for part, own in zip(_PARTS, labels, strict=True)
    )
    names = [found.roles[part, "images"].name for part in _PARTS]
    check_shapes(names[0], training.shape, names[1], test.shape)
    known_by = test if isinstance(test, Pictures) else None  # no published set is as large
    table = Table(found.mapping.name, _read_mapping(found.mapping)) if found.mapping else None
    classes = classes_of(found.folder, found.prefix, labels[0], labels[1], known_by, table)
    parts = [pictures.labelled(classes.counted(pictures.labels)) for pictures in (training, test)]
    return DataSet(name, classes.title, classes.names, parts[0], parts[1], fitting_of(some_of(training)))


def _role(match: re.Match[str]) -> Role:
    return ("train" if match["part"].lower() == "train" else "test"), match["content"].lower()


def _sets(folder: Path) -> dict[str, IdxSet]:
    """The sets in a folder by the lower case of their prefix; of two files for one role the unpacked one is taken."""
    sets: dict[str, IdxSet] = {}
    try:
        found = list(islice((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), _MOST_FILES + 1))
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=folder, fault=fault)) from error
    if len(found) > _MOST_FILES:
        sentence = tr("{folder} holds more than {most} files with names as MNIST's.")
        raise UserError(sentence.format(folder=folder, most=f"{_MOST_FILES:,}"))
    for path in sorted(found, key=lambda path: (path.suffix.lower() == ".gz", path.name)):
        match = _NAME.fullmatch(path.name)
        if match and path.is_file():
            one = sets.setdefault(match["prefix"].lower(), IdxSet(folder, match["prefix"], {}))
            one.roles.setdefault(_role(match), path)
    return dict(sorted(sets.items()))


def _complete(found: IdxSet) -> IdxSet:
    if found.missing:
        sentence = tr("{folder} lacks {names} (or the same with .gz).")
        raise UserError(sentence.format(folder=found.folder, names=", ".join(found.missing)))
    return found


def _pictures(
    found: IdxSet, part: str, labels: npt.NDArray[np.uint8], unpacked: Unpacked, stop: Stop
) -> Pictures | StoredPictures:
    path = found.roles[part, "images"]
    header = read_header(path, dimensions=(3, 4))
    count, *shape = header.sizes if len(header.sizes) == 4 else (header.sizes[0], 1, *header.sizes[1:])
    check_pictures(path.name, count, shape)
    if header.expected <= stored.MOST_IN_MEMORY:
        most = stored.MOST_IN_MEMORY
        images = read_idx(path, dimensions=(3, 4), transposed=found.is_emnist, most=most, stop=stop)
        check_counts(path.name, count, found.roles[part, "labels"].name, len(labels))
        return Pictures(images[:, None] if images.ndim == 3 else images, labels)
    check_counts(path.name, count, found.roles[part, "labels"].name, len(labels))
    channels, height, width = shape
    if found.is_emnist:
        height, width = width, height
    size, plain = prod(shape), _plain(path, header, unpacked, stop)
    file = PictureFile(plain, first=len(header.content), stride=size, size=size, count=count)
    return StoredPictures((file,), (channels, height, width), labels, transposed=found.is_emnist)


def _plain(path: Path, header: Header, unpacked: Unpacked, stop: Stop) -> Path:
    """The file itself, or what it was unpacked to, now or before."""
    if not header.is_packed:
        check_length(path, header)
        return path
    fact = path.stat()
    plain = unpacked.path(path, f"{fact.st_size} {fact.st_mtime_ns}")
    try:
        if read_header(plain, dimensions=(3, 4)) == header._replace(is_packed=False):
            check_length(plain, header)
            return plain
    except UserError:  # not there yet, or damaged since
        pass
    size = header.expected + len(header.content)
    unpacked.make(plain, path, size, lambda file: unpack_idx(path, file, stop))
    return plain


def _read_mapping(path: Path) -> dict[int, str]:
    """EMNIST's lines of a label and the code of its character; a second code is the letter's lower case."""
    with opened(path) as file:
        content = file.read(_MOST_OF_A_TABLE + 1)
    table = {}
    try:
        if len(content) > _MOST_OF_A_TABLE:
            raise ValueError
        for line in content.decode("ascii").splitlines():
            if line.strip():
                label, code, *_ = (int(number) for number in line.split())
                table[label] = chr(code)
        if not all(map(str.isprintable, table.values())):
            raise ValueError
    except (ValueError, OverflowError) as error:
        sentence = tr("{file} is damaged: its lines must be a label and the code of its character.")
        raise UserError(sentence.format(file=path.name)) from error
    return table
