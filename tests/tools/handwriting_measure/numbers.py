"""Pictures of numbers: read by the program, compared digit by digit."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from lenet_app.commands.progress import progress_bar
from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.paper.opaque import opaque_picture
from lenet_app.paths import Home
from lenet_app.reading.reader import Reader
from lenet_app.reading.sweep.chosen import ChosenSweep
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.handwriting_measure import figures
from tests.tools.handwriting_measure.figures import Share
from tests.tools.handwriting_measure.preparation import NO_INK
from tests.tools.handwriting_measure.results import NumberResult
from tests.tools.handwriting_measure.samples import Sample
from tests.tools.handwriting_measure.sheets import Tile

TILE = 240
"""Pixels of a tile's longer side."""

_SURE, _DOUBTFUL = (0, 114, 178), (213, 94, 0)
_AT_ONCE = 5
_readers: list[Reader] = []  # of a process that reads for another: its one reader


@dataclass(frozen=True)
class Number:
    """What was read on a picture.

    Args:
        sample: the picture and what it shows.
        text: the best guesses, rows separated by `|`.
        doubtful: how many of the digits are not sure.
        fault: why nothing was read; empty where something was.
        boxes: left, top, width and height of every digit, as shares of the picture's sides, and whether it is sure.
        sure: whether every row was called sure as a whole.
    """

    sample: Sample
    text: str
    doubtful: int
    fault: str
    boxes: tuple[tuple[float, float, float, float, bool], ...]
    sure: bool = False

    @property
    def is_right(self) -> bool:
        """Whether every digit of every row is."""
        return self.text == self.sample.label


def read_numbers(model: Path, samples: Sequence[Sample], jobs: int, title: str) -> list[Number]:
    """Read every picture with the model of a file.

    Args:
        model: the file.
        samples: the pictures.
        jobs: how many processes share the work.
        title: what stands before the progress bar.
    """
    with progress_bar(len(samples), title) as bar:
        found = []
        for number in _read_all(model, samples, jobs):
            found.append(number)
            bar.update()
    return found


def read_number(reader: Reader, sample: Sample) -> Number:
    """Read one picture; one that cannot be read gives a fault."""
    assert isinstance(sample.content, Path)
    try:
        pixels = opaque_picture(read_pixels(sample.content))
        page = reader.read(pixels)
    except UserError as error:
        return Number(sample, "", 0, str(error), ())
    assert page is not None  # nobody stopped it
    digits = [digit for row in page.rows for digit in row.digits]
    height, width = pixels.shape[:2]
    boxes = tuple(
        (left / width, top / height, wide / width, high / height, digit.sure)
        for digit in digits
        for left, top, wide, high in [digit.box]
    )
    doubtful = sum(not digit.sure for digit in digits)
    is_sure = bool(page.rows) and all(row.sure for row in page.rows)
    return Number(sample, page.best_text.replace("\n", "|"), doubtful, "" if digits else NO_INK, boxes, is_sure)


def number_result(numbers: Sequence[Number]) -> NumberResult:
    """The figures of a set of numbers."""
    labels, texts = [number.sample.label for number in numbers], [number.text for number in numbers]
    sure = [number for number in numbers if number.sure]
    return NumberResult(
        digits_right=figures.digits_right(labels, texts),
        digits=sum(len(label.replace("|", "")) for label in labels),
        whole=Share(sum(number.is_right for number in numbers), len(numbers)),
        doubtful=Share(sum(number.doubtful for number in numbers), sum(len(text.replace("|", "")) for text in texts)),
        sure=Share(len(sure), len(numbers)),
        right_of_sure=Share(sum(number.is_right for number in sure), len(sure)),
        unread=[f"{number.sample.name}: {number.fault}" for number in numbers if number.fault],
    )


def number_tiles(numbers: Sequence[Number]) -> list[Tile]:
    """The pictures on which something is wrong, with a box around every digit that was found."""
    return [_tile(number) for number in numbers if not number.is_right]


def _read_all(model: Path, samples: Sequence[Sample], jobs: int) -> Iterator[Number]:
    if jobs == 1:
        reader = _reader(model)
        yield from (read_number(reader, sample) for sample in samples)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_make_reader, initargs=(model,)) as pool:
        yield from pool.map(_read_here, samples, chunksize=_AT_ONCE)


def _make_reader(model: Path) -> None:
    _readers[:] = [_reader(model)]


def _reader(model: Path) -> Reader:
    """Reads as the program does, with the shipped sweep."""
    sweep = ChosenSweep(lambda: (ModelLibrary(Home.of_user().models), ""))
    return Reader(Recognizer(read_model(model)), sweep())


def _read_here(sample: Sample) -> Number:
    return read_number(_readers[0], sample)


def _tile(number: Number) -> Tile:
    try:
        assert isinstance(number.sample.content, Path)
        picture = Image.fromarray(opaque_picture(read_pixels(number.sample.content)))
    except UserError:
        picture = Image.new("RGB", (TILE, TILE // 4), (128, 128, 128))
    picture.thumbnail((TILE, TILE))
    pen = ImageDraw.Draw(picture)
    for left, top, width, height, sure in number.boxes:
        corners = [left * picture.width, top * picture.height, (left + width) * picture.width - 1]
        corners.append((top + height) * picture.height - 1)
        pen.rectangle(corners, outline=_SURE if sure else _DOUBTFUL)
    caption = f"{number.sample.label} as {number.text or 'nothing'}"
    return Tile(picture, (caption, Path(number.sample.name).name))
