"""Where the Read page has its pictures from: files, folders, the clipboard, what is dropped, the screen."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from lenet_app.errors import UserError
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.qt_images import pixels_of
from lenet_app.gui.workers.background import Background
from lenet_app.ink.files.tiff_pages import FilePage, pages_of
from lenet_app.language import tr
from lenet_app.reading.folder import pictures_in

_GRABBING = ("xcb", "windows", "cocoa")
"""Qt's platforms on which a program may take a picture of the screen."""
_HIDDEN = 400
"""Milliseconds that the window stays hidden before the screen is taken: what lies below has to be painted."""


def can_grab_screen() -> bool:
    """Whether Qt can take a picture of the screen here; under Wayland no program can without asking the desktop."""
    is_wayland = bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    platform = QGuiApplication.platformName()
    return platform in _GRABBING and not (platform == "xcb" and is_wayland)


class ReadSources(QObject):
    """Asks for pictures and hands them on, read from the disk by somebody else.

    Args:
        page: what the dialogs lie over.
        background: where folders are listed.
        folders: where the dialogs begin.
    """

    files_taken = Signal(list)
    """Path of each picture's file, or FilePage where it has several; in a folder those of all its pictures."""
    pixels_taken = Signal(object, str)
    """uint8 (height, width, 4): red, green, blue and opacity; and what to call it."""
    screen_taken = Signal(object)
    """The same of the whole screen."""
    refused = Signal(str)
    """One sentence."""

    def __init__(self, page: QWidget, background: Background, folders: Folders) -> None:
        super().__init__(page)
        self._page, self._background, self._folders = page, background, folders

    def ask_files(self) -> None:
        """Ask for one picture or several."""
        dialog = file_dialog(self._page, tr("Open pictures"), Purpose.PICTURES, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.avif *.jp2 *.ppm *.pgm *.pbm *.tga *.pcx"
        dialog.setNameFilters([tr("Pictures ({patterns})").format(patterns=patterns), tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.take_paths([Path(name) for name in names]))
        dialog.open()

    def ask_folder(self) -> None:
        """Ask for a folder with pictures."""
        dialog = file_dialog(self._page, tr("Open a folder with pictures"), Purpose.PICTURES, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self.take_paths([Path(name) for name in names]))
        dialog.open()

    def paste(self) -> None:
        """Take the picture on the clipboard, or the files and folders copied there."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData() or QMimeData()  # an empty clipboard has none on some systems
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:  # some systems put the file's icon beside it, as a picture
            self.take_paths(files)
        elif data.hasImage():
            self.take_image(clipboard.image(), tr("Pasted picture"))
        else:
            self.refused.emit(tr("There is no picture to paste."))

    def take_image(self, image: QImage, title: str) -> None:
        """Take a picture that is in memory."""

        def deliver(pixels: npt.NDArray[np.uint8]) -> None:
            self.pixels_taken.emit(pixels, title)

        self._background.run(lambda: pixels_of(image), deliver, self.refused.emit)

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take files, and of folders the pictures in them."""

        def deliver(found: tuple[list[Path | FilePage], list[str]]) -> None:
            files, faults = found
            if files:
                first = files[0].path if isinstance(files[0], FilePage) else files[0]
                self._folders.set_folder(Purpose.PICTURES, first.parent)
                self.files_taken.emit(files)
            if faults:
                self.refused.emit(faults[0])

        self._background.run(lambda: _expanded(paths), deliver, self.refused.emit)

    def grab_screen(self) -> None:
        """Take a picture of the screen that the window is on, without the window."""
        window = self._page.window()
        screen = window.screen()

        def grab() -> None:
            image = screen.grabWindow(0).toImage()
            window.show()
            window.activateWindow()
            if image.isNull():
                self.refused.emit(tr("The system gave no picture of the screen."))
            else:
                self._background.run(lambda: _opaque(pixels_of(image)), self.screen_taken.emit, self.refused.emit)

        window.hide()
        QTimer.singleShot(_HIDDEN, self, grab)


def _expanded(paths: Iterable[Path]) -> tuple[list[Path | FilePage], list[str]]:
    """The files and their pages, and those in the folders; and of what cannot be used why."""
    files: list[Path | FilePage] = []
    faults: list[str] = []
    for path in paths:
        try:
            for file in pictures_in(path) if path.is_dir() else [path]:
                files += pages_of(file)
        except UserError as error:
            faults.append(str(error))
    return files, faults


def _opaque(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A screen has nothing behind it, whatever its picture's format says."""
    pixels[..., 3] = 255
    return pixels
