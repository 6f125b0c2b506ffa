"""The window: header, pages, training bar; it puts the parts together and ends them."""

from typing import TypeVar

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

from lenet_app.gui.answering.following import Following
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_selector import ModelSelector
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.scrolling import ScrolledBody, scrolling
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.closing import Closing
from lenet_app.gui.shell.header import Header
from lenet_app.gui.shell.help import WindowHelp
from lenet_app.gui.shell.page_stack import PageStack
from lenet_app.gui.shell.page_tabs import PageTabs
from lenet_app.gui.shell.pages import Parts, page_entries
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.bar import TrainingBar
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.torch_loading import load_devices
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import Device

_USUAL, _LEAST = QSize(1280, 720), QSize(1024, 600)
"""Pixels of the window when it is first opened, and at least; on a smaller screen it is as large as that."""
_DEVICES_AFTER = 1500
"""Milliseconds after the first model: by then a first answer has been given and torch may load in the background."""

PageKind = TypeVar("PageKind", bound=WindowPage)


class MainWindow(QMainWindow):
    """Everything that a person sees."""

    def __init__(self, home: Home, settings: Settings, theme: ThemeSwitch) -> None:
        super().__init__()
        self._settings = settings
        self._has_begun = False
        library = ModelLibrary(home.models)
        self._background = Background(self)
        self._slow_background = Background(self)
        self.model_in_use = ModelInUse(settings, self)
        self.model_selector = ModelSelector()
        self.training_bar = TrainingBar()
        self.setWindowTitle("lenet-app")
        self.models = ModelSwitch(self.model_selector, library, self.model_in_use, self._background, self)
        self.training = TrainingControl(self.training_bar, home, library, settings, self)
        self.pages = PageStack()
        parts = Parts(
            home,
            settings,
            library,
            self._background,
            self.model_in_use,
            self.models,
            self.training,
            self.training_bar,
            self.pages,
        )
        entries = page_entries(parts)
        self.pages.set_entries(entries)
        self.pages.show_page(entries[0].key)
        self.tabs = PageTabs(entries)
        self._lay_out(Header(self.tabs, self.model_selector, theme, settings))
        self._wire()
        self._wire_training()
        self._closing = Closing(self, self.training, lambda: self.pages.losses)
        self.help = WindowHelp(self, self.pages.all_pages, home, settings, self._slow_background)
        if geometry := settings.window_geometry:
            self.restoreGeometry(geometry)
        else:
            self.resize(_USUAL.boundedTo(self.screen().availableGeometry().size()))

    def page(self, key: str, kind: type[PageKind]) -> PageKind:
        """The page with this key, which is of this kind; the first to ask has it made."""
        return self.pages.page(key, kind)

    def _lay_out(self, header: Header) -> None:
        body = ScrolledBody()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.training_bar)
        self.setCentralWidget(scrolling(body))
        self.setMinimumSize(_LEAST.boundedTo(self.screen().availableGeometry().size()))

    def _wire(self) -> None:
        controls = self.training_bar.controls
        self.tabs.chosen.connect(self.pages.show_page)
        self.pages.wanted.connect(self.tabs.show_page)
        self.model_in_use.model_changed.connect(self._name_model)
        self.model_in_use.way_back_changed.connect(self._offer_way_back)
        self._shortcut("Ctrl+T", tr("Train a new network"), controls.train_button.click)
        self._shortcut("Ctrl+Shift+T", tr("Train the model in use further"), controls.fine_tune_button.click)
        self._shortcut("Ctrl+M", tr("Go to the list of models"), self.model_selector.combo.setFocus)

    def _wire_training(self) -> None:
        training, controls = self.training, self.training_bar.controls
        following = Following(self.model_in_use, self.models, self)
        controls.train_requested.connect(lambda: training.begin(None))
        controls.fine_tune_requested.connect(lambda: training.begin(self.model_in_use.model))
        controls.way_back_requested.connect(following.go_back)
        training.begun.connect(following.begin)
        training.model_trained.connect(following.take_epoch)
        training.model_saved.connect(following.take_saved)
        training.model_unsaved.connect(following.take_unsaved)
        training.ended.connect(following.end)
        training.data_set_changed.connect(self.pages.set_data_set)

    def _shortcut(self, keys: str, text: str, slot: object) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        self.addAction(action)

    def _name_model(self, model: Model) -> None:
        self.training_bar.controls.set_model(model.name)

    def _offer_way_back(self, before: Entry | None) -> None:
        controls = self.training_bar.controls
        if before is None:
            controls.withdraw_way_back()
        else:
            controls.offer_way_back(tr("Back to {model}").format(model=before.name))

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the page."""
        super().showEvent(event)
        if not self._has_begun:
            self.pages.take_focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin to read models and data once the window is there to be seen."""
        super().paintEvent(event)
        if not self._has_begun:
            self._has_begun = True
            # All that is painted with it is done before a timer that is due at once fires.
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self.models.start()
        self.training.start()
        QTimer.singleShot(_DEVICES_AFTER, self._load_devices)

    def _load_devices(self) -> None:
        if not self._closing.is_decided:
            self._slow_background.run(load_devices, self._on_devices, self.training_bar.notice.say)

    def _on_devices(self, devices: tuple[Device, ...]) -> None:
        self.training_bar.controls.set_devices(devices, self._settings.device)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End every thread before the window goes, unless the user has to be asked first."""
        if not self._closing.may_close():
            event.ignore()
            return
        self._settings.window_geometry = self.saveGeometry()
        # A thread may take a moment to end, as while torch loads.
        self.hide()
        self.training.finish()
        self.pages.finish()
        self._background.finish()
        self._slow_background.finish()
        super().closeEvent(event)

    def stop_and_close(self) -> None:
        """Close without asking; a training is stopped first and its best weights are saved."""
        self._closing.stop_and_close()
