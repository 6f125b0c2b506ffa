import gc
import gzip
import hashlib
import os
import struct
import weakref
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from lenet_app.data import catalogue, sources
from lenet_app.data.pictures import DataSet, Fitting
from lenet_app.errors import UserError
from lenet_app.paths import Home, bundled
from tests.unit.closed_folder import closed
from tests.unit.data.sample_files import cifar_files, idx, random_images, tar, write, write_files, write_small_set

# Counted by others: the digits 0 to 9 in MNIST's two parts.
TRAINING_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def downloads() -> Path:
    """The folder of downloaded sets."""
    return Home.of_user().data


def test_mnist_is_whole() -> None:
    mnist = catalogue.load("mnist", downloads())
    assert (mnist.name, mnist.title, mnist.class_names) == ("mnist", "MNIST", tuple("0123456789"))
    for part, counts in ((mnist.training, TRAINING_COUNTS), (mnist.test, TEST_COUNTS)):
        assert len(part) == sum(counts)
        assert part.images.shape == (sum(counts), 1, 28, 28)
        assert part.images.dtype == part.labels.dtype == np.uint8
        assert part.labels.shape == (sum(counts),)
        assert np.bincount(part.labels).tolist() == counts
    assert (len(mnist.training), len(mnist.test)) == (60_000, 10_000)


def test_ink_is_255_on_0_and_in_the_middle() -> None:
    training = catalogue.load("mnist", downloads()).training.images
    assert training.min() == 0
    assert training.max() == 255
    frame = training.copy()
    frame[:, :, 4:24, 4:24] = 0  # digits were fitted to 20 × 20 and then centred by mass
    assert frame.mean() < training.mean() / 10
    assert training.mean() == pytest.approx(33.318, abs=0.001)  # 0.1307 of 255, as everybody's constants say


def test_the_first_training_digits_are_the_known_ones() -> None:
    assert catalogue.load("mnist", downloads()).training.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert catalogue.load("mnist", downloads()).test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_the_bundled_files_are_the_published_ones() -> None:
    """SHA-256 of the raw files, as in the project's notes on its data."""
    published = {
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
    mnist = catalogue.load("mnist", downloads())
    for part, pictures in (("train", mnist.training), ("t10k", mnist.test)):
        raw = gzip.decompress(bundled("assets", "mnist", f"{part}-images-idx3-ubyte.gz").read_bytes())
        assert hashlib.sha256(raw).hexdigest() == published[f"{part}-images-idx3-ubyte"]
        assert struct.unpack(">4I", raw[:16]) == (2051, len(pictures), 28, 28)
        assert raw[16:] == pictures.images.tobytes()
        labels = gzip.decompress(bundled("assets", "mnist", f"{part}-labels-idx1-ubyte.gz").read_bytes())
        assert hashlib.sha256(labels).hexdigest() == published[f"{part}-labels-idx1-ubyte"]
        assert labels[8:] == pictures.labels.tobytes()


def test_mnist_is_read_once_and_cannot_be_spoilt() -> None:
    mnist = catalogue.load("mnist", downloads())
    assert catalogue.load("mnist", downloads()) is mnist
    for part in (mnist.training, mnist.test):
        with pytest.raises(ValueError, match="read-only"):
            part.images[0, 0, 0, 0] = 1
        with pytest.raises(ValueError, match="read-only"):
            part.labels[0] = 1


def test_names() -> None:
    assert catalogue.names() == ("mnist", "my-digits", "cifar10", "fashion-mnist", "kmnist")
    assert [catalogue.is_here(name, downloads()) for name in (*catalogue.names(), "cats", "")] == [
        True,
        *[False] * 6,
    ]


@pytest.mark.parametrize("name", ["cats", "./cats", "/no/where/train-images-idx3-ubyte", "", "~nobody/x", "a\0b"])
def test_unknown_data_set(name: str) -> None:
    end = "and no file or folder of that name; known are mnist, my-digits, cifar10, fashion-mnist, kmnist."
    assert refusal(name) == f"There is no data set {name} {end}"


def refusal(name: str | Path) -> str:
    with pytest.raises(UserError) as caught:
        catalogue.load(str(name), downloads())
    return str(caught.value)


def test_a_name_that_no_file_can_have() -> None:
    assert refusal("x" * 5000).endswith("cannot be read: File name too long.")


def test_sets_by_their_paths(tmp_path: Path) -> None:
    train, _ = write_small_set(tmp_path / "mine", end=".gz")
    for path in (tmp_path / "mine", tmp_path / "mine" / "t10k-labels-idx1-ubyte.gz"):
        data_set = catalogue.load(str(path), downloads())
        assert (data_set.name, data_set.title) == (str(path), "mine")
        np.testing.assert_array_equal(data_set.training.images, train[:, None])
    folder = write_files(tmp_path / "cifar-10-batches-bin", cifar_files())
    packed = write(tmp_path / "cifar.tar.gz", tar(cifar_files()))
    for path in (folder, folder / "test_batch.bin", packed):
        data_set = catalogue.load(str(path), downloads())
        assert (data_set.name, data_set.title, data_set.fitting) == (str(path), "CIFAR-10", Fitting.WHOLE)


def test_paths_from_here_and_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_small_set(tmp_path / "mnist")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert len(catalogue.load("mnist", downloads()).training) == 60_000  # a name is a name
    assert (
        len(catalogue.load("./mnist", downloads()).training)
        == len(catalogue.load("~/mnist", downloads()).training)
        == 20
    )


def test_what_cannot_be_read(tmp_path: Path) -> None:
    end = (
        "holds neither IDX files as MNIST's nor CIFAR-10's binary files, no arrays of NumPy, no table of pictures, "
        "nor a folder with pictures for each class."
    )
    assert refusal(tmp_path) == f"{tmp_path} {end}"
    picture = write(tmp_path / "picture.png", b"\x89PNG")
    end = "is neither an IDX file as MNIST's nor CIFAR-10's binary archive, no array of NumPy and no table."
    assert refusal(picture) == f"{picture} {end}"
    unnamed = write(tmp_path / "digits.gz", idx(random_images(2, 4, 4)))
    end = "must have a name as MNIST's files, for example train-images-idx3-ubyte, so that the others are found."
    assert refusal(unnamed) == f"{unnamed} {end}"
    packed = tmp_path / "gzip.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("gzip/emnist-letters-train-images-idx3-ubyte.gz", b"")
    assert refusal(packed) == f"{packed} is a ZIP archive: unpack it and name its folder."


def test_a_set_is_read_once(tmp_path: Path) -> None:
    write_small_set(tmp_path)
    data_set = catalogue.load(str(tmp_path), downloads())
    assert catalogue.load(str(tmp_path), downloads()) is data_set
    by_file = catalogue.load(str(tmp_path / "train-images-idx3-ubyte"), downloads())
    assert by_file.name == str(tmp_path / "train-images-idx3-ubyte")
    assert by_file.training is data_set.training


def test_changed_files_are_read_anew(tmp_path: Path) -> None:
    write_small_set(tmp_path)
    before = catalogue.load(str(tmp_path), downloads())
    labels = tmp_path / "train-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-1])
    assert refusal(tmp_path) == "train-labels-idx1-ubyte holds 19 values where its header says 20."
    labels.write_bytes(idx(np.arange(3, 23) % 10))
    os.utime(labels, ns=(1, 1))
    assert catalogue.load(str(tmp_path), downloads()).training.labels.tolist() == [n % 10 for n in range(3, 23)]
    assert before.training.labels.tolist() == [n % 10 for n in range(20)]


def test_two_sets_are_kept_and_mnist(tmp_path: Path) -> None:
    for name in "abc":
        write_small_set(tmp_path / name)
    mnist = catalogue.load("mnist", downloads())
    first, second = (catalogue.load(str(tmp_path / name), downloads()) for name in "ab")
    assert catalogue.load(str(tmp_path / "a"), downloads()) is first  # now b was asked for longest ago
    gone = weakref.ref(second)
    del second
    catalogue.load(str(tmp_path / "c"), downloads())
    gc.collect()
    assert gone() is None
    assert catalogue.load(str(tmp_path / "a"), downloads()) is first
    assert catalogue.load("mnist", downloads()) is mnist


def test_threads_that_ask_together_get_the_same_set(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in "ab"]
    for name in names:
        write_small_set(Path(name), end=".gz")
    start = Barrier(16)

    def ask(number: int) -> DataSet:
        start.wait(timeout=30)
        return catalogue.load(names[number % 2], downloads())

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(ask, range(16)))
    assert len({id(one) for one in found}) == 2
    assert all(one.name == names[number % 2] for number, one in enumerate(found))


def test_downloaded_sets_are_found_by_their_names(user_home: Path) -> None:
    sentence = (
        "The data set {name} is not on this computer: `lenet-app download {name}` fetches it, and `--dataset PATH` "
        "opens a copy."
    )
    for name in sources.SOURCES:
        assert refusal(name) == sentence.format(name=name)
    for name in ("fashion-mnist", "kmnist"):
        write_small_set(user_home / "data" / name, end=".gz")
    write(user_home / "data" / "cifar10" / "cifar-10-binary.tar.gz", tar(cifar_files()))
    for name, source in sources.SOURCES.items():
        assert catalogue.is_here(name, downloads())
        data_set = catalogue.load(name, downloads())
        assert (data_set.name, data_set.title) == (name, source.title)
        assert len(data_set.class_names) == 10
    (user_home / "data" / "kmnist" / "train-labels-idx1-ubyte.gz").unlink()
    assert not catalogue.is_here("kmnist", downloads())
    assert refusal("kmnist") == sentence.format(name="kmnist")


def test_a_data_folder_that_cannot_be_read(user_home: Path) -> None:
    with closed(user_home):
        assert not [name for name in sources.SOURCES if catalogue.is_here(name, downloads())]
        assert refusal("kmnist") == f"{user_home / 'data' / 'kmnist'} cannot be read: Permission denied."
        # It may be a folder outside.
        assert refusal("elsewhere").startswith("There is no data set elsewhere and no file or folder of that name")


def test_other_folders_among_the_downloaded_sets(user_home: Path) -> None:
    folder = user_home / "data" / "emnist-letters"
    names = {"prefix": "emnist-letters-", "test_word": "test", "end": ".gz"}
    write_small_set(folder, labels=26, **names)
    data_set = catalogue.load("emnist-letters", downloads())
    assert (data_set.name, data_set.title) == ("emnist-letters", "EMNIST letters")
    assert catalogue.is_here("emnist-letters", downloads())
    (folder / "emnist-letters-test-images-idx3-ubyte.gz").unlink()
    assert "lacks emnist-letters-test-images-idx3-ubyte" in refusal("emnist-letters")
