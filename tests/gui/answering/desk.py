"""Choosing among models at work, for its tests."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_chip import ModelChip
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from tests.gui.helpers import one_shipped_model

Open = Callable[[], "Desk"]


class Desk:
    """A chip, a notice and the switch behind them, with a library of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(600, 500)
        self.notice = Notice(self.page)
        self.own = folder / "models"
        self.library = ModelLibrary(self.own, one_shipped_model(folder))
        self.settings = Settings(folder / "settings.json")
        self._parent = QObject()
        self.background = Background(self._parent)
        self.in_use = ModelInUse(self.settings)
        self.switch = ModelSwitch(self.library, self.in_use, self.background, self.notice, self._parent)
        self.chip = ModelChip(self.in_use, self.switch, self.settings)
        layout = QVBoxLayout(self.page)
        layout.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.models: list[Model] = []
        self.in_use.model_changed.connect(self.models.append)
        self.page.show()

    def start(self) -> "Desk":
        self.switch.start()
        self.qtbot.waitUntil(lambda: self.in_use.model is not None)
        self.settled()
        return self

    def entry(self, name: str) -> Entry:
        return next(entry for entry in self.switch.entries if entry.name == name)

    def choose(self, name: str) -> None:
        """From the list below the chip, by keys."""
        self.chip.show_models()
        models = self.chip.panel.models
        models.select(self.entry(name))
        QTest.keyClick(models.list, Qt.Key.Key_Return)
        assert self.chip.panel.isHidden()

    def wait_for(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.answering == name and self.shown == name)
        self.settled()

    @property
    def answering(self) -> str:
        return self.in_use.model.name if self.in_use.model else ""

    @property
    def shown(self) -> str:
        """The name on the chip."""
        return self.chip.whole_text.removeprefix("Answers: ").partition(" · ")[0]

    @property
    def names(self) -> list[str]:
        """The models that are listed."""
        return [entry.name for entry in self.switch.entries]

    def settled(self) -> None:
        """All work asked for so far is done and told."""
        done: list[None] = []
        self.background.run(lambda: None, done.append, lambda _sentence: None)
        self.qtbot.waitUntil(lambda: bool(done))
