"""The licences of everything inside: of the program, of each distribution, of Python and of the system's libraries."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from bundle import facts
from bundle.components import COMMON, Component, components_of
from bundle.pruning import Entry

_DEBIAN_COMMON = Path("/usr/share/common-licenses")
_SUMMARY = """\
{name} {version} is under the licence in LICENSE.txt beside this folder. It is made of:

{rows}

Each has a folder here. Where a text refers to /usr/share/common-licenses, look into the folder `common-licenses`;
LIBRARIES.txt tells which library belongs to which.

Qt and PySide6 are used under the GNU LGPL version 3, which stands in `common-licenses/LGPL-3`: their libraries lie in
the program's folder as files of their own and can be replaced by changed ones. Their sources:
https://download.qt.io/official_releases/

PyInstaller's bootloader, the program file itself, is under the GPL version 2 or later with an exception that allows any
licence for what it starts.
"""


def write_licences(folder: Path, entries: Iterable[Entry]) -> int:
    """Write every licence text below a folder, with a summary, and return how many components they are of.

    Args:
        folder: made anew.
        entries: the program's modules, libraries and data as PyInstaller lists them.

    Raises:
        SystemExit: a component has no licence text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    components = components_of(entries)
    for component in components:
        for place, text in component.texts.items():
            target = folder / component.name / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
    _write_common(folder)
    rows = "\n".join(f"{one.name:24} {one.version:24} {one.licence}" for one in components)
    summary = _SUMMARY.format(name=facts.NAME, version=facts.VERSION, rows=rows)
    (folder / "SUMMARY.txt").write_text(summary, encoding="utf-8")
    (folder / "LIBRARIES.txt").write_text(_libraries(components), encoding="utf-8")
    return len(components)


def _libraries(components: Iterable[Component]) -> str:
    return "".join(f"{place}\t{one.name}\n" for one in components for place in sorted(one.libraries))


def _write_common(folder: Path) -> None:
    """Write the licences that the texts of others refer to, under the names that Debian gives them."""
    target = folder / "common-licenses"
    target.mkdir()
    for text in COMMON.iterdir():
        shutil.copyfile(text, target / text.name)
    for name in sorted(referred_licences(folder)):
        if (_DEBIAN_COMMON / name).is_file():
            shutil.copyfile(_DEBIAN_COMMON / name, target / name)


def referred_licences(folder: Path) -> set[str]:
    """The names below /usr/share/common-licenses that Debian's copyright files below a folder name."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("copyright"))
    # A name may end a sentence.
    return {
        name.rstrip(".-") for text in texts for name in re.findall(rf"{_DEBIAN_COMMON}/([A-Za-z][A-Za-z0-9.-]*)", text)
    }
