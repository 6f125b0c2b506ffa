"""The window: rail, header, pages, strip; it puts the parts together and ends them."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QPushButton, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_chip import ModelChip
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.scrolling import ScrolledBody, scrolling
from lenet_app.gui.kit.window_page import PageEntry, WindowPage
from lenet_app.gui.labelling.people import People
from lenet_app.gui.look.theme import ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.closing import Closing
from lenet_app.gui.shell.header import Header
from lenet_app.gui.shell.help import WindowHelp
from lenet_app.gui.shell.page_stack import PageStack
from lenet_app.gui.shell.pages import Parts, fine_tune, follow_training, page_entries
from lenet_app.gui.shell.projection import Projection
from lenet_app.gui.shell.rail import Rail, action_button
from lenet_app.gui.shell.theme_button import theme_button
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.paths import APP_NAME, Home

if TYPE_CHECKING:
    from lenet_app.gui.shell.trainings import Trainings
    from lenet_app.gui.train.control import TrainingControl
    from lenet_app.gui.train.offers import Offers
    from lenet_app.gui.train.widgets.strip import Strip
    from lenet_app.training.reports import Device

_USUAL, _LEAST = QSize(1280, 720), QSize(1024, 600)
"""Pixels of the window when it is first opened, and at least; on a smaller screen it is as large as that."""
_USUAL_FRAME = QSize(16, 48)
"""Pixels that a window's frame takes, until it is shown and that is known."""
_TRAININGS_AFTER, _DEVICES_AFTER = 300, 600
"""Milliseconds after the first paint: by then a first answer has been given. What trains, and the data sets, come next;
torch may load in the background last."""

PageKind = TypeVar("PageKind", bound=WindowPage)


class MainWindow(QMainWindow):
    """Everything that a person sees."""

    ready = Signal()
    """What is loaded in the background after the start is there, torch last."""

    def __init__(self, home: Home, settings: Settings, theme: ThemeSwitch) -> None:
        super().__init__()
        self.setWindowTitle(APP_NAME)
        self.settings = settings
        self._has_begun = self._has_ended = False
        self._background, self._slow_background = Background(self), Background(self)
        self.pages = PageStack()
        self.notice = Notice(self.pages)
        self.model_in_use = ModelInUse(settings, self)
        self.people = People(home, settings, self)
        library = self.people.person.library
        self.models = ModelSwitch(library, self.model_in_use, self._background, self.notice, self)
        self.chip = ModelChip(self.model_in_use, self.models, settings)
        self._parts = Parts(
            home,
            settings,
            self._background,
            self.model_in_use,
            self.models,
            lambda: self.training,
            self._place_of,
            self.notice,
            self.pages,
            self.people,
        )
        self._closing = Closing(self, self.pages)
        entries = page_entries(self._parts)
        self.pages.set_entries(entries)
        self.header = Header(self.chip)
        self.help = WindowHelp(self, self.pages.all_pages, home, settings, self._slow_background)
        self.rail = self._make_rail(entries, theme)
        self._lay_out()
        self.projection = Projection(self, self.pages, (self.rail, self.header, self._lower))
        self._wire()
        self._name_person()
        self.pages.show_page(entries[0].key)
        if not self.restoreGeometry(settings.window_geometry or QByteArray()):
            self.resize(_USUAL.boundedTo(self.screen().availableGeometry().size()))

    @cached_property
    def _trainings(self) -> "Trainings":
        from lenet_app.gui.shell.trainings import Trainings  # noqa: PLC0415 - the window is there sooner

        parts = self._parts
        made = Trainings(
            home=self.people.person.home,
            settings=parts.settings,
            switch=self.models,
            notice=self.notice,
            background=self._background,
            window=self,
        )
        self._strips.addWidget(made.strip)
        made.control.data_set_changed.connect(self.pages.set_data_set)
        self.people.samples_changed.connect(made.control.data_sets.take_new_samples)
        self.people.busy = made.reason_to_stay
        follow_training(self._parts, made.control)
        made.control.report_requested.connect(self._show_report)
        self._closing.hold_for(made.control, lambda: made.offers.losses)
        return made

    def _place_of(self, data_set: str) -> str | None:
        """Where it can be read. While nothing trains yet, none is looked at either: the first answer comes first."""
        return self.training.data_sets.place_of(data_set) if "_trainings" in vars(self) else None

    @property
    def training(self) -> "TrainingControl":
        """What is trained, and on what."""
        return self._trainings.control

    @property
    def offers(self) -> "Offers":
        """The models that somebody has to decide about."""
        return self._trainings.offers

    @property
    def strip(self) -> "Strip":
        """The line that tells how a training goes on and what came of it."""
        return self._trainings.strip

    def _make_rail(self, entries: Sequence[PageEntry], theme: ThemeSwitch) -> Rail:
        overlay, keys, about = (action_button(action) for action in self.help.actions)
        return Rail(entries, [overlay, keys, theme_button(theme, self.settings), about])

    @property
    def _room(self) -> QSize:
        """Pixels of the screen that are left within the window's frame."""
        frame = self.frameGeometry().size() - self.size() if self.isVisible() else _USUAL_FRAME
        return self.screen().availableGeometry().size() - frame

    def _fit_screen(self) -> None:
        """Be no larger than the screen, frame and all."""
        fitting = self.size().boundedTo(self._room)
        if fitting != self.size() and not self.isMaximized() and not self.isFullScreen():
            self.resize(fitting)

    def page(self, key: str, kind: type[PageKind]) -> PageKind:
        """The page with this key, which is of this kind; the first to ask has it made."""
        return self.pages.page(key, kind)

    def _lay_out(self) -> None:
        body, right = ScrolledBody(), QWidget()
        # From the outside in: whatever is put elsewhere is dressed anew, with all that is in it.
        self.setCentralWidget(scrolling(body))
        line, column = QHBoxLayout(body), QVBoxLayout()
        line.addWidget(self.rail)
        line.addWidget(right, 1)
        right.setLayout(column)
        # Of its own, so that what ends meanwhile does not show up on a projector.
        self._lower = QWidget()
        for widget, stretch in ((self.header, 0), (self.pages, 1), (self._lower, 0)):
            column.addWidget(widget, stretch)
        self._strips = QVBoxLayout(self._lower)
        for layout in (line, column, self._strips):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.setMinimumSize(_LEAST.boundedTo(self._room))

    def _wire(self) -> None:
        self.pages.shown.connect(self._on_page)
        self.rail.chosen.connect(self.pages.show_page)
        self.pages.wanted.connect(self.rail.show_page)
        self.people.chosen.connect(self._turn_to_person)
        self.people.listed.connect(self._name_person)
        self.chip.fine_tune_requested.connect(lambda entry: fine_tune(self._parts, entry))
        self._shortcut("Ctrl+T", tr("Train new weights"), lambda: fine_tune(self._parts, None))
        self._shortcut("Ctrl+Shift+T", tr("Fine-tune the model in use"), self._fine_tune_model_in_use)
        self._shortcut("Ctrl+M", tr("Choose the model that answers"), self.chip.show_models)

    def _turn_to_person(self) -> None:
        """Another person's models answer, and what is trained from now on is theirs."""
        person = self.people.person
        if "_trainings" in vars(self):
            self._trainings.turn_to(person.home)
        self.models.use_library(person.library)

    def _name_person(self) -> None:
        """Say in the window's title who is chosen, where that is not clear."""
        person = self.people.person
        is_alone = not person.key and len(self.people.everyone.people) < 2
        self.setWindowTitle(APP_NAME if is_alone else f"{APP_NAME} – {person.name}")

    def _fine_tune_model_in_use(self) -> None:
        if self.model_in_use.entry is not None:
            fine_tune(self._parts, self.model_in_use.entry)

    def _show_report(self) -> None:
        from lenet_app.gui.train.report_dialog import show_report  # noqa: PLC0415 - the window is there sooner

        show_report(self, self._parts.home, self._background, self.notice)

    def _shortcut(self, keys: str, text: str, slot: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)

    def _on_page(self, entry: PageEntry) -> None:
        self.header.set_title(entry.title)
        self.chip.set_follows_trial(entry.follows_trial)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as the space bar does, on systems that do not do so."""
        button = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if is_enter and isinstance(button, QPushButton | QToolButton):
            button.animateClick()
        else:
            super().keyPressEvent(event)

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
        self._fit_screen()
        self.models.start()
        QTimer.singleShot(_TRAININGS_AFTER, self, self._begin_trainings)
        QTimer.singleShot(_DEVICES_AFTER, self, self._load_devices)

    def _begin_trainings(self) -> None:
        """Load the modules beside the window, for that takes a while, and go on here."""
        self._background.run(_load_trainings, lambda _: self._start_trainings(), self.notice.say)

    def _start_trainings(self) -> None:
        if not self._has_ended:  # the window may have closed meanwhile
            self._trainings.start()

    def _load_devices(self) -> None:
        from lenet_app.gui.workers.torch_loading import load_devices  # noqa: PLC0415 - the window is there sooner

        if not self._closing.is_decided:
            self._slow_background.run(load_devices, self._take_devices, self.notice.say)

    def _take_devices(self, devices: "tuple[Device, ...]") -> None:
        if not self._has_ended:
            self.training.set_devices(devices)
            self.ready.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End every thread before the window goes, unless the user has to be asked first."""
        if not self._closing.may_close():
            event.ignore()
            return
        self.projection.leave()
        self.settings.window_geometry = self.saveGeometry()
        # A thread may take a moment to end, as while torch loads.
        self.hide()
        self._has_ended = True
        if "_trainings" in vars(self):
            self.training.finish()
        self.pages.finish()
        self.people.finish()
        self._background.finish()
        self._slow_background.finish()
        super().closeEvent(event)

    def stop_and_close(self) -> None:
        """Close without asking; a training is stopped first and its best weights are saved."""
        self._closing.stop_and_close()


def _load_trainings() -> None:
    import lenet_app.gui.shell.trainings  # noqa: F401, PLC0415 - the window is there sooner
