"""Which libraries stay in the standalone program, seen on small libraries made for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import pruning
from bundle.pruning import Entry

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only on Linux is anything left out.")

QT = "PySide6/Qt"


@pytest.fixture
def libraries(tmp_path: Path) -> dict[str, Path]:
    """libbase, libmiddle which needs it, and a plugin which needs libmiddle."""
    if shutil.which("gcc") is None or shutil.which("objdump") is None:
        pytest.skip("gcc or objdump is not installed, which make and read libraries.")
    made: dict[str, Path] = {}
    for name, needed in (
        ("libbase.so.1", ()),
        ("libmiddle.so.1", ("libbase.so.1",)),
        ("plugin.so", ("libmiddle.so.1",)),
    ):
        path = made[name] = tmp_path / name
        needs = [str(made[one]) for one in needed]
        flags = ["-shared", "-nostdlib", "-Wl,--no-as-needed", f"-Wl,-soname,{name}", f"-Wl,-rpath-link,{tmp_path}"]
        subprocess.run(
            ["gcc", *flags, "-x", "c", "/dev/null", "-x", "none", "-o", path, *needs], check=True, timeout=60
        )
    return made


def test_what_a_library_asks_for_itself(libraries: dict[str, Path]) -> None:
    assert pruning.needed_by(libraries["plugin.so"]) == ["libmiddle.so.1"]
    assert pruning.needed_by(libraries["libbase.so.1"]) == []
    assert pruning.needed_by(Path(__file__)) == []


def kept(entries: list[Entry]) -> set[str]:
    return {entry[0] for entry in pruning.kept_binaries(entries)}


def test_a_library_stays_with_what_needs_it(libraries: dict[str, Path]) -> None:
    base = (f"{QT}/lib/libbase.so.1", str(libraries["libbase.so.1"]), "BINARY")
    middle = ("libmiddle.so.1", str(libraries["libmiddle.so.1"]), "BINARY")
    link = ("libbase.so.1", f"{QT}/lib/libbase.so.1", "SYMLINK")
    plugin = (f"{QT}/plugins/platforms/libqxcb.so", str(libraries["plugin.so"]), "BINARY")
    assert kept([base, middle, link]) == set()
    assert kept([base, middle, link, plugin]) == {entry[0] for entry in (base, middle, link, plugin)}
    other = (f"{QT}/plugins/platforms/libqeglfs.so", str(libraries["plugin.so"]), "BINARY")
    assert kept([base, middle, link, other]) == set()


def test_what_the_system_has_and_what_is_brought(libraries: dict[str, Path]) -> None:
    source = str(libraries["libbase.so.1"])
    extension = ("numpy/_core/_umath.so", str(libraries["plugin.so"]), "EXTENSION")
    bootloader = ("libpython3.11.so.1.0", source, "BINARY")
    torchs = ("torch/lib/libtorch_cpu.so", source, "BINARY")
    system = [
        (name, source, "BINARY") for name in ("libGL.so.1", "libfontconfig.so.1", "libstdc++.so.6", "libxcb.so.1")
    ]
    assert kept([extension, bootloader, torchs, *system]) == {extension[0], bootloader[0], torchs[0]}


def test_the_plugins_for_both_displays_are_there_and_gtks_theme_is_not() -> None:
    names = {Path(source).name for source, _ in pruning.plugin_files()}
    assert {"libqxcb.so", "libqoffscreen.so", "libqxdgdesktopportal.so", "libqsvgicon.so", "libxdg-shell.so"} <= names
    assert any(name.startswith("libqwayland") for name in names)
    assert not {"libqgtk3.so", "libqeglfs.so", "libqpdf.so", "libqtvirtualkeyboardplugin.so"} & names
    assert all(place.startswith(f"{QT}/plugins/") for _, place in pruning.plugin_files())


def test_translations_stubs_and_links_to_nothing_go() -> None:
    stay = ("lenet_app/assets/mnist/README.md", "", "DATA")
    go = [("PySide6/Qt/translations/qt_de.qm", "", "DATA"), ("torch/types.pyi", "", "DATA")]
    library = (f"{QT}/lib/libQt6Svg.so.6", "", "BINARY")
    link = ("libQt6Svg.so.6", f"{QT}/lib/libQt6Svg.so.6", "SYMLINK")
    dangling = ("libQt6Qml.so.6", f"{QT}/lib/libQt6Qml.so.6", "SYMLINK")
    assert pruning.kept_data([stay, *go, link, dangling], [library]) == [stay, link]


def test_the_helpers_of_xcb_lie_where_qts_plugin_looks() -> None:
    entries = [
        ("libxcb-cursor.so.0", "/usr/lib/libxcb-cursor.so.0.0.0", "BINARY"),
        ("libz.so.1", "/usr/lib/z", "BINARY"),
    ]
    assert pruning.beside_qt(entries) == [("PySide6/Qt/lib/libxcb-cursor.so.0", *entries[0][1:]), entries[1]]


def test_qts_environment_is_made_by_our_own_script() -> None:
    entries = [(name, f"/{name}.py", "PYSOURCE") for name in ("qt_environment", "pyi_rth_pyside6", "__main__")]
    assert [name for name, _, _ in pruning.kept_scripts(entries)] == ["qt_environment", "__main__"]
