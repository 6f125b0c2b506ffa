"""How soon after its start the program is there to be seen, answers, and has loaded torch, and what held it up."""

import json
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from lenet_app.gui.draw.page import DrawPage
from lenet_app.gui.self_test.drawing import draw
from lenet_app.gui.self_test.gaps import Gaps
from lenet_app.gui.shell.app import run_window
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home

FIRST_PAINT, FIRST_ANSWER, TORCH_READY = "first paint", "first answer", "torch ready"
_LONGEST = 60_000  # ms


def tell_start_times(home: Home, say: Callable[[str], None]) -> int:
    """Open the window, draw a digit as soon as it is painted, and close it once the answer is painted and torch loaded.

    Each moment is told as JSON: `event`; `time` in seconds of `time.time()`, for whoever started the program knows when
    that was; and `largest_gap`, the longest time in seconds for which the event loop was held up since the last one.

    Args:
        home: in place of the user's own.
        say: prints a line at once.

    Returns:
        The exit status: 0, or 1 where no answer came or torch cannot be loaded.
    """
    told: list[str] = []

    def watch(window: MainWindow) -> None:
        _Watch(window, told, say)  # which the window owns

    status = run_window(home, watch)
    return status if told == [FIRST_PAINT, FIRST_ANSWER, TORCH_READY] else 1


class _Watch(QObject):
    """Sees the window's first paint, its first answer, and when it has loaded what it loads in the background."""

    def __init__(self, window: MainWindow, told: list[str], say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._told, self._say = window, told, say
        self._gaps: Gaps | None = None
        self._page = page = window.page("draw", DrawPage)
        page.layers_view.viewport().installEventFilter(self)
        page.answered.connect(lambda _answer: QTimer.singleShot(0, self, self._answered))
        window.ready.connect(self._close)
        QTimer.singleShot(_LONGEST, self, window.stop_and_close)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint that holds the largest part of the window."""
        if event.type() is QEvent.Type.Paint and self._gaps is None:
            self._gaps = Gaps(self)
            # All that is painted with it is done before a timer that is due at once fires.
            QTimer.singleShot(0, self, self._draw)
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        self._tell(FIRST_PAINT)
        draw(self._page.canvas)

    def _answered(self) -> None:
        if FIRST_ANSWER not in self._told:
            self._tell(FIRST_ANSWER)

    def _close(self) -> None:
        self._tell(TORCH_READY)
        self._window.stop_and_close()

    def _tell(self, event: str) -> None:
        assert self._gaps is not None
        now, gap = time.time(), max(self._gaps.taken())
        self._told.append(event)
        self._say(json.dumps({"event": event, "time": now, "largest_gap": round(gap, 4)}))
