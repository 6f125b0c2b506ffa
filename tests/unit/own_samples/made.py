"""Samples for the tests."""

import numpy as np

from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.samples.sample import Bytes, Sample, Source


def picture(number: int) -> Bytes:
    """A picture of its own for each number."""
    return np.random.default_rng(number).integers(0, 256, (28, 28), np.uint8)


def sample(number: int, label: int | None = None, **facts: object) -> Sample:
    """A sample of its own for each number; without a label it has one of the ten in turn."""
    return Sample(number % 10 if label is None else label, picture(number), Source.DRAW, **facts)  # type: ignore[arg-type]


_STEM, _BAR = ((0.2, 0.2), (0.8, 0.2), (0.4, 0.9)), ((0.3, 0.5), (0.7, 0.5))
SEVEN = Drawing((Stroke(_STEM, 0.06, (255, 0, 0)), Stroke(_BAR, 0.06)))
"""With a bar, in two colours."""
