"""Folders of pictures: one folder for each class, called as it is, with its pictures in files.

Two such sets may lie side by side, one to learn and one to test with, in folders called so; where there is only one, a
seventh of each class is set aside to test with. All are packed into one file once, for to open and to decode a file for
each picture takes longer than to learn it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import Stop, never, stopped
from lenet_app.data.packs import PackFacts, PackWriter, read_pack
from lenet_app.data.pictures import NO_CLASS, DataSet, fitting_of, set_aside
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

Bytes = npt.NDArray[np.uint8]

_TRAINING, _TEST = ("train", "training"), ("test", "testing")
_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
_MOST_ENTRIES = 1000
"""Of a folder, that are looked at to see whether it holds pictures."""
_MOST_FILES = 1 << 21
_MOST_SAMPLED, _MOST_SAMPLED_BYTES = 500, 64 << 20
"""Of the pictures that tell whether a set is in colour, whether it is dark on light, and how it was fitted."""
_LONGEST_NUMBER = 19
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class PictureFolder:
    """Where the classes' folders lie; `test` is None where pictures have to be set aside."""

    place: Path
    training: Path
    test: Path | None


@dataclass(frozen=True, eq=False)
class Listing:
    """What a folder of pictures holds.

    Args:
        place: the folder.
        class_names: in the order of their labels.
        files: to learn, then to test with, as paths below the folder.
        labels: of each its class.
        training: how many are to be learned.
        state: another text where a file was added, removed or changed.
    """

    place: Path
    class_names: tuple[str, ...]
    files: list[str]
    labels: Bytes
    training: int
    state: str


def find(path: Path) -> PictureFolder | None:
    """The folders of classes that a folder holds, itself or in one for training; None where there are none.

    Raises:
        OSError: it cannot be read.
    """
    if not path.is_dir():
        return None
    folders = {name.lower(): path / name for name in _folders(path)}
    training, test = (next((folders[one] for one in names if one in folders), None) for names in (_TRAINING, _TEST))
    if training is not None and _has_classes(training):
        return PictureFolder(path, training, test if test is not None and _has_classes(test) else None)
    return PictureFolder(path, path, None) if _has_classes(path) else None


def listed(folder: PictureFolder, stop: Stop = never) -> Listing:
    """All pictures of a folder.

    Raises:
        UserError: there are too many pictures or classes, or too few, or reading was stopped.
        OSError: a folder cannot be read.
    """
    walk = _Walk(folder.place, stop)
    training = walk.classes(folder.training)
    names = sorted(training, key=_place_of)
    _check_classes(folder.training, names)
    if folder.test is not None:
        test = walk.classes(folder.test)
        if others := sorted(test.keys() - training.keys(), key=_place_of):
            sentence = tr("{folder} holds pictures of {name}, which is none of the classes to learn.")
            raise UserError(sentence.format(folder=folder.test, name=others[0]))
    else:
        parted = {name: set_aside(len(training[name]), label) for label, name in enumerate(names)}
        training, test = (
            {name: [training[name][place] for place in both[part]] for name, both in parted.items()} for part in (0, 1)
        )
    if not any(test.values()):
        raise UserError(tr("{folder} holds too few pictures to test with any.").format(folder=folder.place))
    parts = [(part.get(name, []), label) for part in (training, test) for label, name in enumerate(names)]
    labels = np.repeat(np.array([label for _, label in parts], np.uint8), [len(files) for files, _ in parts])
    files = [file for own, _ in parts for file in own]
    count = sum(map(len, training.values()))
    return Listing(folder.place, tuple(names), files, labels, count, walk.state)


def read(listing: Listing, name: str, unpacked: Unpacked, stop: Stop = never) -> DataSet:
    """The set in a folder of pictures, called `name`; it is packed unless that was done before.

    Where most pictures of a grey set are dark on light, all are turned over: in a data set, ink is light.

    Raises:
        UserError: a picture cannot be read or has another size than the others, the pack cannot be written, or reading
            was stopped.
    """
    path = unpacked.path(listing.place, listing.state)
    known = read_pack(path, name)
    if known is None:
        sample = _Sample(listing, stop)
        try:
            _pack(path, listing, sample, unpacked, stop)
        except _ColouredError:
            sample.is_coloured = True
            _pack(path, listing, sample, unpacked, stop)
        known = read_pack(path, name)
    if known is None:
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=tr("it is damaged")))
    return known


class _ColouredError(Exception):
    """Among pictures that seemed to be grey there is one in colour."""


class _Sample:
    """Pictures from everywhere in the set, which tell what all are like."""

    def __init__(self, listing: Listing, stop: Stop) -> None:
        first = _pixels(listing, 0)
        self.size = first.shape[:2]
        count = max(1, min(_MOST_SAMPLED, listing.training, _MOST_SAMPLED_BYTES // first.size))
        numbers = np.linspace(0, listing.training - 1, count).astype(int)
        pictures = []
        for number in numbers:
            _heed(stop, listing.place)
            pictures.append(_of_size(_pixels(listing, number), self.size, listing, number))
        from lenet_app.ink.whole import is_dark_on_light  # noqa: PLC0415 - as below

        self.is_coloured = any(map(_is_coloured, pictures))
        self._grey = np.stack([_grey(one) for one in pictures])
        self.is_dark_on_light = np.mean([is_dark_on_light(one) for one in self._grey]) > 0.5

    def facts(self, listing: Listing) -> PackFacts:
        """What is told of the set."""
        shape = (3 if self.is_coloured else 1, *self.size)
        grey = 255 - self._grey if self.is_dark_on_light else self._grey
        fitting = fitting_of(np.empty((1, *shape), np.uint8) if self.is_coloured else grey[:, None])
        test = len(listing.files) - listing.training
        return PackFacts(listing.place.name, listing.class_names, fitting, shape, listing.training, test)

    def planes(self, pixels: Bytes) -> Bytes:
        """A picture (height, width, 3) as the set has it, (channels, height, width).

        Raises:
            _ColouredError: it is in colour, and the set is not.
        """
        if self.is_coloured:
            return pixels.transpose(2, 0, 1)
        if _is_coloured(pixels):
            raise _ColouredError
        return (255 - _grey(pixels) if self.is_dark_on_light else _grey(pixels))[None]


def _pack(path: Path, listing: Listing, sample: _Sample, unpacked: Unpacked, stop: Stop) -> None:
    facts = sample.facts(listing)

    def write(file: BinaryIO) -> None:
        writer = PackWriter(file, facts.shape, len(listing.files))
        for number in range(len(listing.files)):
            _heed(stop, listing.place)
            pixels = _of_size(_pixels(listing, number), sample.size, listing, number)
            writer.put(number, sample.planes(pixels))
        writer.end(listing.labels, facts)

    unpacked.make(path, listing.place, len(listing.files) * (prod(facts.shape) + 1), write)


def _pixels(listing: Listing, number: int) -> Bytes:
    """Of a picture, (height, width, 3), over white where it is transparent.

    Raises:
        UserError: it cannot be read.
    """
    from lenet_app.ink.files.pixels import read_pixels  # noqa: PLC0415 - loads Pillow, which finding sets does without

    path = listing.place / listing.files[number]
    try:
        pixels = read_pixels(path)
    except UserError as error:
        raise UserError(tr("In {folder}: {fault}").format(folder=path.parent, fault=error)) from error
    colours, opacity = pixels[..., :3], pixels[..., 3:]
    if opacity.min() == 255:
        return colours
    share = opacity.astype(np.float32) / 255
    return (colours * share + 255 * (1 - share) + 0.5).astype(np.uint8)


def _of_size(pixels: Bytes, size: tuple[int, ...], listing: Listing, number: int) -> Bytes:
    """The pixels, if the picture is as large as the first.

    Raises:
        UserError: it is not.
    """
    if pixels.shape[:2] != size:
        sentence = tr("{file} has {width} × {height} pixels, but {other} has {wide} × {high}; all must be of one size.")
        height, width = pixels.shape[:2]
        facts = {"file": listing.files[number], "width": width, "height": height, "other": listing.files[0]}
        raise UserError(sentence.format(**facts, wide=size[1], high=size[0]))
    return pixels


def _is_coloured(pixels: Bytes) -> bool:
    red, green, blue = (pixels[..., channel] for channel in range(3))
    return bool((red != green).any() or (green != blue).any())


def _grey(pixels: Bytes) -> Bytes:
    return (pixels @ _LUMINANCE + 0.5).astype(np.uint8) if _is_coloured(pixels) else pixels[..., 0]


def _heed(stop: Stop, place: Path) -> None:
    if stop():
        raise stopped(place)


def _folders(path: Path) -> list[str]:
    """The names of folders among the first entries of a folder."""
    with os.scandir(path) as entries:
        return [entry.name for entry in islice(entries, _MOST_ENTRIES) if _is_folder(entry)]


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    return entry.name[0] != "." and entry.is_dir()


def _has_classes(path: Path) -> bool:
    """Whether at least two folders in a folder hold pictures."""
    return sum(_has_pictures(path / name) for name in _folders(path)[: NO_CLASS + 1]) >= 2


def _has_pictures(path: Path) -> bool:
    try:
        with os.scandir(path) as entries:
            return any(_is_picture(entry) for entry in islice(entries, _MOST_ENTRIES))
    except OSError:  # told when its pictures are listed, if others are there
        return False


def _is_picture(entry: "os.DirEntry[str]") -> bool:
    return entry.name.lower().endswith(_SUFFIXES) and entry.name[0] != "." and entry.is_file()


class _Walk:
    """Lists pictures, counts all that lies there, and notes the pictures' sizes and times."""

    def __init__(self, place: Path, stop: Stop) -> None:
        from hashlib import sha256  # noqa: PLC0415 - as below

        self._place, self._stop, self._count, self._digest = place, stop, 0, sha256()

    @property
    def state(self) -> str:
        """Of all that was listed."""
        return self._digest.hexdigest()

    def classes(self, folder: Path) -> dict[str, list[str]]:
        """The pictures in each folder in a folder that holds some, by their names, as paths below the place."""
        names = sorted(entry.name for entry in self._entries(folder) if _is_folder(entry))
        found = {name: self._files(folder / name) for name in names}
        return {name: files for name, files in found.items() if files}

    def _files(self, folder: Path) -> list[str]:
        _heed(self._stop, self._place)
        below, found = folder.relative_to(self._place), []
        for entry in self._entries(folder):
            if _is_picture(entry):
                fact = entry.stat()
                found.append((f"{below}/{entry.name}", fact.st_size, fact.st_mtime_ns))
        found.sort()
        for one in found:
            self._digest.update(repr(one).encode())
        return [name for name, _, _ in found]

    def _entries(self, folder: Path) -> Iterator["os.DirEntry[str]"]:
        with os.scandir(folder) as entries:
            for entry in entries:
                self._count += 1
                if self._count > _MOST_FILES:
                    sentence = tr("{folder} holds more than {most} files.")
                    raise UserError(sentence.format(folder=self._place, most=f"{_MOST_FILES:,}"))
                if self._count % 1000 == 0:
                    _heed(self._stop, self._place)
                yield entry


def _place_of(name: str) -> tuple[int, int, str]:
    """Where a class comes among others: numbers by their values, then all else by its letters."""
    is_number = name.isascii() and name.isdecimal()
    return (0, int(name), name) if is_number and len(name) < _LONGEST_NUMBER else (1, 0, name)


def _check_classes(folder: Path, names: list[str]) -> None:
    if len(names) > NO_CLASS:
        sentence = trn(
            "{folder} holds {count} folder of pictures; a set has {most} classes at most.",
            "{folder} holds {count} folders of pictures; a set has {most} classes at most.",
            len(names),
        )
        raise UserError(sentence.format(folder=folder, count=len(names), most=NO_CLASS))
    for name in names:
        if not name.isprintable():
            raise UserError(tr("{folder} holds a folder whose name cannot be printed.").format(folder=folder))
