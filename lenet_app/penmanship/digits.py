"""The digits in all their styles, drawn by how common these are."""

from collections.abc import Sequence

import numpy as np

from lenet_app.penmanship import digits_from_five, digits_to_four
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


def written_digits(labels: Integers, random: np.random.Generator) -> Traces:
    """One digit for each of `labels` (n,), in styles drawn by their weights."""
    order: list[Integers] = []
    parts: list[Traces] = []
    for digit, styles in enumerate(DIGITS):
        places = np.flatnonzero(labels == digit)
        if len(places):
            order.append(places)
            parts.append(drawn(styles, len(places), random))
    return one_after_another(parts).take(np.argsort(np.concatenate(order), kind="stable"))


def drawn(styles: Sequence[Style], count: int, random: np.random.Generator, loose: Looseness | None = None) -> Traces:
    """Drawings of the styles, by their weights, in random order."""
    weights = np.array([style.weight for style in styles])
    numbers = random.multinomial(count, weights / weights.sum())
    parts = [
        written(style, int(number), random, loose) for style, number in zip(styles, numbers, strict=True) if number
    ]
    return one_after_another(parts).take(random.permutation(count))
