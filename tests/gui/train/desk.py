"""The page Train and the strip at work, for the tests of what is trained, on what, and of reproductions."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.settings import Settings
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.page import TrainPage
from lenet_app.gui.train.plan import Plan
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.gui.workers.background import Background
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import CPU

TIMEOUT = 200_000


class TrainingDesk:
    """With a library and settings of its own; everything that the control tells is kept."""

    def __init__(self, folder: Path, qtbot: QtBot, own: Path | None = None) -> None:
        # Not handed to qtbot, which would delete it, and the thread with it, before `finish`.
        self.window = QWidget()
        self.window.resize(1208, 704)
        self.notice, self.strip = Notice(self.window), Strip()
        self.library = ModelLibrary(own=own or folder / "models")
        self.settings = Settings(folder / "settings.json")
        home = Home.of_user()
        self.control = TrainingControl(self.strip, self.notice, home, self.library, self.settings, self.window)
        self.control.set_devices((CPU,))
        self.background = Background(self.window)
        self.page = TrainPage(self.control, self.settings, home, self.background)
        self.choices, self.card = self.page.choices, self.page.card
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.page)
        layout.addWidget(self.strip)
        self.control.data_set_changed.connect(self.page.set_data_set)
        self.window.show()
        self.saved: list[tuple[Entry, Model]] = []
        self.running: list[bool] = []
        self.begun = 0
        self.control.model_saved.connect(lambda entry, model: self.saved.append((entry, model)))
        self.control.running_changed.connect(self.running.append)
        self.control.begun.connect(self._on_begun)
        self._qtbot = qtbot

    def _on_begun(self) -> None:
        self.begun += 1

    def begin(self, recipe: Recipe | None = None, start: Model | None = None) -> None:
        """Train LeNet-5, whatever the page shows, and wait until both bars have moved."""
        member = family.member("lenet5")
        self.control.begin(Plan(member, recipe or member.recipe, start))
        self.until_moving()

    def open_page(self) -> None:
        """As a user who waits until there is something to train on."""
        self.control.start()
        self._qtbot.waitUntil(self.choices.train_button.isEnabled, timeout=TIMEOUT)

    def choose_network(self, key: str) -> None:
        """From the list, as a user does."""
        assert self.choices.network.show_key(key)
        self.choices.network.activated.emit(self.choices.network.currentIndex())

    def settle(self) -> None:
        """Until no data set is being read."""
        self._qtbot.waitUntil(lambda: not self.control.data_sets.is_reading, timeout=TIMEOUT)

    def until_moving(self) -> None:
        """Until the bars have moved."""
        self._qtbot.waitUntil(lambda: self.strip.progress.epoch_bar.value() > 0, timeout=TIMEOUT)

    def until_ended(self) -> None:
        self._qtbot.waitUntil(lambda: not self.control.is_running, timeout=TIMEOUT)

    def stop(self) -> None:
        """Stop and wait for the end."""
        with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
            self.strip.progress.stop_button.click()

    def finish(self) -> None:
        """End everything before the strip that it reports to."""
        if self.control.is_running:
            with self._qtbot.waitSignal(self.control.ended, timeout=TIMEOUT):
                self.control.stop()
        self.background.finish()
        self.control.finish()
        self.window.close()
        self.window.deleteLater()
