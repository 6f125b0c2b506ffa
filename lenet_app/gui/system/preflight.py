"""Whether the window can open, found out before Qt is imported.

Without a display Qt ends the process with an abort, and without one of its system libraries Python shows a traceback
that names no package. The questions are therefore asked here first, with ctypes alone.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

from lenet_app.errors import UserError
from lenet_app.gui.system.system_libraries import DEBIAN_PACKAGES, needed_for
from lenet_app.language import tr

_QT_LIBRARIES = ("libQt6Widgets.so.6", "libQt6Svg.so.6")
_XCB_LIBRARY = "libxcb.so.1"
_WAYLAND_LIBRARY = "libwayland-client.so.0"


def check_window_can_open(environ: Mapping[str, str], platform: str = sys.platform) -> None:
    """Make sure that Qt is installed, finds its system libraries and reaches a display.

    The libraries that this loads are the ones that Qt loads next.

    Args:
        environ: the environment variables that Qt will see.
        platform: what `sys.platform` says; libraries and displays are looked at on Linux only.

    Raises:
        UserError: the window cannot open, and why.
    """
    package = _pyside_folder(find_spec("PySide6"))
    if not platform.startswith("linux"):
        return
    faults = []
    for name in _platforms(environ):
        try:
            _check_platform(name, package / "Qt", environ)
        except UserError as fault:
            faults.append(fault)
        else:
            return
    raise faults[0]


def _pyside_folder(spec: ModuleSpec | None) -> Path:
    """Where PySide6 lies; a folder that an unfinished removal left behind has no `__init__.py`, so no origin."""
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not any(folder.glob("QtWidgets.*")):
        command = "python -m pip install PySide6-Essentials"
        raise UserError(tr("The window needs PySide6; install it with: {command}").format(command=command))
    return folder


def _platforms(environ: Mapping[str, str]) -> Iterator[str]:
    """The names of the platform plugins in the order in which Qt tries them (QGuiApplication)."""
    chosen = environ.get("QT_QPA_PLATFORM")
    if chosen:
        for entry in chosen.split(";"):
            yield entry.partition(":")[0]
        return
    wayland = "WAYLAND_DISPLAY" in environ or environ.get("XDG_SESSION_TYPE") == "wayland"
    if wayland:
        yield "wayland"
    if not wayland or "DISPLAY" in environ:
        yield "xcb"


def _check_platform(name: str, qt: Path, environ: Mapping[str, str]) -> None:
    if name == "xcb" and not environ.get("DISPLAY"):
        if environ.get("QT_QPA_PLATFORM"):
            raise UserError(tr("There is no display to open a window on: DISPLAY is not set."))
        raise UserError(tr("There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set."))
    # A Qt that the system brings lies elsewhere, and the system has seen to its libraries.
    if qt.is_dir():
        for library in _QT_LIBRARIES:
            _load(qt / "lib" / library, name)
        _load_plugin(name, _plugin_folders(qt, environ))
    if name == "xcb":
        _check_x_server(environ["DISPLAY"])
    elif name.startswith("wayland") and "WAYLAND_SOCKET" not in environ:
        _check_wayland_server(environ)


def _plugin_folders(qt: Path, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Where Qt looks for platform plugins: PySide6's own folder first, for its plugins are of the Qt that is loaded.

    Some desktops set QT_PLUGIN_PATH, for plugins of another Qt.
    """
    straight = [Path(path) for path in [environ.get("QT_QPA_PLATFORM_PLUGIN_PATH", "")] if path]
    roots = [qt / "plugins", *straight, *(Path(p) for p in environ.get("QT_PLUGIN_PATH", "").split(os.pathsep) if p)]
    return tuple(dict.fromkeys([*(root / "platforms" for root in roots), *straight]))


def _load_plugin(name: str, folders: Sequence[Path]) -> None:
    """Load the first plugin of the platform that can be loaded, as Qt will."""
    # Qt 6.9 and older have two plugins for Wayland.
    stems = (name, "wayland", "wayland-generic") if name.startswith("wayland") else (name,)
    plugins = [path for folder in folders for stem in stems if (path := folder / f"libq{stem}.so").is_file()]
    if not plugins:
        found = {path.stem.removeprefix("libq") for folder in folders for path in folder.glob("libq*.so")}
        sentence = tr("Qt has no platform {name}, which QT_QPA_PLATFORM asks for; it has {known}.")
        raise UserError(sentence.format(name=name, known=", ".join(sorted(found))))
    faults = []
    for plugin in plugins:
        try:
            _load(plugin, name)
        except UserError as fault:
            faults.append(fault)
        else:
            return
    raise faults[0]


def _check_x_server(display: str) -> None:
    xcb = _system_library(_XCB_LIBRARY)
    if xcb is None:
        return
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.restype = None
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if failed:
        raise UserError(tr("The display {display} cannot be reached.").format(display=display))


def _check_wayland_server(environ: Mapping[str, str]) -> None:
    display = environ.get("WAYLAND_DISPLAY") or "wayland-0"
    socket = Path(environ.get("XDG_RUNTIME_DIR", ""), display)
    unreachable = UserError(tr("The Wayland display {display} cannot be reached.").format(display=display))
    if not socket.is_absolute():  # it would be looked for in XDG_RUNTIME_DIR
        raise unreachable
    wayland = _system_library(_WAYLAND_LIBRARY)
    if wayland is None:
        return
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    wayland.wl_display_disconnect.restype = None
    connection = wayland.wl_display_connect(str(socket).encode())
    if connection is None:
        raise unreachable
    wayland.wl_display_disconnect(connection)


def _system_library(soname: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(soname)
    except OSError:
        return None


def _load(library: Path, platform: str) -> None:
    """Load one of Qt's own libraries or plugins for a platform, and with it what it needs.

    Raises:
        UserError: a system library that it needs is missing, or it cannot be loaded for another reason.
    """
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        missing = _missing(error)
        if missing in ("", str(library)):
            raise UserError(tr("Qt cannot be loaded: {fault}.").format(fault=_said(error).rstrip("."))) from error
        raise UserError(_missing_sentence(missing, platform)) from error


def _said(error: OSError) -> str:
    """What the loader said; in the standalone program PyInstaller puts a sentence of its own before it."""
    return str(error.__cause__ or error)


def _missing(error: OSError) -> str:
    """The library that the loader did not find; empty where it was something else."""
    name, _, fault = _said(error).partition(":")
    return name if "cannot open shared object file" in fault else ""


def _missing_sentence(first: str, platform: str) -> str:
    """The loader names only the first library that is missing; the others are told with it."""
    package = DEBIAN_PACKAGES.get(first)
    if package is None:
        return tr("Qt needs the system library {library}, which is not installed.").format(library=first)
    others = sorted(_absent(needed_for(platform)) - {first})
    if not others:
        sentence = tr("Qt needs the system library {library}; on Debian and Ubuntu it is in the package {package}.")
        return sentence.format(library=first, package=package)
    names = (first, *others)
    sentence = tr(
        "Qt needs the system libraries {libraries}; on Debian and Ubuntu they are in the packages {packages}."
    )
    packages = dict.fromkeys(DEBIAN_PACKAGES[name] for name in names)
    return sentence.format(libraries=", ".join(names), packages=" ".join(packages))


def _absent(sonames: Iterable[str]) -> set[str]:
    """Those of the libraries that are not there; one that only lacks another, as the program's own may, is there."""
    absent = set()
    for soname in sonames:
        try:
            ctypes.CDLL(soname)
        except OSError as error:
            absent.add(_missing(error))
    return absent & DEBIAN_PACKAGES.keys()
