"""Ctrl-C in the terminal, the terminal that closes, and the system's request to end: all close the window cleanly."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

# Windows has no SIGHUP.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


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
        # What is ignored stays so, as SIGHUP under nohup.
        heeded = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        handlers = [signal.signal(number, _nothing) for number in heeded]
        descriptor = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(descriptor)
            for number, handler in zip(heeded, handlers, strict=True):
                signal.signal(number, handler)
            notifier.setEnabled(False)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The socket tells Qt; there is nothing to do here."""
