"""What is no digit in made rows."""

import numpy as np
import pytest

from lenet_app.ink.paper.components import components_of
from lenet_app.penmanship.rows.mixed import mixed
from lenet_app.penmanship.rows.no_digits import FIRST, KINDS, NUMBERS, feet, heights, no_digit_pool
from lenet_app.penmanship.rows.texts import texts


def names_of(row: np.ndarray[tuple[int], np.dtype[np.intp]]) -> str:
    return "".join(str(glyph) if glyph < FIRST else KINDS[glyph - FIRST].name for glyph in row)


def test_every_kind_can_be_drawn_and_has_pictures_of_its_own() -> None:
    pool = no_digit_pool(6, np.random.default_rng(0))
    assert pool.starts.shape == (len(KINDS), 2)
    assert len(pool.images) == 6 * len(KINDS)
    assert (pool.images.max(axis=(1, 2)) == 255).all()
    assert not pool.slants.any()


def test_slashes_lean_to_the_right_and_equal_signs_are_two_strokes() -> None:
    pool = no_digit_pool(40, np.random.default_rng(1))
    slashes = pool.images[slice(*pool.starts[NUMBERS["/"][0] - FIRST])] > 96
    halves = slashes[:, :14], slashes[:, 14:]
    top, foot = ((part * np.arange(28)).sum(axis=(1, 2)) / part.sum(axis=(1, 2)) for part in halves)
    assert np.mean(top > foot + 2) > 0.9
    equal = pool.images[slice(*pool.starts[NUMBERS["="][0] - FIRST])] > 96
    parts = [len(components_of(one).boxes) - 1 for one in equal]
    assert np.mean([count == 2 for count in parts]) > 0.5


def test_digits_stay_as_they_are_and_brackets_are_higher_and_reach_lower() -> None:
    glyphs = np.array([0, 9, NUMBERS["("][0], NUMBERS["+"][0]])
    for seed in range(20):
        random = np.random.default_rng(seed)
        high, foot = heights(glyphs, random), feet(glyphs, random)
        assert high[:2].tolist() == [1, 1]
        assert foot[:2].tolist() == [0, 0]
        assert high[2] >= 1 > high[3]
        assert foot[2] >= 0 >= foot[3]


def test_a_sixth_of_the_rows_is_mixed_and_their_digits_keep_their_order() -> None:
    random = np.random.default_rng(2)
    plain = texts(3000, random)
    found = mixed(plain, random)
    others = [any(row >= FIRST) for row in found]
    assert 0.12 < np.mean(others) < 0.2
    told = {names_of(row) for row in found}
    for sign in "/+()€":
        assert any(sign in text for text in told)
    empty = 0
    for row, before in zip(found, plain, strict=True):
        digits = row[row < FIRST].tolist()
        assert digits == before[: len(digits)].tolist()
        empty += not digits
    assert 0 < empty < 0.03 * len(found)


@pytest.mark.parametrize("name", ["V", "C", "g", "blot"])
def test_what_words_are_made_of_has_a_kind(name: str) -> None:
    assert all(KINDS[number - FIRST].name == name for number in NUMBERS[name])
