"""Data sets in arrays of NumPy and in tables: as others save them, and refused in a sentence where they are none."""

import gzip
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.data.stored import StoredPictures
from lenet_app.errors import UserError
from lenet_app.paths import Home
from tests.unit.data.on_disk import bodies, limit_memory, load
from tests.unit.data.sample_files import random_images
from tests.unit.samples import digits

Arrays = dict[str, npt.NDArray[Any]]
TRAINING, TEST = 60, 30


def keras(training: int = TRAINING, test: int = TEST) -> Arrays:
    """MNIST's arrays as Keras calls them."""
    parts = digits(training), digits(test, first=training)
    return {
        "x_train": parts[0].images[:, 0],
        "y_train": parts[0].labels,
        "x_test": parts[1].images[:, 0],
        "y_test": parts[1].labels,
    }


def save_all(folder: Path, arrays: Arrays) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return folder


def save_archive(path: Path, arrays: Arrays, save: Callable[..., None] = np.savez) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, **arrays)
    return path


def write_table(path: Path, pictures: Pictures, *, head: str = "label", labels: bool = True) -> Path:
    """As Kaggle has it; without a head and as others have it where `head` is empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = pictures.images.reshape(len(pictures), -1)
    names = [head] * labels + [f"pixel{number}" for number in range(flat.shape[1])]
    lines = [",".join(names)] if head else []
    for label, pixels in zip(pictures.labels.tolist(), flat.tolist(), strict=True):
        lines.append(",".join(map(str, [label] * labels + pixels)))
    content = ("\r\n".join(lines) + "\r\n").encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def is_as_saved(data_set: DataSet, training: int = TRAINING, test: int = TEST) -> None:
    for part, expected in ((data_set.training, digits(training)), (data_set.test, digits(test, first=training))):
        found = part.take(np.arange(len(part)))
        np.testing.assert_array_equal(found.images, expected.images)
        np.testing.assert_array_equal(found.labels, expected.labels)
    assert data_set.class_names == tuple("0123456789")
    assert (data_set.fitting, data_set.has_digits) == (Fitting.INK, True)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load(path)
    return str(caught.value)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_archive_as_keras_has_it(save: Callable[..., None], tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    save_archive(path, keras(), save)
    is_as_saved(load(path))
    data_set = load(tmp_path)  # by its folder
    is_as_saved(data_set)
    assert data_set.title == "mnist"
    assert load(path) is load(path)
    with pytest.raises(ValueError, match="read-only"):
        data_set.training.images[0, 0, 0, 0] = 1


def test_the_whole_of_mnist_is_known_by_its_pictures(tmp_path: Path) -> None:
    whole = catalogue.load("mnist", tmp_path)
    names = ("x_train", "y_train", "x_test", "y_test")
    parts = [array for part in (whole.training, whole.test) for array in (part.images[:, 0], part.labels)]
    save_archive(tmp_path / "numbers.npz", dict(zip(names, parts, strict=True)))
    data_set = load(tmp_path / "numbers.npz")
    assert (data_set.title, len(data_set.training), len(data_set.test)) == ("MNIST", 60_000, 10_000)


@pytest.mark.parametrize(
    "names",
    [
        ("train_images", "train_labels", "test_images", "test_labels"),  # MNIST-C
        ("X_train", "Y_train", "X_test", "Y_test"),
        ("trainX", "trainY", "testX", "testY"),
        ("my-digits-train-imgs", "my-digits-train-labels", "my-digits-test-imgs", "my-digits-test-labels"),
    ],
)
def test_pairs_of_files(names: tuple[str, ...], tmp_path: Path) -> None:
    folder = save_all(tmp_path / "mine", dict(zip(names, keras().values(), strict=True)))
    is_as_saved(load(folder))
    is_as_saved(load(folder / f"{names[3]}.npy"))
    assert load(folder).title == ("my-digits" if names[0].startswith("my") else "mine")


def test_archives_of_one_array_each(tmp_path: Path) -> None:
    """As Kuzushiji-MNIST has them."""
    names = ("train-imgs", "train-labels", "test-imgs", "test-labels")
    for name, array in zip(names, keras().values(), strict=True):
        np.savez_compressed(tmp_path / f"k-{name}.npz", array)
    is_as_saved(load(tmp_path))
    is_as_saved(load(tmp_path / "k-test-imgs.npz"))


FORMS: dict[str, Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.generic]]] = {
    "flat": lambda images: images.reshape(len(images), -1),
    "a channel behind": lambda images: images[..., None],
    "a channel before": lambda images: images[:, None],
    "wide integers": lambda images: images.astype(">i4"),
    "floats to 255": lambda images: images.astype(np.float64),
    "floats to 1": lambda images: images.astype(np.float32) / 255,
}


@pytest.mark.parametrize("form", FORMS)
def test_pictures_of_every_form(form: str, tmp_path: Path) -> None:
    arrays = keras()
    for name in ("x_train", "x_test"):
        arrays[name] = FORMS[form](arrays[name].astype(np.uint8))
    is_as_saved(load(save_all(tmp_path, arrays)))


@pytest.mark.parametrize(
    "form",
    [
        lambda labels: labels.astype(np.int64),
        lambda labels: labels.astype(np.float32),
        lambda labels: labels[:, None],
        lambda labels: np.eye(10)[labels],
        lambda labels: np.eye(10, dtype=bool)[labels],
        lambda labels: labels.astype(np.uint8) + 1,
    ],
)
def test_labels_of_every_form(form: Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.generic]], tmp_path: Path) -> None:
    """Among them one-hot ones; those that begin at 1 are counted from 0, and called as they were."""
    arrays = keras()
    for name in ("y_train", "y_test"):
        arrays[name] = form(arrays[name].astype(np.uint8))
    data_set = load(save_all(tmp_path, arrays))
    np.testing.assert_array_equal(data_set.training.labels, digits(TRAINING).labels)
    first = int(np.min(arrays["y_train"])) if arrays["y_train"].ndim == 1 else 0
    assert data_set.class_names == tuple(str(first + number) for number in range(10))


def test_truth_values_are_ink(tmp_path: Path) -> None:
    arrays = keras() | {name: np.greater(keras()[name], 0) for name in ("x_train", "x_test")}
    images = load(save_all(tmp_path, arrays)).training.images
    np.testing.assert_array_equal(images, np.where(digits(TRAINING).images > 0, 255, 0))


def test_colour(tmp_path: Path) -> None:
    images = random_images(40, 8, 6, 3)
    data_set = load(save_all(tmp_path, {"images": images, "labels": np.arange(40) % 2}))
    assert (data_set.shape, data_set.fitting) == ((3, 8, 6), Fitting.WHOLE)
    expected = {bytes(image[:, :, channel].tobytes()) for image in images for channel in range(3)}
    found = {plane.tobytes() for part in (data_set.training, data_set.test) for one in part.images for plane in one}
    assert found == expected


@pytest.mark.parametrize("head", ["label", ""])
@pytest.mark.parametrize("end", [".csv", ".csv.gz"])
def test_two_tables(head: str, end: str, tmp_path: Path) -> None:
    write_table(tmp_path / f"mnist_train{end}", digits(TRAINING), head=head)
    write_table(tmp_path / f"mnist_test{end}", digits(TEST, first=TRAINING), head=head)
    for path in (tmp_path, tmp_path / f"mnist_train{end}", tmp_path / f"mnist_test{end}"):
        is_as_saved(load(path))
        assert load(path).title == "mnist"


def test_kaggles_tables(tmp_path: Path) -> None:
    """Its test pictures have no labels, so a seventh of each class is set aside; that is the same each time."""
    folder = tmp_path / "digit-recognizer"
    write_table(folder / "train.csv", digits(210))
    write_table(folder / "test.csv", digits(20, first=300), labels=False)
    (folder / "sample_submission.csv").write_text("ImageId,Label\n1,0\n2,0\n")
    for path in (folder, folder / "train.csv"):
        data_set = load(path)
        assert (data_set.title, len(kept())) == ("digit-recognizer", 1)
        counts = np.bincount(digits(210).labels)
        np.testing.assert_array_equal(np.bincount(data_set.test.labels), np.maximum(counts // 7, 1))
        parts = [part.take(np.arange(len(part))) for part in (data_set.training, data_set.test)]
        assert sorted(bodies(parts[0]) + bodies(parts[1])) == sorted(bodies(digits(210)))
    end = "holds pictures without labels, as Kaggle's test.csv does; name a table with a column label."
    assert refusal(folder / "test.csv") == f"test.csv {end}"


def test_a_label_in_the_last_column(tmp_path: Path) -> None:
    flat = digits(70).images.reshape(70, -1)
    lines = [",".join(f"p{number}" for number in range(784)) + ',"class"']
    lines += [f'{",".join(map(str, pixels))},"{label}"' for pixels, label in zip(flat, digits(70).labels, strict=True)]
    path = tmp_path / "mnist_784.csv"
    path.write_text("\n".join(lines))
    data_set = load(path)
    parts = [part.take(np.arange(len(part))) for part in (data_set.training, data_set.test)]
    assert sorted(bodies(parts[0]) + bodies(parts[1])) == sorted(bodies(digits(70)))


def test_folders_of_mnist_c(tmp_path: Path) -> None:
    """Each corruption is a set; the folder of all of them names its folders."""
    names = ("train_images", "train_labels", "test_images", "test_labels")
    for corruption in ("fog", "identity", "zigzag"):
        arrays = dict(zip(names, keras().values(), strict=True))
        save_all(tmp_path / "mnist_c" / corruption, arrays | {"test_images": arrays["test_images"][..., None]})
    is_as_saved(load(tmp_path / "mnist_c" / "fog"))
    sentence = "holds several data sets, each in a folder; name one of them: fog, identity, zigzag."
    assert refusal(tmp_path / "mnist_c") == f"{tmp_path / 'mnist_c'} {sentence}"


def _with(**changed: npt.NDArray[np.generic] | None) -> Arrays:
    return {name: array for name, array in (keras() | changed).items() if array is not None}


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        (
            _with(y_train=np.array(list("abc"))),
            "y_train.npy holds other things than numbers.",
        ),
        (
            _with(y_train=np.array([None] * TRAINING)),
            "y_train.npy holds Python's objects, which can run any code when they are read; save it as numbers.",
        ),
        (
            _with(y_train=np.zeros(TRAINING), y_test=np.zeros(TEST)),
            "{folder} holds pictures of one class only; two are needed.",
        ),
        (
            _with(y_train=np.full((TRAINING, 10), 0.1)),
            "y_train.npy holds rows of 10 numbers that do not name one class each, by a 1 among 0s.",
        ),
        (
            _with(y_train=np.arange(TRAINING) - 5),
            "y_train.npy holds the label -5; labels are whole numbers from 0 to 254.",
        ),
        (
            _with(y_train=np.arange(TRAINING) / 2),
            "y_train.npy holds the label 0.5; labels are whole numbers from 0 to 254.",
        ),
        (_with(y_train=np.arange(50) % 10), "x_train.npy holds 60 pictures, but y_train.npy 50 labels."),
        (_with(y_test=np.arange(TEST) + 200), "y_test.npy holds the label 229; the highest in y_train.npy is 9."),
        (
            _with(x_test=np.zeros((TEST, 20, 20), np.uint8)),
            "x_test.npy holds pictures of 1 × 20 × 20, but x_train.npy of 1 × 28 × 28.",
        ),
        (
            _with(x_train=np.zeros((TRAINING, 28, 28)) - 0.5),
            "x_train.npy holds the number -0.5 among pixels of 0 to 1.",
        ),
        (
            _with(x_train=np.full((TRAINING, 28, 28), np.nan)),
            "x_train.npy holds the number nan among pixels of 0 to 1.",
        ),
        (
            _with(x_train=np.zeros((TRAINING, 28, 28, 2))),
            "x_train.npy holds rows of 28 × 28 × 2 numbers, which are no pictures, grey or in colour.",
        ),
        (
            _with(x_train=np.zeros((TRAINING, 2000, 2), np.uint8)),
            "x_train.npy holds pictures longer than 1,024 pixels.",
        ),
        (
            _with(x_train=np.asfortranarray(keras()["x_train"])),
            "x_train.npy is stored column by column; save it with numpy.ascontiguousarray.",
        ),
        (_with(y_test=None), "{folder} holds a part of a data set alone: it lacks an array such as test_labels."),
        (
            _with(x_train=None, y_train=None),
            "{folder} holds a part of a data set alone: it lacks an array such as train_images.",
        ),
    ],
)
def test_refused_in_a_sentence(arrays: Arrays, sentence: str, tmp_path: Path) -> None:
    assert refusal(save_all(tmp_path, arrays)) == sentence.format(folder=tmp_path)


@pytest.mark.parametrize("name", ["mnist.npz", "x_train.npy", "train.csv", "train.csv.gz"])
def test_a_web_page_under_a_sets_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    page = b"<!DOCTYPE html>\n<html><body>404: Not Found</body></html>"
    path.write_bytes(page)
    save_all(tmp_path, {"y_train": np.arange(3)})
    assert refusal(path) == f"{name} is a web page that a server sent in place of a file of a data set."


def test_files_that_are_something_else(tmp_path: Path) -> None:
    (tmp_path / "mnist.npz").write_bytes(b"\0" * 100)
    assert refusal(tmp_path / "mnist.npz") == "mnist.npz is no .npz file of NumPy."
    np.savez(tmp_path / "weights.npz", kernel=np.zeros(3))
    assert refusal(tmp_path / "weights.npz") == (
        "weights.npz holds no arrays that are called as those of a data set: x_train, y_train and so on."
    )
    np.save(tmp_path / "thing.npy", np.zeros(3))
    sentence = "thing.npy must have a name such as train_images.npy, so that its labels are found."
    assert refusal(tmp_path / "thing.npy") == sentence
    (tmp_path / "prices.csv").write_text("item,price\nbread,3\n")
    sentence = "prices.csv is no table of pictures: a line must hold a label and the pixels of a square."
    assert refusal(tmp_path / "prices.csv") == sentence


def test_a_damaged_line(tmp_path: Path) -> None:
    path = write_table(tmp_path / "train.csv", digits(30))
    lines = path.read_text().splitlines()
    lines[7] = lines[7].replace(",0,", ",zero,", 1)
    path.write_text("\n".join(lines))
    assert refusal(path) == "train.csv is damaged: one of its lines does not hold 785 numbers."


def test_pickles_are_not_opened(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
            return os.mkdir, (str(tmp_path / "was here"),)

    arrays = keras() | {"y_train": np.array([Evil()] * TRAINING, object)}
    save_archive(tmp_path / "mnist.npz", arrays)
    assert refusal(tmp_path / "mnist.npz").startswith("y_train in mnist.npz holds Python's objects")
    assert not (tmp_path / "was here").exists()


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    """10 GB of zeros by the header, none of which are there, or all of which unpack from a few kB."""
    head = b"{'descr': '|u1', 'fortran_order': False, 'shape': (13000000, 28, 28), }".ljust(117) + b"\n"
    content = b"\x93NUMPY\x01\0" + len(head).to_bytes(2, "little") + head
    (tmp_path / "x.npy").write_bytes(content + bytes(1000))
    np.save(tmp_path / "y.npy", np.arange(1000) % 10)
    assert refusal(tmp_path) == "x.npy is damaged: it holds less than its header says."
    with zipfile.ZipFile(tmp_path / "set.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", content + bytes(100_000))
        archive.write(tmp_path / "y.npy", "y.npy")
    assert refusal(tmp_path / "set.npz") == "x in set.npz is damaged: it holds less than its header says."


def kept() -> list[Path]:
    return sorted((Home.of_user().data / ".unpacked").glob("*.pictures"))


@pytest.mark.parametrize("form", ["npy", "stored", "packed", "floats", "csv", "aside"])
def test_what_memory_is_not_to_hold(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes as a set has them are read where they lie; everything else is packed once."""
    limit_memory(monkeypatch)
    arrays = keras()
    if form == "csv":
        write_table(tmp_path / "mnist_train.csv", digits(TRAINING))
        write_table(tmp_path / "mnist_test.csv", digits(TEST, first=TRAINING))
    elif form == "npy":
        save_all(tmp_path, arrays)
    elif form == "floats":
        save_all(tmp_path, arrays | {name: arrays[name] / np.float32(255) for name in ("x_train", "x_test")})
    elif form == "aside":
        save_all(tmp_path, {"x": digits(90).images / np.float32(255), "y": digits(90).labels})
    else:
        save_archive(tmp_path / "mnist.npz", arrays, np.savez if form == "stored" else np.savez_compressed)
    data_set = load(tmp_path)
    assert isinstance(data_set.training, StoredPictures)
    if form == "aside":
        parts = [part.take(np.arange(len(part))) for part in (data_set.training, data_set.test)]
        assert sorted(bodies(parts[0]) + bodies(parts[1])) == sorted(bodies(digits(90)))
        assert data_set.has_digits
    else:
        is_as_saved(data_set)
    assert len(kept()) == (form not in ("npy", "stored"))
    times = [one.stat().st_mtime_ns for one in kept()]
    assert len(load(tmp_path).training) == len(data_set.training)
    assert [one.stat().st_mtime_ns for one in kept()] == times


def test_reading_is_stopped(tmp_path: Path) -> None:
    save_archive(tmp_path / "mnist.npz", keras(), np.savez_compressed)
    write_table(tmp_path / "train.csv", digits(30))
    for name in ("mnist.npz", "train.csv"):
        with pytest.raises(UserError, match=f"Reading {name} was stopped."):
            catalogue.load(str(tmp_path / name), Home.of_user().data, lambda: True)
