"""Which component each module and library of the program belongs to, and where that one's licence texts are."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import Distribution, distribution
from mmap import ACCESS_READ, mmap
from pathlib import Path, PurePosixPath

from bundle import facts
from bundle.pruning import Entry

OURS = facts.ROOT / "packaging" / "licences"
COMMON = OURS / "common"
_DEBIAN = Path("/usr/share/doc")
_WORDS = ("license", "licence", "copying", "copyright", "notice", "authors")
_LIBRARY_KINDS = ("BINARY", "EXTENSION")


@dataclass
class Component:
    """Something that the program is made of, under one licence."""

    name: str
    version: str
    licence: str
    """In a line, as its makers put it."""
    texts: dict[str, Path]
    """The licence texts, by their places in the component's own folder."""
    libraries: list[str] = field(default_factory=list)
    """The places of its shared libraries in the program."""


@dataclass(frozen=True)
class _Part:
    """A library that distributions bring, but which is another's work."""

    name: str
    licence: str
    patterns: tuple[str, ...]
    texts: tuple[Path, ...]
    version: str


_PARTS = (
    _Part(
        "GCC-libgomp",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        ("gomp*",),
        (OURS / "GCC-exception-3.1.txt", COMMON / "GPL-3"),
        "brought by torch",
    ),
    _Part("ICU", "Unicode-3.0", ("icudata", "icui18n", "icuuc"), (OURS / "ICU.txt",), "brought by PySide6"),
    _Part("OpenSSL", "Apache-2.0", ("crypto", "ssl"), (COMMON / "Apache-2.0",), "as Python was built with"),
)
# What wheels hold of others in folders where any library could lie, and a word that the wheel's own licence has for it.
_NAMED = {
    "numpy": {"gfortran": "libgfortran", "quadmath": "libquadmath", "scipy_openblas*": "OpenBLAS"},
    "pillow": {
        **{"Xau": "XAU", "avif": "LIBAVIF", "brotli*": "BROTLI", "freetype": "FREETYPE2", "harfbuzz": "HARFBUZZ"},
        **{"jpeg": "LIBJPEG", "lcms2": "LCMS2", "lzma": "LIBLZMA", "openjp2": "OPENJPEG", "png16": "LIBPNG"},
        **{"sharpyuv": "LIBWEBP", "tiff": "LIBTIFF", "webp*": "LIBWEBP", "xcb": "XCB", "zstd": "ZSTD"},
    },
}
# Of two whose folders hold libraries of others as well: their own.
_OWN = {
    "torch": ("c10*", "caffe2*", "shm*", "torch*"),
    "PySide6_Essentials": ("Qt6*", "pyside6*"),
}
_SHARED_FOLDERS = ("torch/lib", "PySide6/Qt/lib", "numpy.libs", "pillow.libs")


def components_of(entries: Iterable[Entry]) -> list[Component]:
    """The components that files of the program come from, with their libraries.

    Args:
        entries: the program's modules, libraries and data as PyInstaller lists them.

    Raises:
        SystemExit: a library belongs to none that is known. On Linux only: elsewhere all libraries are Python's own or
            lie in the distributions' folders.
    """
    entries = list(entries)
    found = {one.name: one for one in _always()}
    found |= {one.name: one for one in _distributions(entries)}
    strangers = []
    for place, source, kind in entries:
        if kind in _LIBRARY_KINDS and sys.platform.startswith("linux"):
            owner = _owner_of(PurePosixPath(place), Path(source), found)
            if owner is None:
                strangers.append(place)
            else:
                found.setdefault(owner.name, owner).libraries.append(place)
    if without := [*strangers, *(one.name for one in found.values() if not _has_text(one))]:
        sys.exit(f"No licence text is known for {', '.join(without)}: name it in packaging/bundle/components.py.")
    return sorted(found.values(), key=lambda one: one.name.lower())


def _has_text(component: Component) -> bool:
    return any(path.is_file() for path in component.texts.values())


def _always() -> Iterator[Component]:
    """What is in every program, whatever PyInstaller lists."""
    yield Component("Python", sys.version.partition(" ")[0], "PSF License Version 2", _named([_python_licence()]))
    yield _as_component(distribution("pyinstaller"))
    yield Component(
        "MNIST",
        "the whole set",
        "CC-BY-SA-3.0, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges",
        _named([facts.ROOT / "assets" / "mnist" / "README.md"]),
    )
    whose = "BSD with three clauses, by Facebook, Inc. and its affiliates"
    texts = _named([facts.ROOT / "assets" / "mnist" / "writers" / name for name in ("LICENSE", "README.md")])
    yield Component("QMNIST", "who wrote MNIST's digits", whose, texts)
    yield Component("Lucide", "icons", "ISC", _named([facts.ROOT / "assets" / "icons" / "LICENSE"]))
    texts = _named([OURS / "qt-third-party.txt"])
    yield Component("Qt-third-party", "what Qt holds of others", "see its folder", texts)
    if _has_mkl():
        texts = _named([OURS / "Intel-oneMKL.txt"])
        yield Component("Intel-oneMKL", "inside torch", "Intel Simplified Software License", texts)


def _has_mkl() -> bool:
    """Whether torch was linked with Intel's library, which its own licence texts do not tell of."""
    for library in Path(sysconfig.get_path("platlib"), "torch", "lib").glob("*torch_cpu.*"):
        with library.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            if content.find(b"Math Kernel Library") >= 0:
                return True
    return False


def _distributions(entries: list[Entry]) -> Iterator[Component]:
    """The distributions that any file comes from; the program needs others to be installed, but not inside."""
    sources = {os.path.normpath(source) for _, source, _ in entries if source}
    for found in facts.needed_distributions().values():
        folder = str(found.locate_file(""))
        if any(os.path.normpath(os.path.join(folder, file)) in sources for file in found.files or ()):  # noqa: PTH118
            yield _as_component(found)


def _as_component(found: Distribution) -> Component:
    texts = licence_files(found)
    if "LGPL-3.0" in licence_of(found):  # Qt's come without their texts
        texts |= _named([COMMON / "LGPL-3", COMMON / "GPL-3"])
    return Component(found.name, found.version, licence_of(found), texts)


def _owner_of(place: PurePosixPath, source: Path, found: dict[str, Component]) -> Component | None:
    """The component that a library belongs to; None where it is a stranger."""
    stem = _stem(place.name)
    for part in _PARTS:
        if _is_one_of(stem, part.patterns):
            return found.get(part.name) or Component(part.name, part.version, part.licence, _named(part.texts))
    real = Path(os.path.realpath(source))
    site = Path(os.path.realpath(sysconfig.get_path("platlib")))
    if real.is_relative_to(site):
        return _distribution_of(real.relative_to(site), stem, found)
    if stem.startswith("python3") or "lib-dynload" in place.parts:
        return found["Python"]
    return _system_package(real)


def _distribution_of(place: Path, stem: str, found: dict[str, Component]) -> Component | None:
    """The distribution of a library in its folder, if it is its own or its licence names it."""
    owner = found.get(_distribution_names().get(place.as_posix(), ""))
    if owner is None or place.parent.as_posix() not in _SHARED_FOLDERS:
        return owner
    if _is_one_of(stem, _OWN.get(owner.name, ())):
        return owner
    for pattern, word in _NAMED.get(owner.name, {}).items():
        if fnmatch(stem, pattern):
            texts = (path.read_text(encoding="utf-8", errors="replace") for path in owner.texts.values())
            return owner if any(word.lower() in text.lower() for text in texts) else None
    return None


@cache
def _distribution_names() -> dict[str, str]:
    return {str(file): found.name for found in facts.needed_distributions().values() for file in found.files or ()}


def _system_package(library: Path) -> Component | None:
    """The Debian package that a library of the system comes from."""
    if shutil.which("dpkg-query") is None:
        return None
    query = ["dpkg-query", "--search", f"*/{library.name}"]
    told = subprocess.run(query, capture_output=True, encoding="utf-8", check=False).stdout
    owners = [line.partition(":")[0] for line in told.splitlines() if "-dev" not in line]
    if not owners:
        return None
    return Component(owners[0], "from the system", "see its folder", _named([_DEBIAN / owners[0] / "copyright"]))


def _is_one_of(stem: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(stem, pattern) for pattern in patterns)


def _stem(name: str) -> str:
    """A library's name without `lib`, the hashes that tools for wheels put in, and its version."""
    return re.sub(r"(-[0-9a-f]{8})+$", "", name.removeprefix("lib").partition(".so")[0]).rstrip("_-")


def _named(paths: Iterable[Path]) -> dict[str, Path]:
    return {path.name: path for path in paths}


def _python_licence() -> Path:
    names = ("LICENSE.txt", "LICENSE")
    places = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    return next((place / name for place in places for name in names if (place / name).is_file()), Path("missing"))


def licence_of(found: Distribution) -> str:
    """What a distribution says of its licence, in a line."""
    metadata = found.metadata.json
    told = str(metadata.get("license_expression") or metadata.get("license") or "").strip().partition("\n")[0]
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get("classifier", ()) if "License" in line]
    return told if 0 < len(told) < 80 else ", ".join(classifiers) or "see its folder"


def licence_files(found: Distribution) -> dict[str, Path]:
    """The licence texts that a distribution was installed with, by their whole places in it.

    Many of torch's have the same name and the same folder's name, so nothing shorter keeps them apart.
    """
    texts = {}
    for file in found.files or ():
        described = file.parts[0].endswith(".dist-info")
        if file.name.lower().startswith(_WORDS) and (described or len(file.parts) <= 2):
            path = Path(str(found.locate_file(file)))
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                texts["/".join(file.parts[1:] if described else file.parts)] = path
    return texts
