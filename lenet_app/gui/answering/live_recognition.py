"""Live answers: recognition beside the window's thread, where the latest request wins and nothing queues up."""

import sys
import time

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from lenet_app.faults import sentence_for
from lenet_app.gui.answering.subjects import Answer, Request, Subject
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.recognition.recognizer import Recognizer

_TURN = 0.001
"""Seconds that a thread may keep Python's lock while others wait; Python's own 5 ms were seen to add up."""

_FRAME = 1 / 60
"""Seconds between two requests at least: more answers than the screen can show would only hold each other up."""


class _Worker(QObject):
    """Lives on the recognition thread and answers one request at a time."""

    answered = Signal(object)
    failed = Signal(str)

    @Slot(object)
    def work(self, request: Request) -> None:
        try:
            from lenet_app.gui.answering.answers import answer  # noqa: PLC0415 - the window is there sooner

            self.answered.emit(answer(request))
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            self.failed.emit(sentence_for(error))


class LiveRecognition(QObject):
    """Asks the worker on behalf of the window. While it works only the newest request is kept waiting."""

    answered = Signal(object)
    """An `Answer`, on the main thread."""
    failed = Signal(str)
    """One sentence."""
    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # A training, a window and answers share Python's lock: short turns keep the pen's answers prompt.
        sys.setswitchinterval(_TURN)
        self._busy = False
        self._waiting: Request | None = None
        self._sent = 0.0
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setTimerType(Qt.TimerType.PreciseTimer)
        self._pace.timeout.connect(self._send)
        self._thread = QThread(self)
        self._thread.setObjectName("recognition")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.work)
        self._worker.answered.connect(self._on_answered)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()

    def ask(
        self,
        subject: Subject,
        recognizer: Recognizer,
        corrections: Corrections = AUTOMATIC,
        *,
        with_steps: bool = False,
    ) -> None:
        """Have `subject` recognised, see `Request`; an earlier request that still waits is dropped."""
        self._waiting = Request(subject, recognizer, time.perf_counter(), corrections, with_steps)
        if not self._busy:
            self._send()

    def finish(self) -> None:
        """Let the worker end the request it is at, drop the waiting one, and end its thread."""
        self._waiting = None
        self._pace.stop()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_answered(self, found: Answer) -> None:
        self._next()
        self.answered.emit(found)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._next()
        self.failed.emit(sentence)

    def _next(self) -> None:
        """Be free for the next request as soon as the screen could show another answer."""
        self._pace.start(max(0, round(1000 * (self._sent + _FRAME - time.perf_counter()))))

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._busy = waiting is not None
        if waiting is not None:
            self._sent = time.perf_counter()
            self._asked.emit(waiting)
