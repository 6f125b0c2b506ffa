"""The entry in the start menu: made for one account, by the rules for its file, and taken away without a trace."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MENU = ROOT / "packaging" / "menu"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux has such menus.")


def unpacked(folder: Path) -> Path:
    """A program's folder with a program that prints its place."""
    (folder / "share" / "icons").mkdir(parents=True)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy2(MENU / name, folder / name)
    for name in ("lenet-app.desktop", "menu.sh"):
        shutil.copy(MENU / name, folder / "share" / name)
    for name in ("16.png", "256.png", "lenet-app.svg"):
        (folder / "share" / "icons" / name).write_bytes(name.encode())
    (folder / "lenet-app").write_text('#!/bin/sh\necho started with "$@"\n')
    (folder / "lenet-app").chmod(0o755)
    return folder


@pytest.fixture(params=["plain", 'Zoë\'s 100 = $HOME `x` & | : \\ "folder"'])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpacked(tmp_path / str(request.param) / "lenet-app")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home of Zoë"
    folder.mkdir()
    return folder


def entry_of(home: Path) -> Path:
    return home / ".local" / "share" / "applications" / "lenet-app.desktop"


def command_of(home: Path) -> Path:
    return home / ".local" / "bin" / "lenet-app"


def run(script: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run([script], env=plain | environ, capture_output=True, text=True, timeout=60, check=False)


def test_installed_and_uninstalled(program: Path, home: Path) -> None:
    done = run(program / "install.sh", HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert "started with --version" in done.stdout
    icons = home / ".local" / "share" / "icons" / "hicolor"
    assert started_by(entry_of(home).read_text(encoding="utf-8")) == str(program / "lenet-app")
    assert (icons / "256x256" / "apps" / "lenet-app.png").read_bytes() == b"256.png"
    assert (icons / "scalable" / "apps" / "lenet-app.svg").is_file()
    assert command_of(home).resolve() == program / "lenet-app"
    assert run(program / "install.sh", HOME=str(home)).returncode == 0  # again, as after a move

    assert run(program / "uninstall.sh", HOME=str(home)).returncode == 0
    assert not [path for path in home.rglob("*") if not path.is_dir() and "lenet-app" in path.name]
    assert run(program / "uninstall.sh", HOME=str(home)).returncode == 0


def started_by(entry: str) -> str:
    """What a menu starts: the value's escapes undone, then those between its quotes."""
    (value,) = [line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec=")]
    argument = value.replace("\\\\", "\\")
    assert argument.startswith('"')
    assert argument.endswith('"')
    return re.sub(r'\\(["`$\\])', r"\1", argument[1:-1])


def test_glib_loads_the_entry(program: Path, home: Path) -> None:
    try:
        gio = ctypes.CDLL("libgio-2.0.so.0")
    except OSError:
        pytest.skip("GLib is not installed.")
    load = gio.g_desktop_app_info_new_from_filename
    load.restype, load.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    run(program / "install.sh", HOME=str(home))
    assert load(bytes(entry_of(home)))


def test_another_programs_command_stays(program: Path, home: Path, tmp_path: Path) -> None:
    command = command_of(home)
    command.parent.mkdir(parents=True)
    own = tmp_path / "own"
    own.write_text("the user's")
    for make in (lambda: command.write_text("another"), lambda: command.symlink_to(own)):
        make()
        done = run(program / "install.sh", HOME=str(home))
        assert done.returncode == 0
        assert f"{command} is another program's, so it stays as it is.\n" in done.stdout
        assert entry_of(home).is_file()
        assert run(program / "uninstall.sh", HOME=str(home)).returncode == 0
        assert not entry_of(home).exists()
        assert command.read_text() in {"another", "the user's"}
        command.unlink()
    assert own.is_file()


def test_of_two_copies_each_removes_its_own(tmp_path: Path, home: Path) -> None:
    old, new = unpacked(tmp_path / "old"), unpacked(tmp_path / "new")
    run(old / "install.sh", HOME=str(home))
    run(new / "install.sh", HOME=str(home))
    done = run(old / "uninstall.sh", HOME=str(home))
    assert done.stdout == f"The lenet-app in your start menu is not the one in {old}, so it stays.\n"
    assert started_by(entry_of(home).read_text()) == str(new / "lenet-app")
    assert command_of(home).resolve() == new / "lenet-app"
    assert run(new / "uninstall.sh", HOME=str(home)).returncode == 0
    assert not entry_of(home).exists()
    assert not command_of(home).is_symlink()


def test_a_copy_that_is_gone_keeps_no_command(program: Path, home: Path, tmp_path: Path) -> None:
    command_of(home).parent.mkdir(parents=True)
    command_of(home).symlink_to(tmp_path / "gone" / "lenet-app")
    assert run(program / "install.sh", HOME=str(home)).returncode == 0
    assert command_of(home).resolve() == program / "lenet-app"


def test_through_a_link(program: Path, home: Path, tmp_path: Path) -> None:
    for name in ("install.sh", "uninstall.sh"):
        (tmp_path / name).symlink_to(program / name)
    assert run(tmp_path / "install.sh", HOME=str(home)).returncode == 0
    assert started_by(entry_of(home).read_text(encoding="utf-8")) == str(program / "lenet-app")
    assert run(tmp_path / "uninstall.sh", HOME=str(home)).returncode == 0
    assert not entry_of(home).exists()


@pytest.mark.parametrize(("name", "fault"), [("100 %", "%"), ("two\nlines", "a line break"), ("end\n", "a line break")])
def test_a_name_that_no_menu_takes(tmp_path: Path, home: Path, name: str, fault: str) -> None:
    done = run(unpacked(tmp_path / name) / "install.sh", HOME=str(home))
    beginning = f"install.sh: a start menu cannot start a program from a folder with {fault} in its name"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(beginning)
    assert done.stderr.count("\n") == 1
    assert not list(home.iterdir())


def test_a_home_that_cannot_be_written_to(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "closed"
    home.touch()  # no folder can be made in a file, by whomever
    done = run(program / "install.sh", HOME=str(home))
    assert (done.returncode, done.stdout) == (1, "")
    place = home / ".local" / "share"
    assert done.stderr == f"install.sh: {place} cannot be written to, so your start menu stays as it is.\n"


@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_without_a_home_there_is_a_sentence(program: Path, name: str) -> None:
    done = run(program / name)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}: there is no home folder (HOME is not set)")


def test_the_entry_keeps_to_the_specification(tmp_path: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed (package desktop-file-utils).")
    text = (MENU / "lenet-app.desktop").read_text(encoding="utf-8")
    entry = tmp_path / "lenet-app.desktop"
    entry.write_text(text.replace("@COMMENT@", "Draw"), encoding="utf-8")
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
    assert done.stdout == ""
