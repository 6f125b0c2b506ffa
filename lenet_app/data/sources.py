"""The data sets that can be downloaded: where each file lies, how long it is and what its SHA-256 must be.

Sizes and hashes are those that TensorFlow Datasets recorded of these files (tensorflow/datasets, the folder
`tensorflow_datasets/url_checksums/`: `cifar10.txt`, `fashion_mnist.txt`, `kmnist.txt`). The same hashes stand in
torchvision (pytorch/vision, `torchvision/prototype/datasets/_builtin/mnist.py`) for Fashion-MNIST and KMNIST, and in
torchvision-ruby (ankane/torchvision-ruby, `lib/torchvision/datasets/cifar10.rb`) for CIFAR-10.

EMNIST is not here: it comes as one archive of 562 MB with all six of its sets, which would have to be unpacked. A
folder with its unpacked files is opened as it is.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.language import tr


@dataclass(frozen=True)
class SourceFile:
    """One file to fetch.

    Args:
        name: of the file in the data set's folder.
        url: where it lies, http or https.
        size: bytes.
        sha256: of the file as it is fetched (not of what is inside its gzip wrapper), in hexadecimal.
    """

    name: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """A data set to fetch; its files go to a folder of its name."""

    name: str
    title: str
    files: tuple[SourceFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)

    def mirrored(self, address: str) -> "Source":
        """The same files under the same names in the folder at `address`; sizes and hashes hold."""
        folder = address.rstrip("/")
        return replace(self, files=tuple(replace(file, url=f"{folder}/{file.name}") for file in self.files))


def source(name: str) -> Source:
    """The data set of this name.

    Raises:
        UserError: none of that name can be downloaded.
    """
    if name not in SOURCES:
        sentence = tr("There is no data set {name} to download; known are {known}.")
        raise UserError(sentence.format(name=name, known=", ".join(SOURCES)))
    return SOURCES[name]


def is_downloaded(wanted: Source, downloads: Path) -> bool:
    """Whether all files are in place; a file gets its name after its hash was checked, so here its size is enough.

    Args:
        wanted: what may have been fetched.
        downloads: the folder of downloaded data sets.
    """
    folder = downloads / wanted.name
    return all(_size(folder / file.name) == file.size for file in wanted.files)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _mnist_like(name: str, title: str, address: str, facts: dict[str, tuple[int, str]]) -> Source:
    """The four files that MNIST has, as its successors have them: sizes and hashes by the beginning of their names."""
    files = (
        SourceFile(f"{part}-ubyte.gz", f"{address}/{part}-ubyte.gz", size, sha256)
        for part, (size, sha256) in facts.items()
    )
    return Source(name, title, tuple(files))


_CIFAR10 = Source(
    "cifar10",
    "CIFAR-10",
    (
        SourceFile(
            "cifar-10-binary.tar.gz",
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        ),
    ),
)

_FASHION_MNIST = _mnist_like(
    "fashion-mnist",
    "Fashion-MNIST",
    # The authors' repository has the same files as the address in its README, which knows no https.
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion",
    {
        "train-images-idx3": (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        "train-labels-idx1": (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        "t10k-images-idx3": (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        "t10k-labels-idx1": (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    },
)

_KMNIST = _mnist_like(
    "kmnist",
    "Kuzushiji-MNIST",
    "https://codh.rois.ac.jp/kmnist/dataset/kmnist",
    {
        "train-images-idx3": (18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
        "train-labels-idx1": (29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
        "t10k-images-idx3": (3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
        "t10k-labels-idx1": (5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"),
    },
)

SOURCES: dict[str, Source] = {one.name: one for one in (_CIFAR10, _FASHION_MNIST, _KMNIST)}
