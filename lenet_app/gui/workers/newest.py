"""Work beside the window's thread where the newest request wins and nothing queues up."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from lenet_app.faults import sentence_for

_LEAST, _MOST = 1 / 120, 1 / 60
"""Seconds between two requests at least, where results come quickly and where they do not: more of them than the screen
can show would only hold each other up."""
_SHARE = 2
"""So many times what the last one took: a machine that is slow, or has other things to do, is asked less often."""


class _Worker(QObject):
    """Lives on the thread and does one request at a time."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[Any], object]) -> None:
        super().__init__()
        self._work = work

    @Slot(object)
    def work(self, request: object) -> None:
        try:
            self.done.emit(self._work(request))
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            self.failed.emit(sentence_for(error))


class NewestOnly(QObject):
    """Hands requests to one function on a thread of its own. While it works only the newest request is kept waiting.

    Args:
        name: of the thread, which begins with the first request.
        work: takes a request and gives its result; both are values that nobody writes to.
        parent: who ends it.
        is_paced: whether there is a pause between two requests; not where whoever asks keeps a pace already.
    """

    done = Signal(object)
    """What the function gave, on the main thread."""
    failed = Signal(str)
    """One sentence."""
    _asked = Signal(object)

    def __init__(self, name: str, work: Callable[[Any], object], parent: QObject, *, is_paced: bool = True) -> None:
        super().__init__(parent)
        self._is_paced = is_paced
        self._is_busy = self._has_finished = False
        self._waiting: object | None = None
        self._sent = 0.0
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setTimerType(Qt.TimerType.PreciseTimer)
        self._pace.timeout.connect(self._send)
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker = _Worker(work)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._worker.done.connect(self._on_done)
        self._worker.failed.connect(self._on_failed)

    def ask(self, request: object) -> None:
        """Have this done; an earlier request that still waits is dropped."""
        if self._has_finished:
            return
        self._waiting = request
        if not self._is_busy:
            self._send()

    def drop(self) -> None:
        """Drop the request that waits; the one that is worked at comes to its end."""
        self._waiting = None

    def finish(self) -> None:
        """Let the function end what it is at, drop the waiting request, and end the thread; this is the end."""
        self._has_finished = True
        self.drop()
        self._pace.stop()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self._next()
        self.done.emit(result)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._next()
        self.failed.emit(sentence)

    def _next(self) -> None:
        """Be free for the next request as soon as it is time for another result."""
        took = time.perf_counter() - self._sent
        pause = min(max(_LEAST, _SHARE * took), _MOST) if self._is_paced else 0
        self._pace.start(max(0, round(1000 * (pause - took))))

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._is_busy = waiting is not None
        if waiting is not None:
            if not self._thread.isRunning():
                self._thread.start()
            self._sent = time.perf_counter()
            self._asked.emit(waiting)
