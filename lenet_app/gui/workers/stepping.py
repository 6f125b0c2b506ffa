"""A thread that steps a generator of training reports and looks for Stop and Pause between steps."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from lenet_app.faults import sentence_for
from lenet_app.runs.stepping import Step, stepped
from lenet_app.training.reports import BatchReport, DeviceReport

_NICENESS = 10
_REPORT_SECONDS = 1 / 15
"""The window is told of a batch at most this often; the last one of an epoch it always hears of."""


class SteppingThread(QThread):
    """What a training and a row of trainings have in common. `work` is what each does."""

    gives_way = True
    """Whether the window and the answers go first; not where somebody waits for what takes seconds."""

    device_chosen = Signal(object)
    """A DeviceReport: at the start, and again when a GPU had no memory left."""
    batch_done = Signal(object)
    """A BatchReport, at most 15 a second beside the last one of each epoch and those that tell of layers."""
    failed = Signal(str)
    """One sentence; the traceback is in the log where it is a defect."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._go = Event()
        self._go.set()
        self._told = 0.0
        self._slowed = 0.0

    def stop(self) -> None:
        """Ask the run to end within one batch."""
        self._stop.set()
        self._go.set()

    def set_paused(self, paused: bool) -> None:
        """Hold the run after the batch it is at, or let it go on."""
        if paused and not self._stop.is_set():
            self._go.clear()
        else:
            self._go.set()

    def set_slow(self, seconds: float) -> None:
        """Wait so long between two steps from now on, so that one can watch; 0 goes on at full speed."""
        self._slowed = seconds

    def run(self) -> None:
        """The thread's work; a failure becomes one sentence."""
        if self.gives_way:
            give_way()
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            self.failed.emit(sentence_for(error))

    def work(self) -> None:
        """What is done on the thread."""
        raise NotImplementedError

    def steps(self, reports: Generator[Step, bool | None, None]) -> Iterator[Step]:
        """Every report of the run; between two of them Pause holds it and Stop is passed on."""
        yield from stepped(reports, self._is_stopped)

    def _is_stopped(self) -> bool:
        self._go.wait()
        if self._slowed:
            self._stop.wait(self._slowed)
            self._go.wait()
        return self._stop.is_set()

    def tell(self, report: object) -> None:
        """Pass on a report of the device or of a batch, the latter not too often."""
        match report:
            case DeviceReport():
                self.device_chosen.emit(report)
            case BatchReport():
                now = time.perf_counter()
                if now - self._told >= _REPORT_SECONDS or report.batch == report.batches or report.layers:
                    self._told = now
                    self.batch_done.emit(report)


def give_way() -> None:
    """Let the window and the answers go first where more is to be done than there are cores.

    QThread's priorities mean nothing to Linux's usual scheduler, but a thread there has a niceness of its own, which
    the threads that torch starts from it take over.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
