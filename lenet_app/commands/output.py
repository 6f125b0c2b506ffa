"""Standard output and standard error, either of which may go away before the work is done.

What names, files and servers say is printed as text: a terminal acts on no character of it.
"""

import json
import math
import os
import re
import sys
from collections.abc import Sequence
from errno import EIO, EPIPE
from typing import TextIO

from lenet_app.language import trn

# Of a pipe, and of a terminal that was closed.
_NOBODY_READS = (EPIPE, EIO)
# All but line feeds and tabs; some others turn the direction of writing, or end a line in some terminals.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with escapes in place of characters that control a terminal; lines stay lines."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def json_line(facts: object) -> str:
    """The facts in a line of JSON, which knows no number that is not finite: null takes its place."""
    return json.dumps(_finite(facts), allow_nan=False)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list | tuple) else value


def answer(text: str) -> None:
    """Print a result; when nobody reads any more the command ends."""
    print(printable(text))


def say(text: str) -> None:
    """Print a line at once; when nobody reads any more, go on without printing."""
    try:
        print(printable(text), flush=True)
    except OSError as error:
        if error.errno not in _NOBODY_READS:
            raise
        discard(sys.stdout)


def complain(sentence: str) -> None:
    """Print a sentence on standard error after the program's name; when nobody reads it, go on."""
    try:
        print(printable(f"lenet-app: {sentence}"), file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def aligned(rows: Sequence[tuple[str, ...]], right: Sequence[int] = ()) -> str:
    """Columns of even width, those in `right` set flush right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


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
