"""Data sets of four IDX files, as MNIST has them: Fashion-MNIST, EMNIST, Kuzushiji-MNIST, QMNIST and anybody's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data import stored
from lenet_app.data.idx import Header, check_length, looks_like_idx, read_header, read_idx, read_labels, unpack_idx
from lenet_app.data.known_sets import Kind, kind_of
from lenet_app.data.opening import Stop, never, opened
from lenet_app.data.pictures import DataSet, Pictures, PictureSet, fitting_of
from lenet_app.data.stored import MOST_PICTURES, PictureFile, StoredPictures, some_of
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

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
_LONGEST_SIDE = 1024
"""Of a picture, in pixels."""
_MOST_OF_A_TABLE = 1 << 14
"""Bytes; EMNIST's longest has 62 lines."""

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
    train_labels, test_labels = (read_labels(found.roles[part, "labels"], stop) for part in ("train", "test"))
    training = _pictures(found, "train", train_labels, unpacked, stop)
    test = _pictures(found, "test", test_labels, unpacked, stop)
    _check_shapes(found, training, test)
    highest = int(max(train_labels.max(), test_labels.max()))
    known_by = test.images if isinstance(test, Pictures) else np.empty(0, np.uint8)  # no published set is as large
    kind = kind_of(found.folder, found.prefix, known_by, highest)
    _check_labels(found, kind, train_labels, test_labels)
    first = _first_label(kind, train_labels, test_labels)
    if highest - first < 1:
        raise UserError(tr("{folder} holds pictures of one class only; two are needed.").format(folder=found.folder))
    names = _class_names(found, kind, range(first, highest + 1))
    parts = [_counted_from(pictures, first) for pictures in (training, test)]
    return DataSet(name, kind.title, names, parts[0], parts[1], fitting_of(some_of(training)))


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
    _check_header(path, count, shape)
    if header.expected <= stored.MOST_IN_MEMORY:
        most = stored.MOST_IN_MEMORY
        images = read_idx(path, dimensions=(3, 4), transposed=found.is_emnist, most=most, stop=stop)
        _check_counts(found, part, count, len(labels))
        return Pictures(images[:, None] if images.ndim == 3 else images, labels)
    _check_counts(found, part, count, len(labels))
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


def _check_header(path: Path, count: int, shape: Sequence[int]) -> None:
    if shape[0] not in (1, 3):
        sentence = trn(
            "{file} holds pictures of {count} channel; 1 (grey) or 3 (red, green, blue) can be read.",
            "{file} holds pictures of {count} channels; 1 (grey) or 3 (red, green, blue) can be read.",
            shape[0],
        )
        raise UserError(sentence.format(file=path.name, count=f"{shape[0]:,}"))
    if max(shape[1:]) > _LONGEST_SIDE:
        sentence = tr("{file} holds pictures longer than {most} pixels.")
        raise UserError(sentence.format(file=path.name, most=f"{_LONGEST_SIDE:,}"))
    if not count * prod(shape):
        raise UserError(tr("{file} holds no pictures.").format(file=path.name))
    if count > MOST_PICTURES:
        sentence = tr("{file} is to hold more pictures, by its header, than the {most} that can be read.")
        raise UserError(sentence.format(file=path.name, most=f"{MOST_PICTURES:,}"))


def _check_counts(found: IdxSet, part: str, held: int, others: int) -> None:
    if held != others:
        sentence = tr("{images} holds {held}, but {labels} {others}.")
        images, labels = (found.roles[part, content].name for content in ("images", "labels"))
        raise UserError(
            sentence.format(
                images=images,
                held=trn("{count} picture", "{count} pictures", held).format(count=f"{held:,}"),
                labels=labels,
                others=trn("{count} label", "{count} labels", others).format(count=f"{others:,}"),
            )
        )


def _check_shapes(found: IdxSet, training: PictureSet, test: PictureSet) -> None:
    if training.shape != test.shape:
        sentence = tr("{test} holds pictures of {other}, but {training} of {shape}.")
        names = {part: found.roles[part, "images"].name for part in ("train", "test")}
        shape, other = (" × ".join(str(side) for side in one.shape) for one in (training, test))
        raise UserError(sentence.format(test=names["test"], other=other, training=names["train"], shape=shape))


def _check_labels(found: IdxSet, kind: Kind, train: npt.NDArray[np.uint8], test: npt.NDArray[np.uint8]) -> None:
    """Refuse labels that a known set does not have, and in any other set a class that no network could learn."""
    train_name, test_name = (found.roles[part, "labels"].name for part in ("train", "test"))
    if not kind.labels:
        if test.max() > train.max():
            sentence = tr("{test} holds the label {label}; the highest in {training} is {highest}.")
            facts = {"label": test.max(), "highest": train.max()}
            raise UserError(sentence.format(test=test_name, training=train_name, **facts))
        return
    if not min(train.min(), test.min()) and max(train.max(), test.max()) < len(kind.labels):
        return  # EMNIST's letters, too, may be counted from 0
    first, last = kind.labels[0], kind.labels[-1]
    for name, labels in ((train_name, train), (test_name, test)):
        outside = labels[(labels < first) | (labels > last)]
        if len(outside):
            sentence = tr("{file} holds the label {label}; {title} has {first} to {last}.")
            raise UserError(sentence.format(file=name, label=outside.max(), title=kind.title, first=first, last=last))


def _first_label(kind: Kind, *labels: npt.NDArray[np.uint8]) -> int:
    """The label of the first class: what is known of the set, else 1 where the lowest label is 1."""
    lowest = min(int(part.min()) for part in labels)
    expected = lowest if kind.first_label is None else kind.first_label
    return 1 if expected == 1 and lowest else 0


def _counted_from(pictures: PictureSet, first: int) -> PictureSet:
    """The same pictures, the labels counted from 0 where they were counted from `first`."""
    if not first:
        return pictures
    labels = pictures.labels - np.uint8(first)
    labels.flags.writeable = False
    return pictures.labelled(labels)


def _class_names(found: IdxSet, kind: Kind, labels: range) -> tuple[str, ...]:
    """From the set's own table, else from what is known of it, else the labels themselves."""
    if found.mapping:
        table = _read_mapping(found.mapping)
        missing = [label for label in labels if label not in table]
        if missing:
            sentence = tr("{file} has no line for the label {label}.")
            raise UserError(sentence.format(file=found.mapping.name, label=missing[0]))
        return tuple(table[label] for label in labels)
    return kind.class_names[: len(labels)] or tuple(str(label) for label in labels)


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
