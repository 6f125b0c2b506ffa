"""`lenet-app read`: the numbers in pictures, without a window."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, floor
from pathlib import Path
from typing import Any

from lenet_app.commands.output import answer, complain, could_not_be_read, json_line
from lenet_app.commands.progress import progress_bar
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.ink.files.tiff_pages import FilePage, pages_of
from lenet_app.language import tr
from lenet_app.reading.folder import pictures_in
from lenet_app.reading.page import Page, ReadDigit, Row
from lenet_app.reading.pictures import Part, picture_of, read_shown, region_of, size_of
from lenet_app.reading.places import in_lines
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.reading.table import Origin, table
from lenet_app.reading.turned import TURNS
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
        origin: where the page begins in the upright picture, across and down.
        file_page: which of several pages of the file it is; None where there is one.
        part: the part of the picture that was read; None of the whole.
    """

    path: str
    page: Page = _NOTHING
    scale: tuple[float, float] = (1.0, 1.0)
    origin: tuple[int, int] = (0, 0)
    fault: str = ""
    file_page: int | None = None
    part: Part | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        told = "" if self.file_page is None else tr(", page {page}").format(page=self.file_page)
        turned = tr(", turned by {degrees}°").format(degrees=self.page.turn) if self.page.turn else ""
        return f"{self.path}{told}{turned}"


_Given = tuple[str, Path | FilePage] | _Result
"""What a picture is called, and where it is; or what came of it already."""


def summary() -> str:
    """The command in half a sentence."""
    return tr("read the numbers in pictures")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = tr("a picture with one or several rows of digits, or a folder of such pictures")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE", help=what)
    rows = tr("write the rows to a table: path, row, text (of each cell), confidence, model")
    parser.add_argument("--csv", metavar="FILE", help=rows)
    kept = tr("keep points, commas, colons, dashes, slashes, plus and equal signs in the text: 12.50 instead of 1250")
    parser.add_argument("--marks", action="store_true", help=kept)
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model that answers"))
    sweep = tr("the name or file of the model that sweeps over rows besides")
    parser.add_argument("--row-model", metavar="M", help=sweep)
    part = tr("read this part only: left, top, width and height in pixels of the upright picture")
    parser.add_argument("--part", type=_part, metavar="X,Y,W,H", help=part)
    turn = tr("by how many degrees pictures are turned clockwise (default: auto, as they are read best)")
    parser.add_argument("--turn", choices=["auto", *map(str, TURNS)], default="auto", help=turn)


def run(options: argparse.Namespace) -> int:
    """Print what each picture says, in the order given; 1 where one could not be read."""
    model = tried(ModelLibrary(options.home.models).open(options.model))
    reader = Reader(Recognizer(model), _sweep(options))
    if options.csv is not None:
        check_writable(Path(options.csv))
    results: list[_Result] = []
    turn = None if options.turn == "auto" else int(options.turn)
    read = partial(_read, reader, options.part, turn, options.marks)
    for result in _with_progress(read, list(_given(options.pictures))):
        answer(json_line(_as_json(result, model.name)) if options.json else _as_text(result))
        if not result.page.complete:
            sentence = tr("{file} holds more than is read at once: only its upper rows were read.")
            complain(sentence.format(file=result.name))
        results.append(result)
    if options.csv is not None:
        write_whole(Path(options.csv), _table(results, model.name, has_parts=options.part is not None))
    faults = sum(bool(result.fault) for result in results)
    if faults:
        complain(could_not_be_read(faults))
    return 1 if faults else 0


def _sweep(options: argparse.Namespace) -> Sweep | None:
    library = ModelLibrary(options.home.models)
    if options.row_model is not None:
        return Sweep(tried(library.open(options.row_model)))
    return ChosenSweep(lambda: (library, ""))()


def _part(text: str) -> Part:
    """Left, top, width and height.

    Raises:
        argparse.ArgumentTypeError: it is no part of any picture.
    """
    numbers = text.split(",")
    if len(numbers) != 4 or not all(number.strip().isdecimal() for number in numbers):
        sentence = tr("it must be left, top, width and height in whole pixels, such as 40,60,300,200, not {value}")
        raise argparse.ArgumentTypeError(sentence.format(value=text))
    left, top, width, height = map(int, numbers)
    if not width or not height:
        raise argparse.ArgumentTypeError(tr("the part {value} has no pixels").format(value=text))
    return left, top, width, height


def _table(results: Sequence[_Result], model: str, *, has_parts: bool) -> bytes:
    pages = (
        (
            Origin(one.path, one.file_page, one.part or ()),
            in_lines((row.text, row.confidence, row.place) for row in one.page.rows),
            model,
        )
        for one in results
    )
    return table(pages, has_parts=has_parts)


def _with_progress(
    read: Callable[[tuple[str, Path | FilePage]], _Result], given: Sequence[_Given]
) -> Iterator[_Result]:
    """What comes of each picture; a bar is shown where they are several."""
    results = (item if isinstance(item, _Result) else read(item) for item in given)
    if len(given) < _SEVERAL:
        yield from results
        return
    with progress_bar(len(given), tr("Reading")) as bar:
        for result in results:
            bar.clear()  # what is printed now stands on a line of its own
            yield result
            bar.update()


def _given(names: Sequence[str]) -> Iterator[_Given]:
    """The pictures' files and pages, those in a folder by their names; a fault in place of what has none."""
    for name in names:
        if not name:
            yield _Result(name, fault=tr("The name of the picture is empty."))
            continue
        path = Path(name)
        if not path.is_dir():
            yield from _pages(name, path)
            continue
        try:
            for inside in pictures_in(path):
                yield from _pages(str(inside), inside)
        except UserError as error:
            yield _Result(name, fault=str(error))


def _pages(name: str, path: Path) -> Iterator[_Given]:
    try:
        for file in pages_of(path):
            yield name, file
    except UserError as error:
        yield _Result(name, fault=str(error))


def _read(
    reader: Reader, part: Part | None, turn: int | None, marks: bool, given: tuple[str, Path | FilePage]
) -> _Result:
    name, file = given
    result = _Result(name, file_page=file.number if isinstance(file, FilePage) else None, part=part)
    try:
        shown = picture_of(file)
        left, top, (width, height) = 0, 0, size_of(file, shown)
        if part is not None:
            shown = picture_of(file, region_of(part, width, height, Path(name).name))
            left, top, width, height = part
        page = read_shown(reader, shown, turn, is_part=part is not None)
    except Exception as error:  # noqa: BLE001 - the others can still be read
        return replace(result, fault=sentence_for(error))
    assert page is not None  # nobody stopped it
    if marks:
        page = page.with_marks()
    across, down = width / shown.shape[1], height / shown.shape[0]
    return replace(result, page=page, scale=(across, down), origin=(left, top))


def _as_json(result: _Result, model: str) -> dict[str, Any]:
    told: dict[str, Any] = {"path": result.path}
    told |= {} if result.file_page is None else {"page": result.file_page}
    told |= {} if result.part is None else {"part": list(result.part)}
    if result.fault:
        return {**told, "error": result.fault}
    rows = [_row_as_json(row, result) for row in result.page.rows]
    others = [{"sure": not other.is_doubted, "box": _box_as_json(other, result)} for other in result.page.others]
    return {
        **told,
        "text": result.page.text,
        "rows": rows,
        "no_digits": others,
        "turn": result.page.turn,
        "model": model,
    }


def _row_as_json(row: Row, result: _Result) -> dict[str, Any]:
    digits = [_digit_as_json(digit, result) for digit in row.digits]
    place = {} if row.place is None else {"line": row.place.line + 1, "column": row.place.column + 1}
    return {"text": row.text, "sure": row.sure, "confidence": row.confidence, **place, "digits": digits}


def _digit_as_json(digit: ReadDigit, result: _Result) -> dict[str, Any]:
    return {
        "digit": digit.digit,
        "best": digit.best,
        "sure": digit.sure,
        "confidence": digit.confidence,
        "box": _box_as_json(digit, result),
    }


def _box_as_json(digit: ReadDigit, result: _Result) -> list[int]:
    """Left, top, width and height in whole pixels of the upright picture."""
    left, top, width, height = digit.box
    (across, down), (x0, y0) = result.scale, result.origin
    x, y = x0 + floor(left * across), y0 + floor(top * down)
    right, bottom = x0 + ceil((left + width) * across), y0 + ceil((top + height) * down)
    return [x, y, right - x, bottom - y]


def _as_text(result: _Result) -> str:
    if result.fault:
        return f"{result.name}: {result.fault}"
    rows = [_row_as_text(row) for row in result.page.rows]
    if not rows:
        return tr("{key}: no digits found").format(key=result.name)
    if len(rows) == 1:
        return f"{result.name}: {rows[0]}"
    return "\n  ".join([f"{result.name}:", *rows])


def _row_as_text(row: Row) -> str:
    sentence = tr("{text} ({percent:.1f} %)") if row.sure else tr("{text} (not sure, {percent:.1f} %)")
    return sentence.format(text=row.text, percent=100 * row.confidence)
