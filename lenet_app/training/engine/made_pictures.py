"""Made digits and rubbish for a training: drawn by the penman, kept for a while and dealt out again and again."""

from collections.abc import Callable

import numpy as np

from lenet_app.data.pictures import Pictures
from lenet_app.penmanship.penman import Penman

_KEPT = 40_000  # pictures of each kind, about 30 MB
_DIGITS_AT_ONCE, _RUBBISH_AT_ONCE = 2048, 1024  # about a second's work each; fewer at once take longer
_FRESH = 5  # of so many pictures that are dealt out one is new: drawing costs more than a step of LeNet-5


class Supply:
    """An endless supply of digits of our own making and of what is no digit, each as fitted pictures."""

    def __init__(self, random: np.random.Generator) -> None:
        penman = Penman(random)
        self._random = random
        self._digits = _Shelf(penman.digits, _DIGITS_AT_ONCE)
        self._rubbish = _Shelf(penman.rubbish, _RUBBISH_AT_ONCE)

    def digits(self, count: int) -> Pictures:
        """Digits in many styles, with their labels."""
        return self._digits.take(count, self._random)

    def rubbish(self, count: int) -> Pictures:
        """What is no digit, labelled so."""
        return self._rubbish.take(count, self._random)


class _Shelf:
    """The last so many pictures of one kind; the oldest make room for new ones."""

    def __init__(self, draw: Callable[[int], Pictures], at_once: int) -> None:
        self._draw, self._at_once = draw, at_once
        first = draw(at_once)
        self._images = np.zeros((_KEPT, *first.shape), np.uint8)
        self._labels = np.zeros(_KEPT, np.uint8)
        self._next = self._filled = self._owed = 0
        self._put(first)

    def take(self, count: int, random: np.random.Generator) -> Pictures:
        """Some of those that lie here, after new ones were put to them."""
        self._owed += count
        if self._owed >= self._at_once * _FRESH:
            self._owed -= self._at_once * _FRESH
            self._put(self._draw(self._at_once))
        chosen = random.integers(0, self._filled, count)
        return Pictures(self._images[chosen], self._labels[chosen])

    def _put(self, pictures: Pictures) -> None:
        places = (self._next + np.arange(len(pictures))) % _KEPT
        self._images[places], self._labels[places] = pictures.images, pictures.labels
        self._next = int(places[-1]) + 1
        self._filled = min(self._filled + len(pictures), _KEPT)
