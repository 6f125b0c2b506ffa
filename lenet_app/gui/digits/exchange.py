"""Samples brought in from files and written into one; in a ZIP with the model that learned them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lenet_app.gui.digits.changes import Changes
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.language import tr, trn
from lenet_app.storage.library import Entry, ModelLibrary

if TYPE_CHECKING:
    from lenet_app.samples.sample import Sample
    from lenet_app.samples.store import SampleStore


class Exchange(QObject):
    """Asks for files, and reads or writes them beside the window.

    Args:
        page: what the dialogs lie over.
        desk: where the samples are.
        changes: takes back what was brought in.
        library: where a model that comes with samples goes, and the one that learned them lies.
        folders: where the dialogs begin.
    """

    model_added = Signal()
    """There is one more in the library."""
    told = Signal(str)
    """What was written, or why something could not be read or written; one sentence."""

    def __init__(
        self, page: QWidget, desk: SampleDesk, changes: Changes, library: ModelLibrary, folders: Folders
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._changes, self._folders = page, desk, changes, folders
        self._library = library
        self.name = ""
        """What the person is called, for a ZIP."""

    def ask_import(self) -> None:
        """Ask for a file, and bring in its samples."""
        dialog = file_dialog(self._page, tr("Import samples"), Purpose.SAMPLES, self._folders)
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Samples (*.zip *.jsonl *.jsonl.gz *.csv)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.bring_in(Path(name)))
        dialog.open()

    def bring_in(self, path: Path) -> None:
        """Bring in all samples of a file, or none where one of them is none; of a ZIP its model, too."""
        if _is_zip(path):
            self._desk.take_in(partial(_taken_in, path, self._library), self._take_person, self.told.emit)
            return
        self._desk.keep(partial(_samples_in, path), self._changes.remember_added, self.told.emit)

    def _take_person(self, came: "tuple[list[int], Entry | None]") -> None:
        numbers, entry = came
        self._changes.remember_added(numbers)
        if entry is not None:
            self.model_added.emit()
            self.told.emit(tr("The model {model} came with them: choose it above.").format(model=entry.name))

    def ask_export(self) -> None:
        """Ask for a file, and write all samples into it."""
        dialog = file_dialog(self._page, tr("Export all samples"), Purpose.SAMPLES, self._folders)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        both, alone = tr("Samples and the model that learned them (*.zip)"), tr("Samples alone (*.jsonl)")
        dialog.setDefaultSuffix("zip")
        dialog.setNameFilters([both, alone])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("jsonl" if chosen == alone else "zip"))
        dialog.selectFile("my-digits")
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write all samples into this file, a line of JSON each, or into a ZIP with the model that learned them."""

        def tell(count: int) -> None:
            text = trn("{count} sample is in {file}.", "{count} samples are in {file}.", count)
            self.told.emit(text.format(count=count, file=path.name))

        work = partial(_packed, path, self._library, self.name) if _is_zip(path) else partial(_written, path)
        self._desk.ask(work, tell, self.told.emit)


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _taken_in(path: Path, library: ModelLibrary, store: "SampleStore") -> "tuple[list[int], Entry | None]":
    """Called on the thread that keeps them."""
    from lenet_app.samples.unpacking import take_in  # noqa: PLC0415 - loaded when somebody asks

    return take_in(path, store, library)


def _packed(path: Path, library: ModelLibrary, name: str, store: "SampleStore") -> int:
    """How many were written; called on the thread."""
    from lenet_app.samples.packing import personal_model, write_person  # noqa: PLC0415 - as above
    from lenet_app.storage.models import read_model  # noqa: PLC0415

    entry = personal_model(library)
    return write_person(path, store.all(), None if entry is None else read_model(entry.path), name)


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
