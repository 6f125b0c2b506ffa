"""Making the data of ICU, a library that Qt leads to, as small as what the program can have a use for.

Qt has dates and numbers of all languages in data of its own and asks ICU for the order of texts, such as of files in a
dialog. What ICU knows beside that is six sevenths of its data: calendars, currencies, units, time zones, names of
languages and places, scripts, where words end, and encodings of older systems, in which nothing reaches this program.
"""

import struct
import subprocess
from pathlib import Path

_FOLDERS = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit", "zone")
_HEADER = struct.Struct("<H")
_COUNT, _ENTRY = struct.Struct("<I"), struct.Struct("<II")
_FORMAT, _FORMAT_AT = b"CmnD", 12
"""What the header of all data says of itself, and where."""
_ALIGNMENT = 16


def slim_data(libraries: Path, work: Path) -> int:
    """Put a smaller library in place of the one with the data, and return how many bytes that saved.

    Args:
        libraries: the folder with Qt's; nothing is done where ICU's is not among them.
        work: a folder for what comes between.
    """
    saved = 0
    for library in libraries.glob("libicudata.so.*"):
        before = library.stat().st_size
        version = library.name.rpartition(".")[2]
        data = work / "icu.dat"
        data.write_bytes(smaller(_data_in(library.read_bytes())))
        _link(data, f"icudt{version}_dat", library)
        saved += before - library.stat().st_size
    return saved


def smaller(data: bytes) -> bytes:
    """The same data with fewer items.

    Args:
        data: as ICU's package of items is laid out: a header, a table of names and places, the items.
    """
    size = _HEADER.unpack_from(data)[0]
    kept = [(name, item) for name, item in _items(data[size:]) if _is_wanted(name)]
    names = b"".join(name.encode("ascii") + b"\0" for name, _ in kept)
    name_at = _COUNT.size + _ENTRY.size * len(kept)
    item_at = name_at + len(names)
    table, items = [_COUNT.pack(len(kept))], []
    for name, item in kept:
        gap = -(size + item_at) % _ALIGNMENT
        item_at += gap
        table.append(_ENTRY.pack(name_at, item_at))
        items.append(bytes(gap) + item)
        name_at += len(name) + 1
        item_at += len(item)
    return b"".join([data[:size], *table, names, *items])


def _items(content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of every item."""
    count = _COUNT.unpack_from(content)[0]
    entries = [_ENTRY.unpack_from(content, _COUNT.size + number * _ENTRY.size) for number in range(count)]
    ends = [place for _, place in entries[1:]] + [len(content)]
    return [
        (content[name : content.index(b"\0", name)].decode("ascii"), content[place:end])
        for (name, place), end in zip(entries, ends, strict=True)
    ]


def _is_wanted(name: str) -> bool:
    """Whether an item stays, which is called `icudt73l/folder/name.kind` or `icudt73l/name.kind`."""
    _, *folders, file = name.split("/")
    if folders:
        return folders[0] not in _FOLDERS
    stem, _, kind = file.partition(".")
    # What is called as a language tells its dates and numbers.
    language = stem.partition("_")[0]
    if kind != "res":
        return kind != "cnv"
    return stem == "root" or not (2 <= len(language) <= 3 and language.islower())


def _data_in(library: bytes) -> bytes:
    """The data that a library has nothing beside."""
    start = library.index(_FORMAT) - _FORMAT_AT
    return library[start:]


def _link(data: Path, symbol: str, library: Path) -> None:
    """Make a library that has the data under this symbol."""
    object_file = data.with_suffix(".o")
    section = ["--rename-section", ".data=.rodata,alloc,load,readonly,data,contents"]
    defined = ["--defsym", f"{symbol}=_binary_icu_dat_start"]
    commands: list[list[str | Path]] = [
        ["ld", "-r", "-b", "binary", "-z", "noexecstack", "-o", object_file, data.name],
        ["objcopy", *section, "--set-section-alignment", f".rodata={_ALIGNMENT}", object_file],
        ["ld", "-shared", "-s", *defined, "-z", "noexecstack", "-soname", library.name, "-o", library, object_file],
    ]
    library.unlink()
    for command in commands:
        subprocess.run(command, cwd=data.parent, check=True)
