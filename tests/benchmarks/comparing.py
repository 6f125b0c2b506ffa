"""How long a thousand kept runs take to be read, and to stand on the page Compare.

Run `python -m tests.benchmarks.comparing`; `--runs N` makes another number of them, `--seeds N` as many of each
setting. They are made in a folder that goes afterwards, with twenty epochs each.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.compare.page import ComparePage
from lenet_app.gui.settings import Settings
from lenet_app.paths import Home
from lenet_app.runs.comparison.facts import facts_of
from lenet_app.runs.kept.store import RunStore
from tests.unit.runs.comparison.made import put_many

_TURNS = 9


def main() -> None:
    """Print the shortest times of several turns: a machine that does other things makes them only longer."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    count: int = options.runs
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        put_many(count, home.runs, options.seeds)
        store = RunStore(home.runs)
        heads = min(_seconds(store.runs) for _ in range(_TURNS))
        facts = min(_seconds(lambda: [facts_of(run) for run in store.runs()]) for _ in range(_TURNS))
        print(f"{count} runs: heads {heads:.3f} s, all that the table tells {facts:.3f} s")
        application = QApplication([])
        times = [_opened(home, count) for _ in range(_TURNS)]
        print(f"the page with them, from its opening: {min(times):.3f} s")
        del application


def _seconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def _opened(home: Home, count: int) -> float:
    """From the page's making until it is painted with its lines."""
    settings = Settings.of(home)
    in_use = ModelInUse(settings)
    start = time.perf_counter()
    page = ComparePage(home, in_use, settings)
    page.resize(1190, 640)
    loop = QEventLoop()
    page.desk.changed.connect(loop.quit)
    page.show()
    loop.exec()
    page.grab()
    found = time.perf_counter() - start
    assert sum(len(line.group.runs) for line in page.table.lines.lines) == count
    page.finish()
    page.close()
    return found


if __name__ == "__main__":
    main()
