"""What is asked before a model is renamed, deleted or opened."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.name_dialog import Answer, NameDialog
from lenet_app.language import tr
from lenet_app.storage.files import Unusable
from lenet_app.storage.library import Entry
from lenet_app.storage.models import SUFFIX


class ModelDialogs(QObject):
    """Asks, and has the switch do it.

    Args:
        window: what the dialogs lie over.
        switch: renames, deletes and opens.
        folders: where the dialog for files begins.
    """

    def __init__(self, window: QWidget, switch: ModelSwitch, folders: Folders) -> None:
        super().__init__(window)
        self._window, self._switch, self._folders = window, switch, folders

    def ask_name(self, entry: Entry) -> None:
        """Rename one of the user's models."""
        question = tr("New name of {name}:").format(name=entry.name)

        def give(name: str, answer: Answer) -> None:
            self._switch.rename(entry, name, answer)

        NameDialog(tr("Rename the model"), question, entry.name, give, self._window).open()

    def ask_delete(self, one: Entry | Unusable) -> None:
        """Delete one of the user's models, or a file among them that cannot be used."""
        box = QMessageBox(QMessageBox.Icon.Question, tr("Delete the model"), "", parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(tr("Delete {name}? It cannot be brought back.").format(name=one.name))
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        # What cannot be brought back should not go at the first press of Return.
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._switch.delete(one))
        box.open()

    def ask_file(self) -> None:
        """Open a model file, a copy of which joins the user's models."""
        dialog = file_dialog(self._window, tr("Open a model file"), Purpose.MODELS, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Models (*{suffix})").format(suffix=SUFFIX), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._switch.open_file(Path(name)))
        dialog.open()
