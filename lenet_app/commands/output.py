"""Standard output that may go away before the work is done."""

import os
import sys


def say(text: str) -> None:
    """Print a line at once; when nobody reads any more, go on without printing."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Send all that is still to be printed nowhere, what Python writes at its exit included."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
