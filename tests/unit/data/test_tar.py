"""The reader of archives beside Python's own, and archives that were made to take for ever."""

import io
import tarfile
import time
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.tar import Tar, TarError, TooManyMembersError
from lenet_app.errors import UserError

NAMES = ["a.bin", "folder/" * 12 + "b.bin", "long/" * 25 + "c.bin", "ü/é.bin", "x" * 99, "y" * 100, "z" * 101]


def archived(form: int) -> tuple[bytes, dict[str, bytes]]:
    """An archive that Python wrote, and what is in it."""
    random = np.random.default_rng(form)
    names = NAMES[:-1] if form == tarfile.USTAR_FORMAT else NAMES  # which knows none so long
    files = {name: random.bytes(int(random.integers(0, 2000))) for name in names}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1.5 if form == tarfile.PAX_FORMAT else 1
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue(), files


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_python_writes(form: int) -> None:
    content, files = archived(form)
    archive = Tar(io.BytesIO(content).read)
    found = {}
    for member in archive:
        assert member.is_plain
        found[member.name] = archive.content()
        assert len(found[member.name]) == member.size
    assert list(found.values()) == list(files.values())
    # Of a name in two parts the end is enough.
    assert [name.rpartition("/")[2] for name in found] == [name.rpartition("/")[2] for name in files]
    assert [member.size for member in Tar(io.BytesIO(content).read)] == [len(one) for one in files.values()]


def test_sizes_beyond_8_gb_and_in_extended_headers() -> None:
    large = tarfile.TarInfo("large")
    large.size = 1 << 40
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        assert next(iter(Tar(io.BytesIO(large.tobuf(form)).read))).size == 1 << 40


def test_what_is_no_plain_file() -> None:
    content = b""
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        member = tarfile.TarInfo("name")
        member.type = kind
        content += member.tobuf()
    sparse = tarfile.TarInfo("holes")
    sparse.pax_headers = {"GNU.sparse.major": "1"}
    content += sparse.tobuf(tarfile.PAX_FORMAT)
    assert [member.is_plain for member in Tar(io.BytesIO(content).read)] == [False] * 6


def test_an_archive_broken_off_or_damaged_anywhere_ends() -> None:
    content, files = archived(tarfile.PAX_FORMAT)
    for place in range(0, len(content), 37):
        for damaged in (content[:place], content[:place] + b"\xff" + content[place + 1 :]):
            archive, sizes = Tar(io.BytesIO(damaged).read), 0
            try:
                for _ in archive:
                    sizes += len(archive.content())
            except TarError:
                pass
            assert sizes <= sum(map(len, files.values()))


def test_a_header_whose_numbers_are_none() -> None:
    whole = tarfile.TarInfo("name").tobuf()
    for field in (b"-1", b"0x1", b"1_0", b"9", b"\xff" * 12, "١".encode()):
        header = bytearray(whole)
        header[124:136] = field.ljust(12, b"\0")
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        with pytest.raises(TarError):
            list(Tar(io.BytesIO(bytes(header)).read))


def test_members_without_end() -> None:
    with pytest.raises(TooManyMembersError):
        list(Tar(io.BytesIO(tarfile.TarInfo("empty").tobuf() * 5000).read))


def test_an_archive_of_very_many_members_is_told(tmp_path: Path) -> None:
    path = tmp_path / "many.tar"
    path.write_bytes(tarfile.TarInfo("empty").tobuf() * 5000)
    with pytest.raises(UserError, match=r"^many\.tar holds more than 1,000 files; CIFAR-10 has 7\.$"):
        catalogue.load(str(path), tmp_path)


@pytest.mark.parametrize("digits", [100_000, 10_000_000])
@pytest.mark.parametrize("key", [b"size", b"mtime", b"GNU.sparse.size"])
def test_numbers_of_any_length_take_no_time(tmp_path: Path, digits: int, key: bytes) -> None:
    """Python's own reader takes 10 s for the first of them, under the interpreter's lock."""
    record = b" " + key + b"=" + b"1" * digits + b"\n"
    record = str(len(record)).encode() + record
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, len(record)
    member = tarfile.TarInfo("data_batch_1.bin")
    path = tmp_path / "digits.tar"
    path.write_bytes(header.tobuf() + record.ljust(-(-len(record) // 512) * 512, b"\0") + member.tobuf() + bytes(1024))
    began = time.perf_counter()
    with pytest.raises(UserError, match=r"^digits\.tar is damaged: it cannot be unpacked\.$"):
        catalogue.load(str(path), tmp_path)
    assert time.perf_counter() - began < 2


def test_the_archive_that_was_found(hostile: Path) -> None:
    path = hostile / "pax-digits-100000.tar.gz"
    began = time.perf_counter()
    with pytest.raises(UserError, match=r"is damaged: it cannot be unpacked\.$"):
        catalogue.load(str(path), path.parent)
    assert time.perf_counter() - began < 2
