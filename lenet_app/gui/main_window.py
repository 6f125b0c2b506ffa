"""The window: header, pages, training bar; it puts the parts together and ends them."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QMenu, QMessageBox, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.icons import icon
from lenet_app.gui.model_switch import ModelSwitch
from lenet_app.gui.pages.draw_page import DrawPage
from lenet_app.gui.settings import Settings
from lenet_app.gui.theme import Kind, Theme, ThemeSwitch, set_kind
from lenet_app.gui.training_control import TrainingControl
from lenet_app.gui.widgets.model_selector import ModelSelector
from lenet_app.gui.widgets.training_bar import TrainingBar
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.recognition import LiveRecognition
from lenet_app.gui.workers.torch_loading import load_devices
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.reports import Device

_DEVICES_AFTER = 1500
"""Milliseconds after the first model: by then a first answer has been given and torch may load in the background."""


class MainWindow(QMainWindow):
    """Everything that a person sees."""

    def __init__(self, settings: Settings, theme: ThemeSwitch, library: ModelLibrary | None = None) -> None:
        super().__init__()
        self._settings, self._theme = settings, theme
        self._begun = self._closing = self._follows_training = False
        library = library or ModelLibrary()
        self._background = Background(self)
        self._slow_background = Background(self)
        self._recognition = LiveRecognition(self)
        self.draw_page = DrawPage(self._recognition, self._background)
        self.model_selector = ModelSelector()
        self.training_bar = TrainingBar()
        self.setWindowTitle("lenet-app")
        self._lay_out()
        self.models = ModelSwitch(self.model_selector, library, settings, self._background, self)
        self.training = TrainingControl(self.training_bar, library, settings, self)
        self._wire()
        self.draw_page.canvas.set_pen_width(settings.pen_width)
        if geometry := settings.window_geometry:
            self.restoreGeometry(geometry)
        else:
            self.resize(1280, 720)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Draw"))
        set_kind(title, Kind.TITLE)
        header = QHBoxLayout()
        header.setContentsMargins(16, 8, 16, 0)
        header.addWidget(title)
        header.addStretch(1)
        header.addWidget(self.model_selector)
        header.addWidget(self._theme_button())
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self.draw_page, 1)
        layout.addWidget(self.training_bar)
        self.setCentralWidget(body)

    def _theme_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("sun-moon"))
        button.setIconSize(QSize(18, 18))
        button.setToolTip(self.tr("Light, dark or as the system has it"))
        button.setAccessibleName(self.tr("Theme"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_kind(button, Kind.FLAT)
        menu = QMenu(button)
        group = QActionGroup(menu)
        texts = {Theme.SYSTEM: self.tr("As the system"), Theme.LIGHT: self.tr("Light"), Theme.DARK: self.tr("Dark")}
        for theme, text in texts.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(theme is self._theme.theme)
            action.triggered.connect(lambda _checked, theme=theme: self._choose_theme(theme))
            group.addAction(action)
        button.setMenu(menu)
        return button

    def _wire(self) -> None:
        self.models.model_changed.connect(self._on_model)
        self.models.chosen_by_user.connect(self._leave_training)
        controls = self.training_bar.controls
        controls.train_requested.connect(lambda: self._train(None))
        controls.fine_tune_requested.connect(lambda: self._train(self.models.model))
        controls.set_available(False)
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
        """Begin to read models and data once the window is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.draw_page.canvas.setFocus()
            # Nothing is read before the window is there to be seen.
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self.models.start()
        self.draw_page.load_data_set()
        QTimer.singleShot(_DEVICES_AFTER, self._load_devices)

    def _load_devices(self) -> None:
        if not self._closing:
            self._slow_background.run(load_devices, self._on_devices, self.training_bar.notice.say)

    def _on_devices(self, devices: tuple[Device, ...]) -> None:
        self.training_bar.controls.set_devices(devices, self._settings.device)

    def _on_model(self, model: Model) -> None:
        self.draw_page.set_model(model)
        self.training_bar.controls.set_available(True)

    def _train(self, start: Model | None) -> None:
        if self.training.is_running:  # the keys work then, too
            return
        self._follows_training = True
        self.training.begin(start)

    def _leave_training(self) -> None:
        self._follows_training = False

    def _on_trained(self, model: Model, text: str) -> None:
        if self._follows_training:
            self.models.use_unlisted(model, text)

    def _on_saved(self, entry: Entry, model: Model) -> None:
        if self._follows_training:
            self._follows_training = False
            self.models.take_saved(entry, model)
        else:
            self.models.list_again()

    def _on_unsaved(self, model: Model, text: str) -> None:
        """Keep the model at hand, whoever wanted what; it lasts as long as the window does."""
        self._follows_training = self._closing = False
        self.models.use_unlisted(model, text)

    def _on_training_ended(self) -> None:
        if self._follows_training:
            self._follows_training = False
            self.models.go_back()
        if self._closing:
            self.close()

    def _choose_theme(self, theme: Theme) -> None:
        self._theme.set_theme(theme)
        self._settings.theme = theme

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while a training runs; then end every thread before the window goes."""
        if self.training.is_running:
            event.ignore()
            if not self._closing:
                self._ask_to_close()
            return
        self._closing = True
        self._settings.window_geometry = self.saveGeometry()
        self._settings.pen_width = self.draw_page.canvas.pen_width
        # A thread may take a moment to end, as while torch loads.
        self.hide()
        self._recognition.finish()
        self._background.finish()
        self._slow_background.finish()
        super().closeEvent(event)

    def _ask_to_close(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), "", parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(self.tr("A training is running. Stop it and close?"))
        box.setInformativeText(self.tr("The best weights so far are saved as a model."))
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        go_on = box.addButton(self.tr("Go on training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        stop.clicked.connect(self.stop_and_close)
        self.training.ended.connect(box.reject)
        box.open()

    def stop_and_close(self) -> None:
        """Close without asking; a training is stopped first and its best weights are saved."""
        self._closing = True
        if self.training.is_running:
            self.training.stop()
        else:
            self.close()
