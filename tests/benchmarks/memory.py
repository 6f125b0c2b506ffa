"""How much memory the program has at most: with its window open, while it trains, while it evaluates.

Run `make bench`, or `python -m tests.benchmarks.memory`. Each figure is of a process of its own, the largest resident
set that the system saw; on Linux and macOS. What is measured has a home of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.report import Row, parser, tell

_EPOCHS = 2
_IDLE = 3000  # ms
_MEGABYTE = 1_000_000
_MAXRSS = 1 if sys.platform == "darwin" else 1024
"""Bytes in which a system tells the resident set."""


def rows() -> list[Row]:
    """Megabytes at most, of each thing that the program does."""
    this = [sys.executable, "-m", "tests.benchmarks.memory", "--window"]
    program = [sys.executable, "-m", "lenet_app"]
    with tempfile.TemporaryDirectory() as folder:
        train = ["train", "--epochs", str(_EPOCHS), "--device", "cpu", "--output", f"{folder}/model.safetensors"]
        return [
            _row("the window, at rest after its start", [*this, "rest"], folder),
            _row(f"the window, training LeNet-5 on MNIST for {_EPOCHS} epochs", [*this, "train"], folder),
            _row(f"the same on the command line, {_EPOCHS} epochs", [*program, *train], folder),
            _row("evaluating on the command line", [*program, "evaluate"], folder),
        ]


def _row(name: str, command: list[str], home: str) -> Row:
    environment = os.environ | {"LENET_APP_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        faults = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{faults}")
    return Row(name, used.ru_maxrss * _MAXRSS / _MEGABYTE, "MB")


def _run_window(task: str) -> int:
    """What the program does with its window open, as a person would have it."""
    from lenet_app.commands.window import prepare_window

    prepare_window()
    from PySide6.QtCore import QTimer

    from lenet_app.gui.shell.app import run_window
    from lenet_app.gui.shell.main_window import MainWindow
    from lenet_app.gui.train.page import TrainPage
    from lenet_app.paths import Home

    def begin(window: MainWindow) -> None:
        if task == "rest":
            QTimer.singleShot(_IDLE, window, window.close)
            return
        window.rail.show_page("train")
        page = window.page("train", TrainPage)
        page.card.form.epochs.setValue(_EPOCHS)
        window.training.ended.connect(window.stop_and_close)
        page.choices.train_button.click()

    def watch(window: MainWindow) -> None:
        window.ready.connect(lambda: begin(window))

    return run_window(Home(Path(os.environ["LENET_APP_HOME"])), watch)


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--window", choices=("rest", "train"), help="be the process that is measured")
    options = takes.parse_args()
    if options.window:
        return _run_window(options.window)
    return tell("memory", rows(), options.json)


if __name__ == "__main__":
    sys.exit(main())
