import itertools

import numpy as np

from lenet_app.randomness import Purpose, number_for, random_for


def test_a_key_draws_the_same_whatever_was_drawn_before() -> None:
    first = random_for(3, Purpose.ORDER, 2).random(5)
    random_for(3, Purpose.AUGMENTATION, 1, 1).random(100)
    np.testing.assert_array_equal(first, random_for(3, Purpose.ORDER, 2).random(5))


def test_keys_that_differ_in_anything_draw_other_numbers() -> None:
    places = [(), (1,), (2,), (1, 1), (1, 2), (2, 1)]
    keys = list(itertools.product((0, 1, 2), Purpose, places))
    assert len({random_for(seed, purpose, *place).integers(1 << 62) for seed, purpose, place in keys}) == len(keys)
    assert len({number_for(seed, purpose, *place) for seed, purpose, place in keys}) == len(keys)


def test_the_hold_out_of_older_models_stays_what_it_was() -> None:
    """Fine-tuning holds out by the seed what a model never learned."""
    np.testing.assert_array_equal(
        random_for(5, Purpose.HOLD_OUT).permutation(100), np.random.default_rng([5, 1]).permutation(100)
    )
