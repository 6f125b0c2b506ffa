"""The help of the window: its keys and actions, and the dialogs behind them, which are loaded when first asked for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from lenet_app.gui.help.help_key import HelpKey
from lenet_app.gui.look.icons import icon
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.paths import Home

if TYPE_CHECKING:
    from lenet_app.gui.help.overlay import Overlay

_OVERLAY_KEYS = ("?", "Shift+F1")
_KEYS_KEY = "Ctrl+F1"


class WindowHelp(QObject):
    """F1 in the window and in each of its dialogs, and the actions for what explains all of it.

    Args:
        window: whose help it is.
        pages: title and widget of every page, made where it is not yet.
        home: where what the user makes is kept.
        settings: what the user chose; where that is kept is told.
        background: where versions and licences are read.
    """

    def __init__(
        self,
        window: QWidget,
        pages: Callable[[], Sequence[tuple[str, QWidget]]],
        home: Home,
        settings: Settings,
        background: Background,
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._background = window, pages, background
        self._home, self._settings = home, settings
        self._overlay: Overlay | None = None
        self._dialogs: dict[str, QDialog] = {}
        self.key = HelpKey(window)
        self.overlay_action = self._action(
            "circle-question-mark", tr("Help"), tr("Explain everything on this page"), *_OVERLAY_KEYS
        )
        self.keys_action = self._action("keyboard", tr("Keys"), tr("Show every key of the program"), _KEYS_KEY)
        self.about_action = self._action("info", tr("About"), tr("Show version, licences, and where your files are"))
        self.overlay_action.triggered.connect(self.show_overlay)
        self.keys_action.triggered.connect(self.show_keys)
        self.about_action.triggered.connect(self.show_about)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._on_focus_window)

    @property
    def actions(self) -> tuple[QAction, ...]:
        """For the buttons at the rail's foot, from the first to the last: explanations, keys, about."""
        return self.overlay_action, self.keys_action, self.about_action

    @property
    def overlay(self) -> "Overlay | None":
        """The explanations of a page, once they were asked for; hidden while they are not shown."""
        return self._overlay

    def show_overlay(self) -> None:
        """Explain everything that the window shows."""
        from lenet_app.gui.help.overlay import Overlay  # noqa: PLC0415 - the window is there sooner

        if self._overlay is None:
            self._overlay = Overlay(self._window)
        self.key.close_it()
        self._overlay.open_it()

    def show_keys(self) -> None:
        """Show every key, page by page."""
        from lenet_app.gui.help.keys import keys_of_window  # noqa: PLC0415
        from lenet_app.gui.help.keys_dialog import KeysDialog  # noqa: PLC0415

        self._show("keys", lambda: KeysDialog(self._window, keys_of_window(self._window, self._pages())))

    def show_about(self) -> None:
        """Show what the program is."""
        from lenet_app.gui.help.about_dialog import AboutDialog  # noqa: PLC0415

        self._show(
            "about",
            lambda: AboutDialog(self._window, self._home, self._settings.place, self._background, self.show_licences),
        )

    def show_licences(self) -> None:
        """Show the licences of all that the program is made of."""
        from lenet_app.gui.help.licences_dialog import LicencesDialog  # noqa: PLC0415

        self._show("licences", lambda: LicencesDialog(self._window, self._background))

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        """Open a dialog, or bring the one that is open to the front."""
        if name not in self._dialogs:
            dialog = self._dialogs[name] = make()
            dialog.finished.connect(lambda _result: self._dialogs.pop(name, None))
            dialog.show()
        self._dialogs[name].raise_()
        self._dialogs[name].activateWindow()

    def _action(self, picture: str, text: str, tip: str, *keys: str) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setStatusTip(tip)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({native})" if keys else tip)
        self._window.addAction(action)
        return action

    def _on_focus_window(self) -> None:
        """Give every dialog of the window its F1 when it is first used."""
        active = QApplication.activeWindow()
        if isinstance(active, QDialog) and active.findChild(HelpKey) is None and self._is_ours(active):
            HelpKey(active)

    def _is_ours(self, dialog: QDialog) -> bool:
        around: QWidget | None = dialog
        while around is not None and around is not self._window:
            around = around.parentWidget()
        return around is self._window
