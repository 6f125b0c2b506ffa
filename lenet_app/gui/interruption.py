"""Ctrl-C in the terminal and the system's request to end: both close the window cleanly."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def closing_on_signals(close: Callable[[], None], parent: QObject) -> Iterator[None]:
    """Call `close` on the main thread whenever the process is asked to end; what held before holds again afterwards.

    While Qt waits for events Python runs no signal handlers. So Python writes each signal to a socket that Qt watches.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        for end in (reader, writer):
            end.setblocking(False)
        notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, parent)

        def ask() -> None:
            reader.recv(64)
            close()

        notifier.activated.connect(ask)
        handlers = [signal.signal(number, _nothing) for number in _SIGNALS]
        descriptor = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(descriptor)
            for number, handler in zip(_SIGNALS, handlers, strict=True):
                signal.signal(number, handler)
            notifier.setEnabled(False)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The socket tells Qt; there is nothing to do here."""
