"""Files and pictures that are dropped on a widget."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget


class DropTarget(QWidget):
    """Hands on what is dropped, once it accepts drops."""

    file_dropped = Signal(list)
    """The local files dropped here, as a list of pathlib.Path."""
    image_dropped = Signal(QImage)
    """A picture that was dropped here without a file; empty where it cannot be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dropping = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if _local_files(event) or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._show_dropping(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Forget the offer."""
        self._show_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        self._show_dropping(False)
        event.acceptProposedAction()
        files = _local_files(event)
        if files:
            self.file_dropped.emit(files)
        else:
            image = event.mimeData().imageData()
            self.image_dropped.emit(image if isinstance(image, QImage) else QImage())

    def _show_dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        self.update()


def _local_files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
