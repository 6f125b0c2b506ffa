"""What the tests of the window share: the shipped model, a digit that it knows, and its strokes."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.networks.model import Model
from lenet_app.paths import bundled
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import Entry
from lenet_app.storage.models import read_model

SHIPPED = bundled("models", "lenet5.safetensors")
_SEVEN = ((0.3, 0.25), (0.7, 0.25), (0.5, 0.5), (0.42, 0.8))
SEVEN = Drawing((Stroke(_SEVEN, 0.06),))
ONE = Drawing((Stroke(((0.5, 0.2), (0.5, 0.5), (0.5, 0.8)), 0.06),))


@cache
def shipped_model() -> Model:
    return read_model(SHIPPED)


def shipped_accuracy() -> str:
    """How many of MNIST's test pictures it has right, as the window says it."""
    accuracy = shipped_model().metrics.test_accuracy
    assert accuracy is not None
    return f"{100 * accuracy:.2f}"


@cache
def shipped_recognizer() -> Recognizer:
    return Recognizer(shipped_model())


def seven(side: int = 160) -> Image.Image:
    """A 7 in grey, ink 255 on 0."""
    image = Image.new("L", (side, side), 0)
    ImageDraw.Draw(image).line([(x * side, y * side) for x, y in _SEVEN], fill=255, width=side // 12, joint="curve")
    return image


def shown_pixels(widget: QWidget) -> npt.NDArray[np.uint8]:
    """What a widget paints, uint8 (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def one_shipped_model(folder: Path) -> Path:
    """A folder of shipped models that holds the default one alone."""
    shipped = folder / "shipped"
    shipped.mkdir(exist_ok=True)
    (shipped / "LeNet-5.safetensors").write_bytes(SHIPPED.read_bytes())
    return shipped


def entry_of(model: Model) -> Entry:
    """As a library would list this model."""
    path = Path(f"{model.name}.safetensors")
    return Entry(model.name, path, False, model.architecture.id, model.metrics.test_accuracy, model.created)


class Opener(QObject):
    """Takes what would be opened by another program."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def number_in(text: str) -> float:
    """What a text of a number says."""
    return float(text.replace("\N{MINUS SIGN}", "-"))
