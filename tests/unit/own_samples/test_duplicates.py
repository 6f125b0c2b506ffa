import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.paths import Home
from lenet_app.samples.duplicates import NEARLY, duplicates


@pytest.fixture(scope="module")
def some() -> Pictures:
    return catalogue.load(catalogue.MNIST, Home.of_user().data).test.take(np.arange(300))


def slow(pictures: Pictures, nearly: float) -> set[tuple[int, int]]:
    """Each pair against each other, by the definition."""
    flat = pictures.images.reshape(len(pictures), -1).astype(np.int64)
    lengths = np.square(flat).sum(axis=1)
    squares = lengths[:, None] + lengths - 2 * flat @ flat.T
    alike = squares <= nearly**2 * np.maximum(lengths[:, None], lengths)
    alike &= pictures.labels[:, None] == pictures.labels
    return {(one, other) for one, other in np.argwhere(alike).tolist() if one < other}


def test_groups_are_those_of_all_pairs(some: Pictures) -> None:
    nearly = 0.5  # at which some of MNIST's ones are alike
    pairs = slow(some, nearly)
    assert pairs
    groups = duplicates(some, nearly)
    of = {place: number for number, group in enumerate(groups) for place in group}
    assert all(of[one] == of[other] for one, other in pairs)
    assert {place for pair in pairs for place in pair} == set(of)


def test_equal_and_nearly_equal_pictures_of_one_digit_are_found(some: Pictures) -> None:
    images, labels = some.images[:6].copy(), some.labels[:6].copy()
    images[3] = images[0]
    labels[3] = labels[0]
    images[4] = np.where(images[1] > 0, images[1] - 3, 0)
    labels[4] = labels[1]
    images[5] = images[2]
    labels[5] = (labels[2] + 1) % 10
    found = Pictures(images, labels)
    assert duplicates(found) == ((0, 3), (1, 4))
    assert duplicates(found, 0) == ((0, 3),)


def test_real_digits_are_seldom_taken_for_duplicates(some: Pictures) -> None:
    assert len(slow(some, NEARLY)) == len(duplicates(some)) == 0
    assert duplicates(some.take(np.arange(0))) == ()
