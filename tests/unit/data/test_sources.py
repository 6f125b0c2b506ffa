import re
from pathlib import Path

import pytest

from lenet_app.data.sources import SOURCES, Source, is_downloaded, source
from lenet_app.errors import UserError
from lenet_app.paths import Home

# As the pages of the data sets tell them.
FILES = {"cifar10": 1, "fashion-mnist": 4, "kmnist": 4}
MNIST_LIKE = [f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]


def test_what_can_be_downloaded() -> None:
    assert {name: len(one.files) for name, one in SOURCES.items()} == FILES
    assert all(name == one.name for name, one in SOURCES.items())
    assert [file.name for file in SOURCES["cifar10"].files] == ["cifar-10-binary.tar.gz"]
    for name in ("fashion-mnist", "kmnist"):
        assert [file.name for file in SOURCES[name].files] == MNIST_LIKE


def test_every_file_has_an_address_a_size_and_a_hash_of_its_own() -> None:
    files = [file for one in SOURCES.values() for file in one.files]
    for file in files:
        assert file.url.startswith("https://")
        assert file.url.endswith(f"/{file.name}")
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.size > 5000
    assert len({file.sha256 for file in files}) == len({file.url for file in files}) == len(files)


def test_the_sizes_are_those_that_the_archives_need() -> None:
    # 60,000 pictures of 32 × 32 × 3 bytes and a label each, before packing.
    assert 0.9 < SOURCES["cifar10"].size / (60_000 * (32 * 32 * 3 + 1)) < 1
    assert SOURCES["fashion-mnist"].size == 26_421_880 + 29_515 + 4_422_102 + 5_148
    assert SOURCES["kmnist"].size == 18_165_135 + 29_497 + 3_041_136 + 5_120


def test_the_folder_lies_in_the_users_own(user_home: Path) -> None:
    assert (Home.of_user().data / "kmnist") == user_home / "data" / "kmnist"
    assert not (Home.of_user().data / "kmnist").exists()


def test_an_unknown_name_is_told() -> None:
    assert source("kmnist") is SOURCES["kmnist"]
    with pytest.raises(UserError, match=r"no data set emnist to download; known are cifar10, fashion-mnist, kmnist\.$"):
        source("emnist")


@pytest.mark.parametrize("address", ["http://mirror.test/sets", "http://mirror.test/sets/"])
def test_a_mirror_has_the_same_files(address: str) -> None:
    original = SOURCES["kmnist"]
    mirror = original.mirrored(address)
    assert mirror.files[0].url == "http://mirror.test/sets/train-images-idx3-ubyte.gz"
    assert [(one.name, one.size, one.sha256) for one in mirror.files] == [
        (one.name, one.size, one.sha256) for one in original.files
    ]
    assert (mirror.name, mirror.title, mirror.size) == (original.name, original.title, original.size)


def test_downloaded_means_every_file_with_its_size() -> None:
    small = Source("small", "Small", tuple(file for file in SOURCES["kmnist"].files if file.size < 50_000))
    folder = Home.of_user().data / "small"
    assert not is_downloaded(small, Home.of_user().data)
    folder.mkdir(parents=True)
    first, second = small.files
    (folder / first.name).write_bytes(bytes(first.size))
    assert not is_downloaded(small, Home.of_user().data)
    (folder / second.name).write_bytes(bytes(second.size - 1))
    assert not is_downloaded(small, Home.of_user().data)
    (folder / second.name).write_bytes(bytes(second.size))
    assert is_downloaded(small, Home.of_user().data)
    (folder / second.name).unlink()
    (folder / second.name).mkdir()
    assert not is_downloaded(small, Home.of_user().data)
