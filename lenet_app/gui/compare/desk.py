"""All kept runs, read beside the window, and what a person does with them."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.errors import UserError
from lenet_app.gui.workers.background import Background
from lenet_app.language import trn
from lenet_app.runs.comparison.courses import Course
from lenet_app.runs.comparison.facts import RunFacts, facts_of
from lenet_app.runs.kept.marks import Marks, read_marks, write_marks
from lenet_app.runs.kept.store import RunStore

if TYPE_CHECKING:
    from lenet_app.storage.files import Unusable

Change = Callable[[Marks], Marks]


class RunDesk(QObject):
    """Reads the runs and keeps what a person puts on them; whoever shows them listens.

    Args:
        store: where they lie.
        parent: who ends it.
    """

    changed = Signal()
    """Other runs are there, or other marks on them."""
    courses_changed = Signal()
    """More of `courses` is there."""
    deleted = Signal(str, object)
    """A sentence on runs that are in the trash now, and their names as a tuple."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, store: RunStore, parent: QObject) -> None:
        super().__init__(parent)
        self.store = store
        self.facts: tuple[RunFacts, ...] = ()
        """Of all runs, the newest first."""
        self.unusable: tuple[Unusable, ...] = ()
        """What lies among them and cannot be read."""
        self.courses: dict[str, Course] = {}
        """How runs went, by their names: of those that somebody looked at."""
        self.is_read = False
        """Whether they were ever read."""
        self._background = Background(self)
        self._wanted: set[str] = set()
        self._unkept: deque[Callable[[], None]] = deque()

    def read(self) -> None:
        """Read all of them anew."""

        def work() -> "tuple[tuple[RunFacts, ...], tuple[Unusable, ...]]":
            runs, unusable = self.store.sorted_out()
            return tuple(map(facts_of, runs)), unusable

        self._background.run(work, self._take, self.failed.emit)

    def _take(self, found: "tuple[tuple[RunFacts, ...], tuple[Unusable, ...]]") -> None:
        before = {one.run.name: one for one in self.facts}
        self.facts, self.unusable = found
        self.is_read = True
        for one in self.facts:  # what goes on has more epochs by now
            old = before.get(one.run.name)
            if old is not None and (old.run.epochs_done, old.run.state) != (one.run.epochs_done, one.run.state):
                self.courses.pop(one.run.name, None)
        self._wanted.clear()
        self.changed.emit()

    def want_courses(self, facts: Iterable[RunFacts]) -> None:
        """Read how these went, as far as that is not known."""
        wanted = [one for one in facts if one.run.name not in self.courses and one.run.name not in self._wanted]
        if not wanted:
            return
        self._wanted.update(one.run.name for one in wanted)
        self._background.run(lambda: _courses(wanted), self._take_courses, self.failed.emit)

    def _take_courses(self, found: tuple[dict[str, Course], tuple[str, ...]]) -> None:
        courses, faults = found
        self.courses.update(courses)
        self.courses_changed.emit()
        if faults:
            self.failed.emit(" ".join(faults))

    # What a person does

    def mark(self, facts: Sequence[RunFacts], change: Change) -> None:
        """Change the marks of these runs: shown at once, kept beside the window, and read anew where that fails."""
        names = {one.run.name for one in facts}
        self.facts = tuple(
            replace(one, marks=change(one.marks)) if one.run.name in names else one for one in self.facts
        )
        self.changed.emit()
        folders = [one.run.folder for one in facts]

        def keep() -> None:
            for folder in folders:
                write_marks(folder, change(read_marks(folder)))

        self._unkept.append(keep)
        self._background.run(self._keep_next, lambda _: None, self._refuse)

    def _keep_next(self) -> None:
        """Write the marks that wait the longest."""
        self._unkept.popleft()()

    def pin(self, facts: Sequence[RunFacts], *, is_pinned: bool) -> None:
        """Pin these, or take their pins away."""
        now = datetime.now().astimezone().isoformat() if is_pinned else ""
        self.mark(facts, lambda marks: replace(marks, pinned=now))

    def delete(self, facts: Sequence[RunFacts]) -> None:
        """Put these into the trash."""
        runs = [one.run for one in facts]

        def work() -> tuple[tuple[str, ...], str]:
            gone: list[str] = []
            for run in runs:
                try:
                    self.store.delete(run)
                except UserError as error:
                    return tuple(gone), str(error)
                gone.append(run.name)
            return tuple(gone), ""

        self._background.run(work, self._on_deleted, self.failed.emit)

    def _on_deleted(self, found: tuple[tuple[str, ...], str]) -> None:
        gone, fault = found
        if fault:
            self.failed.emit(fault)
        if gone:
            text = trn("{count} run is in the trash.", "{count} runs are in the trash.", len(gone))
            self.deleted.emit(text.format(count=len(gone)), gone)
        self.read()

    def restore(self, names: Sequence[str]) -> None:
        """Bring these back from the trash."""

        def work() -> None:
            for name in names:
                self.store.restore(name)

        self._background.run(work, lambda _: self.read(), self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.failed.emit(sentence)
        self.read()

    def finish(self) -> None:
        """Keep what is to be kept, and end the thread, which drops what it has not begun."""
        self._background.finish()
        while self._unkept:
            try:
                self._keep_next()
            except UserError:
                logging.getLogger(__name__).exception("Marks on runs could not be kept")


def _courses(facts: Sequence[RunFacts]) -> tuple[dict[str, Course], tuple[str, ...]]:
    found, faults = {}, []
    for one in facts:
        try:
            found[one.run.name] = Course.of(one.run)
        except UserError as error:
            faults.append(str(error))
    return found, tuple(faults)
