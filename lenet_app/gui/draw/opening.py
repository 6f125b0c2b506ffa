"""The ways in which a picture comes to the canvas: opened, pasted or dropped; each is read beside the window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from lenet_app.gui.answering.subjects import OpenedPicture
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn

_PATTERNS = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.avif *.jp2 *.ppm *.pgm *.pbm *.tga *.pcx"


class PictureOpening(QObject):
    """Reads pictures, one at a time, and tells what came of it.

    Args:
        page: over which dialogs lie.
        background: where pictures are read.
        folders: where the dialog begins.
    """

    begun = Signal()
    """A picture is about to be read."""
    opened = Signal(object, str)
    """An OpenedPicture, and what it is called."""
    told = Signal(str)
    """A sentence: what went wrong, or what was left out."""

    def __init__(self, page: QWidget, background: Background, folders: Folders) -> None:
        super().__init__(page)
        self._page, self._background, self._folders = page, background, folders

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read the first of these files; of the others it is told that they were left out."""
        path, left_out = paths[0], len(paths) - 1
        self._folders.set_folder(Purpose.PICTURES, path.parent)
        sentence = ""
        if left_out:
            sentence = trn(
                "Draw takes one picture at a time: {name} is shown, {count} other is not. Read takes many at once.",
                "Draw takes one picture at a time: {name} is shown, {count} others are not. Read takes many at once.",
                left_out,
            ).format(name=path.name, count=left_out)
        self._read(lambda: _opened_file(path), path.name, sentence)

    def take_image(self, image: QImage, title: str) -> None:
        """Take a picture that came without a file."""
        self._read(lambda: _opened_image(image), title)

    def paste(self) -> None:
        """Take the picture on the clipboard, or the one in a file copied there."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData() or QMimeData()  # an empty clipboard has none on some systems
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:  # some systems put the file's icon beside it, as a picture
            self.open_files(files)
        elif data.hasImage():
            self.take_image(clipboard.image(), tr("Pasted picture"))
        else:
            self.told.emit(tr("There is no picture to paste."))

    def choose(self) -> None:
        """Let the user choose a file."""
        dialog = file_dialog(self._page, tr("Open picture"), Purpose.PICTURES, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Pictures ({patterns})").format(patterns=_PATTERNS), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_files([Path(name)]))
        dialog.open()

    def _read(self, work: Callable[[], OpenedPicture], title: str, sentence: str = "") -> None:
        def show(picture: OpenedPicture) -> None:
            self.opened.emit(picture, title)
            if sentence:
                self.told.emit(sentence)

        self.begun.emit()
        self._background.run(work, show, self.told.emit)


def _opened_file(path: Path) -> OpenedPicture:
    from lenet_app.gui.answering.pictures import opened_file  # noqa: PLC0415 - the window is there sooner

    return opened_file(path)


def _opened_image(image: QImage) -> OpenedPicture:
    from lenet_app.gui.answering.pictures import opened_pixels  # noqa: PLC0415
    from lenet_app.gui.kit.qt_images import pixels_of  # noqa: PLC0415 - the window is there sooner

    return opened_pixels(pixels_of(image))
