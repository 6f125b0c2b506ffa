import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.ink.line import HEIGHT
from lenet_app.paths import Home
from lenet_app.penmanship.rows.composer import Rows, composed
from lenet_app.penmanship.rows.pool import Pool, pool_of_pictures, written_pool


@pytest.fixture(scope="module")
def pools() -> tuple[tuple[Pool, bool], ...]:
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    part = Pictures(pictures.images[:2000], pictures.labels[:2000])
    return (pool_of_pictures(part), True), (written_pool(40, keyed(0)), False)


def keyed(*key: int) -> np.random.Generator:
    return np.random.default_rng(key)


def same(one: Rows, other: Rows) -> bool:
    pictures = zip(one.pictures, other.pictures, strict=True)
    texts = zip(one.texts, other.texts, strict=True)
    return all(np.array_equal(a, b) for a, b in pictures) and all(np.array_equal(a, b) for a, b in texts)


def test_rows_are_pictures_of_lines_with_what_they_say(pools: tuple[tuple[Pool, bool], ...]) -> None:
    rows = composed(pools, 200, keyed(1, 2, 3))
    assert len(rows) == len(rows.pictures) == len(rows.texts) == 200
    for picture, text in zip(rows.pictures, rows.texts, strict=True):
        assert picture.dtype == np.uint8
        assert picture.shape[0] == HEIGHT
        assert len(text) >= 1
        assert set(text.tolist()) <= set(range(10))
    inked = [picture.max() > 200 for picture in rows.pictures]
    assert np.mean(inked) > 0.98


def test_a_key_settles_everything_and_another_key_nothing(pools: tuple[tuple[Pool, bool], ...]) -> None:
    rows = composed(pools, 30, keyed(1, 2, 3))
    assert same(rows, composed(pools, 30, keyed(1, 2, 3)))
    other = composed(pools, 30, keyed(1, 2, 4))
    assert not any(np.array_equal(a, b) for a, b in zip(rows.pictures, other.pictures, strict=True))


def test_longer_texts_make_wider_rows(pools: tuple[tuple[Pool, bool], ...]) -> None:
    rows = composed(pools, 300, keyed(5))
    lengths = np.array([len(text) for text in rows.texts])
    widths = np.array([picture.shape[1] for picture in rows.pictures])
    assert np.corrcoef(lengths, widths)[0, 1] > 0.6
    assert 6 < np.median(widths / lengths) < 24


def test_chains_of_zeros_are_more_frequent_than_by_chance(pools: tuple[tuple[Pool, bool], ...]) -> None:
    rows = composed(pools, 400, keyed(6))
    chains = sum(len(text) > 1 and not text[-2:].any() for text in rows.texts)
    assert chains > 0.1 * len(rows)
