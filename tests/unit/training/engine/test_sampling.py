import itertools

import numpy as np
import pytest

from lenet_app.data.pictures import NO_CLASS, Pictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.training.engine.augmentation import random_affine
from lenet_app.training.engine.sampling import RUBBISH, Sampler
from tests.unit.samples import digits

ONE_BY_ONE = {"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1}
COUNT = 60


def sampler(recipe: Recipe, seed: int = 1, count: int = COUNT) -> Sampler:
    return Sampler(digits(count), recipe, np.random.default_rng(seed))


def dealt(one: Sampler, batch_size: int = 25) -> Pictures:
    """A whole epoch as one batch."""
    batches = list(one.epoch(batch_size))
    return Pictures(
        np.concatenate([batch.images for batch in batches]), np.concatenate([batch.labels for batch in batches])
    )


def bodies(pictures: Pictures) -> list[bytes]:
    return [image.tobytes() + bytes([label]) for image, label in zip(pictures.images, pictures.labels, strict=True)]


def plain() -> Recipe:
    return Recipe(augmentation=Augmentation.NONE)


@pytest.mark.parametrize("batch_size", [1, 25, 60, 100])
def test_an_epoch_deals_every_picture_once_with_its_label(batch_size: int) -> None:
    one = sampler(plain())
    expected = sorted(bodies(digits(COUNT)))
    assert len(set(expected)) == COUNT
    for _ in range(3):
        assert sorted(bodies(dealt(one, batch_size))) == expected


def test_sizes_of_batches() -> None:
    assert [len(batch) for batch in sampler(plain()).epoch(25)] == [25, 25, 10]
    assert [len(batch) for batch in sampler(plain()).epoch(30)] == [30, 30]


def test_every_epoch_has_an_order_of_its_own() -> None:
    one = sampler(plain())
    orders = [bodies(dealt(one)) for _ in range(4)]
    assert all(first != second for first, second in itertools.combinations([bodies(digits(COUNT)), *orders], 2))


def test_one_by_one_the_order_stays() -> None:
    """LeCun et al. (1998) kept a constant random order."""
    one = sampler(Recipe(augmentation=Augmentation.NONE, **ONE_BY_ONE))  # type: ignore[arg-type]
    orders = [bodies(dealt(one)) for _ in range(3)]
    assert orders[0] == orders[1] == orders[2] != bodies(digits(COUNT))


def test_the_seed_decides() -> None:
    for augmentation in Augmentation:
        recipe = Recipe(augmentation=augmentation)
        first, again, other = (bodies(dealt(sampler(recipe, seed))) for seed in (1, 1, 2))
        assert first == again != other


def test_varied_pictures_are_new_each_time_and_keep_their_labels() -> None:
    one = sampler(Recipe(augmentation=Augmentation.AFFINE))
    first, second = dealt(one), dealt(one)
    assert not set(bodies(first)) & set(bodies(second))
    for epoch in (first, second):
        assert sorted(epoch.labels) == sorted(digits(COUNT).labels)
        assert not set(bodies(epoch)) & set(bodies(digits(COUNT)))


@pytest.mark.parametrize("augmentation", [Augmentation.AFFINE, Augmentation.HANDWRITING])
def test_the_recipe_says_how_far_pictures_are_varied(augmentation: Augmentation) -> None:
    """With no variation every picture of the set is dealt as it is; the farther, the less like it."""
    pictures = digits(40)

    def strangeness(variation: float) -> float:
        recipe = Recipe(augmentation=augmentation, variation=variation)
        batches = list(Sampler(pictures, recipe, np.random.default_rng(1)).epoch(40))
        own = pictures.images.reshape(len(pictures), -1).astype(np.float64)
        dealt = np.concatenate([batch.images for batch in batches]).reshape(-1, own.shape[1])
        return float(np.abs(own[:, None] - dealt).mean(axis=2).min(axis=1).mean())

    still, usual, far = (strangeness(variation) for variation in (0.0, 1.0, 2.0))
    if augmentation is Augmentation.AFFINE:
        assert still == 0
    assert still < usual < far


def test_an_epoch_that_is_left_early_does_not_disturb_the_next() -> None:
    one = sampler(plain())
    next(one.epoch(25))
    assert sorted(bodies(dealt(one))) == sorted(bodies(digits(COUNT)))


@pytest.mark.parametrize("changes", [{}, ONE_BY_ONE])
def test_ten_epochs_deal_every_picture_and_every_copy_once(changes: dict[str, object]) -> None:
    one = sampler(Recipe(augmentation=Augmentation.DISTORTED_COPIES, **changes))  # type: ignore[arg-type]
    originals = set(bodies(digits(COUNT)))
    epochs = [bodies(dealt(one)) for _ in range(20)]
    assert {len(epoch) for epoch in epochs} == {COUNT}
    first, second = (list(itertools.chain(*epochs[start : start + 10])) for start in (0, 10))
    assert len(set(first)) == 10 * COUNT
    assert sum(body in originals for body in first) == COUNT
    assert originals < set(first)
    assert sorted(second) == sorted(first), "the copies are the same when they are dealt again"
    assert second != first, "in another order"
    unchanged = [sum(body in originals for body in epoch) for epoch in epochs[:10]]
    assert max(unchanged) < COUNT / 2, "pictures and copies are mixed"


def test_copies_have_the_labels_of_their_pictures() -> None:
    """Each copy is held against all pictures: it has most ink in common with one of its own label."""
    pictures = Pictures(digits(400).images[:12], digits(400).labels[:12])
    one = Sampler(pictures, Recipe(augmentation=Augmentation.DISTORTED_COPIES), np.random.default_rng(3))
    per_label = np.zeros(10, int)
    alike = 0
    shifts = list(itertools.product(range(-3, 4), range(-3, 4)))
    for _ in range(10):
        epoch = dealt(one)
        per_label += np.bincount(epoch.labels, minlength=10)
        for image, label in zip(epoch.images[:, 0].astype(int), epoch.labels, strict=True):
            moved = [np.roll(image, shift, axis=(0, 1)) for shift in shifts]
            away = [min(int(np.abs(m - p[0].astype(int)).sum()) for m in moved) for p in pictures.images]
            alike += int(pictures.labels[int(np.argmin(away))] == label)
    assert per_label.tolist() == (10 * np.bincount(pictures.labels, minlength=10)).tolist()
    assert alike > 105, "of 120"


def test_copies_are_as_different_as_varied_pictures() -> None:
    one = sampler(Recipe(augmentation=Augmentation.DISTORTED_COPIES))
    ink = np.concatenate([dealt(one).images.reshape(COUNT, -1).mean(axis=1) for _ in range(10)])
    varied = random_affine(np.repeat(digits(COUNT).images, 9, axis=0), np.random.default_rng(2))
    assert float(ink.mean()) == pytest.approx(float(varied.mean()), rel=0.05)


def test_batches_without_any_copy() -> None:
    """One by one, every tenth picture is no copy."""
    one = sampler(Recipe(augmentation=Augmentation.DISTORTED_COPIES), count=10)
    found = [body for _ in range(10) for batch in one.epoch(1) for body in bodies(batch)]
    assert len(set(found)) == 100
    assert set(found) > set(bodies(digits(10)))


def test_made_digits_and_rubbish_join_every_batch_in_their_shares() -> None:
    one = sampler(Recipe(augmentation=Augmentation.HANDWRITING), count=2000)
    labels = dealt(one, 100).labels
    assert len(labels) == 2000
    assert (labels == NO_CLASS).mean() == pytest.approx(RUBBISH, abs=0.025)
    assert set(labels.tolist()) == {*range(10), NO_CLASS}


def test_mixed_batches_are_repeatable_and_of_one_size() -> None:
    recipe = Recipe(augmentation=Augmentation.HANDWRITING)
    batches = list(sampler(recipe).epoch(25))
    assert [len(batch) for batch in batches] == [25, 25, 10]
    assert all(batch.images.shape[1:] == (1, 28, 28) for batch in batches)
    again, other = (dealt(sampler(recipe, seed)) for seed in (1, 2))
    np.testing.assert_array_equal(np.concatenate([batch.images for batch in batches]), again.images)
    assert (again.images != other.images).any()
