"""Pictures and labels as anybody saved them, in whatever kind of numbers: what they are is found out here."""

from collections.abc import Iterable, Iterator
from math import isqrt, prod
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from lenet_app.data.opening import Stop
from lenet_app.data.pictures import NO_CLASS
from lenet_app.data.stored import MOST_PICTURES, PictureFile
from lenet_app.errors import UserError
from lenet_app.language import tr

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[Any]
Shape = tuple[int, int, int]


class Part(Protocol):
    """Labelled pictures in files: those to learn, those to test with, or all of a set."""

    @property
    def name(self) -> str:
        """What a sentence calls the pictures' file."""

    @property
    def labels_name(self) -> str:
        """What it calls that of the labels."""

    @property
    def layout(self) -> "Layout":
        """How the pictures lie there."""

    @property
    def is_text(self) -> bool:
        """Whether reading takes long, so that it is done once, whatever the size."""

    def labels(self, stop: Stop) -> Bytes:
        """Of each picture its class.

        Raises:
            UserError: they cannot be read, or there is not one for each picture.
        """

    def blocks(self, stop: Stop) -> Iterator[Numbers]:
        """The pictures as they lie there, (n, …), some at a time.

        Raises:
            UserError: they cannot be read.
        """

    def in_place(self) -> PictureFile | None:
        """The bytes of the pictures where they lie in a file as a set has them; else None."""


class Layout(NamedTuple):
    """How a picture lies in a row of an array: in which shape, and whether its channels come last."""

    shape: Shape
    channels_last: bool = False

    def planes(self, rows: Numbers) -> Numbers:
        """The pictures (n, …) as (n, channels, height, width)."""
        channels, height, width = self.shape
        if self.channels_last:
            return rows.reshape(-1, height, width, channels).transpose(0, 3, 1, 2)
        return rows.reshape(-1, channels, height, width)


def layout_of(sizes: tuple[int, ...], name: str) -> Layout:
    """How pictures lie in rows of these sizes: (height, width), with 1 or 3 channels before or behind, or flat.

    Raises:
        UserError: in none of these ways.
    """
    match sizes:
        case (pixels,) if pixels and isqrt(pixels) ** 2 == pixels:
            return Layout((1, isqrt(pixels), isqrt(pixels)))
        case (height, width):
            return Layout((1, height, width))
        case (height, width, 1 | 3 as channels):
            return Layout((channels, height, width), channels_last=channels > 1)
        case (1 | 3 as channels, height, width):
            return Layout((channels, height, width))
    sentence = tr("{file} holds rows of {sizes} numbers, which are no pictures, grey or in colour.")
    raise UserError(sentence.format(file=name, sizes=" × ".join(f"{one:,}" for one in sizes) or 0))


def labels_of(blocks: Iterable[Numbers], sizes: tuple[int, ...], name: str) -> Bytes:
    """Labels as whole numbers, whatever their kind, or as rows of which the 1 tells the class (one-hot).

    Args:
        blocks: of rows.
        sizes: of a row: () or (1,), or (classes,) of what is one-hot.
        name: of the file.

    Raises:
        UserError: they are neither, or too many or too large.
    """
    width = prod(sizes)
    if len(sizes) > 1 or not 0 < width <= NO_CLASS:
        sentence = tr("{file} holds rows of {sizes} numbers, which are no labels.")
        raise UserError(sentence.format(file=name, sizes=" × ".join(f"{one:,}" for one in sizes)))
    found: list[Bytes] = []
    count = 0
    for block in blocks:
        count += len(block)
        if count > MOST_PICTURES:
            sentence = tr("{file} holds more labels than the {most} that can be read.")
            raise UserError(sentence.format(file=name, most=f"{MOST_PICTURES:,}"))
        found.append(_plain(block.ravel(), name) if width == 1 else _of_one_hot(block, name))
    return np.concatenate(found) if found else np.empty(0, np.uint8)


def _plain(values: Numbers, name: str) -> Bytes:
    inside = (values >= 0) & (values < NO_CLASS)
    labels: Bytes = np.where(inside, values, 0).astype(np.uint8)
    wrong = values[~inside | (labels != values)]
    if len(wrong):
        sentence = tr("{file} holds the label {label}; labels are whole numbers from 0 to {most}.")
        raise UserError(sentence.format(file=name, label=f"{wrong[0]:g}", most=NO_CLASS - 1))
    return labels


def _of_one_hot(rows: Numbers, name: str) -> Bytes:
    is_one = rows == 1
    if not ((is_one | (rows == 0)).all() and (is_one.sum(axis=1) == 1).all()):
        sentence = tr("{file} holds rows of {columns} numbers that do not name one class each, by a 1 among 0s.")
        raise UserError(sentence.format(file=name, columns=rows.shape[1]))
    labels: Bytes = is_one.argmax(axis=1).astype(np.uint8)
    return labels


def full_of(part: Part, stop: Stop) -> int:
    """What full ink is in the numbers of some pictures: 1, or 255 where one of them is above 1.

    Raises:
        UserError: they cannot be read.
    """
    largest = max((float(block.max()) for block in _until_above_one(part.blocks(stop))), default=0)
    return 255 if largest > 1 or not largest else 1


def _until_above_one(blocks: Iterator[Numbers]) -> Iterator[Numbers]:
    for block in blocks:
        yield block
        if block.max() > 1:
            return


def as_bytes(block: Numbers, full: int, name: str) -> Bytes:
    """The same with full ink as 255.

    Raises:
        UserError: a number is below 0 or above `full`.
    """
    if block.dtype == np.uint8 and full == 255:
        return block
    inside = (block >= 0) & (block <= full)
    if not inside.all():
        sentence = tr("{file} holds the number {number} among pixels of 0 to {full}.")
        raise UserError(sentence.format(file=name, number=f"{block[~inside][0]:g}", full=full))
    pixels: Bytes = np.rint(block.astype(np.float32) * (255 / full)).astype(np.uint8)
    return pixels
