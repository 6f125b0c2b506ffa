"""A training bar under control, for the tests of what it trains, on what, and of reproductions."""

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.gui.settings import Settings
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.bar import TrainingBar
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import CPU

TIMEOUT = 200_000


class TrainingDesk:
    """With a library and settings of its own; everything that the control tells is kept."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.bar = TrainingBar()
        self.bar.resize(1024, 80)
        self.bar.show()
        self.controls = self.bar.controls
        self.library = ModelLibrary(own=folder / "models")
        self.settings = Settings(folder / "settings.json")
        self._parent = QObject()
        self.control = TrainingControl(self.bar, Home.of_user(), self.library, self.settings, self._parent)
        self.controls.set_devices((CPU,), "cpu")
        self.saved: list[tuple[Entry, Model]] = []
        self.running: list[bool] = []
        self.begun = 0
        self.control.model_saved.connect(lambda entry, model: self.saved.append((entry, model)))
        self.control.running_changed.connect(self.running.append)
        self.control.begun.connect(self._on_begun)
        self._qtbot = qtbot

    def _on_begun(self) -> None:
        self.begun += 1

    def settle(self) -> None:
        """Until no data set is being read."""
        self._qtbot.waitUntil(lambda: not self.controls.data_set.is_busy, timeout=TIMEOUT)

    def until_moving(self) -> None:
        """Until the bars have moved."""
        self._qtbot.waitUntil(lambda: self.bar.progress.epoch_bar.value() > 0, timeout=TIMEOUT)

    def until_ended(self) -> None:
        self._qtbot.waitUntil(lambda: not self.control.is_running, timeout=TIMEOUT)

    def stop(self) -> None:
        """Stop and wait for the end."""
        with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
            self.bar.progress.stop_button.click()

    def finish(self) -> None:
        """End everything before the bar that it reports to."""
        if self.control.is_running:
            with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
                self.control.stop()
        self.control.finish()
        self.bar.close()
        self.bar.deleteLater()
