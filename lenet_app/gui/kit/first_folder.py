"""Where the dialogs for files begin."""

from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo, QStandardPaths
from PySide6.QtWidgets import QFileDialog


def begin_in(dialog: QFileDialog, folder: Path | None) -> None:
    """Show this folder first.

    Args:
        dialog: not opened yet.
        folder: the one last used; None for the user's pictures, as Qt would begin where the program was started.
    """
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    wanted = pictures if folder is None else str(folder)
    dialog.setDirectory(wanted if QFileInfo(wanted).isDir() else QDir.homePath())
