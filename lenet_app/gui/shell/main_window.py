"""The window: header, pages, training bar; it puts the parts together and ends them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_app.gui.answering.live_recognition import LiveRecognition
from lenet_app.gui.answering.model_selector import ModelSelector
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.kit.scrolling import ScrolledBody, scrolling
from lenet_app.gui.look.icons import icon
from lenet_app.gui.look.theme import Kind, Theme, ThemeSwitch, set_kind
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.page_tabs import PageTabs
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.bar import TrainingBar
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.torch_loading import load_devices
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import Device

if TYPE_CHECKING:
    from lenet_app.gui.networks.page import NetworksPage
    from lenet_app.gui.read.page import ReadPage

_DRAW, _READ, _NETWORKS = range(3)
_USUAL, _LEAST = QSize(1280, 720), QSize(1024, 600)
"""Pixels of the window when it is first opened, and at least; on a smaller screen it is as large as that."""
_DEVICES_AFTER = 1500
"""Milliseconds after the first model: by then a first answer has been given and torch may load in the background."""


class MainWindow(QMainWindow):
    """Everything that a person sees; the pages Read and Networks are made when they are first needed."""

    def __init__(self, settings: Settings, theme: ThemeSwitch, library: ModelLibrary | None = None) -> None:
        super().__init__()
        self._settings, self._theme = settings, theme
        self._begun = self._closing = self._follows_training = self._has_taken_over = False
        self._library = library or ModelLibrary()
        self._background = Background(self)
        self._slow_background = Background(self)
        self._recognition = LiveRecognition(self)
        self.draw_page = DrawPage(self._recognition, self._background)
        self._read_page: ReadPage | None = None
        self._networks_page: NetworksPage | None = None
        self._finished_model: Model | None = None
        self._before: Entry | None = None
        self.model_selector = ModelSelector()
        self.training_bar = TrainingBar()
        self.setWindowTitle("lenet-app")
        self._lay_out()
        self.models = ModelSwitch(self.model_selector, self._library, settings, self._background, self)
        self.training = TrainingControl(self.training_bar, self._library, settings, self)
        self._wire()
        self.draw_page.canvas.set_pen_width(settings.pen_width)
        self.draw_page.set_threshold(settings.threshold)
        self.draw_page.set_upright(settings.upright)
        if geometry := settings.window_geometry:
            self.restoreGeometry(geometry)
        else:
            self.resize(_USUAL.boundedTo(self.screen().availableGeometry().size()))

    def _lay_out(self) -> None:
        self.tabs = PageTabs(
            (
                (tr("Draw"), tr("Draw or open a picture and see the answer")),
                (tr("Read"), tr("Read whole numbers from pictures, or as you write them")),
                (tr("Networks"), tr("Choose, read, change and train a network")),
            )
        )
        self._pages = QStackedWidget()
        for page in (self.draw_page, QWidget(), QWidget()):
            self._pages.addWidget(page)
        self.tabs.chosen.connect(self._show_page)
        header = QHBoxLayout()
        header.setContentsMargins(16, 8, 16, 0)
        header.addWidget(self.tabs)
        header.addStretch(1)
        header.addWidget(self.model_selector)
        header.addWidget(self._theme_button())
        body = ScrolledBody()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.training_bar)
        self.setCentralWidget(scrolling(body))
        self.setMinimumSize(_LEAST.boundedTo(self.screen().availableGeometry().size()))

    @property
    def read_page(self) -> "ReadPage":
        """The page Read; the first to ask has it made."""
        if self._read_page is None:
            from lenet_app.gui.read.page import ReadPage  # noqa: PLC0415 - the window is there sooner

            page = self._read_page = ReadPage(self._background)
            page.default_model_requested.connect(self._use_default_model)
            page.set_threshold(self._settings.threshold)
            if self._finished_model is not None:
                page.set_model(self._finished_model)
            self._put(_READ, page)
        return self._read_page

    @property
    def networks_page(self) -> "NetworksPage":
        """The page Networks; the first to ask has it made."""
        if self._networks_page is None:
            from lenet_app.gui.networks.page import NetworksPage  # noqa: PLC0415 - the window is there sooner

            page = self._networks_page = NetworksPage(self._library, self._background)
            page.train_requested.connect(self.training.begin_member)
            page.model_requested.connect(self._open_model_of)
            page.reproduce_requested.connect(lambda ids, is_quick: self.training.reproduce(ids, is_quick=is_quick))
            page.files.done.connect(self.training.list_networks)
            self.training.running_changed.connect(page.set_busy)
            page.list.chosen.connect(lambda _key: self.training_bar.notice.dismiss())
            page.set_busy(self.training.is_running)
            page.refresh()
            self._put(_NETWORKS, page)
        return self._networks_page

    def _put(self, number: int, page: QWidget) -> None:
        """Lay a page in its place, where nothing was."""
        empty, shown = self._pages.widget(number), self._pages.currentIndex()
        assert empty is not None
        self._pages.insertWidget(number, page)
        self._pages.removeWidget(empty)
        empty.deleteLater()
        self._pages.setCurrentIndex(shown)

    def _show_page(self, number: int) -> None:
        if number == _READ:
            self._pages.setCurrentWidget(self.read_page)
        elif number == _NETWORKS:
            self._pages.setCurrentWidget(self.networks_page)
        else:
            self._pages.setCurrentWidget(self.draw_page)

    def _theme_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("sun-moon"))
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tr("Light, dark or as the system has it"))
        button.setAccessibleName(tr("Theme"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_kind(button, Kind.FLAT)
        menu = QMenu(button)
        group = QActionGroup(menu)
        texts = {Theme.SYSTEM: tr("As the system"), Theme.LIGHT: tr("Light"), Theme.DARK: tr("Dark")}
        for theme, text in texts.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(theme is self._theme.theme)
            action.triggered.connect(lambda _checked, theme=theme: self._choose_theme(theme))
            group.addAction(action)
        button.setMenu(menu)
        return button

    def _wire(self) -> None:
        self.draw_page.threshold_changed.connect(self._keep_threshold)
        self.draw_page.upright_changed.connect(self._keep_upright)
        self.draw_page.read_requested.connect(self._read_number)
        self.models.model_changed.connect(self._on_model)
        self.models.chosen_by_user.connect(self._leave_training)
        controls = self.training_bar.controls
        controls.train_requested.connect(lambda: self.training.begin(None))
        controls.fine_tune_requested.connect(lambda: self.training.begin(self.models.model))
        controls.way_back_requested.connect(self._go_back)
        controls.set_model("")
        self.training.begun.connect(self._follow_training)
        self.training.data_set_changed.connect(self.draw_page.set_data_set)
        self.training.model_trained.connect(self._on_trained)
        self.training.model_saved.connect(self._on_saved)
        self.training.model_unsaved.connect(self._on_unsaved)
        self.training.ended.connect(self._on_training_ended)
        self._shortcut("Ctrl+T", controls.train_button.click)
        self._shortcut("Ctrl+Shift+T", controls.fine_tune_button.click)
        self._shortcut("Ctrl+M", self.model_selector.combo.setFocus)

    def _shortcut(self, keys: str, slot: object) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        self.addAction(action)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the canvas."""
        super().showEvent(event)
        if not self._begun:
            self.draw_page.canvas.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin to read models and data once the window is there to be seen."""
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            # All that is painted with it is done before a timer that is due at once fires.
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self.models.start()
        self.training.start()
        self._refresh_networks()
        QTimer.singleShot(_DEVICES_AFTER, self._load_devices)

    def _refresh_networks(self) -> None:
        if self._networks_page is not None:
            self._networks_page.refresh()

    def _load_devices(self) -> None:
        if not self._closing:
            self._slow_background.run(load_devices, self._on_devices, self.training_bar.notice.say)

    def _on_devices(self, devices: tuple[Device, ...]) -> None:
        self.training_bar.controls.set_devices(devices, self._settings.device)

    def _on_model(self, model: Model) -> None:
        self.draw_page.set_model(model)
        if not self._follows_training:  # numbers are not read by a model that has only begun to learn
            self._finished_model = model
            if self._read_page is not None:
                self._read_page.set_model(model)
        self._show_pictures_for(model)
        self.training_bar.controls.set_model(model.name)

    def _show_pictures_for(self, model: Model) -> None:
        """Lead through the pictures that the model was trained on, unless others of their kind are shown."""
        shown, name = self.draw_page.data_set, model.making.data_set
        place = None if name is None else self.training.data_sets.place_of(name)
        is_like = shown is not None and (shown.channels, shown.class_names) == (
            model.architecture.input_shape[0],
            model.class_names,
        )
        if place is not None and not is_like:
            self.draw_page.load_data_set(place)

    def _open_model_of(self, architecture_id: str) -> None:
        """Answer with a model of this network, and show the page where it does."""
        self._leave_training()
        self.models.use_architecture(architecture_id)
        self.tabs.show_page(_DRAW)

    def _use_default_model(self) -> None:
        self._leave_training()
        self.models.use_architecture(family.DEFAULT_ID)

    def _follow_training(self) -> None:
        self._follows_training = True
        self._before = self.models.entry

    def _leave_training(self) -> None:
        self._follows_training = False
        self._before = None
        self.training_bar.controls.withdraw_way_back()

    def _on_trained(self, model: Model, text: str) -> None:
        if self._follows_training:
            self.models.use_unlisted(model, text)

    def _on_saved(self, entry: Entry, model: Model) -> None:
        if self._follows_training:
            self._follows_training = False
            self._has_taken_over = True
            self.models.take_saved(entry, model)
        else:
            self.models.list_again()
        self._refresh_networks()

    def _on_unsaved(self, model: Model, text: str) -> None:
        """Keep the model at hand, whoever wanted what; it lasts as long as the window does."""
        self._follows_training = self._closing = False
        self.models.use_unlisted(model, text)

    def _on_training_ended(self) -> None:
        if self._follows_training:
            self._follows_training = False
            self.models.go_back()
        elif self._has_taken_over and self._before is not None:
            self.training_bar.controls.offer_way_back(tr("Back to {model}").format(model=self._before.name))
        self._has_taken_over = False
        self._refresh_networks()
        if self._closing:
            self.close()

    def _go_back(self) -> None:
        """Answer with the model again that a training has taken over from."""
        if self._before is not None:
            self.models.choose(self._before)

    def _choose_theme(self, theme: Theme) -> None:
        self._theme.set_theme(theme)
        self._settings.theme = theme

    def _keep_threshold(self, threshold: float | None) -> None:
        self._settings.threshold = threshold
        if self._read_page is not None:
            self._read_page.set_threshold(threshold)

    def _keep_upright(self, is_upright: bool) -> None:
        self._settings.upright = is_upright

    def _read_number(self, picture: Path | npt.NDArray[np.uint8], name: str) -> None:
        """Read a picture of several digits where numbers are read."""
        self.tabs.show_page(_READ)
        if isinstance(picture, Path):
            self.read_page.read_files([picture])
        else:
            self.read_page.read_picture(picture, name)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while a training runs or something is unsaved; then end every thread before the window goes."""
        is_held = self.training.is_running or (bool(self._losses) and not self._closing)
        if is_held:
            event.ignore()
            if not self._closing:
                self._ask_to_close()
            return
        self._closing = True
        self._settings.window_geometry = self.saveGeometry()
        self._settings.pen_width = self.draw_page.canvas.pen_width
        # A thread may take a moment to end, as while torch loads.
        self.hide()
        self.training.finish()
        self._recognition.finish()
        if self._read_page is not None:
            self._read_page.finish()
        self._background.finish()
        self._slow_background.finish()
        super().closeEvent(event)

    @property
    def _losses(self) -> str:
        """In a sentence each, what of the user's own would be lost; empty where nothing would."""
        said = []
        if self._networks_page is not None and (names := self._networks_page.unsaved):
            said.append(tr("Changes that are not saved get lost: {names}.").format(names=", ".join(names)))
        if self._read_page is not None and (count := self._read_page.unsaved_corrections):
            said.append(tr("Corrected pictures that are not saved as CSV: {count}.").format(count=count))
        return " ".join(said)

    def _ask_to_close(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), "", parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.training.is_running:
            question, consequence = self.training.closing_question
            box.setText(question)
            box.setInformativeText(f"{consequence} {self._losses}".strip())
            texts = (tr("Stop and close"), tr("Go on"))
            self.training.ended.connect(box.reject)
        else:
            box.setText(tr("Close without saving?"))
            box.setInformativeText(self._losses)
            texts = (tr("Close without saving"), tr("Go back"))
        leave = box.addButton(texts[0], QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(texts[1], QMessageBox.ButtonRole.RejectRole))
        leave.clicked.connect(self.stop_and_close)
        box.open()

    def stop_and_close(self) -> None:
        """Close without asking; a training is stopped first and its best weights are saved."""
        self._closing = True
        if self.training.is_running:
            self.training.stop()
        else:
            self.close()
