"""Every data set by its name or its path."""

import os
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from lenet_app.data import sources
from lenet_app.data.idx import read_idx
from lenet_app.data.opening import Stop, never
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import bundled

MNIST = "mnist"
MY_DIGITS = "my-digits"
"""The digits that the user labelled: see `offer_own`."""
_WHOSE = ":"
"""Stands in no file's name everywhere, so such a name is no path."""

_MNIST_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_DIGITS = tuple("0123456789")

# A set can have hundreds of megabytes.
_KEPT = 2

# A path with the time and the size of each of the files that are read: what was changed is read anew.
_Key = tuple[tuple[str, int, int], ...]


class _Kept:
    """The data sets that were asked for last; of all threads that ask for one, the first reads it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sets: OrderedDict[_Key, DataSet] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key, read: Callable[[], DataSet]) -> DataSet:
        """The set that is kept under `key`, or else what `read` gives.

        Raises:
            UserError: `read` did.
        """
        with self._lock:
            if key not in self._sets:
                # Before the new one is in memory, not after.
                while len(self._sets) >= self._most:
                    self._sets.popitem(last=False)
                self._sets[key] = read()
            self._sets.move_to_end(key)
            return self._sets[key]


# Each has its lock: nobody waits for MNIST while another set is read.
_mnist = _Kept(1)
_others = _Kept(_KEPT)
_own = _Kept(1)


@dataclass(frozen=True)
class OwnDigits:
    """How the digits that the user labelled become a data set; rooms above this one know how they are kept.

    Args:
        files: where they lie; the first one is there where there are any. What changes, changes one of these.
        read: makes the set; raises a `UserError` where it cannot be made.
    """

    files: tuple[Path, ...]
    read: Callable[[], DataSet]


_offered: dict[Path, dict[str, OwnDigits]] = {}


def offer_own(downloads: Path, own: OwnDigits, name: str = MY_DIGITS) -> None:
    """Have a name be these for whoever asks with this folder of downloaded sets, in this process.

    Args:
        downloads: the folder.
        own: how they become a data set.
        name: as `own_name` makes it.
    """
    _offered.setdefault(downloads, {})[name] = own


def own_name(person: str) -> str:
    """The name of the data set of somebody's own digits, by the name of their folder; empty for the first person."""
    return f"{MY_DIGITS}{_WHOSE}{person}" if person else MY_DIGITS


def is_own(name: str) -> bool:
    """Whether a data set is somebody's own digits."""
    return name.partition(_WHOSE)[0] == MY_DIGITS


def names() -> tuple[str, ...]:
    """The names that `load` knows: first the bundled set, then the user's own, then those that can be downloaded."""
    return (MNIST, MY_DIGITS, *sources.SOURCES)


def is_name(name: str) -> bool:
    """Whether this is the name of a data set, here or not, and so no path."""
    return name in names() or is_own(name)


def title_of(name: str, offered: Mapping[str, sources.Source] = sources.SOURCES) -> str:
    """What people call the data set of this name, one of those offered; any other name stays as it is."""
    if name == MNIST:
        return "MNIST"
    if is_own(name):
        whose = name.partition(_WHOSE)[2]
        return tr("My digits ({person})").format(person=whose) if whose else tr("My digits")
    return offered[name].title if name in offered else name


def is_here(name: str, downloads: Path) -> bool:
    """Whether the set of this name is bundled, lies in the folder of downloaded ones, or is the user's own."""
    try:
        if is_own(name):
            own = _offered.get(downloads, {}).get(name)
            return own is not None and own.files[0].is_file()
        return name == MNIST or _is_downloaded(name, downloads)
    except OSError:  # told by whoever opens it
        return False


def load(name_or_path: str, downloads: Path, stop: Stop = never) -> DataSet:
    """Open a data set; the last few stay open: the window and a training share them.

    Pictures to learn, or to test with, that have more than `stored.MOST_IN_MEMORY` bytes stay on the disk.

    Args:
        name_or_path: one of `names()` or the name of a folder among the downloaded sets; else the path of an archive of
            CIFAR-10, of an IDX file or a `.npy` file (the set's others lie beside it), of a `.npz` file or a table
            (CSV), or of a folder with one of these, or with a folder of pictures for each class.
        downloads: the folder of downloaded sets.
        stop: whether reading is to end; it is asked often, in this thread.

    Returns:
        The set; its name is the `name_or_path` given. Threads may ask at the same time. Its arrays are read-only.

    Raises:
        UserError: there is no such set here, one of its files is missing or damaged, or reading was stopped.
    """
    if name_or_path == MNIST:
        return _mnist.get((), _read_mnist)
    try:
        if own := _offered.get(downloads, {}).get(name_or_path):
            return _own.get(_own_key(own.files), own.read)
        return _load_path(_place(name_or_path, downloads), name_or_path, downloads, stop)
    except OSError as error:
        fault = error.strerror or str(error)
        sentence = tr("{file} cannot be read: {fault}.")
        raise UserError(sentence.format(file=error.filename or name_or_path, fault=fault)) from error


def _place(name_or_path: str, downloads: Path) -> Path:
    """Where the set of this name or path lies."""
    if _is_downloaded(name_or_path, downloads):
        return downloads / name_or_path
    if name_or_path in sources.SOURCES:
        sentence = tr(
            "The data set {name} is not on this computer: `lenet-app download {name}` fetches it, and `--dataset PATH` "
            "opens a copy."
        )
        raise UserError(sentence.format(name=name_or_path))
    if is_own(name_or_path) and name_or_path != MY_DIGITS:
        sentence = tr("{data_set} is not open here: choose this person, or name them with --profile.")
        raise UserError(sentence.format(data_set=title_of(name_or_path)))
    path = Path(name_or_path)
    if name_or_path.startswith("~"):
        path = Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises for a user who does not exist
    if not name_or_path or not path.exists():
        sentence = tr("There is no data set {name} and no file or folder of that name; known are {known}.")
        raise UserError(sentence.format(name=name_or_path, known=", ".join(names())))
    if not (path.is_file() or path.is_dir()):  # a pipe or a device could be read for ever
        raise UserError(tr("{file} is neither a file nor a folder.").format(file=path))
    return path


def _is_downloaded(name: str, downloads: Path) -> bool:
    """Whether a set lies in the folder of this name among the downloaded ones; a path is no name.

    Raises:
        OSError: the name is one of those that can be downloaded, and its folder cannot be read.
    """
    if name in ("", ".", "..") or Path(name).name != name:
        return False
    folder = downloads / name
    try:
        if not folder.is_dir():
            return False
        from lenet_app.data import array_sets, cifar, idx_sets, picture_folders  # noqa: PLC0415 - when first needed

        return any(one.find(folder) is not None for one in (cifar, idx_sets, picture_folders, array_sets))
    except UserError:
        # Half of a download is none; any other folder's fault is told.
        return name not in sources.SOURCES
    except OSError:
        if name in sources.SOURCES:
            raise
        return False  # it may be a folder outside, which is asked for by the same name


def _load_path(path: Path, name: str, downloads: Path, stop: Stop) -> DataSet:
    from lenet_app.data import array_sets, cifar, idx_sets, picture_folders  # noqa: PLC0415 - as above
    from lenet_app.data.unpacked import Unpacked  # noqa: PLC0415

    unpacked = Unpacked(downloads)
    if batches := cifar.find(path):
        key = _key(cifar.files(batches))
        data_set = _others.get(key, lambda: cifar.read(batches, name, unpacked, stop))
    elif idx_set := idx_sets.find(path):
        data_set = _others.get(_key(idx_set.files), lambda: idx_sets.read(idx_set, name, unpacked, stop))
    elif folder := picture_folders.find(path):
        listing = picture_folders.listed(folder, stop)
        key = ((os.path.realpath(path) + listing.state, 0, 0),)
        data_set = _others.get(key, lambda: picture_folders.read(listing, name, unpacked, stop))
    elif arrays := array_sets.find(path):
        data_set = _others.get(_key(arrays.files), lambda: array_sets.read(arrays, name, unpacked, stop))
    else:
        raise UserError(_refusal(path))
    # The same files may have been asked for by another path.
    return data_set if data_set.name == name else replace(data_set, name=name)


def _key(files: tuple[Path, ...]) -> _Key:
    facts = [(os.path.realpath(path), path.stat()) for path in files]
    return tuple(sorted((place, fact.st_mtime_ns, fact.st_size) for place, fact in facts))


def _own_key(files: tuple[Path, ...]) -> _Key:
    """The same, of those that are there: a database's log goes while nobody has it open."""
    found: list[tuple[str, int, int]] = []
    for path in files:
        with suppress(FileNotFoundError):
            found += _key((path,))
    return (*found, (os.path.realpath(files[0]), 0, 0))


def _refusal(path: Path) -> str:
    """Why nothing can be read there."""
    from lenet_app.data import idx_sets  # noqa: PLC0415 - as above

    if path.is_dir():
        sentence = tr(
            "{folder} holds neither IDX files as MNIST's nor CIFAR-10's binary files, no arrays of NumPy, no table of "
            "pictures, nor a folder with pictures for each class."
        )
        return sentence.format(folder=path)
    if zipfile.is_zipfile(path):
        return tr("{file} is a ZIP archive: unpack it and name its folder.").format(file=path)
    if idx_sets.is_unnamed(path):
        sentence = tr("{file} must have a name as MNIST's files, for example {example}, so that the others are found.")
        return sentence.format(file=path, example="train-images-idx3-ubyte")
    return tr(
        "{file} is neither an IDX file as MNIST's nor CIFAR-10's binary archive, no array of NumPy and no table."
    ).format(file=path)


def _read_mnist() -> DataSet:
    folder = bundled("assets", "mnist")
    training, test = (_mnist_part(folder, part) for part in ("train", "t10k"))
    return DataSet(MNIST, "MNIST", _DIGITS, training, test, Fitting.INK)


def _mnist_part(folder: Path, part: str) -> Pictures:
    images_name, labels_name = f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"
    images = read_idx(folder / f"{images_name}.gz", dimensions=3, sha256=_MNIST_SHA256[images_name])
    labels = read_idx(folder / f"{labels_name}.gz", dimensions=1, sha256=_MNIST_SHA256[labels_name])
    return Pictures(images[:, None], labels)
