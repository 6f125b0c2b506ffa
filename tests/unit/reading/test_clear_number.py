from pathlib import Path

import numpy as np
import pytest

from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.paper.opaque import opaque_picture
from lenet_app.networks.certainty import Certainty
from lenet_app.reading.clear_number import is_clear_number
from lenet_app.reading.page import Box, Page, ReadDigit, Row
from lenet_app.reading.reader import Reader
from lenet_app.recognition.recognizer import Recognition
from tests.unit.reading.pages import shipped

NAMES = tuple("0123456789")


def row(*boxes: Box, doubtful: int = 0) -> Row:
    """A row of digits in these boxes; the last `doubtful` of them are not sure."""
    digits = []
    for number, box in enumerate(boxes):
        best = 0.4 if number >= len(boxes) - doubtful else 0.91
        shares = np.full(10, (1 - best) / 9, np.float32)
        shares[number % 10] = best
        digits.append(ReadDigit(Recognition(shares, NAMES, certainty=Certainty(0.5)), box))
    return Row(tuple(digits))


def even(count: int, *, step: float = 30, doubtful: int = 0) -> Row:
    """Digits of 20 by 40, one after the other."""
    return row(*((number * step, 0.0, 20.0, 40.0) for number in range(count)), doubtful=doubtful)


@pytest.mark.parametrize(
    ("rows", "is_clear"),
    [
        ((), False),
        ((even(1),), False),
        ((even(2),), True),
        ((even(2, step=20),), False),  # they touch
        ((even(3, step=18),), False),  # they lie over each other
        ((even(4, step=18),), True),  # but nothing falls apart into four
        ((even(2, doubtful=1),), False),
        ((even(4, doubtful=1),), True),
        ((even(4, doubtful=2),), False),
        ((even(1), even(1)), False),  # the bows of an 8
        ((even(2), even(1)), False),
        ((even(2), even(3)), True),
        # A 5 and its bar, which is low.
        ((row((0, 10, 20, 40), (24, 0, 20, 6)),), False),
        # 20, its 0 written small.
        ((row((0, 0, 20, 40), (30, 15, 18, 20)),), True),
    ],
)
def test_what_counts_as_a_number(rows: tuple[Row, ...], is_clear: bool) -> None:
    assert is_clear_number(Page(rows)) is is_clear


@pytest.mark.data
def test_most_pictures_of_numbers_are_told_from_digits(handwriting: Path) -> None:
    reader = Reader(shipped())
    found = []
    for folder, pattern in (("numbers", "*.png"), ("digits", "1[34]*_[4589].png")):
        pages = (
            reader.read(opaque_picture(read_pixels(path))) for path in sorted((handwriting / folder).glob(pattern))
        )
        found.append([is_clear_number(page) for page in pages if page is not None])
    numbers, digits = found
    assert len(numbers) >= 4
    assert len(digits) >= 4
    assert np.mean(numbers) >= 0.75
    assert not any(digits)
