"""Standard output and standard error, either of which may go away before the work is done."""

import os
import sys
from errno import EIO, EPIPE
from typing import TextIO

from lenet_app.language import trn

# Of a pipe, and of a terminal that was closed.
_NOBODY_READS = (EPIPE, EIO)


def say(text: str) -> None:
    """Print a line at once; when nobody reads any more, go on without printing."""
    try:
        print(text, flush=True)
    except OSError as error:
        if error.errno not in _NOBODY_READS:
            raise
        discard(sys.stdout)


def complain(sentence: str) -> None:
    """Print a sentence on standard error after the program's name; when nobody reads it, go on."""
    try:
        print(f"lenet-app: {sentence}", file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def could_not_be_read(count: int) -> str:
    """Why a command that answers several items ends with a fault."""
    sentence = trn("{count} of the items could not be read.", "{count} of the items could not be read.", count)
    return sentence.format(count=count)


class ErrorsOrNothing:
    """Standard error for a progress bar: when nobody reads it any more, as in `2>&1 | head`, the work goes on."""

    def write(self, text: str) -> None:
        """Print it if it can be."""
        try:
            sys.stderr.write(text)
        except OSError:
            discard(sys.stderr)

    def flush(self) -> None:
        """Print what is still to be printed, if it can be."""
        try:
            sys.stderr.flush()
        except OSError:
            discard(sys.stderr)

    def __getattr__(self, name: str) -> object:
        """What else a bar asks of a stream, such as how wide it is."""
        return getattr(sys.stderr, name)


def discard(stream: TextIO) -> None:
    """Send all that is still to be printed there nowhere, what Python writes at its exit included."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def end_output() -> None:
    """Print what is still to be printed, after a fault that was told; a second one would hide it."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        discard(sys.stdout)


def open_standard_error() -> None:
    """Where standard error was closed, as by `2>&-`, what is told there goes nowhere, and no file takes its number."""
    # On Windows a windowed program has none, by which it is known.
    if sys.stderr is None and sys.platform != "win32":
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends
