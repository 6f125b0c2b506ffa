import gzip
import hashlib
import struct

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.errors import UserError
from lenet_app.paths import bundled

# Counted by others: the digits 0 to 9 in MNIST's two parts.
TRAINING_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_mnist_is_whole() -> None:
    mnist = catalogue.load("mnist")
    assert (mnist.name, mnist.title, mnist.class_names) == ("mnist", "MNIST", tuple("0123456789"))
    for part, counts in ((mnist.training, TRAINING_COUNTS), (mnist.test, TEST_COUNTS)):
        assert len(part) == sum(counts)
        assert part.images.shape == (sum(counts), 1, 28, 28)
        assert part.images.dtype == part.labels.dtype == np.uint8
        assert part.labels.shape == (sum(counts),)
        assert np.bincount(part.labels).tolist() == counts
    assert (len(mnist.training), len(mnist.test)) == (60_000, 10_000)


def test_ink_is_255_on_0_and_in_the_middle() -> None:
    training = catalogue.load("mnist").training.images
    assert training.min() == 0
    assert training.max() == 255
    frame = training.copy()
    frame[:, :, 4:24, 4:24] = 0  # digits were fitted to 20 × 20 and then centred by mass
    assert frame.mean() < training.mean() / 10
    assert training.mean() == pytest.approx(33.318, abs=0.001)  # 0.1307 of 255, as everybody's constants say


def test_the_first_training_digits_are_the_known_ones() -> None:
    assert catalogue.load("mnist").training.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert catalogue.load("mnist").test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_the_bundled_files_are_the_published_ones() -> None:
    """SHA-256 of the raw files, as in the project's notes on its data."""
    published = {
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
    mnist = catalogue.load("mnist")
    for part, pictures in (("train", mnist.training), ("t10k", mnist.test)):
        raw = gzip.decompress(bundled("assets", "mnist", f"{part}-images-idx3-ubyte.gz").read_bytes())
        assert hashlib.sha256(raw).hexdigest() == published[f"{part}-images-idx3-ubyte"]
        assert struct.unpack(">4I", raw[:16]) == (2051, len(pictures), 28, 28)
        assert raw[16:] == pictures.images.tobytes()
        labels = gzip.decompress(bundled("assets", "mnist", f"{part}-labels-idx1-ubyte.gz").read_bytes())
        assert hashlib.sha256(labels).hexdigest() == published[f"{part}-labels-idx1-ubyte"]
        assert labels[8:] == pictures.labels.tobytes()


def test_mnist_is_read_once_and_cannot_be_spoilt() -> None:
    mnist = catalogue.load("mnist")
    assert catalogue.load("mnist") is mnist
    for part in (mnist.training, mnist.test):
        with pytest.raises(ValueError, match="read-only"):
            part.images[0, 0, 0, 0] = 1
        with pytest.raises(ValueError, match="read-only"):
            part.labels[0] = 1


def test_unknown_data_set() -> None:
    assert catalogue.names() == ("mnist",)
    with pytest.raises(UserError, match=r"^There is no data set cats; known are mnist\.$"):
        catalogue.load("cats")
