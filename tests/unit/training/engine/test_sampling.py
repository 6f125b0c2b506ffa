import itertools
from dataclasses import replace

import numpy as np
import pytest

from lenet_app.data.pictures import NO_CLASS, Pictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.training.engine.augmentation import random_affine
from lenet_app.training.engine.batch import Lines
from lenet_app.training.engine.no_digits import SHARE
from lenet_app.training.engine.sampling import Sampler
from tests.unit.samples import digits

ONE_BY_ONE = {"optimiser": Optimiser.LEVENBERG_MARQUARDT, "batch_size": 1}
COUNT = 60


class Deal:
    """A sampler whose epochs are taken one after the other."""

    def __init__(self, recipe: Recipe, seed: int = 1, count: int = COUNT, batch_size: int = 25) -> None:
        self.pictures, self.size = digits(count), batch_size
        self.sampler = Sampler(self.pictures, recipe, seed, batch_size)
        self.number = 0

    def batches(self, epoch: int) -> list[Pictures]:
        numbers = range(-(-len(self.pictures) // self.size))
        contents = [self.sampler.batch(epoch, number).content for number in numbers]
        dealt = [one for one in contents if not isinstance(one, Lines)]
        return [one if isinstance(one, Pictures) else self.pictures.take(one) for one in dealt]

    def epoch(self) -> Pictures:
        """The next one, as one batch."""
        self.number += 1
        return joined(self.batches(self.number))


def joined(batches: list[Pictures]) -> Pictures:
    return Pictures(
        np.concatenate([batch.images for batch in batches]), np.concatenate([batch.labels for batch in batches])
    )


def bodies(pictures: Pictures) -> list[bytes]:
    return [image.tobytes() + bytes([label]) for image, label in zip(pictures.images, pictures.labels, strict=True)]


def plain() -> Recipe:
    return Recipe(augmentation=Augmentation.NONE)


@pytest.mark.parametrize("batch_size", [1, 25, 60, 100])
def test_an_epoch_deals_every_picture_once_with_its_label(batch_size: int) -> None:
    one = Deal(plain(), batch_size=batch_size)
    expected = sorted(bodies(digits(COUNT)))
    assert len(set(expected)) == COUNT
    for _ in range(3):
        assert sorted(bodies(one.epoch())) == expected


def test_sizes_of_batches() -> None:
    assert [len(batch) for batch in Deal(plain()).batches(1)] == [25, 25, 10]
    assert [len(batch) for batch in Deal(plain(), batch_size=30).batches(1)] == [30, 30]


def test_every_epoch_has_an_order_of_its_own() -> None:
    one = Deal(plain())
    orders = [bodies(one.epoch()) for _ in range(4)]
    assert all(first != second for first, second in itertools.combinations([bodies(digits(COUNT)), *orders], 2))


def test_one_by_one_the_order_stays() -> None:
    """LeCun et al. (1998) kept a constant random order."""
    one = Deal(Recipe(augmentation=Augmentation.NONE, **ONE_BY_ONE))  # type: ignore[arg-type]
    orders = [bodies(one.epoch()) for _ in range(3)]
    assert orders[0] == orders[1] == orders[2] != bodies(digits(COUNT))


def test_the_seed_decides() -> None:
    for augmentation in Augmentation:
        recipe = Recipe(augmentation=augmentation)
        first, again, other = (bodies(Deal(recipe, seed).epoch()) for seed in (1, 1, 2))
        assert first == again != other


def test_varied_pictures_are_new_each_time_and_keep_their_labels() -> None:
    one = Deal(Recipe(augmentation=Augmentation.AFFINE))
    first, second = one.epoch(), one.epoch()
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
        own = pictures.images.reshape(len(pictures), -1).astype(np.float64)
        dealt = Deal(recipe, count=40, batch_size=40).epoch().images.reshape(-1, own.shape[1])
        return float(np.abs(own[:, None] - dealt).mean(axis=2).min(axis=1).mean())

    still, usual, far = (strangeness(variation) for variation in (0.0, 1.0, 2.0))
    if augmentation is Augmentation.AFFINE:
        assert still == 0
    assert still < usual < far


@pytest.mark.parametrize("changes", [{}, ONE_BY_ONE])
@pytest.mark.parametrize("augmentation", Augmentation)
def test_a_batch_is_the_same_whatever_was_dealt_before(augmentation: Augmentation, changes: dict[str, object]) -> None:
    recipe = Recipe(augmentation=augmentation, **changes)  # type: ignore[arg-type]
    in_order, at_once = Deal(recipe), Deal(recipe)
    expected = [bodies(one) for epoch in range(1, 13) for one in in_order.batches(epoch)][-3:]
    for number in (2, 0, 1):
        assert bodies(at_once.batches(12)[number]) == expected[number]


@pytest.mark.parametrize("changes", [{}, ONE_BY_ONE])
def test_ten_epochs_deal_every_picture_and_every_copy_once(changes: dict[str, object]) -> None:
    one = Deal(Recipe(augmentation=Augmentation.DISTORTED_COPIES, **changes))  # type: ignore[arg-type]
    originals = set(bodies(digits(COUNT)))
    epochs = [bodies(one.epoch()) for _ in range(20)]
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
    one = Deal(Recipe(augmentation=Augmentation.DISTORTED_COPIES), seed=3, count=12)
    pictures = one.pictures
    per_label = np.zeros(10, int)
    alike = 0
    shifts = list(itertools.product(range(-3, 4), range(-3, 4)))
    for _ in range(10):
        epoch = one.epoch()
        per_label += np.bincount(epoch.labels, minlength=10)
        for image, label in zip(epoch.images[:, 0].astype(int), epoch.labels, strict=True):
            moved = [np.roll(image, shift, axis=(0, 1)) for shift in shifts]
            away = [min(int(np.abs(m - p[0].astype(int)).sum()) for m in moved) for p in pictures.images]
            alike += int(pictures.labels[int(np.argmin(away))] == label)
    assert per_label.tolist() == (10 * np.bincount(pictures.labels, minlength=10)).tolist()
    assert alike > 105, "of 120"


def test_copies_are_as_different_as_varied_pictures() -> None:
    one = Deal(Recipe(augmentation=Augmentation.DISTORTED_COPIES))
    ink = np.concatenate([one.epoch().images.reshape(COUNT, -1).mean(axis=1) for _ in range(10)])
    varied = random_affine(np.repeat(digits(COUNT).images, 9, axis=0), np.random.default_rng(2))
    assert float(ink.mean()) == pytest.approx(float(varied.mean()), rel=0.05)


def test_batches_without_any_copy() -> None:
    """One by one, every tenth picture is no copy."""
    one = Deal(Recipe(augmentation=Augmentation.DISTORTED_COPIES), count=10, batch_size=1)
    found = [body for _ in range(10) for body in bodies(one.epoch())]
    assert len(set(found)) == 100
    assert set(found) > set(bodies(digits(10)))


def test_made_digits_and_rubbish_join_every_batch_in_their_shares() -> None:
    labels = Deal(Recipe(augmentation=Augmentation.HANDWRITING), count=2000, batch_size=100).epoch().labels
    assert len(labels) == 2000
    assert (labels == NO_CLASS).mean() == pytest.approx(SHARE, abs=0.025)
    assert set(labels.tolist()) == {*range(10), NO_CLASS}


def test_as_many_digits_are_made_as_the_recipe_says() -> None:
    """Neither varied nor damaged, so that those which are among the given pictures are known."""
    of_mnist = set(bodies(digits(2000)))
    for share in (0.0, 0.3, 0.9):
        recipe = Recipe(augmentation=Augmentation.HANDWRITING, made=share, variation=0)
        found = Deal(recipe, count=2000, batch_size=100).epoch()
        is_none = found.labels == NO_CLASS
        own = sum(body in of_mnist for body in bodies(Pictures(found.images[~is_none], found.labels[~is_none])))
        assert is_none.mean() == pytest.approx(SHARE, abs=0.025)
        assert own / len(found) == pytest.approx(1 - SHARE - share, abs=0.03)


def test_mixed_batches_are_repeatable_and_of_one_size() -> None:
    recipe = Recipe(augmentation=Augmentation.HANDWRITING)
    batches = Deal(recipe).batches(1)
    assert [len(batch) for batch in batches] == [25, 25, 10]
    assert all(batch.images.shape[1:] == (1, 28, 28) for batch in batches)
    again, other = (Deal(recipe, seed).epoch() for seed in (1, 2))
    np.testing.assert_array_equal(np.concatenate([batch.images for batch in batches]), again.images)
    assert (again.images != other.images).any()


EVERY_OTHER = [one for one in Augmentation if one is not Augmentation.HANDWRITING]


@pytest.mark.parametrize("augmentation", EVERY_OTHER)
def test_what_is_no_digit_takes_the_place_of_some_pictures(augmentation: Augmentation) -> None:
    recipe = Recipe(augmentation=augmentation, no_digits=True)
    without = Deal(replace(recipe, no_digits=False), count=2000, batch_size=100).epoch()
    found = Deal(recipe, count=2000, batch_size=100).epoch()
    assert len(found) == 2000
    is_none = found.labels == NO_CLASS
    assert is_none.mean() == pytest.approx(SHARE, abs=0.025)
    assert found.images[is_none].any(axis=(1, 2, 3)).all()
    if augmentation in (Augmentation.NONE, Augmentation.DISTORTED_COPIES):
        assert set(bodies(Pictures(found.images[~is_none], found.labels[~is_none]))) <= set(bodies(without))


@pytest.mark.parametrize("batch_size", [1, 25, 100, 5000])
def test_what_is_no_digit_is_the_same_in_any_order_of_batches(batch_size: int) -> None:
    recipe = Recipe(augmentation=Augmentation.AFFINE, no_digits=True)
    one, other = (Deal(recipe, count=300, batch_size=batch_size) for _ in range(2))
    numbers = range(-(-300 // batch_size))
    forwards = [one.sampler.batch(2, number).content for number in numbers]
    backwards = [other.sampler.batch(2, number).content for number in reversed(numbers)][::-1]
    for first, second in zip(forwards, backwards, strict=True):
        assert isinstance(first, Pictures)
        assert isinstance(second, Pictures)
        np.testing.assert_array_equal(first.images, second.images)
        np.testing.assert_array_equal(first.labels, second.labels)
    assert sum(len(part) for part in forwards) == 300
    assert any((part.labels == NO_CLASS).any() for part in forwards if isinstance(part, Pictures))


@pytest.mark.parametrize("augmentation", [Augmentation.AFFINE, Augmentation.HANDWRITING])
def test_damaged_pictures_are_those_of_the_same_batch_and_teachers_get_these_undamaged(
    augmentation: Augmentation,
) -> None:
    pictures = digits(200)
    plain_one, suffering = (
        Sampler(pictures, Recipe(augmentation=augmentation, damage=share), 1, 50).batch(2, 3) for share in (0, 0.4)
    )
    assert isinstance(plain_one.content, Pictures)
    assert isinstance(suffering.content, Pictures)
    assert plain_one.undamaged is None
    np.testing.assert_array_equal(suffering.undamaged, plain_one.content.images)
    np.testing.assert_array_equal(suffering.content.labels, plain_one.content.labels)
    changed = (suffering.content.images != plain_one.content.images).any(axis=(1, 2, 3))
    assert 5 <= np.count_nonzero(changed) <= 30


@pytest.mark.parametrize("augmentation", [Augmentation.NONE, Augmentation.MIRRORED, Augmentation.DISTORTED_COPIES])
def test_pictures_that_are_not_varied_do_not_suffer(augmentation: Augmentation) -> None:
    batches = [Deal(Recipe(augmentation=augmentation, damage=share)).batches(1)[0] for share in (0, 1)]
    np.testing.assert_array_equal(batches[0].images, batches[1].images)
