"""Which of a set's pictures come at which place of an epoch: of a set in memory their indices, else the pictures."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures, PictureSet
from lenet_app.data.shards import Group, Shards
from lenet_app.data.stored import StoredPictures
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import (
    COPIES,
    PLANAR,
    DistortedCopies,
    Floats,
    random_transforms,
    sampled,
)

Order = npt.NDArray[np.intp]
_Changes = tuple[Floats, Floats, npt.NDArray[np.bool_]]
"""Matrices and shifts, and which pictures are changed at all."""


class Dealer(Protocol):
    """Deals out every picture once an epoch; with distorted copies, every picture and every copy once in ten epochs."""

    def deal(self, epoch: int, first: int, stop: int) -> Order | Pictures:
        """What comes from place `first`, from 0, before `stop`, in an epoch, from 1.

        Raises:
            UserError: the pictures lie on the disk and cannot be read.
        """


def make_dealer(pictures: PictureSet, recipe: Recipe, seed: int) -> Dealer:
    """How this set is dealt with this recipe.

    Every epoch has a new random order. Levenberg-Marquardt keeps one order, as in LeCun et al. (1998).
    """
    is_copied = recipe.augmentation is Augmentation.DISTORTED_COPIES
    keeps_order = recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
    if isinstance(pictures, StoredPictures):
        shards = Shards(pictures, seed)
        return ShardCopies(pictures, shards, seed) if is_copied else ShardDealer(shards, keeps_order=keeps_order)
    if is_copied:
        return MemoryCopies(pictures, seed)
    return MemoryDealer(len(pictures), seed, keeps_order=keeps_order)


class _Permutations:
    """One permutation a round, of which the last is kept."""

    def __init__(self, seed: int, count: int) -> None:
        self._seed, self._count = seed, count
        self._round, self._order = 0, np.zeros(0, np.intp)

    def of(self, round_: int) -> Order:
        """The order of a round, from 1."""
        if self._round != round_:
            self._order = random_for(self._seed, Purpose.ORDER, round_).permutation(self._count)
            self._round = round_
        return self._order


class MemoryDealer:
    """Indices of a set in memory.

    Args:
        count: of the pictures.
        seed: of the orders.
        keeps_order: whether all epochs have the same.
    """

    def __init__(self, count: int, seed: int, *, keeps_order: bool) -> None:
        self._orders, self._keeps_order = _Permutations(seed, count), keeps_order

    def deal(self, epoch: int, first: int, stop: int) -> Order:
        """The indices."""
        return self._orders.of(1 if self._keeps_order else epoch)[first:stop]


class MemoryCopies:
    """Pictures of a set in memory and their distorted copies, all in one order over ten epochs."""

    def __init__(self, pictures: PictureSet, seed: int) -> None:
        self._labels, self._count = pictures.labels, len(pictures)
        self._copies = DistortedCopies(pictures.images, random_for(seed, Purpose.COPIES))
        self._orders = _Permutations(seed, len(self._copies))

    def deal(self, epoch: int, first: int, stop: int) -> Pictures:
        """Pictures and copies."""
        round_, part = divmod(epoch - 1, COPIES)
        indices = self._orders.of(round_ + 1)[part * self._count :][: self._count][first:stop]
        return Pictures(self._copies.take(indices), self._labels[self._copies.origin(indices)])


class ShardDealer:
    """Pictures of a set on the disk."""

    def __init__(self, shards: Shards, *, keeps_order: bool) -> None:
        self._shards, self._keeps_order = shards, keeps_order

    def deal(self, epoch: int, first: int, stop: int) -> Pictures:
        """Read where they are not in memory yet."""
        return self._shards.take(1 if self._keeps_order else epoch, first, stop)


class ShardCopies:
    """Pictures of a set on the disk, and their distorted copies.

    Each epoch deals one version of every picture, in ten epochs each of its versions once: how a picture differs from
    its copies, and which comes when, is drawn shard by shard, for one group at a time.
    """

    def __init__(self, pictures: StoredPictures, shards: Shards, seed: int) -> None:
        self._pictures, self._shards, self._seed = pictures, shards, seed
        self._changes: dict[tuple[int, int], _Changes] = {}
        """By epoch and group, of one or two groups."""

    def deal(self, epoch: int, first: int, stop: int) -> Pictures:
        """Pictures and copies."""
        images, places = [], []
        for number, group, part in self._shards.dealt(epoch, first, stop):
            matrices, shifts, is_copied = self._changes_of(epoch, number, group)
            own, is_copy = group.images[part].copy(), is_copied[part]
            own[is_copy] = sampled(own[is_copy], matrices[part][is_copy], shifts[part][is_copy])
            images.append(own)
            places.append(group.places[part])
        return Pictures(np.concatenate(images), self._pictures.labels[np.concatenate(places)])

    def _changes_of(self, epoch: int, number: int, group: Group) -> _Changes:
        """How each picture of a group is changed in an epoch, and whether it is, in the order in which they come."""
        key = epoch, number
        if key not in self._changes:
            shards = zip(self._shards.numbers(epoch, number), group.shards, strict=True)
            drawn = [self._drawn(epoch, int(shard), len(places)) for shard, places in shards]
            matrices, shifts, is_copy = (np.concatenate(parts)[group.order] for parts in zip(*drawn, strict=True))
            kept = {one: changes for one, changes in self._changes.items() if one == (epoch, number - 1)}
            self._changes = kept | {key: (matrices, shifts, is_copy)}
        return self._changes[key]

    def _drawn(self, epoch: int, shard: int, count: int) -> _Changes:
        round_, part = divmod(epoch - 1, COPIES)
        matrices, shifts = random_transforms(
            count * (COPIES - 1), random_for(self._seed, Purpose.COPIES, shard + 1), PLANAR
        )
        versions = np.tile(np.arange(COPIES), (count, 1))
        random_for(self._seed, Purpose.ORDER, round_ + 1, shard + 1).permuted(versions, axis=1, out=versions)
        version = versions[:, part]
        copy = np.arange(count) * (COPIES - 1) + np.maximum(version - 1, 0)
        return matrices[copy], shifts[copy], version > 0
