"""How long the window's event loop is held up."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

_INTERVAL = 4  # ms


class Gaps(QObject):
    """Watches the event loop from now on by a timer; what comes between two of its ticks beyond that holds it up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = time.perf_counter()
        self._all: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_INTERVAL)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._all.append(now - self._last)
        self._last = now

    def taken(self) -> list[float]:
        """The times between two ticks since the last call, in seconds, the one that lasts now among them."""
        self._tick()
        taken, self._all = self._all, []
        return taken
