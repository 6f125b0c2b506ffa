"""How fast the page Draw follows what-ifs and the slider of epochs, with the inspector open.

Run `python -m tests.benchmarks.scrubbing [--network ID]`. A time goes from the change to the moment its answer has been
shown and painted, the layers with it.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from lenet_app.gui.draw.panels import EPOCHS, WEIGHTS, WHAT_IF
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import Array
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.kept_weights import KeptWeights
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from tests.benchmarks.report import Row, parser, tell
from tests.benchmarks.responsiveness import spin
from tests.gui.helpers import SEVEN
from tests.gui.window_pages import draw_page

EPOCHS_SCRUBBED = 50
_ROUNDS = 100


def course(model: Model, epochs: int) -> tuple[KeptWeights, ...]:
    """From first weights to those of the model, in even steps."""
    first = initial_weights(model.architecture, model.recipe, seed=3)

    def between(share: float) -> dict[str, Array]:
        return {name: first[name] + np.float32(share) * (model.weights[name] - first[name]) for name in first}

    return tuple(KeptWeights(epoch, between(epoch / (epochs - 1))) for epoch in range(epochs))


def timed(window: MainWindow, changes: Iterator[Callable[[], object]]) -> list[float]:
    """Seconds from each change until its answer is painted; the next change comes then."""
    page, times, loop = draw_page(window), [], QEventLoop()
    page.answered.connect(lambda _answer: QTimer.singleShot(0, loop.quit))
    for change in changes:
        began = time.perf_counter()
        change()
        loop.exec()
        times.append(time.perf_counter() - began)
    return times


def told(name: str, times: list[float]) -> list[Row]:
    """Median, 99th percentile and the largest."""
    sorted_times = 1000 * np.array(times)
    p50, p99 = np.percentile(sorted_times, (50, 99))
    return [
        Row(f"{name}: p50", p50, "ms"),
        Row(f"{name}: p99", p99, "ms"),
        Row(f"{name}: max", max(sorted_times), "ms"),
    ]


def rows(network: str = "lenet5") -> list[Row]:
    """The figures of one network."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    home = Home(Path(tempfile.mkdtemp()))
    settings = Settings.of(home)
    window = MainWindow(home, settings, ThemeSwitch(application, settings.theme))
    window.show()
    page = draw_page(window)
    while window.model_in_use.model is None or not page.browser.isEnabled():
        spin(0.1)
    window.models.use_architecture(network)
    while window.model_in_use.model is None or window.model_in_use.model.architecture.id != network:
        spin(0.1)
    page.canvas.set_content(SEVEN)
    spin(3)
    model = window.model_in_use.model
    unit = next(Unit(plan.name, (0,)) for plan in model.architecture.plans if plan.parameters)
    page.inspector.open(WHAT_IF)
    spin(1)
    first, second = timed(window, (lambda: page.what_if.switch(unit) for _ in range(2)))
    found = [Row("the first what-if, whose line takes room", 1000 * max(first, second), "ms")]
    page.what_if.switch(Unit(unit.layer, (1,)))
    spin(1)
    found += told("switching a map", timed(window, (lambda: page.what_if.switch(unit) for _ in range(_ROUNDS))))

    def paint(number: int) -> None:
        picture = page.what_if.picture
        assert picture is not None
        picture = picture.copy()
        picture[:, 2 + number // 20, 2 + number % 20] = 1
        page.what_if.paint(picture, ends=True)

    found += told("painting a pixel", timed(window, (lambda n=n: paint(n) for n in range(_ROUNDS))))  # type: ignore[misc]
    page.what_if.put_back()
    page.epochs.set_course(course(model, EPOCHS_SCRUBBED), model)
    for key in (EPOCHS, WEIGHTS):
        page.inspector.open(key)
        spin(2)
        slides = (lambda n=n: page.epochs.look_at(n % EPOCHS_SCRUBBED) for n in range(2 * EPOCHS_SCRUBBED))
        found += told(f"a step of the slider, {key} in sight", timed(window, slides))
    window.close()
    return found


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--network", default="lenet5", help="by its id (default: lenet5)")
    options = takes.parse_args()
    return tell("scrubbing", rows(options.network), options.json)


if __name__ == "__main__":
    sys.exit(main())
