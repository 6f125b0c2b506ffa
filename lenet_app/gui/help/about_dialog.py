"""What the program is, what it runs on and where it keeps things."""

import platform
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import lenet_app
from lenet_app.gui.help.reading_dialog import ReadingDialog
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.gui.system.links import open_folder
from lenet_app.gui.system.versions import versions
from lenet_app.gui.workers.background import Background
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.language import tr
from lenet_app.paths import APP_NAME, Home, bundled

_SIZE = QSize(560, 430)
_ICON = 64
_LARGER = 1.5


class AboutDialog(ReadingDialog):
    """Tells name, version, licence, what it runs on and where its files are; all of it can be copied.

    Args:
        parent: the window that it belongs to.
        home: the user's folder.
        settings: the file of settings, or what the system keeps them under.
        background: where the versions are asked for, since torch may have to be loaded for them.
        show_licences: opens the licences.
    """

    def __init__(
        self, parent: QWidget, home: Home, settings: str, background: Background, show_licences: Callable[[], None]
    ) -> None:
        super().__init__(parent, tr("About {name}").format(name=APP_NAME), _SIZE)
        self._home = home
        self._values: dict[str, ElidedLabel] = {}
        self.body.addLayout(self._head())
        self.body.addLayout(self._facts(settings))
        self.body.addStretch(1)
        self.licences_button = self.add_button(tr("Licences…"), tr("Read the licences of all that it is made of"))
        self.folder_button = self.add_button(tr("Open folder"), tr("Open the folder with your files"))
        self.copy_button = self.add_button(tr("Copy"), tr("Copy all of this as text, for a report of a fault"))
        self.licences_button.clicked.connect(show_licences)
        self.folder_button.clicked.connect(self._open_folder)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        self.notice = Notice(self)
        self.licences_button.setFocus()
        background.run(_versions, self.while_open(self._take_versions), self.while_open(self.notice.say))

    def as_text(self) -> str:
        """All facts, a line each."""
        head = f"{APP_NAME} {lenet_app.__version__}"
        return "\n".join([head, *(f"{name}: {label.text()}" for name, label in self._values.items())]) + "\n"

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        icon = QIcon(str(bundled("assets", "lenet-app.svg")))
        picture.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        name = QLabel(f"{APP_NAME} {lenet_app.__version__}")
        font = with_tabular_figures(name.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        name.setFont(font)
        set_kind(name, Kind.TITLE)
        what = QLabel(
            tr("Draw a digit or open a picture, see what LeNet-5 answers and how, and train it while you draw.")
        )
        licence = QLabel(tr("Free to use, to change and to pass on, under the MIT licence."))
        set_kind(licence, Kind.SECONDARY)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (name, what, licence):
            label.setWordWrap(True)
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _facts(self, settings: str) -> QGridLayout:
        home, waiting = self._home, tr("being looked up…")
        facts = {
            "Python": platform.python_version(),
            "Qt": qVersion(),
            "PyTorch": waiting,
            tr("Device for training"): waiting,
            tr("System"): platform.platform(),
            tr("Your files"): str(home.folder),
            tr("Settings"): settings,
            tr("Log of faults"): str(home.log),
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts.items()):
            caption = QLabel(name)
            set_kind(caption, Kind.SECONDARY)
            label = ElidedLabel(Qt.TextElideMode.ElideMiddle)
            label.setFont(with_tabular_figures(label.font()))
            label.setText(value)
            self._values[name] = label
            grid.addWidget(caption, row, 0)
            grid.addWidget(label, row, 1)
        return grid

    def _take_versions(self, found: dict[str, str]) -> None:
        self._values["PyTorch"].setText(found["torch"])
        self._values[tr("Device for training")].setText(found["device"])

    def _open_folder(self) -> None:
        folder = self._home.folder
        if not folder.is_dir():
            self.notice.say(tr("{folder} is made with the first thing that you keep.").format(folder=folder))
        elif fault := open_folder(folder):
            self.notice.say(fault)


def _versions() -> dict[str, str]:
    with suppress(ImportError, OSError):  # which `versions` tells
        load_torch()
    return versions()
