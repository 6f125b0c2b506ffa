import hashlib
from pathlib import Path

import numpy as np
import pytest

from lenet_app.networks.bitmaps import BITMAPS, COLUMNS, ROWS, UNITS

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "rbf_bitmaps.txt"


def test_ten_pictures_of_7_by_12() -> None:
    assert (COLUMNS, ROWS, UNITS) == (7, 12, 84)
    assert BITMAPS.shape == (10, 84)
    assert BITMAPS.dtype == np.float32
    assert set(np.unique(BITMAPS).tolist()) == {-1.0, 1.0}
    assert len({bitmap.tobytes() for bitmap in BITMAPS}) == 10


def test_they_are_locked() -> None:
    with pytest.raises(ValueError, match="read-only"):
        BITMAPS[0, 0] = 1


def test_checksum() -> None:
    text = "\n".join("".join("+" if value > 0 else "-" for value in bitmap) for bitmap in BITMAPS)
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "e6f24c3957aa8f12eabd0894f3af29a3cbb6bde6725c24a298c615fba26b89c5"
    )


def test_ink_of_each_digit() -> None:
    """Counted by hand in the figure."""
    one = ["...##..", "..###..", ".####..", *["...##.."] * 6, ".######", ".......", "......."]
    drawn = ["".join("#" if value > 0 else "." for value in row) for row in BITMAPS[1].reshape(12, 7)]
    assert drawn == one
    bars = [0, 2, 4, 5, 8]
    for digit in range(10):
        top = BITMAPS[digit].reshape(12, 7)[0]
        assert (top.tolist() == [-1, 1, 1, 1, 1, 1, -1]) == (digit in [*bars, 9])
    assert (BITMAPS.reshape(10, 12, 7)[[0, 2, 4, 5], 1] == -1).all(), "a row without ink lies below the bars"


def test_they_are_those_of_the_reference() -> None:
    if not REFERENCE.is_file():
        pytest.skip("There is no ../shared/reference/rbf_bitmaps.txt beside the checkout.")
    blocks = REFERENCE.read_text(encoding="utf-8").split("digit ")[1:]
    assert [int(block.splitlines()[0]) for block in blocks] == list(range(10))
    for block, bitmap in zip(blocks, BITMAPS, strict=True):
        marks = "".join(block.splitlines()[1:])
        assert bitmap.tolist() == [1 if mark == "+" else -1 for mark in marks]
