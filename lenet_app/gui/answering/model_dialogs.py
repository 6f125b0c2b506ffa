"""What is asked before a model is renamed, deleted or opened."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.language import tr
from lenet_app.storage.library import Entry
from lenet_app.storage.models import SUFFIX


class ModelDialogs(QObject):
    """Asks, and has the switch do it.

    Args:
        window: what the dialogs lie over.
        switch: renames, deletes and opens.
    """

    def __init__(self, window: QWidget, switch: ModelSwitch) -> None:
        super().__init__(window)
        self._window, self._switch = window, switch

    def ask_name(self, entry: Entry) -> None:
        """Rename one of the user's models."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Rename the model"))
        dialog.setLabelText(tr("New name of {name}:").format(name=entry.name))
        dialog.setTextValue(entry.name)
        dialog.textValueSelected.connect(lambda name: self._switch.rename(entry, name))
        dialog.open()

    def ask_delete(self, entry: Entry) -> None:
        """Delete one of the user's models."""
        box = QMessageBox(QMessageBox.Icon.Question, tr("Delete the model"), "", parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(tr("Delete {name}? It cannot be brought back.").format(name=entry.name))
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        # What cannot be brought back should not go at the first press of Return.
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._switch.delete(entry))
        box.open()

    def ask_file(self) -> None:
        """Open a model file, a copy of which joins the user's models."""
        dialog = QFileDialog(self._window, tr("Open a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Models (*{suffix})").format(suffix=SUFFIX), tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._switch.open_file(Path(name)))
        dialog.open()
