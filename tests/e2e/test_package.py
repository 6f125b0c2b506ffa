"""The built program: what is in it, and that it works in homes of all kinds. `make package` runs its self-test."""

import json
import os
import shutil
from pathlib import Path

import pytest

import lenet_app
from bundle import facts, licences, sizes
from tests.e2e.built import built_program, run_built

MOST = 560_000_000
SEVEN = '{"strokes": [[[2, 2], [8, 2], [5, 9]]]}\n'
HOME_NAMES = ("Zoë Ångström Ωμέγα", "plain")


@pytest.fixture(scope="module")
def program() -> Path:
    return built_program()


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    path = tmp_path / "seven.jsonl"
    path.write_text(SEVEN)
    return path


def test_it_is_no_larger_than_promised_and_whole(program: Path) -> None:
    assert sizes.size_of(program) < MOST, sizes.report(program)
    dangling = [path for path in program.rglob("*") if path.is_symlink() and not path.exists()]
    assert not dangling
    names = {path.name for path in (program / "_internal").iterdir()}
    assert not names & {"mypy", "pytest", "ruff", "_pytest", "setuptools", "pip", "tkinter"}
    assert not [path for path in program.rglob("*") if path.suffix in (".h", ".pyi") or path.name == "screenshots"]


def test_torchs_compiler_stays_out(program: Path) -> None:
    names = {path.name for path in (program / "licences").iterdir()}
    assert "torch" in names
    assert not names & {"sympy", "mpmath", "networkx", "jinja2", "fsspec"}, "torch's compiler brings them"


def test_every_bundled_file_is_in_it(program: Path) -> None:
    for source, place in facts.bundled_files():
        assert (program / "_internal" / place / Path(source).name).read_bytes() == Path(source).read_bytes()


def test_licences_and_menu_entry_lie_beside_it(program: Path) -> None:
    summary = (program / "licences" / "SUMMARY.txt").read_text(encoding="utf-8")
    assert all(name in summary for name in ("PySide6", "torch", "numpy", "Python", "pyinstaller", "MNIST", "Lucide"))
    for name in (
        "install.sh",
        "uninstall.sh",
        "README.txt",
        "LICENSE.txt",
        "share/lenet-app.desktop",
        "share/menu.sh",
        "share/icons/256.png",
    ):
        assert (program / name).is_file()


def test_every_library_has_a_licence(program: Path) -> None:
    lines = (program / "licences" / "LIBRARIES.txt").read_text(encoding="utf-8").splitlines()
    owners = dict(line.split("\t") for line in lines)
    inside = program / "_internal"
    libraries = [path for path in inside.rglob("*") if ".so" in path.name and path.is_file() and not path.is_symlink()]
    # torch's helper is a program, and is told of as well.
    assert {path.relative_to(inside).as_posix() for path in libraries} | {
        "torch/bin/torch_shm_manager"
    } == owners.keys()
    for owner in set(owners.values()):
        assert any((program / "licences" / owner).iterdir()), owner


def test_what_its_licences_refer_to_is_there(program: Path) -> None:
    texts = program / "licences"
    assert licences.referred_licences(texts) <= {path.name for path in (texts / "common-licenses").iterdir()}


def test_any_name_of_its_folder_will_do(program: Path, tmp_path: Path) -> None:
    moved = tmp_path / "10:30, of Zoë; 100 %" / "lenet-app"
    moved.mkdir(parents=True)
    (moved / "_internal").symlink_to(program / "_internal")
    for name in ("lenet-app", "qt.conf"):
        shutil.copy2(program / name, moved / name)
    # The variable names plugins of another Qt, as desktops do.
    opened = run_built(moved, "--start-times", QT_QPA_PLATFORM="offscreen", QT_PLUGIN_PATH=str(tmp_path))
    assert (opened.returncode, opened.stderr) == (0, "")
    assert len(opened.stdout.splitlines()) == 3


def test_it_tells_its_version(program: Path) -> None:
    lines = run_built(program, "--version", QT_QPA_PLATFORM="offscreen").stdout.splitlines()
    assert lines[0] == f"lenet-app {lenet_app.__version__}"
    assert len(lines) == 4


@pytest.mark.parametrize("name", HOME_NAMES)
def test_any_name_of_a_home_will_do(program: Path, tmp_path: Path, seven: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    assert run_built(program, "predict", "--strokes", seven, HOME=str(home)).stdout.startswith("0: 7 (")
    opened = run_built(program, "--start-times", HOME=str(home), QT_QPA_PLATFORM="offscreen")
    events = [json.loads(line)["event"] for line in opened.stdout.splitlines()]
    assert events == ["first paint", "first answer", "torch ready"]


def test_without_a_home(program: Path, seven: Path) -> None:
    assert run_built(program, "predict", "--strokes", seven).stdout.startswith("0: 7 (")
    assert run_built(program, "--start-times", QT_QPA_PLATFORM="offscreen").returncode == 0


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="Nothing is unwritable for root.")
def test_with_a_home_that_cannot_be_written_to(program: Path, tmp_path: Path, seven: Path) -> None:
    home = tmp_path / "closed"
    home.mkdir(mode=0o500)
    assert run_built(program, "predict", "--strokes", seven, HOME=str(home)).stdout.startswith("0: 7 (")
    told = run_built(program, "train", "--epochs", "1", "--subset", "64", HOME=str(home))
    assert told.returncode == 1
    assert "cannot be written" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_program_without_a_display_says_so(program: Path, tmp_path: Path) -> None:
    told = run_built(program, HOME=str(tmp_path))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "lenet-app: There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
    )
