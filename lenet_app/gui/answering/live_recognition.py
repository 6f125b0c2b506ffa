"""Live answers: recognition beside the window's thread, where the latest request wins and nothing queues up."""

import sys
import time

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.subjects import Answer, Request, Subject
from lenet_app.gui.answering.what_if import AS_IT_IS, WhatIf
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.recognition.recognizer import Recognizer

_TURN = 0.001
"""Seconds that a thread may keep Python's lock while others wait; Python's own 5 ms were seen to add up."""


class LiveRecognition(QObject):
    """Asks the worker on behalf of the window. While it works only the newest request is kept waiting."""

    answered = Signal(object)
    """An `Answer`, on the main thread."""
    failed = Signal(str)
    """One sentence."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # A training, a window and answers share Python's lock: short turns keep the pen's answers prompt.
        sys.setswitchinterval(_TURN)
        self._newest = NewestOnly("recognition", _answer, self)
        self._newest.done.connect(self.answered)
        self._newest.failed.connect(self.failed)

    def ask(
        self,
        subject: Subject,
        recognizer: Recognizer,
        corrections: Corrections = AUTOMATIC,
        *,
        with_steps: bool = False,
        what_if: WhatIf = AS_IT_IS,
    ) -> None:
        """Have `subject` recognised, see `Request`; an earlier request that still waits is dropped."""
        self._newest.ask(Request(subject, recognizer, time.perf_counter(), corrections, with_steps, what_if))

    def finish(self) -> None:
        """Let the worker end the request it is at, drop the waiting one, and end its thread."""
        self._newest.finish()


def _answer(request: Request) -> Answer:
    from lenet_app.gui.answering.answers import answer  # noqa: PLC0415 - the window is there sooner

    return answer(request)
