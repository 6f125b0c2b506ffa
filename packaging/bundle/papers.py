"""What lies beside the program: its licence and those of all inside, its changes, and on Linux its menu entry."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from bundle import facts, icons, licences
from bundle.pruning import Entry

_MENU = facts.ROOT / "packaging" / "menu"


def write_papers(folder: Path, entries: Iterable[Entry]) -> int:
    """Write the papers into a folder, made anew, and return of how many components the licences are.

    Args:
        folder: the program's own is made of it later.
        entries: the program's modules, libraries and data as PyInstaller lists them.

    Raises:
        SystemExit: a component has no licence text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    count = licences.write_licences(folder / "licences", entries)
    shutil.copyfile(facts.ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copyfile(facts.ROOT / "CHANGELOG.md", folder / "CHANGELOG.md")
    if sys.platform.startswith("linux"):
        _write_for_linux(folder)
    return count


def _write_for_linux(folder: Path) -> None:
    # hooks/qt_environment.py tells why.
    (folder / "qt.conf").write_text("[Paths]\nPrefix = _internal/PySide6/Qt\n", encoding="ascii")
    for name in ("install.sh", "uninstall.sh", "README.txt"):
        shutil.copy2(_MENU / name, folder / name)
    icons.write_menu_icons(folder / "share" / "icons")
    shutil.copyfile(_MENU / "menu.sh", folder / "share" / "menu.sh")
    entry = (_MENU / "lenet-app.desktop").read_text(encoding="utf-8")
    entry = entry.replace("@COMMENT@", facts.project()["project"]["description"])
    (folder / "share" / "lenet-app.desktop").write_text(entry, encoding="utf-8")


def as_data(folder: Path) -> list[Entry]:
    """The papers as PyInstaller lists data: a program that is signed must have them before."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), str(path), "DATA") for path in files]
