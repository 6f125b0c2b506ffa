"""Renders the window to PNG, offscreen: Draw in many states, Networks, Evaluate, Read, Compare, Train.

Each in light and dark, at two sizes.

Run `make screenshots`, or `python tests/tools/screenshots.py [FOLDER]`. The pictures go to `assets/screenshots`.
"""

import argparse
import math
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from lenet_app.data import catalogue
from lenet_app.gui.draw.panels import NUMBERS, WHAT_IF, WHY
from lenet_app.gui.evaluate.widgets.plots_card import MAP
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing, Point, Stroke
from lenet_app.inspection.units import Unit
from lenet_app.paths import Home
from tests.gui.window_pages import compare_page, draw_page, evaluate_page, networks_page, read_page, train_page
from tests.tools.reproduced_runs import put_reproduced

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "screenshots"
SIZES = {"": QSize(1280, 720), "-small": QSize(1024, 640)}
TIMEOUT = 120_000  # ms
Shoot = Callable[[str], None]


def main() -> int:
    """Write the pictures and print their names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    home = Home(Path(tempfile.mkdtemp()))
    application = QApplication(sys.argv[:1])
    theme = ThemeSwitch(application, Theme.LIGHT)
    window = MainWindow(home, Settings.of(home), theme)
    window.resize(SIZES[""])
    window.show()
    _wait(lambda: window.model_in_use.model is not None and draw_page(window).browser.isEnabled())
    shoot = partial(_shoot, window, theme, folder)
    shoot("empty")
    for scenes in (_drawings, _networks, _evaluation, _pictures, _comparison, _training):
        scenes(window, shoot, home.folder)
    window.close()
    return 0


def _drawings(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    draw_page(window).canvas.set_content(Drawing((Stroke(_three(), 0.075),)))
    _wait(lambda: draw_page(window).answer_view.label == "3")
    shoot("drawn")
    _inside(window, shoot)
    draw_page(window).canvas.set_content(Drawing(tuple(Stroke(line, 0.075) for line in _X)))
    _wait(lambda: not draw_page(window).answer_view.is_sure)
    shoot("unsure")
    draw_page(window).canvas.set_content(Drawing((Stroke(_three(), 0.075),)))
    _answer_with(window, "lenet5-1998")
    _wait(lambda: draw_page(window).answer_view.label == "3")
    shoot("1998")


def _inside(window: MainWindow, shoot: Shoot) -> None:
    page = draw_page(window)
    page.choice.choose(Unit("C3", (4, 2, 7)))
    shoot("unit")
    for key in (NUMBERS, WHY, WHAT_IF):
        page.inspector.open(key)
        shoot(key)
    page.inspector.caret.click()
    page.layers_view.set_stage("C3")
    shoot("layer")
    page.frame.layers_card.map_button.click()
    shoot("map")
    page.layers_view.set_stage("")
    page.choice.clear()


def _networks(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    window.rail.show_page("networks")
    networks_page(window).select("lenet5-1998")
    shoot("networks")


def _evaluation(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    window.rail.show_page("evaluate")
    page = evaluate_page(window)
    _wait(lambda: page.desk.evaluated is not None)
    box = page.choices.second_box
    box.setCurrentIndex(box.findText("LeNet-5 of 1998"))
    box.activated.emit(box.currentIndex())
    _wait(lambda: page.desk.evaluated is not None and page.desk.evaluated.pair is not None)
    page.results.confusion.cell_chosen.emit(9, 4)
    page.plots.hold()
    _wait(lambda: not page.results.plots.holding_bar.is_searching)
    shoot("evaluate")
    page.results.plots.buttons[MAP].click()
    _wait(lambda: page.desk.mapped is not None)
    shoot("evaluate-map")


def _pictures(window: MainWindow, shoot: Shoot, home: Path) -> None:
    window.rail.show_page("draw")
    _answer_with(window, "lenet-cifar")
    draw_page(window).open_picture(_airplane(home / "airplane.png"))
    _wait(lambda: draw_page(window).answer_view.label == "airplane")
    shoot("colour")
    _answer_with(window, "lenet5")
    draw_page(window).open_picture(_on_squared_paper(home / "seven.png"))
    _wait(lambda: draw_page(window).answer_view.label == "7")
    draw_page(window).fitting_line.click()
    shoot("steps")
    draw_page(window).inspector.caret.click()
    window.rail.show_page("read")
    reading = read_page(window)
    reading.read_files([_numbers(home / "numbers.png")])
    _wait(lambda: reading.current is not None and reading.current.page is not None)
    shoot("read")
    reading.sweep_button.setChecked(True)
    shoot("read-sweep")
    reading.sweep_button.setChecked(False)
    window.rail.show_page("draw")


def _comparison(window: MainWindow, shoot: Shoot, home: Path) -> None:
    put_reproduced(Home(home).runs)
    window.rail.show_page("compare")
    page = compare_page(window)
    _wait(lambda: page.plots.curves.is_drawn and page.plots.results.is_drawn and len(page.table.lines.lines) > 1)
    page.plots.along.button("seconds").click()
    _wait(lambda: not page.plots.curves.chart.is_empty)
    shoot("compare")


def _training(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    draw_page(window).canvas.set_content(Drawing((Stroke(_three(), 0.075),)))
    _wait(lambda: draw_page(window).answer_view.label == "3")
    window.rail.show_page("train")
    _wait(train_page(window).choices.train_button.isEnabled)
    train_page(window).choices.train_button.click()
    progress = window.strip.progress
    _wait(lambda: progress.epoch_bar.value() > 130)
    progress.pause_button.click()
    shoot("train")
    window.rail.show_page("draw")
    shoot("training")
    progress.stop_button.click()
    _wait(lambda: not window.training.is_running and bool(window.strip.outcome.buttons))
    shoot("offered")


def _shoot(window: MainWindow, theme: ThemeSwitch, folder: Path, name: str) -> None:
    for scheme in (Theme.LIGHT, Theme.DARK):
        theme.set_theme(scheme)
        for suffix, size in SIZES.items():
            window.resize(size)
            _settle()
            path = folder / f"{name}-{scheme}{suffix}.png"
            window.grab().save(str(path))
            print(path)
    window.resize(SIZES[""])


def _answer_with(window: MainWindow, architecture_id: str) -> None:
    window.models.use_architecture(architecture_id)
    _wait(
        lambda: window.model_in_use.model is not None and window.model_in_use.model.architecture.id == architecture_id
    )


def _airplane(path: Path) -> Path:
    """A picture of one: grey against a sky."""
    side = 256
    sky = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(sky)
    for y in range(side):
        pen.line([(0, y), (side, y)], fill=(110 + y // 4, 160 + y // 5, 215 + y // 8))
    grey, dark = (205, 208, 214), (120, 124, 134)
    pen.polygon([(122, 128), (60, 190), (84, 192), (160, 138)], fill=dark)
    pen.polygon([(30, 92), (44, 88), (74, 122), (48, 126)], fill=dark)
    pen.ellipse([(36, 112), (226, 144)], fill=grey)
    pen.polygon([(118, 122), (96, 74), (114, 74), (156, 120)], fill=grey)
    sky.filter(ImageFilter.GaussianBlur(2)).save(path)
    return path


def _on_squared_paper(path: Path) -> Path:
    """A 7 of MNIST in blue on squared paper."""
    paper = Image.new("RGB", (420, 420), (244, 242, 234))
    pen = ImageDraw.Draw(paper)
    for place in range(15, 420, 30):
        pen.line([(place, 0), (place, 420)], fill=(186, 200, 222))
        pen.line([(0, place), (420, place)], fill=(186, 200, 222))
    _write(paper, catalogue.load(catalogue.MNIST, Home.of_user().data).test.images[0, 0], (70, 60), 280)
    paper.save(path)
    return path


def _numbers(path: Path) -> Path:
    """Two rows of MNIST's digits in blue on paper."""
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    paper = Image.new("RGB", (900, 460), (244, 242, 234))
    for row in range(2):
        for place in range(7):
            _write(paper, test.images[7 * row + place, 0], (40 + 118 * place, 60 + 190 * row), 130)
    paper.save(path)
    return path


def _write(paper: Image.Image, digit: npt.NDArray[np.uint8], place: tuple[int, int], side: int) -> None:
    ink = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
    paper.paste((38, 62, 130), place, ink)


_X: tuple[tuple[Point, ...], ...] = (((0.25, 0.22), (0.75, 0.8)), ((0.76, 0.2), (0.24, 0.78)))


def _three() -> tuple[Point, ...]:
    """A 3 as it is written in one go: two bows, open to the left."""
    upper = [(0.50 + 0.17 * math.cos(t), 0.335 + 0.15 * math.sin(t)) for t in _angles(-150, 80)]
    lower = [(0.49 + 0.20 * math.cos(t), 0.655 + 0.17 * math.sin(t)) for t in _angles(-80, 150)]
    return (*upper, (0.47, 0.485), *lower)


def _angles(start: int, end: int) -> list[float]:
    return [math.radians(degrees) for degrees in range(start, end + 1, 10)]


def _wait(condition: Callable[[], bool]) -> None:
    loop, watch, late = QEventLoop(), QTimer(), QTimer()
    watch.timeout.connect(lambda: loop.quit() if condition() else None)
    late.setSingleShot(True)
    late.timeout.connect(lambda: sys.exit("The window did not get there in time."))
    watch.start(20)
    late.start(TIMEOUT)
    loop.exec()


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(250, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
