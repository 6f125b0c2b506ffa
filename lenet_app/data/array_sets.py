"""Data sets in arrays of NumPy and in tables: Keras' mnist.npz, pairs of `.npy` files, Kaggle's CSV.

Pictures may be flat, in colour, of any kind of number, in [0, 1] or up to 255; labels may be one-hot. Where nothing is
to test with, a seventh of each class is set aside, as in folders of pictures. What memory is not to hold is read from
where it lies if it lies there in bytes, as a set has it, and is packed once otherwise; so is every table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import prod
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from lenet_app.data import stored
from lenet_app.data.checks import Classes, Labels, check_counts, check_pictures, check_shapes, classes_of
from lenet_app.data.csv_files import is_table, table_set, tables_in
from lenet_app.data.numpy_files import ArrayFile, array_in, array_of, names_in
from lenet_app.data.opening import Stop
from lenet_app.data.packs import PackFacts, PackWriter, read_pack
from lenet_app.data.pictures import DataSet, Pictures, PictureSet, fitting_of, set_aside
from lenet_app.data.saved_numbers import Bytes, Layout, Numbers, Part, as_bytes, full_of, labels_of, layout_of
from lenet_app.data.stored import PictureFile, StoredPictures, some_of
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError
from lenet_app.language import tr

_PARTS = {"train": "train", "training": "train", "test": "test", "testing": "test", "t10k": "test"}
_CONTENTS = {
    **dict.fromkeys(("x", "image", "images", "imgs", "img", "pictures", "data"), "images"),
    **dict.fromkeys(("y", "label", "labels", "target", "targets"), "labels"),
}
_WORDS = re.compile(r"t10k|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ENDS = (".npy", ".npz")
_MOST_FILES = 1000
_NAMED = 5
_MOST_SAMPLED = 500

Place = tuple[Path, str]
"""A file, and the name of the array in it; empty where the file is the array."""


@dataclass(frozen=True, eq=False)
class ArrayPart:
    """Labelled pictures in two arrays."""

    images: ArrayFile
    _labels: ArrayFile

    @property
    def name(self) -> str:
        """What a sentence calls the array of pictures."""
        return self.images.name

    @property
    def labels_name(self) -> str:
        """What it calls that of the labels."""
        return self._labels.name

    @property
    def layout(self) -> Layout:
        """How the pictures lie there."""
        return layout_of(self.images.shape[1:], self.name)

    @property
    def is_text(self) -> bool:
        """Arrays are not."""
        return False

    def labels(self, stop: Stop) -> Bytes:
        """Of each picture its class."""
        check_counts(self.name, len(self.images), self.labels_name, len(self._labels))
        return labels_of(self._labels.blocks(stop), self._labels.shape[1:], self.labels_name)

    def blocks(self, stop: Stop) -> Iterator[Numbers]:
        """The pictures as they lie there, some at a time."""
        return self.images.blocks(stop)

    def in_place(self) -> PictureFile | None:
        """The bytes of the pictures where they lie as a set has them."""
        one = self.images
        if one.begin is None or one.dtype != np.uint8 or self.layout.channels_last:
            return None
        size = prod(self.layout.shape)
        return PictureFile(one.path, first=one.begin, stride=size, size=size, count=len(one))


@dataclass(frozen=True)
class ArraySet:
    """Where the arrays of a set lie, or its tables.

    Args:
        place: the file or folder.
        prefix: what their names begin with.
        files: all that are read.
        roles: of arrays; of ("train", "images") and so on, or of "" where nothing is called so, the place.
    """

    place: Path
    prefix: str
    files: tuple[Path, ...] = ()
    roles: dict[tuple[str, str], Place] = field(default_factory=dict)

    def parts(self) -> tuple[Part, Part | None]:
        """What to learn, and what to test with, or None where that has to be set aside.

        Raises:
            UserError: a file cannot be read or is damaged.
        """
        if not self.roles:
            tables = table_set(self.files[0])
            return tables.training, tables.test
        first = "train" if ("train", "images") in self.roles else ""
        test = self._pair("test") if ("test", "images") in self.roles else None
        return self._pair(first), test

    def _pair(self, part: str) -> ArrayPart:
        return ArrayPart(*(_array(self.roles[part, content]) for content in ("images", "labels")))


def find(path: Path) -> ArraySet | None:
    """The set that a folder holds or that a file is one of, or None where no file has such a name.

    Raises:
        UserError: the set lacks a file, a folder holds several sets, or a file is no such file.
        OSError: the folder cannot be read.
    """
    if path.is_file():
        if is_table(path):
            tables = table_set(path)
            both = (tables.training.path, *((tables.test.path,) if tables.test else ()))
            words = _WORDS.findall(path.name.partition(".")[0])
            return ArraySet(path.parent, "-".join(word for word in words if word.lower() not in _PARTS), both)
        return _of_file(path) if path.name.lower().endswith(_ENDS) else None
    found = _of_folder(path)
    if found is None:
        inner = [one.name for one in sorted(_entries(path)) if one.is_dir() and _of_pairs(one, _entries(one))]
        if inner:
            sentence = tr("{folder} holds several data sets, each in a folder; name one of them: {names}.")
            raise UserError(sentence.format(folder=path, names=", ".join(inner[:_NAMED])))
    return found


def _entries(folder: Path) -> list[Path]:
    return list(islice(folder.iterdir(), _MOST_FILES))


def _of_file(path: Path) -> ArraySet | None:
    """The set in an archive, or the one that a file is one array of."""
    if path.name.lower().endswith(".npz"):
        names = names_in(path)
        sets = _grouped({(path, name): name for name in names})
        if len(names) > 1 or not _role(path.stem):
            return _one_of(path, sets, path.stem)
    role = _role(path.stem)
    if role is None:
        sentence = tr("{file} must have a name such as {example}, so that its labels are found.")
        raise UserError(sentence.format(file=path.name, example="train_images.npy"))
    return _one_of(path.parent, {role[0]: _arrays_in(_entries(path.parent))[role[0]]}, "")


def _of_folder(folder: Path) -> ArraySet | None:
    entries = _entries(folder)
    pairs = _of_pairs(folder, entries)
    if pairs is not None:
        return pairs
    archives = sorted(one for one in entries if one.name.lower().endswith(".npz") and one.is_file())
    tables = [] if archives else tables_in(sorted(one for one in entries if is_table(one) and one.is_file()))
    files = archives + tables
    if len(files) > 1:
        sentence = tr("{folder} holds several data sets; name a file of one instead of the folder: {files}.")
        raise UserError(sentence.format(folder=folder, files=", ".join(one.name for one in files[:_NAMED])))
    return find(files[0]) if files else None


def _of_pairs(folder: Path, entries: list[Path]) -> ArraySet | None:
    """The set of arrays in files of their own."""
    sets = _arrays_in(entries)
    return _one_of(folder, sets, "") if sets else None


def _arrays_in(entries: list[Path]) -> dict[str, ArraySet]:
    """The sets of arrays among files, by their prefix."""
    files = {(one, ""): one.stem for one in sorted(entries) if one.name.lower().endswith(_ENDS) and one.is_file()}
    return _grouped(files)


def _grouped(arrays: dict[Place, str]) -> dict[str, ArraySet]:
    sets: dict[str, ArraySet] = {}
    for place, name in arrays.items():
        if role := _role(name):
            prefix, part, content = role
            sets.setdefault(prefix, ArraySet(place[0], prefix)).roles.setdefault((part, content), place)
    return sets


def _role(name: str) -> tuple[str, str, str] | None:
    """Of an array's name the prefix, "train", "test" or neither, and "images" or "labels"; None where it tells less."""
    words = [word.lower() for word in _WORDS.findall(name)]
    contents = [_CONTENTS[word] for word in words if word in _CONTENTS]
    if not contents:
        return None
    part = next((_PARTS[word] for word in words if word in _PARTS), "")
    prefix = "-".join(word for word in words if word not in _CONTENTS and word not in _PARTS)
    return prefix, part, contents[-1]


def _one_of(place: Path, sets: dict[str, ArraySet], title: str) -> ArraySet:
    """The one set that is whole; where none is, what is missing is told."""
    whole = [one for one in sets.values() if not _lacking(one)]
    if len(whole) > 1:
        sentence = tr("{folder} holds several data sets; name a file of one instead of the folder: {files}.")
        names = [next(iter(one.roles.values())) for one in whole[:_NAMED]]
        raise UserError(sentence.format(folder=place, files=", ".join(name or path.name for path, name in names)))
    if not sets:
        sentence = tr("{file} holds no arrays that are called as those of a data set: x_train, y_train and so on.")
        raise UserError(sentence.format(file=place.name))
    found = whole[0] if whole else next(iter(sets.values()))
    if lacking := _lacking(found):
        example = "-".join(filter(None, (found.prefix, *lacking))).replace("-", "_")
        sentence = tr("{folder} holds a part of a data set alone: it lacks an array such as {name}.")
        raise UserError(sentence.format(folder=place, name=example))
    files = tuple(dict.fromkeys(path for path, _ in found.roles.values()))
    return ArraySet(place, title or found.prefix, files, found.roles)


def _lacking(one: ArraySet) -> tuple[str, str] | None:
    """An array without which the others are no set."""
    parts = {part for part, _ in one.roles}
    for part in (*sorted(parts), *(() if parts - {"test"} else ("train",))):
        for content in ("images", "labels"):
            if (part, content) not in one.roles:
                return part, content
    return None


def _array(place: Place) -> ArrayFile:
    path, name = place
    if name:
        return array_of(path, name)
    if path.name.lower().endswith(".npy"):
        return array_in(path)
    names = names_in(path)
    if len(names) != 1:
        raise UserError(tr("{file} holds more than the one array that its name tells.").format(file=path.name))
    return array_of(path, names[0])


@dataclass(frozen=True, eq=False)
class _Whole:
    """A set before its pictures are read: who is learned, who is for testing, and what the labels tell."""

    parts: tuple[Part, ...]
    labels: tuple[Bytes, ...]
    fulls: tuple[int, ...]
    chosen: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]] | None
    """Where one part holds all: the numbers of those to learn and to test with."""

    @property
    def split(self) -> tuple[Labels, Labels]:
        """The labels to learn and to test with."""
        names = [part.labels_name for part in self.parts]
        if self.chosen is None:
            return Labels(names[0], self.labels[0]), Labels(names[1], self.labels[1])
        learned, tested = (self.labels[0][numbers] for numbers in self.chosen)
        return Labels(names[0], learned), Labels(names[0], tested)

    def divided(self, pictures: list[PictureSet]) -> tuple[PictureSet, PictureSet]:
        """The pictures to learn and to test with."""
        if self.chosen is None:
            return pictures[0], pictures[1]
        return pictures[0].part(self.chosen[0]), pictures[0].part(self.chosen[1])


def read(found: ArraySet, name: str, unpacked: Unpacked, stop: Stop) -> DataSet:
    """Read all of a set, and call it `name`; pictures that memory is not to hold stay on the disk.

    Raises:
        UserError: a file is damaged, the arrays do not belong together, a label is one that the set cannot have, or
            reading was stopped.
    """
    state = "|".join(f"{one.name} {one.stat().st_size} {one.stat().st_mtime_ns}" for one in found.files)
    packed = unpacked.path(found.files[0], state)
    known = read_pack(packed, name)
    if known is not None:
        return known
    whole = _prepared(found, stop)
    pictures = [_pictures(*one, stop) for one in zip(whole.parts, whole.labels, whole.fulls, strict=True)]
    read_parts = [one for one in pictures if one is not None]
    if len(read_parts) == len(pictures):
        training, test = whole.divided(read_parts)
        classes = classes_of(found.place, found.prefix, *whole.split, test if isinstance(test, Pictures) else None)
        parts = [one.labelled(classes.counted(one.labels)).locked() for one in (training, test)]
        return DataSet(name, classes.title, classes.names, parts[0], parts[1], fitting_of(some_of(training)))
    classes = classes_of(found.place, found.prefix, *whole.split, None)
    size = sum(len(one) for one in whole.labels) * (prod(whole.parts[0].layout.shape) + 1)
    unpacked.make(packed, found.files[0], size, lambda file: _pack(whole, classes, file, stop))
    known = read_pack(packed, name)
    if known is None:
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=packed, fault=tr("it is damaged")))
    return known


def _prepared(found: ArraySet, stop: Stop) -> _Whole:
    """What can be known before the pictures are read.

    Raises:
        UserError: the parts do not belong together.
    """
    parts = tuple(part for part in found.parts() if part is not None)
    labels = tuple(part.labels(stop) for part in parts)
    for part, own in zip(parts, labels, strict=True):
        check_pictures(part.name, len(own), part.layout.shape)
    if len(parts) == 2:
        check_shapes(parts[0].name, parts[0].layout.shape, parts[1].name, parts[1].layout.shape)
    fulls = tuple(full_of(part, stop) for part in parts)
    return _Whole(parts, labels, fulls, None if len(parts) == 2 else _set_aside(found, labels[0]))


def _set_aside(found: ArraySet, labels: Bytes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    chosen: tuple[list[npt.NDArray[np.intp]], list[npt.NDArray[np.intp]]] = ([], [])
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        for numbers, places in zip(chosen, set_aside(len(own), int(label)), strict=True):
            numbers.append(own[places])
    learned, tested = (np.sort(np.concatenate(numbers)) for numbers in chosen)
    if not len(tested):
        raise UserError(tr("{folder} holds too few pictures to test with any.").format(folder=found.place))
    return learned, tested


def _pictures(part: Part, labels: Bytes, full: int, stop: Stop) -> PictureSet | None:
    """The pictures in memory, or on the disk where they lie; None where they have to be packed first."""
    shape = part.layout.shape
    if part.is_text:
        return None
    if len(labels) * prod(shape) > stored.MOST_IN_MEMORY:
        file = part.in_place() if full == 255 else None
        return None if file is None else StoredPictures((file,), shape, labels)
    images, first = np.empty((len(labels), *shape), np.uint8), 0
    for block in part.blocks(stop):
        planes = part.layout.planes(as_bytes(block, full, part.name))
        images[first : first + len(planes)] = planes
        first += len(planes)
    return Pictures(images, labels)


def _pack(whole: _Whole, classes: Classes, file: BinaryIO, stop: Stop) -> None:
    """Write the pictures into a pack, those to learn first."""
    shape, (learned, tested) = whole.parts[0].layout.shape, whole.split
    count = len(learned.values) + len(tested.values)
    writer, first, sample = PackWriter(file, shape, count), 0, []
    places = np.arange(count)
    if whole.chosen is not None:
        places[np.concatenate(whole.chosen)] = np.arange(count)
    for part, full in zip(whole.parts, whole.fulls, strict=True):
        for block in part.blocks(stop):
            planes = part.layout.planes(as_bytes(block, full, part.name))
            for run in _runs(places[first : first + len(planes)]):
                writer.put(int(places[first + run.start]), planes[run])
            sample.append(planes[:: max(1, count // _MOST_SAMPLED)])
            first += len(planes)
    fitting = fitting_of(np.concatenate(sample))
    facts = PackFacts(classes.title, classes.names, fitting, shape, len(learned.values), len(tested.values))
    writer.end(classes.counted(np.concatenate([learned.values, tested.values])), facts)


def _runs(places: npt.NDArray[np.intp]) -> list[slice]:
    """Stretches in which each place follows the one before."""
    ends = [*(np.flatnonzero(np.diff(places) != 1) + 1).tolist(), len(places)]
    return [slice(*both) for both in zip([0, *ends[:-1]], ends, strict=True)]
