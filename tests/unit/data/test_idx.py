import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.idx import looks_like_idx, read_idx, read_labels
from lenet_app.errors import UserError
from tests.unit.data.sample_files import idx, random_images

VALUES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4) * 9


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("shape", [(2, 3, 4), (6, 4), (24,), (1, 24, 1)])
def test_values_come_back(tmp_path: Path, shape: tuple[int, ...], pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "values"
    raw = idx(VALUES.reshape(shape))
    path.write_bytes(pack(raw))
    values = read_idx(path, dimensions=len(shape), sha256=hashlib.sha256(raw).hexdigest())
    assert values.dtype == np.uint8
    assert not values.flags.writeable
    np.testing.assert_array_equal(values, VALUES.reshape(shape))


def test_the_name_does_not_tell_whether_a_file_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "plain.gz"
    path.write_bytes(idx(VALUES))
    np.testing.assert_array_equal(read_idx(path, dimensions=3), VALUES)


def test_no_pictures_at_all(tmp_path: Path) -> None:
    path = tmp_path / "none"
    path.write_bytes(idx(np.zeros((0, 28, 28), np.uint8)))
    assert read_idx(path, dimensions=3).shape == (0, 28, 28)


def test_several_numbers_of_dimensions_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "values"
    for shape in ((2, 3, 4), (2, 1, 3, 4)):
        path.write_bytes(idx(VALUES.reshape(shape)))
        np.testing.assert_array_equal(read_idx(path, dimensions=(3, 4)), VALUES.reshape(shape))
    path.write_bytes(idx(VALUES.reshape(6, 4)))
    with pytest.raises(UserError, match=r"^values is not an IDX file of bytes with 3/4 dimensions\.$"):
        read_idx(path, dimensions=(3, 4))


@pytest.mark.parametrize("shape", [(5, 4, 4), (5, 3, 7), (3, 3, 2, 5), (5000, 2, 3)])
def test_pictures_stored_column_by_column(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path, stored = tmp_path / "values.gz", random_images(*shape)
    path.write_bytes(gzip.compress(idx(stored)))
    values = read_idx(path, dimensions=len(shape), transposed=True)
    assert values.shape == (*shape[:-2], shape[-1], shape[-2])
    assert values.flags.c_contiguous
    assert not values.flags.writeable
    for place in np.ndindex(*values.shape[:-2]):
        for row, column in np.ndindex(*values.shape[-2:]):
            assert values[(*place, row, column)] == stored[(*place, column, row)]


def test_labels(tmp_path: Path) -> None:
    path = tmp_path / "labels"
    rows = np.array([[7, 300, -2], [0, 0, 0], [255, -1, 9]])
    for content in (idx(np.array([7, 0, 255])), idx(rows[:, 0], kind=12), idx(rows, kind=12)):
        path.write_bytes(gzip.compress(content))
        labels = read_labels(path)
        assert labels.tolist() == [7, 0, 255]
        assert labels.dtype == np.uint8
        assert not labels.flags.writeable
    path.write_bytes(idx(np.zeros((0, 8), int), kind=12))
    assert read_labels(path).shape == (0,)
    path.write_bytes(idx(np.zeros((4, 0), int), kind=12))
    assert read_labels(path).shape == (0,)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (idx(np.array([[3, 0], [256, 0], [-1, 0]]), kind=12), "labels holds the label 256; only 0 to 255 can be read."),
        (idx(np.array([3, -1]), kind=12), "labels holds the label -1; only 0 to 255 can be read."),
        (idx(np.array([3, 1]), kind=12)[:-1], "labels holds 1 value where its header says 2."),
        (idx(np.array([3, 1]), kind=8)[:-1], "labels holds 1 value where its header says 2."),
        (idx(np.array([[3, 1]]), kind=8), "labels is not an IDX file of labels."),
        (b"7\n2\n1\n", "labels is not an IDX file of labels."),
    ],
)
def test_damaged_labels(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "labels"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_labels(path)
    assert str(caught.value) == sentence


def test_what_looks_like_idx(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (idx(VALUES), gzip.compress(idx(VALUES)), idx(VALUES, kind=13)):
        path.write_bytes(content)
        assert looks_like_idx(path)
    for content in (b"", b"\0\0\x08", b"text of some length", b"\x1f\x8b", gzip.compress(b"text"), b"\0" * 20):
        path.write_bytes(content)
        assert not looks_like_idx(path)
    assert not looks_like_idx(tmp_path)
    assert not looks_like_idx(tmp_path / "none")


RAW = idx(VALUES)
NOT_IDX = "values.gz is not an IDX file of bytes with 3 dimensions."
NOT_UNPACKED = "values.gz is damaged: it cannot be unpacked."
DAMAGED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", NOT_IDX),
    "text": (b"not an IDX file at all", NOT_IDX),
    "another type of values": (idx(VALUES, kind=13), NOT_IDX),
    "fewer dimensions": (idx(VALUES.reshape(-1)), NOT_IDX),
    "little-endian magic": (RAW[3::-1] + RAW[4:], NOT_IDX),
    "within the sizes": (RAW[:15], NOT_IDX),
    "within the magic number": (RAW[:3], NOT_IDX),
    "too short": (RAW[:-1], "values.gz holds 23 values where its header says 24."),
    "no values": (RAW[:16], "values.gz holds 0 values where its header says 24."),
    "too long": (RAW + b"\0\0", "values.gz holds more than the 24 values of its header."),
    "sizes beyond all memory": (
        RAW[:4] + b"\xff" * 12 + RAW[16:],
        f"values.gz is to hold {(2**32 - 1) ** 3 >> 20:,} MB by its header; at most 256 MB are read.",
    ),
    "sizes beyond all arrays": (
        RAW[:4] + b"\xff" * 4 + b"\0" * 4 + b"\xff" * 4,
        "values.gz is damaged: its sizes are impossible.",
    ),
    "sizes beyond all memory, gzipped": (
        gzip.compress(RAW[:4] + b"\x7f" * 12 + RAW[16:]),
        f"values.gz is to hold {0x7F7F7F7F**3 >> 20:,} MB by its header; at most 256 MB are read.",
    ),
    "half a gzip": (gzip.compress(RAW)[:-10], NOT_UNPACKED),
    "gzip without its end": (gzip.compress(RAW)[:-8], NOT_UNPACKED),
    "gzip head": (b"\x1f\x8b", NOT_UNPACKED),
    "gzip of nothing": (gzip.compress(b""), NOT_IDX),
    "junk after gzip": (gzip.compress(RAW) + b"junk", NOT_UNPACKED),
    "not deflated": (gzip.compress(RAW)[:10] + b"\xff" * 40, NOT_UNPACKED),
    "another sum": (gzip.compress(RAW)[:-8] + b"\0" * 8, NOT_UNPACKED),
    "too short, gzipped": (gzip.compress(RAW[:-1]), "values.gz holds 23 values where its header says 24."),
}


@pytest.mark.parametrize(("content", "sentence"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_files(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "values.gz"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_idx(path, dimensions=3)
    assert str(caught.value) == sentence


def test_every_truncation_of_a_gzipped_file_is_refused(tmp_path: Path) -> None:
    path, whole = tmp_path / "values.gz", gzip.compress(RAW)
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            read_idx(path, dimensions=3)


def test_wrong_hash(tmp_path: Path) -> None:
    path = tmp_path / "values"
    changed = bytearray(RAW)
    changed[-1] ^= 1
    path.write_bytes(gzip.compress(bytes(changed)))
    with pytest.raises(UserError, match=r"^values is damaged: its SHA-256 is not the expected one\.$"):
        read_idx(path, dimensions=3, sha256=hashlib.sha256(RAW).hexdigest())


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_idx(tmp_path / "none.gz", dimensions=1)
    assert str(caught.value) == f"{tmp_path / 'none.gz'} cannot be read: No such file or directory."
    with pytest.raises(UserError, match=r"cannot be read: .+\.$"):
        read_idx(tmp_path, dimensions=1)
