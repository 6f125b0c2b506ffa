"""The panel Why on a page, for its tests."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import WHY
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.model import Model
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN
from tests.unit.data.on_disk import write_idx
from tests.unit.samples import digits

TIMEOUT = 60_000
COUNT = 150
C3 = Unit("C3", (2, 3, 4))


def small_set(folder: Path, channels: int = 1) -> tuple[str, Pictures]:
    """Its path, and its training pictures."""
    part = digits(COUNT)
    pictures = Pictures(part.images.repeat(channels, axis=1), part.labels)
    return str(write_idx(folder, pictures, pictures.take(np.arange(10)))), pictures


def learned(model: Model, data_set: str) -> Model:
    return replace(model, making=replace(model.making, data_set=data_set))


def panel(desk: Desk, view: int = 0) -> WhyPanel:
    desk.page.inspector.open(WHY)
    found = desk.page.inspector.panel(WHY)
    assert isinstance(found, WhyPanel)
    found.buttons[view].click()
    return found


def wait_for_all(desk: Desk, found: WhyPanel) -> None:
    """Until the nearest of all pictures are shown."""
    nearest = found.nearest
    desk.qtbot.waitUntil(lambda: nearest.shown is not None and len(nearest.shown.labels) == COUNT, timeout=TIMEOUT)


def draw_seven(desk: Desk) -> None:
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")


def show_digit(desk: Desk, channels: int = 1, noise: int = 0) -> None:
    """With noise hardly any two numbers are equal, so that the largest of a block is no matter of rounding."""
    picture = digits(1, first=COUNT)
    image = picture.images[0].repeat(channels, axis=0)
    image = image // 2 + np.random.default_rng(2).integers(0, noise + 1, image.shape).astype(np.uint8)
    shown = np.repeat(picture.images[0].transpose(1, 2, 0), 3, axis=2)
    desk.canvas.set_content(ShownPicture(shown, source=DataSetPicture(image, str(picture.labels[0]), "MNIST")))
    desk.qtbot.waitUntil(lambda: desk.page.latest_answer is not None, timeout=TIMEOUT)


def passage_of(desk: Desk) -> Passage:
    answer = desk.page.latest_answer
    assert answer is not None
    assert answer.insight is not None
    return Passage.of(answer.request.recognizer.model, answer.insight)
