"""Who writes each made row, and how each of its digits turns out."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows.glyphs import Shapes
from lenet_app.penmanship.rows.texts import Text

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

DIGIT = 20
"""Pixels: the usual height of a digit in the line."""

_HIGHEST = 30.0
"""Pixels: higher digits have no room in the line."""

_GAPS = ((0.38, 0.5, 5.0), (0.34, -1.0, 1.0), (0.12, -4.0, -0.5), (0.12, 4.0, 14.0), (0.04, 12.0, 40.0))
"""How often a hand leaves between so many and so many pixels between its digits: apart, touching, overlapping, wide."""


@dataclass(frozen=True, eq=False)
class Hands:
    """The hands of n rows; every array is (n,) unless told otherwise.

    Args:
        places: float64 (n, 10), in [0, 1): whose way of writing each of the ten digits has.
        size, aspect, slant, tilt: of the whole row; the size as a ratio to `DIGIT`, the tilt across over down.
        zero: how high its zeros are, as a ratio to its other digits.
        gap: pixels between its digits.
        by_box: whether that is between their boxes rather than between their ink.
        loose: how much its digits differ.
        pen: pixels, of the marks that are no digits.
    """

    places: npt.NDArray[np.float64]
    size: Floats
    aspect: Floats
    slant: Floats
    tilt: Floats
    zero: Floats
    gap: Floats
    by_box: npt.NDArray[np.bool_]
    loose: Floats
    pen: Floats


def random_hands(count: int, random: np.random.Generator, *, by_pen: bool) -> Hands:
    """Hands for `count` rows.

    Args:
        count: how many.
        random: the source of everything that varies.
        by_pen: whether the digits to choose from are in the order of their pens, of which a hand has one.
    """
    pen = random.random(count)
    places = np.repeat(pen[:, None], 10, axis=1) if by_pen else random.random((count, 10))
    shares, low, high = np.array(_GAPS).T
    kind = random.choice(len(_GAPS), count, p=shares)

    def normal(mean: float, deviation: float) -> Floats:
        return (mean + deviation * random.standard_normal(count)).astype(np.float32)

    return Hands(
        places=places,
        size=np.exp(normal(0, 0.16)).clip(0.6, 1.5),
        aspect=np.exp(normal(0.05, 0.25)).clip(0.5, 2.1),
        slant=normal(0.13, 0.22).clip(-0.5, 0.85),
        tilt=normal(0, 0.025),
        zero=np.where(random.random(count) < 0.35, random.uniform(0.45, 1, count), 1).astype(np.float32),
        gap=random.uniform(low[kind], high[kind]).astype(np.float32),
        by_box=random.random(count) < 0.35,
        loose=random.gamma(4, 0.25, count).astype(np.float32),
        pen=(1.2 + 2.0 * pen).astype(np.float32) if by_pen else random.uniform(1.2, 3.2, count).astype(np.float32),
    )


def fitted_to_lines(hands: Hands, texts: list[Text]) -> Hands:
    """The same hands, their rows sized by the usual digit, as `ink.line` has it: in many amounts that is a low zero."""
    heights = (np.where(text == 0, zero, 1) for text, zero in zip(texts, hands.zero.tolist(), strict=True))
    usual = np.array([np.median(own) for own in heights])
    return replace(hands, size=np.minimum(hands.size / usual, _HIGHEST / DIGIT).astype(np.float32))


def random_shapes(hands: Hands, texts: list[Text], random: np.random.Generator) -> Shapes:
    """How every digit of all rows turns out, row after row."""
    digits = np.concatenate(texts)
    row = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    within = np.arange(len(row)) - np.repeat(np.searchsorted(row, np.arange(len(texts))), [len(t) for t in texts])
    count, loose = len(row), hands.loose[row]

    def normal(deviation: float) -> Floats:
        return (deviation * loose * random.standard_normal(count)).astype(np.float32)

    size = hands.size[row] * np.where(digits == 0, hands.zero[row], 1) * np.exp(normal(0.09))
    height = (DIGIT * size).clip(8, _HIGHEST).astype(np.float32)
    # Digits stand on a line that wanders and tilts, but for those that float.
    middle = DIGIT * hands.size[row] / 2 - height / 2 + normal(0.9)
    middle += hands.tilt[row] * 14 * (within - random.uniform(0, 5, len(texts))[row])
    return Shapes(
        height=height,
        aspect=(hands.aspect[row] * np.exp(normal(0.1))).clip(0.5, 2.2).astype(np.float32),
        slant=hands.slant[row] + normal(0.06),
        turn=normal(0.05),
        middle=middle.clip(-10, 10).astype(np.float32),
        aside=random.uniform(-0.5, 0.5, count).astype(np.float32),
        bends=(0.55 * loose[:, None, None] * random.standard_normal((count, 2, 4))).astype(np.float32),
    )


def places_of(hands: Hands, texts: list[Text]) -> npt.NDArray[np.float64]:
    """Where in the order of all hands that of each digit of all rows stands, row after row."""
    row = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return np.asarray(hands.places[row, np.concatenate(texts)])
