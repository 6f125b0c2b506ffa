"""The check before the window, each time in a fresh interpreter: with real libraries, displays and environments."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lenet_app.gui.system.preflight import check_window_can_open
from lenet_app.gui.system.system_libraries import BASE, DEBIAN_PACKAGES, WAYLAND, X11

ROOT = Path(__file__).resolve().parents[3]
LINUX = sys.platform.startswith("linux")
linux_only = pytest.mark.skipif(not LINUX, reason="Libraries and displays are looked at on Linux only.")

# Asks, prints the sentence, and tells whether Qt was imported on the way.
CHECK = """
import os, sys
from lenet_app.errors import UserError
from lenet_app.gui.system.preflight import check_window_can_open
try:
    check_window_can_open(os.environ)
    print("open")
except UserError as fault:
    print(fault)
assert "PySide6" not in sys.modules
"""

OPEN = """
import sys
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("7")
label.show()
application.processEvents()
print(application.platformName(), label.isVisible())
"""

_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "XDG_RUNTIME_DIR")


def _run(source: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run Python where only the variables given speak of a display."""
    kept = {k: v for k, v in os.environ.items() if k not in _DISPLAY_VARIABLES and not k.startswith("QT_")}
    command = [sys.executable, "-c", source]
    result = subprocess.run(
        command, cwd=ROOT, env=kept | environ, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    return result


def _sentence(source: str = CHECK, **environ: str) -> str:
    return _run(source, **environ).stdout.strip()


@pytest.fixture(scope="module")
def x_server() -> Iterator[str]:
    """The name of an X display without a screen."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed.")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
        server.terminate()


@linux_only
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "none-such;offscreen"])
def test_qt_opens_after_the_check(platform: str) -> None:
    lines = _run(CHECK + OPEN, QT_QPA_PLATFORM=platform).stdout.split()
    assert lines == ["open", platform.rpartition(";")[2], "True"]


@linux_only
def test_qt_opens_on_an_x_display_after_the_check(x_server: str) -> None:
    assert _sentence(CHECK + OPEN, DISPLAY=x_server).split() == ["open", "xcb", "True"]


@linux_only
def test_a_stale_wayland_display_leaves_the_x_display(x_server: str, tmp_path: Path) -> None:
    environ = {"DISPLAY": x_server, "WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert _sentence(CHECK + OPEN, **environ).split() == ["open", "xcb", "True"]


@linux_only
def test_no_display() -> None:
    sentence = "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set."
    assert _sentence() == sentence
    assert _sentence(DISPLAY="") == sentence
    assert _sentence(QT_QPA_PLATFORM="xcb") == "There is no display to open a window on: DISPLAY is not set."


@linux_only
def test_unreachable_displays(tmp_path: Path) -> None:
    assert _sentence(DISPLAY=":987") == "The display :987 cannot be reached."
    wayland = "The Wayland display wayland-7 cannot be reached."
    assert _sentence(WAYLAND_DISPLAY="wayland-7", XDG_RUNTIME_DIR=str(tmp_path)) == wayland
    assert _sentence(WAYLAND_DISPLAY="wayland-7") == wayland
    assert "wayland-0" in _sentence(XDG_SESSION_TYPE="wayland", XDG_RUNTIME_DIR=str(tmp_path))


@linux_only
def test_a_platform_that_qt_lacks() -> None:
    sentence = _sentence(QT_QPA_PLATFORM="none-such")
    assert sentence.startswith("Qt has no platform none-such, which QT_QPA_PLATFORM asks for; it has ")
    assert "offscreen" in sentence


@linux_only
def test_the_variable_that_the_standalone_program_sets_hides_nothing(tmp_path: Path) -> None:
    """PyInstaller sets QT_PLUGIN_PATH to the plugins that it collected."""
    sentence = _sentence(QT_QPA_PLATFORM="none-such", QT_PLUGIN_PATH=str(tmp_path))
    assert sentence.startswith("Qt has no platform none-such, which QT_QPA_PLATFORM asks for; it has ")
    assert "offscreen" in sentence


@linux_only
def test_the_command_prints_the_sentence_and_no_traceback() -> None:
    source = "import sys; from lenet_app.cli import main; sys.stdout.write(str(main([])))"
    result = _run(source, DISPLAY=":987")
    assert (result.stdout, result.stderr) == ("1", "lenet-app: The display :987 cannot be reached.\n")


def test_qt_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()  # what an uninstallation may leave
    sentence = "The window needs PySide6; install it with: python -m pip install PySide6-Essentials"
    bare = f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + [{str(tmp_path)!r}]\n"
    assert _sentence(bare + CHECK) == sentence


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_an_installed_qt_is_enough(platform: str) -> None:
    check_window_can_open({}, platform)


def _library(path: Path, *arguments: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    command = ["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-x", "none", "-o", str(path), *arguments]
    subprocess.run(command, check=True, timeout=60)


@pytest.fixture
def incomplete_qt(tmp_path: Path) -> str:
    """A folder with a PySide6 whose plugin `xcb` needs two libraries that no system has."""
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed, which makes the library that lacks another.")
    package = tmp_path / "path" / "PySide6"
    for name in ("libQt6Widgets.so.6", "libQt6Svg.so.6"):
        _library(package / "Qt" / "lib" / name)
    absent = [tmp_path / "liblenet-absent.so.7", tmp_path / "liblenet-absent-too.so.0"]
    for path in absent:
        _library(path, f"-Wl,-soname,{path.name}")
    arguments = ["-Wl,--no-as-needed", *map(str, absent)]
    _library(package / "Qt" / "plugins" / "platforms" / "libqxcb.so", *arguments)
    for path in absent:
        path.unlink()
    (package / "__init__.py").touch()
    (package / "QtWidgets.abi3.so").touch()
    return str(package.parent)


@linux_only
def test_a_missing_library(incomplete_qt: str) -> None:
    environ = {"PYTHONPATH": incomplete_qt, "DISPLAY": ":987"}
    assert _sentence(**environ) == "Qt needs the system library liblenet-absent.so.7, which is not installed."

    known = "from lenet_app.gui.system import system_libraries as known; known.X11.update({}); "
    known += "known.DEBIAN_PACKAGES.update({})\n"
    one = known.replace("{}", "{'liblenet-absent.so.7': 'liblenet-absent7'}")
    sentence = "Qt needs the system library liblenet-absent.so.7; on Debian and Ubuntu it is in the package "
    assert _sentence(one + CHECK, **environ) == sentence + "liblenet-absent7."

    two = known.replace("{}", "{'liblenet-absent.so.7': 'liblenet-absent7', 'liblenet-absent-too.so.0': 'too0'}")
    assert _sentence(two + CHECK, **environ) == (
        "Qt needs the system libraries liblenet-absent.so.7, liblenet-absent-too.so.0; on Debian and Ubuntu they are "
        "in the packages liblenet-absent7 too0."
    )


@linux_only
def test_plugins_are_looked_for_where_qt_does(incomplete_qt: str, tmp_path: Path) -> None:
    plugins = Path(incomplete_qt, "PySide6", "Qt", "plugins")
    environ = {"PYTHONPATH": incomplete_qt, "DISPLAY": ":987"}
    sentence = "Qt needs the system library liblenet-absent.so.7, which is not installed."
    assert _sentence(QT_PLUGIN_PATH=str(plugins), **environ) == sentence
    whole, straight = tmp_path / "whole", tmp_path / "straight"
    assert _sentence(QT_PLUGIN_PATH=f"{plugins}:{whole}:{straight}", **environ) == sentence
    _library(whole / "platforms" / "libqxcb.so")
    _library(straight / "libqxcb.so")
    unreachable = "The display :987 cannot be reached."
    assert _sentence(QT_PLUGIN_PATH=f"{plugins}:{whole}", **environ) == unreachable
    assert _sentence(QT_QPA_PLATFORM_PLUGIN_PATH=str(straight), **environ) == unreachable


@linux_only
def test_a_library_that_the_program_brings_is_not_missing(incomplete_qt: str, tmp_path: Path) -> None:
    """It cannot be loaded either, since it needs the one that is missing."""
    absent, brought = tmp_path / "liblenet-absent.so.7", tmp_path / "brought" / "liblenet-brought.so.1"
    _library(absent, f"-Wl,-soname,{absent.name}")
    _library(brought, f"-Wl,-soname,{brought.name}", "-Wl,--no-as-needed", str(absent))
    absent.unlink()
    known = "import lenet_app.gui.system.system_libraries as known\n"
    for name in (absent.name, brought.name):
        known += "".join(f"known.{table}[{name!r}] = 'package-of-{name}'\n" for table in ("X11", "DEBIAN_PACKAGES"))
    environ = {"PYTHONPATH": incomplete_qt, "DISPLAY": ":987", "LD_LIBRARY_PATH": str(brought.parent)}
    assert _sentence(known + CHECK, **environ).endswith("is in the package package-of-liblenet-absent.so.7.")


@linux_only
def test_a_damaged_library(incomplete_qt: str) -> None:
    library = Path(incomplete_qt, "PySide6", "Qt", "lib", "libQt6Svg.so.6")
    library.write_bytes(library.read_bytes()[:10])
    sentence = _sentence(PYTHONPATH=incomplete_qt, DISPLAY=":987")
    assert sentence.startswith("Qt cannot be loaded: ")
    assert "libQt6Svg.so.6" in sentence


def _listed_packages() -> dict[str, set[str]]:
    """The packages of packaging/debian-packages.txt by the first word of the comment above them."""
    sections: dict[str, set[str]] = {}
    name = ""
    for line in (ROOT / "packaging" / "debian-packages.txt").read_text().splitlines():
        if line.startswith("#"):
            name = line.removeprefix("# ").partition(" (")[0]
        elif line:
            sections.setdefault(name, set()).add(line)
    return sections


def test_every_list_of_debian_packages_is_the_same() -> None:
    sections = _listed_packages()
    assert sections["Qt's libraries"] == set(BASE.values())
    assert sections["Qt's plugin for X11"] == set(X11.values())
    assert sections["Qt's plugin for Wayland"] == set(WAYLAND.values())
    wanted = {package for name, section in sections.items() if "tests" not in name for package in section}
    (told,) = re.findall(r"sudo apt install ((?:[^\n]*\\\n)*[^\n]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert set(told.replace("\\\n", " ").split()) == wanted


# On every Debian system: needed by dpkg, apt or Python itself.
_ALWAYS_THERE = r"ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+|z|zstd)\.so\.\d+"


@linux_only
def test_the_list_is_what_qt_asks_the_loader_for() -> None:
    if shutil.which("readelf") is None:
        pytest.skip("readelf is not installed, which tells what a library needs.")
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    if not qt.is_dir():
        pytest.skip("This PySide6 uses the system's own Qt.")
    own = {path.name: path for path in qt.rglob("*.so*")}
    plugins = (
        "qxcb",
        "qwayland",
        "qoffscreen",
        "qxcb-egl-integration",
        "qxcb-glx-integration",
        "qt-plugin-wayland-egl",
    )
    roots = ["libQt6Widgets.so.6", "libQt6Svg.so.6", *(f"lib{plugin}.so" for plugin in plugins)]
    seen: set[str] = set()
    while roots:
        name = roots.pop()
        if name not in seen and name in own:
            output = subprocess.run(["readelf", "-d", own[name]], capture_output=True, text=True, check=True).stdout
            roots += re.findall(r"\(NEEDED\).*\[(.*)\]", output)
        seen.add(name)
    system = {name for name in seen - own.keys() if not re.fullmatch(_ALWAYS_THERE, name)}
    assert system == set(DEBIAN_PACKAGES)
