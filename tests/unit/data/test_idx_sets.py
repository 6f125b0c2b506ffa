import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lenet_app.data import catalogue, idx_sets
from lenet_app.data.pictures import Fitting
from lenet_app.paths import Home, bundled
from tests.unit.data.sample_files import Bytes, idx, random_images, read, refusal, write, write_set, write_small_set

UPPER, LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
SPLITS = {
    "byclass": "0123456789" + UPPER + LOWER,
    "bymerge": "0123456789" + UPPER + "abdefghnqrt",
    "balanced": "0123456789" + UPPER + "abdefghnqrt",
    "letters": UPPER,
    "digits": "0123456789",
    "mnist": "0123456789",
}


@pytest.mark.parametrize(
    ("names", "example"),
    [
        ({}, "t10k-images-idx3-ubyte"),
        ({"end": ".gz"}, "train-labels-idx1-ubyte.gz"),
        ({"test_word": "test"}, "test-labels-idx1-ubyte"),
        ({"prefix": "mine_", "test_word": "test"}, "mine_train-images-idx3-ubyte"),
    ],
)
@pytest.mark.parametrize("by_file", [False, True])
def test_four_files(tmp_path: Path, names: dict[str, Any], example: str, by_file: bool) -> None:
    train, test = write_small_set(tmp_path, **names)
    write(tmp_path / "README-train-images.txt", b"about the pictures")
    data_set = read(tmp_path / example if by_file else tmp_path)
    np.testing.assert_array_equal(data_set.training.images, train[:, None])
    np.testing.assert_array_equal(data_set.test.images, test[:, None])
    assert data_set.training.labels.tolist() == [*range(10), *range(10)]
    assert data_set.test.labels.tolist() == [*range(10)]
    assert data_set.class_names == tuple("0123456789")
    assert data_set.name == "a name"
    assert data_set.title == ("mine" if "prefix" in names else tmp_path.name)
    assert data_set.fitting is Fitting.WHOLE
    for pictures in (data_set.training, data_set.test):
        assert not pictures.images.flags.writeable
        assert not pictures.labels.flags.writeable


def test_names_with_dots_and_capitals(tmp_path: Path) -> None:
    train, _ = write_small_set(tmp_path)
    for path in list(tmp_path.iterdir()):
        path.rename(path.with_name(path.name.replace("-idx", ".idx").upper()))
    np.testing.assert_array_equal(read(tmp_path).training.images, train[:, None])
    np.testing.assert_array_equal(read(tmp_path / "TRAIN-IMAGES.IDX3-UBYTE").training.images, train[:, None])


@pytest.mark.parametrize("inner", ["raw", "gzip"])
def test_files_in_an_inner_folder(tmp_path: Path, inner: str) -> None:
    write_small_set(tmp_path / "Mine" / inner)
    assert read(tmp_path / "Mine").title == read(tmp_path / "Mine" / inner).title == "Mine"


def test_the_file_that_is_named_is_the_one_that_is_read(tmp_path: Path) -> None:
    write_small_set(tmp_path)
    other = random_images(20, 28, 28, seed=9)
    packed = write(tmp_path / "train-images-idx3-ubyte.gz", idx(other))
    np.testing.assert_array_equal(read(packed).training.images, other[:, None])
    assert not np.array_equal(read(tmp_path).training.images, other[:, None])


def test_mnist_by_its_path_is_the_bundled_one() -> None:
    by_path, by_name = read(bundled("assets", "mnist")), catalogue.load("mnist", Home.of_user().data)
    for part in ("training", "test"):
        np.testing.assert_array_equal(getattr(by_path, part).images, getattr(by_name, part).images)
        np.testing.assert_array_equal(getattr(by_path, part).labels, getattr(by_name, part).labels)
    assert (by_path.title, by_path.class_names) == (by_name.title, by_name.class_names)
    assert by_path.fitting is by_name.fitting is Fitting.INK


@pytest.mark.parametrize("split", SPLITS)
def test_emnist(tmp_path: Path, split: str) -> None:
    characters = SPLITS[split]
    first = 1 if split == "letters" else 0
    labels = [first + n for n in range(len(characters))]
    stored = random_images(len(labels), 28, 28)
    write_set(
        tmp_path,
        (stored, labels),
        (stored[:3], labels[:3]),
        prefix=f"emnist-{split}-",
        test_word="test",
        end=".gz",
    )
    data_set = read(tmp_path / f"emnist-{split}-test-labels-idx1-ubyte.gz")
    assert data_set.class_names == tuple(characters)
    assert data_set.training.labels.tolist() == [*range(len(characters))]
    assert data_set.test.labels.tolist() == [0, 1, 2]
    assert data_set.title == f"EMNIST {'MNIST' if split == 'mnist' else split}"
    for row, column in ((0, 27), (3, 5), (20, 1)):
        assert data_set.training.images[2, 0, row, column] == stored[2, column, row]
        assert data_set.test.images[2, 0, row, column] == stored[2, column, row]


def write_letters(folder: Path) -> None:
    images = random_images(4, 28, 28)
    write_set(folder, (images, [1, 2, 3, 3]), (images, [1, 1, 2, 2]), prefix="emnist-letters-", test_word="test")


def test_names_from_a_mapping(tmp_path: Path) -> None:
    write_letters(tmp_path)
    mapping = write(tmp_path / "emnist-letters-mapping.txt", b"1 88 120\r\n2 89 121\r\n3 90 122\r\n4 48\r\n\r\n")
    assert read(tmp_path).class_names == ("X", "Y", "Z")
    found = idx_sets.find(tmp_path)
    assert found is not None
    assert mapping in found.files
    mapping.write_bytes(b"1 88\n2 89\n")
    assert refusal(tmp_path) == "emnist-letters-mapping.txt has no line for the label 3."
    for content in (b"1 X\n", b"1\n", b"1 999999999\n", b"1 -5\n", "1 88 é".encode(), bytes(range(256))):
        mapping.write_bytes(content)
        sentence = "emnist-letters-mapping.txt is damaged: its lines must be a label and the code of its character."
        assert refusal(tmp_path) == sentence


def test_letters_that_begin_at_0(tmp_path: Path) -> None:
    images = random_images(3, 28, 28)
    write_set(tmp_path, (images, [0, 1, 2]), (images, [0, 0, 1]), prefix="emnist-letters-", test_word="test")
    data_set = read(tmp_path)
    assert data_set.training.labels.tolist() == [0, 1, 2]
    assert data_set.class_names == ("A", "B", "C")


def test_several_sets_in_a_folder(tmp_path: Path) -> None:
    for split in ("letters", "digits"):
        write_small_set(tmp_path, prefix=f"emnist-{split}-", test_word="test", end=".gz")
    files = "emnist-digits-train-images-idx3-ubyte.gz, emnist-letters-train-images-idx3-ubyte.gz"
    assert (
        refusal(tmp_path) == f"{tmp_path} holds several data sets; name a file of one instead of the folder: {files}."
    )
    assert read(tmp_path / "emnist-digits-train-images-idx3-ubyte.gz").title == "EMNIST digits"
    (tmp_path / "emnist-digits-test-labels-idx1-ubyte.gz").unlink()
    assert read(tmp_path).title == "EMNIST letters"  # the only whole one


def test_missing_files(tmp_path: Path) -> None:
    write_small_set(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    assert refusal(tmp_path) == f"{tmp_path} lacks t10k-labels-idx1-ubyte (or the same with .gz)."
    (tmp_path / "train-images-idx3-ubyte").unlink()
    sentence = f"{tmp_path} lacks train-images-idx3-ubyte, t10k-labels-idx1-ubyte (or the same with .gz)."
    assert refusal(tmp_path / "t10k-images-idx3-ubyte") == sentence
    other = tmp_path / "other"
    write(other / "emnist-letters-train-images-idx3-ubyte", b"")
    assert "lacks emnist-letters-train-labels-idx1-ubyte, emnist-letters-test-images-idx3-ubyte," in refusal(other)


def test_nothing_of_idx(tmp_path: Path) -> None:
    assert idx_sets.find(tmp_path) is None
    assert idx_sets.find(tmp_path / "train-images-idx3-ubyte") is None
    named_otherwise = write(tmp_path / "digits.idx", idx(random_images(2, 28, 28)))
    assert idx_sets.find(named_otherwise) is None
    assert idx_sets.is_unnamed(named_otherwise)
    assert not idx_sets.is_unnamed(write(tmp_path / "notes.txt", b"text"))
    assert not idx_sets.is_unnamed(tmp_path)


IMAGES = random_images(3, 28, 28)
FAULTS: dict[str, tuple[tuple[Bytes, list[int]], tuple[Bytes, list[int]], str]] = {
    "labels missing": (
        (IMAGES, [0, 1]),
        (IMAGES, [0, 1, 2]),
        "train-images-idx3-ubyte holds 3 pictures, but train-labels-idx1-ubyte 2 labels.",
    ),
    "labels too many": (
        (IMAGES, [0, 1, 2]),
        (IMAGES, [0, 1, 2, 3]),
        "t10k-images-idx3-ubyte holds 3 pictures, but t10k-labels-idx1-ubyte 4 labels.",
    ),
    "many labels too many": (
        (IMAGES, [0] * 1234),
        (IMAGES, [0, 1, 2]),
        "train-images-idx3-ubyte holds 3 pictures, but train-labels-idx1-ubyte 1,234 labels.",
    ),
    "another size": (
        (IMAGES, [0, 1, 2]),
        (IMAGES[:, 4:, 2:], [0, 1, 2]),
        "t10k-images-idx3-ubyte holds pictures of 1 × 24 × 26, but train-images-idx3-ubyte of 1 × 28 × 28.",
    ),
    "no pictures": ((IMAGES[:0], []), (IMAGES, [0, 1, 2]), "train-images-idx3-ubyte holds no pictures."),
    "no pixels": ((IMAGES, [0, 1, 2]), (IMAGES[:, :0], [0, 1, 2]), "t10k-images-idx3-ubyte holds no pictures."),
    "channels": (
        (IMAGES.reshape(3, 4, 14, 14), [0, 1, 2]),
        (IMAGES, [0, 1, 2]),
        "train-images-idx3-ubyte holds pictures of 4 channels; 1 (grey) or 3 (red, green, blue) can be read.",
    ),
    "flat": (
        (IMAGES.reshape(3, 784), [0, 1, 2]),
        (IMAGES, [0, 1, 2]),
        "train-images-idx3-ubyte is not an IDX file of bytes with 3/4 dimensions.",
    ),
}


@pytest.mark.parametrize(("train", "test", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_files_that_do_not_belong_together(
    tmp_path: Path, train: tuple[Bytes, list[int]], test: tuple[Bytes, list[int]], sentence: str
) -> None:
    write_set(tmp_path, train, test)
    assert refusal(tmp_path) == sentence


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_only(tmp_path: Path, label: int) -> None:
    write_set(tmp_path, (IMAGES, [label] * 3), (IMAGES, [label] * 3))
    assert refusal(tmp_path) == f"{tmp_path} holds pictures of one class only; two are needed."


def test_damaged_files(tmp_path: Path) -> None:
    write_small_set(tmp_path, end=".gz")
    for name in ("t10k-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        assert refusal(tmp_path) == f"{name} is damaged: it cannot be unpacked."
        (tmp_path / name).write_bytes(gzip.compress(gzip.decompress(whole)[:-1]))
        assert " values where its header says " in refusal(tmp_path)
        (tmp_path / name).write_bytes(whole)
    read(tmp_path)


def test_sparse_labels_and_256_classes(tmp_path: Path) -> None:
    write_set(tmp_path, (IMAGES, [0, 3, 6]), (IMAGES, [5, 0, 0]))
    assert read(tmp_path).class_names == tuple("0123456")
    write_set(tmp_path, (IMAGES, [0, 255, 3]), (IMAGES, [6, 0, 0]))
    data_set = read(tmp_path)
    assert data_set.class_names == tuple(str(label) for label in range(256))
    assert data_set.training.labels.tolist() == [0, 255, 3]


def test_a_test_label_above_all_that_can_be_learned(tmp_path: Path) -> None:
    write_set(tmp_path, (IMAGES, [0, 3, 3]), (IMAGES, [6, 0, 0]))
    sentence = "t10k-labels-idx1-ubyte holds the label 6; the highest in train-labels-idx1-ubyte is 3."
    assert refusal(tmp_path) == sentence
    write_set(tmp_path / "own", (IMAGES, [0, 3, 3]), (IMAGES, [6, 0, 0]), prefix="own-", test_word="test", end=".gz")
    sentence = "own-test-labels-idx1-ubyte.gz holds the label 6; the highest in own-train-labels-idx1-ubyte.gz is 3."
    assert refusal(tmp_path / "own") == sentence


def test_labels_from_1_keep_their_names(tmp_path: Path) -> None:
    write_set(tmp_path, (IMAGES, [2, 3, 4]), (IMAGES, [1, 4, 4]))
    data_set = read(tmp_path)
    assert data_set.training.labels.tolist() == [1, 2, 3]
    assert data_set.test.labels.tolist() == [0, 3, 3]
    assert data_set.class_names == tuple("1234")
    write_set(tmp_path, (IMAGES, [2, 3, 4]), (IMAGES, [2, 4, 4]))
    assert read(tmp_path).class_names == tuple("01234")  # from 2 nobody counts


@pytest.mark.parametrize("shape", [(1, 9, 14), (3, 9, 14)])
def test_channels_first(tmp_path: Path, shape: tuple[int, ...]) -> None:
    images = random_images(6, *shape)
    write_set(tmp_path, (images, range(6)), (images[:2], [0, 1]))
    data_set = read(tmp_path)
    np.testing.assert_array_equal(data_set.training.images, images)
    assert data_set.shape == shape
    assert data_set.fitting is Fitting.WHOLE


def test_qmnist(tmp_path: Path) -> None:
    write_small_set(tmp_path, prefix="qmnist-", test_word="test", end=".gz")
    for part, count in (("train", 20), ("test", 10)):
        (tmp_path / f"qmnist-{part}-labels-idx1-ubyte.gz").unlink()
        rows = np.array([[n % 10, 4, n, 1000 + n, 0, 0, n, -1] for n in range(count)])
        write(tmp_path / f"qmnist-{part}-labels-idx2-int.gz", idx(rows, kind=12))
    data_set = read(tmp_path)
    assert data_set.title == "QMNIST"
    assert data_set.training.labels.tolist() == [*range(10), *range(10)]
