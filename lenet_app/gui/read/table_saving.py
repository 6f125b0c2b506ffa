"""What was read, saved as a table; and which corrections no table has yet."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.texts import saved_text
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn
from lenet_app.storage.files import write_whole


class TableSaving(QObject):
    """Asks for a file and writes into it, beside the window, all that was read and corrected.

    Args:
        page: what the dialog lies over.
        session: knows what was read.
        background: where the file is written.
        folders: where the dialog begins.
    """

    begun = Signal()
    """A table is being written."""
    saved = Signal(str)
    """A table was written; what it has, in a sentence."""
    refused = Signal(str)
    """It could not be; one sentence."""

    def __init__(self, page: QWidget, session: ReadingSession, background: Background, folders: Folders) -> None:
        super().__init__(page)
        self._page, self._session, self._background, self._folders = page, session, background, folders

    @property
    def unsaved(self) -> int:
        """In how many pictures a person corrected, added or left out digits that no saved table has."""
        return sum(item.is_unsaved for item in self._session.items)

    @property
    def losses(self) -> tuple[str, ...]:
        """What would be lost, in a sentence."""
        count = self.unsaved
        sentence = trn(
            "{count} corrected picture is not saved as CSV.", "{count} corrected pictures are not saved as CSV.", count
        )
        return (sentence.format(count=count),) if count else ()

    def ask(self, done: Callable[[], object] = lambda: None) -> None:
        """Ask for a table's file and write it; `done` is called once it is there."""
        dialog = file_dialog(self._page, tr("Save what was read as CSV"), Purpose.TABLES, self._folders)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([tr("Tables (*.csv)"), tr("All files (*)")])
        dialog.selectFile("numbers.csv")
        dialog.fileSelected.connect(lambda name: self.save(Path(name), done))
        dialog.open()

    def save(self, path: Path, done: Callable[[], object] = lambda: None) -> None:
        """Write all that was read into this file, with what was corrected; `done` is called once it is there."""
        snapshot = self._session.snapshot
        self.begun.emit()

        def write() -> tuple[int, int]:
            write_whole(path, snapshot.as_csv())
            return snapshot.counts

        def tell(counts: tuple[int, int]) -> None:
            self._session.take_as_saved(snapshot)
            self.saved.emit(saved_text(*counts, path.name))
            done()

        self._background.run(write, tell, self.refused.emit)
