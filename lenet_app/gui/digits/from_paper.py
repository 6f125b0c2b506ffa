"""The way from paper: sheets are saved, photographs read beside the window, and what is looked through is kept."""

from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.changes import Changes
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.gui.digits.widgets.paper_dialog import PaperDialog
    from lenet_app.recognition.recognizer import Recognizer
    from lenet_app.samples.sheets.gathered import Gathered
    from lenet_app.samples.sheets.layout import Layout
    from lenet_app.samples.sheets.writing import Written

_PICTURES = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp *.avif"


class FromPaper(QObject):
    """Gathers what is written on sheets until a person keeps it.

    Args:
        page: what the dialog lies over.
        desk: where samples go.
        in_use: who answers what is read.
        changes: takes back what was kept.
        folders: where dialogs for files begin.
    """

    def __init__(self, page: QWidget, desk: SampleDesk, in_use: ModelInUse, changes: Changes, folders: Folders) -> None:
        super().__init__(page)
        self._page, self._desk, self._in_use, self._changes, self._folders = page, desk, in_use, changes, folders
        self._reading, self._stop = Background(self), Event()
        self._waiting: list[Path] = []
        self._faults: list[str] = []
        self._past: list[Gathered] = []

    @cached_property
    def dialog(self) -> "PaperDialog":
        """Where sheets are saved and digits looked through; made when it is first opened."""
        from lenet_app.gui.digits.widgets.paper_dialog import PaperDialog  # noqa: PLC0415 - few open it

        dialog = PaperDialog(self._page)
        dialog.sheet.save_wanted.connect(self._ask_where)
        dialog.photographs_wanted.connect(self._ask_for_photographs)
        dialog.files_dropped.connect(self.read)
        dialog.leave_out_wanted.connect(lambda: self._change(self.gathered.without(dialog.grid.chosen)))
        dialog.grid.relabel_wanted.connect(self._label)
        dialog.grid.confirm_wanted.connect(lambda: self._label(None))
        dialog.undo_wanted.connect(self._undo)
        dialog.keep_wanted.connect(self._keep)
        return dialog

    @cached_property
    def _first(self) -> "Gathered":
        from lenet_app.samples.sheets.gathered import Gathered  # noqa: PLC0415 - as above

        return Gathered()

    @property
    def gathered(self) -> "Gathered":
        """What was read, and is not kept yet."""
        return self._past[-1] if self._past else self._first

    def open(self) -> None:
        """Show the dialog, with what was read before."""
        self.dialog.open()

    @property
    def losses(self) -> tuple[str, ...]:
        """What closing the window would lose."""
        count = len(self.gathered.written) if self._past else 0
        if not count:
            return ()
        text = trn("{count} digit from paper is not kept.", "{count} digits from paper are not kept.", count)
        return (text.format(count=count),)

    def finish(self) -> None:
        """Stop reading, and end the thread."""
        self._stop.set()
        self._reading.finish()

    # Sheets

    def _ask_where(self, layout: "Layout") -> None:
        dialog = file_dialog(self.dialog, tr("Save the sheet"), Purpose.SAMPLES, self._folders)
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilters([tr("PDF (*.pdf)")])
        dialog.selectFile("digits.pdf")
        dialog.fileSelected.connect(lambda name: self.save(Path(name), layout))
        dialog.open()

    def save(self, path: Path, layout: "Layout") -> None:
        """Write the sheet into this file."""

        def tell(_done: None) -> None:
            self.dialog.sheet.note.setText(tr("Saved as {file}: print it, and write.").format(file=path.name))

        self._reading.run(partial(_saved, path, layout), tell, self.dialog.notice.say)

    # Photographs

    def _ask_for_photographs(self) -> None:
        dialog = file_dialog(self.dialog, tr("Open photographs"), Purpose.PICTURES, self._folders)
        dialog.setFileMode(dialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Pictures ({endings})").format(endings=_PICTURES), tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.read([Path(name) for name in names]))
        dialog.open()

    def read(self, files: list[Path]) -> None:
        """Read photographs, one after the other; those that were read already are passed over."""
        self.dialog.notice.dismiss()
        if not self._waiting:
            self._faults = []
        for path in files:
            if path in self._waiting or path in self.gathered.files:
                self._fail(None, tr("{file} was read already.").format(file=path.name))
                continue
            self._waiting.append(path)
            work = partial(_read, path, self._in_use.finished_recognizer, self._stop)
            self._reading.run(work, partial(self._take, path), partial(self._fail, path))
        self.dialog.tell_progress(self._waiting)

    def _take(self, path: Path, written: "tuple[Written, ...]") -> None:
        self._waiting.remove(path)
        self._change(self.gathered.more(path, written))
        self.dialog.tell_progress(self._waiting)

    def _fail(self, path: Path | None, sentence: str) -> None:
        if path is not None:
            self._waiting.remove(path)
            self.dialog.tell_progress(self._waiting)
        self._faults.append(sentence)
        self.dialog.notice.say("\n".join(self._faults))

    # What is looked through

    def _label(self, digit: int | None) -> None:
        if chosen := self.dialog.grid.chosen:
            self._change(self.gathered.labelled(chosen, digit))

    def _change(self, gathered: "Gathered") -> None:
        self._past.append(gathered)
        self._show()

    def _undo(self) -> None:
        if self._past:
            self._past.pop()
            self._show()

    def _show(self) -> None:
        self.dialog.show_gathered(self.gathered, can_undo=bool(self._past))

    def _keep(self) -> None:
        kept = self.gathered
        self.dialog.keep_button.setEnabled(False)

        def done(numbers: list[int]) -> None:
            self._changes.remember_added(numbers)
            self._past.clear()
            self._show()
            self.dialog.accept()

        def fail(sentence: str) -> None:
            self._show()
            self.dialog.notice.say(sentence)

        self._desk.keep(lambda: kept.samples, done, fail)


def _saved(path: Path, layout: "Layout") -> None:
    """Called on the thread."""
    from lenet_app.gui.digits.printed_sheet import sheet_pdf  # noqa: PLC0415 - loaded when somebody asks
    from lenet_app.storage.files import write_whole  # noqa: PLC0415

    write_whole(path, sheet_pdf(layout))


def _read(path: Path, recognizer: "Recognizer | None", stop: Event) -> "tuple[Written, ...]":
    """Called on the thread."""
    from lenet_app.samples.sheets.writing import written_on  # noqa: PLC0415 - as above

    return written_on(path, recognizer, stop.is_set)
