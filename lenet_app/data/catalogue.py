"""The data sets that come with the program, by name."""

from functools import lru_cache
from pathlib import Path

from lenet_app.data.idx import read_idx
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.paths import bundled

MNIST = "mnist"

_MNIST_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_DIGITS = tuple("0123456789")


def names() -> tuple[str, ...]:
    """The names of all data sets."""
    return (MNIST,)


@lru_cache(maxsize=1)
def load(name: str) -> DataSet:
    """Read a data set into memory, where it stays: the window and a training share it.

    Raises:
        UserError: no data set has this name, or one of its files is missing or damaged.
    """
    if name != MNIST:
        sentence = tr("There is no data set {name}; known are {known}.")
        raise UserError(sentence.format(name=name, known=", ".join(names())))
    folder = bundled("assets", "mnist")
    return DataSet(MNIST, "MNIST", _DIGITS, _mnist_part(folder, "train"), _mnist_part(folder, "t10k"))


def _mnist_part(folder: Path, part: str) -> Pictures:
    images_name, labels_name = f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"
    images = read_idx(folder / f"{images_name}.gz", dimensions=3, sha256=_MNIST_SHA256[images_name])
    labels = read_idx(folder / f"{labels_name}.gz", dimensions=1, sha256=_MNIST_SHA256[labels_name])
    return Pictures(images[:, None], labels)
