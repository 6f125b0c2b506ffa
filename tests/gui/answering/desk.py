"""Choosing among models at work, for its tests."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_selector import ModelSelector
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.model import Model
from lenet_app.storage.library import ModelLibrary
from tests.gui.helpers import one_shipped_model

Open = Callable[[], "Desk"]


class Desk:
    """A model selector, a notice and the switch between them, with a library of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(500, 300)
        layout = QVBoxLayout(self.page)
        self.selector, area = ModelSelector(), QWidget()
        layout.addWidget(self.selector)
        layout.addWidget(area, 1)
        self.notice = self.selector.notice
        self.own = folder / "models"
        self.library = ModelLibrary(self.own, one_shipped_model(folder))
        self.settings = Settings(folder / "settings.json")
        self._parent = QObject()
        self.background = Background(self._parent)
        self.in_use = ModelInUse(self.settings)
        self.switch = ModelSwitch(self.selector, self.library, self.in_use, self.background, self._parent)
        self.models: list[Model] = []
        self.in_use.model_changed.connect(self.models.append)
        self.page.show()

    def start(self) -> "Desk":
        self.switch.start()
        self.qtbot.waitUntil(lambda: self.in_use.model is not None)
        return self

    def choose(self, name: str) -> None:
        index = next(n for n, entry in enumerate(self.library.entries()) if entry.name == name)
        self.selector.combo.setCurrentIndex(self.selector.combo.findData(index))
        self.selector.combo.activated.emit(self.selector.combo.currentIndex())

    def wait_for(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.answering == name and self.shown == name)

    @property
    def answering(self) -> str:
        return self.in_use.model.name if self.in_use.model else ""

    @property
    def shown(self) -> str:
        return self.selector.current.name if self.selector.current else self.selector.combo.currentText()

    def settled(self) -> None:
        """All work asked for so far is done and told."""
        done: list[None] = []
        self.background.run(lambda: None, done.append, lambda _sentence: None)
        self.qtbot.waitUntil(lambda: bool(done))
