"""The licences of the program and of what it is made of, as they were shipped or installed with it. No Qt here.

The standalone program has a folder of them. From a checkout or a wheel the others are what was installed for it, and
each installed distribution brings its own texts.
"""

import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from lenet_app.language import tr
from lenet_app.paths import APP_NAME, bundled

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OF_AN_EXTRA = re.compile(r";.*\bextra\s*==")
_SUMMARY, _LIBRARIES, _COMMON = "SUMMARY.txt", "LIBRARIES.txt", "common-licenses"


@dataclass(frozen=True)
class Licence:
    """A component and its licence.

    Args:
        name: of the component.
        note: its version and what its makers call the licence, in a line; may be empty.
        text: all its licence texts.
    """

    name: str
    note: str
    text: str


def licences() -> tuple[Licence, ...]:
    """The program's own licence first, then those of all it is made of, by name. Reads some hundred files."""
    folder = _shipped_folder()
    others = _shipped(folder) if folder is not None else sorted(_installed(), key=lambda one: one.name.lower())
    return (_own(), *others)


def _own() -> Licence:
    places = (bundled("LICENSE"), *(place / "LICENSE.txt" for place in _places_of_papers()))
    text = next((_text_of(place) for place in places if place.is_file()), "")
    return Licence(APP_NAME, "MIT", text or _texts_of(_found(APP_NAME)))


def _places_of_papers() -> tuple[Path, ...]:
    """Where the standalone program's papers may lie: beside the program, or on macOS inside the bundle."""
    return (Path(sys.executable).parent, bundled()) if getattr(sys, "frozen", False) else ()


def _shipped_folder() -> Path | None:
    places = (place / "licences" for place in _places_of_papers())
    return next((place for place in places if place.is_dir()), None)


def _shipped(folder: Path) -> Iterator[Licence]:
    """What `packaging/bundle/licences.py` wrote: a summary, and a folder for each component."""
    yield Licence(tr("Everything inside"), "", _text_of(folder / _SUMMARY))
    components = sorted((place for place in folder.iterdir() if place.is_dir()), key=lambda place: place.name.lower())
    for component in sorted(components, key=lambda place: place.name == _COMMON):
        files = sorted(path for path in component.rglob("*") if path.is_file())
        pairs = [(path.relative_to(component).as_posix(), _text_of(path)) for path in files]
        yield Licence(component.name, "", _joined(pairs))
    yield Licence(tr("Which library is whose"), "", _text_of(folder / _LIBRARIES))


def _installed() -> Iterator[Licence]:
    """Python, the distributions that the program needs, and the icons and digits that come with it."""
    yield Licence("Python", _note(sys.version.partition(" ")[0], "PSF-2.0"), _python_text())
    yield Licence("Lucide", _note(tr("icons"), "ISC"), _text_of(bundled("assets", "icons", "LICENSE")))
    yield Licence("MNIST", _note(tr("pictures"), "CC-BY-SA-3.0"), _text_of(bundled("assets", "mnist", "README.md")))
    writers = _text_of(bundled("assets", "mnist", "writers", "LICENSE"))
    yield Licence("QMNIST", _note(tr("who wrote the digits"), "BSD-3-Clause"), writers)
    for found in _needed():
        yield Licence(found.name, _note(found.version, _licence_of(found)), _texts_of(found))


def _needed() -> Iterator[Distribution]:
    """Every installed distribution that the program needs, and those that these need."""
    seen, waiting = {APP_NAME}, list(_requirements(_found(APP_NAME)))
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        found = None if key in seen else _found(name)
        seen.add(key)
        if found is not None:
            yield found
            waiting += _requirements(found)


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # one for another system
        return None


def _requirements(found: Distribution | None) -> Iterator[str]:
    for line in (found.requires if found is not None else None) or ():
        name = _NAME.match(line)
        if name is not None and not _OF_AN_EXTRA.search(line):
            yield name.group()


def _licence_of(found: Distribution) -> str:
    """What a distribution says of its licence, in a line."""
    metadata = found.metadata.json
    told = str(metadata.get("license_expression") or metadata.get("license") or "").strip().partition("\n")[0]
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get("classifier", ()) if "License" in line]
    return told if 0 < len(told) < 200 else ", ".join(classifiers)


def _texts_of(found: Distribution | None) -> str:
    if found is None:
        return ""
    names = found.metadata.get_all("License-File") or ()
    pairs = [(name, found.read_text(f"licenses/{name}") or found.read_text(name) or "") for name in names]
    if "LGPL-3.0" in _licence_of(found):  # Qt's come without their texts
        places = [(name, bundled("packaging", "licences", "common", name)) for name in ("LGPL-3", "GPL-3")]
        pairs += [(name, _text_of(place)) for name, place in places if place.is_file()]
    told = tr("Its licence is {licence}. It was installed without a copy of the text.")
    return _joined([pair for pair in pairs if pair[1]]) or told.format(licence=_licence_of(found))


def _python_text() -> str:
    names = ("LICENSE.txt", "LICENSE")
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    files = (place / name for place in places for name in names)
    return next((_text_of(file) for file in files if file.is_file()), "https://docs.python.org/3/license.html")


def _note(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _joined(pairs: list[tuple[str, str]]) -> str:
    """The texts below each other, each under its file's name where there are several."""
    if len(pairs) == 1:
        return pairs[0][1]
    return "\n\n".join(f"{name}\n{'─' * min(len(name), 60)}\n\n{text.strip()}\n" for name, text in pairs)


def _text_of(path: Path) -> str:
    """A file's text; what is wrong with it where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return tr("{file} cannot be read: {fault}.").format(file=path, fault=error.strerror or error)
