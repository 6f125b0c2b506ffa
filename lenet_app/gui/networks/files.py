"""The user's own architectures on disk: saved, renamed, deleted, opened, each asked for first where need be."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.name_dialog import Answer, NameDialog
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.family import Member
from lenet_app.storage.architectures import SUFFIX, write_architecture
from lenet_app.storage.files import write_whole
from lenet_app.storage.own_architectures import (
    checked_title,
    delete_architecture,
    id_of,
    import_architecture,
    rename_architecture,
    save_architecture,
)


class NetworkFiles(QObject):
    """Asks and does; the page hears of what was done.

    Args:
        page: what the dialogs lie over.
        own: the folder of the user's own architectures.
        background: where files are read and written.
        notice: where a failure is told.
        folders: where the dialogs begin.
    """

    done = Signal(str)
    """Something was opened, renamed or deleted; the id it has now, empty for what is gone."""

    def __init__(self, page: QWidget, own: Path, background: Background, notice: Notice, folders: Folders) -> None:
        super().__init__(page)
        self._folders = folders
        self._page, self._own, self._background, self._notice = page, own, background, notice

    def save(self, member: Member, own_id: str, *, is_taken: bool, on_saved: Callable[[str], None]) -> None:
        """Keep the network under its title; where another one has it already, ask first.

        Args:
            member: what to write.
            own_id: the id of the one that it is a change of; empty for a new one.
            is_taken: whether another one has the title.
            on_saved: is told the id.
        """
        title = member.architecture.title

        def save(replaces: str) -> None:
            self._do(lambda: save_architecture(member, title, self._own, replaces=replaces).architecture.id, on_saved)

        if not is_taken:
            save(own_id)
            return
        box = _question(self._page, tr("Save the network"))
        box.setText(tr("There is a network {title} already. Replace it?").format(title=title))
        box.setInformativeText(tr("What it holds now cannot be brought back."))
        replace_button = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        replace_button.clicked.connect(lambda: save(id_of(title)))
        box.open()

    def ask_title(self, member: Member) -> None:
        """Ask for another title and give it."""
        architecture = member.architecture
        question = tr("New name of {name}:").format(name=architecture.title)

        def give(title: str, answer: Answer) -> None:
            self._rename(architecture.id, title, answer)

        NameDialog(tr("Rename the network"), question, architecture.title, give, self._page).open()

    def _rename(self, own_id: str, title: str, answer: Answer) -> None:
        def rename() -> str:
            return rename_architecture(own_id, checked_title(title), self._own).architecture.id

        def take(renamed: str) -> None:
            self.done.emit(renamed)
            answer("")

        self._notice.dismiss()
        self._background.run(rename, take, answer)

    def ask_delete(self, member: Member) -> None:
        """Ask whether to delete an own network, and do."""
        architecture = member.architecture
        box = _question(self._page, tr("Delete the network"))
        box.setText(tr("Delete {name}? It cannot be brought back.").format(name=architecture.title))
        box.setInformativeText(tr("Models that were trained of it stay."))
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._delete(architecture.id))
        box.open()

    def _delete(self, own_id: str) -> None:
        def delete() -> str:
            delete_architecture(own_id, self._own)
            return ""

        self._do(delete, self.done.emit)

    def ask_file(self) -> None:
        """Ask for an architecture file and open it."""
        dialog = file_dialog(self._page, tr("Open an architecture"), Purpose.ARCHITECTURES, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Architectures (*{suffix})").format(suffix=SUFFIX), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Copy an architecture file to the user's own."""
        self._do(lambda: import_architecture(path, self._own).architecture.id, self.done.emit)

    def ask_export(self, member: Member) -> None:
        """Ask for a file and write the architecture into it."""

        def write(path: Path) -> None:
            write_architecture(member, path)

        title = tr("Save the architecture as JSON")
        self._ask_target(
            title, f"{member.architecture.id}{SUFFIX}", tr("Architectures (*.json)"), Purpose.ARCHITECTURES, write
        )

    def ask_table(self, architecture_id: str, csv: str) -> None:
        """Ask for a file and write the layer table into it."""

        def write(path: Path) -> None:
            # Spreadsheets take it for UTF-8 only with a mark in front.
            write_whole(path, csv.encode("utf-8-sig"))

        title = tr("Save the layer table as CSV")
        self._ask_target(title, f"{architecture_id}-layers.csv", tr("Tables (*.csv)"), Purpose.TABLES, write)

    def _ask_target(self, title: str, name: str, kind: str, purpose: Purpose, write: Callable[[Path], None]) -> None:
        """The dialog asks before a file is replaced."""
        dialog = file_dialog(self._page, title, purpose, self._folders)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.setNameFilters([kind, tr("All files (*)")])
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self._write(lambda: write(Path(chosen))))
        dialog.open()

    def _write(self, work: Callable[[], None]) -> None:
        self._notice.dismiss()
        self._background.run(work, lambda _none: None, self._notice.say)

    def _do(self, work: Callable[[], str], on_done: Callable[[str], None]) -> None:
        self._notice.dismiss()
        self._background.run(work, on_done, self._notice.say)


def _question(parent: QWidget, title: str) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.Question, title, "", parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
