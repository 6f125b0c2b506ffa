"""Read: whole numbers from pictures and from a wide sheet, each digit boxed, checked and corrected."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.read.adding import DigitAdding
from lenet_app.gui.read.checking import Checking
from lenet_app.gui.read.corrected_samples import CorrectedSamples
from lenet_app.gui.read.item import Item, State
from lenet_app.gui.read.list_settings import ListSettings
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.sheets import Sheets
from lenet_app.gui.read.sources import ReadSources, can_grab_screen
from lenet_app.gui.read.table_saving import TableSaving
from lenet_app.gui.read.texts import line_of, removed_text, status_of, summary_of
from lenet_app.gui.read.widgets.controls import ReadControls
from lenet_app.gui.read.widgets.middle import Middle
from lenet_app.gui.read.widgets.result_panel import ResultPanel
from lenet_app.gui.read.worker import GiveSweep, no_sweep
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.ink.files.tiff_pages import FilePage
from lenet_app.language import tr
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.part import Region
from lenet_app.reading.reader import reads

_COLUMNS = ((1600, 320, 416), (1100, 264, 320), (900, 224, 280), (0, 200, 232))
"""From which width of the page on, in pixels, the outer columns are how wide, the left one first."""


class ReadPage(DropTarget, WindowPage):
    """Pictures at the left, the one that is looked at in the middle, what it says at the right."""

    default_model_requested = Signal()
    """A model that can read numbers is wanted."""

    def __init__(
        self,
        in_use: ModelInUse,
        background: Background,
        settings: Settings,
        samples: SampleDesk,
        parent: QWidget | None = None,
        *,
        sweep: GiveSweep = no_sweep,
    ) -> None:
        super().__init__(parent)
        self._in_use, self._background, self._settings = in_use, background, settings
        self._key: int | None = None
        self.session = ReadingSession(in_use, background, self, sweep)
        self.corrected_samples = CorrectedSamples(self.session, samples, self)
        self.sources = ReadSources(self, background, settings)
        self.controls = ReadControls()
        self._middle = Middle()
        self.start_view, self.view, self._stack = self._middle.start_view, self._middle.view, self._middle.stack
        self.banner, self.again_offer = self._middle.banner, self._middle.again_offer
        self.whole_button, self.rows_box = self._middle.whole_button, self._middle.rows_box
        self.sweep_button, self.sweep_view = self._middle.sweep_button, self._middle.sweep_view
        self.turn_button = self._middle.turn_button
        self.result = ResultPanel()
        self._table = TableSaving(self, self.session, background, settings)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.controls)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self.result)
        self.notice = Notice(self._middle)
        self.adding = DigitAdding(self.session, self._stack)
        self.sheets = Sheets(self.session, self._stack)
        self._checking = Checking(
            self.session, self.sheets, self.adding, self.view, self.result, settings, shown=lambda: self.current
        )
        if not can_grab_screen():
            sentence = tr(
                "This system lets no program take the screen: take a screenshot with the system's own keys and paste it"
                " here."
            )
            self.controls.set_screenshot_refusal(sentence)
        self.setAcceptDrops(True)
        self._wire_sources()
        self._wire_reading()
        in_use.finished_changed.connect(self._follow_model)
        self._show()
        self._follow_model()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture more room in a narrow window."""
        left, right = next(widths for least, *widths in _COLUMNS if event.size().width() >= least)
        self.controls.set_wanted_width(left)
        self.result.set_wanted_width(right)
        super().resizeEvent(event)

    def _wire_sources(self) -> None:
        sources, controls = self.sources, self.controls
        controls.open_requested.connect(sources.ask_files)
        self.start_view.open_requested.connect(sources.ask_files)
        controls.folder_requested.connect(sources.ask_folder)
        controls.paste_requested.connect(sources.paste)
        controls.screenshot_requested.connect(sources.grab_screen)
        controls.write_requested.connect(self.write_number)
        controls.list.chosen.connect(self.show_item)
        self.file_dropped.connect(sources.take_paths)
        self.image_dropped.connect(lambda image: sources.take_image(image, tr("Dropped picture")))
        sources.files_taken.connect(self._take_files)
        sources.pixels_taken.connect(self.read_picture)
        sources.screen_taken.connect(self._take_screen)
        sources.refused.connect(self.notice.say)
        self.sheets.begun.connect(self.show_item)
        self._checking.item_wanted.connect(self.show_item)
        self._checking.marked.connect(self._show_sweep)
        self.banner.default_requested.connect(self.default_model_requested)

    def _wire_reading(self) -> None:
        session, result = self.session, self.result
        session.added.connect(self._on_added)
        session.changed.connect(self._on_changed)
        session.removed.connect(self._on_removed)
        session.progress.progressed.connect(self._on_progressed)
        session.forgotten.connect(self.sheets.forget)
        self.view.region_chosen.connect(self._read_part)
        self._middle.whole_requested.connect(self._go_to_whole)
        self._middle.turn_requested.connect(self._turn)
        self._middle.rows_wanted.connect(self._want_rows)
        result.copy_requested.connect(self.copy)
        result.save_requested.connect(self._table.ask)
        self._table.begun.connect(self.notice.dismiss)
        self._table.saved.connect(result.note.setText)
        self._table.refused.connect(self.notice.say)
        card = self.controls.card
        card.stop_requested.connect(session.stop)
        card.removal_requested.connect(session.remove)
        card.return_requested.connect(self._bring_back)
        ListSettings(card, session, self._settings)
        self.again_offer.accepted.connect(self._read_again)

    def finish(self) -> None:
        """Stop reading and end the thread."""
        self.session.finish()

    def _follow_model(self) -> None:
        """Say where the model that is in use now cannot read numbers; what is written is read by it."""
        recognizer = self._in_use.finished_recognizer
        self.banner.refuse("" if recognizer is None or reads(recognizer) else recognizer.model.name)
        self._look()

    # What is read

    @property
    def current(self) -> Item | None:
        """What is shown; None on an empty page."""
        return None if self._key is None else self.session.item(self._key)

    def read_files(self, paths: list[Path]) -> None:
        """Read these files, and of folders the pictures in them; the first one is shown."""
        self.sources.take_paths(paths)

    def read_picture(self, pixels: npt.NDArray[np.uint8], name: str) -> None:
        """Read a picture that is in memory and show it.

        Args:
            pixels: uint8 (height, width, 3 or 4): red, green, blue and perhaps opacity.
            name: what to call it.
        """
        if pixels.shape[2] == 3:
            pixels = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
        self.notice.dismiss()
        self.show_item(self.session.add_pixels(pixels, name))

    def _take_files(self, files: list[Path | FilePage]) -> None:
        self.notice.dismiss()
        self.show_item(self.session.add_files(files)[0])

    def _take_screen(self, pixels: npt.NDArray[np.uint8]) -> None:
        self.notice.dismiss()
        self.show_item(self.session.add_pixels(pixels, tr("Screenshot"), as_whole=False))

    def write_number(self) -> None:
        """Lay out an empty sheet to write a number on."""
        self.notice.dismiss()
        self.adding.frame.end()
        panel = self.sheets.lay_out()
        self._key = None
        self.controls.list.choose(None)
        self._show()
        panel.canvas.setFocus()

    def _read_part(self, region: Region) -> None:
        if self._key is not None:
            self.show_item(self.session.add_part(self._key, region, tr("{name}, part")))

    def _go_to_whole(self) -> None:
        item = self.current
        if item is None:
            return
        if item.state is State.UNREAD:
            self.session.read_whole(item.key)
        elif item.origin is not None:
            self.show_item(item.origin)

    def _turn(self) -> None:
        if self.current is not None and self.current.can_be_turned:
            self.adding.frame.end()
            self.session.turn(self.current.key)

    def _want_rows(self, is_wanted: bool) -> None:
        if self._key is not None:
            self.session.set_in_table(self._key, is_in_table=is_wanted)

    # What is shown

    def show_item(self, key: int) -> None:
        """Show this item: its picture or its sheet, and what was read."""
        self.adding.frame.end()
        self._key = key
        self.result.choose(None)
        self.view.choose(None)
        self.controls.list.choose(key)
        self._show()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is written by the model that answers now."""
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was said concerned what is not in sight any more."""
        super().hideEvent(event)
        self.notice.dismiss()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take whatever is held over the page: what cannot be read is told when it is dropped."""
        super().dragEnterEvent(event)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped, or say that it is nothing to be read."""
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            super().dropEvent(event)
        else:
            event.acceptProposedAction()
            self.notice.say(tr("Only pictures, and files and folders of this computer, can be read."))

    def _show_dropping(self, dropping: bool) -> None:
        """Say in the middle that what is held over the page can be dropped."""
        super()._show_dropping(dropping)
        self.view.set_dropping(dropping)
        if dropping:
            self._stack.setCurrentWidget(self.view)
        else:
            self._show()

    def _look(self) -> None:
        if self.isVisible():
            if self._key is not None:
                self.session.look_at(self._key)
            self.session.read_drawings_again()

    def _show(self) -> None:
        item = self.current
        page = item.page if item is not None and item.page is not None else CheckedPage()
        self.result.show_page(page)
        self.result.add_button.setEnabled(item is not None and item.can_be_added_to)
        self.result.undo_button.setEnabled(self._checking.can_undo)
        self._show_middle(item, page)
        is_part = item is not None and self._has_whole(item)
        self._middle.offer_whole(is_part=is_part, is_unread=item is not None and item.state is State.UNREAD)
        self._middle.offer_turn(is_picture=item is not None and item.can_be_turned)
        is_look = item is not None and item.is_closer_look
        self._middle.offer_rows(is_part=is_look, is_in_table=item is not None and item.in_table)
        self._enable_for_list()

    def _show_middle(self, item: Item | None, page: CheckedPage) -> None:
        """The sheet, or the picture, or in its place a sentence, which then stands nowhere else."""
        panel = self.sheets.of(self._key)
        status = "" if item is None else status_of(item)
        has_hint = item is not None and panel is None and item.shown is None
        is_named = item is not None and has_hint and bool(item.fault) and item.name in status
        self._middle.describe("" if item is None or is_named else item.name, "" if has_hint else status)
        if panel is not None:
            panel.boxes.set_page(page)
            self._stack.setCurrentWidget(panel)
        elif item is None:
            self._stack.setCurrentWidget(self.start_view)
        else:
            self.view.set_hint(status)
            if self.view.shown is not item.shown:
                self.view.set_picture(item.shown)
            self.view.set_page(CheckedPage() if has_hint else page)
            self._stack.setCurrentWidget(self.view)
        self._checking.mark()

    def _show_sweep(self, chosen: int | None) -> None:
        item = self.current
        self._middle.show_sweep(CheckedPage() if item is None or item.page is None else item.page, chosen)

    def _has_whole(self, item: Item) -> bool:
        return any(other.key == item.origin for other in self.session.items)

    def _on_added(self, key: int, place: int) -> None:
        self.controls.list.add(key, place, line_of(self.session.item(key)))
        self._tell_removed()

    def _on_changed(self, key: int) -> None:
        item = self.session.item(key)
        self.controls.list.tell(key, line_of(item))
        if key == self._key:
            self._show()

    def _enable_for_list(self) -> None:
        """What is about the whole list can be used while there is something for it."""
        counts = self.session.progress.counts
        self.result.save_button.setEnabled(counts.read > 0)
        has_doubts = self.current is not None and self.current.page is not None and bool(self.current.page.doubtful)
        self.result.next_button.setEnabled(has_doubts or counts.doubtful > 0)

    def _on_progressed(self, done: int, total: int) -> None:
        """Something changed somewhere: what concerns the whole list is told anew."""
        self._enable_for_list()
        self.controls.card.show_progress(done, total)
        self.controls.card.show_summary(summary_of(self.session.progress.counts))
        model = self._in_use.finished
        self.again_offer.offer(self.session.read_by_others, "" if model is None else model.name)

    def _read_again(self) -> None:
        self.controls.list.setFocus()  # the button that was pressed goes
        self.session.read_again()
        self._look()

    def _on_removed(self, removed: list[int]) -> None:
        for key in removed:
            self.controls.list.remove(key)
        self._tell_removed(is_new=True)
        if self._key not in removed:
            return
        self._key = None
        keys = self.controls.list.keys
        if keys:
            self.show_item(keys[min(max(self.controls.list.currentRow(), 0), len(keys) - 1)])
        else:
            self._show()

    def _bring_back(self) -> None:
        key = self.session.bring_back()
        self._tell_removed()
        if key is not None:
            self.show_item(key)
            self.controls.list.setFocus()

    def _tell_removed(self, *, is_new: bool = False) -> None:
        last = self.session.removals.last
        self.controls.card.show_removed(removed_text(last) if last else "", is_new=is_new)

    # Taking along

    def copy(self) -> None:
        """Put the text that is shown on the clipboard, a line for each row."""
        item = self.current
        if item is not None and item.page is not None:
            QGuiApplication.clipboard().setText(item.page.text)
            self.result.note.setText(tr("Copied"))

    @property
    def unsaved_corrections(self) -> int:
        """In how many pictures a person corrected, added or left out digits that no saved table has."""
        return self._table.unsaved

    @property
    def losses(self) -> tuple[str, ...]:
        """Corrections that no saved table has."""
        return self._table.losses

    @property
    def can_save_losses(self) -> bool:
        """Whether there are such."""
        return self.unsaved_corrections > 0

    def save_losses(self, done: Callable[[], object]) -> None:
        """Ask for a table's file, and call `done` once it has the corrections."""
        self._table.ask(done)

    def save_table(self, path: Path) -> None:
        """Write all that was read into this file, with what was corrected."""
        self._table.save(path)
