"""The order in which pictures on the disk are dealt: all of them, once each, well mixed, the same in any sequence."""

from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.pictures import Pictures
from lenet_app.data.shards import Shards
from lenet_app.data.stored import StoredPictures
from tests.unit.data.on_disk import GROUP, SHARD, bodies, limit_memory, stored_part, write_idx
from tests.unit.samples import digits

COUNT = 237
"""24 shards, the last of which is short, in 6 groups."""


@pytest.fixture
def lying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredPictures:
    write_idx(tmp_path, digits(COUNT), digits(5))
    limit_memory(monkeypatch)
    return stored_part(tmp_path)


def round_of(shards: Shards, number: int, size: int, count: int = COUNT) -> list[Pictures]:
    return [shards.take(number, first, min(first + size, count)) for first in range(0, count, size)]


def body_list(batches: list[Pictures]) -> list[bytes]:
    return [body for batch in batches for body in bodies(batch)]


@pytest.mark.parametrize("size", [1, 7, 32, 64, 237])
def test_a_round_deals_every_picture_once(lying: StoredPictures, size: int) -> None:
    expected, shards = bodies(digits(COUNT)), Shards(lying, 1)
    rounds = [body_list(round_of(shards, number, size)) for number in (1, 2, 3)]
    assert all(sorted(one) == sorted(expected) for one in rounds)
    assert len({tuple(one) for one in (expected, *rounds)}) == 4, "each in an order of its own"


def test_the_size_of_batches_does_not_change_the_order(lying: StoredPictures) -> None:
    orders = {tuple(body_list(round_of(Shards(lying, 1), 2, size))) for size in (1, 10, 33, 100)}
    assert len(orders) == 1


def test_the_seed_decides(lying: StoredPictures) -> None:
    first, same, other = (body_list(round_of(Shards(lying, seed), 1, 30)) for seed in (1, 1, 2))
    assert first == same != other


def test_any_batch_can_be_had_by_itself(lying: StoredPictures) -> None:
    in_order = {
        (number, place): batch
        for number in (1, 2)
        for place, batch in enumerate(round_of(Shards(lying, 5), number, 25))
    }
    places = list(in_order)
    shards = Shards(lying, 5)
    for number, place in (places[one] for one in np.random.default_rng(0).permutation(len(places))):
        found = shards.take(number, 25 * place, min(25 * place + 25, COUNT))
        assert bodies(found) == bodies(in_order[number, place])
        alone = Shards(lying, 5).take(number, 25 * place, min(25 * place + 25, COUNT))
        assert bodies(alone) == bodies(found)


def test_batches_are_of_many_shards(lying: StoredPictures) -> None:
    """Of those of a group, or of two where one ends; and a group has shards from everywhere."""
    places = {body: place for place, body in enumerate(bodies(digits(COUNT)))}
    for number in range(1, 6):
        for batch in round_of(Shards(lying, 1), number, 30)[:-1]:
            shards = [places[body] // SHARD for body in bodies(batch)]
            assert len(set(shards)) >= GROUP // SHARD - 1
            assert max(np.bincount(shards)) <= SHARD
            assert max(shards) - min(shards) >= 6


def test_a_sorted_file_is_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In real measures: 20,000 pictures, sorted by their labels, of which a fifth is mixed at a time."""
    from lenet_app.data import shards

    pictures = digits(20_000)
    pictures = pictures.take(np.argsort(pictures.labels, kind="stable"))
    write_idx(tmp_path, pictures, digits(5))
    limit_memory(monkeypatch)
    monkeypatch.setattr(shards, "SHARD", 20 * 784)
    monkeypatch.setattr(shards, "GROUP", 4000 * 784)
    lying = stored_part(tmp_path)
    usual = np.bincount(pictures.labels, minlength=10) / 20_000
    for batch in round_of(Shards(lying, 1), 1, 1000, 20_000):
        shares = np.bincount(batch.labels, minlength=10) / 1000
        assert np.abs(shares - usual).max() < 0.1


def test_sets_of_one_shard_and_of_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_idx(tmp_path, digits(30), digits(5))
    limit_memory(monkeypatch, 1)
    lying = stored_part(tmp_path)
    for count in (30, 11, 10, 9, 2):
        part = lying.part(np.arange(count))
        assert isinstance(part, StoredPictures)
        found = round_of(Shards(part, 1), 1, 4, count)
        assert sorted(body_list(found)) == sorted(bodies(digits(count)))


def test_shards_of_a_part_with_holes(lying: StoredPictures) -> None:
    indices = np.flatnonzero(np.random.default_rng(1).random(COUNT) < 0.6)
    part = lying.part(indices)
    assert isinstance(part, StoredPictures)
    found = body_list(round_of(Shards(part, 1), 1, 20, len(indices)))
    assert sorted(found) == sorted(bodies(digits(COUNT).take(indices)))


def test_little_is_read_at_a_time(lying: StoredPictures, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a group is dealt, the next is read along; the pictures of a round are read once."""
    read: list[int] = []
    take = StoredPictures.take

    def counted(self: StoredPictures, indices: np.ndarray) -> Pictures:
        read.append(len(indices))
        return take(self, indices)

    monkeypatch.setattr(StoredPictures, "take", counted)
    shards, counts = Shards(lying, 1), []
    for first in range(0, COUNT, 4):
        read.clear()
        shards.take(1, first, min(first + 4, COUNT))
        counts.append(sum(read))
    assert sum(counts) == COUNT
    assert counts[0] == GROUP + SHARD, "the first group, and the first shard of the next"
    assert max(counts[1:]) <= 2 * SHARD
