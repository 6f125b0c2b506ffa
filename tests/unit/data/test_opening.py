"""Whatever lies where a data set should: what is no file is refused at once, and what is packed is read in pieces."""

import gzip
import os
import socket
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.opening import opened
from lenet_app.errors import UserError
from tests.unit.data.sample_files import write_small_set

PLAIN = np.random.default_rng(4).integers(0, 4, 700_000, np.uint8).tobytes()
DAMAGED = "file is damaged: it cannot be unpacked."


def content_of(path: Path, size: int = 1 << 30) -> bytes:
    """All of it, read by so many bytes at a time."""
    pieces = []
    with opened(path) as file:
        while piece := file.read(size):
            pieces.append(piece)
    return b"".join(pieces)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        content_of(path)
    return str(caught.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("size", [1, 511, 70_001, 1 << 30])
def test_plain_and_packed_content_is_the_same(file: Path, size: int) -> None:
    expected = PLAIN[: size * 3000]
    half = len(expected) // 2
    members = gzip.compress(expected[:half]) + gzip.compress(b"") + gzip.compress(expected[half:])
    for content in (expected, gzip.compress(expected), gzip.compress(expected) + bytes(9000), members):
        file.write_bytes(content)
        assert content_of(file, size) == expected


def test_every_end_of_a_packed_file_that_is_missing(file: Path) -> None:
    packed = gzip.compress(PLAIN[:50])
    for length in range(2, len(packed)):
        file.write_bytes(packed[:length])
        assert refusal(file) == DAMAGED


def test_packed_content_that_is_damaged(file: Path) -> None:
    packed = gzip.compress(PLAIN[:1000])
    for content in (packed + b"junk", packed[:-8] + bytes(8), packed[:20] + b"\xff" * 40):
        file.write_bytes(content)
        assert refusal(file) == DAMAGED


def test_gzip_files_without_content_one_after_the_other_come_to_an_end(file: Path) -> None:
    file.write_bytes(gzip.compress(b"") * 100_001)
    assert refusal(file) == DAMAGED


def test_no_more_is_unpacked_than_was_asked_for(file: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    file.write_bytes(b"".join([packer.compress(bytes(1 << 26)), packer.flush()]))
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    with opened(file, count) as content:
        assert content.read(10) == bytes(10)
    assert asked == 1


@pytest.mark.parametrize("content", [PLAIN, gzip.compress(np.random.default_rng(1).bytes(1 << 20))])
def test_reading_stops_between_two_pieces(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    answers = iter([False, False])
    with opened(file, lambda: next(answers, True)) as one:
        assert len(one.read(1000)) == 1000
        with pytest.raises(UserError, match=r"^Reading file was stopped\.$"):
            one.read(1 << 30)
    assert next(answers, None) is None


def test_loading_a_data_set_stops(tmp_path: Path) -> None:
    write_small_set(tmp_path)
    with pytest.raises(UserError, match=r"was stopped\.$"):
        catalogue.load(str(tmp_path), tmp_path, lambda: True)
    assert len(catalogue.load(str(tmp_path), tmp_path).training) == 20


def load_refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        catalogue.load(str(path), path.parent)
    return str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices among the files are POSIX's")
class TestNoFile:
    def test_a_pipe_a_socket_and_a_device(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with tempfile.TemporaryDirectory(dir="/tmp") as short, socket.socket(socket.AF_UNIX) as one:
            one.bind(f"{short}/socket")
            for path in (tmp_path / "pipe", Path(short) / "socket", Path("/dev/zero"), Path("/dev/null")):
                assert load_refusal(path) == f"{path} is neither a file nor a folder."
                assert refusal(path) == f"{path} cannot be read: it is not a file."

    def test_a_folder(self, tmp_path: Path) -> None:
        assert refusal(tmp_path) == f"{tmp_path} cannot be read: it is not a file."

    @pytest.mark.parametrize("name", ["train-images-idx3-ubyte.gz", "data_batch_1.bin", "cifar-10-binary.tar.gz", "x"])
    def test_pipes_that_are_called_as_the_files_of_a_set(self, tmp_path: Path, name: str) -> None:
        os.mkfifo(tmp_path / name)
        assert "neither a file nor a folder" in load_refusal(tmp_path / name)
        assert "IDX files" in load_refusal(tmp_path)

    def test_a_file_that_became_a_pipe_meanwhile(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "file").write_bytes(b"x")
        facts = (tmp_path / "file").stat()
        monkeypatch.setattr(Path, "stat", lambda *_, **__: facts)
        assert refusal(tmp_path / "pipe") == f"{tmp_path / 'pipe'} cannot be read: it is not a file."

    def test_links_that_lead_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "circle").symlink_to(tmp_path / "circle")
        assert load_refusal(tmp_path / "circle").startswith("There is no data set ")
        assert "Too many levels of symbolic links" in refusal(tmp_path / "circle")


PAGES = {
    "doctype": b"<!DOCTYPE html><html><head><title>Log in</title></head></html>",
    "mark and blanks": b"\xef\xbb\xbf\r\n  <HTML lang=en>",
    "comment": b"<!-- saved from url=(0030)https://example.org/ -->\n<html>",
    "xhtml": b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">',
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize(
    "name", ["t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte", "data_batch_4.bin", "cifar-10-binary.tar.gz", "a"]
)
def test_a_web_page_that_was_saved_as_a_file_of_a_set(tmp_path: Path, name: str, page: bytes) -> None:
    write_small_set(tmp_path)
    (tmp_path / name).write_bytes(page)
    assert load_refusal(tmp_path / name) == f"{name} is a web page that a server sent in place of a file of a data set."
