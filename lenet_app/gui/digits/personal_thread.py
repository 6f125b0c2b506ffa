"""Learning the samples on a thread of its own."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.workers.stepping import SteppingThread
from lenet_app.gui.workers.torch_loading import load_torch
from lenet_app.networks.model import Model

if TYPE_CHECKING:
    from lenet_app.data.pictures import Pictures

_SECONDS_BETWEEN = 1 / 15


class PersonalThread(SteppingThread):
    """Learns, then finds out of which digits more are worth writing; tells how far it is and what came of it.

    Args:
        start: the model that is to learn.
        own: the samples.
        parent: the owner.
    """

    gives_way = False

    progressed = Signal(int, int)
    """Steps done, of so many."""
    made = Signal(object)
    """A Personalised."""
    looked = Signal(int, int)
    """After it: steps done, of so many, towards which more are worth writing."""
    found = Signal(object)
    """A More."""

    def __init__(self, start: Model, own: "Pictures", parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("personal")
        self._start, self._own, self._last = start, own, 0.0

    def work(self) -> None:
        """Learn and measure; then look further."""
        load_torch()
        from lenet_app.samples.more import More  # noqa: PLC0415 - loaded on the thread
        from lenet_app.samples.personalising import Personalised, Progress, Wanted, personalised  # noqa: PLC0415

        tell = self.progressed
        for report in self.steps(personalised(Wanted(self._start, self._own, asks_more=True))):
            match report:
                case Progress(done=done, total=total):
                    if (now := time.perf_counter()) - self._last >= _SECONDS_BETWEEN:
                        self._last = now
                        tell.emit(done, total)
                case Personalised():
                    self.made.emit(report)
                    tell = self.looked
                case More():
                    self.found.emit(report)
