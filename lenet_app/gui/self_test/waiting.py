"""Letting the window live until something is so."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from lenet_app.gui.self_test.report import CheckFailed

_POLL = 5  # ms


def wait_until(holds: Callable[[], bool], fault: str, *, seconds: float = 60.0) -> None:
    """Process events until something holds.

    Raises:
        CheckFailed: with this fault, when it does not in time.
    """
    loop, poll, limit = QEventLoop(), QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if holds() else None)
    limit.timeout.connect(loop.quit)
    limit.setSingleShot(True)
    poll.start(_POLL)
    limit.start(round(1000 * seconds))
    loop.exec()
    poll.stop()
    limit.stop()
    if not holds():
        raise CheckFailed(fault)
