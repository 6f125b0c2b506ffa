"""Ctrl-C, the system's request to end, and a terminal that is closed: what runs ends in order and keeps what it can."""

import signal
import sys
import time
from _thread import start_new_thread
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, main_thread
from types import FrameType

from lenet_app.commands.output import discard

# Windows has no SIGHUP.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_AFTER_SIGNAL = 128
"""A shell's exit status of what a signal ended is this and the signal's number."""
_IMPORT_SYSTEM = "<frozen importlib._bootstrap>"
_PAUSE = 0.05
"""Seconds until a signal that came too early is sent again."""


class Ended(KeyboardInterrupt):
    """The process was asked to end by a signal that is not Ctrl-C's."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Stop(Event):
    """Set once a signal asked the command to stop."""

    number = 0

    @property
    def status(self) -> int:
        """The exit status after what was done is kept: 0 after Ctrl-C, which the user sees."""
        return 0 if self.number in (0, signal.SIGINT) else _AFTER_SIGNAL + self.number


def status_of(interruption: KeyboardInterrupt) -> int:
    """The exit status of a command that was broken off."""
    return _AFTER_SIGNAL + (interruption.number if isinstance(interruption, Ended) else signal.SIGINT)


@contextmanager
def endings_as_interrupts() -> Iterator[None]:
    """Break off what runs at Ctrl-C and when the process is asked to end: folders for a while are removed then."""
    with _handling(_end, (signal.SIGINT, *_ENDINGS)):
        yield


def _end(number: int, frame: FrameType | None) -> None:
    if _is_importing(frame):
        # A library's start, such as torch's, may end in abort where it is broken off. No lock may be taken here.
        start_new_thread(_ask_again, (number,))
        return
    _leave_terminal(number)
    raise KeyboardInterrupt if number == signal.SIGINT else Ended(number)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT_SYSTEM:
            return True
        frame = frame.f_back
    return False


def _ask_again(number: int) -> None:
    time.sleep(_PAUSE)
    main = main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):  # which Windows lacks
        signal.pthread_kill(main, number)  # so that it wakes from whatever it waits for
    else:
        signal.raise_signal(number)


@contextmanager
def interrupt() -> Iterator[Stop]:
    """An event that Ctrl-C or a request to end sets, so that the best weights so far are kept.

    A second Ctrl-C ends the program. A second request does not: who logs out may send several.
    """
    stop = Stop()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            _end(number, frame)
        _leave_terminal(number)
        stop.number = stop.number or number
        stop.set()

    with _handling(ask, (signal.SIGINT, *_ENDINGS)):
        yield stop


@contextmanager
def _handling(handle: Callable[[int, FrameType | None], None], numbers: Sequence[int]) -> Iterator[None]:
    """Handle these signals for so long, less those that are ignored, as SIGHUP is under nohup."""
    heeded = [n for n in numbers if n == signal.SIGINT or signal.getsignal(n) is not signal.SIG_IGN]
    before = [signal.signal(number, handle) for number in heeded]
    try:
        yield
    finally:
        for number, handler in zip(heeded, before, strict=True):
            signal.signal(number, handler)


def _leave_terminal(number: int) -> None:
    """Print nothing more to a terminal that was closed: it would be a fault, and what was trained be lost."""
    if number in (signal.SIGINT, signal.SIGTERM):
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and stream.isatty():
            discard(stream)
