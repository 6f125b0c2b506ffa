import numpy as np
import pytest

from lenet_app.data.pictures import NO_CLASS, Pictures
from lenet_app.penmanship.penman import Penman
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.made_pictures import Supply

BLOCK, FRESH, KEPT = 2048, 2, 20
"""Of digits: drawn at once, dealt for each that is drawn, blocks on the shelf."""


def block(seed: int, number: int) -> set[bytes]:
    made = Penman(random_for(seed, Purpose.MADE_DIGITS, number)).digits(BLOCK)
    return bodies(made)


def bodies(pictures: Pictures) -> set[bytes]:
    return {image.tobytes() + bytes([label]) for image, label in zip(pictures.images, pictures.labels, strict=True)}


def taken(supply: Supply, dealt: int, count: int = 60) -> Pictures:
    return supply.digits(count, dealt, np.random.default_rng(dealt))


def test_the_first_pictures_are_of_the_first_block() -> None:
    supply = Supply(4)
    first = block(4, 0)
    assert bodies(taken(supply, 0)) <= first
    assert bodies(taken(supply, FRESH * BLOCK - 1)) <= first


def test_for_so_many_that_are_dealt_a_block_is_new() -> None:
    found = bodies(taken(Supply(4), FRESH * BLOCK))
    first, second = block(4, 0), block(4, 1)
    assert found <= first | second
    assert found & first
    assert found & second


@pytest.mark.parametrize("later", [FRESH * BLOCK, 2 * FRESH * BLOCK + 77])
def test_what_is_dealt_follows_from_how_much_was_dealt_before(later: int) -> None:
    """Whether or not the supply was there from the beginning."""
    old, new = Supply(4), Supply(4)
    for dealt in range(0, later, 5000):
        taken(old, dealt)
    np.testing.assert_array_equal(taken(old, later).images, taken(new, later).images)


def test_the_oldest_block_makes_room() -> None:
    supply = Supply(4)
    taken(supply, 0)
    found = bodies(taken(supply, FRESH * BLOCK * KEPT, count=12))
    assert not found & block(4, 0)


def test_rubbish_is_of_no_class_and_of_its_own_key() -> None:
    supply = Supply(4)
    found = supply.rubbish(30, 0, np.random.default_rng(1))
    drawn = Penman(random_for(4, Purpose.RUBBISH, 0)).rubbish(1024)
    assert set(found.labels.tolist()) == {NO_CLASS}
    assert bodies(found) <= bodies(drawn)


def test_another_seed_has_other_pictures() -> None:
    one, other = (taken(Supply(seed), 0) for seed in (1, 2))
    assert not bodies(one) & bodies(other)
