import gzip
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import Fitting
from lenet_app.paths import bundled
from tests.unit.data.sample_files import random_images, read, refusal, write, write_set, write_small_set

FASHION = Path("/usr/share/datasets/fashion-mnist")
IMAGES = random_images(3, 28, 28)


CLOTHES = "T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot"


@pytest.mark.parametrize("place", ["fashion-mnist", "FashionMNIST/raw", "Fashion"])
def test_fashion_mnist_by_its_folder(tmp_path: Path, place: str) -> None:
    write_small_set(tmp_path / place)
    data_set = read(tmp_path / place)
    assert data_set.title == "Fashion-MNIST"
    assert ", ".join(data_set.class_names) == CLOTHES


@pytest.mark.parametrize("place", ["kmnist", "KMNIST/raw", "Kuzushiji-MNIST"])
def test_kuzushiji_mnist_by_its_folder(tmp_path: Path, place: str) -> None:
    write_small_set(tmp_path / place)
    data_set = read(tmp_path / place)
    assert data_set.title == "Kuzushiji-MNIST"
    assert "".join(data_set.class_names) == "おきすつなはまやれを"


# Words, and names that people give their own sets.
@pytest.mark.parametrize(
    "place",
    ["fashion", "fashion-mnist-vs-mine", "my kmnist", "Kuzushiji-49/raw", "qmnist/own", "fashion-mnist/own/raw"],
)
def test_what_a_folder_s_name_hints_at_is_not_believed_against_the_labels(tmp_path: Path, place: str) -> None:
    images = random_images(12, 28, 28)
    write_set(tmp_path / place, (images, range(12)), (images, range(12)))
    data_set = read(tmp_path / place)
    assert data_set.title == place.removesuffix("/raw").rpartition("/")[2]
    assert data_set.class_names == tuple(str(label) for label in range(12))


def test_a_test_label_above_all_in_a_folder_whose_name_hints_at_a_set(tmp_path: Path) -> None:
    write_set(tmp_path / "kmnist-copy", (IMAGES, [0, 9, 3]), (IMAGES, [6, 77, 0]))
    sentence = "t10k-labels-idx1-ubyte holds the label 77; the highest in train-labels-idx1-ubyte is 9."
    assert refusal(tmp_path / "kmnist-copy") == sentence


@pytest.mark.parametrize(
    ("place", "prefix", "title"),
    [
        ("fashion-mnist", "", "Fashion-MNIST"),
        ("Fashion MNIST", "", "Fashion-MNIST"),
        ("FashionMNIST/raw", "", "Fashion-MNIST"),
        ("fashion_mnist/gzip", "", "Fashion-MNIST"),
        ("anywhere", "fashion-mnist-", "Fashion-MNIST"),
        ("kmnist", "", "Kuzushiji-MNIST"),
        ("Kuzushiji-MNIST/raw", "", "Kuzushiji-MNIST"),
        ("QMNIST/raw", "", "QMNIST"),
        ("anywhere", "qmnist-", "QMNIST"),
    ],
)
def test_labels_that_a_set_known_by_its_name_does_not_have(tmp_path: Path, place: str, prefix: str, title: str) -> None:
    for train, test, part, label in (
        ([0, 9, 200], [0, 1, 2], "train", 200),
        ([0, 1, 2], [0, 1, 77], "t10k", 77),
        ([1, 2, 10], [1, 2, 10], "train", 10),
    ):
        write_set(tmp_path / place, (IMAGES, train), (IMAGES, test), prefix=prefix)
        sentence = f"{prefix}{part}-labels-idx1-ubyte holds the label {label}; {title} has 0 to 9."
        assert refusal(tmp_path / place) == sentence


def test_a_part_of_a_known_set_may_lack_classes(tmp_path: Path) -> None:
    write_set(tmp_path / "kmnist", (IMAGES, [0, 1, 2]), (IMAGES, [0, 1, 9]))
    assert "".join(read(tmp_path / "kmnist").class_names) == "おきすつなはまやれを"


@pytest.mark.parametrize(("part", "label"), [("train", 10), ("train", 255), ("t10k", 77)])
def test_labels_that_mnist_does_not_have(tmp_path: Path, part: str, label: int) -> None:
    for path in bundled("assets", "mnist").glob("*-ubyte.gz"):
        (tmp_path / path.name).symlink_to(path)
    labels = np.frombuffer(gzip.decompress((tmp_path / f"{part}-labels-idx1-ubyte.gz").read_bytes()), np.uint8).copy()
    labels[-1] = label
    (tmp_path / f"{part}-labels-idx1-ubyte.gz").unlink()
    write(tmp_path / f"{part}-labels-idx1-ubyte.gz", labels.tobytes())
    assert refusal(tmp_path) == f"{part}-labels-idx1-ubyte.gz holds the label {label}; MNIST has 0 to 9."


@pytest.mark.parametrize(
    ("split", "train", "test", "part", "end"),
    [
        ("letters", [1, 26, 99], [1, 2, 3], "train", "99; EMNIST letters has 1 to 26."),
        ("letters", [1, 26, 3], [1, 2, 27], "test", "27; EMNIST letters has 1 to 26."),
        ("letters", [0, 26, 3], [1, 2, 3], "train", "0; EMNIST letters has 1 to 26."),
        ("letters", [1, 26, 3], [1, 0, 3], "test", "0; EMNIST letters has 1 to 26."),
        ("byclass", [0, 61, 63], [0, 1, 2], "train", "63; EMNIST byclass has 0 to 61."),
        ("bymerge", [0, 46, 2], [0, 1, 47], "test", "47; EMNIST bymerge has 0 to 46."),
        ("balanced", [1, 47, 2], [1, 1, 1], "train", "47; EMNIST balanced has 0 to 46."),
        ("digits", [0, 1, 2], [0, 1, 10], "test", "10; EMNIST digits has 0 to 9."),
        ("mnist", [0, 255, 2], [0, 1, 2], "train", "255; EMNIST MNIST has 0 to 9."),
    ],
)
def test_labels_that_emnist_does_not_have(
    tmp_path: Path, split: str, train: list[int], test: list[int], part: str, end: str
) -> None:
    write_set(tmp_path, (IMAGES, train), (IMAGES, test), prefix=f"emnist-{split}-", test_word="test", end=".gz")
    assert refusal(tmp_path) == f"emnist-{split}-{part}-labels-idx1-ubyte.gz holds the label {end}"


def test_a_split_that_emnist_does_not_have_is_anybody_s_own(tmp_path: Path) -> None:
    write_set(tmp_path, (IMAGES, [0, 98, 99]), (IMAGES, [0, 98, 99]), prefix="emnist-signs-", test_word="test")
    assert len(read(tmp_path).class_names) == 100


def test_real_fashion_mnist(tmp_path: Path) -> None:
    if not FASHION.is_dir():
        pytest.skip("Debian's package dataset-fashion-mnist is not installed.")
    for path in FASHION.iterdir():
        (tmp_path / path.name).symlink_to(path)
    data_set = read(tmp_path)  # whose name tells nothing
    assert data_set.title == "Fashion-MNIST"
    assert ", ".join(data_set.class_names) == CLOTHES
    assert data_set.fitting is Fitting.WHOLE
    assert np.bincount(data_set.training.labels).tolist() == [6000] * 10
    assert np.bincount(data_set.test.labels).tolist() == [1000] * 10
