"""Tables of pictures as Kaggle has MNIST: a line a picture, with its label and its pixels, mostly under a header."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import Stop, never, opened
from lenet_app.data.saved_numbers import Layout, labels_of
from lenet_app.data.stored import MOST_PICTURES
from lenet_app.errors import UserError
from lenet_app.language import tr

_ENDS = (".csv", ".csv.gz")
_LABELS = ("label", "labels", "class", "target", "digit", "y")
_LONGEST_LINE = 1 << 24
_AT_ONCE = 1 << 18
_LINES = 256
_TRAINING = re.compile("train", re.IGNORECASE)
_TEST = re.compile("test", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table of labelled pictures.

    Args:
        path: of the file.
        columns: how many there are.
        label: the number of the column of labels, from 0.
        is_headed: whether its first line names the columns.
    """

    path: Path
    columns: int
    label: int
    is_headed: bool

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.path.name

    @property
    def labels_name(self) -> str:
        """The same."""
        return self.name

    @property
    def layout(self) -> Layout:
        """Grey squares."""
        side = isqrt(self.columns - 1)
        return Layout((1, side, side))

    @property
    def is_text(self) -> bool:
        """It is."""
        return True

    def labels(self, stop: Stop) -> npt.NDArray[np.uint8]:
        """Of each picture its class."""
        texts = (line.split(",", self.label + 1)[self.label] for line in self._lines(stop))
        blocks = (self._numbers(some)[:, 0] for some in _some(texts, 1 << 14))
        return labels_of(blocks, (), self.name)

    def blocks(self, stop: Stop) -> Iterator[npt.NDArray[np.float32]]:
        """The pictures, (n, pixels), some at a time."""
        for some in _some(self._lines(stop), _LINES):
            numbers = self._numbers(some)
            if numbers.shape[1] != self.columns:
                raise self._damaged()
            yield np.delete(numbers, self.label, axis=1)

    def in_place(self) -> None:
        """Text is not as a set has it."""

    def _lines(self, stop: Stop) -> Iterator[str]:
        """The lines of pictures."""
        lines = _lines(self.path, stop)
        if self.is_headed:
            next(lines, None)
        for number, line in enumerate(lines):
            if number == MOST_PICTURES:
                sentence = tr("{file} holds more pictures than the {most} that can be read.")
                raise UserError(sentence.format(file=self.name, most=f"{MOST_PICTURES:,}"))
            if line.count(",") != self.columns - 1:
                raise self._damaged()
            yield line

    def _numbers(self, lines: list[str]) -> npt.NDArray[np.float32]:
        try:
            return np.loadtxt(lines, np.float32, comments=None, delimiter=",", quotechar='"', ndmin=2)
        except ValueError as error:
            raise self._damaged() from error

    def _damaged(self) -> UserError:
        sentence = tr("{file} is damaged: one of its lines does not hold {columns} numbers.")
        return UserError(sentence.format(file=self.name, columns=f"{self.columns:,}"))


@dataclass(frozen=True)
class TableSet:
    """A table of pictures to learn, and one to test with; None where they have to be set aside."""

    training: Table
    test: Table | None


def is_table(path: Path) -> bool:
    """Whether a file's name says that it is one."""
    return path.name.lower().endswith(_ENDS)


def table_set(path: Path) -> TableSet:
    """A file of a table, with the one that belongs to it: train.csv to test.csv, where both have labels.

    Raises:
        UserError: it holds no labelled pictures, or cannot be read.
    """
    one = _table(path)
    training, test = (_other(path, *words) for words in ((_TEST, "train"), (_TRAINING, "test")))
    if one is None:
        sentence = tr(
            "{file} holds pictures without labels, as Kaggle's test.csv does; name a table with a column label."
        )
        raise UserError(sentence.format(file=path.name))
    if training is not None:
        return TableSet(training, one)
    return TableSet(one, test)


def _other(path: Path, word: "re.Pattern[str]", other: str) -> Table | None:
    """The table beside one whose name has the other word in place of this one."""
    if not word.search(path.name):
        return None
    beside = path.with_name(word.sub(other, path.name))
    try:
        return _table(beside) if beside.is_file() else None
    except UserError:
        return None


def tables_in(paths: Iterable[Path]) -> list[Path]:
    """Of some files those that hold labelled pictures, but not what belongs to another as test pictures."""
    found = []
    for path in paths:
        try:
            is_first = table_set(path).training.path == path
        except UserError:  # another table, maybe of other things
            continue
        if is_first:
            found.append(path)
    return found


def _table(path: Path) -> Table | None:
    """What a file holds; None where it is pictures without labels.

    Raises:
        UserError: it holds no pictures, or cannot be read.
    """
    first = next(_lines(path, never), "")
    cells = [cell.strip().strip("\"'") for cell in first.split(",")]
    is_headed = not all(map(_is_number, cells))
    names = [cell.lower() for cell in cells]
    label = next((names.index(one) for one in _LABELS if one in names), None) if is_headed else 0
    table = Table(path, len(cells), label or 0, is_headed)
    if label is not None and _is_square(len(cells) - 1):
        return table
    if _is_square(len(cells)):
        return None
    sentence = tr("{file} is no table of pictures: a line must hold a label and the pixels of a square.")
    raise UserError(sentence.format(file=path.name))


def _is_square(pixels: int) -> bool:
    return pixels > 1 and isqrt(pixels) ** 2 == pixels


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _lines(path: Path, stop: Stop) -> Iterator[str]:
    """The lines of a text that are not empty, without their ends.

    Raises:
        UserError: it cannot be read, or a line is too long.
    """
    with opened(path, stop) as file:
        rest = b""
        while piece := file.read(_AT_ONCE):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > _LONGEST_LINE:
                break
            yield from _texts(lines)
        else:
            yield from _texts([rest])
            return
    raise UserError(tr("{file} is no table of pictures: a line is too long.").format(file=path.name))


def _texts(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        if text := line.decode("latin-1").removeprefix("ï»¿").strip():
            yield text


def _some(items: Iterable[Any], count: int) -> Iterator[list[Any]]:
    waiting = iter(items)
    while some := list(islice(waiting, count)):
        yield some
