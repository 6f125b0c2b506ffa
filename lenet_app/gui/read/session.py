"""All that was brought to the Read page since the window was opened: what it is, what it says, what was corrected."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.model_in_use import ModelInUse, is_same_model
from lenet_app.gui.read.corrections import Corrections
from lenet_app.gui.read.item import Item, State, name_of, region_within
from lenet_app.gui.read.progress import ReadingProgress
from lenet_app.gui.read.removals import Removals
from lenet_app.gui.read.snapshot import Snapshot
from lenet_app.gui.read.worker import GiveSweep, NumberReading, Reading, Request, Source, no_sweep
from lenet_app.gui.workers.background import Background
from lenet_app.ink.files.tiff_pages import FilePage
from lenet_app.ink.strokes import Drawing
from lenet_app.reading.checked import CheckedPage
from lenet_app.reading.part import Region
from lenet_app.reading.reader import reads
from lenet_app.reading.turned import unturned_region
from lenet_app.recognition.recognizer import Recognizer

Bytes = npt.NDArray[np.uint8]

_MOST_SHOWN = 16
"""How many pictures of files are kept in memory; others are read again when they are looked at."""


class ReadingSession(QObject):
    """Keeps the items and has them read."""

    added = Signal(int, int)
    """The key of an item that is new or back again, and its place in the list."""
    removed = Signal(list)
    """The keys of items that were taken out; they may be brought back."""
    forgotten = Signal(int)
    """The key of an item that cannot be brought back any more."""
    changed = Signal(int)
    """The key of an item of which there is something new."""

    def __init__(
        self, in_use: ModelInUse, background: Background, parent: QObject, sweep: GiveSweep = no_sweep
    ) -> None:
        super().__init__(parent)
        self._in_use, self._sweep = in_use, sweep
        self._items: dict[int, Item] = {}
        self._next = 0
        self._kept: list[int] = []
        self._fetched: set[int] = set()
        self._looked_at: int | None = None
        self._shows_marks = False
        self.progress = ReadingProgress(self)
        self.corrections = Corrections(self.item, self._tell, background)
        self.removals = Removals()
        self._worker = NumberReading(self)
        self._worker.began.connect(self._on_began)
        self._worker.pictured.connect(self._on_pictured)
        self._worker.done.connect(self._on_done)
        self._worker.failed.connect(self._on_failed)
        self._worker.stopped.connect(self._on_stopped)
        in_use.finished_changed.connect(self._follow_model)
        in_use.threshold_changed.connect(self._follow_threshold)

    def finish(self) -> None:
        """Stop reading and end the thread."""
        self._worker.finish()

    def item(self, key: int) -> Item:
        """The item with this key, which there is."""
        return self._items[key]

    @property
    def snapshot(self) -> Snapshot:
        """All that was read, as it is now."""
        return Snapshot.of(self.items)

    def take_as_saved(self, snapshot: Snapshot) -> None:
        """A table of this has been saved: its corrections are safe."""
        for key, said in snapshot.said.items():
            if key in self._items:
                self._items[key].saved = said

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, the earliest first."""
        return tuple(self._items.values())

    def show_marks(self, shows_marks: bool) -> None:
        """Have points, commas, colons, dashes and equal signs in the text of all that is read, or not."""
        self._shows_marks = shows_marks
        for item in self.items:
            if item.page is not None:
                item.on_each_page(lambda page: replace(page, shows_marks=shows_marks))
                self._tell(item)

    # Who answers

    @property
    def _recognizer(self) -> Recognizer | None:
        """Who reads; None while there is no model that can read numbers, and what is to be read waits."""
        recognizer = self._in_use.finished_recognizer
        return recognizer if recognizer is not None and reads(recognizer) else None

    def _follow_model(self) -> None:
        """Read with the model in use from now on; what was read stays with the model that read it."""
        if self._in_use.finished_recognizer is None:
            return
        self._know_again(self.items)
        for item in self.items:
            if item.state is State.WAITING:
                self._ask(item)
        self.progress.tell()

    def _know_again(self, items: Sequence[Item]) -> None:
        """See which of these were read by the present model."""
        present, known = self._in_use.finished_recognizer, {id(one.model): one.model for one in items if one.model}
        same = {key for key, model in known.items() if present is not None and is_same_model(model, present.model)}
        for item in items:
            if id(item.model) in same:
                item.recognizer = present

    def _follow_threshold(self) -> None:
        """What was read is sure from this confidence on, whoever read it."""
        for item in self.items:
            if item.page is not None:
                self._be_sure(item)
                self._tell(item)
        self._follow_model()

    def _be_sure(self, item: Item) -> None:
        if item.model is not None:
            item.take_certainty(self._in_use.recognizer_of(item.model))

    @property
    def read_by_others(self) -> int:
        """How many pictures another model read than the one that would read them now; none while there is no such."""
        return sum(self._is_by_another(item) and not item.is_drawing for item in self.items)

    def read_again(self) -> None:
        """Have the pictures that another model read be read by the present one; what a person said of them stays."""
        for item in self.items:
            if self._is_by_another(item) and not item.is_drawing:
                self._ask(item)

    def read_drawings_again(self) -> None:
        """Have the drawings that another model read be read by the present one: they are read as they are made."""
        for item in self.items:
            if self._is_by_another(item) and item.is_drawing:
                self._ask(item, first=True)

    def _is_by_another(self, item: Item) -> bool:
        """Whether it was read by another model than the present one, and can be read again."""
        is_other = self._recognizer is not None and item.model is not self._recognizer.model
        return is_other and item.state is State.READ and not item.fault

    # What is brought

    def add_files(self, files: Sequence[Path | FilePage]) -> list[int]:
        """Have these files, and pages of files, read in their order; the new keys."""
        return [self._add(name_of(file), file) for file in files]

    def add_pixels(self, pixels: Bytes, name: str, *, as_whole: bool = True) -> int:
        """Have a picture read that is in memory; the new key.

        Args:
            pixels: uint8 (height, width, 4): red, green, blue and opacity.
            name: what to call it; a number is added where there is one of this name.
            as_whole: False to have a part chosen first.
        """
        if as_whole:
            return self._add(self._free(name), pixels)
        shown = np.ascontiguousarray(pixels[..., :3])
        return self._add(self._free(name), pixels, state=State.UNREAD, shown=shown)

    def add_drawing(self, drawing: Drawing, name: str) -> int:
        """Have a drawing read; the new key."""
        return self._add(self._free(name), drawing)

    def set_drawing(self, key: int, drawing: Drawing) -> None:
        """An item's drawing went on: have it read as soon as possible."""
        item = self._items[key]
        item.source = drawing
        self._ask(item, first=True)

    def add_part(self, key: int, region: Region, name: str) -> int:
        """Have a part of a picture read; the key of the item that is that part.

        Args:
            key: of the picture, or of a part of it.
            region: as shares of what is shown of that item.
            name: a template for what to call it, such as "{name}, part".
        """
        item = self._items[key]
        root = item if item.origin is None else self._items.get(item.origin, item)
        region = unturned_region(region, item.turn or 0)
        within = region if item.region is None else region_within(item.region, region)
        for other in self.items:
            # A part of which nobody wanted anything gives way, so that a frame can be tried again and again.
            if other.origin == root.key and not other.is_kept:
                other.region, other.page, other.shown, other.earlier = within, None, None, []
                other.turn = item.turn
                self._ask(other, first=True)
                return other.key
        return self._add(self._free(name.format(name=root.name)), root.source, region=within, root=root, turn=item.turn)

    def set_in_table(self, key: int, *, is_in_table: bool) -> None:
        """Whether a table has rows for this item, which is a part of a picture."""
        item = self._items[key]
        item.is_wanted = is_in_table
        self._tell(item)

    def turn(self, key: int) -> None:
        """Turn a picture that is in sight clockwise by a quarter, and have it read so, unless it is still unread."""
        item = self._items[key]
        item.turn_further(90)
        if item.state is State.UNREAD:
            self._tell(item)
        else:
            self._ask(item, first=True)

    def read_whole(self, key: int) -> None:
        """Have an item read as a whole that waited for a part to be chosen."""
        self._ask(self._items[key], first=True)

    def look_at(self, key: int) -> None:
        """An item is shown: have it read where it was not, and its picture fetched where that was let go."""
        self._looked_at, item = key, self._items[key]
        if item.state in (State.WAITING, State.STOPPED):
            self._ask(item, first=True)
        elif item.is_out_of_sight and not item.fault and key not in self._fetched:
            self._fetch(item)

    def remove(self, keys: Collection[int]) -> None:
        """Take items out, and the parts of them that were only looked at closer; one step brings them back."""
        out = [
            (place, item)
            for place, item in enumerate(self.items)
            if item.key in keys or (item.origin in keys and not item.in_table)
        ]
        for _, item in out:
            del self._items[item.key]
            self._worker.drop(item.key)
            self._fetched.discard(item.key)
            self.progress.forget(item.key)
        for forgotten in self.removals.push(out):
            self.forgotten.emit(forgotten.key)
        self.removed.emit([item.key for _, item in out])

    def bring_back(self) -> int | None:
        """Bring back what was taken out last, to where it stood; the key of the first of it, None where nothing was."""
        back = self.removals.pop()
        for place, item in back:
            items = list(self._items.items())
            self._items = dict([*items[:place], (item.key, item), *items[place:]])
            self.added.emit(item.key, place)
            self._be_sure(item)  # model and threshold may be others by now
            self._know_again([item])
            if item.is_pending:
                self._ask(item)
            else:
                self._tell(item)
        return back[0][1].key if back else None

    def stop(self) -> None:
        """Read nothing more of what was brought; what was read stays."""
        self._worker.stop()
        for item in self.items:
            if item.state is State.WAITING:
                self._on_stopped(item.key)

    # Within

    def _free(self, name: str) -> str:
        taken, free, number = {item.name for item in self.items}, name, 1
        while free in taken:
            number += 1
            free = f"{name} {number}"
        return free

    def _add(
        self,
        name: str,
        source: Source,
        *,
        region: Region | None = None,
        root: Item | None = None,
        turn: int | None = None,
        state: State = State.WAITING,
        shown: Bytes | None = None,
    ) -> int:
        item = Item(self._next, name, source, region, state=state, shown=shown, turn=turn)
        if root is not None:
            item.origin, item.whole_name = root.key, root.name
            item.is_first_look = root.state is State.UNREAD
        self._next += 1
        self._items[item.key] = item
        self.added.emit(item.key, len(self._items) - 1)
        if state is State.WAITING:
            self._ask(item)
        return item.key

    def _ask(self, item: Item, *, first: bool = False) -> None:
        item.fault = ""
        item.state = State.WAITING
        self._fetched.discard(item.key)
        self.progress.expect(item)
        if self._recognizer is not None:
            self._send(item, self._recognizer, first=first)
        self._tell(item)

    def _fetch(self, item: Item) -> None:
        """Have its picture brought back, and with it what the model looked at; the same model says the same again."""
        if item.recognizer is not None:
            self._fetched.add(item.key)
            self._send(item, item.recognizer, first=True)

    def _send(self, item: Item, recognizer: Recognizer, *, first: bool) -> None:
        boxes = () if item.page is None else item.page.added_boxes
        request = Request(item.key, item.source, recognizer, item.region, boxes, item.turn, self._sweep)
        self._worker.ask(request, first=first)

    def _on_began(self, key: int) -> None:
        item = self._items.get(key)
        if item is not None and item.state is State.WAITING:  # what is only fetched was read long ago
            item.state = State.READING
            self._tell(item)

    def _on_pictured(self, request: Request, shown: Bytes) -> None:
        """Show the picture that somebody looks at before it is read."""
        item = self._items.get(request.key)
        is_wanted = item is not None and item.key == self._looked_at and item.region == request.region
        if item is not None and is_wanted and item.shown is None:
            item.shown = shown
            self._keep(item)
            self._tell(item)

    def _on_done(self, reading: Reading) -> None:
        request = reading.request
        item = self._items.get(request.key)
        if item is None or item.region != request.region or item.turn not in (request.turn, reading.page.turn):
            return  # it was asked for otherwise meanwhile
        item.turn = reading.page.turn
        if item.page is None:
            item.page = CheckedPage.of(reading.page, shows_marks=self._shows_marks)
        else:
            item.on_each_page(lambda page: page.carried_to(reading.page, reading.boxed))
        item.shown, item.part, item.recognizer = reading.shown, reading.part, self._as_known(request.recognizer)
        self._be_sure(item)  # the threshold may have been changed meanwhile
        if not self._worker.waits(item.key):
            item.state = State.READ
        self._fetched.discard(item.key)
        if not set(item.page.added_boxes) <= set(request.boxes):
            self.corrections.answer_boxes(item)  # added meanwhile
        self._keep(item)
        self._tell(item)

    def _as_known(self, recognizer: Recognizer) -> Recognizer:
        """The present one where it has the same model, so that it counts as such."""
        present = self._recognizer
        return present if present is not None and is_same_model(present.model, recognizer.model) else recognizer

    def _on_failed(self, key: int, sentence: str) -> None:
        self._fetched.discard(key)
        if (item := self._items.get(key)) is not None:
            item.state = State.FAILED if item.page is None else State.READ
            item.fault = sentence
            self._tell(item)

    def _on_stopped(self, key: int) -> None:
        was_fetched = key in self._fetched
        self._fetched.discard(key)
        if (item := self._items.get(key)) is None:
            return
        item.state = State.STOPPED if item.page is None else State.READ
        self._tell(item)
        if was_fetched and key == self._looked_at:
            self._fetch(item)  # it was the others that somebody did not want

    def _tell(self, item: Item) -> None:
        if item.key in self._items:  # else it was taken out
            self.progress.note(item)
            self.changed.emit(item.key)

    def _keep(self, item: Item) -> None:
        """Hold on to the pictures that were shown last; those that are only in memory stay anyway."""
        if not isinstance(item.source, Path | FilePage):
            return
        self._kept = [key for key in self._kept if key != item.key and key in self._items] + [item.key]
        for key in self._kept[:-_MOST_SHOWN]:
            if key != self._looked_at:
                self._kept.remove(key)
                self._items[key].shown = None
                self._items[key].on_each_page(CheckedPage.without_pictures)
