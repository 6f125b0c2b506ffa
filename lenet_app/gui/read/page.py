"""Read: whole numbers from pictures and from a wide sheet, each digit boxed, checked and corrected."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.canvas.drop import DropTarget
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.read.adding import DigitAdding
from lenet_app.gui.read.checking import Checking
from lenet_app.gui.read.dialogs import ask_table, ask_to_remove
from lenet_app.gui.read.item import Item, State
from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.sheets import Sheets
from lenet_app.gui.read.sources import ReadSources, can_grab_screen
from lenet_app.gui.read.texts import line_of, saved_text, status_of, summary_of
from lenet_app.gui.read.widgets.again_offer import AgainOffer
from lenet_app.gui.read.widgets.controls import ReadControls
from lenet_app.gui.read.widgets.number_view import NumberView
from lenet_app.gui.read.widgets.result_panel import ResultPanel
from lenet_app.gui.read.widgets.start_view import ModelBanner, StartView
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.part import Region
from lenet_app.reading.reader import reads
from lenet_app.storage.files import write_whole

_WIDE, _NARROW = (248, 304), (224, 280)
"""Pixels that the outer columns are wide, in windows from 1160 pixels on and in narrower ones."""


class ReadPage(DropTarget, WindowPage):
    """Pictures at the left, the one that is looked at in the middle, what it says at the right."""

    default_model_requested = Signal()
    """A model that can read numbers is wanted."""

    def __init__(
        self, in_use: ModelInUse, background: Background, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._in_use, self._background, self._settings = in_use, background, settings
        self._key: int | None = None
        self.session = ReadingSession(in_use, background, self)
        self.sources = ReadSources(self, background, settings)
        self.controls = ReadControls()
        self.start_view = StartView()
        self.view = NumberView()
        self.result = ResultPanel()
        self.banner = ModelBanner()
        self.again_offer = AgainOffer()
        self._caption, self._status = ElidedLabel(), ElidedLabel()
        self.whole_button = QPushButton(tr("Whole picture"))
        self.whole_button.setToolTip(tr("Go back from this part to the whole picture"))
        self._lay_out()
        self.notice = Notice(self._middle)
        self.adding = DigitAdding(self.session, self._stack)
        self._sheets = Sheets(self.session, self._stack, self._take_drops)
        self._checking = Checking(
            self.session, self._sheets, self.adding, self.view, self.result, shown=lambda: self.current
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

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_view)
        self._stack.addWidget(self.view)
        self._middle = QFrame()
        set_kind(self._middle, Kind.CARD)
        set_kind(self._caption, Kind.TITLE)
        set_kind(self._status, Kind.SECONDARY)
        header = QHBoxLayout()
        header.addWidget(self._caption, 1)
        header.addWidget(self.whole_button)
        policy = self.whole_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the picture stays where it is
        self.whole_button.setSizePolicy(policy)
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(8)
        inner.addWidget(self.banner)
        inner.addWidget(self.again_offer)
        inner.addLayout(header)
        inner.addWidget(self._stack, 1)
        inner.addWidget(self._status)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.controls)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self.result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture more room in a narrow window."""
        left, right = _NARROW if event.size().width() < 1160 else _WIDE
        # Wider where the words of a language need it.
        self.controls.setFixedWidth(max(left, self.controls.minimumSizeHint().width()))
        self.result.setFixedWidth(max(right, self.result.minimumSizeHint().width()))
        super().resizeEvent(event)

    def _wire_sources(self) -> None:
        sources, controls = self.sources, self.controls
        controls.open_requested.connect(sources.ask_files)
        self.start_view.open_requested.connect(sources.ask_files)
        controls.folder_requested.connect(sources.ask_folder)
        controls.paste_requested.connect(sources.paste)
        controls.screenshot_requested.connect(sources.grab_screen)
        controls.write_requested.connect(self.write_number)
        controls.stop_requested.connect(self.session.stop)
        controls.list.chosen.connect(self.show_item)
        controls.list.removal_requested.connect(self._ask_to_remove)
        self._take_drops(self)
        sources.files_taken.connect(self._take_files)
        sources.pixels_taken.connect(self.read_picture)
        sources.screen_taken.connect(self._take_screen)
        sources.refused.connect(self.notice.say)
        self._sheets.begun.connect(self.show_item)
        self._checking.item_wanted.connect(self.show_item)
        self.banner.default_requested.connect(self.default_model_requested)

    def _take_drops(self, target: DropTarget) -> None:
        target.file_dropped.connect(self.sources.take_paths)
        target.image_dropped.connect(lambda image: self.sources.take_image(image, tr("Dropped picture")))

    def _wire_reading(self) -> None:
        session, result = self.session, self.result
        session.added.connect(self._on_added)
        session.changed.connect(self._on_changed)
        session.removed.connect(self._on_removed)
        session.progress.progressed.connect(self._on_progressed)
        self.view.region_chosen.connect(self._read_part)
        self.whole_button.clicked.connect(self._go_to_whole)
        result.copy_requested.connect(self.copy)
        result.save_requested.connect(lambda: ask_table(self, self._settings, self.save_table))
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

    def _take_files(self, paths: list[Path]) -> None:
        self.notice.dismiss()
        self.show_item(self.session.add_files(paths)[0])

    def _take_screen(self, pixels: npt.NDArray[np.uint8]) -> None:
        self.notice.dismiss()
        self.show_item(self.session.add_pixels(pixels, tr("Screenshot"), as_whole=False))

    def write_number(self) -> None:
        """Lay out an empty sheet to write a number on."""
        self.notice.dismiss()
        self.adding.frame.end()
        panel = self._sheets.lay_out()
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
        self.result.undo_button.setEnabled(item is not None and bool(item.earlier))
        self._show_middle(item, page)
        is_unread = item is not None and item.state is State.UNREAD
        self.whole_button.setText(tr("Read the whole") if is_unread else tr("Whole picture"))
        self.whole_button.setVisible(is_unread or (item is not None and self._has_whole(item)))
        self._enable_for_list()

    def _show_middle(self, item: Item | None, page: CheckedPage) -> None:
        """The sheet, or the picture, or in its place a sentence, which then stands nowhere else."""
        panel = self._sheets.of(self._key)
        status = "" if item is None else status_of(item)
        has_hint = item is not None and panel is None and item.shown is None
        is_named = item is not None and has_hint and bool(item.fault) and item.name in status
        self._caption.setText("" if item is None or is_named else item.name)
        self._status.setText("" if has_hint else status)
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

    def _has_whole(self, item: Item) -> bool:
        return any(other.key == item.origin for other in self.session.items)

    def _on_added(self, key: int) -> None:
        self.controls.list.add(key, line_of(self.session.item(key)))

    def _on_changed(self, key: int) -> None:
        item = self.session.item(key)
        self.controls.list.tell(key, line_of(item))
        if key == self._key:
            self._show()

    def _enable_for_list(self) -> None:
        """What is about the whole list can be used while there is something for it."""
        counts = self.session.progress.counts
        self.result.save_button.setEnabled(counts.read > 0)
        self.result.next_button.setEnabled(counts.doubtful > 0)

    def _on_progressed(self, done: int, total: int) -> None:
        """Something changed somewhere: what concerns the whole list is told anew."""
        self._enable_for_list()
        self.controls.show_progress(done, total)
        self.controls.show_summary(summary_of(self.session.progress.counts))
        model = self._in_use.finished
        self.again_offer.offer(self.session.read_by_others, "" if model is None else model.name)

    def _read_again(self) -> None:
        self.controls.list.setFocus()  # the button that was pressed goes
        self.session.read_again()
        self._look()

    def _ask_to_remove(self, key: int) -> None:
        """Ask first where something would be lost that a person made."""
        item = self.session.item(key)
        if not (item.is_drawing or item.has_corrections):
            self.session.remove(key)
            return
        ask_to_remove(self, item.name, lambda: self.session.remove(key))

    def _on_removed(self, key: int) -> None:
        self.controls.list.remove(key)
        self._sheets.remove(key)
        if key != self._key:
            return
        self._key = None
        keys = self.controls.list.keys
        if keys:
            self.show_item(keys[min(max(self.controls.list.currentRow(), 0), len(keys) - 1)])
        else:
            self._show()

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
        return sum(item.is_unsaved for item in self.session.items)

    @property
    def losses(self) -> tuple[str, ...]:
        """Corrections that no saved table has."""
        count = self.unsaved_corrections
        sentence = trn(
            "{count} corrected picture is not saved as CSV.", "{count} corrected pictures are not saved as CSV.", count
        )
        return (sentence.format(count=count),) if count else ()

    def save_table(self, path: Path) -> None:
        """Write all that was read into this file, with what was corrected."""
        snapshot = self.session.snapshot
        self.notice.dismiss()

        def write() -> tuple[int, int]:
            write_whole(path, snapshot.as_csv())
            return snapshot.counts

        def told(counts: tuple[int, int]) -> None:
            self.session.take_as_saved(snapshot)
            self.result.note.setText(saved_text(*counts, path.name))

        self._background.run(write, told, self.notice.say)
