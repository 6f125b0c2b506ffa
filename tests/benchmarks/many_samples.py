"""A hundred thousand samples on the page My digits: `python -m tests.benchmarks.many_samples [--samples N]`.

Prints the seconds until the first screen of them is there, for the first time and with a filter, the longest time that
the window was held up while it was scrolled from end to end, and how long duplicates are looked for.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.page import DigitsPage
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.samples.duplicates import duplicates
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import SampleStore
from lenet_app.storage.library import ModelLibrary

_TOGETHER, _STEPS, _PAUSE = 5000, 400, 0.005


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--samples", type=int, default=100_000, metavar="N", help="how many (default 100,000)")
    options = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "samples.sqlite3"
        print(f"written in {_seconds(lambda: _fill(file, options.samples)):.1f} s, {file.stat().st_size / 1e6:.0f} MB")
        parent = QObject()
        desk, background = SampleDesk(file, parent), Background(parent)
        settings = Settings(Path(folder) / "settings")
        page = DigitsPage(desk, ModelInUse(settings), ModelLibrary(Path(folder)), background, settings)
        page.resize(1208, 672)
        grid = page.samples.grid

        def is_there() -> bool:
            first = grid.ids[:1].tolist()
            return bool(first) and grid.is_shown(first[0])

        def filtered() -> None:
            page.samples.digit_box.setCurrentIndex(6)
            _wait(application, lambda: len(grid.ids) < options.samples and is_there())

        def shown() -> None:
            page.show()
            _wait(application, is_there)

        print(f"first screen {_seconds(shown):.3f} s, of one digit {_seconds(filtered):.3f} s")
        page.samples.digit_box.setCurrentIndex(0)
        _wait(application, lambda: len(grid.ids) == options.samples and is_there())
        print(f"scrolling: held up for {1000 * _scrolled(application, page):.1f} ms at most")
        page.finish()
        desk.finish()
        background.finish()
        store = SampleStore(file)
        pictures = store.pictures()
        print(f"duplicates in {_seconds(lambda: duplicates(pictures)):.1f} s")
        store.close()
    return 0


def _fill(file: Path, count: int) -> None:
    """MNIST's pictures, some of them twice."""
    mnist, store = catalogue.load(catalogue.MNIST, Path()).training, SampleStore(file)
    for start in range(0, count, _TOGETHER):
        places = np.arange(start, min(start + _TOGETHER, count))
        some: Pictures = mnist.take(places % len(mnist))
        store.add(
            Sample(int(label), image[0], Source.CAPTURE, answer=int(label), model="LeNet-5")
            for image, label in zip(some.images, some.labels, strict=True)
        )
    store.close()


def _scrolled(application: QApplication, page: DigitsPage) -> float:
    """The longest time between two turns of the event loop while it is scrolled, seconds."""
    grid, turns = page.samples.grid, [time.perf_counter()]
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    timer.start(0)
    bar = grid.verticalScrollBar()
    for step in range(_STEPS):
        bar.setValue(bar.maximum() * step // _STEPS)
        application.processEvents()
        time.sleep(_PAUSE)
    return float(np.diff(turns).max()) - _PAUSE


def _wait(application: QApplication, is_done: Callable[[], bool]) -> None:
    while not is_done():
        application.processEvents()
        time.sleep(0.001)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
