import gzip
import io
import pickle
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import cifar
from lenet_app.data.pictures import DataSet, Fitting
from lenet_app.data.unpacked import Unpacked
from lenet_app.errors import UserError
from tests.unit.data.sample_files import (
    CIFAR_BATCHES,
    CIFAR_NAMES,
    CIFAR_RECORD,
    cifar_batch,
    cifar_files,
    tar,
    write,
    write_files,
)

CONVERTER = Path(__file__).resolve().parents[4] / "shared" / "data" / "cifar10" / "to_binary.py"
FOLDER = "cifar-10-batches-bin"
ARCHIVE = "cifar-10-binary.tar.gz"


def read(path: Path) -> DataSet:
    place = cifar.find(path)
    assert place is not None
    return cifar.read(place, "a name", Unpacked(path.parent / "downloads"))


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    return str(caught.value)


def archive(folder: Path, content: bytes) -> Path:
    return write(folder / ARCHIVE, content)


def assert_small_set(data_set: DataSet) -> None:
    parts = [cifar_batch(3, seed) for seed in range(1, 7)]
    expected = np.concatenate([images for _, images, _ in parts])
    labels = [label for _, _, some in parts for label in some]
    np.testing.assert_array_equal(data_set.training.images, expected[:15])
    np.testing.assert_array_equal(data_set.test.images, expected[15:])
    assert data_set.training.labels.tolist() == labels[:15]
    assert data_set.test.labels.tolist() == labels[15:]
    assert data_set.training.images.dtype == data_set.training.labels.dtype == np.uint8
    assert (data_set.name, data_set.title, data_set.fitting) == ("a name", "CIFAR-10", Fitting.WHOLE)
    assert (data_set.shape, data_set.channels) == ((3, 32, 32), 3)
    assert data_set.class_names == tuple(CIFAR_NAMES)


@pytest.mark.parametrize("given", [FOLDER, "", f"{FOLDER}/data_batch_3.bin", f"{FOLDER}/batches.meta.txt"])
def test_unpacked(tmp_path: Path, given: str) -> None:
    write_files(tmp_path / FOLDER, cifar_files())
    assert_small_set(read(tmp_path / given))


def test_archive(tmp_path: Path) -> None:
    path = archive(tmp_path, tar(cifar_files()))
    before = sorted(tmp_path.rglob("*"))
    assert_small_set(read(path))
    assert_small_set(read(tmp_path))  # its folder
    assert sorted(tmp_path.rglob("*")) == before, "something was unpacked to disk"


def test_archive_in_any_order_with_other_members_and_other_names(tmp_path: Path) -> None:
    files = cifar_files()
    content = tar({name: files[name] for name in reversed(files)} | {"readme.html": b"<p>"}, folder="./elsewhere/")
    (tmp_path / "plain.tar").write_bytes(content)
    (tmp_path / "nameless").write_bytes(gzip.compress(content))
    assert_small_set(read(tmp_path / "plain.tar"))
    assert_small_set(read(tmp_path / "nameless"))


def test_what_was_read_cannot_be_spoilt(tmp_path: Path) -> None:
    data_set = read(write_files(tmp_path, cifar_files()))
    for array in (data_set.training.images, data_set.training.labels, data_set.test.images, data_set.test.labels):
        assert not array.flags.writeable


def test_class_names_come_from_the_file_or_are_known(tmp_path: Path) -> None:
    files = cifar_files()
    files["batches.meta.txt"] = "\r\n".join("abcdefghij").encode()
    assert read(write_files(tmp_path, files)).class_names == tuple("abcdefghij")
    (tmp_path / "batches.meta.txt").unlink()
    assert read(tmp_path).class_names == tuple(CIFAR_NAMES)
    (tmp_path / "batches.meta.txt").write_text("a\nb\n")
    sentence = f"{tmp_path / 'batches.meta.txt'} names 2 classes; CIFAR-10 has 10."
    assert refusal(tmp_path) == sentence


SHORT = "is damaged: its {size} bytes are not a whole number of pictures of 3,073 bytes."


def change(files: dict[str, bytes], fault: str) -> str:
    """Damage a file; the end of the sentence that tells so, after the file's name."""
    third = files["data_batch_3.bin"]
    if fault == "byte missing":
        files["data_batch_3.bin"] = third[:-1]
        return SHORT.format(size="9,218")
    if fault == "byte too many":
        files["data_batch_3.bin"] = third + b"\0"
        return SHORT.format(size="9,220")
    if fault == "empty":
        files["data_batch_3.bin"] = b""
        return SHORT.format(size="0")
    if fault == "picture missing":
        files["data_batch_3.bin"] = third[:-CIFAR_RECORD]
        return "holds 2 pictures where data_batch_1.bin holds 3."
    if fault == "label":
        files["data_batch_3.bin"] = third[:CIFAR_RECORD] + b"\x0a" + third[CIFAR_RECORD + 1 :]
        return "is damaged: it holds the label 10; the labels of CIFAR-10 are 0 to 9."
    files["data_batch_3.bin"] = bytes(10_001 * CIFAR_RECORD)
    return "holds 10,001 pictures where data_batch_1.bin holds 3."


FAULTS = ["byte missing", "byte too many", "empty", "picture missing", "label", "too large"]


@pytest.mark.parametrize("fault", FAULTS)
def test_damaged_file(tmp_path: Path, fault: str) -> None:
    files = cifar_files()
    end = change(files, fault)
    assert refusal(write_files(tmp_path, files)) == f"{tmp_path / 'data_batch_3.bin'} {end}"


@pytest.mark.parametrize("fault", FAULTS)
def test_damaged_file_in_an_archive(tmp_path: Path, fault: str) -> None:
    files = cifar_files()
    end = change(files, fault)
    assert refusal(archive(tmp_path, tar(files))) == f"data_batch_3.bin in {ARCHIVE} {end}"


@pytest.mark.parametrize("packed", [True, False])
def test_missing_batches(tmp_path: Path, packed: bool) -> None:
    files = cifar_files()
    del files["data_batch_2.bin"], files["test_batch.bin"]
    place = archive(tmp_path, tar(files)) if packed else write_files(tmp_path, files)
    end = "lacks data_batch_2.bin, test_batch.bin; CIFAR-10 is read from cifar-10-binary.tar.gz or its unpacked folder."
    assert refusal(place) == f"{place} {end}"


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    place = archive(tmp_path, tar({"train.bin": b"0" * 100}))
    assert refusal(place).startswith(f"{place} lacks data_batch_1.bin, ")


def test_archives_broken_off_anywhere(tmp_path: Path) -> None:
    whole = gzip.compress(tar(cifar_files(1)))
    path = tmp_path / ARCHIVE
    for length in [0, 1, 9, 10, 11, *range(30, len(whole), 997), len(whole) - 8, len(whole) - 1]:
        path.write_bytes(whole[:length])
        assert refusal(path) == f"{ARCHIVE} is damaged: it cannot be unpacked.", length


def test_archives_broken_in_the_middle(tmp_path: Path) -> None:
    plain = tar(cifar_files())
    packed = bytearray(gzip.compress(plain))
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / ARCHIVE
    path.write_bytes(packed)
    with pytest.raises(UserError):
        read(path)
    wrong_sum = gzip.compress(plain)[:-8] + bytes(8)
    path.write_bytes(wrong_sum)
    assert refusal(path) == f"{ARCHIVE} is damaged: it cannot be unpacked."
    (tmp_path / "plain.tar").write_bytes(plain[: len(plain) // 2])
    assert refusal(tmp_path / "plain.tar") == "plain.tar is damaged: it cannot be unpacked."
    path.write_bytes(b"no archive at all")
    assert refusal(path) == f"{ARCHIVE} is damaged: it cannot be unpacked."


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_members_that_are_no_files(tmp_path: Path, kind: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        member = tarfile.TarInfo("data_batch_1.bin")
        member.type, member.linkname = kind, "/etc/passwd"
        made.addfile(member)
    sentence = f"data_batch_1.bin in {ARCHIVE} is not a plain file, but a link or the like."
    assert refusal(archive(tmp_path, buffer.getvalue())) == sentence


def test_a_member_twice(tmp_path: Path) -> None:
    files = cifar_files()
    path = archive(tmp_path, tar(files | {"again/data_batch_1.bin": files["data_batch_1.bin"]}))
    assert refusal(path) == f"{path} holds data_batch_1.bin twice."


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE
    head = tarfile.TarInfo("zeros")
    head.size = 1 << 34
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(head.tobuf())
        for _ in range(258):
            file.write(bytes(1 << 20))
    assert refusal(path) == f"{ARCHIVE} unpacks to more than CIFAR-10 can be."


class Dangerous:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return pytest.fail, ("A pickle was read.",)


def other_form(suffix: str) -> dict[str, bytes]:
    names = [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch", "batches.meta"]
    return {name + suffix: pickle.dumps(Dangerous()) for name in names}


@pytest.mark.parametrize(
    ("suffix", "what"),
    [
        ("", "pickles, which can run any code when they are read"),
        (".mat", "files of Matlab, which cannot be read here"),
    ],
)
def test_other_forms_of_the_set_are_refused(tmp_path: Path, suffix: str, what: str) -> None:
    inner = "cifar-10-batches-mat" if suffix else "cifar-10-batches-py"
    folder = write_files(tmp_path / inner, other_form(suffix))
    packed = tmp_path / "cifar-10-other.tar.gz"
    packed.write_bytes(gzip.compress(tar(other_form(suffix), folder=f"{inner}/")))
    for given, named in (
        (folder, folder),
        (tmp_path, folder),
        (folder / f"data_batch_2{suffix}", folder),
        (packed, packed),
    ):
        assert refusal(given) == f"{named} holds {what}; take cifar-10-binary.tar.gz instead."


def test_nothing_of_cifar10(tmp_path: Path) -> None:
    assert cifar.find(tmp_path) is None
    assert cifar.find(tmp_path / "none") is None
    assert cifar.find(write(tmp_path / "notes.txt", b"text")) is None
    assert cifar.find(write(tmp_path / "train-images-idx3-ubyte.gz", b"\0\0\x08\x03")) is None
    assert cifar.find(write(tmp_path / "broken", b"\x1f\x8b")) is None


@pytest.mark.long
@pytest.mark.data
def test_sixty_thousand_real_pictures(tmp_path: Path) -> None:
    if not CONVERTER.is_file():
        pytest.skip("There is no CIFAR-10 in ../shared/data/cifar10 beside the checkout.")
    subprocess.run([sys.executable, str(CONVERTER), str(tmp_path)], check=True, timeout=300)
    data_set = read(tmp_path)
    assert (len(data_set.training), len(data_set.test)) == (50_000, 10_000)
    assert np.bincount(data_set.training.labels).tolist() == [5000] * 10
    assert np.bincount(data_set.test.labels).tolist() == [1000] * 10
    for number, name in enumerate(CIFAR_BATCHES):
        with (tmp_path / FOLDER / name).open("rb") as file:
            file.seek(1234 * CIFAR_RECORD)
            record = file.read(CIFAR_RECORD)
        place = number * 10_000 + 1234
        assert data_set.training.labels[place] == record[0]
        assert data_set.training.images[place].tobytes() == record[1:]
    with tarfile.open(tmp_path / ARCHIVE, "w:gz", compresslevel=1) as made:
        made.add(tmp_path / FOLDER, FOLDER)
    packed = read(tmp_path / ARCHIVE)
    np.testing.assert_array_equal(packed.training.images, data_set.training.images)
    np.testing.assert_array_equal(packed.test.labels, data_set.test.labels)
