"""Renders the window to PNG, offscreen: every page, Draw in many states.

Each in light and dark, at two sizes.

Run `make screenshots`, or `python tests/tools/screenshots.py [FOLDER]`. The pictures go to `assets/screenshots`.
`--sizes 1920x1080` makes them at others, `--scenes digits train` some of them, `--language FILE.po` in another language
(`make pseudo` makes one), and QT_SCALE_FACTOR=2 before it as a finer screen shows them.
"""

import argparse
import math
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from lenet_app import language
from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import mnist_writers
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import NUMBERS, WHAT_IF, WHY
from lenet_app.gui.evaluate.widgets.plots_card import MAP
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing, Point, Stroke
from lenet_app.inspection.units import Unit
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.labelling import Said, answered, of_fitted
from lenet_app.samples.sample import Sample, Source
from tests.gui.window_pages import (
    compare_page,
    digits_page,
    draw_page,
    evaluate_page,
    networks_page,
    read_page,
    train_page,
)
from tests.tools.reproduced_runs import put_reproduced

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "screenshots"
SIZES = {"": QSize(1280, 720), "-small": QSize(1024, 640)}
WRITER = 369
"""Who wrote the samples of My digits: of those of whom MNIST's test set has all digits, the one misread most."""
TIMEOUT = 900_000  # ms; several things take their time beside other work
Shoot = Callable[[str], None]


def main() -> int:
    """Write the pictures and print their names."""
    scenes = {
        "draw": _drawings,
        "networks": _networks,
        "evaluate": _evaluation,
        "pictures": _pictures,
        "digits": _own_digits,
        "compare": _comparison,
        "train": _training,
    }
    options = _parser(tuple(scenes)).parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.language:
        language.choose(options.language)
    home = Home(Path(tempfile.mkdtemp()))
    application = QApplication(sys.argv[:1])
    theme = ThemeSwitch(application, Theme.LIGHT)
    window = MainWindow(home, Settings.of(home), theme)
    window.resize(next(iter(SIZES.values())))
    window.show()
    _wait(lambda: window.model_in_use.model is not None and draw_page(window).browser.isEnabled())
    sizes = {f"-{size}": QSize(*map(int, size.split("x"))) for size in options.sizes}
    shoot = partial(_shoot, window, theme, options.folder, sizes or SIZES)
    for name in options.scenes:
        scenes[name](window, shoot, home.folder)
    window.close()
    return 0


def _parser(scenes: tuple[str, ...]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument(
        "--sizes", nargs="+", default=[], metavar="WIDTHxHEIGHT", help="of the window, in place of its two"
    )
    parser.add_argument("--scenes", nargs="+", choices=scenes, default=scenes, metavar="SCENE", help=", ".join(scenes))
    parser.add_argument("--language", metavar="FILE", help="a catalogue of texts, such as build/pseudo.po")
    return parser


def _drawings(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    shoot("empty")
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
        if isinstance(panel := page.inspector.panel(key), WhyPanel):
            pictures = panel.pixels.pictures
            # The last of them is computed once the pen pauses.
            _wait(partial(_are_whole, pictures))
        shoot(key)
    page.inspector.caret.click()
    page.layers_view.set_stage("C3")
    shoot("layer")
    page.frame.layers_card.map_button.click()
    shoot("map")
    page.layers_view.set_stage("")
    page.choice.clear()


def _are_whole(view: PicturesView) -> bool:
    return bool(view.pictures) and view.pictures[-1].has_scale


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
    window.pages.take_focus()  # as keys do it: no button is left with a frame
    reading = read_page(window)
    reading.read_files([_numbers(home / "numbers.png")])
    _wait(lambda: reading.current is not None and reading.current.page is not None)
    shoot("read")
    reading.sweep_button.setChecked(True)
    shoot("read-sweep")
    reading.sweep_button.setChecked(False)
    window.rail.show_page("draw")


def _own_digits(window: MainWindow, shoot: Shoot, _home: Path) -> None:
    window.rail.show_page("digits")
    page = digits_page(window)
    recognizer = window.model_in_use.finished_recognizer
    kept: list[int] = []
    window.people.desk.keep(lambda: _written_by(WRITER, recognizer), kept.extend)
    _wait(lambda: page.samples.told == str(len(kept) or None))
    page.capture.digit_buttons[3].click()
    for shift, sheet in enumerate(page.capture.sheets[:2]):
        sheet.set_content(Drawing((Stroke(tuple((x, y + 0.1 + shift / 20) for x, y in _three()), 0.075),)))
    page.learn.begin_button.click()
    _wait(lambda: bool(page.result.more.sentence))
    _wait(lambda: page.result.more.plot.is_drawn)
    shoot("digits")
    page.result.keep_button.click()
    window.rail.show_page("draw")


def _written_by(writer: int, recognizer: Recognizer | None) -> list[Sample]:
    """What a writer of MNIST's test set wrote, as samples that a model answered."""
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    own = np.flatnonzero(mnist_writers().test == writer)
    labelled = ((test.images[number, 0], Said(int(test.labels[number]), Source.FILE)) for number in own)
    return [answered(of_fitted(picture, said), recognizer) for picture, said in labelled]


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


def _shoot(window: MainWindow, theme: ThemeSwitch, folder: Path, sizes: Mapping[str, QSize], name: str) -> None:
    before = window.size()
    for scheme in (Theme.LIGHT, Theme.DARK):
        theme.set_theme(scheme)
        for suffix, size in sizes.items():
            window.resize(size)
            _settle()
            path = folder / f"{name}-{scheme}{suffix}.png"
            window.grab().save(str(path))
            print(path)
    window.resize(before)


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
