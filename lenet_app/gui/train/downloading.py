"""A download on a thread of its own, which only steps the generator and looks for Stop between steps."""

import time
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from lenet_app.data.download import download_all
from lenet_app.data.sources import Source
from lenet_app.faults import sentence_for

_REPORT_SECONDS = 1 / 10
_TIMEOUT = 10.0
"""Seconds to wait for the network; Stop waits as long at most."""


class DownloadThread(QThread):
    """Fetches the files of one data set; what has come stays where it is, whatever happens."""

    progressed = Signal(object)
    """A data.download.Progress, at most 10 a second beside the last one."""
    done = Signal()
    """All files are there and are the right ones."""
    failed = Signal(str)
    """One sentence; the traceback is in the log where it is a defect."""

    def __init__(self, source: Source, downloads: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("download")
        self.source, self._folder = source, downloads / source.name
        self._stop = Event()

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the download to end at the next piece that comes, or when none comes for ten seconds."""
        self._stop.set()

    def run(self) -> None:
        """The thread's work; a failure becomes one sentence."""
        try:
            self._fetch()
        except Exception as error:  # noqa: BLE001 - no failure may die in a thread
            sentence = sentence_for(error)
            if not self._stop.is_set():
                self.failed.emit(sentence)

    def _fetch(self) -> None:
        steps = download_all(self.source, self._folder, timeout=_TIMEOUT)
        report, told = next(steps), 0.0
        while True:
            is_whole = report.done == report.total
            if is_whole or time.perf_counter() - told >= _REPORT_SECONDS:
                told = time.perf_counter()
                self.progressed.emit(report)
            try:
                report = steps.send(self._stop.is_set())
            except StopIteration:
                break
        if report.done == report.total:
            self.done.emit()
        else:
            self.progressed.emit(report)
