"""Sets on the disk hold what the same files hold in memory, and tell when they cannot be read."""

import gzip
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue, stored, unpacked
from lenet_app.data.pictures import DataSet, Fitting, Pictures, PictureSet, hold_out, subset
from lenet_app.data.stored import MOST_PICTURES, PictureFile, StoredPictures, UnreadableError, some_of
from lenet_app.errors import UserError
from lenet_app.paths import Home
from tests.unit.data.on_disk import PIXELS, bodies, limit_memory, load, stored_part, write_idx
from tests.unit.data.sample_files import cifar_files, random_images, tar, write, write_files, write_set
from tests.unit.samples import digits


def everything(pictures: PictureSet) -> Pictures:
    return pictures.take(np.arange(len(pictures)))


def same(one: DataSet, other: DataSet) -> None:
    """Both hold the same."""
    assert (one.title, one.class_names, one.fitting, one.shape) == (
        *(other.title, other.class_names, other.fitting),
        other.shape,
    )
    for part, expected in ((one.training, other.training), (one.test, other.test)):
        found, wanted = everything(part), everything(expected)
        np.testing.assert_array_equal(found.images, wanted.images)
        np.testing.assert_array_equal(found.labels, wanted.labels)
        np.testing.assert_array_equal(part.labels, wanted.labels)


def grey(folder: Path, end: str = "") -> Path:
    write_set(folder, (random_images(60, 6, 5), [n % 3 for n in range(60)]), (random_images(9, 6, 5), [1] * 9), end=end)
    return folder


def colour(folder: Path, end: str = "") -> Path:
    write_set(
        folder, (random_images(40, 3, 6, 5), [n % 3 for n in range(40)]), (random_images(9, 3, 6, 5), [1] * 9), end=end
    )
    return folder


def emnist(folder: Path, end: str = "") -> Path:
    """Stored column by column, its labels counted from 1."""
    parts = ((random_images(90, 6, 5), [1 + n % 26 for n in range(90)]), (random_images(9, 6, 5), [2] * 9))
    write_set(folder, *parts, prefix="emnist-letters-", test_word="test", end=end)
    return folder


def cifar(folder: Path, end: str = "") -> Path:
    if not end:
        return write_files(folder / "cifar-10-batches-bin", cifar_files(4))
    return write(folder / f"cifar-10-binary.tar{end}", tar(cifar_files(4)))


KINDS = {"grey": grey, "colour": colour, "emnist": emnist, "cifar": cifar}


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_pictures_as_in_memory(kind: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = KINDS[kind](tmp_path, end)
    in_memory = load(path)
    assert isinstance(in_memory.training, Pictures)
    os.utime(next(path.rglob("*")) if path.is_dir() else path, ns=(1, 1))  # so that it is not remembered
    limit_memory(monkeypatch, 1)
    on_disk = load(path)
    assert isinstance(on_disk.training, StoredPictures)
    same(on_disk, in_memory)
    order = np.random.default_rng(1).integers(0, len(on_disk.training), 70)
    found = on_disk.training.take(order)
    np.testing.assert_array_equal(found.images, in_memory.training.images[order])
    np.testing.assert_array_equal(found.labels, in_memory.training.labels[order])
    assert load(path) is on_disk
    with pytest.raises(ValueError, match="read-only"):
        on_disk.training.labels[0] = 1


def test_what_memory_holds_is_read_and_the_rest_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte; training and test pictures count apart."""
    write_idx(tmp_path, digits(50), digits(20))
    limit_memory(monkeypatch, 50)
    assert isinstance(load(tmp_path).training, Pictures)
    os.utime(tmp_path / "train-images-idx3-ubyte", ns=(1, 1))
    monkeypatch.setattr(stored, "MOST_IN_MEMORY", 50 * PIXELS - 1)
    data_set = load(tmp_path)
    assert isinstance(data_set.training, StoredPictures)
    assert isinstance(data_set.test, Pictures)
    assert (data_set.fitting, data_set.class_names) == (Fitting.INK, tuple("0123456789"))


def test_usual_sets_are_in_memory() -> None:
    """CIFAR-10, the largest that is downloaded, with what it has to learn."""
    assert stored.MOST_IN_MEMORY >= 50_000 * 3072


def test_parts_are_those_of_a_set_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = digits(300)
    write_idx(tmp_path, pictures, digits(5))
    limit_memory(monkeypatch, 60)
    lying = stored_part(tmp_path)
    for count in (0, 1, 50, 120, 299):
        for found, expected in zip(hold_out(lying, count, seed=3), hold_out(pictures, count, seed=3), strict=True):
            assert isinstance(found, StoredPictures) is (len(found) > 60)
            assert bodies(everything(found)) == bodies(everything(expected))
    for count in (40, 200):
        some = subset(lying, count, seed=4)
        assert bodies(everything(some)) == bodies(everything(subset(pictures, count, seed=4)))
        parts = zip(hold_out(some, 10, seed=1), hold_out(subset(pictures, count, seed=4), 10, seed=1), strict=True)
        for found, expected in parts:
            assert bodies(everything(found)) == bodies(everything(expected))


def test_some_are_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_idx(tmp_path, digits(5000), digits(5))
    limit_memory(monkeypatch)
    found = some_of(stored_part(tmp_path))
    assert len(found) == 64 * 64
    known = {image.tobytes(): place for place, image in enumerate(digits(5000).images)}
    places = [known[image.tobytes()] for image in found]
    assert (min(places), max(places)) == (0, 4999)


@pytest.mark.parametrize("stride", [7, 100_000])
def test_pictures_far_apart_and_side_by_side(stride: int, tmp_path: Path) -> None:
    """Whether what lies between two pictures is read along or passed over, they are the same."""
    content = np.random.default_rng(0).integers(0, 256, 30 * stride + 11, np.uint8)
    (tmp_path / "file").write_bytes(content.tobytes())
    file = PictureFile(tmp_path / "file", first=4, stride=stride, size=7, count=31)
    numbers = np.array([0, 1, 2, 2, 9, 20, 21, 30])
    found = np.zeros((len(numbers), 7), np.uint8)
    file.read(numbers, found, np.arange(len(numbers))[::-1])
    for number, picture in zip(numbers[::-1], found, strict=True):
        assert picture.tolist() == content[4 + number * stride :][:7].tolist()


def test_threads_read_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window leafs through what is being trained on."""
    pictures = digits(400)
    write_idx(tmp_path, pictures, digits(5))
    limit_memory(monkeypatch)
    lying, start = stored_part(tmp_path), threading.Barrier(4)

    def read(seed: int) -> bool:
        start.wait(timeout=30)
        orders = np.random.default_rng(seed).integers(0, 400, (50, 30))
        return all(np.array_equal(lying.take(order).images, pictures.images[order]) for order in orders)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, range(4)))


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def rewrite(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes(len(content) - 100))
    os.utime(path, ns=(5, 5))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("change", [cut_off, rewrite, empty])
def test_a_file_that_changes_is_told(change: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_idx(tmp_path, digits(100), digits(5))
    limit_memory(monkeypatch)
    lying, path = stored_part(tmp_path), tmp_path / "train-images-idx3-ubyte"
    assert callable(change)
    change(path)
    for indices in ([99], [0], range(100)):
        with pytest.raises(UnreadableError) as caught:
            lying.take(np.array(indices))
        assert str(caught.value) == f"{path} was changed while it was in use."


def test_a_file_that_is_removed_or_replaced_stays_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        pytest.skip("There an open file stays where it is.")
    pictures = digits(100)
    write_idx(tmp_path, pictures, digits(5))
    limit_memory(monkeypatch)
    lying = stored_part(tmp_path)
    (tmp_path / "train-images-idx3-ubyte").unlink()
    assert bodies(everything(lying)) == bodies(pictures)
    write_idx(tmp_path, digits(100, first=200), digits(5))
    assert bodies(everything(lying)) == bodies(pictures)
    assert bodies(everything(load(tmp_path).training)) == bodies(digits(100, first=200))


# What was unpacked


def kept() -> list[Path]:
    return sorted((Home.of_user().data / ".unpacked").glob("*"))


def again(path: Path) -> None:
    """So that the catalogue forgets it."""
    for number in range(3):
        other = path.parent / f"other-{number}"
        load(grey(other))


@pytest.mark.parametrize("kind", ["grey", "cifar"])
def test_a_packed_set_is_unpacked_once(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = KINDS[kind](tmp_path / "set", ".gz")
    in_memory = load(path)
    limit_memory(monkeypatch, 1)
    again(path)
    same(load(path), in_memory)
    before = [(one, one.stat().st_ino, one.stat().st_mtime_ns) for one in kept()]
    assert len(before) == 1
    again(path)
    same(load(path), in_memory)
    assert [(one, one.stat().st_ino, one.stat().st_mtime_ns) for one in kept()] == before


@pytest.mark.parametrize("damage", [cut_off, empty, Path.unlink])
@pytest.mark.parametrize("kind", ["grey", "cifar"])
def test_what_was_unpacked_and_is_damaged_is_made_anew(
    kind: str, damage: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = KINDS[kind](tmp_path / "set", ".gz")
    in_memory = load(path)
    limit_memory(monkeypatch, 1)
    again(path)
    load(path)
    assert callable(damage)
    damage(kept()[0])
    again(path)
    same(load(path), in_memory)


def test_of_a_source_that_changed_the_old_state_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch, 1)
    load(grey(tmp_path / "one", ".gz"))
    load(grey(tmp_path / "two", ".gz"))
    first = set(kept())
    assert len(first) == 2
    images = tmp_path / "one" / "train-images-idx3-ubyte.gz"
    content = bytearray(gzip.decompress(images.read_bytes()))
    content[-1] ^= 255
    images.write_bytes(gzip.compress(content))
    os.utime(images, ns=(7, 7))
    assert load(tmp_path / "one").training.take(np.array([59])).images[0, 0, -1, -1] == content[-1]
    assert len(kept()) == 2
    assert len(first & set(kept())) == 1


def test_the_oldest_go_where_they_are_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch, 1)
    monkeypatch.setattr(unpacked, "_MOST_TOGETHER", 2 * (60 * 30 + 16))
    for number, name in enumerate("abc"):
        load(grey(tmp_path / name, ".gz"))
        os.utime(kept()[-1], ns=(number, number))
        assert len(kept()) == min(2, number + 1)


def test_a_broken_archive_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch, 1)
    path = grey(tmp_path, ".gz") / "train-images-idx3-ubyte.gz"
    whole = path.read_bytes()
    for content in (whole[:-9], whole[:-8] + bytes(8), whole[: len(whole) // 2]):
        path.write_bytes(content)
        assert refusal(tmp_path) == "train-images-idx3-ubyte.gz is damaged: it cannot be unpacked."
        assert kept() == []
    path.write_bytes(gzip.compress(gzip.decompress(whole)[:-1]))
    assert refusal(tmp_path) == "train-images-idx3-ubyte.gz holds 1,799 values where its header says 1,800."
    path.write_bytes(gzip.compress(gzip.decompress(whole) + b"x"))
    assert refusal(tmp_path) == "train-images-idx3-ubyte.gz holds more than the 1,800 values of its header."
    assert kept() == []


@pytest.mark.parametrize("kind", ["grey", "cifar"])
def test_unpacking_can_be_stopped(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any time: no half of anything is left of it then."""
    limit_memory(monkeypatch, 1)
    path = KINDS[kind](tmp_path, ".gz")
    for asked in range(1, 50):
        answers = iter([False] * asked)
        with suppress(UserError):
            catalogue.load(str(path), Home.of_user().data, partial(next, answers, True))
            break
        assert all(one.suffix == ".pictures" for one in kept())
    assert 3 < asked < 49
    assert len(kept()) == 1


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load(path)
    return str(caught.value)


def test_what_would_unpack_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch, 1)
    monkeypatch.setattr(unpacked, "MOST_BYTES", 1500)
    path = grey(tmp_path, ".gz") / "train-images-idx3-ubyte.gz"
    assert refusal(tmp_path) == f"{path} would unpack to 0 MB; at most 0 MB are unpacked."
    assert kept() == []


def test_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user_home: Path) -> None:
    limit_memory(monkeypatch, 1)
    folder = user_home / "data" / ".unpacked"
    folder.parent.mkdir()
    folder.write_bytes(b"")  # a file in the folder's place
    assert refusal(grey(tmp_path, ".gz")).startswith(f"{folder}")
    assert refusal(grey(tmp_path, ".gz")).endswith(" cannot be written: File exists.")


def test_plain_files_of_another_length_than_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch, 1)
    path = grey(tmp_path) / "train-images-idx3-ubyte"
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    assert refusal(tmp_path) == "train-images-idx3-ubyte holds 1,798 values where its header says 1,800."
    path.write_bytes(whole + b"x")
    assert refusal(tmp_path) == "train-images-idx3-ubyte holds more than the 1,800 values of its header."
    path.write_bytes(whole[:4] + (MOST_PICTURES + 1).to_bytes(4, "big") + whole[8:])
    sentence = "train-images-idx3-ubyte is to hold more pictures, by its header, than the 16,777,216 that can be read."
    assert refusal(tmp_path) == sentence
