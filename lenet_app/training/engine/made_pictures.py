"""Made digits and rubbish for a training: drawn by the penman in blocks, kept for a while and dealt out repeatedly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.ink.normalise import SIDE
from lenet_app.penmanship.penman import Penman
from lenet_app.randomness import Purpose, random_for

_FRESH = 2
"""Of so many pictures that are dealt out one is new: drawing one costs more than learning it."""


@dataclass(frozen=True)
class _Kind:
    """How pictures of one kind are drawn and kept.

    Args:
        purpose: the key of their blocks.
        draw: which pictures a penman makes.
        block: pictures that are drawn at once, about a second's work; fewer at once take longer.
        kept: blocks that lie on the shelf, about 30 MB.
    """

    purpose: Purpose
    draw: Callable[[Penman, int], Pictures]
    block: int
    kept: int


_DIGITS = _Kind(Purpose.MADE_DIGITS, Penman.digits, block=2048, kept=20)
_RUBBISH = _Kind(Purpose.RUBBISH, Penman.rubbish, block=1024, kept=40)


class Supply:
    """An endless supply of digits of our own making and of what is no digit, each as fitted pictures.

    Block number k is drawn from the seed and k alone, and which blocks are on the shelf follows from how many pictures
    were dealt before. A block is drawn when a picture of it is first asked for.
    """

    def __init__(self, seed: int) -> None:
        self._digits, self._rubbish = _Shelf(_DIGITS, seed), _Shelf(_RUBBISH, seed)

    def digits(self, count: int, dealt: int, random: np.random.Generator) -> Pictures:
        """Digits in many styles, with their labels.

        Args:
            count: how many.
            dealt: how many were dealt out in the run before.
            random: which of those on the shelf they are.
        """
        return self._digits.take(count, dealt, random)

    def rubbish(self, count: int, dealt: int, random: np.random.Generator) -> Pictures:
        """What is no digit, labelled so; the arguments are those of `digits`."""
        return self._rubbish.take(count, dealt, random)


class _Shelf:
    """The newest blocks of one kind, each in a place of its own; the oldest makes room for the next."""

    def __init__(self, kind: _Kind, seed: int) -> None:
        self._kind, self._seed = kind, seed
        self._block = [-1] * kind.kept
        """The number of the block that lies in each place."""
        self._images = np.zeros((kind.kept * kind.block, 1, SIDE, SIDE), np.uint8)
        self._labels = np.zeros(len(self._images), np.uint8)

    def take(self, count: int, dealt: int, random: np.random.Generator) -> Pictures:
        size, kept = self._kind.block, self._kind.kept
        newest = dealt // (size * _FRESH)
        oldest = max(0, newest - kept + 1)
        chosen = random.integers(oldest * size, (newest + 1) * size, count)
        for number in np.unique(chosen // size).tolist():
            self._fetch(number)
        places = chosen % (size * kept)
        return Pictures(self._images[places], self._labels[places])

    def _fetch(self, number: int) -> None:
        """Draw the block unless it lies in its place."""
        size, place = self._kind.block, number % self._kind.kept
        if self._block[place] == number:
            return
        drawn = self._kind.draw(Penman(random_for(self._seed, self._kind.purpose, number)), size)
        part = slice(place * size, (place + 1) * size)
        self._images[part], self._labels[part] = drawn.images, drawn.labels
        self._block[place] = number
