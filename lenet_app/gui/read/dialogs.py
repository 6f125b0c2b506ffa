"""What the Read page asks in windows of their own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.language import tr


def ask_to_remove(page: QWidget, name: str, remove: Callable[[], None]) -> None:
    """Ask whether what a person made may be lost, and call `remove` if so."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Take out of the list"), "", parent=page)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setText(tr("Take {name} out of the list?").format(name=name))
    box.setInformativeText(tr("What was written and corrected cannot be brought back."))
    button = box.addButton(tr("Take out"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    button.clicked.connect(remove)
    box.open()


def ask_table(page: QWidget, folders: Folders, save: Callable[[Path], None]) -> None:
    """Ask for a table's file and call `save` with it."""
    dialog = file_dialog(page, tr("Save what was read as CSV"), Purpose.TABLES, folders)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.setNameFilters([tr("Tables (*.csv)"), tr("All files (*)")])
    dialog.selectFile("numbers.csv")
    dialog.fileSelected.connect(lambda name: save(Path(name)))
    dialog.open()
