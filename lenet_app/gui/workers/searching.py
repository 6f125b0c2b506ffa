"""Work of many steps beside the window's thread: the newest search wins, its reports come as it goes on."""

import time
from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from lenet_app.faults import sentence_for
from lenet_app.gui.workers.stepping import give_way

_REPORT_SECONDS = 1 / 10


class Search(Protocol):
    """What is to be done, a value."""

    def steps(self) -> Iterator[object]:
        """Do it; each report is a value, the last one has all that was found. Closed early it ends."""


class _Worker(QObject):
    """Lives on the thread."""

    told = Signal(object, object)
    ended = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Search | None = None  # set by the main thread, which thereby ends every other search

    @Slot(object)
    def work(self, search: Search) -> None:
        if self.wanted is not search:
            return
        give_way()
        waiting: list[object] = []
        sentence, told = "", 0.0
        try:
            for report in search.steps():
                if self.wanted is not search:
                    return
                waiting = [report]
                if (now := time.perf_counter()) - told >= _REPORT_SECONDS:
                    told = now
                    self.told.emit(search, waiting.pop())
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            sentence = sentence_for(error)
        for report in waiting:
            self.told.emit(search, report)
        self.ended.emit(search, sentence)


class Searches(QObject):
    """Does one search at a time; another one, or Stop, ends it between two of its steps.

    Args:
        name: of the thread, which begins with the first search.
        parent: who ends it.
    """

    told = Signal(object, object)
    """The search and a report of it, on the main thread; ten a second at most, and the last one."""
    ended = Signal(object, str)
    """The search that came to its end by itself, and why it failed, in a sentence, or nothing."""
    _asked = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._has_finished = False
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._worker.told.connect(self._tell)
        self._worker.ended.connect(self._end)

    @property
    def current(self) -> Search | None:
        """What is searched for; None at rest."""
        return self._worker.wanted

    def begin(self, search: Search) -> None:
        """Search for this in place of whatever was searched for."""
        if self._has_finished:
            return
        if not self._thread.isRunning():
            self._thread.start()
        self._worker.wanted = search
        self._asked.emit(search)

    def stop(self) -> None:
        """Search for nothing any more; nothing more is told."""
        self._worker.wanted = None

    def finish(self) -> None:
        """Stop, and end the thread; this is the end."""
        self._has_finished = True
        self.stop()
        self._thread.quit()
        self._thread.wait()

    @Slot(object, object)
    def _tell(self, search: Search, report: object) -> None:
        if search is self._worker.wanted:
            self.told.emit(search, report)

    @Slot(object, str)
    def _end(self, search: Search, sentence: str) -> None:
        if search is self._worker.wanted:
            self._worker.wanted = None
            self.ended.emit(search, sentence)
