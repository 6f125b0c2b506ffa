"""Tells by the system's notification that a long training has ended while somebody was looking at another window."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from lenet_app.gui.system.notification import notify
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.language import tr

LONG = 60.0
"""Seconds; who starts a shorter training waits for it."""


class EndNotice(QObject):
    """Listens to trainings, and to reproductions.

    Args:
        control: what runs.
        strip: says what came of it.
        window: whose user is told.
        tell: shows a title and a text.
        clock: seconds.
    """

    def __init__(
        self,
        control: TrainingControl,
        strip: Strip,
        window: QWidget,
        *,
        tell: Callable[[QWidget, str, str], object] = notify,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._strip, self._window, self._tell, self._clock = strip, window, tell, clock
        self._began = clock()
        control.running_changed.connect(self._on_running)
        control.ended.connect(self._on_end)

    def _on_running(self, runs: bool) -> None:
        if runs:
            self._began = self._clock()

    def _on_end(self) -> None:
        if self._clock() - self._began >= LONG and not self._window.isActiveWindow():
            self._tell(self._window, tr("The training has ended"), self._strip.text)
