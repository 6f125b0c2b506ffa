"""Processes that are killed at any moment lose nothing that they had confirmed, and leave nothing half done."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from lenet_app.gui.settings import Settings
from lenet_app.paths import HOME_VARIABLE, Home
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model, write_model
from lenet_app.storage.results import ReproductionFolder
from lenet_app.temporary import clear_left
from tests.unit.commands.running import ROOT, started
from tests.unit.samples import model

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="A kill is POSIX's.")

STORE = """
import os, sys
from pathlib import Path
from lenet_app.storage.library import ModelLibrary
from tests.unit.samples import model

library = ModelLibrary(Path(sys.argv[1]), Path(sys.argv[1]) / "none")
own = model()
for number in range(10**9):
    entry = library.save(own)
    print("+", entry.name, flush=True)
    if number % 3 == 1:
        print("-", entry.name, flush=True)  # from now on only one of its two names is there for certain
        renamed = library.rename(entry, f"renamed {os.getpid()} {number}")
        print("+", renamed.name, flush=True)
    if number % 3 == 2:
        print("-", entry.name, flush=True)
        library.delete(entry)
"""
WINDOW = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from lenet_app.cli import main
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from tests.unit.samples import model

library, numbers = ModelLibrary(Home.of_user().models), iter(range(10**9))

def work():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    window.model_in_use.set_threshold(next(numbers) % 100 / 100)
    if window.model_in_use.model is not None:
        print("+", library.save(model(name=f"{os.getpid()}")).name, flush=True)

def begin():
    timer = QTimer(QApplication.instance())
    timer.timeout.connect(work)
    timer.start(50)

QTimer.singleShot(0, begin)
main([])
"""


def killed(arguments: Sequence[str], after: float, environment: dict[str, str] | None = None) -> list[str]:
    """Start a process, wait for its first line and so many seconds more, kill it; the whole lines that it printed."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after)  # a kill at any moment is what this is about
        process.kill()
        rest = process.stdout.read()
    text = first + rest
    return text[: text.rfind("\n") + 1].splitlines()


def confirmed(lines: list[str]) -> set[str]:
    """The models that are there for certain after these lines."""
    there: set[str] = set()
    for line in lines:
        (there.add if line[0] == "+" else there.discard)(line[2:])
    return there


def check_store(folder: Path, there: set[str]) -> None:
    """Whatever bears a model's name is one, and of those that were confirmed all."""
    found = {path.stem for path in folder.glob("*.safetensors")}
    assert there <= found
    for name in found:
        assert read_model(folder / f"{name}.safetensors").architecture == model().architecture
    clear_left([folder])
    assert not list(folder.glob(".*.tmp"))


def kill_in_the_store(folder: Path, kills: int) -> None:
    random, there = np.random.default_rng(kills), set[str]()
    for number in range(kills):
        if number % 10 == 0:  # a store that grows takes ever longer to be looked through
            folder, there = folder / str(number), set()
        there |= confirmed(killed(["-c", STORE, str(folder)], float(random.uniform(0, 0.4))))
        check_store(folder, there)


def test_three_kills_in_the_store(tmp_path: Path) -> None:
    kill_in_the_store(tmp_path, 3)


@pytest.mark.long
def test_many_kills_in_the_store(tmp_path: Path) -> None:
    kill_in_the_store(tmp_path, 100)


@pytest.mark.long
def test_kills_in_a_training_leave_the_model_that_was_there_or_the_new_one(tmp_path: Path) -> None:
    output, random = tmp_path / "m.safetensors", np.random.default_rng(21)
    before, epochs = model(), set()
    write_model(before, output)
    train = ["train", "--epochs", "2", "--subset", "2000", "--hold-out", "0", "--device", "cpu", "--json"]
    for _ in range(21):
        # The first line is the first epoch's; what comes after takes about a second, measuring and writing included.
        killed(["-m", "lenet_app", *train, "--output", str(output)], float(random.uniform(0, 2)))
        epochs.add(read_model(output).recipe.epochs)
        write_model(before, output)
    assert epochs <= {before.recipe.epochs, 2}
    assert before.recipe.epochs != 2
    clear_left([tmp_path])
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors"]


@pytest.mark.long
def test_a_reproduction_that_is_killed_goes_on_from_its_last_result(tmp_path: Path) -> None:
    quick = ["reproduce", "--quick", "--seeds", "6", "--device", "cpu", "--json", "--output", str(tmp_path)]
    folder, random = ReproductionFolder(tmp_path), np.random.default_rng(6)
    done = 0
    for _ in range(6):
        lines = killed(["-m", "lenet_app", *quick, "lenet5-dropout"], float(random.uniform(0, 1)))
        assert len(folder.results()) >= len(lines) >= done, "what was done before is told at once"
        done = len(lines)
    with started([*quick, "lenet5-dropout"]) as process:
        out, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    assert len(out.splitlines()) == len(folder.results()) == 6
    for path in (tmp_path / "results").glob("*.safetensors"):
        assert read_model(path).metrics.test_accuracy is not None


@pytest.mark.long
def test_kills_of_the_window_lose_no_model_and_no_settings(tmp_path: Path) -> None:
    random, there = np.random.default_rng(16), set[str]()
    home = Home(tmp_path)
    for number in range(16):
        there |= confirmed(killed(["-c", WINDOW], float(random.uniform(0, 5)), {HOME_VARIABLE: str(tmp_path)}))
        assert there
        names = {entry.name for entry in ModelLibrary(home.models).entries()}
        assert there <= names
        assert not ModelLibrary(home.models).contents().unusable
        if number == 15:  # by now one of them has lived long enough to write its settings
            assert Settings.of(home).threshold is not None
    assert "Traceback" not in (home.log.read_text("utf-8") if home.log.exists() else "")
