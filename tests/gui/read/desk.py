"""A page that reads numbers, at work, for its tests."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.read.item import Item
from lenet_app.gui.read.page import ReadPage
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.reading.checked import CheckedPage
from tests.gui.helpers import entry_of, shipped_model
from tests.unit.reading.pages import picture, put, shipped_sweep, well_read

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Key = Qt.Key


@cache
def page_pixels(count: int = 3, rows: int = 1) -> tuple[npt.NDArray[np.uint8], str]:
    """A made picture of rows of digits, uint8 (height, width, 4), and what it says."""
    digits, text = well_read(count * rows)
    page = np.zeros((100 * rows, 20 + 80 * count))
    for number, digit in enumerate(digits):
        put(page, digit, 15 + 80 * (number % count), 25 + 100 * (number // count))
    shown = picture(page)
    lines = [text[start : start + count] for start in range(0, count * rows, count)]
    return np.dstack([shown, np.full(shown.shape[:2], 255, np.uint8)]), "\n".join(lines)


def save_page(path: Path, count: int = 3, rows: int = 1) -> Path:
    Image.fromarray(page_pixels(count, rows)[0][..., :3]).save(path)
    return path


class ReadDesk:
    """The page with its workers, reading with the shipped model."""

    def __init__(self, qtbot: QtBot, *, has_model: bool = True) -> None:
        self.qtbot = qtbot
        self._parent = QObject()
        self.background = Background(self._parent)
        self.settings = Settings()
        self.in_use = ModelInUse(self.settings)
        self.samples = SampleDesk(Home.of_user().samples, self._parent)
        self.page = ReadPage(self.in_use, self.background, self.settings, self.samples, sweep=shipped_sweep)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 590)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        if has_model:
            self.use(shipped_model())
        self.view, self.result = self.page.view, self.page.result
        self.list, self.notice = self.page.controls.list, self.page.notice

    def use(self, model: Model) -> None:
        """Read with this model from now on."""
        self.in_use.use(entry_of(model), model)

    def finish(self) -> None:
        self.page.finish()
        self.samples.finish()
        self.background.finish()

    @property
    def item(self) -> Item:
        item = self.page.current
        assert item is not None
        return item

    @property
    def checked(self) -> CheckedPage:
        """What is shown, as it is shown in the picture and in the text."""
        page = self.result.text.page
        assert self.item.page is page
        return page

    def wait_for(self, text: str) -> None:
        """The text of what is shown, and nothing more to read."""
        self.qtbot.waitUntil(lambda: self.result.text.page.text == text and not self.item.is_pending)

    def open_page(self, count: int = 3, rows: int = 1) -> str:
        """A made picture, read; what it says."""
        pixels, text = page_pixels(count, rows)
        self.page.read_picture(pixels, "made.png")
        self.wait_for(text)
        return text

    def click_digit(self, index: int) -> None:
        """In the picture, by the mouse."""
        QTest.mouseClick(self.view, LEFT, pos=self.view.place_of(index).center().toPoint())

    def drag(self, start: QPointF, end: QPointF) -> None:
        """A frame over the picture, by the mouse."""
        QTest.mousePress(self.view, LEFT, pos=start.toPoint())
        QTest.mouseMove(self.view, ((start + end) / 2).toPoint())
        QTest.mouseMove(self.view, end.toPoint())
        QTest.mouseRelease(self.view, LEFT, pos=end.toPoint())

    def frame_digit(self, index: int) -> None:
        place = self.view.place_of(index).adjusted(-8, -8, 8, 8)
        self.drag(place.topLeft(), place.bottomRight())

    def drop(self, target: QWidget, *paths: Path) -> None:
        """By the events of a real drop."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, at = Qt.DropAction.CopyAction, QPoint(50, 50)
        QApplication.sendEvent(target, QDragEnterEvent(at, action, mime, LEFT, NO_KEYS))
        QApplication.sendEvent(target, QDropEvent(QPointF(at), action, mime, LEFT, NO_KEYS))

    def press(self, key: Qt.Key, target: QWidget | None = None) -> None:
        target = target or self.view
        target.setFocus()  # or else the shortcuts of what has it come first
        QTest.keyClick(target, key)
