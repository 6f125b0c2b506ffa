"""The digits in all their styles, drawn by how common these are."""

from collections.abc import Sequence

import numpy as np

from lenet_app.penmanship import digits_from_five, digits_to_four
from lenet_app.penmanship.habits import between, with_habits
from lenet_app.penmanship.hand import Looseness, written
from lenet_app.penmanship.styles import Style
from lenet_app.penmanship.traces import Integers, Traces, one_after_another

DIGITS: tuple[tuple[Style, ...], ...] = (
    digits_to_four.ZERO,
    digits_to_four.ONE,
    digits_to_four.TWO,
    digits_to_four.THREE,
    digits_to_four.FOUR,
    digits_from_five.FIVE,
    digits_from_five.SIX,
    digits_from_five.SEVEN,
    digits_from_five.EIGHT,
    digits_from_five.NINE,
)
"""The styles of each digit, 0 to 9."""

_WITH_HABITS = 0.5
"""Of the digits."""
_BETWEEN = 0.4
"""Of these: those that are written in no style, but between two."""
_ALIKE = 4
"""Digits that share their habits; each shape takes as long as a few drawings of it."""


def written_digits(labels: Integers, random: np.random.Generator) -> Traces:
    """One digit for each of `labels` (n,), in styles drawn by their weights."""
    order: list[Integers] = []
    parts: list[Traces] = []
    for digit, styles in enumerate(DIGITS):
        places = np.flatnonzero(labels == digit)
        if len(places):
            order.append(places)
            parts.append(_by_habit(styles, len(places), random))
    return one_after_another(parts).take(np.argsort(np.concatenate(order), kind="stable"))


def drawn(styles: Sequence[Style], count: int, random: np.random.Generator, loose: Looseness | None = None) -> Traces:
    """Drawings of the styles, by their weights, in random order."""
    parts = [written(style.shape, number, random, loose) for style, number in _shared_out(styles, count, random)]
    return one_after_another(parts).take(random.permutation(count))


def _by_habit(styles: Sequence[Style], count: int, random: np.random.Generator) -> Traces:
    """Digits by the weights of their styles, many of them between two or as habits have them; in random order."""
    parts = []
    for style, number in _shared_out(styles, count, random):
        own = number - int(random.binomial(number, _WITH_HABITS))
        if own:
            parts.append(written(style.shape, own, random))
        for start in range(0, number - own, _ALIKE):
            shape = style.shape
            if random.random() < _BETWEEN:
                other = styles[int(random.integers(len(styles)))]
                shape = between(shape, other.shape) or shape
            parts.append(written(with_habits(shape, random), min(_ALIKE, number - own - start), random))
    return one_after_another(parts).take(random.permutation(count))


def _shared_out(styles: Sequence[Style], count: int, random: np.random.Generator) -> list[tuple[Style, int]]:
    """How many drawings each style has, those that have none left out."""
    weights = np.array([style.weight for style in styles])
    numbers = random.multinomial(count, weights / weights.sum()).tolist()
    return [(style, number) for style, number in zip(styles, numbers, strict=True) if number]
