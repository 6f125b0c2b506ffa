"""Dialogs for files, each of which begins where the last one of its purpose ended."""

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDir, QFileInfo, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


class Purpose(StrEnum):
    """What a dialog is for; those of one purpose share a folder."""

    PICTURES = "pictures"
    TABLES = "tables"
    MODELS = "models"
    DATA_SETS = "data_sets"
    ARCHITECTURES = "architectures"
    RECIPES = "recipes"
    KEPT = "kept"
    SAMPLES = "samples"


class Folders(Protocol):
    """Keeps the folder of each purpose between sessions."""

    def folder(self, purpose: str) -> Path | None:
        """Where files for this purpose were last taken from or written to; None where none were."""

    def set_folder(self, purpose: str, folder: Path) -> None:
        """Files for this purpose were taken from this folder, or written there."""


def file_dialog(parent: QWidget, title: str, purpose: Purpose, folders: Folders) -> QFileDialog:
    """A dialog that is not opened yet: whoever asks says what may be chosen.

    It is no class of its own, for Qt shows the system's dialog only in place of a plain QFileDialog.

    Args:
        parent: what it lies over.
        title: of its window.
        purpose: what it is for.
        folders: where it begins, and where it is told where it ended.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setDirectory(_first_folder(purpose, folders.folder(purpose)))

    def remember(name: str) -> None:
        is_folder = dialog.fileMode() is QFileDialog.FileMode.Directory
        folders.set_folder(purpose, Path(name) if is_folder else Path(name).parent)

    dialog.fileSelected.connect(remember)
    dialog.filesSelected.connect(lambda names: remember(names[0]) if names else None)
    return dialog


def _first_folder(purpose: Purpose, folder: Path | None) -> str:
    """Qt would begin where the program was started, which nobody knows."""
    places = QStandardPaths.StandardLocation
    usual = places.PicturesLocation if purpose in (Purpose.PICTURES, Purpose.KEPT) else places.DocumentsLocation
    candidates = ([] if folder is None else [str(folder)]) + [QStandardPaths.writableLocation(usual)]
    return next((place for place in candidates if QFileInfo(place).isDir()), QDir.homePath())
