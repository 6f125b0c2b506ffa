"""The licences of everything inside: of the program, of each distribution, of Python and of the system's libraries."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from bundle import facts

_WORDS = ("license", "licence", "copying", "copyright", "notice", "authors")
_DEBIAN = Path("/usr/share/doc")
_SUMMARY = """\
{name} {version} is under the licence in LICENSE.txt beside this folder. It is made of:

{rows}

Qt and PySide6 are used under the GNU LGPL version 3, which stands in `qt-lgpl-3.txt`: their libraries lie in the
program's folder as files of their own and can be replaced by changed ones. Their sources:
https://download.qt.io/official_releases/

PyInstaller's bootloader, the program file itself, is under the GPL version 2 or later with an exception that allows any
licence for what it starts.
"""


def write_licences(folder: Path, program: Path) -> int:
    """Write every licence text below a folder, with a summary, and return how many components they are of.

    Args:
        folder: made anew.
        program: the built program's folder, for the libraries of the system that it holds.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = [("Python", sys.version.partition(" ")[0], "PSF License Version 2")]
    _copy(_python_licence(), folder / "Python")
    tool = distribution("pyinstaller")
    for found in [*facts.needed_distributions().values(), tool]:
        rows.append((found.name, found.version, licence_of(found)))
        for text in licence_files(found):
            _copy(text, folder / found.name)
    for package, libraries in _system_packages(program):
        rows.append((package, "from the system", ", ".join(libraries)))
        _copy(_DEBIAN / package / "copyright", folder / package)
    (folder / "qt-lgpl-3.txt").write_bytes((facts.ROOT / "packaging" / "licences" / "LGPL-3.0.txt").read_bytes())
    (folder / "gpl-3.txt").write_bytes((facts.ROOT / "packaging" / "licences" / "GPL-3.0.txt").read_bytes())
    table = "\n".join(f"{name:24} {version:20} {licence}" for name, version, licence in sorted(rows, key=str))
    summary = _SUMMARY.format(name=facts.NAME, version=facts.VERSION, rows=table)
    (folder / "SUMMARY.txt").write_text(summary, encoding="utf-8")
    return len(rows)


def licence_of(found: Distribution) -> str:
    """What a distribution says of its licence, in a line."""
    metadata = found.metadata.json
    told = str(metadata.get("license_expression") or metadata.get("license") or "").strip().partition("\n")[0]
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get("classifier", ()) if "License" in line]
    return told if 0 < len(told) < 80 else ", ".join(classifiers) or "see its folder"


def licence_files(found: Distribution) -> list[Path]:
    """The licence texts that a distribution was installed with."""
    paths = [
        Path(str(found.locate_file(file)))
        for file in found.files or ()
        if file.name.lower().startswith(_WORDS) and (".dist-info" in str(file) or len(file.parts) <= 2)
    ]
    return [path for path in paths if path.is_file() and path.suffix not in (".py", ".pyc")]


def _python_licence() -> Path:
    names = ("LICENSE.txt", "LICENSE")
    places = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    return next((place / name for place in places for name in names if (place / name).is_file()), Path("missing"))


def _copy(path: Path, folder: Path) -> None:
    if path.is_file():
        folder.mkdir(exist_ok=True)
        target = folder / path.name
        if target.exists():
            target = folder / f"{path.parent.name}-{path.name}"
        shutil.copyfile(path, target)


def _system_packages(program: Path) -> Iterator[tuple[str, list[str]]]:
    """The Debian packages that libraries of the program came from, with these libraries."""
    if not sys.platform.startswith("linux") or shutil.which("dpkg-query") is None:
        return
    found: dict[str, list[str]] = {}
    for path in sorted((program / "_internal").glob("*.so*")):
        if path.is_symlink():
            continue
        query = ["dpkg-query", "--search", f"*/{path.name}"]
        told = subprocess.run(query, capture_output=True, encoding="utf-8", check=False).stdout
        if owners := [line.partition(":")[0] for line in told.splitlines() if "-dev" not in line]:
            found.setdefault(owners[0], []).append(path.name)
    yield from sorted(found.items())
