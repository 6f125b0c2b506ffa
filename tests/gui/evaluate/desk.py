"""The page Evaluate at work on a small set, for its tests."""

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.evaluation.answers import Answers, answer_all, whole
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.gui.evaluate.page import EvaluatePage
from lenet_app.gui.settings import Settings
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from tests.gui.helpers import entry_of, shipped_model
from tests.unit.data.sample_files import write_set
from tests.unit.samples import shipped

TIMEOUT = 20_000
HARD = (1232, 2414, 4761, 2863, 9692, 2293, 947, 1014, 1901, 2135, 3422, 4176)
"""Test pictures of MNIST that a LeNet-5 easily takes for something else."""
SECOND = "LeNet-5 of 1998"


@cache
def pictures() -> Pictures:
    """Some easy and some hard ones."""
    test = catalogue.load(catalogue.MNIST, Path()).test
    return test.take(np.array([*range(140), *HARD]))


@cache
def answers_of(name: str) -> Answers:
    """Of a shipped model to these."""
    return whole(answer_all(shipped(name), pictures()))


def write_own(folder: Path, count: int = 8) -> None:
    """As somebody would have them: dark on light, larger, off the middle; one without any ink."""
    some = pictures()
    for number in range(count):
        path = folder / str(some.labels[number]) / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet = Image.new("L", (160, 130), 255)
        sheet.paste(Image.fromarray(255 - some.images[number, 0]).resize((90, 90)), (30, 10))
        sheet.save(path)
    Image.new("L", (60, 60), 255).save(folder / str(some.labels[0]) / "empty.png")


def write_few(folder: Path) -> Path:
    """These pictures as a set of their own."""
    some = pictures()
    write_set(folder / "few", (some.images[:20, 0], some.labels[:20]), (some.images[:, 0], some.labels))
    return folder / "few"


def pick(box: QComboBox, text: str) -> None:
    """As somebody would in the opened list."""
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def choose_few(page: EvaluatePage, few: Path, qtbot: QtBot) -> None:
    """Have the set of a few measured with."""
    page.set_sets([("mnist", "MNIST"), (str(few), "made")])
    pick(page.choices.set_box, "made")
    settle(page, qtbot)


def choose_second(page: EvaluatePage, name: str, qtbot: QtBot) -> None:
    pick(page.choices.second_box, name)
    settle(page, qtbot)


def settle(page: EvaluatePage, qtbot: QtBot) -> None:
    """All is answered, and the pictures of it are shown."""

    def is_settled() -> bool:
        gallery = page.gallery
        return (
            page.desk.evaluated is not None
            and not page.desk.is_evaluating
            and gallery is not None
            and gallery.choice == page.desk.choice
        )

    qtbot.waitUntil(is_settled, timeout=TIMEOUT)


class Desk:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        few = write_few(folder)
        self.in_use = ModelInUse(Settings())
        self.page = EvaluatePage(self.in_use, Home.of_user(), Settings())
        qtbot.addWidget(self.page)
        self.wanted: list[tuple[DataSet, int]] = []
        self.page.picture_chosen.connect(lambda data_set, number: self.wanted.append((data_set, number)))
        library = ModelLibrary(Home.of_user().models)
        self.page.set_models(library.entries())
        self.page.set_sets([("mnist", "MNIST"), (str(few), "made")])
        self.choose_set("made")
        self.use(shipped_model())
        self.page.resize(1208, 672)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()

    def use(self, model: Model) -> None:
        self.in_use.use(entry_of(model), model)

    def choose_set(self, title: str) -> None:
        pick(self.page.choices.set_box, title)

    def choose_model(self, name: str) -> None:
        pick(self.page.choices.model_box, name)

    def choose_second(self, name: str) -> None:
        choose_second(self.page, name, self.qtbot)

    def settle(self) -> None:
        settle(self.page, self.qtbot)

    @property
    def evaluated(self) -> Evaluated:
        evaluated = self.page.desk.evaluated
        assert evaluated is not None
        return evaluated
