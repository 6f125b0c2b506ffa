"""Folders of pictures, a folder for each class: read, packed once, and refused in a sentence."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from lenet_app.data import catalogue, picture_folders
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.data.stored import StoredPictures
from lenet_app.errors import UserError
from lenet_app.ink.files import pixels as pixel_files
from lenet_app.paths import Home
from tests.unit.data.on_disk import bodies, limit_memory, load
from tests.unit.data.sample_files import random_images
from tests.unit.samples import digits

Bytes = npt.NDArray[np.uint8]


def save(path: Path, pixels: Bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def write_classes(folder: Path, classes: Mapping[str, Iterable[Bytes]], end: str = ".png") -> Path:
    for name, pictures in classes.items():
        for number, pixels in enumerate(pictures):
            save(folder / name / f"{number:05}{end}", pixels)
    return folder


def by_digit(pictures: Pictures, names: str = "0123456789") -> dict[str, Bytes]:
    return {name: pictures.images[pictures.labels == label, 0] for label, name in enumerate(names)}


def labelled(pictures: Pictures) -> set[bytes]:
    found = set(bodies(pictures))
    assert len(found) == len(pictures)
    return found


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load(path)
    return str(caught.value)


def whole(data_set: DataSet) -> tuple[Pictures, Pictures]:
    return tuple(part.take(np.arange(len(part))) for part in (data_set.training, data_set.test))  # type: ignore[return-value]


def kept() -> list[Path]:
    return sorted((Home.of_user().data / ".unpacked").glob("*"))


@pytest.mark.parametrize(("one", "other"), [("train", "test"), ("training", "testing"), ("Train", "Test")])
def test_two_folders_of_classes(one: str, other: str, tmp_path: Path) -> None:
    """MNIST as pictures is MNIST."""
    write_classes(tmp_path / one, by_digit(digits(200)))
    write_classes(tmp_path / other, by_digit(digits(90, first=500)))
    data_set = load(tmp_path)
    assert (data_set.title, data_set.class_names, data_set.shape) == (tmp_path.name, tuple("0123456789"), (1, 28, 28))
    assert (data_set.fitting, data_set.has_digits) == (Fitting.INK, True)
    training, test = whole(data_set)
    assert labelled(training) == labelled(digits(200))
    assert labelled(test) == labelled(digits(90, first=500))
    with pytest.raises(ValueError, match="read-only"):
        data_set.training.images[0, 0, 0, 0] = 1


def test_of_one_folder_a_seventh_is_set_aside(tmp_path: Path) -> None:
    write_classes(tmp_path, by_digit(digits(300)))
    (tmp_path / "0" / "notes.txt").write_text("no picture")
    (tmp_path / "0" / ".hidden.png").write_text("no picture")
    (tmp_path / "empty").mkdir()
    training, test = whole(load(tmp_path))
    assert labelled(training) | labelled(test) == labelled(digits(300))
    counts, expected = np.bincount(test.labels), np.bincount(digits(300).labels) // 7
    assert counts.tolist() == expected.tolist()
    os.utime(tmp_path / "0" / "00000.png", ns=(1, 1))
    again = whole(load(tmp_path))
    assert (bodies(again[0]), bodies(again[1])) == (bodies(training), bodies(test))


def test_classes_of_a_few(tmp_path: Path) -> None:
    write_classes(tmp_path, {"a": random_images(1, 5, 4), "b": random_images(2, 5, 4, seed=1)})
    data_set = load(tmp_path)
    assert (data_set.training.labels.tolist(), data_set.test.labels.tolist()) == ([0, 1], [1])
    assert not data_set.has_digits


def test_numbers_come_by_their_values_and_names_by_their_letters(tmp_path: Path) -> None:
    names = ["10", "9", "cat", "2", "Ape", "007", "été"]
    pictures = {name: np.pad(random_images(3, 9, 9, seed=n), ((0, 0), (4, 4), (4, 4))) for n, name in enumerate(names)}
    data_set = load(write_classes(tmp_path, pictures))
    assert data_set.class_names == ("2", "007", "9", "10", "Ape", "cat", "été")
    training, test = whole(data_set)
    held = labelled(training) | labelled(test)
    for name in names:
        for image in pictures[name]:
            assert image.tobytes() + bytes([data_set.class_names.index(name)]) in held


@pytest.mark.parametrize("end", [".png", ".jpg", ".JPEG", ".bmp"])
def test_colour(end: str, tmp_path: Path) -> None:
    shades = np.linspace(0, 255, 8 * 6).astype(np.uint8).reshape(8, 6)
    pixels = np.stack([shades, shades.T.reshape(8, 6), 255 - shades], axis=2)
    write_classes(tmp_path, {"a": [pixels] * 3, "b": [pixels[::-1]] * 3}, end)
    data_set = load(tmp_path)
    assert (data_set.shape, data_set.fitting) == ((3, 8, 6), Fitting.WHOLE)
    found = data_set.training.take(np.array([0])).images[0].transpose(1, 2, 0).astype(int)
    assert np.abs(found - pixels).mean() < (40 if end.lower().startswith(".j") else 1e-9)


def test_one_picture_in_colour_makes_a_set_in_colour(tmp_path: Path) -> None:
    """Wherever it stands: after hundreds of grey ones that were looked at first, too."""
    grey = list(random_images(700, 3, 3))
    write_classes(tmp_path, {"a": grey[:350], "b": grey[350:]})
    red = np.zeros((3, 3, 3), np.uint8)
    red[..., 0] = 200
    for number in range(351):  # some of these were not looked at
        path = tmp_path / "b" / f"{number:05}.png"
        if number == 141:
            save(path, red)
    data_set = load(tmp_path)
    training, test = whole(data_set)
    assert data_set.shape == (3, 3, 3)
    images = np.concatenate([training.images, test.images])
    is_red = (images[:, 0] != images[:, 1]).any(axis=(1, 2))
    assert is_red.sum() == 1
    np.testing.assert_array_equal(images[is_red][0].transpose(1, 2, 0), red)


def test_dark_on_light_is_turned_over(tmp_path: Path) -> None:
    """With what is transparent as light: ink is light in a data set."""
    dark = {name: [255 - one for one in ones] for name, ones in by_digit(digits(200)).items()}
    dark["0"] = [np.dstack([np.zeros((28, 28, 3), np.uint8), 255 - one]) for one in dark["0"]]
    data_set = load(write_classes(tmp_path, dark))
    training, test = whole(data_set)
    assert labelled(training) | labelled(test) == labelled(digits(200))
    assert data_set.fitting is Fitting.INK


def test_pictures_are_packed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_classes(tmp_path / "set", by_digit(digits(200)))
    before = whole(load(folder))
    (pack,) = kept()
    facts = pack.stat().st_ino, pack.stat().st_mtime_ns

    def refuse(*_: object) -> None:
        pytest.fail("A picture was read again.")

    monkeypatch.setattr(pixel_files, "read_pixels", refuse)
    moved = folder.rename(tmp_path / "aside")  # the catalogue forgets it
    for number in range(2):
        write_classes(tmp_path / str(number), {})
    moved.rename(folder)
    catalogue._others._sets.clear()
    assert [bodies(part) for part in whole(load(folder))] == [bodies(part) for part in before]
    assert (pack.stat().st_ino, pack.stat().st_mtime_ns) == facts


def test_a_changed_folder_is_packed_anew(tmp_path: Path) -> None:
    write_classes(tmp_path, by_digit(digits(200)))
    load(tmp_path)
    packs = [kept()]
    save(tmp_path / "3" / "new.png", random_images(1, 28, 28)[0])
    assert sum(map(len, whole(load(tmp_path)))) == 201
    packs.append(kept())
    os.utime(tmp_path / "3" / "new.png", ns=(1, 1))
    save(tmp_path / "3" / "new.png", random_images(1, 28, 28, seed=2)[0])
    training, test = whole(load(tmp_path))
    assert random_images(1, 28, 28, seed=2)[0].tobytes() + b"\3" in labelled(training) | labelled(test)
    packs.append(kept())
    (tmp_path / "3" / "new.png").unlink()
    assert sum(map(len, whole(load(tmp_path)))) == 200
    packs.append(kept())
    assert [len(one) for one in packs] == [1] * 4
    assert len({tuple(one) for one in packs}) == 3, "the folder is as it was at first"


@pytest.mark.parametrize("damage", [b"", b"x" * 5000, None])
def test_a_damaged_pack_is_made_anew(damage: bytes | None, tmp_path: Path) -> None:
    write_classes(tmp_path, by_digit(digits(60)))
    before = whole(load(tmp_path))
    (pack,) = kept()
    pack.write_bytes(pack.read_bytes()[:-20] if damage is None else damage)
    catalogue._others._sets.clear()
    assert [bodies(part) for part in whole(load(tmp_path))] == [bodies(part) for part in before]


def test_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_classes(tmp_path, by_digit(digits(300)))
    limit_memory(monkeypatch, 50)
    data_set = load(tmp_path)
    assert isinstance(data_set.training, StoredPictures)
    training, test = whole(data_set)
    assert labelled(training) | labelled(test) == labelled(digits(300))


def test_what_is_no_set_of_pictures(tmp_path: Path) -> None:
    end = (
        "holds neither IDX files as MNIST's nor CIFAR-10's binary files, no arrays of NumPy, no table of pictures, "
        "nor a folder with pictures for each class."
    )
    write_classes(tmp_path, {"only": random_images(4, 5, 4)})
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("text")
    assert refusal(tmp_path) == f"{tmp_path} {end}"


def test_pictures_of_other_sizes(tmp_path: Path) -> None:
    write_classes(tmp_path, {"a": random_images(4, 5, 4), "b": random_images(4, 5, 4)})
    save(tmp_path / "b" / "z.png", random_images(1, 6, 7)[0])
    sentence = "b/z.png has 7 × 6 pixels, but a/00000.png has 4 × 5; all must be of one size."
    assert refusal(tmp_path).replace("a/00001", "a/00000").replace("a/00002", "a/00000") == sentence
    assert kept() == []


def test_a_damaged_picture(tmp_path: Path) -> None:
    write_classes(tmp_path, {"a": random_images(4, 5, 4), "b": random_images(4, 5, 4)})
    path = tmp_path / "b" / "00002.png"
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(tmp_path) == f"In {path.parent}: 00002.png is damaged: its picture cannot be decoded."
    path.write_bytes(b"text")
    assert refusal(tmp_path) == f"In {path.parent}: 00002.png is not a picture this program can read."
    assert kept() == []


def test_pictures_that_are_no_files_are_passed_over(tmp_path: Path) -> None:
    write_classes(tmp_path, {"a": random_images(4, 5, 4), "b": random_images(4, 5, 4)})
    os.mkfifo(tmp_path / "a" / "pipe.png")
    (tmp_path / "b" / "nowhere.png").symlink_to(tmp_path / "none.png")
    (tmp_path / "b" / "folder.png").mkdir()
    assert sum(map(len, whole(load(tmp_path)))) == 8


def test_classes_that_are_not_learned(tmp_path: Path) -> None:
    write_classes(tmp_path / "train", {"a": random_images(4, 5, 4), "b": random_images(4, 5, 4)})
    write_classes(tmp_path / "test", {"a": random_images(2, 5, 4), "c": random_images(2, 5, 4)})
    end = "holds pictures of c, which is none of the classes to learn."
    assert refusal(tmp_path) == f"{tmp_path / 'test'} {end}"


def test_too_few_and_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = write_classes(tmp_path / "few", {"a": random_images(1, 5, 4), "b": random_images(1, 5, 4)})
    assert refusal(few) == f"{few} holds too few pictures to test with any."
    many = write_classes(tmp_path / "many", {f"{n}": random_images(1, 2, 2) for n in range(256)})
    assert refusal(many) == f"{many} holds 256 folders of pictures; a set has 255 classes at most."
    monkeypatch.setattr(picture_folders, "_MOST_FILES", 511)
    assert refusal(many) == f"{many} holds more than 511 files."


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    write_classes(tmp_path, by_digit(digits(60)))
    for asked in (0, 5, 12, 90):
        answers = iter([False] * asked)
        with pytest.raises(UserError, match=r"^Reading .* was stopped\.$"):
            catalogue.load(str(tmp_path), Home.of_user().data, lambda answers=answers: next(answers, True))  # type: ignore[misc]
        assert kept() == []


def test_among_the_downloaded_sets(user_home: Path) -> None:
    write_classes(user_home / "data" / "mine", by_digit(digits(60)))
    data_set = catalogue.load("mine", user_home / "data")
    assert (data_set.name, data_set.title) == ("mine", "mine")
