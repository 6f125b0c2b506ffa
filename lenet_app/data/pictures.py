"""Labelled pictures, and parts of them."""

from dataclasses import dataclass
from enum import StrEnum
from string import digits
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import trn
from lenet_app.randomness import Purpose, random_for

# As MNIST's digits have it: four pixels around the box of 20 × 20, of which centring by mass takes up to a few.
_FRAME = 2
_INK_IN_FRAME = 64
_TEST_SHARE = 7


NO_CLASS = 255
"""The label of a training picture that shows none of the classes, such as a letter among digits."""


class Fitting(StrEnum):
    """How a drawing or a picture from outside becomes like the pictures of a data set."""

    INK = "ink"
    """As MNIST's digits were made: the box of the ink is scaled, then centred by its mass."""
    WHOLE = "whole"
    """The whole picture is scaled to the network's input."""


class PictureSet(Protocol):
    """Labelled pictures that lie in memory (`Pictures`) or on the disk (`stored.StoredPictures`)."""

    @property
    def images(self) -> npt.NDArray[np.uint8]:
        """All of them, (n, channels, height, width): what lies on the disk is read whole, so ask `take` for some."""

    @property
    def labels(self) -> npt.NDArray[np.uint8]:
        """Of each its class, (n,), always in memory."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height and width of every picture."""

    def __len__(self) -> int:
        """How many pictures there are."""

    def take(self, indices: npt.NDArray[np.intp]) -> "Pictures":
        """The pictures at `indices`, in that order, in memory.

        Raises:
            UserError: they lie on the disk and cannot be read.
        """

    def part(self, indices: npt.NDArray[np.intp]) -> "PictureSet":
        """The same as a set of its own, which may stay where it lies.

        Raises:
            UserError: they lie on the disk and cannot be read.
        """

    def labelled(self, labels: npt.NDArray[np.uint8]) -> "PictureSet":
        """The same pictures with other labels."""

    def locked(self) -> "PictureSet":
        """The same, whose arrays nobody can write to any more."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """Labelled pictures in memory: `images` is uint8 (n, channels, height, width), ink 255; `labels` is uint8 (n,).

    Labels count from 0; those of pictures that were made to be refused are `NO_CLASS`.
    """

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.labels)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height and width of every picture."""
        _, channels, height, width = self.images.shape
        return channels, height, width

    def take(self, indices: npt.NDArray[np.intp]) -> "Pictures":
        """The pictures at `indices`, in that order."""
        return Pictures(self.images[indices], self.labels[indices])

    def part(self, indices: npt.NDArray[np.intp]) -> "Pictures":
        """The same: a part of what is in memory is in memory."""
        return self.take(indices)

    def labelled(self, labels: npt.NDArray[np.uint8]) -> "Pictures":
        """The same pictures with other labels."""
        return Pictures(self.images, labels)

    def locked(self) -> "Pictures":
        """The same, whose arrays nobody can write to any more."""
        self.images.flags.writeable = self.labels.flags.writeable = False
        return self


@dataclass(frozen=True, eq=False)
class DataSet:
    """A named data set: pictures to train on, pictures to test with, and the names of the classes.

    Args:
        name: the name or the path that `catalogue.load` reads it by again.
        title: what people read.
        class_names: one for each label, from 0.
        training: the pictures to train on.
        test: pictures of the same shape, to measure with.
        fitting: how a drawing or a picture from outside is made like these pictures.
    """

    name: str
    title: str
    class_names: tuple[str, ...]
    training: PictureSet
    test: PictureSet
    fitting: Fitting = Fitting.INK

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height and width of every picture."""
        return self.training.shape

    @property
    def has_digits(self) -> bool:
        """Whether its classes are the ten digits and its pictures as large as MNIST's, so that made ones can join."""
        return self.shape == (1, 28, 28) and self.class_names == tuple(digits)

    @property
    def channels(self) -> int:
        """1 for grey pictures, 3 for colour."""
        return self.shape[0]


def fitting_of(images: npt.NDArray[np.uint8]) -> Fitting:
    """How the pictures were fitted, told from their frames of 2 pixels: fitted ink leaves most of them empty.

    A frame counts as empty up to a quarter of full ink. In MNIST 12 % of the frames hold more (the centre of mass moves
    a digit off its place), in EMNIST about none, in Fashion-MNIST 99.9 %.

    Args:
        images: uint8 (n, channels, height, width), n at least 1.

    Returns:
        INK where less than half of the frames hold ink, else WHOLE; always WHOLE for colour.
    """
    if images.shape[1] != 1:
        return Fitting.WHOLE
    inked = np.zeros(len(images), bool)
    rows, columns = images[:, 0], images[:, 0].swapaxes(1, 2)
    for lines in (rows[:, :_FRAME], rows[:, -_FRAME:], columns[:, :_FRAME], columns[:, -_FRAME:]):
        inked |= lines.max(axis=(1, 2)) > _INK_IN_FRAME
    return Fitting.INK if inked.mean() < 0.5 else Fitting.WHOLE


def hold_out(pictures: PictureSet, count: int, *, seed: int) -> tuple[PictureSet, PictureSet]:
    """Split off `count` pictures, drawn at random with `seed`, to validate with.

    Returns:
        What is left to train on, and the hold-out.

    Raises:
        UserError: `count` is negative, nothing would be left to train on, or the pictures cannot be read.
    """
    _check_hold_out(pictures, count)
    order = random_for(seed, Purpose.HOLD_OUT).permutation(len(pictures))
    return pictures.part(np.sort(order[count:])), pictures.part(np.sort(order[:count]))


def hold_out_last(pictures: PictureSet, count: int) -> tuple[PictureSet, PictureSet]:
    """Split off the last `count` pictures, the same whatever the seed: what several trainings must not have learned.

    Returns:
        What is left to train on, and the hold-out.

    Raises:
        UserError: as for `hold_out`.
    """
    _check_hold_out(pictures, count)
    order = np.arange(len(pictures))
    return pictures.part(order[: len(order) - count]), pictures.part(order[len(order) - count :])


def _check_hold_out(pictures: PictureSet, count: int) -> None:
    if not 0 <= count < len(pictures):
        sentence = trn(
            "A hold-out can have 0 to {most} of the {count} training picture, not {value}.",
            "A hold-out can have 0 to {most} of the {count} training pictures, not {value}.",
            len(pictures),
        )
        raise UserError(sentence.format(most=len(pictures) - 1, count=len(pictures), value=count))


def subset(pictures: PictureSet, count: int, *, seed: int) -> PictureSet:
    """`count` of the pictures, drawn at random with `seed`.

    Raises:
        UserError: there are not that many, none is asked for, or they cannot be read.
    """
    if not 0 < count <= len(pictures):
        sentence = trn(
            "A subset must have 1 to {count} picture, not {value}.",
            "A subset must have 1 to {count} pictures, not {value}.",
            len(pictures),
        )
        raise UserError(sentence.format(value=count, count=len(pictures)))
    return pictures.part(np.sort(random_for(seed, Purpose.SUBSET).permutation(len(pictures))[:count]))


def set_aside(count: int, label: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Of the pictures of a class the numbers of those to learn, and of a seventh, or one of a few, to test with.

    Always the same ones.

    Args:
        count: of the class's pictures.
        label: of the class.
    """
    tested = max(1, count // _TEST_SHARE) if count > 1 else 0
    order = random_for(0, Purpose.TEST_PICTURES, label).permutation(count)
    return np.sort(order[tested:]), np.sort(order[:tested])
