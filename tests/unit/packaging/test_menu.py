"""The entry in the start menu: made for one account, by the rules for its file, and taken away without a trace."""

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


@pytest.fixture(params=["plain", 'Zoë\'s 100 % $HOME `x` & | \\ "folder"'])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A program's folder with a program that prints its place, in a folder with such a name."""
    folder = tmp_path / str(request.param) / "lenet-app"
    (folder / "share" / "icons").mkdir(parents=True)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy2(MENU / name, folder / name)
    shutil.copy(MENU / "lenet-app.desktop", folder / "share" / "lenet-app.desktop")
    for name in ("16.png", "256.png", "lenet-app.svg"):
        (folder / "share" / "icons" / name).write_bytes(name.encode())
    (folder / "lenet-app").write_text('#!/bin/sh\necho started with "$@"\n')
    (folder / "lenet-app").chmod(0o755)
    return folder


def run(script: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run([script], env=plain | environ, capture_output=True, text=True, timeout=60, check=False)


def test_installed_and_uninstalled(program: Path, tmp_path: Path) -> None:
    home = tmp_path / "home of Zoë"
    home.mkdir()
    done = run(program / "install.sh", HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert "started with --version" in done.stdout
    share = home / ".local" / "share"
    entry = (share / "applications" / "lenet-app.desktop").read_text(encoding="utf-8")
    assert started_by(entry) == str(program / "lenet-app")
    assert (share / "icons" / "hicolor" / "256x256" / "apps" / "lenet-app.png").read_bytes() == b"256.png"
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "lenet-app.svg").is_file()
    assert (home / ".local" / "bin" / "lenet-app").resolve() == program / "lenet-app"
    assert run(program / "install.sh", HOME=str(home)).returncode == 0  # again, as after a move

    assert run(program / "uninstall.sh", HOME=str(home)).returncode == 0
    assert not [path for path in home.rglob("*") if not path.is_dir() and "lenet-app" in path.name]
    assert run(program / "uninstall.sh", HOME=str(home)).returncode == 0


def started_by(entry: str) -> str:
    """What a menu starts: the value's escapes undone, then those between its quotes, then its field codes."""
    (value,) = [line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec=")]
    argument = value.replace("\\\\", "\\")
    assert argument.startswith('"')
    assert argument.endswith('"')
    return re.sub(r'\\(["`$\\])', r"\1", argument[1:-1]).replace("%%", "%")


def test_another_programs_command_stays(program: Path, tmp_path: Path) -> None:
    command = tmp_path / "home" / ".local" / "bin" / "lenet-app"
    command.parent.mkdir(parents=True)
    command.write_text("another")
    assert run(program / "uninstall.sh", HOME=str(tmp_path / "home")).returncode == 0
    assert command.read_text() == "another"


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
    entry.write_text(
        text.replace("@EXEC@", '"/opt/lenet app/lenet-app"').replace("@COMMENT@", "Draw"), encoding="utf-8"
    )
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
    assert done.stdout == ""
