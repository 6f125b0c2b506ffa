"""Short work beside the window's thread: one function, what to do with its result, what to do with its failure."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from lenet_app.faults import sentence_for

Result = TypeVar("Result")


class Background(QObject):
    """Runs functions one after the other on a thread of their own and hands what came of them to the main thread."""

    _finished = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # One thread: what was asked for first is done first.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._has_finished = False
        self._finished.connect(self._deliver)

    def run(
        self,
        work: Callable[[], Result],
        on_success: Callable[[Result], None],
        on_failure: Callable[[str], None],
    ) -> None:
        """Call `work` beside the window, then `on_success` with its result or `on_failure` with a sentence.

        Nothing begins any more once `finish` was called: what was still delivered may ask for more.
        """
        if self._has_finished:
            return

        def task() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - no failure may die in a thread
                self._finished.emit(on_failure, sentence_for(error))
            else:
                self._finished.emit(on_success, result)

        self._pool.start(task)

    def finish(self, *, drop: bool = True) -> None:
        """Wait for the piece that runs; this is the end.

        Args:
            drop: whether what has not begun is dropped; else it is done first, and nobody hears of it any more.
        """
        self._has_finished = True
        if drop:
            self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _deliver(self, handler: Callable[[Any], None], value: object) -> None:
        handler(value)
