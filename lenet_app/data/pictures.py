"""Labelled pictures in memory, and parts of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.language import tr


@dataclass(frozen=True, eq=False)
class Pictures:
    """Labelled pictures: `images` is uint8 (n, channels, height, width), ink 255; `labels` is uint8 (n,)."""

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.labels)

    def take(self, indices: npt.NDArray[np.intp]) -> "Pictures":
        """The pictures at `indices`, in that order."""
        return Pictures(self.images[indices], self.labels[indices])


@dataclass(frozen=True, eq=False)
class DataSet:
    """A named data set: pictures to train on, pictures to test with, and the names of the classes."""

    name: str
    title: str
    class_names: tuple[str, ...]
    training: Pictures
    test: Pictures


def hold_out(pictures: Pictures, count: int, *, seed: int) -> tuple[Pictures, Pictures]:
    """Split off `count` pictures, drawn at random with `seed`, to validate with.

    Returns:
        What is left to train on, and the hold-out.

    Raises:
        UserError: `count` is negative, or nothing would be left to train on.
    """
    if not 0 <= count < len(pictures):
        sentence = tr("A hold-out can have 0 to {most} of the {total} training pictures, not {count}.")
        raise UserError(sentence.format(most=len(pictures) - 1, total=len(pictures), count=count))
    order = np.random.default_rng([seed, 1]).permutation(len(pictures))
    return pictures.take(np.sort(order[count:])), pictures.take(np.sort(order[:count]))


def subset(pictures: Pictures, count: int, *, seed: int) -> Pictures:
    """`count` of the pictures, drawn at random with `seed`.

    Raises:
        UserError: there are not that many, or none is asked for.
    """
    if not 0 < count <= len(pictures):
        sentence = tr("A subset must have 1 to {total} pictures, not {count}.")
        raise UserError(sentence.format(count=count, total=len(pictures)))
    return pictures.take(np.sort(np.random.default_rng([seed, 2]).permutation(len(pictures))[:count]))
