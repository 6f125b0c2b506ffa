"""Drawings as JSON Lines, each an item of its own: what is wrong with one says nothing of the next."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from lenet_app.errors import UserError
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr

_STANDARD_INPUT = 0
_MARK = b"\xef\xbb\xbf"  # that some programs put in front of UTF-8
_NOT_TEXT = (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")  # gzip's and UTF-16's beginnings
_LONGEST_LINE = 1 << 20
"""Bytes."""
_MOST_POINTS = 20_000
"""Of a drawing: a minute and a half of a pen that tells where it is 200 times a second."""
_ENDLESS_LINE = 1 << 30
"""Bytes without the end of a line, after which none is waited for, as in a device that gives zeros for ever."""


@contextmanager
def opened_lines(name: str) -> Iterator[Iterator[bytes]]:
    """The lines of a file, gzipped or plain, or of standard input, which is called "-"; blank ones are passed over.

    Of a line that is too long comes so much that `drawing_from_line` refuses it.

    Raises:
        OSError, EOFError, zlib.error: it cannot be read, here or within the block.
        UserError: what is read has no lines.
    """
    with _opened(name) as file:
        yield (line for line in _lines(file, name) if line.strip())


def _refuse(name: str, fault: str) -> None:
    raise UserError(tr("{file} cannot be read: {fault}.").format(file=name, fault=fault))


def drawing_from_line(line: bytes) -> Drawing:
    """The drawing that a line tells.

    Raises:
        UserError: it is too long, not JSON, or not the JSON of a drawing, or the drawing has too many points.
    """
    return checked_drawing(value_from_line(line))


def value_from_line(line: bytes) -> object:
    """What a line tells, as a JSON parser makes it.

    Raises:
        UserError: it is too long or not JSON.
    """
    if len(line) > _LONGEST_LINE:
        raise UserError(tr("The line is longer than {most} bytes.").format(most=f"{_LONGEST_LINE:,}"))
    try:
        value: object = json.loads(line.removeprefix(_MARK).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError(tr("The line is not JSON.")) from error
    return value


def checked_drawing(value: object) -> Drawing:
    """The drawing of a parsed line.

    Raises:
        UserError: it is not the JSON of a drawing, or has too many points.
    """
    drawing = drawing_from_json(value)
    if sum(len(stroke.points) for stroke in drawing.strokes) > _MOST_POINTS:
        raise UserError(tr("The drawing has more than {most} points.").format(most=f"{_MOST_POINTS:,}"))
    return drawing


def _opened(name: str) -> BinaryIO:
    if name == "-":
        return open(_STANDARD_INPUT, "rb", closefd=False)
    return cast("BinaryIO", gzip.open(name, "rb")) if name.endswith(".gz") else Path(name).open("rb")


def _lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    is_first = True
    while line := file.readline(_LONGEST_LINE + 1):
        if is_first and line.startswith(_NOT_TEXT):
            _refuse(name, tr("it is damaged or not text"))
        is_first = False
        end, left = line, _ENDLESS_LINE
        while len(end) > _LONGEST_LINE and not end.endswith(b"\n"):
            end = file.readline(_LONGEST_LINE + 1)
            left -= len(end)
            if left < 0:
                _refuse(name, tr("it has no lines"))
        yield line
