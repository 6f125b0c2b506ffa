"""`lenet-app read`: the numbers in pictures, without a window."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

from lenet_app.commands.output import answer, complain, could_not_be_read, json_line
from lenet_app.commands.progress import progress_bar
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.paper.picture import opaque_picture
from lenet_app.language import tr
from lenet_app.reading.folder import pictures_in
from lenet_app.reading.page import Page, ReadDigit, Row
from lenet_app.reading.picture_size import upright_size
from lenet_app.reading.places import in_lines
from lenet_app.reading.reader import Reader
from lenet_app.reading.table import table
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.recognition.soundness import tried
from lenet_app.storage.files import check_writable, write_whole
from lenet_app.storage.library import ModelLibrary

_SEVERAL = 2
_NOTHING = Page()


@dataclass(frozen=True, eq=False)
class _Result:
    """What came of a picture: a page, or a fault.

    Args:
        scale: pixels of the upright picture per pixel of the page, across and down.
    """

    path: str
    page: Page = _NOTHING
    scale: tuple[float, float] = (1.0, 1.0)
    fault: str = ""


def summary() -> str:
    """The command in half a sentence."""
    return tr("read the numbers in pictures")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = tr("a picture with one or several rows of digits, or a folder of such pictures")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE", help=what)
    rows = tr("write the rows to a table: path, row, text (of each cell), confidence, model")
    parser.add_argument("--csv", metavar="FILE", help=rows)
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model that answers"))


def run(options: argparse.Namespace) -> int:
    """Print what each picture says, in the order given; 1 where one could not be read."""
    model = tried(ModelLibrary(options.home.models).open(options.model))
    reader = Reader(Recognizer(model))
    if options.csv is not None:
        check_writable(Path(options.csv))
    results: list[_Result] = []
    for result in _with_progress(reader, list(_given(options.pictures))):
        answer(json_line(_as_json(result, model.name)) if options.json else _as_text(result))
        if not result.page.complete:
            sentence = tr("{file} holds more than is read at once: only its upper rows were read.")
            complain(sentence.format(file=result.path))
        results.append(result)
    if options.csv is not None:
        pages = ((one.path, in_lines((row.text, row.confidence, row.place) for row in one.page.rows), model.name)
                 for one in results)  # fmt: skip
        write_whole(Path(options.csv), table(pages))
    faults = sum(bool(result.fault) for result in results)
    if faults:
        complain(could_not_be_read(faults))
    return 1 if faults else 0


def _with_progress(reader: Reader, given: Sequence["str | _Result"]) -> Iterator[_Result]:
    """What comes of each picture; a bar is shown where they are several."""
    results = (item if isinstance(item, _Result) else _read(reader, item) for item in given)
    if len(given) < _SEVERAL:
        yield from results
        return
    with progress_bar(len(given), tr("Reading")) as bar:
        for result in results:
            bar.clear()  # what is printed now stands on a line of its own
            yield result
            bar.update()


def _given(names: Sequence[str]) -> Iterator[str | _Result]:
    """The pictures' paths, those in a folder by their names; a fault in place of what has none."""
    for name in names:
        if not name:
            yield _Result(name, fault=tr("The name of the picture is empty."))
            continue
        path = Path(name)
        if not path.is_dir():
            yield name
            continue
        try:
            yield from map(str, pictures_in(path))
        except UserError as error:
            yield _Result(name, fault=str(error))


def _read(reader: Reader, path: str) -> _Result:
    try:
        pixels = opaque_picture(read_pixels(Path(path)))
        width, height = upright_size(Path(path), pixels)
        page = reader.read(pixels)
    except Exception as error:  # noqa: BLE001 - the others can still be read
        return _Result(path, fault=sentence_for(error))
    assert page is not None  # nobody stopped it
    return _Result(path, page, (width / pixels.shape[1], height / pixels.shape[0]))


def _as_json(result: _Result, model: str) -> dict[str, Any]:
    if result.fault:
        return {"path": result.path, "error": result.fault}
    rows = [_row_as_json(row, result.scale) for row in result.page.rows]
    return {"path": result.path, "text": result.page.text, "rows": rows, "model": model}


def _row_as_json(row: Row, scale: tuple[float, float]) -> dict[str, Any]:
    digits = [_digit_as_json(digit, scale) for digit in row.digits]
    place = {} if row.place is None else {"line": row.place.line + 1, "column": row.place.column + 1}
    return {"text": row.text, "sure": row.sure, "confidence": row.confidence, **place, "digits": digits}


def _digit_as_json(digit: ReadDigit, scale: tuple[float, float]) -> dict[str, Any]:
    left, top, width, height = digit.box
    x, y = floor(left * scale[0]), floor(top * scale[1])
    right, bottom = ceil((left + width) * scale[0]), ceil((top + height) * scale[1])
    return {
        "digit": digit.digit,
        "best": digit.best,
        "sure": digit.sure,
        "confidence": digit.confidence,
        "box": [x, y, right - x, bottom - y],
    }


def _as_text(result: _Result) -> str:
    if result.fault:
        return f"{result.path}: {result.fault}"
    rows = [_row_as_text(row) for row in result.page.rows]
    if not rows:
        return tr("{key}: no digits found").format(key=result.path)
    if len(rows) == 1:
        return f"{result.path}: {rows[0]}"
    return "\n  ".join([f"{result.path}:", *rows])


def _row_as_text(row: Row) -> str:
    sentence = tr("{text} ({percent:.1f} %)") if row.sure else tr("{text} (not sure, {percent:.1f} %)")
    return sentence.format(text=row.text, percent=100 * row.confidence)
