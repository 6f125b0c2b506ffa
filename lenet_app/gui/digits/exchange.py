"""Samples brought in from files, and written into one."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lenet_app.gui.digits.changes import Changes
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.samples.sample import Sample
    from lenet_app.samples.store import SampleStore


class Exchange(QObject):
    """Asks for files, and reads or writes them beside the window.

    Args:
        page: what the dialogs lie over.
        desk: where the samples are.
        changes: takes back what was brought in.
        folders: where the dialogs begin.
    """

    told = Signal(str)
    """What was written, or why something could not be read or written; one sentence."""

    def __init__(self, page: QWidget, desk: SampleDesk, changes: Changes, folders: Folders) -> None:
        super().__init__(page)
        self._page, self._desk, self._changes, self._folders = page, desk, changes, folders

    def ask_import(self) -> None:
        """Ask for a file, and bring in its samples."""
        dialog = file_dialog(self._page, tr("Import samples"), Purpose.SAMPLES, self._folders)
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Samples (*.jsonl *.jsonl.gz *.csv)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.bring_in(Path(name)))
        dialog.open()

    def bring_in(self, path: Path) -> None:
        """Bring in all samples of a file, or none where one of them is none."""
        self._desk.keep(partial(_samples_in, path), self._changes.remember_added, self.told.emit)

    def ask_export(self) -> None:
        """Ask for a file, and write all samples into it."""
        dialog = file_dialog(self._page, tr("Export all samples"), Purpose.SAMPLES, self._folders)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.setNameFilters([tr("Samples (*.jsonl)"), tr("All files (*)")])
        dialog.selectFile("my-digits.jsonl")
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write all samples into this file, a line of JSON each."""

        def tell(count: int) -> None:
            text = trn("{count} sample is in {file}.", "{count} samples are in {file}.", count)
            self.told.emit(text.format(count=count, file=path.name))

        self._desk.ask(partial(_written, path), tell, self.told.emit)


def _samples_in(path: Path) -> "list[Sample]":
    """Called on the thread that keeps them."""
    from lenet_app.samples.lines import samples_in  # noqa: PLC0415 - loaded when somebody asks

    return samples_in(str(path))


def _written(path: Path, store: "SampleStore") -> int:
    """How many were written; called on the thread."""
    from lenet_app.samples.lines import sample_line  # noqa: PLC0415 - as above
    from lenet_app.storage.files import write_whole  # noqa: PLC0415

    lines = [sample_line(one) for one in store.all()]
    write_whole(path, "".join(f"{line}\n" for line in lines).encode())
    return len(lines)
