"""ICU's data with fewer items: what is left is laid out as ICU reads it, and the library is one."""

import ctypes
import shutil
import struct
import sys
from pathlib import Path

import pytest

from bundle import icu

HEADER = struct.pack("<H", 32) + b"\xda\x27" + bytes(8) + b"CmnD" + bytes(16)
STAY = {
    "icudt99l/cnvalias.icu": b"alias" * 7,
    "icudt99l/coll/de.res": b"order",
    "icudt99l/root.res": b"root",
    "icudt99l/supplementalData.res": b"more" * 9,
}
GO = {
    "icudt99l/brkitr/ja.res": b"words",
    "icudt99l/curr/de.res": b"euro",
    "icudt99l/de.res": b"dates",
    "icudt99l/de_AT.res": b"more dates",
    "icudt99l/gb18030.cnv": b"\x00\x01\x02",
    "icudt99l/zone/fr.res": b"places",
}


def package(items: dict[str, bytes]) -> bytes:
    """Items as ICU lays them out, by name, each on a multiple of 16 bytes."""
    names = [name.encode() + b"\0" for name in sorted(items)]
    name_at = 4 + 8 * len(items)
    item_at = name_at + sum(map(len, names))
    table, contents = struct.pack("<I", len(items)), b""
    for name in names:
        gap = -(len(HEADER) + item_at) % 16
        table += struct.pack("<II", name_at, item_at + gap)
        contents += bytes(gap) + items[name[:-1].decode()]
        name_at += len(name)
        item_at += gap + len(items[name[:-1].decode()])
    return HEADER + table + b"".join(names) + contents


def check(data: bytes, items: dict[str, bytes]) -> None:
    """See that these items, and no others, are found as ICU finds them: by their names' order, where the table says."""
    table = data[len(HEADER) :]
    places = [struct.unpack_from("<II", table, 4 + 8 * number) for number in range(len(items))]
    assert data.startswith(HEADER + struct.pack("<I", len(items)))
    assert [table[at : table.index(b"\0", at)].decode() for at, _ in places] == sorted(items)
    for (_, at), name in zip(places, sorted(items), strict=True):
        assert table[at:].startswith(items[name])
        assert (len(HEADER) + at) % 16 == 0


def test_the_order_of_texts_stays() -> None:
    check(package(STAY | GO), STAY | GO)
    check(icu.smaller(package(STAY | GO)), STAY)


def test_what_has_nothing_else_stays_as_it_is() -> None:
    assert icu.smaller(package(STAY)) == package(STAY)


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("ld") is None, reason="binutils make the library"
)
def test_the_library_has_the_data_under_its_symbol(tmp_path: Path) -> None:
    libraries = tmp_path / "lib"
    libraries.mkdir()
    library = libraries / "libicudata.so.99"
    library.write_bytes(b"\x7fELF" + bytes(1000) + package(STAY | GO | {"icudt99l/unit/de.res": bytes(50_000)}))
    before = library.stat().st_size
    assert icu.slim_data(libraries, tmp_path) == before - library.stat().st_size > 20_000
    data = (ctypes.c_char * len(package(STAY))).in_dll(ctypes.CDLL(str(library)), "icudt99_dat")
    assert ctypes.addressof(data) % 16 == 0
    check(bytes(data), STAY)


def test_nothing_is_done_where_there_is_none(tmp_path: Path) -> None:
    assert icu.slim_data(tmp_path, tmp_path) == 0
