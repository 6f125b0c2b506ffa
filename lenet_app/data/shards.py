"""In which order pictures on the disk are learned: shards of neighbours, shuffled, and mixed in large groups.

To read every picture from its own place would take a seek for each. A shard is read at once, hundreds of shards from
everywhere in the set are in memory together, and their pictures are dealt in a random order: so a file that is sorted
by its classes is mixed as well. While one group is dealt, the next is read little by little.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import Pictures
from lenet_app.data.stored import StoredPictures
from lenet_app.randomness import Purpose, random_for

Order = npt.NDArray[np.intp]

SHARD = 256 << 10
"""Bytes that are read at once."""
GROUP = 64 << 20
"""Bytes that are mixed, at most. Two groups are in memory at a time."""
_EXPECTED = 32
"""So many shards before one is read, the disk is told to begin."""


class Group:
    """Shards whose pictures are mixed.

    Args:
        pictures: the whole set.
        shards: for each the places of its pictures in the set.
        order: of the pictures of all of these shards.
    """

    def __init__(self, pictures: StoredPictures, shards: list[Order], order: Order) -> None:
        self._pictures, self.shards = pictures, shards
        own = np.concatenate(shards)
        self.places = own[order]
        """Of the pictures in the set, as they are dealt."""
        self.order = order
        """Of those of all shards one after the other, as they are dealt."""
        self.images = np.empty((len(order), *pictures.shape), np.uint8)
        """As they are dealt; only those of the shards that were read."""
        self._targets = np.split(np.argsort(order), np.cumsum([len(one) for one in shards])[:-1])
        self._read = 0

    def read(self, part: float) -> None:
        """Have so much of the shards in memory, 0 to 1.

        Raises:
            UserError: their file cannot be read, or is another one than it was.
        """
        while self._read < part * len(self.shards):
            for shard in self.shards[self._read + _EXPECTED : self._read + _EXPECTED + 1]:
                self._pictures.expect(shard)
            self.images[self._targets[self._read]] = self._pictures.take(self.shards[self._read]).images
            self._read += 1


@dataclass(frozen=True)
class _Round:
    """The order of a pass: its number, that of the shards, and where each group begins."""

    number: int
    groups: list[Order]
    starts: Order


class Shards:
    """Deals out a set; any stretch of any round can be had by itself.

    Args:
        pictures: the set.
        seed: of the orders.
    """

    def __init__(self, pictures: StoredPictures, seed: int) -> None:
        self._pictures, self._seed = pictures, seed
        self._each = max(1, SHARD // pictures.picture_bytes)
        self.count = -(-len(pictures) // self._each)
        """Of the shards."""
        self._round = _Round(0, [], np.zeros(1, np.intp))
        self._groups: dict[int, Group] = {}
        """Of the present round, by their numbers: the one that is dealt, and the next."""

    def numbers(self, round_: int, group: int) -> Order:
        """Which of the shards are in a group of a round."""
        return self._begun(round_).groups[group]

    def dealt(self, round_: int, first: int, stop: int) -> Iterator[tuple[int, Group, slice]]:
        """What is dealt from `first` on, before `stop`, in a round.

        Args:
            round_: its number, from 1; each has an order of its own.
            first: from 0.
            stop: at most as many as there are pictures.

        Yields:
            The number of a group, the group, and which of its pictures, of which all are read.

        Raises:
            UserError: a file cannot be read, or is another one than it was.
        """
        begun = self._begun(round_)
        while first < stop:
            number = int(np.searchsorted(begun.starts, first, "right")) - 1
            begin, end = begun.starts[number : number + 2]
            group = self._group(number)
            group.read(1)
            last = min(stop, end)
            if number + 1 < len(begun.groups):
                self._group(number + 1).read((last - begin) / (end - begin))
            yield number, group, slice(first - begin, last - begin)
            first = last

    def take(self, round_: int, first: int, stop: int) -> Pictures:
        """The same as one batch."""
        parts = [(group.images[part], group.places[part]) for _, group, part in self.dealt(round_, first, stop)]
        images = parts[0][0] if len(parts) == 1 else np.concatenate([images for images, _ in parts])
        return Pictures(images, self._pictures.labels[np.concatenate([places for _, places in parts])])

    def _begun(self, round_: int) -> _Round:
        if self._round.number != round_:
            together = max(2, GROUP // (self._each * self._pictures.picture_bytes))
            # Of one size, so that the last one is not a shard or two.
            order = random_for(self._seed, Purpose.SHARDS, round_).permutation(self.count)
            groups = np.array_split(order, -(-self.count // together))
            ends = np.cumsum([sum(len(self._places(one)) for one in group) for group in groups])
            self._round, self._groups = _Round(round_, groups, np.concatenate([[0], ends])), {}
        return self._round

    def _group(self, number: int) -> Group:
        if number not in self._groups:
            round_ = self._round
            shards = [self._places(one) for one in round_.groups[number]]
            random = random_for(self._seed, Purpose.SHARDS, round_.number, number + 1)
            # What neither is dealt now nor comes next goes first.
            self._groups = {one: group for one, group in self._groups.items() if one in (number - 1, number + 1)}
            order = random.permutation(sum(map(len, shards)))
            self._groups[number] = Group(self._pictures, shards, order)
        return self._groups[number]

    def _places(self, shard: int) -> Order:
        return np.arange(shard * self._each, min((shard + 1) * self._each, len(self._pictures)))
