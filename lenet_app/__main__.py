"""`python -m lenet_app` is the command `lenet-app`."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_INTERRUPTED = 128 + signal.SIGINT


def run() -> NoReturn:
    """Run the command, and exit with its status; before and after it Ctrl-C ends the process in silence."""
    # Whoever ignores it, as a shell does for what it starts in the background, is left alone.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    from lenet_app.cli import main  # noqa: PLC0415 - loaded under that handler

    sys.exit(main())


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """There is nothing to break off, and an interruption within a library's start could abort it."""
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    run()
