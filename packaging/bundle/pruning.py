"""Which of the libraries that PyInstaller found stay: those that something of the program leads to."""

import posixpath
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lenet_app.gui.system.system_libraries import DEBIAN_PACKAGES

Entry = tuple[str, str, str]
"""Where a file lies in the program, where it comes from, and PyInstaller's word for its kind."""

# Kinds of Qt's plugins that a program of widgets can have a use for. Others draw to a bare screen or belong to QML.
_PLUGIN_FOLDERS = {
    *("iconengines", "imageformats", "platforms", "platforminputcontexts", "platformthemes", "styles"),
    *("wayland-decoration-client", "wayland-graphics-integration-client", "wayland-shell-integration"),
    "xcbglintegrations",
}
# Of these folders only what is named; of `platforms` all on Windows and macOS.
_PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qwayland-generic", "qwayland-egl", "qoffscreen", "qminimal"},
    # GTK's theme brings a hundred libraries of the system with it.
    "platformthemes": {"qxdgdesktopportal"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    # Qt looks into each before the first paint. Pictures of people's own are read by Pillow; Qt draws the icons, and
    # takes from the clipboard what programs put there beside PNG.
    "imageformats": {"qsvg", "qjpeg"},
}
# It draws PDF, for which Qt's own PDF library would be needed.
_LEFT_OUT = {"qpdf"}

# Found with the system's own graphics drivers, which must meet no older copy of it.
_SYSTEM = ("libstdc++.so.", "libgcc_s.so.")
# The helpers of xcb that a desktop often lacks; nothing but Qt's plugin uses them.
_BROUGHT = ("libxcb-cursor", "libxcb-icccm", "libxcb-image", "libxcb-keysyms", "libxcb-render-util", "libxcb-util")


def plugin_files() -> list[tuple[str, str]]:
    """Qt's plugins that are wanted, as PyInstaller's `binaries`; it finds only a part of them by itself."""
    package = Path(sysconfig.get_path("platlib"), "PySide6")
    roots = [root for root in (package / "Qt" / "plugins", package / "plugins") if root.is_dir()]
    return [
        (str(path), str(PurePosixPath("PySide6", path.parent.relative_to(package).as_posix())))
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in (".so", ".dll", ".dylib") and _is_wanted_plugin(path.parts[-2:])
    ]


def _is_wanted_plugin(place: tuple[str, ...]) -> bool:
    folder, name = place[0], PurePosixPath(place[1]).stem.removeprefix("lib")
    if folder not in _PLUGIN_FOLDERS or name in _LEFT_OUT:
        return False
    return not sys.platform.startswith("linux") or name in _PLUGINS.get(folder, {name})


def kept_scripts(entries: Iterable[Entry]) -> list[Entry]:
    """The scripts that stay of those that run before the program's own.

    The one for `multiprocessing` loads it at every start, for processes that the program does not have. On Linux
    `hooks/qt_environment.py` is there in place of the one for PySide6, which names Qt's plugins in a variable that
    cannot hold every folder's name.
    """
    left_out = {"pyi_rth_multiprocessing"} | ({"pyi_rth_pyside6"} if sys.platform.startswith("linux") else set())
    return [entry for entry in entries if entry[0] not in left_out]


def beside_qt(entries: Iterable[Entry]) -> list[Entry]:
    """The libraries with the helpers of xcb among Qt's, where Qt's plugin looks for them by itself.

    At the top they are found through LD_LIBRARY_PATH alone, which a folder with a colon in its name cannot be in.
    """
    return [
        (f"PySide6/Qt/lib/{place}", source, kind) if place.startswith(_BROUGHT) else (place, source, kind)
        for place, source, kind in entries
    ]


def kept_binaries(entries: Iterable[Entry]) -> list[Entry]:
    """The libraries that stay.

    An extension module, a wanted plugin and all that a hook or another package brings stay; a library of Qt or of the
    system stays where one of those needs it, unless the system has to have it anyway.
    """
    every = [entry for entry in entries if not _is_unwanted_plugin(entry) and not _is_the_systems(entry)]
    if not sys.platform.startswith("linux"):
        return every
    libraries = {PurePosixPath(entry[0]).name: entry for entry in every if entry[2] != "SYMLINK"}
    waiting = [entry for entry in every if entry[2] != "SYMLINK" and not _is_only_a_library(entry)]
    kept: dict[str, Entry] = {}
    while waiting:
        entry = waiting.pop()
        if entry[0] not in kept:
            kept[entry[0]] = entry
            waiting += [libraries[name] for name in needed_by(Path(entry[1])) if name in libraries]
    links = [entry for entry in every if entry[2] == "SYMLINK" and _leads_to(entry) in kept]
    return sorted([*kept.values(), *links])


def needed_by(library: Path) -> list[str]:
    """The names of the libraries that one asks the loader for itself; PyInstaller tells those of these, too."""
    command = ["objdump", "--private-headers", str(library)]  # PyInstaller needs the program as well
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    return re.findall(r"^ *NEEDED +(\S+)$", told, re.MULTILINE)


def _leads_to(link: Entry) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(link[0]), link[1]))


def _is_unwanted_plugin(entry: Entry) -> bool:
    parts = PurePosixPath(entry[0].replace("\\", "/")).parts
    return "PySide6" in parts and "plugins" in parts and not _is_wanted_plugin(parts[-2:])


def _is_the_systems(entry: Entry) -> bool:
    name = PurePosixPath(entry[0]).name
    if not sys.platform.startswith("linux") or name.startswith(_BROUGHT):
        return False
    return name in DEBIAN_PACKAGES or name.startswith(_SYSTEM)


def _is_only_a_library(entry: Entry) -> bool:
    """Whether a file is there only for those that need it: it lies among Qt's libraries or comes from the system."""
    parts = PurePosixPath(entry[0]).parts
    if entry[2] == "EXTENSION" or parts[0].startswith("libpython"):
        return False
    return parts[:3] == ("PySide6", "Qt", "lib") or len(parts) == 1


def kept_data(entries: Iterable[Entry], binaries: Iterable[Entry] = ()) -> list[Entry]:
    """The data files that stay.

    Qt's translations go, for the window has English texts only; so do type stubs, and links to what is not there.

    Args:
        entries: the data files that PyInstaller found; links to libraries are among them.
        binaries: the libraries that stay.
    """
    stay = [entry for entry in entries if not _is_needless(PurePosixPath(entry[0].replace("\\", "/")))]
    places = {entry[0] for entry in [*stay, *binaries] if entry[2] != "SYMLINK"}
    return [entry for entry in stay if entry[2] != "SYMLINK" or _leads_to(entry) in places]


def _is_needless(place: PurePosixPath) -> bool:
    return "translations" in place.parts or place.suffix in (".pyi", ".h", ".cmake")
